"""The field where the staff writes."""

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from buzon.promociones.reglas import TEXTO_MAXIMO, TEXTO_MINIMO
from buzon.promociones.texto import CRUDO_MAXIMO, limpio


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
