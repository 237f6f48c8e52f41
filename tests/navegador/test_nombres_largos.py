"""A name of one word, as long as a certificate may bring it, scrolls no page sideways on a phone."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route

from buzon.actos.models import ActoFirmado
from buzon.cuentas.models import Contribuyente, Usuario
from buzon.demo.autoridad import crear_autoridad
from buzon.demo.emision import Titular, emitir_persona
from buzon.demo.personas import Persona
from buzon.promociones.models import Solicitud
from tests.estaticos import leer
from tests.navegador.inspeccion import DESBORDA, SOBRA
from tests.personal.dentro import dentro
from tests.personas import Dentro

pytestmark = [
    pytest.mark.navegador,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_sin_limites_usados"),
]
SITIO = "http://testserver"
RFC = "PEAA800101AB1"


@pytest.fixture(scope="module", autouse=True)
def _django_junto_al_navegador() -> Iterator[None]:
    """Playwright runs a loop in this thread, for which Django would refuse to read its database, or to empty it."""
    with pytest.MonkeyPatch.context() as parche:
        parche.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(params=[30, 66])
def persona(request: pytest.FixtureRequest, gente_demo: list[Persona], tmp_path: Path) -> Persona:
    """With an e.firma of the demo authority; W is the widest letter."""
    ahora, contrasena = timezone.now(), "Demo-2026"
    autoridad = crear_autoridad(Path(settings.BUZON_DATOS) / "demo", ahora=ahora)
    titular = Titular(nombre="W" * request.param, rfc=RFC)
    par = emitir_persona(autoridad.intermedia, titular=titular, desde=ahora, contrasena=contrasena)
    (tmp_path / "cer").write_bytes(par.cer)
    (tmp_path / "key").write_bytes(par.key)
    rasgos = {
        "persona": "fisica",
        "situacion": "vigente",
        "sentido": "SIN_OPINION",
        "buzon_activo": False,
        "contrasena": contrasena,
    }
    return Persona(rfc=RFC, nombre=titular.nombre, cer=tmp_path / "cer", key=tmp_path / "key", **rasgos)  # type: ignore[arg-type]


@pytest.fixture
def paginas(persona: Persona) -> dict[str, str]:
    """The HTML of every page that prints the name, by its path: the taxpayer's own, the public ones and the staff's."""
    quien = Dentro(persona)
    quien.ingresar()
    quien.activar()
    firmado = quien.hacer("autorizar").request["PATH_INFO"]  # type: ignore[attr-defined]
    rutas = ["/buzon/", "/ingresar/", "/cobranza/32d/mi-opinion/", "/activacion/", "/soporte/", firmado]
    pedida = {
        "asunto": "OPINION_PUBLICA",
        "texto": "No estoy de acuerdo.\n\nPido que se revise.",
        "accion": "continuar",
    }
    solicitada = quien.firmar(quien.http.post("/promociones/aclaraciones/", pedida, follow=True))
    rutas += [solicitada.request["PATH_INFO"], f"/promociones/aclaraciones/{Solicitud.objects.get().folio}/"]  # type: ignore[attr-defined]
    emitida = quien.http.post("/cobranza/32d/mi-opinion/", {}, follow=True)
    rutas += [emitida.request["PATH_INFO"], "/buzon/contactos/"]  # type: ignore[attr-defined]
    html = {ruta: quien.http.get(ruta, follow=True).content.decode() for ruta in rutas}
    html[f"/opinion/{RFC}/"] = Client().get(f"/opinion/{RFC}/").content.decode()
    personal = dentro(Usuario.objects.create_superuser("raiz"))
    de_cada_modelo = {
        "cuentas/contribuyente": Contribuyente.objects.get().pk,
        "actos/actofirmado": ActoFirmado.objects.first().pk,  # type: ignore[union-attr]
        "promociones/solicitud": Solicitud.objects.get().pk,
    }
    del_personal = [f"/admin/expediente/{RFC}/", "/admin/cuentas/contribuyente/", "/admin/actos/actofirmado/"]
    del_personal += [f"/admin/{modelo}/{pk}/change/" for modelo, pk in de_cada_modelo.items()]
    html |= {ruta: personal.get(ruta).content.decode() for ruta in del_personal}
    assert [ruta for ruta, texto in html.items() if persona.nombre not in texto] == []
    return html


@pytest.fixture(params=[320, 390])
def page(request: pytest.FixtureRequest, navegador: Browser, paginas: dict[str, str]) -> Iterator[Page]:
    """A phone that is given these pages, and their static files."""

    def contestar(ruta: Route) -> None:
        camino = urlsplit(ruta.request.url).path
        if camino in paginas:
            ruta.fulfill(body=paginas[camino], content_type="text/html; charset=utf-8")
        elif camino.endswith("/qr.svg"):
            ruta.fulfill(body='<svg xmlns="http://www.w3.org/2000/svg" />', content_type="image/svg+xml")
        else:
            archivo = camino.removeprefix(static(""))
            ruta.fulfill(body=leer(archivo), content_type=mimetypes.guess_type(archivo)[0])

    contexto = navegador.new_context(
        viewport={"width": request.param, "height": 844}, java_script_enabled=False
    )
    contexto.route("**/*", contestar)
    yield contexto.new_page()
    contexto.close()


def test_un_nombre_de_una_palabra_no_mueve_la_pagina_de_lado(page: Page, paginas: dict[str, str]) -> None:
    sobra = {}
    for ruta in paginas:
        page.goto(SITIO + ruta)
        if page.evaluate(SOBRA) > 0:
            sobra[ruta] = page.evaluate(DESBORDA)
    assert not sobra
