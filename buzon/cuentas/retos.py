"""Login challenges: a text of the server's own, for one session, one use and five minutes."""

import hashlib
import secrets
import uuid
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from buzon.cuentas.errores import RetoUsado, RetoVencido
from buzon.cuentas.models import Reto

VIGENCIA = timedelta(minutes=5)
TOLERANCIA = timedelta(minutes=1)  # between the clocks of two servers
LOTE = 10_000
_BORRAR = """
    WITH lote AS (SELECT id FROM cuentas_reto WHERE vence_en < %s ORDER BY vence_en LIMIT %s),
    sueltos AS (UPDATE cuentas_ingreso SET reto_id = NULL WHERE reto_id IN (SELECT id FROM lote))
    DELETE FROM cuentas_reto WHERE id IN (SELECT id FROM lote)
"""


def _huella(sesion: str) -> str:
    return hashlib.sha256(sesion.encode()).hexdigest()


def _instante(momento: datetime) -> str:
    return momento.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def crear(*, sesion: str, ahora: datetime) -> Reto:
    """Make a challenge for the anonymous session with this key."""
    identificador = uuid.uuid4()
    nonce = secrets.token_urlsafe(32)
    campos = (
        "1.0",
        "LOGIN",
        settings.URL_PUBLICA,
        str(identificador),
        nonce,
        _instante(ahora),
        _instante(ahora + VIGENCIA),
        "Entrar al Buzón IMSS",
    )
    return Reto.objects.create(
        id=identificador,
        nonce=nonce,
        cadena="||" + "|".join(campos) + "||",
        sesion=_huella(sesion),
        creado_en=ahora,
        vence_en=ahora + VIGENCIA,
    )


def consumir(identificador: str, *, sesion: str, ahora: datetime) -> Reto:
    """Use the challenge up, before anything is verified; of any number of callers one alone succeeds.

    Raises RetoUsado, or RetoVencido when it is over, was never given to this session, or comes from the future
    (the clock went back: its five minutes would be longer).
    """
    try:
        propio = Reto.objects.filter(pk=uuid.UUID(identificador), sesion=_huella(sesion))
    except ValueError:
        raise RetoVencido("id") from None
    vigente = propio.filter(usado_en=None, vence_en__gt=ahora, creado_en__lte=ahora + TOLERANCIA)
    if vigente.update(usado_en=ahora) == 1:
        return propio.get()
    if propio.filter(usado_en__isnull=False).exists():
        raise RetoUsado(identificador)
    raise RetoVencido(identificador)


def borrar(*, vencidos_antes_de: datetime) -> None:
    """Delete the challenges that were over by then, one batch a transaction and none of them loaded; entries stay."""
    with connection.cursor() as cursor:
        borrados = LOTE
        while borrados == LOTE:
            cursor.execute(_BORRAR, [vencidos_antes_de, LOTE])
            borrados = cursor.rowcount
