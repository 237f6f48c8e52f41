"""Forms of the taxpayer: the request and each message of its conversation."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from buzon.adjuntos.revision import MAXIMO_DE_ARCHIVOS, MAXIMO_POR_ARCHIVO
from buzon.promociones.reglas import TEXTO_MAXIMO, Asunto
from buzon.promociones.selectors import Opciones

TIPOS = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


class VariosArchivosInput(forms.ClearableFileInput):
    """A file control that takes several."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class VariosArchivosField(forms.FileField):
    """Up to five files, none larger than 4 MiB; what each one is, the service finds out."""

    default_error_messages: ClassVar = {
        "muchos": _("Elige cinco archivos como máximo."),
        "grande": _("«%(nombre)s» pesa más de 4 MB. Adjunta una versión más ligera."),
        "empty": _("Uno de los archivos está vacío. Elige otro."),
    }

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files, in the order in which they were chosen."""
        archivos = [super(VariosArchivosField, self).clean(uno, initial) for uno in data or [] if uno]
        if len(archivos) > MAXIMO_DE_ARCHIVOS:
            raise forms.ValidationError(self.error_messages["muchos"], code="muchos")
        for archivo in archivos:
            if archivo.size > MAXIMO_POR_ARCHIVO:
                raise forms.ValidationError(
                    self.error_messages["grande"], code="grande", params={"nombre": archivo.name}
                )
        return archivos


class TextoField(forms.CharField):
    """Free text with line breaks as `\\n` and without characters that no database keeps."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the text as it will be signed."""
        return super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n"))


def _archivos() -> VariosArchivosField:
    return VariosArchivosField(
        label=_("Archivos"),
        required=False,
        widget=VariosArchivosInput(attrs={"accept": TIPOS, "aria-describedby": "archivos-ayuda"}),
    )


class SolicitudForm(forms.Form):
    """A request as it is written; whether it may be filed, `services.preparar` says."""

    asunto = forms.ChoiceField(label=_("Asunto"), required=False)
    registros = forms.MultipleChoiceField(label=_("Registros patronales"), required=False)
    creditos = forms.MultipleChoiceField(label=_("Créditos fiscales"), required=False)
    texto = TextoField(
        label=_("Tu solicitud"),
        required=False,
        max_length=TEXTO_MAXIMO,
        error_messages={"max_length": _("El texto tiene %(show_value)d caracteres; el máximo es 4,000.")},
    )
    archivos = _archivos()

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        asuntos: Sequence[Asunto],
        opciones: Opciones,
        **otros: Any,
    ) -> None:
        super().__init__(data, files, **otros)
        elegibles = [(asunto.value, asunto.label) for asunto in asuntos]
        self._opciones("asunto", [("", _("Elige un asunto")), *elegibles])
        self._opciones("registros", [(opcion.nrp, opcion.nrp) for opcion in opciones.registros])
        self._opciones("creditos", [(opcion.valor, opcion.valor) for opcion in opciones.creditos])

    def _opciones(self, nombre: str, opciones: list[tuple[str, Any]]) -> None:
        campo = self.fields[nombre]
        assert isinstance(campo, forms.ChoiceField)
        campo.choices = opciones


class MensajeForm(forms.Form):
    """One message to whoever attends the request."""

    texto = TextoField(
        label=_("Tu mensaje"),
        max_length=TEXTO_MAXIMO,
        error_messages={
            "required": _("Escribe tu mensaje."),
            "max_length": _("El mensaje tiene %(show_value)d caracteres; el máximo es 4,000."),
        },
    )
    archivos = _archivos()
