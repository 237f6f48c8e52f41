"""What a person is told of what she signed here. The subjects also travel by e-mail and SMS: nothing secret."""

from django.urls import reverse

from autorizacion32d.leyendas import leyenda_de
from autorizacion32d.reglas import Movimiento
from buzon.actos.models import ActoFirmado
from buzon.mensajes.models import Clase
from buzon.mensajes.services import Aviso
from buzon.valores.fechas import fecha_hora_larga


def aviso_de(acto: ActoFirmado) -> Aviso:
    """Return the notice of a signed authorisation or cancellation."""
    movimiento = leyenda_de(acto.tramite).movimiento
    asunto, efecto = _autorizaste() if movimiento is Movimiento.AUTORIZAR else _cancelaste()
    datos = {"cuando": fecha_hora_larga(acto.firmado_en), "folio": acto.folio}
    firmado = "Lo firmaste con tu e.firma el {cuando}. Folio: {folio}.".format(**datos)
    si_no_fuiste = "Si no fuiste tú, acude a tu subdelegación y pide al SAT que revoque tu e.firma."
    return Aviso(
        clase=Clase.ACTO,
        asunto=asunto,
        texto="\n\n".join([firmado, efecto, si_no_fuiste]),
        clave=f"acto:{acto.folio}",
        enlace=reverse("autorizacion32d:acto", kwargs={"folio": acto.folio}),
    )


def _autorizaste() -> tuple[str, str]:
    return "Firmaste la autorización de tu opinión pública", (
        "Desde ese momento cualquiera puede consultar con tu RFC el sentido de tu opinión del cumplimiento, nunca tus "
        "adeudos. Puedes cancelarla cuando quieras, en el mismo apartado."
    )


def _cancelaste() -> tuple[str, str]:
    return "Firmaste la cancelación de tu opinión pública", (
        "Desde ese momento nadie puede consultar en público tu opinión del cumplimiento. Tú la sigues viendo dentro "
        "de tu Buzón y puedes autorizarla otra vez cuando quieras."
    )
