"""`manage.py solicitudes_demo`: requests for the demo's staff to attend to."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from buzon.demo.actos import DIAS, presentar_solicitudes
from buzon.padron.models import Subdelegacion
from buzon.promociones.services import reparto


class Command(BaseCommand):
    """Files them at the office of the demo's account `subdelegacion`, and raises those whose term asks for it."""

    help = "Presenta solicitudes de las personas de demostración ante la subdelegación de la cuenta «subdelegacion»."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many."""
        parser.add_argument("--cuantas", type=int, default=len(DIAS), help="de 1 a 50; la última, ahora")

    def handle(self, *args: object, cuantas: int, **options: object) -> None:
        """Print the folio of each."""
        ahora = timezone.now()
        oficina = Subdelegacion.objects.filter(personal__usuario__username="subdelegacion").first()
        if oficina is None:
            raise CommandError("No hay personal de demostración: arranca el portal en modo de demostración.")
        for una in presentar_solicitudes(oficina=oficina, cuantas=max(1, min(cuantas, 50)), ahora=ahora):
            self.stdout.write(f"{una.folio}  {una.rfc:13}  vence el {una.vence_el:%d/%m/%Y}")
        reparto.escalar(ahora=ahora)
