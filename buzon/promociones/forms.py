"""Forms of the taxpayer: the request and each message of its conversation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from buzon.promociones.reglas import Asunto
from buzon.promociones.seleccion import Opciones
from buzon.valores.rechazo import Rechazo
from buzon.web.archivos import VariosArchivos
from buzon.web.rechazos import vista_de

Archivo = UploadedFile[Any]
TIPOS = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


class VariosArchivosField(forms.FileField):
    """Several files, in the order in which they were chosen.

    Whether each one is kept, its service says: a bad one does not take the others away.
    """

    def clean(self, data: Any, initial: Any = None) -> list[Archivo]:
        return [archivo for archivo in data or [] if archivo]


class ConArchivosForm(forms.Form):
    """What carries files; `repetidos`: the name of each that was there already, and the name under which it was."""

    archivos = VariosArchivosField(
        label=_("Archivos"),
        required=False,
        widget=VariosArchivos(attrs={"accept": TIPOS, "aria-describedby": "archivos-ayuda"}),
    )

    def __init__(self, *datos: Any, **otros: Any) -> None:
        super().__init__(*datos, **otros)
        self.repetidos: list[tuple[str, str]] = []

    def marcar_archivo(self, rechazo: Rechazo, *, nombre: str) -> None:
        """Say which file was refused, and why."""
        visible = vista_de(rechazo)
        self.add_error("archivos", f"«{nombre}»: {visible.titulo}. {visible.mensaje}")


CAMPO_DEL_RECHAZO = {
    "asunto_no_disponible": "asunto",
    "texto_insuficiente": "texto",
    "texto_demasiado_largo": "texto",
    "falta_registro": "registros",
    "registro_ajeno": "registros",
    "varias_subdelegaciones": "registros",
    "seleccion_excesiva": "registros",
    "falta_credito": "creditos",
    "credito_ajeno": "creditos",
}


class SolicitudForm(ConArchivosForm):
    """A request as it is written, over a version of its draft; whether it may be filed, `services.preparar` says."""

    asunto = forms.ChoiceField(
        label=_("Asunto"),
        required=False,
        error_messages={"invalid_choice": _("Elige un asunto de la lista.")},
    )
    registros = forms.MultipleChoiceField(label=_("Registros patronales"), required=False)
    creditos = forms.MultipleChoiceField(label=_("Créditos fiscales"), required=False)
    # Not stripped here: `texto.limpio` makes it fit, once, as it is kept, shown and signed.
    texto = forms.CharField(label=_("Tu solicitud"), required=False, strip=False, widget=forms.Textarea)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Archivo] | None = None,
        *,
        asuntos: Sequence[Asunto],
        opciones: Opciones,
        version: int | None,
        **otros: Any,
    ) -> None:
        super().__init__(data, files, **otros)
        self.version = version
        elegibles = [(asunto.value, _(asunto.impreso)) for asunto in asuntos]
        self._ofrecer("asunto", [("", _("Elige un asunto")), *elegibles])
        self._ofrecer("registros", [(uno.nrp, uno.visible) for uno in opciones.registros])
        self._ofrecer("creditos", [(uno.clave, uno.numero) for uno in opciones.creditos])

    def _ofrecer(self, nombre: str, opciones: list[tuple[str, Any]]) -> None:
        campo = self.fields[nombre]
        if isinstance(campo, forms.ChoiceField):
            campo.choices = opciones

    @property
    def elegidos(self) -> dict[str, set[str]]:
        """What is ticked: as it was just sent, or as the draft keeps it."""
        return {nombre: set(self[nombre].value() or []) for nombre in ("registros", "creditos")}

    def marcar(self, rechazo: Rechazo, *, opciones: Opciones) -> None:
        """Put each fault beside the field that it is about, if it is about one that the page shows with `opciones`."""
        for uno in (rechazo, *rechazo.ademas):
            campo = CAMPO_DEL_RECHAZO.get(uno.codigo, "")
            if campo in {"registros", "creditos"} and not getattr(opciones, campo):
                campo = "asunto"  # the page has no such list: another subject is what would help
            if campo:
                self.add_error(campo, vista_de(uno).mensaje)


class MensajeForm(ConArchivosForm):
    texto = forms.CharField(
        label=_("Tu mensaje"),
        strip=False,
        widget=forms.Textarea,
        error_messages={"required": _("Escribe tu mensaje.")},
    )

    def sin_exigir_texto(self) -> None:
        """Take it as it is: it is not being sent."""
        self.fields["texto"].required = False
