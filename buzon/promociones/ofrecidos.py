"""The subjects that a person is offered: those open to her, for which the register has what they must name."""

from buzon.padron import selectors as padron
from buzon.promociones.reglas import Asunto, asuntos_abiertos


def asuntos_ofrecidos(rfc: str, *, buzon_activo: bool) -> tuple[Asunto, ...]:
    """Return the subjects that this person may file now, in the order of the menu."""
    abiertos = asuntos_abiertos(buzon_activo=buzon_activo)
    if not any(asunto.exige_registro or asunto.exige_credito for asunto in abiertos):
        return abiertos
    con_credito = padron.creditos_por_registro(rfc).exists()
    con_registro = con_credito or padron.registros_con_oficina(rfc).exists()
    return tuple(
        asunto
        for asunto in abiertos
        if (con_registro or not asunto.exige_registro) and (con_credito or not asunto.exige_credito)
    )
