"""The form of a load: the six files at once."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buzon.padron.carga.esquema import ARCHIVOS
from buzon.web.archivos import VariosArchivos

TAMANO_MAXIMO = 64 * 1024 * 1024
NOMBRES = tuple(f"{archivo.nombre}.csv" for archivo in ARCHIVOS)


class CampoDeArchivos(forms.FileField):
    """Returns the list of uploaded files."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Check each file as the framework does, and all of them together."""
        limpiar = super().clean
        archivos = [limpiar(uno, initial) for uno in data] or [limpiar(None, initial)]
        recibidos = sorted(str(archivo.name) for archivo in archivos)
        if recibidos != sorted(NOMBRES):
            raise forms.ValidationError(
                _("Elige a la vez estos seis archivos, con estos nombres: %(nombres)s.")
                % {"nombres": ", ".join(NOMBRES)}
            )
        if sum(archivo.size or 0 for archivo in archivos) > TAMANO_MAXIMO:
            raise forms.ValidationError(
                _("Juntos pesan más de 64 MB: cárgalos en el servidor con «manage.py importar_padron».")
            )
        return archivos


class CargaForm(forms.Form):
    """What to load, and how."""

    archivos = CampoDeArchivos(
        label=gettext_lazy("Archivos CSV"),
        widget=VariosArchivos,
        allow_empty_file=True,
        help_text=format_lazy(gettext_lazy("Los seis a la vez: {nombres}."), nombres=", ".join(NOMBRES)),
    )
    simulacro = forms.BooleanField(
        label=gettext_lazy("Simulacro: revisar todo y no guardar nada"), required=False, initial=True
    )
    completo = forms.BooleanField(
        label=gettext_lazy("Padrón completo: lo que no viene en los archivos sale del padrón"), required=False
    )
