"""`manage.py preparar_demo`: everything that the demonstration needs, as far as it is missing."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from buzon.demo import actos, autoridad, padron, personal, personas, plantillas


class Command(BaseCommand):
    """Authority, people, a fresh CRL, their facts, the staff account, and who is active already."""

    help = "Prepara la autoridad, las personas y el padrón de demostración; puede repetirse."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        """Do each step; all of them may be repeated."""
        # In this order: accounts need the offices that come with the register, and whoever signs needs a CRL in force.
        ahora = timezone.now()
        carpeta = personas.carpeta()
        personas.crear_personas(carpeta, ahora=ahora)
        autoridad.emitir_crl(carpeta, ahora=ahora)
        padron.crear_padron(ahora=ahora)
        personal.preparar_personal(carpeta, ahora=ahora)
        plantillas.preparar_plantillas(ahora=ahora)
        actos.activar_personas(ahora=ahora)
        actos.vivir(ahora=ahora)
