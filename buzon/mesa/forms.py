"""The staff's forms: what to say about a request, who attends to it, which office; and those of a correction."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from buzon.cuentas.models import Personal
from buzon.mesa.filtros import CENTRAL
from buzon.padron.cambios import CAMPOS_DE
from buzon.padron.models import Subdelegacion
from buzon.promociones.correccion import Pedido
from buzon.promociones.leyendas import NIVEL_CENTRAL
from buzon.promociones.models import Plantilla
from buzon.promociones.reglas import TEXTO_MAXIMO, TEXTO_MINIMO, Sentido
from buzon.promociones.texto import CRUDO_MAXIMO, limpio
from buzon.web.errores import PeticionMalformada
from buzon.web.formato import opciones

RESPONDER, REQUERIR, RESOLVER = "responder", "requerir", "resolver"
NADIE = "nadie"  # to choose nobody is not the same as not to choose
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


_CLASE_DE = {campo.value: clase.value for clase, campos in CAMPOS_DE.items() for campo in campos}


class Escrito(forms.CharField):
    """Words of the staff, cleaned as they will be kept, and long enough to say something."""

    def __init__(self, label: object, *, renglones: int = 8) -> None:
        super().__init__(
            label=label,  # type: ignore[arg-type]
            help_text=format_lazy(_("Al menos {n} letras."), n=TEXTO_MINIMO),
            max_length=TEXTO_MAXIMO,
            validators=[MinLengthValidator(TEXTO_MINIMO)],
            widget=forms.Textarea(attrs={"rows": renglones, "cols": 90}),
        )

    def to_python(self, value: object) -> str:
        """Return the words as they will be kept; a NUL, and too much of them, is left for the validators to refuse."""
        crudo = str(value or "")
        return crudo if "\0" in crudo or len(crudo) > CRUDO_MAXIMO else limpio(crudo)


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
        """Whom it names, once it is valid; None is nobody."""
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


class ProponerForm(forms.Form):
    """The words of the resolution; new values are read by `nuevos_de`."""

    texto = Escrito(_("Texto de la resolución"))


class AprobarForm(forms.Form):
    """That what changes was looked at: approving is done once and for all."""

    confirmo = forms.BooleanField(
        label=_("Revisé lo que cambia y lo apruebo."),
        error_messages={"required": _("Marca que revisaste lo que cambia.")},
    )


class RechazarForm(forms.Form):
    """Why it is turned down, for whoever proposed it."""

    motivo = Escrito(_("Motivo del rechazo"))


def nuevos_de(datos: QueryDict) -> dict[str, str]:
    """Return what was written in the boxes of the sheet, by their names; raises PeticionMalformada."""
    nuevos = {}
    for nombre, valores in datos.lists():
        if nombre.partition(":")[0] not in _CLASE_DE or ":" not in nombre:
            continue
        if len(valores) != 1:
            raise PeticionMalformada(nombre[:80])
        if valor := str(valores[0]).strip():
            nuevos[nombre] = valor
    return nuevos


def pedidos_de(nuevos: dict[str, str]) -> list[Pedido]:
    """Return the changes that those boxes ask for."""
    partes = [(*nombre.partition(":"), valor) for nombre, valor in nuevos.items()]
    return [Pedido(_CLASE_DE[campo], clave, campo, valor) for campo, _dos_puntos, clave, valor in partes]


def _con(form: forms.Form, campo: str, opciones: list[tuple[str, Any]]) -> None:
    form.fields[campo].choices = opciones  # type: ignore[attr-defined]


def _persona(personal: Personal) -> str:
    nombre = personal.usuario.get_full_name()
    datos = (personal.usuario.get_username(), nombre, personal.get_rol_display())
    return ", ".join(filter(None, datos))
