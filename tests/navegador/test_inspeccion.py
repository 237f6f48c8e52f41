"""What looks at the pages sees: each kind of fault, and the width at which it is one."""

import pytest
from playwright.sync_api import Page

from tests.navegador.inspeccion import en_oscuro, revisar

pytestmark = pytest.mark.navegador
HTML = """<!doctype html><html lang="es-MX"><head><title>Prueba</title><style>
  .angosto { display: none; }
  @media (max-width: 500px) { .angosto { display: block; width: 10px; height: 10px; padding: 0; border: 0; } }
</style></head><body><main><h1>Prueba</h1><p>Texto de la página.</p>CUERPO</main></body></html>"""


def _revisar(page: Page, cuerpo: str) -> list[str]:
    page.set_content(HTML.replace("CUERPO", cuerpo))
    return revisar(page)


@pytest.mark.parametrize(
    ("cuerpo", "falla"),
    [
        ('<p style="color: #bbb">Texto de la página.</p>', "1280: axe color-contrast"),
        ("<button></button>", "1280: axe button-name"),
        ('<p role="nada">Texto.</p>', "1280: axe aria-roles"),
        ('<button class="angosto">a</button><button class="angosto">b</button>', "390: axe target-size"),
        ('<p style="width: 500px">Texto.</p>', "390: sobran"),
        ('<button style="outline: 0; appearance: none">Sin foco</button>', "1280: no se ve el foco"),
        ("<h1>Otro</h1>", "tiene 2 h1"),
        ('<img alt="" src="data:image/png;base64,AAAA">', "no se ve"),
    ],
)
def test_se_halla(pagina: Page, cuerpo: str, falla: str) -> None:
    assert falla in str(_revisar(pagina, cuerpo))


def test_en_oscuro_se_halla_lo_que_en_claro_no(pagina: Page) -> None:
    oscuro = "<style>@media (prefers-color-scheme: dark) { p { color: #bbb; } }</style>"
    assert _revisar(pagina, oscuro) == []
    assert "axe color-contrast" in str(en_oscuro(pagina))


def test_lo_sano_no_falla(pagina: Page) -> None:
    assert _revisar(pagina, "") == []
