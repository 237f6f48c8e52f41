"""Reads of the opinion."""

from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, connection

from autorizacion32d.reglas import Estado
from buzon.valores.fechas import fin_del_dia
from buzon.web.errores import NoDisponible
from opinion.errores import OpinionSinCalcular
from opinion.reglas import Sentido
from opinion.textos import EXPLICACIONES

# One indexed row and no ORM: this is the most visited read of the portal, and it must see a cancellation at once.
CONSULTA_PUBLICA = """
    SELECT a.rfc, a.nombre, a.folio, a.autorizada_en, o.sentido, o.calculada_en
      FROM autorizacion32d_autorizacion a LEFT JOIN opinion_calculada o ON o.rfc = a.rfc
     WHERE a.rfc = %s AND a.estado = %s
"""

Fila = tuple[str, str, str, datetime, str | None, datetime]


@dataclass(frozen=True, slots=True)
class OpinionPublica:
    """What anybody may know of whoever authorised it: the sense, and never why."""

    rfc: str
    nombre: str
    sentido: Sentido
    calculada_en: datetime
    vigente_hasta: datetime
    folio: str
    autorizada_en: datetime

    @property
    def sentido_impreso(self) -> str:
        """The sense in words."""
        return self.sentido.impreso

    @property
    def explicacion(self) -> str:
        """What the sense means, to be read after the name."""
        return str(EXPLICACIONES[self.sentido])


def opinion_publica(rfc: str, *, ahora: datetime) -> OpinionPublica | None:
    """Return the opinion of an RFC whose authorisation stands now; None for everybody else, known or not.

    It is valid until the end of the day of the query in Centro (Regla Novena).
    Raises OpinionSinCalcular where it is authorised and nothing is calculated, NoDisponible where nothing can be read.
    """
    fila = _leer(rfc)
    if fila is None:
        return None
    leido, nombre, folio, autorizada_en, sentido, calculada_en = fila
    if sentido is None:
        raise OpinionSinCalcular(rfc)
    return OpinionPublica(
        leido, nombre, Sentido(sentido), calculada_en, fin_del_dia(ahora), folio, autorizada_en
    )


def _leer(rfc: str) -> Fila | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(CONSULTA_PUBLICA, [rfc, Estado.AUTORIZADA.value])
            fila: Fila | None = cursor.fetchone()
    except OperationalError as error:
        raise NoDisponible("la base de datos no responde") from error
    return fila
