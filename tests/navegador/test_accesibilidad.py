"""WCAG 2.2 AA on every page of the person's: they come from the URL conf."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.navegador import paginas
from tests.navegador.escenario import dar_sesion, entra, vivir
from tests.navegador.visita import Visita
from tests.personas import CELULAR, CORREO, Dentro
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
FOLIO = "0" * 23
# Whom no other test of the browser takes: one with an active Buzón, one without.
DUENA, QUIEN_ACTIVA = "SFO150617N34", "IECA950214TB2"


@pytest.fixture(scope="module")
def duena(portal: Portal) -> Iterator[tuple[Dentro, dict[str, str]]]:
    """A person with an active Buzón, and the pages that came of what they did."""
    quien = entra(portal, rfc=DUENA, buzon_activo=True)
    yield quien, vivir(quien)
    quien.http.sesion.close()


def test_toda_ruta_tiene_su_pagina_o_su_razon(duena: tuple[Dentro, dict[str, str]]) -> None:
    assert paginas.sin_entrada(duena[1]) == []
    assert set(paginas.SIN_PAGINA) <= set(paginas.rutas()), "sobran razones"


def test_publicas(portal: Portal, pagina: Page, duena: tuple[Dentro, dict[str, str]]) -> None:
    visita = Visita(pagina, portal)
    visita.verlas(paginas.publicas())
    visita.ver("opinion:publica", duena[1]["opinion:publica"])
    visita.ver("opinión neutral", "/opinion/NNE010101AA1/")
    visita.ver("opinión con error", "/opinion/?rfc=X", status=422)
    visita.ver("404", "/no-existe/", status=404)
    visita.ver("entrada del personal", "/admin/login/")
    visita.exigir()


def test_de_dentro(portal: Portal, pagina: Page, duena: tuple[Dentro, dict[str, str]]) -> None:
    quien, ejemplos = duena
    dar_sesion(pagina.context, quien)
    visita = Visita(pagina, portal)
    visita.verlas(paginas.de_dentro(ejemplos))
    visita.ver("404 dentro", f"/cobranza/32d/autorizacion/actos/{FOLIO}/", status=404)
    visita.ver("la entrada del personal, dentro", "/admin/login/")
    visita.exigir()


def test_mientras_se_activa(portal: Portal, pagina: Page) -> None:
    quien = entra(portal, rfc=QUIEN_ACTIVA)
    dar_sesion(pagina.context, quien)
    visita = Visita(pagina, portal)
    visita.ver("cuentas:medios", "/activacion/")
    visita.ver("aclaraciones sin Buzón", "/promociones/aclaraciones/")
    visita.ver("sesiones sin Buzón", "/buzon/sesiones/")
    quien.http.post("/activacion/", {"correo": CORREO, "celular": CELULAR})
    visita.ver("cuentas:codigos", "/activacion/codigos/")
    correo, celular = quien.codigos()
    quien.http.post("/activacion/codigos/", {"codigo_correo": correo, "codigo_celular": celular})
    visita.ver("cuentas:terminos", "/activacion/terminos/")
    terminos = quien.http.get("/activacion/terminos/")
    quien.http.post("/activacion/terminos/", quien.envio(terminos, "acto"), follow=True)
    visita.ver("cuentas:activado", "/activacion/listo/")
    quien.http.sesion.close()
    assert set(visita.titulos.values()) >= paginas.DE_LA_ACTIVACION
    visita.exigir()
