"""Forms of the activation."""

import re

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from buzon.cuentas.models import MedioContacto

PREFIJO_VIEJO = re.compile(r"^(?:1|044|045)(?=\d{10}$)")
CELULAR_INVALIDO = _("Escribe los 10 dígitos de un celular de México, por ejemplo 55 1234 5678.")


class MediosForm(forms.Form):
    """One e-mail and one cell phone of Mexico."""

    correo = forms.EmailField(
        label=_("Correo electrónico"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Escribe tu correo electrónico."),
            "invalid": _("Escribe un correo completo, por ejemplo nombre@ejemplo.mx."),
        },
    )
    celular = forms.CharField(
        label=_("Teléfono celular"),
        max_length=25,
        widget=forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "tel"}),
        error_messages={"required": _("Escribe tu teléfono celular.")},
    )

    def clean_correo(self) -> str:
        """Return the address with its domain in lower case."""
        cuenta, _arroba, dominio = str(self.cleaned_data["correo"]).rpartition("@")
        return f"{cuenta}@{dominio.lower()}"

    def clean_celular(self) -> str:
        """Return the ten digits of a Mexican number; +52 and the old prefixes 1, 044 and 045 are dropped."""
        try:
            escrito = phonenumbers.parse(self.cleaned_data["celular"], "MX")
            sin_prefijo = PREFIJO_VIEJO.sub("", phonenumbers.national_significant_number(escrito))
            numero = phonenumbers.parse(f"+{escrito.country_code}{sin_prefijo}")
        except phonenumbers.NumberParseException as error:
            raise ValidationError(CELULAR_INVALIDO) from error
        if len(sin_prefijo) != 10 or not phonenumbers.is_valid_number_for_region(numero, "MX"):
            raise ValidationError(CELULAR_INVALIDO)
        return sin_prefijo

    @property
    def destinos(self) -> dict[str, str]:
        """The clean addresses by channel."""
        return {
            MedioContacto.Canal.CORREO: self.cleaned_data["correo"],
            MedioContacto.Canal.CELULAR: self.cleaned_data["celular"],
        }


class CodigosForm(forms.Form):
    """The six digits of each message; a means already confirmed needs none."""

    codigo_correo = forms.CharField(label=_("Código del correo"), max_length=20, required=False)
    codigo_celular = forms.CharField(label=_("Código del celular"), max_length=20, required=False)

    @property
    def codigos(self) -> dict[str, str]:
        """The digits by channel, without the spaces that people type."""
        return {
            MedioContacto.Canal.CORREO: "".join(self.cleaned_data["codigo_correo"].split()),
            MedioContacto.Canal.CELULAR: "".join(self.cleaned_data["codigo_celular"].split()),
        }
