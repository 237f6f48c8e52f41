"""Requests of the demo people for the staff to attend to, filed by the portal's own way and some of them days ago."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice

from buzon.actos.cadena_original import Firmante
from buzon.cuentas.firma import services as escritorio
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.demo.activos import firmar
from buzon.demo.personas import Persona, personas
from buzon.efirma.certificado import Certificado, leer_certificado
from buzon.padron.models import Subdelegacion
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Asunto
from buzon.promociones.services import borrador, presentacion, reparto
from buzon.promociones.services.presentacion import PresentacionDeSolicitud

# Filed how many days ago: overdue, about to be, and in time.
DIAS = (0, 12, 9, 4, 10, 1, 7)
# Without an active Buzón there is one subject alone; with one, what the sentido asks about.
SIN_BUZON = "Intento activar mi Buzón IMSS y el código no llega a mi celular. ¿Qué falta para activarlo?"
POR_SENTIDO = {
    "POSITIVA": "Mi opinión es positiva y un cliente no la encuentra en la consulta pública. ¿Qué debo hacer?",
    "NEGATIVA": "Mi opinión es negativa por un crédito que ya pagué.\n\nPido que se revise y se corrija.",
    "SIN_OPINION": "Mi opinión sale «Sin Opinión». ¿Qué me falta para que sea positiva?",
}

MOTIVO = "Demostración: la atiende esta subdelegación."


def presentar_solicitudes(*, oficina: Subdelegacion, cuantas: int, ahora: datetime) -> Iterator[Solicitud]:
    """File requests at an office, the last one now and by somebody whose Buzón is active; the oldest first."""
    vigentes = [una for una in personas() if una.situacion == "vigente"]
    activas_antes = sorted(vigentes, key=lambda una: not una.buzon_activo)
    quienes = list(islice(cycle(activas_antes), cuantas))[::-1]
    hace = sorted(islice(cycle(DIAS), cuantas), reverse=True)
    for n, (quien, dias) in enumerate(zip(quienes, hace, strict=True)):
        cuando = ahora - timedelta(days=dias, minutes=cuantas - n)
        yield _presentar(quien, oficina=oficina, ahora=cuando)


def _presentar(persona: Persona, *, oficina: Subdelegacion, ahora: datetime) -> Solicitud:
    certificado = leer_certificado(persona.cer.read_bytes())
    firmante = _firmante(certificado)
    asunto = Asunto.OPINION_PUBLICA if persona.buzon_activo else Asunto.ACTIVACION
    texto = POR_SENTIDO[persona.sentido] if persona.buzon_activo else SIN_BUZON
    borrador.guardar_borrador(
        firmante.rfc, asunto=asunto, texto=texto, registros=(), creditos=(), ahora=ahora
    )
    acto = presentacion.preparar(firmante, buzon_activo=persona.buzon_activo, ahora=ahora)
    firma = firmar(persona, acto.cadena)
    tramite = PresentacionDeSolicitud()
    firmado = escritorio.firmar(tramite, acto, certificado=certificado.der, firma=firma, ahora=ahora)
    solicitud = Solicitud.objects.get(folio=firmado.folio)
    quien = Funcionario("demostración")
    reparto.reasignar(solicitud, subdelegacion=oficina, motivo=MOTIVO, quien=quien, ahora=ahora)
    return solicitud


def _firmante(uno: Certificado) -> Firmante:
    return Firmante(uno.rfc, uno.titular, uno.curp, uno.representante_rfc, uno.numero, uno.sha256)
