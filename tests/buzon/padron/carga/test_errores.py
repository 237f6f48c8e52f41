"""Every error is named by file, line, column and reason, all of them at once, and nothing changes."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from buzon.bitacora.models import Asiento
from buzon.padron.carga import errores as modulo
from buzon.padron.carga.errores import ErrorDeArchivo, como_csv
from buzon.padron.carga.esquema import ARCHIVOS, Motivo
from buzon.padron.carga.models import Carga, EstadoCarga
from tests.buzon.padron.carga.conftest import EJEMPLOS, Cargar, Hacer, foto
from tests.hipotesis import ejemplos

BUENOS = {
    "patrones": "EKU9003173C9,ESCUELA,,1",
    "registros": "B5510768108,EKU9003173C9,VIGENTE,42,3905,f,t",
    "creditos": "B5510768108,260000001,IMSS,CUOTAS,PAGADO,2026-04,18250.40,2026-05-18,,",
}


def encontrados(carga: Carga) -> set[tuple[str, int, str, str]]:
    """Return the errors without their values."""
    assert carga.estado == EstadoCarga.RECHAZADA
    return {(e["archivo"], e["linea"], e["columna"], e["motivo"]) for e in carga.errores}


def test_el_ejemplo_con_errores_los_dice_todos(cargar: Cargar) -> None:
    antes = foto()
    carga = cargar(EJEMPLOS / "padron-con-errores")
    assert encontrados(carga) == {
        ("patrones", 3, "rfc", "formato"),
        ("patrones", 4, "nombre", "falta"),
        ("patrones", 4, "personas", "formato"),
        ("patrones", 5, "rfc", "rfc_generico"),
        ("patrones", 2, "rfc", "repetida"),
        ("patrones", 6, "rfc", "repetida"),
        ("registros", 2, "estado", "formato"),
        ("registros", 3, "trabajadores", "formato"),
        ("registros", 3, "subdelegacion", "no_existe"),
        ("registros", 3, "b251", "b251_sin_baja"),
        ("registros", 4, "rfc", "no_existe"),
        ("registros", 4, "legible", "formato"),
        ("garantias", 2, "importe", "formato"),
        ("garantias", 2, "vence_el", "fecha"),
        ("creditos", 2, "numero", "formato"),
        ("creditos", 2, "periodo", "formato"),
        ("creditos", 3, "importe", "formato"),
        ("creditos", 3, "limite_de_pago_el", "formato"),
        ("creditos", 3, "garantia", "no_existe"),
        ("creditos", 4, "limite_de_pago_el", "sin_limite"),
        ("creditos", 5, "nrp", "no_existe"),
        ("creditos", 5, "convenio", "no_existe"),
    }
    assert [(e["archivo"], e["linea"]) for e in carga.errores] == sorted(
        ((e["archivo"], e["linea"]) for e in carga.errores),
        key=lambda par: ([archivo.nombre for archivo in ARCHIVOS].index(par[0]), par[1]),
    )
    assert foto() == antes
    assert Asiento.objects.get(evento="padron.carga_rechazada").detalle["errores"] == 22


@pytest.mark.parametrize(
    ("archivo", "contenido", "linea", "motivo"),
    [
        ("patrones", "rfc,nombre,curp,personas\nEKU9003173C9,ESCUELA\n", 2, Motivo.COLUMNAS),
        ("patrones", "rfc,nombre,curp,personas\nEKU9003173C9,A,,1,de más\n", 2, Motivo.COLUMNAS),
        ("patrones", 'rfc,nombre,curp,personas\nEKU9003173C9,"sin cerrar,,1\n', 2, Motivo.CSV),
        ("patrones", "rfc,nombre,curp,personas\n\n", 2, Motivo.COLUMNAS),
        ("patrones", b"rfc,nombre,curp,personas\nEKU9003173C9,ESPA\xd1A,,1\n", 2, Motivo.CODIFICACION),
        ("patrones", b"rfc,nombre,curp,personas\nEKU9003173C9,A\0B,,1\n", 2, Motivo.CODIFICACION),
        ("patrones", "rfc;nombre;curp;personas\n", 1, Motivo.ENCABEZADO),
        ("patrones", "", 1, Motivo.ENCABEZADO),
        ("patrones", None, 0, Motivo.ARCHIVO),
    ],
)
def test_un_archivo_que_no_se_puede_leer(
    cargar: Cargar, carpeta: Hacer, archivo: str, contenido: str | bytes | None, linea: int, motivo: Motivo
) -> None:
    origen = carpeta()
    ruta = origen / f"{archivo}.csv"
    if contenido is None:
        ruta.unlink()
    else:
        ruta.write_bytes(contenido.encode() if isinstance(contenido, str) else contenido)
    assert (archivo, linea, "", motivo.value) in encontrados(cargar(origen))


def test_de_un_archivo_roto_se_dicen_todas_las_lineas(cargar: Cargar, carpeta: Hacer) -> None:
    origen = carpeta(patrones=["EKU9003173C9,A", BUENOS["patrones"], "x"], creditos=["uno", "dos"])
    assert encontrados(cargar(origen)) == {
        ("patrones", 2, "", "columnas"),
        ("patrones", 4, "", "columnas"),
        ("creditos", 2, "", "columnas"),
        ("creditos", 3, "", "columnas"),
    }


def test_hasta_un_limite(cargar: Cargar, carpeta: Hacer, monkeypatch: pytest.MonkeyPatch) -> None:
    for donde in ("errores", "validacion", "services"):
        monkeypatch.setattr(f"buzon.padron.carga.{donde}.LIMITE", 10)
    carga = cargar(carpeta(patrones=[f"MAL{n},X,,1" for n in range(40)]))
    assert len(carga.errores) == 10
    assert carga.hay_mas_errores


def test_en_csv_ningun_valor_es_formula() -> None:
    texto = como_csv(
        ErrorDeArchivo("creditos", 2, "importe", Motivo.FORMATO, valor)
        for valor in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "normal")
    )
    filas = list(csv.reader(StringIO(texto)))
    assert [fila[3] for fila in filas[1:]] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "normal"]
    assert filas[1][:3] == ["creditos.csv", "2", "importe"]
    assert "dos decimales" in filas[1][5]


@ejemplos(25, HealthCheck.function_scoped_fixture)
@example(archivo="patrones", basura=b"\r", en=0.0)
@given(
    archivo=st.sampled_from([archivo.nombre for archivo in ARCHIVOS]),
    basura=st.binary(max_size=300),
    en=st.floats(0, 1),
)
def test_ninguna_basura_pasa_ni_rompe(
    cargar: Cargar, carpeta: Hacer, archivo: str, basura: bytes, en: float
) -> None:
    origen = carpeta()
    ruta: Path = origen / f"{archivo}.csv"
    original = ruta.read_bytes()
    corte = int(len(original) * en)
    ruta.write_bytes(original[:corte] + basura + original[corte:])
    carga = cargar(origen, simulacro=True)
    assert carga.estado in {EstadoCarga.TERMINADA, EstadoCarga.RECHAZADA}
    assert (carga.estado == EstadoCarga.RECHAZADA) == bool(carga.errores)
    for error in carga.errores:
        assert ErrorDeArchivo.de_json(error).razon


def test_cada_motivo_tiene_palabras() -> None:
    assert set(modulo._RAZONES) == set(Motivo)
