"""`manage.py importar_padron`."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from buzon.padron.carga.models import Carga
from buzon.padron.models import Patron
from tests.buzon.padron.carga.conftest import EJEMPLOS, Hacer

pytestmark = pytest.mark.django_db(transaction=True)  # tells its progress on another connection


def orden(*argumentos: object) -> str:
    """Run it and return what it prints."""
    salida = StringIO()
    call_command("importar_padron", *map(str, argumentos), stdout=salida, stderr=salida)
    return salida.getvalue()


def test_carga_y_dice_cuanto(carpeta: Hacer) -> None:
    dicho = orden(carpeta())
    assert "patrones.csv" in dicho
    assert "5 nuevas" in dicho
    assert "Las opiniones se recalculan" in dicho
    assert "no cambió nada" in orden(carpeta())


def test_simulacro(carpeta: Hacer) -> None:
    assert "no se guardó nada" in orden(carpeta(), "--simulacro")
    assert not Patron.objects.exists()


def test_con_errores_sale_con_una_frase_y_los_escribe(tmp_path: Path) -> None:
    destino = tmp_path / "errores.csv"
    with pytest.raises(CommandError, match="22 errores: el padrón no cambió"):
        orden(EJEMPLOS / "padron-con-errores", "--errores", destino)
    with destino.open(encoding="utf-8-sig", newline="") as abierto:
        filas = list(csv.reader(abierto))
    assert len(filas) == 23
    assert filas[0][0] == "archivo"


def test_sin_carpeta() -> None:
    with pytest.raises(CommandError, match="No existe la carpeta"):
        orden("/no/existe")
    assert not Carga.objects.exists()
