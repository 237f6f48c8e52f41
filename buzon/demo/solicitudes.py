"""Requests of the demo people for the staff to attend to, filed by the portal's own way and some of them days ago."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle

from buzon.actos.cadena_original import Firmante
from buzon.cuentas.personal import Funcionario
from buzon.demo.activos import firmar
from buzon.demo.personas import Persona, personas
from buzon.efirma.certificado import Certificado, leer_certificado
from buzon.padron.models import Subdelegacion
from buzon.promociones import services
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Asunto

# Filed how many days ago: overdue, about to be, and in time.
DIAS = (0, 12, 9, 4, 10, 1, 7)
TEXTOS = (
    "Mi opinión sale negativa por un crédito que ya pagué.\n\nPido que se revise y se corrija.",
    "Hice el cambio de domicilio de mi registro patronal en abril y mi opinión sigue sin reconocerlo.",
    "¿Qué me falta para que mi opinión sea positiva? Los trabajadores los di de alta en mayo.",
)


def presentar_solicitudes(*, oficina: Subdelegacion, cuantas: int, ahora: datetime) -> Iterator[Solicitud]:
    """File requests at an office, the last one now, one after the other by whoever has an e.firma in force."""
    vigentes: Sequence[Persona] = [una for una in personas() if una.situacion == "vigente"]
    textos, dias = cycle(TEXTOS), cycle(DIAS)
    quienes = cycle(reversed(vigentes))
    hace = sorted((next(dias) for _ in range(cuantas)), reverse=True)
    for n, atras in enumerate(hace):
        cuando = ahora - timedelta(days=atras, minutes=cuantas - n)
        yield _presentar(next(quienes), texto=next(textos), oficina=oficina, ahora=cuando)


def _presentar(persona: Persona, *, texto: str, oficina: Subdelegacion, ahora: datetime) -> Solicitud:
    certificado = leer_certificado(persona.cer.read_bytes())
    firmante = _firmante(certificado)
    services.guardar_borrador(
        firmante.rfc, asunto=Asunto.OPINION_PUBLICA, texto=texto, registros=(), creditos=(), ahora=ahora
    )
    acto = services.preparar(firmante, buzon_activo=True, ahora=ahora)
    firmado = services.presentar(
        acto, certificado=certificado.der, firma=firmar(persona, acto.cadena), ahora=ahora
    )
    solicitud = Solicitud.objects.get(folio=firmado.folio)
    services.reasignar(solicitud, subdelegacion=oficina, quien=Funcionario("demostración"), ahora=ahora)
    return solicitud


def _firmante(uno: Certificado) -> Firmante:
    return Firmante(uno.rfc, uno.titular, uno.curp, uno.representante_rfc, uno.numero, uno.sha256)
