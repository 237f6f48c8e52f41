"""`manage.py verificar_documento ARCHIVO`: checks a PDF against what was sealed, without the network."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from buzon.documentos import selectors
from buzon.valores.rechazo import Rechazo


class Command(BaseCommand):
    """Prints what the document says and whether it still stands; exit code 1 with a sentence otherwise."""

    help = "Verifica el PDF de un documento: su sello, su digest y si lo firmado sigue rigiendo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archivo", type=Path)

    def handle(self, *args: object, archivo: Path, **options: object) -> None:
        try:
            with archivo.open("rb") as abierto:
                verificado = selectors.verificado_por_pdf(abierto, ahora=timezone.now())
        except OSError as error:
            raise CommandError(f"No se pudo leer {archivo}: {error.strerror}.") from error
        except Rechazo as rechazo:
            raise CommandError(f"{rechazo.titulo} ({rechazo.codigo}). {rechazo.mensaje}") from rechazo
        self.stdout.write(f"{verificado.titulo}\n{verificado.estado_texto}\n")
        for campo in verificado.campos:
            self.stdout.write(f"{campo.etiqueta}: {campo.valor}")
        self.stdout.write(f"Cadena original: {verificado.cadena}")
