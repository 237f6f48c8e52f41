"""Files that staff upload: kept in a folder of their own until the worker has loaded them."""

import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from buzon.padron.carga import services
from buzon.padron.carga.models import Carga, EstadoCarga
from buzon.web.tareas import encolar

CARGAR = "padron.cargar"
ESPERA = timedelta(seconds=60)


def carpeta_de(carga_id: int) -> Path:
    """Return where the files of a load wait; web server and worker share it."""
    return Path(settings.BUZON_DATOS) / "cargas" / str(carga_id)


@transaction.atomic
def subir(
    archivos: Iterable[UploadedFile[Any]], *, autor: str, simulacro: bool, completo: bool, ahora: datetime
) -> Carga:
    """Keep the files under their own names and ask for their load. The names are among those of the schema."""
    carga = services.pedir(autor=autor, simulacro=simulacro, completo=completo, ahora=ahora)
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
        services.cargar(carga_id, carpeta=carpeta)
    finally:
        shutil.rmtree(carpeta, ignore_errors=True)


@transaction.atomic
def reenviar(*, ahora: datetime) -> None:
    """Ask again for what has waited for more than ESPERA: the broker was down."""
    perdidas = Carga.objects.select_for_update(skip_locked=True).filter(
        estado=EstadoCarga.EN_COLA, movida_en__lt=ahora - ESPERA
    )
    for carga in perdidas:
        if carpeta_de(carga.pk).is_dir():
            carga.movida_en = ahora
            carga.save(update_fields=["movida_en"])
            encolar(CARGAR, carga_id=carga.pk)
