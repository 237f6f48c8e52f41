"""A browser before the real portal, at desktop and at phone width."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.esperas import ESPERA_MS
from tests.navegador.inspeccion import ALTO, ANCHOS


@pytest.fixture(params=[1280, 390])
def contexto(request: pytest.FixtureRequest, navegador: Browser) -> Iterator[BrowserContext]:
    """A clean browser context at desktop and at phone width."""
    ancho = request.param
    contexto = navegador.new_context(
        viewport={"width": ancho, "height": 844},
        locale="es-MX",
        timezone_id="America/Mexico_City",
        accept_downloads=True,
    )
    contexto.set_default_timeout(ESPERA_MS)
    yield contexto
    contexto.close()


@pytest.fixture
def pagina(navegador: Browser) -> Iterator[Page]:
    """A page of a clean context, at the first of the widths."""
    contexto = navegador.new_context(viewport={"width": ANCHOS[0], "height": ALTO}, locale="es-MX")
    contexto.set_default_timeout(ESPERA_MS)
    yield contexto.new_page()
    contexto.close()
