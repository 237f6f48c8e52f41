"""Acts whose signed text names means of contact: the staff reads it masked, and whole with the permission to reveal."""

from buzon.actos.cadena_original import MODIFICAR_MEDIOS
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.valores.contacto import enmascarar_en

REVELAR = "cuentas.revelar_medio"


def permiso_para_leer(acto: ActoFirmado | ActoPreparado) -> str:
    """Return the permission that its exact text asks for, besides the one to see the act; empty for none."""
    return REVELAR if acto.tramite == MODIFICAR_MEDIOS.clave else ""


def a_la_vista(acto: ActoFirmado | ActoPreparado, texto: str) -> str:
    """Return a text of the act as its page shows it."""
    return enmascarar_en(texto) if permiso_para_leer(acto) else texto
