"""`manage.py recalcular_opiniones`: the nightly run, now."""

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from opinion import recalculo
from opinion.errores import CorridaEnCurso
from opinion.models import OrigenDeCorrida


class Command(BaseCommand):
    """Prints one line; exit code 1 with a sentence where nothing was recomputed."""

    help = "Recalcula la opinión de todos los RFC y guarda sólo lo que cambió."

    def handle(self, *args: object, **options: object) -> None:
        """Run once."""
        try:
            corrida = recalculo.recalcular_opiniones(ahora=timezone.now(), origen=OrigenDeCorrida.ORDEN)
        except CorridaEnCurso as en_curso:
            raise CommandError(en_curso.mensaje) from en_curso
        except Error as error:
            raise CommandError(f"El recálculo falló y no cambió nada: {error}") from error
        self.stdout.write(
            f"{corrida.leidas:,} opiniones en {corrida.segundos:.1f} s: {corrida.cambiadas:,} cambiaron "
            f"({corrida.positivas:,} positivas, {corrida.negativas:,} negativas, {corrida.sin_opinion:,} sin opinión, "
            f"{corrida.no_disponibles:,} no disponibles); muestra de {corrida.muestra_revisada:,} "
            f"con {corrida.muestra_discrepante:,} discrepancias."
        )
