"""The staff's entrance: name, password and code; and the code that confirms a second factor."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.forms import OTPAuthenticationFormMixin
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.cuentas.forms import CodigoField
from buzon.cuentas.models import Usuario
from buzon.cuentas.personal import accesos
from buzon.cuentas.personal.cuentas import cambiar_contrasena
from buzon.cuentas.personal.segundo_factor import dispositivo_de, probar_en_vano, retener
from buzon.valores.captura import sin_separadores

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
    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": _(
            "Los datos no son correctos, o el código ya se usó. Escribe otra vez tu usuario, tu contraseña y el código."
            " Si es de tu aplicación, espera al siguiente."
        )
    }

    def clean(self) -> dict[str, Any]:
        """Both factors, once there are two. What is refused is answered alike, whatever was wrong, and is written.

        Raises DemasiadasSolicitudes where the account is to wait.
        """
        if self.errors:
            return self.cleaned_data
        nombre, ahora = self.cleaned_data["username"], timezone.now()
        cuenta = Usuario.objects.filter(username=nombre).first()
        intento = accesos.Intento.de(self.request, nombre, cuenta=cuenta)  # type: ignore[arg-type]
        intento.contar(ahora=ahora)
        self.sin_espera = bool(intento.navegador)
        if self._es_rechazado(cuenta, ahora=ahora):
            # The code does not come back in the page: it was used, or was wrong.
            self.data = {**self.data.dict(), "otp_token": ""}  # type: ignore[attr-defined]
            raise self.get_invalid_login_error()
        intento.acertar()
        return self.cleaned_data

    def _es_rechazado(self, cuenta: Usuario | None, *, ahora: datetime) -> bool:
        """Hash the password once, try one code once and write once, whichever of them is wrong or missing."""
        correcta = self._contrasena_correcta()
        escrito = sin_separadores(self.cleaned_data["otp_token"]).lower()
        # A missing code is judged as a wrong one, so that it takes as long.
        self.cleaned_data["otp_token"] = escrito or "0" * DIGITOS
        with transaction.atomic():
            motivo = self._motivo(cuenta, correcta=correcta, con_codigo=bool(escrito))
            if motivo:
                request: Any = self.request
                nombre = self.cleaned_data["username"]
                accesos.anotar_rechazo(request, nombre, de=cuenta, motivo=motivo, ahora=ahora)
        return bool(motivo)

    def _contrasena_correcta(self) -> bool:
        try:
            super().clean()
        except forms.ValidationError:
            return False
        return True

    def _motivo(self, cuenta: Usuario | None, *, correcta: bool, con_codigo: bool) -> str:
        usuario: Any = self.get_user() if correcta else cuenta
        if usuario is None or dispositivo_de(usuario) is None:
            probar_en_vano()
            return "" if correcta else "contrasena"
        codigo = self._por_el_codigo(usuario, cuenta_el_intento=correcta and con_codigo)
        if not correcta:
            return "contrasena"
        return codigo if con_codigo else "sin_codigo"

    def _por_el_codigo(self, usuario: Usuario, *, cuenta_el_intento: bool) -> str:
        """Judge the code; without a right password it neither uses one up nor makes the device wait."""
        with transaction.atomic():
            try:
                self.clean_otp(usuario)
                motivo = ""
            except forms.ValidationError as error:
                # django-otp gives no code to what it says of a device that is to wait.
                motivo = "codigo" if error.code else "espera"
            if not cuenta_el_intento:
                transaction.set_rollback(True)
        return motivo

    def _chosen_device(self, user: Any) -> Device | None:
        """Hold the device until its code is judged: django-otp calls this in the transaction that does it."""
        codigo = self.cleaned_data["otp_token"]
        es_de_la_aplicacion = codigo.isdecimal() and len(codigo) == DIGITOS
        clase = TOTPDevice if es_de_la_aplicacion else StaticDevice
        return retener(clase, usuario=user, sin_espera=self.sin_espera)

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
        nueva = str(self.cleaned_data["new_password1"])
        if self.user.check_password(nueva):
            raise forms.ValidationError(_("Elige una contraseña distinta de la que tienes."), code="la_misma")
        return nueva

    def save(self, commit: bool = True) -> Usuario:
        cambiar_contrasena(self.user, nueva=self.cleaned_data["new_password1"], ahora=timezone.now())
        return self.user


class SegundoFactorForm(forms.Form):
    """The six digits that the application shows."""

    codigo = CodigoField(
        label=_("Código de seis dígitos"),
        max_length=20,
        error_messages={"required": _("Son seis dígitos."), "invalid": _("Son seis dígitos.")},
        widget=forms.TextInput(attrs=_CODIGO | {"inputmode": "numeric"}),
    )
