"""What production cannot start without, beyond the variables: anchors that exist and a seal that opens."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from buzon.confianza.fuentes import anclas
from buzon.documentos.errores import SelloNoDisponible
from buzon.documentos.sello import cargar_sello


def exigir_lo_indispensable() -> None:
    """Raise ImproperlyConfigured with a sentence for the operator; the demonstration makes its own."""
    if settings.ES_DEMO:
        return
    if not anclas():
        raise ImproperlyConfigured("EFIRMA_ANCLAS no tiene ningún certificado: nadie podría entrar.")
    try:
        cargar_sello()
    except SelloNoDisponible as error:
        raise ImproperlyConfigured(str(error)) from error
