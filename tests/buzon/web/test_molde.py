"""A page from its mould is, byte for byte, the page that the template renders."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import format_html
from hypothesis import given
from hypothesis import strategies as st

from buzon.web.molde import ABRE, CIERRA, dibujar

PLANTILLA = "opinion/publica.html"
FIJOS = {
    "sentido": "POSITIVA",
    "impreso": "Positiva",
    "explicacion": "está al corriente.",
    "digito_dudoso": False,
    "sitio": "http://127.0.0.1:8000",
}
NEUTRAL = {"sentido": "", "digito_dudoso": False, "sitio": "http://127.0.0.1:8000"}
VALORES = {
    "rfc": "H&E951128469",
    "citado": "H%26E951128469/?a=1&b=2",
    "nombre": "HERRERÍA & ELECTRICOS «Ñ» <b>",
    "folio": "1" * 23,
    "calculada": format_html("<time>{}</time>", "hoy"),
    "vigente": format_html("<time>{}</time>", "hoy"),
    "autorizada": format_html("<time>{}</time>", "ayer"),
    "consultada": format_html("<time>{}</time>", "hoy"),
}


@pytest.fixture
def visita(rf: RequestFactory) -> HttpRequest:
    """A request without a session."""
    return rf.get("/opinion/H&E951128469/")


@pytest.mark.parametrize(
    "fijos", [FIJOS, {**FIJOS, "sentido": "NEGATIVA"}, NEUTRAL, NEUTRAL | {"digito_dudoso": True}]
)
def test_es_igual_a_la_plantilla(visita: HttpRequest, fijos: dict[str, str]) -> None:
    for _ in range(2):
        pagina = dibujar(visita, PLANTILLA, fijos=fijos, valores=VALORES)
        assert pagina == render_to_string(PLANTILLA, {**fijos, **VALORES}, visita)


def test_cada_idioma_tiene_su_molde(visita: HttpRequest) -> None:
    paginas = {}
    for idioma in ("es-mx", "en", "es-mx", "en"):
        with translation.override(idioma):
            pagina = dibujar(visita, PLANTILLA, fijos=FIJOS, valores=VALORES)
            assert pagina == render_to_string(PLANTILLA, {**FIJOS, **VALORES}, visita)
        assert f'<html lang="{idioma}"' in pagina
        assert paginas.setdefault(idioma, pagina) == pagina
    assert "Opinión del cumplimiento" in paginas["es-mx"]
    assert "Compliance opinion" in paginas["en"]


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_ningun_valor_se_lee_como_plantilla(nombre: str) -> None:
    visita = RequestFactory().get("/")
    valores = VALORES | {"nombre": nombre}
    assert dibujar(visita, PLANTILLA, fijos=FIJOS, valores=valores) == render_to_string(
        PLANTILLA, {**FIJOS, **valores}, visita
    )


def test_una_marca_dentro_de_un_valor_es_texto(visita: HttpRequest) -> None:
    valores = VALORES | {"nombre": f"{ABRE}folio{CIERRA}"}
    for _ in range(2):
        assert f"<strong>{ABRE}folio{CIERRA}</strong>" in dibujar(
            visita, PLANTILLA, fijos=FIJOS, valores=valores
        )


@pytest.mark.parametrize("galleta", ["sesion", "messages"])
def test_quien_trae_sesion_o_avisos_recibe_su_propia_pagina(
    visita: HttpRequest, galleta: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dibujadas: list[Any] = []
    monkeypatch.setattr(
        "buzon.web.molde.render_to_string", lambda *args: dibujadas.append(args) or "la de la persona"
    )
    visita.COOKIES[galleta] = "x"
    for vez in (1, 2):
        assert dibujar(visita, PLANTILLA, fijos=FIJOS, valores=VALORES) == "la de la persona"
        assert len(dibujadas) == vez
