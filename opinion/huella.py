"""Whose opinion it is, and the digest of everything that decides it (pure)."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from buzon.padron.hechos import Hechos
from buzon.valores.identificadores import es_persona_moral
from opinion.reglas import VERSION, Veredicto


@dataclass(frozen=True, slots=True)
class Titular:
    """Whose opinion it is, as the certificate of the session names it; a company has no CURP."""

    rfc: str
    nombre: str
    curp: str

    @classmethod
    def de(cls, *, rfc: str, nombre: str, curp: str) -> "Titular":
        """Return the holder; the CURP that a company's certificate may carry is its representative's."""
        return cls(rfc, nombre, "" if es_persona_moral(rfc) else curp)


def huella_de(titular: Titular, *, hechos: Hechos, veredicto: Veredicto, tercero: str = "") -> str:
    """Return the SHA-256 of the canonical facts, person, verdict and version of the rules, in hexadecimal.

    What a third party obtained says so, and is another document: `tercero` is its RFC.

    JSON with sorted keys and no spaces, registros by NRP and credits by number: the order of reading is no fact.
    """
    datos = asdict(hechos)
    datos["registros"] = sorted(datos["registros"], key=lambda registro: str(registro["nrp"]))
    for registro in datos["registros"]:
        registro["creditos"] = sorted(registro["creditos"], key=lambda credito: str(credito["numero"]))
    todo = {
        "hechos": datos,
        "titular": asdict(titular),
        "motivo": veredicto.motivo.value,
        "version": VERSION,
    } | ({"tercero": tercero} if tercero else {})
    canonico = json.dumps(
        todo, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_como_texto
    )
    return hashlib.sha256(canonico.encode()).hexdigest()


def _como_texto(valor: Any) -> str:
    match valor:
        case Decimal():
            return f"{valor:.2f}"
        case date():
            return valor.isoformat()
    raise TypeError(f"no canonical form: {type(valor).__name__}")
