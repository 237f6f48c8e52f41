"""What a document that no act backs says of itself: stored whole, as JSON, by whoever issues it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from buzon.documentos.pdf import Campo, Cuadro, Encabezado, Panel, Parrafo

Bloque = Encabezado | Parrafo | Panel | Cuadro
_BLOQUES: dict[str, type[Bloque]] = {
    "encabezado": Encabezado,
    "parrafo": Parrafo,
    "panel": Panel,
    "cuadro": Cuadro,
}


@dataclass(frozen=True, slots=True)
class Contenido:
    """The words of a document, fixed when it is issued; the seal adds its own when it is put.

    `campos` is all that the verification shows; `bloques` stand in the PDF alone. `cadena` is what the seal signs and
    what the QR contains. Without `vigente_hasta` it stands for good.
    """

    titulo: str
    apartado: str
    sentido: str
    sentido_impreso: str
    campos: tuple[Campo, ...]
    bloques: tuple[Bloque, ...]
    cadena: str
    fundamento: str
    vigente_hasta: datetime | None = None

    def como_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self) | {
            "bloques": [_bloque_como_json(bloque) for bloque in self.bloques],
            "vigente_hasta": self.vigente_hasta.isoformat() if self.vigente_hasta else None,
        }

    @classmethod
    def leer(cls, datos: dict[str, Any]) -> "Contenido":
        """Return what `como_json` stored."""
        hasta = datos["vigente_hasta"]
        leidos = {
            "campos": tuple(Campo(**campo) for campo in datos["campos"]),
            "bloques": tuple(_leer_bloque(bloque) for bloque in datos["bloques"]),
            "vigente_hasta": datetime.fromisoformat(hasta) if hasta else None,
        }
        return cls(**(datos | leidos))


def _bloque_como_json(bloque: Bloque) -> dict[str, Any]:
    return {"tipo": type(bloque).__name__.lower(), **asdict(bloque)}


def _leer_bloque(datos: dict[str, Any]) -> Bloque:
    clase = _BLOQUES[datos["tipo"]]
    return clase(**{clave: _en_tuplas(valor) for clave, valor in datos.items() if clave != "tipo"})


def _en_tuplas(valor: Any) -> Any:
    return tuple(map(_en_tuplas, valor)) if isinstance(valor, list) else valor
