"""App `buzon.documentos`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentosConfig(AppConfig):
    name = "buzon.documentos"
    verbose_name = _("Documentos sellados")
