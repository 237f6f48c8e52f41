"""`manage.py generar_padron`: a made-up register of any size, in the files that `importar_padron` takes."""

import errno
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from buzon.padron.generador.archivos import escribir_padron
from buzon.padron.generador.claves import MAXIMO_DE_PATRONES

MAXIMA_SEMILLA = 2**63 - 1
_MOTIVOS = {
    errno.EACCES: "no hay permiso",
    errno.EPERM: "no hay permiso",
    errno.EROFS: "es sólo de lectura",
    errno.EEXIST: "no es una carpeta",
    errno.ENOTDIR: "no es una carpeta",
    errno.ENOSPC: "no queda espacio en el disco",
}


class Command(BaseCommand):
    """Needs no database; the same size and seed give the same bytes."""

    help = (
        "Escribe un padrón ficticio en seis archivos CSV: el mismo tamaño y la misma semilla dan los mismos."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take size, seed and folder; they are read here, so that what is wrong is said in Spanish."""
        parser.add_argument("--patrones", metavar="N", default="1050000", help="patrones; sin él, 1050000")
        parser.add_argument("--semilla", metavar="S", default="1", help="semilla del azar; sin ella, 1")
        parser.add_argument("--carpeta", metavar="DIR", help="sin ella, BUZON_DATOS/padron-N-S")

    def handle(
        self,
        *args: object,
        patrones: str | int,
        semilla: str | int,
        carpeta: str | Path | None,
        **options: object,
    ) -> None:
        """Write the files."""
        cuantos = _entero(patrones, "--patrones", minimo=1, maximo=MAXIMO_DE_PATRONES)
        inicio = _entero(semilla, "--semilla", minimo=0, maximo=MAXIMA_SEMILLA)
        destino = Path(carpeta or settings.BUZON_DATOS / f"padron-{cuantos}-{inicio}")

        def avanzar(hechos: int) -> None:
            self.stderr.write(f"{hechos:,} de {cuantos:,} patrones")

        try:
            filas = escribir_padron(destino, patrones=cuantos, semilla=inicio, avanzar=avanzar)
        except OSError as error:
            motivo = _MOTIVOS.get(error.errno or 0, str(error))
            raise CommandError(f"No se pudo escribir en {destino}: {motivo}.") from error
        cuenta = ", ".join(f"{numero:,} {nombre}" for nombre, numero in filas.items())
        self.stdout.write(f"Padrón ficticio: {cuenta}. Cárgalo con: manage.py importar_padron {destino}")


def _entero(valor: str | int, nombre: str, *, minimo: int, maximo: int) -> int:
    try:
        numero = int(valor)
    except ValueError:
        numero = minimo - 1
    if not minimo <= numero <= maximo:
        raise CommandError(f"{nombre} debe ser un entero de {minimo:,} a {maximo:,}, no «{valor}».")
    return numero
