"""What the inbox says of a message by its class."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from buzon.mensajes.models import Clase

ENLACES: dict[str, str | Promise] = {
    Clase.ACTO: _("Ver el acto y su acuse"),
    Clase.OPINION: _("Ver tu opinión"),
    Clase.SOLICITUD: _("Ver tu solicitud"),
    Clase.EFIRMA: _("Ver qué hacer con tu e.firma"),
    Clase.CUENTA: _("Ver tus medios de contacto"),
}
