"""WCAG 2.2 AA on every page: the pages come from the URL conf and from the registry of the staff's site."""

import os
from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.navegador import paginas
from tests.navegador.escenario import dar_sesion, entra, filas_del_personal, vivir
from tests.navegador.inspeccion import ALTO, ANCHOS, revisar
from tests.navegador.personal import entrar
from tests.personas import CELULAR, CORREO, Dentro
from tests.portal_real import RAIZ, Portal, portal_en_marcha

pytestmark = pytest.mark.navegador
CAPTURAS = os.environ.get("CAPTURAS")
FOLIO = "0" * 23
# Pages that differ in nothing that a title could say.
MISMO_TITULO = {"opinion:publica", "portal:inicio"}


@pytest.fixture(scope="module")
def poblado(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal of its own, since every kind of row is put into it."""
    with portal_en_marcha(tmp_path_factory.mktemp("portal accesible")) as en_marcha:
        yield en_marcha


@pytest.fixture(scope="module")
def duena(poblado: Portal) -> Iterator[tuple[Dentro, dict[str, str]]]:
    """A person with an active Buzón, and the pages that came of what she did."""
    quien = entra(poblado, buzon_activo=True)
    yield quien, vivir(quien)
    quien.http.sesion.close()


@pytest.fixture
def pagina(navegador: Browser) -> Iterator[Page]:
    contexto = navegador.new_context(viewport={"width": ANCHOS[0], "height": ALTO}, locale="es-MX")
    contexto.set_default_timeout(15_000)
    yield contexto.new_page()
    contexto.close()


class Visita:
    """Goes from page to page and keeps what fails in each, and the titles, to tell one from another."""

    def __init__(self, page: Page, portal: Portal) -> None:
        self.page, self.portal = page, portal
        self.fallas: dict[str, list[str]] = {}
        self.titulos: dict[str, str] = {}

    def ver(self, nombre: str, ruta: str, *, status: int = 200) -> None:
        respuesta = self.page.goto(self.portal.url + ruta)
        self.mirar(nombre, respuesta, status=status)

    def mirar(self, nombre: str, respuesta: Response | None = None, *, status: int = 200) -> None:
        fallas = revisar(self.page)
        if respuesta is not None and respuesta.status != status:
            fallas.append(f"respondió {respuesta.status}")
        titulo = self.page.title()
        if (otra := self.titulos.setdefault(titulo, nombre)) != nombre and nombre not in MISMO_TITULO:
            fallas.append(f"se titula como {otra}: {titulo}")
        if fallas:
            self.fallas[nombre] = fallas
        if CAPTURAS:
            _capturar(self.page, nombre)

    def verlas(self, rutas: dict[str, str]) -> None:
        for nombre, ruta in rutas.items():
            self.ver(nombre, ruta)

    def exigir(self) -> None:
        assert not self.fallas, "\n".join(_renglones(self.fallas))


def _renglones(fallas: dict[str, list[str]]) -> Iterable[str]:
    yield f"{len(fallas)} páginas con fallas"
    for nombre, suyas in fallas.items():
        yield from (f"{nombre} — {una}" for una in suyas)


def _capturar(page: Page, nombre: str) -> None:
    for ancho in (1280, 390):
        page.set_viewport_size({"width": ancho, "height": ALTO})
        archivo = f"acc-{nombre.replace(':', '-').replace(' ', '-')}-{ancho}.png"
        page.screenshot(path=str(RAIZ / str(CAPTURAS) / archivo), full_page=True)
    page.set_viewport_size({"width": ANCHOS[0], "height": ALTO})


def test_toda_ruta_tiene_su_pagina_o_su_razon(duena: tuple[Dentro, dict[str, str]]) -> None:
    assert paginas.sin_entrada(duena[1]) == []
    assert set(paginas.SIN_PAGINA) <= set(paginas.rutas()), "sobran razones"


def test_publicas(poblado: Portal, pagina: Page, duena: tuple[Dentro, dict[str, str]]) -> None:
    visita = Visita(pagina, poblado)
    visita.verlas(paginas.publicas())
    visita.ver("opinion:publica", duena[1]["opinion:publica"])
    visita.ver("opinión neutral", "/opinion/NNE010101AA1/")
    visita.ver("opinión con error", "/opinion/?rfc=X", status=422)
    visita.ver("404", "/no-existe/", status=404)
    visita.ver("entrada del personal", "/admin/login/")
    visita.exigir()


def test_de_dentro(poblado: Portal, pagina: Page, duena: tuple[Dentro, dict[str, str]]) -> None:
    quien, ejemplos = duena
    dar_sesion(pagina.context, quien)
    visita = Visita(pagina, poblado)
    visita.verlas(paginas.de_dentro(ejemplos))
    visita.ver("404 dentro", f"/cobranza/32d/autorizacion/actos/{FOLIO}/", status=404)
    visita.ver("la entrada del personal, dentro", "/admin/login/")
    visita.exigir()


def test_mientras_se_activa(poblado: Portal, pagina: Page) -> None:
    quien = entra(poblado, persona="fisica")
    dar_sesion(pagina.context, quien)
    visita = Visita(pagina, poblado)
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


def test_del_personal(poblado: Portal, pagina: Page) -> None:
    filas = filas_del_personal(poblado)
    entrar(pagina, poblado, "personal")
    visita = Visita(pagina, poblado)
    visita.verlas(paginas.del_personal(filas))
    visita.ver("404 del personal", "/admin/no-hay/", status=404)
    visita.exigir()


def test_negado_al_personal(poblado: Portal, pagina: Page) -> None:
    """What refuses a member of the staff, and the forms sent empty."""
    entrar(pagina, poblado, "personal")
    visita = Visita(pagina, poblado)
    visita.ver("403 del personal", "/admin/bitacora/asiento/add/", status=403)
    for nombre, ruta in (
        ("contraseña con error", "password_change/"),
        ("carga con error", "padron/carga/add/"),
    ):
        pagina.goto(f"{poblado.url}/admin/{ruta}")
        pagina.locator("main form").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
        pagina.locator(".errornote").wait_for()
        visita.mirar(nombre)
    visita.exigir()
