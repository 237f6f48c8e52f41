"""The staff's form: what to do about a request, and the words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buzon.promociones.reglas import TEXTO_MAXIMO, Sentido

RESPONDER, REQUERIR, RESOLVER = "responder", "requerir", "resolver"
ORDENES = (
    (RESPONDER, _("Responder con un mensaje")),
    (REQUERIR, _("Pedir información")),
    (RESOLVER, _("Resolver (es definitivo)")),
)


class AtenderForm(forms.Form):
    """Which order, its text, and the sense where it resolves."""

    orden = forms.ChoiceField(label=_("Qué hacer"), choices=ORDENES, widget=forms.RadioSelect)
    sentido = forms.ChoiceField(
        label=_("Sentido de la resolución"),
        choices=[("", _("Sólo al resolver")), *((sentido.value, _(sentido.impreso)) for sentido in Sentido)],
        required=False,
    )
    texto = forms.CharField(
        label=_("Texto para el particular"),
        max_length=TEXTO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 10, "cols": 90}),
    )
