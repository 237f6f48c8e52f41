"""App `buzon.cuentas`."""

from django.apps import AppConfig


class CuentasConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.cuentas"
    verbose_name = "Cuentas"
