"""Forms of the means of contact and of their codes."""

import re
from collections.abc import Iterable
from typing import Any, ClassVar

import idna
import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from buzon.cuentas.errores import CodigoRechazado
from buzon.cuentas.models import MedioContacto
from buzon.valores.captura import sin_invisibles, sin_separadores
from buzon.web.rechazos import vista_de

# No quotes (they let in a second @ and what nobody sees), no `|` (the cadena would show another sign), at most 64 signs
# before the @ (RFC 5321), a domain with a dot (neither this machine nor an address of the network).
SIN_RAREZAS = re.compile(r"[^\s\"|@]{1,64}@[^\s\[\]@]+\.[^\s\[\]@]+")
CORREO_MAXIMO = 254  # RFC 5321: a path of 256 octets, its angle brackets included
# Dialled before ten digits until August 2019; people still write them.
PREFIJO_VIEJO = re.compile(r"^(?:0?1|044|045)(?=\d{10}$)")
DE_ENLACE = re.compile(r"^\s*tel:", re.IGNORECASE)
ETIQUETAS = {
    MedioContacto.Canal.CORREO.value: _("Código del correo"),
    MedioContacto.Canal.CELULAR.value: _("Código del celular"),
}
FALTA_EL_CODIGO = {
    MedioContacto.Canal.CORREO.value: _("Escribe los seis dígitos que llegaron a tu correo."),
    MedioContacto.Canal.CELULAR.value: _("Escribe los seis dígitos que llegaron a tu celular."),
}
CODIGO_INVALIDO = {
    MedioContacto.Canal.CORREO.value: _("El código del correo son seis dígitos, sin letras."),
    MedioContacto.Canal.CELULAR.value: _("El código del celular son seis dígitos, sin letras."),
}
# In Mexico the numbers of cell phones and of landlines are not told apart.
DE_PERSONAS = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
CELULAR_INVALIDO = _("Escribe los 10 dígitos de un celular de México, por ejemplo 55 1234 5678.")


class CorreoField(forms.EmailField):
    """An e-mail address in its one form: ASCII, its domain in lower case and as the DNS has it."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    default_error_messages: ClassVar = {
        "required": _("Escribe tu correo electrónico."),
        "invalid": _(
            "Escribe un correo completo, sin acentos ni ñ antes de la arroba, por ejemplo nombre@ejemplo.mx."
        ),
    }

    def __init__(self) -> None:
        super().__init__(
            label=_("Correo electrónico"),
            max_length=CORREO_MAXIMO,
            error_messages=self.default_error_messages,
        )

    def to_python(self, value: Any) -> str:
        """Return what was written, without what nobody sees, in that form."""
        escrito = sin_invisibles(str(super().to_python(value))).strip()
        cuenta, arroba, dominio = escrito.rpartition("@")
        return f"{cuenta}{arroba}{self._en_ascii(dominio)}" if len(escrito) <= CORREO_MAXIMO else escrito

    def _en_ascii(self, dominio: str) -> str:
        """What is shown and signed is what is used: `peña.mx` and what only looks like it are told apart."""
        if dominio.isascii():
            return dominio.lower()
        try:
            return idna.encode(dominio, uts46=True).decode("ascii")
        except idna.IDNAError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def validate(self, value: str) -> None:
        """Refuse other letters before the @, and what only some servers take for an address."""
        super().validate(value)
        if value and not (value.isascii() and SIN_RAREZAS.fullmatch(value)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class CelularField(forms.CharField):
    """The ten digits of a Mexican number, without `tel:`, +52 and the old prefixes 1, 01, 044 and 045; no letters."""

    widget = forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "tel"})

    def __init__(self) -> None:
        mensajes = {"required": _("Escribe tu teléfono celular.")}
        super().__init__(label=_("Teléfono celular"), max_length=25, error_messages=mensajes)

    def to_python(self, value: Any) -> str:
        """Return what was written, without what nobody sees and without the scheme of a link."""
        return DE_ENLACE.sub("", sin_invisibles(str(super().to_python(value)))).strip()

    def clean(self, value: object) -> str:
        """Return the ten digits; a foreign, premium-rate or toll-free number is refused."""
        texto = super().clean(value)
        try:
            escrito = phonenumbers.parse(texto, "MX")
            sin_prefijo = PREFIJO_VIEJO.sub("", phonenumbers.national_significant_number(escrito))
            numero = phonenumbers.parse(f"+{escrito.country_code}{sin_prefijo}")
        except phonenumbers.NumberParseException as error:
            raise ValidationError(CELULAR_INVALIDO) from error
        # `phonenumbers` takes letters for keys or an extension, or leaves them out: nobody would see it.
        con_otra_cosa = escrito.extension or any(letra.isalpha() for letra in texto)
        es_de_aqui = phonenumbers.is_valid_number_for_region(numero, "MX")
        if (
            con_otra_cosa
            or len(sin_prefijo) != 10
            or not es_de_aqui
            or phonenumbers.number_type(numero) not in DE_PERSONAS
        ):
            raise ValidationError(CELULAR_INVALIDO)
        return sin_prefijo


class MediosForm(forms.Form):
    """One e-mail and one cell phone of Mexico."""

    correo = CorreoField()
    celular = CelularField()

    @property
    def destinos(self) -> dict[str, str]:
        return {
            MedioContacto.Canal.CORREO: self.cleaned_data["correo"],
            MedioContacto.Canal.CELULAR: self.cleaned_data["celular"],
        }


class CodigoField(forms.CharField):
    """Six digits, with the spaces and hyphens that people type between them."""

    default_error_messages: ClassVar = {
        "required": _("Escribe los seis dígitos que recibiste."),
        "invalid": _("El código son seis dígitos, sin letras."),
    }

    def to_python(self, value: object) -> str:
        return sin_separadores(str(value or ""))

    def validate(self, value: str) -> None:
        """Refuse what is not six digits, so that it costs no try."""
        super().validate(value)
        if not (len(value) == 6 and value.isascii() and value.isdigit()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class MedioForm(forms.Form):
    """One address to add, or to put in the place of another."""

    @property
    def destino(self) -> str:
        [campo] = self.fields
        return str(self.cleaned_data[campo])


class CorreoForm(MedioForm):
    correo = CorreoField()


class CelularForm(MedioForm):
    celular = CelularField()


class CodigoForm(forms.Form):
    """The code of one means of contact, whose label says which."""

    def __init__(self, data: QueryDict | None, *, destino: str, prefijo: str) -> None:
        super().__init__(data, auto_id=f"{prefijo}_%s")
        etiqueta = format_lazy(_("Código que llegó a {destino}"), destino=destino)
        self.fields["codigo"] = CodigoField(label=etiqueta, max_length=20)


class CodigosForm(forms.Form):
    """One field for each means of contact that is not confirmed yet."""

    def __init__(self, data: QueryDict | None, *, canales: Iterable[str]) -> None:
        super().__init__(data)
        for canal in canales:
            mensajes = {"required": FALTA_EL_CODIGO[canal], "invalid": CODIGO_INVALIDO[canal]}
            self.fields[nombre_de_campo(canal)] = CodigoField(
                label=ETIQUETAS[canal], max_length=20, error_messages=mensajes
            )

    @property
    def codigos(self) -> dict[str, str]:
        return {
            c: self.cleaned_data[nombre_de_campo(c)] for c in ETIQUETAS if nombre_de_campo(c) in self.fields
        }

    def marcar(self, rechazo: CodigoRechazado) -> None:
        """Say of each code that was refused which one it is, and why, beside its field."""
        for uno in (rechazo, *rechazo.ademas):
            for canal in uno.canales if isinstance(uno, CodigoRechazado) else ():
                self.add_error(nombre_de_campo(canal), f"{ETIQUETAS[canal]}: {vista_de(uno).mensaje}")


def nombre_de_campo(canal: str) -> str:
    """`codigo_correo`, `codigo_celular`."""
    return f"codigo_{canal.lower()}"
