"""Folders of files to load, and what the register says afterwards."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from buzon.padron.carga import services
from buzon.padron.carga.esquema import POR_NOMBRE
from buzon.padron.carga.models import Carga
from buzon.padron.models import CreditoFiscal, Garantia, Patron, RegistroPatronal, Subdelegacion

EJEMPLOS = Path(settings.BASE_DIR) / "docs" / "ejemplos"
TABLAS = (Subdelegacion, Patron, RegistroPatronal, Garantia, CreditoFiscal)
Hacer = Callable[..., Path]
Cargar = Callable[..., Carga]


@pytest.fixture
def carpeta(tmp_path: Path) -> Hacer:
    """Return a maker of folders: the sample, with the rows of some files replaced (`creditos=["…"]`)."""

    def hacer(**filas: list[str]) -> Path:
        destino = tmp_path / "padrón con espacio"
        shutil.rmtree(destino, ignore_errors=True)
        shutil.copytree(EJEMPLOS / "padron", destino)
        for nombre, renglones in filas.items():
            encabezado = ",".join(POR_NOMBRE[nombre].encabezado)
            (destino / f"{nombre}.csv").write_text("\n".join([encabezado, *renglones, ""]), encoding="utf-8")
        return destino

    return hacer


@pytest.fixture
def cargar(transactional_db: None) -> Cargar:
    """Return the load of a folder; it tells its progress on another connection, so that rows must be committed."""

    def una(carpeta: Path, *, simulacro: bool = False, completo: bool = False, **opciones: Any) -> Carga:
        carga = services.pedir(autor="pruebas", simulacro=simulacro, completo=completo, ahora=timezone.now())
        return services.cargar(carga.pk, carpeta=carpeta, **opciones)

    return una


def foto() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the register, for comparison."""
    return {tabla.__name__: sorted(tabla.objects.values_list(), key=str) for tabla in TABLAS}
