"""The demo's texts to answer with, of which a newcomer starts."""

from datetime import datetime

from buzon.promociones.models import Plantilla
from buzon.promociones.reglas import Asunto
from buzon.promociones.services.atencion import guardar_plantilla

AUTOR = "demo"
TEXTOS = (
    (
        "Acuse de recibo y siguiente paso",
        "",
        "Recibimos tu solicitud y ya la revisa una persona de esta oficina. Si hace falta algo más, te lo "
        "pediremos por este medio. El plazo para resolverla no cambia.",
    ),
    (
        "Falta el comprobante de pago",
        Asunto.CREDITO_FISCAL,
        "Para revisar el crédito fiscal que señalas necesitamos el comprobante de pago completo, donde se "
        "lean la línea de captura, la fecha y el importe. Adjúntalo a tu respuesta en PDF, JPG o PNG.",
    ),
    (
        "Procede: el crédito está pagado",
        Asunto.CREDITO_FISCAL,
        "Se revisaron los registros de esta subdelegación y el comprobante que enviaste. El pago "
        "corresponde al crédito fiscal señalado, por lo que procede la aclaración. El crédito dejará de "
        "considerarse en tu opinión del cumplimiento.",
    ),
    (
        "No procede: el crédito sigue pendiente",
        Asunto.CREDITO_FISCAL,
        "Se revisaron los registros de esta subdelegación y lo que enviaste. A la fecha no consta el pago, "
        "la garantía ni el convenio del crédito fiscal señalado, por lo que no procede la aclaración. "
        "Puedes presentar otra solicitud con documentos que no hayas enviado.",
    ),
    (
        "Garantía: falta el documento",
        Asunto.GARANTIA,
        "Para revisar la garantía necesitamos la póliza o el documento con el que se otorgó, con su folio, "
        "su importe y su vigencia. Adjúntalo a tu respuesta.",
    ),
    (
        "Registro patronal: pide tu baja donde corresponde",
        Asunto.REGISTRO_PATRONAL,
        "El registro patronal que señalas aparece vigente. Si la empresa ya no tiene trabajadores, presenta"
        " primero la baja del registro patronal en tu subdelegación; después podrás solicitar otra vez la "
        "aclaración.",
    ),
    (
        "Cómo hacer pública tu opinión",
        Asunto.OPINION_PUBLICA,
        "Entra a tu Buzón con tu e.firma, abre «Cobranza», «Opinión 32D» y firma la autorización. Desde ese"
        " momento cualquier persona puede consultar tu opinión con tu RFC. Puedes cancelarla cuando quieras"
        " por el mismo medio.",
    ),
    (
        "Cómo activar tu Buzón",
        Asunto.ACTIVACION,
        "Entra con tu e.firma, registra un correo y un celular, confirma los códigos que te llegan y firma "
        "los Términos y Condiciones. Los códigos vencen en diez minutos: si no llegan, pide otros en la "
        "misma página.",
    ),
)


def preparar_plantillas(*, ahora: datetime) -> None:
    """Write the texts that are missing; what somebody changed stays as it is."""
    titulos = set(Plantilla.objects.values_list("titulo", flat=True))
    for titulo, asunto, texto in TEXTOS:
        if titulo not in titulos:
            nueva = Plantilla(titulo=titulo, asunto=asunto, texto=texto)
            guardar_plantilla(nueva, autor=AUTOR, ahora=ahora)
