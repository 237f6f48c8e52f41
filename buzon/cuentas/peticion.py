"""The request of somebody inside, and what a signed form carries."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from buzon.actos.cadena_original import Firmante
from buzon.cuentas.models import Ingreso
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.efirma.errores import CertificadoIlegible
from buzon.efirma.firma import decodificar_base64
from buzon.web.errores import PeticionMalformada
from buzon.web.peticiones import campo_unico

# Octets: some four times those of the SAT's keys of 2048 bits.
CERTIFICADO_MAXIMO = 8 * 1024
FIRMA_MAXIMA = 1024


@dataclass(frozen=True, slots=True)
class PersonaDentro:
    """Who is inside: the taxpayer, and the certificate with which the session was opened."""

    rfc: str
    nombre: str
    curp: str
    buzon_activo: bool
    ingreso: Ingreso

    @classmethod
    def de(cls, ingreso: Ingreso) -> "PersonaDentro":
        """Return the person of an entry (its contribuyente already fetched)."""
        contribuyente = ingreso.contribuyente
        return cls(
            contribuyente.rfc, contribuyente.nombre, contribuyente.curp, contribuyente.buzon_activo, ingreso
        )

    @property
    def marca(self) -> str:
        """A mark of this person that does not say who it is: of what the browser keeps (`rescate.js`)."""
        return salted_hmac("buzon.cuentas.marca", self.rfc).hexdigest()[:32]

    @property
    def firmante(self) -> Firmante:
        """The person as the cadena original names them."""
        return Firmante(
            rfc=self.rfc,
            nombre=self.nombre,
            curp=self.curp,
            representante_rfc=self.ingreso.representante_rfc,
            certificado_numero=self.ingreso.certificado_numero,
            certificado_sha256=self.ingreso.certificado_sha256,
        )


class PeticionDentro(HttpRequest):
    """A request behind `SesionMiddleware` and `BuzonActivoMiddleware`."""

    persona: PersonaDentro


@dataclass(frozen=True, slots=True)
class EnvioFirmado:
    """What the signing dialogue posts besides the CSRF token."""

    id: str
    certificado: bytes
    firma: bytes


def leer_certificado_enviado(request: HttpRequest) -> bytes:
    """Return the bytes of the posted certificate; raises CertificadoIlegible for what is not base64."""
    texto = campo_unico(request, "certificado")
    return decodificar_base64(texto, maximo=CERTIFICADO_MAXIMO, rechazo=CertificadoIlegible)


def leer_firma(request: HttpRequest, *, campo_id: str, esperado: str = "") -> EnvioFirmado:
    """Return id, certificate and signature, each exactly once.

    Raises PeticionMalformada (also when the id is not `esperado`), CertificadoIlegible and FirmaInvalida.
    """
    identificador = campo_unico(request, campo_id)
    if esperado and identificador != esperado:
        raise PeticionMalformada(campo_id)
    certificado = leer_certificado_enviado(request)
    firma = decodificar_base64(campo_unico(request, "firma"), maximo=FIRMA_MAXIMA)
    return EnvioFirmado(identificador, certificado, firma)


def funcionario(request: HttpRequest) -> Funcionario:
    """Return who of the staff asks; looked up once for each request."""
    conocido: Funcionario | None = getattr(request, "funcionario", None)
    if conocido is None:
        conocido = Funcionario.de(request.user)
        request.funcionario = conocido  # type: ignore[attr-defined]
    return conocido
