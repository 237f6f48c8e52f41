"""`manage.py preparar_portal`: what a start needs once the servers answer."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from buzon.embebido.estaticos import atrasados


class Command(BaseCommand):
    """Migrations, demo data (in demo mode) and static files, each only as far as it is missing."""

    help = "Migra la base, prepara los datos de demostración y reúne los archivos estáticos."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        if settings.ES_DEMO:
            call_command("preparar_demo")
        sellos = [
            Path(sys.prefix) / "requirements.txt",
            settings.BASE_DIR / "node_modules" / ".package-lock.json",
            settings.BASE_DIR / "buzon" / "config" / "settings.py",
        ]
        if atrasados(settings.STATIC_ROOT, carpetas=[settings.BASE_DIR / "static"], sellos=sellos):
            call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
