"""Loads of the register: asked for, uploaded or not, run, and recorded whatever their end."""

import logging
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from buzon.bitacora import services as bitacora
from buzon.padron.carga import lectura
from buzon.padron.carga.errores import LIMITE, CargaEnCurso, CargaRechazada, ErrorDeArchivo
from buzon.padron.carga.lectura import Fuente
from buzon.padron.carga.models import Carga, EstadoCarga
from buzon.padron.carga.movimiento import Cambios, mover
from buzon.padron.carga.tablero import Tablero, tablero
from buzon.padron.carga.validacion import validar
from buzon.web.tareas import encolar

CARGAR = "padron.cargar"
RECALCULAR = "opinion.recalcular_opiniones"
_CERROJO = (33, 1)  # 32 holds an RFC (padron.services), 34 a national run
_PASOS_AL_FINAL = 13  # a check for each of the six files, and the seven moves
ESPERA = timedelta(seconds=60)

registro = logging.getLogger(__name__)


def pedir(*, autor: str, simulacro: bool, completo: bool, ahora: datetime) -> Carga:
    """Record that a load is asked for; `cargar` runs it."""
    return Carga.objects.create(
        autor=autor,
        simulacro=simulacro,
        completo=completo,
        estado=EstadoCarga.EN_COLA,
        pedida_en=ahora,
        movida_en=ahora,
    )


def carpeta_de(carga_id: int) -> Path:
    """Return where the files of a load wait; web server and worker share it."""
    return Path(settings.BUZON_DATOS) / "cargas" / str(carga_id)


@transaction.atomic
def subir(
    archivos: Iterable[UploadedFile[Any]], *, autor: str, simulacro: bool, completo: bool, ahora: datetime
) -> Carga:
    """Keep the files under their own names and ask for their load. The names are among those of the schema."""
    carga = pedir(autor=autor, simulacro=simulacro, completo=completo, ahora=ahora)
    carpeta = carpeta_de(carga.pk)
    carpeta.mkdir(mode=0o700, parents=True)
    for archivo in archivos:
        with (carpeta / str(archivo.name)).open("wb") as destino:
            for trozo in archivo.chunks():
                destino.write(trozo)
    encolar(CARGAR, carga_id=carga.pk)
    return carga


def cargar_subida(carga_id: int) -> None:
    """Run the load of uploaded files and throw them away, whatever its end: their digests stay in its record."""
    carpeta = carpeta_de(carga_id)
    try:
        cargar(carga_id, carpeta=carpeta)
    finally:
        shutil.rmtree(carpeta, ignore_errors=True)


@transaction.atomic
def reenviar(*, ahora: datetime) -> None:
    """Ask again for what has waited for more than ESPERA: the broker was down."""
    perdidas = Carga.objects.select_for_update(skip_locked=True).filter(
        estado=EstadoCarga.EN_COLA, movida_en__lt=ahora - ESPERA
    )
    for carga in perdidas:
        # One without a folder was asked for on the server, by a command that runs it itself.
        if carpeta_de(carga.pk).is_dir():
            carga.movida_en = ahora
            carga.save(update_fields=["movida_en"])
            encolar(CARGAR, carga_id=carga.pk)


def cargar(carga_id: int, *, carpeta: Path, al_avanzar: Callable[[Tablero], None] = lambda _: None) -> Carga:
    """Run a load that waits: all of it or nothing, and its record tells which.

    One that does not wait any more is left as it is. Raises CargaEnCurso where another one runs; the load then ends
    as FALLIDA. Errors of the files do not raise: the load ends as RECHAZADA with them.
    """
    # One of two workers that take the same load goes on with it.
    tomada = Carga.objects.filter(pk=carga_id, estado=EstadoCarga.EN_COLA).update(
        estado=EstadoCarga.EN_MARCHA, movida_en=timezone.now()
    )
    carga = Carga.objects.get(pk=carga_id)
    if not tomada:
        return carga
    try:
        cambios = _correr(carga, carpeta, al_avanzar)
    except CargaRechazada as rechazo:
        _rechazar(carga, rechazo)
    except CargaEnCurso:
        _fallar(carga, "Hay otra carga en marcha: espera a que termine.")
        raise
    except (DatabaseError, psycopg.Error, OSError) as error:
        registro.exception("la carga %s falló", carga.pk)
        _fallar(carga, type(error).__name__)
        raise
    else:
        carga.cambios = {nombre: asdict(cuenta) for nombre, cuenta in cambios.items()}
        carga.avance, carga.fase, carga.terminada_en = 100, "", timezone.now()
        _pasar(carga, EstadoCarga.TERMINADA)
    return carga


def _correr(carga: Carga, carpeta: Path, al_avanzar: Callable[[Tablero], None]) -> dict[str, Cambios]:
    fuentes, errores = lectura.reunir(carpeta)
    carga.archivos = [fuente.como_json() for fuente in fuentes]
    if errores:
        raise CargaRechazada(errores)
    octetos = sum(fuente.octetos for fuente in fuentes)
    # Reading weighs as much as all that follows, in equal steps.
    paso = max(1, octetos // _PASOS_AL_FINAL)
    with (
        tablero(carga.pk, total=2 * octetos) as avance,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        _exigir_ninguna_otra(cursor, carga)

        def avanzar(cuanto: int = paso) -> None:
            avance.avanzar(cuanto)
            al_avanzar(avance)

        cursor.execute("SET LOCAL work_mem = '64MB'")
        for fuente in fuentes:
            avance.empezar(f"Leyendo {fuente.archivo.nombre}.csv")
            _copiar(cursor, fuente, fuentes, avanzar)
        avance.empezar("Revisando")
        if errores := validar(cursor, avanzar=avanzar):
            raise CargaRechazada(errores)
        avance.empezar("Aplicando")
        cambios = mover(cursor, completo=carga.completo, avanzar=avanzar)
        _cerrar(carga, cambios)
    return cambios


def _cerrar(carga: Carga, cambios: dict[str, Cambios]) -> None:
    """End the transaction: a dry run undoes everything; a change asks for every opinion again."""
    if carga.simulacro:
        transaction.set_rollback(True)
        return
    detalle = {"carga": carga.pk, "autor": carga.autor, "archivos": carga.archivos}
    bitacora.anotar("padron.cargado", ahora=timezone.now(), detalle=detalle)
    if any(cuenta != Cambios() for cuenta in cambios.values()):
        encolar(RECALCULAR, origen="carga")


def _exigir_ninguna_otra(cursor: CursorWrapper, carga: Carga) -> None:
    """Whoever holds the lock runs; what is said to run and does not hold it was killed."""
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", _CERROJO)
    if not cursor.fetchone()[0]:
        raise CargaEnCurso
    Carga.objects.filter(estado=EstadoCarga.EN_MARCHA).exclude(pk=carga.pk).update(
        estado=EstadoCarga.FALLIDA, falla="Se interrumpió.", terminada_en=timezone.now()
    )


def _copiar(
    cursor: CursorWrapper, fuente: Fuente, todas: list[Fuente], avanzar: Callable[[int], None]
) -> None:
    try:
        # A savepoint: after an error the transaction has to go on, to be undone in order.
        with transaction.atomic():
            lectura.copiar(cursor, fuente, avanzar=avanzar)
    except psycopg.DataError as error:
        raise CargaRechazada(_todos_los_rotos(fuente, todas, error)) from error


def _todos_los_rotos(fuente: Fuente, todas: list[Fuente], causa: psycopg.Error) -> list[ErrorDeArchivo]:
    """Name the broken lines of the file that failed, and of those that were not read yet."""
    return [
        error
        for otra in todas[todas.index(fuente) :]
        for error in lectura.rotos(otra, causa if otra is fuente else None)
    ]


def _pasar(carga: Carga, estado: EstadoCarga) -> None:
    carga.estado, carga.movida_en = estado, timezone.now()
    carga.save()


def _rechazar(carga: Carga, rechazo: CargaRechazada) -> None:
    carga.hay_mas_errores = len(rechazo.errores) > LIMITE
    carga.errores = [asdict(error) for error in rechazo.errores[:LIMITE]]
    carga.terminada_en = timezone.now()
    detalle = {"carga": carga.pk, "autor": carga.autor, "errores": len(carga.errores)}
    bitacora.anotar("padron.carga_rechazada", ahora=carga.terminada_en, detalle=detalle)
    _pasar(carga, EstadoCarga.RECHAZADA)


def _fallar(carga: Carga, falla: str) -> None:
    carga.falla, carga.terminada_en = falla, timezone.now()
    _pasar(carga, EstadoCarga.FALLIDA)
