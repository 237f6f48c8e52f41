"""The form of 32D Autorización de Terceros."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from buzon.valores.rechazo import Rechazo
from buzon.web.rechazos import vista_de
from terceros.reglas import leer_terceros, termino_de

LARGO_MAXIMO = 4000


class TercerosForm(forms.Form):
    """Whom to authorise and until when; `rechazo` is the first refusal that was met, whose code the page bears."""

    terceros = forms.CharField(
        label=gettext_lazy("RFC del tercero"),
        max_length=LARGO_MAXIMO,
        # Its emptiness is refused by the rule, which says it in the words of its code.
        required=False,
        widget=forms.Textarea(
            attrs={
                "rows": 2,
                "autocapitalize": "characters",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )
    hasta = forms.DateField(
        label=gettext_lazy("Vigente hasta"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Escribe el día como 31/03/2027.")},
    )

    def __init__(self, datos: Any = None, *, titular: str) -> None:
        super().__init__(datos)
        self._titular = titular
        self.rechazo: Rechazo | None = None

    def clean_terceros(self) -> tuple[str, ...]:
        try:
            return leer_terceros(self.cleaned_data["terceros"], titular=self._titular)
        except Rechazo as rechazo:
            self.rechazo = rechazo
            faltas = (rechazo, *rechazo.ademas)
            raise forms.ValidationError([_en_palabras(falta) for falta in faltas]) from rechazo

    def clean_hasta(self) -> date | None:
        dia: date | None = self.cleaned_data["hasta"]
        if dia is not None:
            try:
                termino_de(dia, ahora=timezone.now())
            except Rechazo as rechazo:
                self.rechazo = self.rechazo or rechazo
                raise forms.ValidationError(_en_palabras(rechazo)) from rechazo
        return dia


def _en_palabras(rechazo: Rechazo) -> str:
    mensaje = vista_de(rechazo).mensaje
    # What is not an RFC says which one it is, and its cause what is wrong with it.
    return (
        f"{mensaje} {vista_de(rechazo.__cause__).mensaje}"
        if isinstance(rechazo.__cause__, Rechazo)
        else mensaje
    )
