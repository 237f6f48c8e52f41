"""The limits at their edges: the last one allowed, the first one refused, and without Redis."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from buzon.web import limites
from buzon.web.errores import DemasiadasSolicitudes
from tests.limites import se_permite


@pytest.fixture(autouse=True)
def _limite_de_prueba(monkeypatch: pytest.MonkeyPatch, _sin_limites_usados: None) -> None:
    monkeypatch.setitem(limites.LIMITES, "prueba", (3, 3600))


def test_el_ultimo_pasa_y_el_siguiente_no() -> None:
    restantes = [limites.contar("prueba", clave="a")["RateLimit"] for _ in range(3)]
    assert [texto.split(";")[1] for texto in restantes] == ["r=2", "r=1", "r=0"]
    with pytest.raises(DemasiadasSolicitudes) as rechazo:
        limites.contar("prueba", clave="a")
    assert rechazo.value.cabeceras["RateLimit-Policy"] == '"prueba";q=3;w=3600'
    assert 1 <= int(rechazo.value.cabeceras["Retry-After"]) <= 1200
    assert limites.contar("prueba", clave="b")


def test_el_factor_multiplica(settings: Settings) -> None:
    settings.LIMITES_FACTOR = 2
    assert [se_permite("prueba", clave="c") for _ in range(7)] == [True] * 6 + [False]


def test_sin_redis_se_cuenta_en_memoria(settings: Settings) -> None:
    settings.REDIS_URL = "unix:///no/existe.sock"
    limites.olvidar()
    assert [se_permite("prueba", clave="d") for _ in range(4)] == [True] * 3 + [False]


def test_la_vista_lleva_las_cabeceras() -> None:
    @limites.limitar("prueba", metodos=frozenset({"POST"}))
    def vista(request: object) -> HttpResponse:
        return HttpResponse()

    peticiones = RequestFactory()
    assert "RateLimit" not in vista(peticiones.get("/")).headers
    assert vista(peticiones.post("/")).headers["RateLimit"].startswith('"prueba";r=2')


def test_la_cuenta_es_de_todos_los_procesos() -> None:
    """What one process forgets, the server still knows; what was counted in memory, nobody."""
    assert [se_permite("prueba", clave="e") for _ in range(3)] == [True] * 3
    limites.olvidar()
    assert not se_permite("prueba", clave="e")


def test_la_cuenta_en_memoria_se_olvida(settings: Settings) -> None:
    settings.REDIS_URL = "unix:///no/existe.sock"
    limites.olvidar()
    assert [se_permite("prueba", clave="f") for _ in range(4)] == [True] * 3 + [False]
    limites.olvidar()
    assert se_permite("prueba", clave="f")


def test_por_poco_que_sea_el_factor_queda_uno(settings: Settings) -> None:
    settings.LIMITES_FACTOR = 0.01
    assert [se_permite("prueba", clave="g") for _ in range(2)] == [True, False]


def test_quien_llego_al_tope_no_tiene_mas_y_espera_al_menos_un_segundo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(limites.LIMITES, "prueba", (1, 1))
    limites.contar("prueba", clave="h")
    with pytest.raises(DemasiadasSolicitudes) as rechazo:
        limites.contar("prueba", clave="h")
    assert rechazo.value.cabeceras["Retry-After"] == "1"
    assert rechazo.value.cabeceras["RateLimit"] == '"prueba";r=0;t=1'


def test_sin_metodos_se_cuentan_todos() -> None:
    vista = limites.limitar("prueba")(lambda request: HttpResponse())
    assert vista(RequestFactory().get("/")).headers["RateLimit"].startswith('"prueba";r=2')


def test_lo_que_se_devuelve_es_un_uso_y_no_mas() -> None:
    for _ in range(3):
        limites.contar("prueba", clave="e")
    limites.devolver("prueba", clave="e")
    assert [se_permite("prueba", clave="e") for _ in range(2)] == [True, False]
