"""Rate limits: GCRA in one Redis round trip, in this process's memory while Redis does not answer."""

import logging
import math
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache, wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError
from throttled import MemoryStore, RateLimitResult, RedisStore, Throttled, per_duration
from throttled.constants import RateLimiterType
from throttled.exceptions import BaseThrottledError

from buzon.web import cortacircuitos
from buzon.web.cortacircuitos import ESPERA_DE_VALKEY_S, EnPausa
from buzon.web.cortacircuitos import LIMITES as LIMITES_EN_REDIS
from buzon.web.direccion import clave_de_red
from buzon.web.errores import DemasiadasSolicitudes

registro = logging.getLogger(__name__)

FALLAS_DE_REDIS = (RedisError, BaseThrottledError, OSError)
MINUTO, HORA, DIA = 60, 3600, 86400
# Uses, and seconds; `docs/seguridad.md` says what each one counts, and why so many.
LIMITES = {
    "consulta": (60, MINUTO),
    "api": (60, MINUTO),
    "qr": (60, MINUTO),
    "reto": (30, MINUTO),
    "ingresar": (10, MINUTO),
    "ingresar_rfc": (20, HORA),
    "cambios_destino": (10, HORA),
    "codigos_destino": (10, HORA),
    "codigos_rfc": (20, HORA),
    "firmar": (30, MINUTO),
    "emitir": (30, MINUTO),
    "tercero": (60, MINUTO),
    "hoja": (30, HORA),
    "pedir": (20, DIA),
    "preparar": (120, HORA),
    "promocion": (30, MINUTO),
    "autoguardar": (30, MINUTO),
    "verificar": (30, MINUTO),
    "personal": (60, MINUTO),
    "personal_cuenta": (10, MINUTO),
    "personal_cuenta_hora": (20, HORA),
    "personal_cuenta_dia": (40, DIA),
    "revelar": (30, HORA),
}


@lru_cache(maxsize=1)
def _memoria() -> MemoryStore:
    return MemoryStore()


@lru_cache(maxsize=1)
def _redis() -> RedisStore:
    plazo = {"socket_connect_timeout": ESPERA_DE_VALKEY_S, "socket_timeout": ESPERA_DE_VALKEY_S}
    opciones = {"CONNECTION_POOL_KWARGS": plazo}
    return RedisStore(server=settings.REDIS_URL, options=opciones)


@lru_cache(maxsize=64)
def _limitador(nombre: str, factor: float, en_memoria: bool) -> Throttled:
    cantidad, segundos = LIMITES[nombre]
    cuota = per_duration(timedelta(seconds=segundos), max(1, round(cantidad * factor)))
    return Throttled(
        using=RateLimiterType.GCRA.value,
        quota=cuota,
        store=_memoria() if en_memoria else _redis(),
        key_prefix=f"limite:{nombre}",
    )


def _contar(nombre: str, clave: str, *, usos: int = 1) -> RateLimitResult:
    try:
        en_redis = _limitador(nombre, settings.LIMITES_FACTOR, False).limiter
        return cortacircuitos.llamar(
            LIMITES_EN_REDIS, lambda: en_redis.limit(clave, usos), fallas=FALLAS_DE_REDIS
        )
    except EnPausa:
        pass  # said when it began
    except FALLAS_DE_REDIS:
        registro.warning("límite %s contado en memoria: Redis no responde", nombre)
    return _limitador(nombre, settings.LIMITES_FACTOR, True).limiter.limit(clave, usos)


def olvidar() -> None:
    """Drop what this process keeps: the limiters, their connection, and the counts in memory."""
    _redis.cache_clear()
    _limitador.cache_clear()
    _memoria.cache_clear()


def contar(nombre: str, *, clave: str) -> dict[str, str]:
    """Count one use and return the RateLimit headers (draft-ietf-httpapi-ratelimit-headers).

    Raises DemasiadasSolicitudes with the same headers and Retry-After once the limit is reached.
    """
    resultado = _contar(nombre, clave)
    estado = resultado.state
    cabeceras = {
        "RateLimit-Policy": f'"{nombre}";q={estado.limit};w={LIMITES[nombre][1]}',
        "RateLimit": f'"{nombre}";r={0 if resultado.limited else estado.remaining};t={math.ceil(estado.reset_after)}',
    }
    if resultado.limited:
        espera = {"Retry-After": str(max(1, math.ceil(estado.retry_after)))}
        raise DemasiadasSolicitudes(nombre, cabeceras=cabeceras | espera)
    return cabeceras


def devolver(nombre: str, *, clave: str) -> None:
    """Give back a use that was counted and turned out well, where only failures are to count.

    It is counted first, so that guesses that come at once do not all pass before the first one is judged. GCRA keeps
    no time that is past: of the only use that there is, what is left of its turn stays counted.
    """
    _contar(nombre, clave, usos=-1)


def con_cabeceras(respuesta: HttpResponse, cabeceras: dict[str, str]) -> HttpResponse:
    for nombre, valor in cabeceras.items():
        respuesta[nombre] = valor
    return respuesta


def limitar(
    nombre: str, *, metodos: frozenset[str] | None = None
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Limit a view by the client's network; `metodos` restricts the count to those HTTP methods."""

    def decorar(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(vista)
        def con_limite(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if metodos is not None and request.method not in metodos:
                return vista(request, *args, **kwargs)
            cabeceras = contar(nombre, clave=clave_de_red(request))
            return con_cabeceras(vista(request, *args, **kwargs), cabeceras)

        return con_limite

    return decorar
