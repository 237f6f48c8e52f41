"""`manage.py portal`: the whole portal in one command, until Ctrl-C."""

import os
import sys

from django.core.management.base import BaseCommand

from buzon.embebido.recetas import BASE


class Command(BaseCommand):
    """Becomes `python -m buzon.embebido`, which does without Django and starts at once."""

    help = "Inicia el portal completo y lo mantiene en marcha hasta Ctrl-C o SIGTERM."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        os.chdir(BASE)
        os.execv(sys.executable, [sys.executable, "-m", "buzon.embebido"])
