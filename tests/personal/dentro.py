"""A member of the staff who showed both factors."""

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.cuentas.models import Usuario


def dentro(cuenta: Usuario) -> Client:
    """A client that showed both factors."""
    dispositivo = TOTPDevice.objects.create(user=cuenta, name="prueba")
    navegador = Client()
    navegador.force_login(cuenta)
    sesion = navegador.session
    sesion[DEVICE_ID_SESSION_KEY] = dispositivo.persistent_id
    sesion.save()
    return navegador
