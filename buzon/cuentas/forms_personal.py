"""The staff's entrance: name, password and code; and the code that confirms a second factor."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.forms import OTPAuthenticationFormMixin
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.cuentas import accesos
from buzon.cuentas.models import Usuario
from buzon.cuentas.personal import cambiar_contrasena
from buzon.cuentas.segundo_factor import dispositivo_de, retener
from buzon.web.direccion import direccion_cliente

_CODIGO = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
DIGITOS = 6


class EntradaForm(OTPAuthenticationFormMixin, AdminAuthenticationForm):
    """Six digits are of the application of codes; anything else is a recovery code.

    An account that has no second factor yet enters with its password, and nothing opens to it but its enrolment.
    """

    otp_token = forms.CharField(
        label=_("Código de verificación"),
        help_text=_(
            "Los seis dígitos de tu aplicación de códigos, o un código de recuperación. La primera vez, déjalo vacío."
        ),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=_CODIGO),
    )
    otp_error_messages = OTPAuthenticationFormMixin.otp_error_messages | {
        "token_required": _("Escribe el código de verificación de tu aplicación, o uno de recuperación."),
        "invalid_token": _(
            "El código no es correcto, o ya se usó. Si es de tu aplicación, espera al siguiente. Escribe otra vez "
            "tu contraseña y el código."
        ),
        "device_required": _("Esta cuenta no tiene códigos de recuperación."),
    }

    def clean(self) -> dict[str, Any]:
        """Both factors, once there are two; what is refused is written."""
        try:
            return self._con_los_dos()
        except forms.ValidationError as error:
            accesos.anotar_rechazo(
                self.cleaned_data.get("username", ""),
                causa=error.code,
                direccion=str(direccion_cliente(self.request)),  # type: ignore[arg-type]
                ahora=timezone.now(),
            )
            raise

    def _con_los_dos(self) -> dict[str, Any]:
        self.cleaned_data: dict[str, Any] = super().clean()
        usuario = self.get_user()
        codigo = self.cleaned_data.get("otp_token", "")
        self.cleaned_data["otp_token"] = "".join(codigo.split()).replace("-", "").lower()
        if usuario is not None and dispositivo_de(usuario) is not None:
            self.clean_otp(usuario)
        return self.cleaned_data

    def _chosen_device(self, user: Any) -> Device | None:
        """Hold the device until its code is judged: django-otp calls this in the transaction that does it."""
        codigo = self.cleaned_data["otp_token"]
        es_de_la_aplicacion = codigo.isdecimal() and len(codigo) == DIGITOS
        return retener(TOTPDevice if es_de_la_aplicacion else StaticDevice, usuario=user)

    def _verify_token(self, user: Any, token: str, device: Device | None = None) -> Device:
        """Write, in the same transaction, that a recovery code was used."""
        dispositivo = super()._verify_token(user, token, device)
        if isinstance(dispositivo, StaticDevice):
            accesos.anotar_recuperacion(user, ahora=timezone.now())
        return dispositivo

    def _update_form(self, user: Any) -> None:
        """There is nothing to choose."""


class ContrasenaForm(AdminPasswordChangeForm):
    """A password of one's own: not the one that there is, which somebody else may have made."""

    def clean_new_password1(self) -> str:
        """Refuse the present one."""
        nueva = str(self.cleaned_data["new_password1"])
        if self.user.check_password(nueva):
            raise forms.ValidationError(_("Elige una contraseña distinta de la que tienes."), code="la_misma")
        return nueva

    def save(self, commit: bool = True) -> Usuario:
        """Set it."""
        cambiar_contrasena(self.user, nueva=self.cleaned_data["new_password1"], ahora=timezone.now())
        return self.user


class CodigoForm(forms.Form):
    """The six digits that the application shows."""

    codigo = forms.RegexField(
        r"^\s*[0-9]{3}\s?[0-9]{3}\s*$",
        label=_("Código de seis dígitos"),
        error_messages={"invalid": _("Son seis dígitos.")},
        widget=forms.TextInput(attrs=_CODIGO | {"inputmode": "numeric"}),
    )

    def clean_codigo(self) -> str:
        """Without the space that some applications show in the middle."""
        return "".join(str(self.cleaned_data["codigo"]).split())
