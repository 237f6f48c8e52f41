"""`manage.py importar_padron CARPETA`: loads the register from CSV files, all or nothing."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from buzon.bitacora.services import operador
from buzon.padron.carga import services
from buzon.padron.carga.errores import CargaEnCurso, ErrorDeArchivo, como_csv
from buzon.padron.carga.models import Carga, EstadoCarga
from buzon.padron.carga.tablero import Tablero

ANCHO = 40
MOSTRADOS = 20


class Command(BaseCommand):
    """Loads, and says what changed; exit code 1 with the errors where the files have any."""

    help = (
        "Carga el padrón desde una carpeta con subdelegaciones.csv, patrones.csv, registros.csv, garantias.csv, "
        "convenios.csv y creditos.csv. O entra todo, o no cambia nada."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder and the kind of load."""
        parser.add_argument("carpeta", type=Path)
        parser.add_argument("--simulacro", action="store_true", help="revisa todo y no guarda nada")
        parser.add_argument(
            "--completo", action="store_true", help="lo que no viene en los archivos sale del padrón"
        )
        parser.add_argument("--errores", type=Path, help="escribe los errores en este archivo CSV")

    def handle(
        self, *args: object, carpeta: Path, simulacro: bool, completo: bool, errores: Path | None, **_: object
    ) -> None:
        """Run one load."""
        if not carpeta.is_dir():
            raise CommandError(f"No existe la carpeta {carpeta}.")
        carga = services.pedir(autor=operador(), simulacro=simulacro, completo=completo, ahora=timezone.now())
        try:
            carga = services.cargar(carga.pk, carpeta=carpeta, al_avanzar=Barra())
        except CargaEnCurso as error:
            raise CommandError("Hay otra carga en marcha: espera a que termine y repite la orden.") from error
        if carga.estado == EstadoCarga.RECHAZADA:
            self._rechazada(carga, errores)
        self._terminada(carga)

    def _terminada(self, carga: Carga) -> None:
        for nombre, cuenta in carga.cambios.items():
            self.stdout.write(
                f"{nombre + '.csv':22} {cuenta['nuevas']:>11,} nuevas {cuenta['cambiadas']:>11,} cambiadas"
                f" {cuenta['retiradas']:>11,} retiradas"
            )
        if carga.simulacro:
            self.stdout.write("Simulacro: los archivos están bien y no se guardó nada.")
        elif carga.total_de_cambios:
            self.stdout.write(f"Carga {carga.pk} terminada. Las opiniones se recalculan en seguida.")
        else:
            self.stdout.write(f"Carga {carga.pk} terminada: el padrón ya decía lo mismo; no cambió nada.")

    def _rechazada(self, carga: Carga, destino: Path | None) -> None:
        encontrados = [ErrorDeArchivo.de_json(error) for error in carga.errores]
        if destino is not None:
            destino.write_text(como_csv(encontrados), encoding="utf-8-sig", newline="")
        for error in encontrados[:MOSTRADOS]:
            columna = f", {error.columna}" if error.columna else ""
            self.stderr.write(f"{error.archivo}.csv, línea {error.linea}{columna}: {error.razon}")
        mas = " (hay más)" if carga.hay_mas_errores else ""
        donde = (
            f" Todos están en {destino}." if destino else " Con --errores ARCHIVO se escriben todos en CSV."
        )
        raise CommandError(f"{len(encontrados):,} errores{mas}: el padrón no cambió.{donde}")


class Barra:
    """A bar on the terminal; elsewhere, silence."""

    def __init__(self) -> None:
        self._dibujado = -1

    def __call__(self, avance: Tablero) -> None:
        """Draw the bar when the percentage moves."""
        if not sys.stderr.isatty() or avance.porcentaje == self._dibujado:
            return
        self._dibujado = avance.porcentaje
        llenos = ANCHO * self._dibujado // 100
        sys.stderr.write(f"\r{'█' * llenos}{'░' * (ANCHO - llenos)} {self._dibujado:3} % {avance.fase:<28}")
        sys.stderr.flush()
