"""Legal texts of the acts, by version. A text is never changed: a new version is added."""

from dataclasses import dataclass

from autorizacion32d.reglas import Movimiento
from buzon.actos.cadena_original import AUTORIZAR_OPINION, CANCELAR_OPINION, Tramite
from buzon.valores.marcas import marcado

APARTADO = "Cobranza, 32D Autorización de Opinión Pública"
OPINION = "la opinión del cumplimiento de obligaciones fiscales en materia de seguridad social"


@dataclass(frozen=True, slots=True)
class Leyenda:
    """What the person ticks and signs, and how its acuse is headed."""

    movimiento: Movimiento
    tramite: Tramite
    version: str
    texto: str
    titulo_acuse: str
    impreso: str
    exito: str
    nombre: str = ""


# Guide "Autorización para hacer pública la Opinión del Cumplimiento", v 1.0, 23-09-2022, part III.
LEYENDAS = {
    Movimiento.AUTORIZAR: Leyenda(
        Movimiento.AUTORIZAR,
        AUTORIZAR_OPINION,
        "1.0 (23-09-2022)",
        marcado("Autorizo hacer pública mi opinión del cumplimiento"),
        f"Acuse de autorización para hacer pública {OPINION}",
        "AUTORIZACIÓN",
        marcado("Autorización exitosa"),
        marcado("Autorización"),
    ),
    Movimiento.CANCELAR: Leyenda(
        Movimiento.CANCELAR,
        CANCELAR_OPINION,
        "1.0 (23-09-2022)",
        marcado("Cancelar la autorización para hacer pública mi opinión del cumplimiento"),
        f"Acuse de cancelación de la autorización para hacer pública {OPINION}",
        "CANCELACIÓN",
        marcado("Cancelación exitosa"),
        marcado("Cancelación"),
    ),
}
TRAMITES = tuple(leyenda.tramite.clave for leyenda in LEYENDAS.values())
_POR_TRAMITE = {leyenda.tramite.clave: leyenda for leyenda in LEYENDAS.values()}


def leyenda_de(tramite: str) -> Leyenda:
    """Return the legend of an act by the key of its trámite."""
    return _POR_TRAMITE[tramite]
