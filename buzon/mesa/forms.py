"""The staff's forms: what to say about a request, who attends to it, and which office."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buzon.cuentas.models import Personal
from buzon.mesa.filtros import CENTRAL
from buzon.padron.models import Subdelegacion
from buzon.promociones.forms.escrito import Escrito
from buzon.promociones.leyendas import NIVEL_CENTRAL
from buzon.promociones.models import Plantilla
from buzon.promociones.reglas import TEXTO_MAXIMO, Sentido
from buzon.web.formato import opciones

RESPONDER, REQUERIR, RESOLVER = "responder", "requerir", "resolver"
NADIE = "nadie"
PERMISOS = {
    RESPONDER: "promociones.responder_solicitud",
    REQUERIR: "promociones.responder_solicitud",
    RESOLVER: "promociones.resolver_solicitud",
}
_DICHO = {
    RESPONDER: _("Responder: el particular recibe el mensaje y la solicitud sigue abierta."),
    REQUERIR: _("Pedir información: se le avisa qué falta; el plazo sigue corriendo."),
    RESOLVER: _(
        "Resolver: se sella un documento y la solicitud se cierra. Antes de sellar verás cómo queda."
    ),
}


class AtenderForm(forms.Form):
    """Which order, its text, the sense where it resolves, and a text to start from."""

    orden = forms.ChoiceField(label=_("Qué hacer"), widget=forms.RadioSelect)
    sentido = forms.ChoiceField(
        label=_("Sentido de la resolución"),
        choices=[("", _("Sólo al resolver")), *opciones(Sentido)],
        required=False,
    )
    plantilla = forms.ChoiceField(label=_("Plantilla"), required=False)
    texto = forms.CharField(
        label=_("Texto para el particular"),
        max_length=TEXTO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 90}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        ordenes: Collection[str],
        plantillas: Iterable[Plantilla],
        **opciones: Any,
    ) -> None:
        super().__init__(data, **opciones)
        self.plantillas = {str(plantilla.pk): plantilla for plantilla in plantillas}
        elegibles = [(clave, plantilla.titulo) for clave, plantilla in self.plantillas.items()]
        _con(self, "orden", [(orden, _DICHO[orden]) for orden in _DICHO if orden in ordenes])
        if RESOLVER not in ordenes:
            del self.fields["sentido"]
        _con(self, "plantilla", [("", _("Elige una plantilla")), *elegibles])

    def clean(self) -> dict[str, Any]:
        """Refuse a sense where nothing is resolved: what was chosen is never dropped in silence."""
        datos: dict[str, Any] = super().clean() or self.cleaned_data
        if datos.get("sentido") and datos.get("orden") not in {None, RESOLVER}:
            self.add_error("sentido", _("Elegiste un sentido: sólo va cuando resuelves."))
        return datos

    def con_plantilla(self) -> str | None:
        """Return what was written, with the chosen text after it; None where none was chosen."""
        plantilla = self.plantillas.get(self.data.get("plantilla", ""))
        escrito = self.data.get("texto", "")
        if plantilla is None:
            return None
        return f"{escrito.rstrip()}\n\n{plantilla.texto}" if escrito.strip() else plantilla.texto


class AsignarForm(forms.Form):
    """To whom; only people who may attend to it are offered."""

    a = forms.ChoiceField(
        label=_("Asignar a"), error_messages={"invalid_choice": _("Esa persona no puede atenderla.")}
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, candidatos: Iterable[Personal]) -> None:
        super().__init__(data)
        self.candidatos = {str(uno.pk): uno for uno in candidatos}
        personas = [(clave, _persona(uno)) for clave, uno in self.candidatos.items()]
        opciones = [("", _("Elige a una persona")), *personas, (NADIE, _("Nadie (quitar la asignación)"))]
        _con(self, "a", opciones)

    @property
    def elegida(self) -> Personal | None:
        """Whom it names, once it is valid."""
        return self.candidatos.get(self.cleaned_data["a"])


class TurnarForm(forms.Form):
    """To which office, and why, for whoever takes it there."""

    subdelegacion = forms.ChoiceField(label=_("Turnar a"))
    motivo = Escrito(_("Motivo"), renglones=3)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, actual: str | None, oficinas: Iterable[Subdelegacion]
    ) -> None:
        super().__init__(data)
        self.oficinas = {una.clave: una for una in oficinas}
        otras = [(clave, f"{clave} {una}") for clave, una in self.oficinas.items() if clave != actual]
        central = [(CENTRAL, _(NIVEL_CENTRAL))] if actual else []
        _con(self, "subdelegacion", [("", _("Elige una subdelegación")), *central, *otras])

    @property
    def elegida(self) -> Subdelegacion | None:
        """Which it names, once it is valid; None is nivel central."""
        return self.oficinas.get(self.cleaned_data["subdelegacion"])


def _con(form: forms.Form, campo: str, opciones: list[tuple[str, Any]]) -> None:
    form.fields[campo].choices = opciones  # type: ignore[attr-defined]


def _persona(personal: Personal) -> str:
    nombre = personal.usuario.get_full_name()
    datos = (personal.usuario.get_username(), nombre, personal.get_rol_display())
    return ", ".join(filter(None, datos))
