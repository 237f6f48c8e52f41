"""Somebody with an e.firma who files requests, without pages in between."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.utils import timezone

from buzon.actos.cadena_original import Firmante
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas.firma.services import firmar
from buzon.cuentas.models import Contribuyente, Ingreso, Usuario
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.demo.personas import Persona
from buzon.efirma.certificado import Certificado, leer_certificado
from buzon.promociones.models import Comunicacion, Solicitud
from buzon.promociones.reglas import Asunto
from buzon.promociones.seleccion import CreditoElegido
from buzon.promociones.services import atencion, borrador, presentacion
from buzon.promociones.services.presentacion import PresentacionDeSolicitud
from tests.buzon.padron.fabricas import nrp

TEXTO = "El crédito que se me atribuye ya se pagó.\n\nAdjunto el comprobante: Ñandú & <b>Cía</b>."
OTRA_OFICINA = "1501"
ANA = Funcionario("ana")
MOTIVO = "El registro patronal es de esa oficina."
UNO, DOS, AJENO = nrp(1), nrp(2), nrp(99)
CREDITO = CreditoElegido(UNO, "000000001")
CREDITO_DE_OTRA = CreditoElegido(DOS, "000000002")


def representa(representante: str, rfc: str) -> None:
    """Leave an entry of somebody as the legal representative of a company."""
    usuario, _ = Usuario.objects.get_or_create(username=rfc, defaults={"password": "!"})
    ahora = timezone.now()
    contribuyente, _ = Contribuyente.objects.get_or_create(
        rfc=rfc, defaults={"usuario": usuario, "nombre": "EMPRESA", "creado_en": ahora}
    )
    Ingreso.objects.create(
        contribuyente=contribuyente,
        certificado=b"\x30\x82",
        certificado_numero="30001000000500003416",
        certificado_sha256="a" * 64,
        representante_rfc=representante,
        revocacion={},
        direccion="127.0.0.1",
        ocurrido_en=ahora,
        actividad_en=ahora,
    )


def enviar_con(
    solicitud: Solicitud,
    texto: str,
    *archivos: bytes,
    nombre: str = "a.pdf",
    ahora: datetime | None = None,
) -> Comunicacion:
    """Send a message with files, as its page does."""
    quien: dict[str, Any] = {"rfc": solicitud.rfc, "ahora": ahora or timezone.now()}
    suyos = [
        borrador.agregar_al_mensaje(solicitud, nombre=nombre, contenido=uno, **quien).pk for uno in archivos
    ]
    return atencion.escribir(solicitud, texto=texto, adjuntos=suyos, **quien)


@dataclass
class Particular:
    """Somebody at the portal, with an e.firma."""

    persona: Persona
    certificado: Certificado

    @classmethod
    def de(cls, persona: Persona) -> "Particular":
        return cls(persona, leer_certificado(persona.cer.read_bytes()))

    def pedir_orientacion(self) -> ActoFirmado:
        self.escribir(Asunto.OPINION_PUBLICA, creditos=())
        return self.presentar(self.preparar())

    @property
    def rfc(self) -> str:
        return self.certificado.rfc

    @property
    def firmante(self) -> Firmante:
        uno = self.certificado
        datos = (uno.rfc, uno.titular, uno.curp, uno.representante_rfc, uno.numero, uno.sha256)
        return Firmante(*datos)

    def firma(self, acto: ActoPreparado) -> bytes:
        llave = load_der_private_key(self.persona.key.read_bytes(), self.persona.contrasena.encode())
        return llave.sign(acto.cadena.encode(), PKCS1v15(), SHA256())  # type: ignore[call-arg, union-attr, return-value, arg-type]

    def escribir(
        self,
        asunto: str = Asunto.CREDITO_FISCAL,
        *,
        texto: str = TEXTO,
        registros: tuple[str, ...] = (),
        creditos: tuple[CreditoElegido, ...] = (CREDITO,),
        ahora: datetime | None = None,
    ) -> None:
        datos = {"asunto": asunto, "texto": texto, "registros": registros, "creditos": creditos}
        borrador.guardar_borrador(self.rfc, **datos, ahora=ahora or timezone.now())  # type: ignore[arg-type]

    def preparar(self, *, buzon_activo: bool = True, ahora: datetime | None = None) -> ActoPreparado:
        return presentacion.preparar(self.firmante, buzon_activo=buzon_activo, ahora=ahora or timezone.now())

    def presentar(self, acto: ActoPreparado, *, ahora: datetime | None = None) -> ActoFirmado:
        return firmar(
            PresentacionDeSolicitud(),
            acto,
            certificado=self.certificado.der,
            firma=self.firma(acto),
            ahora=ahora or timezone.now(),
        )


def llenar(solicitud: Solicitud, cuantos: int) -> None:
    """Put so many messages of the taxpayer in a request, past what the services allow."""
    Comunicacion.objects.bulk_create(
        Comunicacion(
            solicitud=solicitud,
            de="PARTICULAR",
            clase="MENSAJE",
            texto=f"Mensaje número {n}.",
            autor=solicitud.rfc,
            creado_en=timezone.now(),
        )
        for n in range(cuantos)
    )
