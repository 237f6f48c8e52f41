"""What a request names of the register (pure), and which Subdelegación it therefore goes to (Regla Décima)."""

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from buzon.valores.identificadores import FORMATO_NRP
from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo

_NUMERO = re.compile(r"[0-9]{9}")


class RegistroAjeno(Rechazo):
    """Not a registro patronal of the person in the register."""

    codigo = "registro_ajeno"
    titulo = marcado("Ese registro patronal no es tuyo")
    mensaje = marcado(
        "Un registro patronal que elegiste ya no está a tu nombre. Revisa la lista y elige otra vez."
    )


class CreditoAjeno(Rechazo):
    """Not a crédito of the person in the register."""

    codigo = "credito_ajeno"
    titulo = marcado("Ese crédito no es tuyo")
    mensaje = marcado(
        "Un crédito fiscal que elegiste ya no está a tu nombre. Revisa la lista y elige otra vez."
    )


class VariasSubdelegaciones(Rechazo):
    """What was chosen is controlled by several: each gets a request of its own."""

    codigo = "varias_subdelegaciones"
    titulo = marcado("Son de varias subdelegaciones")
    mensaje = marcado(
        "Lo que elegiste, contando el registro de cada crédito, es de varias. Presenta una solicitud por "
        "cada una."
    )


@dataclass(frozen=True, slots=True, order=True)
class CreditoElegido:
    """The key of a crédito: its number is unique within its registro."""

    nrp: str
    numero: str

    @property
    def clave(self) -> str:
        """Value of its box in a form."""
        return f"{self.nrp}-{self.numero}"

    @classmethod
    def leer(cls, clave: str) -> "CreditoElegido":
        """Return what `clave` wrote; raises CreditoAjeno for anything else."""
        nrp, _, numero = clave.partition("-")
        if not (re.fullmatch(FORMATO_NRP, nrp) and _NUMERO.fullmatch(numero)):
            raise CreditoAjeno("forma")
        return cls(nrp, numero)


def creditos_legibles(claves: Collection[str]) -> set[CreditoElegido]:
    """Return what the keys name, without those that are none."""
    legibles = set()
    for clave in claves:
        with suppress(CreditoAjeno):
            legibles.add(CreditoElegido.leer(clave))
    return legibles


def leer_registro(nrp: str) -> str:
    """Return the NRP as a form sends it; raises RegistroAjeno for anything that is none."""
    if not re.fullmatch(FORMATO_NRP, nrp):
        raise RegistroAjeno("forma")
    return nrp


@dataclass(frozen=True, slots=True)
class RegistroOpcion:
    """One's own registro patronal, to be chosen; `vigente` and `trabajadores` decide where the rest goes."""

    nrp: str
    visible: str
    estado: str
    vigente: bool
    trabajadores: int
    subdelegacion: str
    subdelegacion_nombre: str


@dataclass(frozen=True, slots=True)
class CreditoOpcion:
    """One's own crédito, to be chosen, in words."""

    nrp: str
    nrp_visible: str
    numero: str
    clave: str
    tipo: str
    periodo: str
    importe: Decimal
    situacion: str

    def como_json(self) -> dict[str, Any]:
        """Return it as a request keeps it: as it was on the day of filing."""
        return {
            "nrp": self.nrp,
            "numero": self.numero,
            "tipo": self.tipo,
            "periodo": self.periodo,
            "importe": str(self.importe),
        }


@dataclass(frozen=True, slots=True)
class Opciones:
    """What an RFC may name in a request; `faltan`, how many créditos more are only found by searching."""

    registros: tuple[RegistroOpcion, ...] = ()
    creditos: tuple[CreditoOpcion, ...] = ()
    faltan: int = 0

    def registros_elegidos(self, claves: Collection[str]) -> tuple[RegistroOpcion, ...]:
        """Return the chosen registros, in the register's order; raises RegistroAjeno if one is not here."""
        ajenos = set(claves) - {registro.nrp for registro in self.registros}
        if ajenos:
            raise RegistroAjeno(", ".join(sorted(ajenos)))
        return tuple(registro for registro in self.registros if registro.nrp in set(claves))

    def creditos_elegidos(self, claves: Collection[CreditoElegido]) -> tuple[CreditoOpcion, ...]:
        """Return the chosen créditos, in the register's order; raises CreditoAjeno if one is not here."""
        textos = {clave.clave for clave in claves}
        ajenos = textos - {credito.clave for credito in self.creditos}
        if ajenos:
            raise CreditoAjeno(", ".join(sorted(ajenos)))
        return tuple(credito for credito in self.creditos if credito.clave in textos)

    def subdelegacion_de(
        self, registros: Sequence[RegistroOpcion], *, creditos: Sequence[CreditoOpcion]
    ) -> RegistroOpcion | None:
        """Return a registro of the Subdelegación to which the request goes; None (nobody is registered): nivel central.

        It is the one that controls what was chosen. Where nothing was: that of the registro in force with most
        workers, or of any; the lowest NRP of several. Raises VariasSubdelegaciones (Regla Décima: one controls).
        """
        nombrados = {registro.nrp for registro in registros} | {credito.nrp for credito in creditos}
        if not nombrados:
            return min(
                self.registros, key=lambda uno: (not uno.vigente, -uno.trabajadores, uno.nrp), default=None
            )
        suyos = [registro for registro in self.registros if registro.nrp in nombrados]
        if len({registro.subdelegacion for registro in suyos}) > 1:
            raise VariasSubdelegaciones(", ".join(sorted({uno.subdelegacion for uno in suyos})))
        return suyos[0]
