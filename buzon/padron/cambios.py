"""A change of one fact of the register (pure): what it names, and what the facts say of it now."""

from dataclasses import dataclass
from enum import StrEnum

from buzon.padron.hechos import Credito, Hechos, Registro

Valor = str | int | None


class ClaseDeHecho(StrEnum):
    """What a change is about; a crédito is named `NRP-number`, a registro by its NRP."""

    CREDITO = "credito"
    REGISTRO = "registro"


class Campo(StrEnum):
    """What of it changes; a garantía is a folio, or nothing."""

    SITUACION = "situacion"
    GARANTIA = "garantia"
    ESTADO = "estado"
    TRABAJADORES = "trabajadores"


CAMPOS_DE = {
    ClaseDeHecho.CREDITO: (Campo.SITUACION, Campo.GARANTIA),
    ClaseDeHecho.REGISTRO: (Campo.ESTADO, Campo.TRABAJADORES),
}


@dataclass(frozen=True, slots=True)
class Cambio:
    """One fact, from a value to another."""

    clase: ClaseDeHecho
    clave: str
    campo: Campo
    de: Valor
    a: Valor

    @property
    def nrp(self) -> str:
        """The registro that it is about, or that its crédito belongs to."""
        return self.clave.partition("-")[0]

    @property
    def numero(self) -> str:
        """The number of the crédito; empty for a registro."""
        return self.clave.partition("-")[2]

    @classmethod
    def de_json(cls, datos: dict[str, Valor]) -> "Cambio":
        """Return the change that was stored as JSON (`dataclasses.asdict`)."""
        clase, campo = ClaseDeHecho(str(datos["clase"])), Campo(str(datos["campo"]))
        return cls(clase, str(datos["clave"]), campo, datos["de"], datos["a"])


def hechos_por_clave(hechos: Hechos) -> dict[tuple[ClaseDeHecho, str], Registro | Credito]:
    """Return each registro and each crédito of an RFC under the name that a change gives it."""
    nombrados: dict[tuple[ClaseDeHecho, str], Registro | Credito] = {}
    for registro in hechos.registros:
        nombrados[ClaseDeHecho.REGISTRO, registro.nrp] = registro
        for credito in registro.creditos:
            nombrados[ClaseDeHecho.CREDITO, f"{registro.nrp}-{credito.numero}"] = credito
    return nombrados


def valor_de(hecho: Registro | Credito, campo: Campo) -> Valor:
    """Return what a fact says in that field."""
    if isinstance(hecho, Registro):
        return hecho.trabajadores if campo is Campo.TRABAJADORES else hecho.estado.value
    if campo is Campo.GARANTIA:
        return hecho.garantia.folio if hecho.garantia else None
    return hecho.situacion.value
