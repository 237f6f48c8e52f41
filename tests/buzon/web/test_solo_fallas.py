"""Limits that count failures alone: a use is counted before it is judged, and given back where it turns out well."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from pytest_django import Settings

from buzon.web import limites
from buzon.web.errores import DemasiadasSolicitudes
from tests.limites import se_permite


@pytest.fixture(autouse=True)
def _limite_de_prueba(monkeypatch: pytest.MonkeyPatch, _sin_limites_usados: None) -> None:
    monkeypatch.setitem(limites.LIMITES, "prueba", (3, 3600))


@pytest.fixture(params=["con Redis", "en memoria"])
def _almacen(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Redis, and what is counted while it does not answer."""
    if request.param == "en memoria":
        settings.REDIS_URL = "unix:///no/existe.sock"
        limites.olvidar()


def bien(clave: str) -> None:
    limites.contar("prueba", clave=clave)
    limites.devolver("prueba", clave=clave)


def caben(clave: str) -> int:
    return [se_permite("prueba", clave=clave) for _ in range(5)].count(True)


@pytest.mark.usefixtures("_almacen")
def test_lo_que_sale_bien_no_gasta() -> None:
    for _ in range(20):
        bien("a")
    assert caben("a") >= 2  # of the only use that there was its turn stays counted


@pytest.mark.usefixtures("_almacen")
def test_lo_que_sale_bien_no_perdona_lo_que_fallo() -> None:
    limites.contar("prueba", clave="b")
    limites.contar("prueba", clave="b")
    for _ in range(20):
        bien("b")
    assert caben("b") == 1


@pytest.mark.usefixtures("_almacen")
def test_devolver_no_da_mas_de_lo_que_hay() -> None:
    for _ in range(20):
        limites.devolver("prueba", clave="c")
    assert caben("c") == 3


def test_las_que_llegan_a_la_vez_no_pasan_del_limite() -> None:
    """Each is counted before any of them is judged: nobody guesses more by guessing at once."""
    juntas = Barrier(12)

    def intentar(_: int) -> bool:
        juntas.wait()
        try:
            limites.contar("prueba", clave="d")
        except DemasiadasSolicitudes:
            return False
        return True

    with ThreadPoolExecutor(12) as hilos:
        assert list(hilos.map(intentar, range(12))).count(True) == 3
