"""Legal texts of the acts, by version. A text is never changed: a new version is added."""

from autorizacion32d.leyendas import OPINION, Leyenda
from autorizacion32d.reglas import Movimiento
from buzon.actos.cadena_original import AUTORIZAR_TERCEROS, CANCELAR_TERCERO
from buzon.valores.marcas import marcado

APARTADO = "Cobranza, 32D Autorización de Terceros"


LEYENDAS = {
    Movimiento.AUTORIZAR: Leyenda(
        Movimiento.AUTORIZAR,
        AUTORIZAR_TERCEROS,
        "1.0 (01-12-2026)",
        marcado(
            "Autorizo a los terceros que se enlistan a consultar y obtener mi opinión del cumplimiento de obligaciones "
            "fiscales en materia de seguridad social"
        ),
        f"Acuse de autorización a terceros para consultar {OPINION}",
        "AUTORIZACIÓN DE TERCEROS",
        marcado("Autorización exitosa"),
    ),
    Movimiento.CANCELAR: Leyenda(
        Movimiento.CANCELAR,
        CANCELAR_TERCERO,
        "1.0 (01-12-2026)",
        marcado(
            "Cancelo la autorización del tercero que se indica para consultar y obtener mi opinión del cumplimiento de "
            "obligaciones fiscales en materia de seguridad social"
        ),
        f"Acuse de cancelación de la autorización a un tercero para consultar {OPINION}",
        "CANCELACIÓN DE UN TERCERO",
        marcado("Cancelación exitosa"),
    ),
}
TRAMITES = tuple(leyenda.tramite.clave for leyenda in LEYENDAS.values())
_POR_TRAMITE = {leyenda.tramite.clave: leyenda for leyenda in LEYENDAS.values()}


def leyenda_de(tramite: str) -> Leyenda:
    """Return the legend of an act by the key of its trámite."""
    return _POR_TRAMITE[tramite]
