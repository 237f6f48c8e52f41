"""`manage.py revisar_invariantes`: tells what does not hold; exit code 1 if anything."""

from django.core.management.base import BaseCommand, CommandError

from buzon.portal.invariantes import INVARIANTES, hallazgos


class Command(BaseCommand):
    """Runs every invariant over the whole database; changes nothing."""

    help = "Revisa que actos, documentos, estados y bitácora concuerden entre sí."

    def handle(self, *args: object, **options: object) -> None:
        cuantos = 0
        for hallazgo in hallazgos():
            cuantos += 1
            self.stderr.write(hallazgo)
        if cuantos:
            raise CommandError(f"{cuantos} hallazgos.")
        self.stdout.write(f"{len(INVARIANTES)} invariantes revisadas: todo concuerda.")
