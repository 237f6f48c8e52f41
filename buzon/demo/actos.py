"""What the demo people sign at the portal's own desk: the Terms of their Buzón, and requests for the staff."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

from autorizacion32d import tramite as autorizacion
from autorizacion32d.reglas import Estado, Movimiento
from autorizacion32d.selectors import autorizacion_de
from buzon.actos.cadena_original import Firmante
from buzon.cuentas import activacion
from buzon.cuentas.firma import services as escritorio
from buzon.cuentas.ingreso import crear_reto, ingresar
from buzon.cuentas.models import Contribuyente, MedioContacto
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.cuentas.peticion import PersonaDentro
from buzon.demo.personas import EJEMPLO, Persona, personas
from buzon.efirma.certificado import Certificado, leer_certificado
from buzon.padron.models import Subdelegacion
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Asunto
from buzon.promociones.services import atencion, borrador, presentacion, reparto
from buzon.promociones.services.presentacion import PresentacionDeSolicitud
from opinion.emision import emitir_opinion
from opinion.huella import Titular
from terceros import peticiones
from terceros import tramite as terceros
from terceros.reglas import Motivo
from terceros.services import Quien

SESION = "demostracion"
# Filed how many days ago: overdue, about to be, and in time.
DIAS = (0, 12, 9, 4, 10, 1, 7)
# Without an active Buzón there is one subject alone; with one, what the sentido asks about.
SIN_BUZON = "Intento activar mi Buzón IMSS y el código no llega a mi celular. ¿Qué falta para activarlo?"
POR_SENTIDO = {
    "POSITIVA": "Mi opinión es positiva y un cliente no la encuentra en la consulta pública. ¿Qué debo hacer?",
    "NEGATIVA": "Mi opinión es negativa por un crédito que ya pagué.\n\nPido que se revise y se corrija.",
    "SIN_OPINION": "Mi opinión sale «Sin Opinión». ¿Qué me falta para que sea positiva?",
}
PUBLICAS = {EJEMPLO, "MIB130516RA5", "CSU160309QUA"}
# Whom the others of PUBLICAS let see their opinion, and who asks the first of them.
COMPRADOR = "SFO150617N34"
RESPUESTA = (
    "Recibimos su solicitud y ya pedimos el comprobante de pago al banco.\n\nSi lo tiene, agréguelo aquí: su "
    "aclaración se resolverá antes."
)
MOTIVO = "Demostración: la atiende esta subdelegación."


def activar_personas(*, ahora: datetime) -> None:
    """Enter, write down confirmed means of contact and sign the Terms for each person listed as active."""
    activos = set(Contribuyente.objects.filter(acto_activacion__isnull=False).values_list("rfc", flat=True))
    for persona in personas():
        if persona.buzon_activo and persona.rfc not in activos:
            _activar(persona, ahora=ahora)


def _activar(persona: Persona, *, ahora: datetime) -> None:
    certificado = persona.cer.read_bytes()
    reto = crear_reto(sesion=SESION, ahora=ahora)
    ingreso = ingresar(
        str(reto.pk),
        certificado=certificado,
        firma=_firmar(persona, reto.cadena),
        sesion=SESION,
        direccion="127.0.0.1",
        ahora=ahora,
    )
    # The one step that is not done the portal's way: nobody reads the codes that would be sent to these.
    destinos = {MedioContacto.Canal.CORREO: "contacto@ejemplo.mx", MedioContacto.Canal.CELULAR: "5512345678"}
    for canal, destino in destinos.items():
        MedioContacto.objects.update_or_create(
            contribuyente=ingreso.contribuyente,
            canal=canal,
            defaults={
                "destino": destino,
                "registrado_en": ahora,
                "codigo_pedido_en": ahora,
                "codigo_enviado_en": ahora,
                "confirmado_en": ahora,
                "principal": True,
            },
        )
    acto = activacion.preparar_terminos(PersonaDentro.de(ingreso).firmante, ahora=ahora)
    firma = _firmar(persona, acto.cadena)
    escritorio.firmar(
        activacion.ActivacionDelBuzon(), acto, certificado=certificado, firma=firma, ahora=ahora
    )


def vivir(*, ahora: datetime) -> None:
    """Let a fresh demonstration show what it is for, once.

    Public opinions, one issued, a request with its answer; a buyer whom two authorised, and who asks the third.
    """
    for persona in personas():
        if persona.rfc in PUBLICAS and autorizacion_de(persona.rfc).estado == Estado.SIN_AUTORIZACION:
            _publicar(persona, ahora=ahora)


def _autorizar_al_comprador(uno: Certificado, persona: Persona, *, ahora: datetime) -> None:
    acto = terceros.preparar([COMPRADOR], ultimo_dia=None, firmante=_firmante(uno), ahora=ahora)
    firma = _firmar(persona, acto.cadena)
    tramite = terceros.AutorizacionDeTerceros()
    escritorio.firmar(tramite, acto, certificado=uno.der, firma=firma, ahora=ahora)


def _publicar(persona: Persona, *, ahora: datetime) -> None:
    uno = leer_certificado(persona.cer.read_bytes())
    acto = autorizacion.preparar(Movimiento.AUTORIZAR, firmante=_firmante(uno), ahora=ahora)
    firma = _firmar(persona, acto.cadena)
    tramite = autorizacion.AutorizacionDeOpinion()
    escritorio.firmar(tramite, acto, certificado=uno.der, firma=firma, ahora=ahora)
    if persona.rfc == EJEMPLO:
        comprador = Contribuyente.objects.get(rfc=COMPRADOR)
        quien = Quien(comprador.rfc, comprador.nombre)
        peticiones.pedir(EJEMPLO, quien=quien, motivo=Motivo.AUDITORIA, ahora=ahora)
    else:
        _autorizar_al_comprador(uno, persona, ahora=ahora)
    if persona.sentido == "POSITIVA":
        emitir_opinion(Titular.de(rfc=uno.rfc, nombre=uno.titular, curp=uno.curp), ahora=ahora)
    if persona.sentido == "NEGATIVA":
        oficina = Subdelegacion.objects.get(personal__usuario__username="subdelegacion")
        solicitud = _presentar(persona, oficina=oficina, ahora=ahora)
        atencion.responder(solicitud, texto=RESPUESTA, quien=Funcionario("demostración"), ahora=ahora)


def presentar_solicitudes(*, oficina: Subdelegacion, cuantas: int, ahora: datetime) -> Iterator[Solicitud]:
    """File requests at an office, the last one now and by somebody whose Buzón is active; the oldest first."""
    vigentes = [una for una in personas() if una.situacion == "vigente"]
    activas_antes = sorted(vigentes, key=lambda una: not una.buzon_activo)
    # Drawn from the active ones on and then turned round: the last to be filed, now, is an active one's.
    quienes = list(islice(cycle(activas_antes), cuantas))[::-1]
    hace = sorted(islice(cycle(DIAS), cuantas), reverse=True)
    for n, (quien, dias) in enumerate(zip(quienes, hace, strict=True)):
        cuando = ahora - timedelta(days=dias, minutes=cuantas - n)
        yield _presentar(quien, oficina=oficina, ahora=cuando)


def _presentar(persona: Persona, *, oficina: Subdelegacion, ahora: datetime) -> Solicitud:
    uno = leer_certificado(persona.cer.read_bytes())
    firmante = _firmante(uno)
    asunto = Asunto.OPINION_PUBLICA if persona.buzon_activo else Asunto.ACTIVACION
    texto = POR_SENTIDO[persona.sentido] if persona.buzon_activo else SIN_BUZON
    borrador.guardar_borrador(
        firmante.rfc, asunto=asunto, texto=texto, registros=(), creditos=(), ahora=ahora
    )
    acto = presentacion.preparar(firmante, buzon_activo=persona.buzon_activo, ahora=ahora)
    firmado = escritorio.firmar(
        PresentacionDeSolicitud(),
        acto,
        certificado=uno.der,
        firma=_firmar(persona, acto.cadena),
        ahora=ahora,
    )
    solicitud = Solicitud.objects.get(folio=firmado.folio)
    # It names no registro nor crédito: it went to the office of the person's own registros, or to nivel central.
    quien = Funcionario("demostración")
    reparto.reasignar(solicitud, subdelegacion=oficina, motivo=MOTIVO, quien=quien, ahora=ahora)
    return solicitud


def _firmante(uno: Certificado) -> Firmante:
    return Firmante(uno.rfc, uno.titular, uno.curp, uno.representante_rfc, uno.numero, uno.sha256)


def _firmar(persona: Persona, cadena: str) -> bytes:
    """Return the person's signature of a text, as a browser would make it."""
    llave = load_der_private_key(persona.key.read_bytes(), persona.contrasena.encode())
    if not isinstance(llave, RSAPrivateKey):
        raise TypeError("la e.firma demo es RSA")
    return llave.sign(cadena.encode(), PKCS1v15(), SHA256())
