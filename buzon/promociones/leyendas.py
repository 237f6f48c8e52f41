"""Words of the signed act and of its documents. A signed text is never changed: a new version is added."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from buzon.actos.cadena_original import PRESENTAR_SOLICITUD, Manifestacion
from buzon.promociones.reglas import Asunto
from buzon.promociones.seleccion import CreditoOpcion
from buzon.valores.identificadores import RegistroPatronal
from buzon.valores.marcas import marcado
from buzon.valores.pesos import en_pesos

APARTADO = "Promociones Electrónicas, Aclaraciones u Orientaciones"
TITULO_ACUSE = "Acuse de presentación de solicitud de aclaración u orientación"
TITULO_RESOLUCION = "Resolución de la solicitud de aclaración u orientación"
TRAMITES = (PRESENTAR_SOLICITUD.clave,)
NIVEL_CENTRAL = marcado("Nivel central, Normativa")
MANIFESTACION = marcado(
    "Presento esta solicitud de aclaración u orientación y declaro, bajo protesta de decir verdad, que es cierto lo "
    "que en ella expongo"
)
VERSION = "1.0"
Par = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Dicho:
    """What a request names: the signed text and the acuse say the same of it."""

    asunto: Asunto
    oficina: str
    registros: tuple[str, ...]
    creditos: tuple[CreditoOpcion, ...]
    sha256: str
    adjuntos: tuple[dict[str, Any], ...]

    def manifestacion(self) -> Manifestacion:
        """Return what is signed: the legend, what is named, and the digests of the text and of each file."""
        archivos = enumerate(self.adjuntos, start=1)
        anexos = (
            ("Asunto", self.asunto.impreso),
            ("Subdelegacion", self.oficina),
            ("Registros", ", ".join(self.registros)),
            ("Creditos", ", ".join(credito.clave for credito in self.creditos)),
            ("SHA256 del texto", self.sha256),
            *((f"Adjunto {n}", f"{uno['sha256']} {uno['nombre']}") for n, uno in archivos),
        )
        return Manifestacion(MANIFESTACION, VERSION, anexos)

    def campos(self) -> Iterator[Par]:
        """Yield the rows of the acuse; the day by which it is to be resolved is added by the signature."""
        yield "Asunto", self.asunto.impreso
        yield "Se presenta ante", self.oficina
        if self.registros:
            yield "Registros patronales", ", ".join(str(RegistroPatronal(nrp)) for nrp in self.registros)
        for n, credito in enumerate(self.creditos, start=1):
            de_cual = (credito.numero, f"registro {credito.nrp_visible}", credito.tipo, credito.periodo)
            yield f"Crédito fiscal {n}", ", ".join((*de_cual, en_pesos(credito.importe)))
        yield "SHA-256 del texto", self.sha256
        if not self.adjuntos:
            yield "Archivos adjuntos", "Ninguno"
        for n, adjunto in enumerate(self.adjuntos, start=1):
            yield f"Archivo adjunto {n}", f"{adjunto['nombre']}, SHA-256 {adjunto['sha256']}"


def enlace_de(folio: str) -> str:
    """Return the address of a request's own page, inside the portal."""
    return f"/promociones/aclaraciones/{folio}/"
