"""App `buzon.mesa`."""

from django.apps import AppConfig


class MesaConfig(AppConfig):
    name = "buzon.mesa"
    label = "personal"  # as before it had this folder: what Django keeps of an app, it keeps by its label
    verbose_name = "Personal"
