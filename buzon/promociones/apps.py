"""App `buzon.promociones`."""

from django.apps import AppConfig


class PromocionesConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.promociones"
    verbose_name = "Aclaraciones u Orientaciones"
