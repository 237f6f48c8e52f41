"""A breaker for each service outside: one that failed again and again is left alone for a while, by every process.

Its state lies in Valkey, for all processes; that of Valkey itself, and of whatever needs it, in the memory of each.
What a caller does meanwhile (another source, a later try, a count in memory) is the caller's.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TypeVar

import redis
from django.conf import settings
from pybreaker import (
    STATE_CLOSED,
    CircuitBreaker,
    CircuitBreakerError,
    CircuitBreakerStorage,
    CircuitMemoryStorage,
    CircuitRedisStorage,
)

registro = logging.getLogger(__name__)

LIMITES, COLA, OCSP, TSA, CORREO, ANTIVIRUS = "limites", "cola", "ocsp", "tsa", "correo", "antivirus"
SMS = "sms:"  # and the name of the gateway
FALLAS = 5
"""Consecutive faults after which a service is left alone."""

PAUSA_S = 15
"""For so long; then one call tries it again, and the others do not wait for that one."""

# Both are Valkey: an act with seven notices waits for one time-out, and a look-up for two.
FALLAS_EN_MEMORIA = {COLA: 1, LIMITES: 2}
ESPERA_DE_VALKEY_S = 0.5

T = TypeVar("T")


class EnPausa(Exception):
    """The service failed a moment ago and is left alone: nothing was asked of it."""


def llamar(servicio: str, funcion: Callable[[], T], *, fallas: tuple[type[Exception], ...]) -> T:
    """Return what the function returns, which asks one service. Only `fallas` say that the service does not work.

    Raises EnPausa without asking while it is left alone, and whatever the function raises.
    """
    almacen = _almacen(servicio)
    if not _toca(almacen):
        raise EnPausa(servicio)
    # One object a call, over the common state: pybreaker holds its lock for the whole of a call, and one thread that
    # waits for a slow answer would hold up the others.
    cortacircuitos = CircuitBreaker(
        fail_max=FALLAS_EN_MEMORIA.get(servicio, FALLAS),
        reset_timeout=0,  # `_toca` has said that it is time
        exclude=[lambda error: not isinstance(error, fallas)],
        state_storage=almacen,
        name=servicio,
        throw_new_error_on_trip=False,
    )
    try:
        return cortacircuitos.call(funcion)
    except CircuitBreakerError as error:
        raise EnPausa(servicio) from error


def _toca(almacen: CircuitBreakerStorage) -> bool:
    """Tell whether it may be asked now: of what is left alone, one call in each pause, which is written before it asks.

    pybreaker by itself lets through every call that comes while the first one still waits for its answer.
    """
    if almacen.state == STATE_CLOSED:
        return True
    ahora, desde = datetime.now(UTC), almacen.opened_at
    if desde is not None and ahora < desde + timedelta(seconds=PAUSA_S):
        return False
    almacen.opened_at = ahora
    return True


def en_pausa() -> list[str]:
    """Return the kinds of service of the settings that are left alone now, as far as this process can know."""
    segun_ajustes = {
        OCSP: settings.EFIRMA_OCSP_URL,
        TSA: settings.TSA_URL,
        CORREO: settings.EMAIL_URL,
        ANTIVIRUS: settings.ANTIVIRUS_CLAMD,
    }
    pasarelas = [f"{SMS}{pasarela.nombre}" for pasarela in settings.SMS_PASARELAS]
    servicios = [LIMITES, COLA, *(uno for uno, hay in segun_ajustes.items() if hay), *pasarelas]
    almacen = _almacen if _responde_valkey() else _de_memoria
    return sorted({uno.partition(":")[0] for uno in servicios if almacen(uno).state != STATE_CLOSED})


def olvidar() -> None:
    """Forget every state that this process keeps, and its connection."""
    _de_memoria.cache_clear()
    _de_valkey.cache_clear()
    _valkey.cache_clear()


def _responde_valkey() -> bool:
    """Wait for a mute one once, not once a service."""
    try:
        return bool(_valkey().ping())
    except redis.RedisError:
        return False


def _almacen(servicio: str) -> CircuitBreakerStorage:
    if servicio in FALLAS_EN_MEMORIA or _de_memoria(LIMITES).state != STATE_CLOSED:
        return _de_memoria(servicio)
    try:
        return _de_valkey(servicio)
    except redis.RedisError:
        registro.warning("el estado de %s queda en la memoria del proceso: Valkey no responde", servicio)
        return _de_memoria(servicio)


@lru_cache
def _de_memoria(servicio: str) -> CircuitMemoryStorage:
    return CircuitMemoryStorage(STATE_CLOSED)


@lru_cache
def _de_valkey(servicio: str) -> CircuitRedisStorage:
    return CircuitRedisStorage(STATE_CLOSED, _valkey(), namespace=f"cortacircuitos:{servicio}")


@lru_cache(maxsize=1)
def _valkey() -> "redis.Redis":
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=ESPERA_DE_VALKEY_S, socket_timeout=ESPERA_DE_VALKEY_S
    )
