"""Which credits count as debt: one function a class of credit, in the order in which they are asked.

Classes and answers are drawn from CFF 32-D and the purpose of the Reglas; the articles of each: `opinion/textos.py`.
What takes a credit out comes first; of what remains, everything unpaid counts.
"""

from datetime import date
from typing import Protocol

from buzon.padron.hechos import (
    Convenio,
    Credito,
    EstadoConvenio,
    EstadoGarantia,
    Garantia,
    RespaldoConvenio,
    SituacionCredito,
)

EXTINGUIDOS = frozenset(
    {
        SituacionCredito.PAGADO,
        SituacionCredito.CANCELADO,
        SituacionCredito.PRESCRITO,
        SituacionCredito.CORREGIDO,
    }
)


def es_extinguido(credito: Credito, *, hoy: date) -> bool:
    """Paid, cancelled, prescribed or corrected: nothing is owed (CFF 146, 146-A; LSS 297, 298)."""
    return credito.situacion in EXTINGUIDOS


def es_por_vencer(credito: Credito, *, hoy: date) -> bool:
    """Not yet determined: its legal pay date, the last day included, has not passed (LSS 39)."""
    limite = credito.limite_de_pago_el
    return credito.situacion is SituacionCredito.POR_DETERMINAR and limite is not None and hoy <= limite


def es_de_convenio_roto(credito: Credito, *, hoy: date) -> bool:
    """Its agreement was broken: the whole of it is due (CFF 66-A fr. IV)."""
    return credito.convenio is not None and credito.convenio.estado is EstadoConvenio.INCUMPLIDO


def es_de_convenio_vigente(credito: Credito, *, hoy: date) -> bool:
    """Its agreement is in force, kept, and backed by a guarantee or its dispensa (CFF 32-D, 66; LSS 40 C)."""
    return credito.convenio is not None and _se_cumple(credito.convenio, hoy=hoy)


def es_impugnado_con_garantia(credito: Credito, *, hoy: date) -> bool:
    """Challenged, with its interés fiscal guaranteed (CFF 32-D, 141, 144; LSS 294, 295)."""
    return credito.situacion is SituacionCredito.IMPUGNADO and _garantiza(credito.garantia, hoy=hoy)


def es_impugnado_sin_garantia(credito: Credito, *, hoy: date) -> bool:
    """Challenged, and nothing guarantees it (CFF 32-D, 144)."""
    return credito.situacion is SituacionCredito.IMPUGNADO and not _garantiza(credito.garantia, hoy=hoy)


def es_firme(credito: Credito, *, hoy: date) -> bool:
    """Firm and not paid: a guarantee no longer takes it out (CFF 32-D fr. I)."""
    return credito.situacion is SituacionCredito.FIRME


def es_determinado_con_garantia(credito: Credito, *, hoy: date) -> bool:
    """Determined, not firm, guaranteed by one of the ways that the law admits (CFF 32-D fr. II, 141)."""
    return _esta_determinado(credito) and _garantiza(credito.garantia, hoy=hoy)


def es_determinado_sin_garantia(credito: Credito, *, hoy: date) -> bool:
    """Determined, not firm, neither paid nor guaranteed (CFF 32-D fr. II); so is a period past its pay date."""
    return _esta_determinado(credito) and not _garantiza(credito.garantia, hoy=hoy)


class Clase(Protocol):
    """Whether a credit belongs to a class, as of a day."""

    def __call__(self, credito: Credito, *, hoy: date) -> bool: ...


CLASES: tuple[tuple[Clase, bool], ...] = (
    (es_extinguido, False),
    (es_por_vencer, False),
    (es_de_convenio_roto, True),
    (es_de_convenio_vigente, False),
    (es_impugnado_con_garantia, False),
    (es_impugnado_sin_garantia, True),
    (es_firme, True),
    (es_determinado_con_garantia, False),
    (es_determinado_sin_garantia, True),
)


def cuenta_como_adeudo(credito: Credito, *, hoy: date) -> bool:
    """Whether the first class that the credit belongs to counts as debt; what belongs to none, does."""
    return next((cuenta for es_de_clase, cuenta in CLASES if es_de_clase(credito, hoy=hoy)), True)


def clase_de(credito: Credito, *, hoy: date) -> Clase | None:
    """Return the class that decides whether the credit counts: the first one that it belongs to."""
    return next((es_de_clase for es_de_clase, _ in CLASES if es_de_clase(credito, hoy=hoy)), None)


def _esta_determinado(credito: Credito) -> bool:
    return credito.situacion in {SituacionCredito.DETERMINADO, SituacionCredito.POR_DETERMINAR}


def _garantiza(garantia: Garantia | None, *, hoy: date) -> bool:
    if garantia is None or garantia.estado is not EstadoGarantia.VIGENTE:
        return False
    return garantia.vence_el is None or hoy <= garantia.vence_el


def _se_cumple(convenio: Convenio, *, hoy: date) -> bool:
    if convenio.estado is not EstadoConvenio.VIGENTE or convenio.respaldo is RespaldoConvenio.NINGUNO:
        return False
    return convenio.termina_el is None or hoy <= convenio.termina_el
