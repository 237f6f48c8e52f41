"""One figure: a value, the reference of the same run, and their ratio."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Medida:
    """`valor` and `referencia` in `unidad`; without a reference there is no ratio."""

    valor: float
    unidad: str
    referencia: float | None = None

    def como_json(self) -> dict[str, float | str | None]:
        """Return the entry of bench.json."""
        razon = None if self.referencia is None else round(self.valor / self.referencia, 4)
        return {
            "valor": round(self.valor, 4),
            "unidad": self.unidad,
            "referencia": None if self.referencia is None else round(self.referencia, 4),
            "razon": razon,
        }


def tabla(medidas: Mapping[str, Medida]) -> str:
    """Return the figures as a table to be read."""
    renglones = [("medida", "valor", "referencia", "razón", "unidad")]
    for nombre, medida in medidas.items():
        entrada = medida.como_json()
        celdas = (
            "—" if entrada[clave] is None else f"{entrada[clave]:,}"
            for clave in ("valor", "referencia", "razon")
        )
        renglones.append((nombre, *celdas, medida.unidad))
    anchos = [max(len(celda) for celda in columna) for columna in zip(*renglones, strict=True)]
    return "\n".join(_renglon(renglon, anchos) for renglon in renglones)


def _renglon(celdas: tuple[str, ...], anchos: list[int]) -> str:
    nombre, *cifras, unidad = celdas
    alineadas = [cifra.rjust(ancho) for cifra, ancho in zip(cifras, anchos[1:-1], strict=True)]
    return "  ".join([nombre.ljust(anchos[0]), *alineadas, unidad])
