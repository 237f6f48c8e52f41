"""Where things lie, and the id that ties what lies outside BUZON_DATOS to it."""

import shutil
from pathlib import Path

import pytest

from buzon.embebido import carpetas
from buzon.embebido.errores import ArranqueImposible


@pytest.fixture(autouse=True)
def fuera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    fuera = tmp_path / "fuera"
    fuera.mkdir()
    monkeypatch.setattr(carpetas, "FUERA", fuera)
    return fuera


@pytest.fixture
def datos(tmp_path: Path) -> Path:
    return carpetas.crear_privada(tmp_path / "datos")


def test_el_secreto_es_el_mismo_y_solo_del_dueno(datos: Path) -> None:
    secreto = carpetas.secreto_guardado(datos / "secreto", octetos=48)

    assert len(secreto) >= 50
    assert carpetas.secreto_guardado(datos / "secreto", octetos=48) == secreto
    assert (datos / "secreto").stat().st_mode & 0o777 == 0o600


def test_unos_datos_borrados_dan_otra_carpeta_de_fuera(datos: Path) -> None:
    antes = carpetas.carpeta_de_fuera(datos)
    shutil.rmtree(datos)
    carpetas.crear_privada(datos)

    assert carpetas.carpeta_de_fuera(datos) != antes


def test_la_carpeta_de_fuera_es_la_misma_mientras_los_datos_sigan(datos: Path) -> None:
    assert carpetas.carpeta_de_fuera(datos) == carpetas.carpeta_de_fuera(datos)


def test_rechaza_la_carpeta_de_otra_instancia(datos: Path) -> None:
    (carpetas.carpeta_de_fuera(datos) / "instancia").write_text("otra\n")
    with pytest.raises(ArranqueImposible, match="otra instancia"):
        carpetas.carpeta_de_fuera(datos)


def test_rechaza_una_carpeta_que_otros_escriben(datos: Path, tmp_path: Path) -> None:
    carpetas.carpeta_de_fuera(datos).chmod(0o777)
    with pytest.raises(ArranqueImposible, match="no es una carpeta propia"):
        carpetas.carpeta_de_fuera(datos)


def test_rechaza_un_enlace_en_lugar_de_la_carpeta(datos: Path, fuera: Path) -> None:
    (fuera / f"buzon-{carpetas.identificador(datos)}").symlink_to(datos)
    with pytest.raises(ArranqueImposible, match="no es una carpeta propia"):
        carpetas.carpeta_de_fuera(datos)


def test_un_camino_largo_lleva_los_sockets_fuera(tmp_path: Path, fuera: Path) -> None:
    largos = carpetas.crear_privada(tmp_path / ("ñ" * 60))

    assert carpetas.carpeta_de_sockets(largos).is_relative_to(fuera)


def test_un_camino_corto_los_deja_dentro(tmp_path_factory: pytest.TempPathFactory) -> None:
    cortos = tmp_path_factory.mktemp("c")
    if len(str(cortos)) > carpetas.LARGO_MAXIMO - 5:
        pytest.skip("la carpeta temporal ya es larga")

    assert carpetas.carpeta_de_sockets(cortos) == cortos / "run"
