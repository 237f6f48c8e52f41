"""Many people behind one address: entering well takes nothing from the rest; guessing does."""

import re
from collections.abc import Callable

import pytest

from buzon.demo.personas import Persona
from buzon.web import limites
from tests.personas import Dentro

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]


def test_trece_personas_de_una_oficina_entran_seguidas(gente_demo: list[Persona]) -> None:
    vigentes = [persona for persona in gente_demo if persona.situacion == "vigente"]
    gente = [vigentes[n % len(vigentes)] for n in range(13)]
    respuestas = [Dentro(persona).ingresar() for persona in gente]
    assert [respuesta.status_code for respuesta in respuestas] == [200] * 13
    assert all('action="/salir/"' in respuesta.content.decode() for respuesta in respuestas)


def test_quien_entra_devuelve_su_reto(elegir: Callable[..., Persona]) -> None:
    """A challenge is counted once, where it is given: its answer asks for no other, and a good one gives it back."""
    estados = [Dentro(elegir()).http.get("/ingresar/") for _ in range(2)]
    restan = [int(re.findall(r"r=(\d+)", estado.headers["RateLimit"])[0]) for estado in estados]
    assert restan == [29, 28]
    quien = Dentro(elegir())
    assert quien.ingresar().status_code == 200
    tercero = quien.http.get("/ingresar/").headers["RateLimit"]
    assert "r=27" in tercero


def test_cuantos_entran_por_una_red_no_tiene_limite(
    elegir: Callable[..., Persona], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office in the morning: one challenge each, within a minute."""
    monkeypatch.setitem(limites.LIMITES, "reto", (3, limites.HORA))
    limites.olvidar()
    for _ in range(5):
        assert 'action="/salir/"' in Dentro(elegir()).ingresar().content.decode()


def test_lo_que_falla_se_cuenta_aunque_otros_entren(elegir: Callable[..., Persona]) -> None:
    estados = []
    for _ in range(11):
        malo = Dentro(elegir())
        envio = malo.envio(malo.http.get("/ingresar/"), "reto") | {"firma": "AAAA"}
        estados.append(malo.http.post("/ingresar/", envio).status_code)
        if len(estados) == 5:
            assert 'action="/salir/"' in Dentro(elegir()).ingresar().content.decode()
    assert estados == [422] * 10 + [429]
