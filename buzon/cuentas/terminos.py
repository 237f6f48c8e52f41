"""Terms and conditions of use of the Buzón, by version. A signed version is never changed."""

import hashlib
from dataclasses import dataclass

from buzon.valores.marcas import marcado


@dataclass(frozen=True, slots=True)
class Clausula:
    titulo: str
    parrafos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terminos:
    """A version of the Terms and the declaration that accepts it."""

    version: str
    clausulas: tuple[Clausula, ...]
    manifestacion: str = marcado("Acepto los Términos y Condiciones para el uso del Buzón IMSS")

    @property
    def sha256(self) -> str:
        """Digest (hex) of the whole text in UTF-8, one paragraph a line; it stands in the signed cadena."""
        lineas = [self.version]
        for clausula in self.clausulas:
            lineas += [clausula.titulo, *clausula.parrafos]
        return hashlib.sha256("\n".join(lineas).encode()).hexdigest()


TERMINOS = Terminos(
    version="1.0 (23-11-2026)",
    clausulas=(
        Clausula(
            "Objeto",
            (
                "El Buzón IMSS es el sistema de comunicación electrónica por el que el particular presenta "
                "promociones y recibe avisos, actos y documentos. Este sitio es un clon demostrativo: no es del "
                "Instituto Mexicano del Seguro Social y nada de lo que aquí se firma tiene validez oficial.",
            ),
        ),
        Clausula(
            "Identidad y firma",
            (
                "El particular entra y firma con su e.firma vigente. Cada acto se firma sobre un texto exacto que "
                "se muestra antes, y el sistema conserva ese texto, la firma y el certificado.",
                "La clave privada y su contraseña se usan sólo en el navegador del particular: el sistema no las "
                "pide, no las recibe y no las guarda.",
            ),
        ),
        Clausula(
            "Medios de contacto",
            (
                "El particular registra al menos un correo electrónico y un teléfono celular, los confirma dentro "
                "de las 72 horas siguientes y los mantiene al día.",
                "A esos medios se envían los avisos del Buzón. Los avisos nunca piden contraseñas ni claves.",
            ),
        ),
        Clausula(
            "Acuses y documentos",
            (
                "Todo acto firmado produce un acuse en PDF con sello digital, folio y código de verificación. "
                "Cualquier persona que tenga el acuse puede comprobar que es auténtico.",
            ),
        ),
        Clausula(
            "Obligaciones del particular",
            (
                "Custodiar su e.firma, no compartir su clave privada ni su contraseña, y revocar su certificado "
                "en el SAT si deja de tener control sobre ellas.",
                "Revisar su Buzón y salir de la sesión al terminar, sobre todo en equipos compartidos.",
            ),
        ),
        Clausula(
            "Datos personales",
            (
                "Se tratan el RFC, el nombre, la CURP, los medios de contacto y los actos firmados, sólo para "
                "prestar el servicio y acreditar lo que se hizo en él. El aviso de privacidad dice cuánto se "
                "conserva cada dato.",
            ),
        ),
        Clausula(
            "Vigencia",
            (
                "Estos términos se aceptan una vez, con e.firma, y rigen mientras el Buzón esté activo. Si cambian, "
                "se pedirá aceptar la nueva versión antes del siguiente acto.",
            ),
        ),
    ),
)
