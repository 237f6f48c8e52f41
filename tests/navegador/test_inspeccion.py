"""What axe is spared hides nothing: a fault in a page like one that was looked at, or at one width alone, is found."""

import pytest
from playwright.sync_api import Page

from tests.navegador import inspeccion

pytestmark = pytest.mark.navegador
HTML = """<!doctype html><html lang="es-MX"><head><title>Prueba</title><style>
  .angosto { display: none; }
  @media (max-width: 500px) { .angosto { display: block; } .media { color: #bbb; } }
</style></head><body><main><h1>Prueba</h1><p class="media">Texto de la página.</p>CUERPO</main></body></html>"""
SANA = HTML.replace(".media {", ".otra {")


def _revisar(page: Page, html: str, cuerpo: str = "") -> list[str]:
    page.set_content(html.replace("CUERPO", cuerpo))
    return inspeccion.revisar(page)


@pytest.fixture
def vista(pagina: Page, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A page in which one without faults was already looked at."""
    monkeypatch.setattr(inspeccion, "_miradas_a_todo_ancho", set())
    assert _revisar(pagina, SANA) == []
    return pagina


@pytest.mark.parametrize(
    ("html", "cuerpo", "falla"),
    [
        (SANA, '<p style="color: #bbb">Texto de la página.</p>', "1280: axe color-contrast"),
        (SANA, '<p class="media">Texto.</p><button></button>', "1280: axe button-name"),
        (
            SANA,
            '<p class="media" id="a">Texto.</p><p class="media" role="nada">Texto.</p>',
            "1280: axe aria-roles",
        ),
        (HTML, "", "390: axe color-contrast"),
        (SANA, '<button class="angosto"></button>', "390: axe button-name"),
    ],
)
def test_se_halla(vista: Page, html: str, cuerpo: str, falla: str) -> None:
    assert falla in str(_revisar(vista, html, cuerpo))
    # Where it was found once, it is not taken for looked at.
    assert falla in str(_revisar(vista, html, cuerpo))


def test_lo_igual_se_mira_una_vez(vista: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    corridas = []
    monkeypatch.setattr(inspeccion, "_correr", lambda _page, **opciones: corridas.append(opciones) or [])
    assert _revisar(vista, SANA, '<p class="media">Otro texto.</p>') == []
    assert [una["rules"] for una in corridas] == [{"color-contrast": {"enabled": False}}]
