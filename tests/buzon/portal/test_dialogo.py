"""The e.firma dialogue in a browser: its pages are rendered here and served to it without a server."""

import base64
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from mimetypes import guess_type
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import RequestFactory
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.esperas import ESPERA_MS
from tests.estaticos import leer

pytestmark = pytest.mark.navegador
RFC, CONTRASENA = "CACX7605101P8", "contraseña ñ 1"
RECIBIDO = '<!doctype html><html lang="es-MX"><title>Sí</title><main><h1>recibido</h1></main></html>'
CADENA = "||1.0|FIRMA|Nombre o Razon Social:ÑANDÚ & <PEÑA>|Manifestacion:Autorizo hacer pública mi opinión||"
ORIGEN = "http://localhost"
SOLTAR = """
(zona, archivos) => {
  const dataTransfer = new DataTransfer();
  for (const [nombre, texto] of archivos) {
    dataTransfer.items.add(new File([Uint8Array.from(atob(texto), (letra) => letra.charCodeAt(0))], nombre));
  }
  zona.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}
"""
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'"
)


@dataclass
class Efirma:
    """A key pair with a certificate of the SAT's profile."""

    rfc: str = RFC
    vence_en: timedelta = timedelta(days=30)
    llave: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @property
    def cer(self) -> FilePayload:
        usos = dict.fromkeys(
            ("key_encipherment", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False
        )
        nombre = x509.Name(
            [
                x509.NameAttribute(ObjectIdentifier("2.5.4.41"), "XOCHILT CASAS CHAVEZ"),
                x509.NameAttribute(NameOID.X500_UNIQUE_IDENTIFIER, self.rfc),
            ]
        )
        ahora = datetime.now(UTC)
        certificado = (
            x509.CertificateBuilder(nombre, nombre, self.llave.public_key())
            .serial_number(int.from_bytes(b"30001000000500000001"))
            .not_valid_before(ahora - timedelta(days=60))
            .not_valid_after(ahora + self.vence_en)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=True,
                    content_commitment=True,
                    data_encipherment=True,
                    key_agreement=True,
                    **usos,
                ),
                critical=False,
            )
            .add_extension(
                x509.ExtendedKeyUsage(
                    [ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.CLIENT_AUTH]
                ),
                critical=False,
            )
            .sign(self.llave, hashes.SHA256())
        )
        return _archivo("efirma.cer", certificado.public_bytes(Encoding.DER))

    @property
    def key(self) -> FilePayload:
        cifrado = BestAvailableEncryption(CONTRASENA.encode())
        return _archivo("efirma.key", self.llave.private_bytes(Encoding.DER, PrivateFormat.PKCS8, cifrado))


def _archivo(nombre: str, contenido: bytes) -> FilePayload:
    return {"name": nombre, "mimeType": "application/octet-stream", "buffer": contenido}


@dataclass
class Mesa:
    """A page with the dialogue, what it asked the server, and what it posted."""

    page: Page
    respuesta: tuple[int, dict[str, str]] = (200, {"codigo": "", "detalle": "Certificado 3000, no revocado."})
    preguntas: list[bytes] = field(default_factory=list)
    envios: list[dict[str, list[str]]] = field(default_factory=list)

    def servir(self, route: Route) -> None:
        ruta = urlsplit(route.request.url).path
        if ruta.startswith(static("")):
            archivo = ruta.removeprefix(static(""))
            route.fulfill(body=leer(archivo), content_type=guess_type(archivo)[0])
        elif ruta == "/efirma/validar/":
            self.preguntas.append(route.request.post_data_buffer or b"")
            route.fulfill(status=self.respuesta[0], json=self.respuesta[1])
        elif route.request.method == "POST":
            self.envios.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
            route.fulfill(body=RECIBIDO, content_type="text/html")
        elif route.request.headers.get("accept") == "application/json":
            route.fulfill(json={"reto": "01JE", "cadena": CADENA, "vence": time.time() + 300})
        else:
            html = render_to_string(*PAGINAS[ruta], request=_peticion(ruta))
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": CSP})

    def abrir(self, ruta: str) -> None:
        self.page.goto(ORIGEN + ruta)

    def elegir(self, efirma: Efirma, *, contrasena: str = CONTRASENA) -> None:
        self.page.get_by_label("Certificado (.cer)").set_input_files(efirma.cer)
        self.page.get_by_label("Clave privada (.key)").set_input_files(efirma.key)
        self.page.get_by_label("Contraseña de clave privada").fill(contrasena)

    def pulsar(self, nombre: str) -> None:
        self.page.get_by_role("button", name=nombre, exact=True).click()

    def espera_rechazo(self, codigo: str) -> None:
        alerta = self.page.get_by_role("alert")
        expect(alerta).to_have_attribute("data-codigo", codigo)
        expect(alerta).to_be_focused()


def _peticion(ruta: str) -> Any:
    request = RequestFactory().get(ruta)
    request.persona = (  # type: ignore[attr-defined]
        SimpleNamespace(nombre="XOCHILT CASAS CHAVEZ", rfc=RFC, buzon_activo=True)
        if ruta == "/firmar/"
        else None
    )
    return request


_ACTO = SimpleNamespace(
    id="3f0c9c1e",
    cadena=CADENA,
    manifestacion="Autorizo",
    nombre="XOCHILT CASAS CHAVEZ",
    rfc=RFC,
    representante_rfc="",
    vence_en=datetime.now(UTC) + timedelta(days=1),
)
PAGINAS: dict[str, tuple[str, dict[str, Any]]] = {
    "/ingresar/": (
        "cuentas/ingresar.html",
        {
            "reto": SimpleNamespace(
                id="01JD", cadena=CADENA, vence_en=datetime.now(UTC) + timedelta(minutes=30)
            ),
            "rechazo": None,
            "se_navega": True,
        },
    ),
    "/firmar/": (
        "autorizacion32d/certificar.html",
        {
            "acto": _ACTO,
            "leyenda": SimpleNamespace(movimiento="autorizar"),
            "rechazo": None,
            "volver_url": "/cobranza/32d/autorizacion/",
        },
    ),
}


@pytest.fixture
def mesa(navegador: Browser) -> Iterator[Mesa]:
    page = navegador.new_page(locale="es-MX")
    page.set_default_timeout(ESPERA_MS)
    mesa = Mesa(page)
    page.route("**/*", mesa.servir)
    quejas: list[str] = []
    page.on("pageerror", lambda error: quejas.append(str(error)))
    yield mesa
    page.close()
    assert not quejas


@pytest.fixture(scope="module")
def efirma() -> Efirma:
    return Efirma()


def _comprobar_envio(mesa: Mesa, efirma: Efirma, *, campo: str, valor: str) -> None:
    expect(mesa.page.get_by_text("recibido")).to_be_visible()
    [envio] = mesa.envios
    assert set(envio) == {"csrfmiddlewaretoken", campo, "certificado", "firma"}
    assert all(len(valores) == 1 for valores in envio.values())
    assert envio[campo] == [valor]
    assert x509.load_der_x509_certificate(base64.b64decode(envio["certificado"][0]))
    firma = base64.b64decode(envio["firma"][0])
    efirma.llave.public_key().verify(firma, CADENA.encode(), padding.PKCS1v15(), hashes.SHA256())


def test_ingresar_valida_firma_y_envia_con_un_boton(mesa: Mesa, efirma: Efirma) -> None:
    mesa.abrir("/ingresar/")
    mesa.elegir(efirma)
    expect(mesa.page.get_by_text("XOCHILT CASAS CHAVEZ")).to_be_visible()
    mesa.pulsar("Validar")
    _comprobar_envio(mesa, efirma, campo="reto", valor="01JD")
    assert not mesa.preguntas


def test_firmar_un_acto_pregunta_primero_y_se_apaga_con_cualquier_cambio(mesa: Mesa, efirma: Efirma) -> None:
    mesa.abrir("/firmar/")
    firmar = mesa.page.get_by_role("button", name="Firmar", exact=True)
    cambios: list[Callable[[], None]] = [
        lambda: mesa.page.get_by_label("Contraseña de clave privada").fill("otra"),
        lambda: mesa.page.get_by_label("Clave privada (.key)").set_input_files(efirma.key),
        lambda: mesa.page.get_by_label("Certificado (.cer)").set_input_files(efirma.cer),
    ]
    for cambiar in cambios:
        mesa.elegir(efirma)
        expect(firmar).to_be_disabled()
        mesa.pulsar("Validar")
        expect(mesa.page.get_by_role("status").filter(has_text="Tu e.firma es válida")).to_be_visible()
        expect(mesa.page.get_by_text("Certificado 3000, no revocado.")).to_be_visible()
        expect(firmar).to_be_enabled()
        cambiar()
        expect(firmar).to_be_disabled()
        expect(mesa.page.get_by_text("Tu e.firma es válida")).to_have_count(0)
    mesa.elegir(efirma)
    mesa.pulsar("Validar")
    firmar.click()
    _comprobar_envio(mesa, efirma, campo="acto", valor="3f0c9c1e")
    pregunta = parse_qs(mesa.preguntas[0].decode(), keep_blank_values=True)
    assert pregunta.keys() == {"certificado", "acto", "csrfmiddlewaretoken"}
    assert pregunta["acto"] == ["3f0c9c1e"]


def test_sin_elegir_nada_dice_todo_lo_que_falta(mesa: Mesa) -> None:
    mesa.abrir("/ingresar/")
    mesa.pulsar("Validar")
    mesa.espera_rechazo("falta_certificado")
    enlaces = mesa.page.get_by_role("alert").get_by_role("link")
    expect(enlaces).to_have_count(3)
    enlaces.nth(2).click()
    expect(mesa.page.get_by_label("Contraseña de clave privada")).to_be_focused()


@pytest.mark.parametrize(
    ("codigo", "cambios"),
    [
        ("contrasena_incorrecta", {"contrasena": "contraseña n 1"}),
        ("llave_no_corresponde", {"key": Efirma}),
        ("rfc_distinto", {"efirma": Efirma(rfc="MISC491214B86")}),
        ("certificado_vencido", {"efirma": Efirma(vence_en=timedelta(days=-1))}),
    ],
)
def test_lo_que_el_navegador_rechaza_no_se_envia(
    mesa: Mesa, efirma: Efirma, codigo: str, cambios: dict[str, Any]
) -> None:
    mesa.abrir("/firmar/")
    mesa.elegir(cambios.get("efirma", efirma), contrasena=cambios.get("contrasena", CONTRASENA))
    if "key" in cambios:
        mesa.page.get_by_label("Clave privada (.key)").set_input_files(cambios["key"]().key)
    mesa.pulsar("Validar")
    mesa.espera_rechazo(codigo)
    expect(mesa.page.get_by_role("button", name="Firmar", exact=True)).to_be_disabled()
    assert not mesa.preguntas
    assert not mesa.envios


def test_el_que_vencio_hoy_dice_a_que_hora(mesa: Mesa) -> None:
    vencida = Efirma(vence_en=timedelta(minutes=-1))
    mesa.abrir("/firmar/")
    mesa.elegir(vencida)
    con_hora = re.compile(r" de \d{4}\D{1,9}\d{2}:\d{2}:\d{2}(?! [ap])")
    mesa.pulsar("Validar")
    mesa.espera_rechazo("certificado_vencido")
    alerta = mesa.page.get_by_role("alert")
    expect(alerta).to_contain_text("Este certificado venció el")
    expect(alerta).to_contain_text(con_hora)
    expect(mesa.page.locator("#cer-error")).to_contain_text(con_hora)


@pytest.mark.parametrize(
    ("respuesta", "codigo"),
    [
        (
            (403, {"codigo": "formulario_vencido", "title": "El formulario venció", "detail": "Ábrela."}),
            "formulario_vencido",
        ),
        ((403, {}), "con_error"),
        ((503, {}), "con_error"),
    ],
)
def test_ni_sesion_ni_conexion_donde_no_es_eso(
    mesa: Mesa, efirma: Efirma, respuesta: tuple[int, dict[str, str]], codigo: str
) -> None:
    mesa.respuesta = respuesta
    mesa.abrir("/firmar/")
    mesa.elegir(efirma)
    mesa.pulsar("Validar")
    mesa.espera_rechazo(codigo)
    expect(mesa.page.get_by_role("alert")).not_to_contain_text(re.compile("sesión terminó|conexión"))


def test_el_rechazo_del_servidor_se_lee_y_firmar_sigue_apagado(mesa: Mesa, efirma: Efirma) -> None:
    mesa.respuesta = (422, {"codigo": "certificado_revocado", "mensaje": "Tu e.firma fue revocada."})
    mesa.abrir("/firmar/")
    mesa.elegir(efirma)
    mesa.pulsar("Validar")
    mesa.espera_rechazo("certificado_revocado")
    expect(mesa.page.get_by_role("alert")).to_contain_text("Tu e.firma fue revocada.")
    expect(mesa.page.get_by_role("button", name="Firmar", exact=True)).to_be_disabled()


def test_a_la_hora_firmar_se_apaga_y_dice_como_empezar_otro(mesa: Mesa, efirma: Efirma) -> None:
    page = mesa.page
    page.clock.install()
    mesa.abrir("/firmar/")
    mesa.elegir(efirma)
    mesa.pulsar("Validar")
    page.clock.run_for(1000)
    firmar = page.get_by_role("button", name="Firmar", exact=True)
    expect(firmar).to_be_enabled()
    page.clock.fast_forward("24:00:00")
    page.clock.run_for(60_000)
    expect(firmar).to_be_disabled()
    expect(page.get_by_role("button", name="Validar", exact=True)).to_be_disabled()
    aviso = page.get_by_role("status").filter(has_text="Pasó la hora para firmar.")
    expect(aviso.get_by_role("button", name="Ver el texto nuevo")).to_be_visible()
    mesa.elegir(efirma)
    expect(aviso).to_be_visible()
    expect(firmar).to_be_disabled()
    assert not mesa.envios


def test_los_dos_archivos_juntos_en_cualquier_orden_o_cambiados(mesa: Mesa, efirma: Efirma) -> None:
    mesa.abrir("/ingresar/")
    titular = mesa.page.locator("[data-pieza=cer] [data-titular]")
    archivos: list[tuple[str, list[FilePayload]]] = [
        ("Elegir los dos archivos", [efirma.key, efirma.cer]),
        ("Certificado (.cer)", [efirma.key]),
        ("Clave privada (.key)", [efirma.cer]),
    ]
    for campo, elegidos in archivos:
        mesa.page.get_by_label(campo).set_input_files(elegidos)
        expect(titular).to_have_text("XOCHILT CASAS CHAVEZ")
        expect(mesa.page.locator("[data-pieza=key] [data-nombre]")).to_have_text("efirma.key")
    mesa.page.get_by_label("Contraseña de clave privada").fill(CONTRASENA)
    mesa.pulsar("Validar")
    _comprobar_envio(mesa, efirma, campo="reto", valor="01JD")


def test_los_dos_se_sueltan_y_un_pfx_se_explica(mesa: Mesa, efirma: Efirma) -> None:
    mesa.abrir("/ingresar/")
    expect(mesa.page.get_by_role("button", name="Validar", exact=True)).to_be_enabled()
    pfx = serialize_key_and_certificates(None, efirma.llave, None, None, NoEncryption())
    for archivos in ([_archivo("efirma.pfx", pfx)], [efirma.key, efirma.cer]):
        contenido = [[uno["name"], base64.b64encode(uno["buffer"]).decode()] for uno in archivos]
        mesa.page.locator("[data-zona]").evaluate(SOLTAR, contenido)
        if len(archivos) == 1:
            expect(mesa.page.locator("#cer-error")).to_contain_text("Aquí no se usa un .pfx.")
    expect(mesa.page.locator("#cer-error")).to_have_count(0)
    expect(mesa.page.locator("[data-pieza=cer] [data-titular]")).to_have_text("XOCHILT CASAS CHAVEZ")
    expect(mesa.page.locator("[data-pieza][data-listo]")).to_have_count(2)


def test_el_archivo_que_cambio_se_dice(mesa: Mesa, efirma: Efirma, tmp_path: Path) -> None:
    for nombre, archivo in (("a.cer", efirma.cer), ("a.key", efirma.key)):
        (tmp_path / nombre).write_bytes(archivo["buffer"])
    mesa.abrir("/firmar/")
    mesa.page.get_by_label("Elegir los dos archivos").set_input_files(
        [tmp_path / "a.cer", tmp_path / "a.key"]
    )
    mesa.page.get_by_label("Contraseña de clave privada").fill(CONTRASENA)
    expect(mesa.page.locator("[data-pieza][data-listo]")).to_have_count(2)
    (tmp_path / "a.key").write_bytes(b"otra")
    mesa.pulsar("Validar")
    mesa.espera_rechazo("archivo_cambiado")
    assert not mesa.preguntas


def test_sin_red_firmar_conserva_todo_y_se_repite_sin_validar(mesa: Mesa, efirma: Efirma) -> None:
    mesa.abrir("/firmar/")
    mesa.elegir(efirma)
    mesa.pulsar("Validar")
    firmar = mesa.page.get_by_role("button", name="Firmar", exact=True)
    expect(firmar).to_be_enabled()
    mesa.page.route(f"{ORIGEN}/firmar/", lambda route: route.abort())
    firmar.click()
    mesa.espera_rechazo("firma_sin_enviar")
    expect(mesa.page.get_by_label("Contraseña de clave privada")).to_have_value(CONTRASENA)
    mesa.page.unroute(f"{ORIGEN}/firmar/")
    firmar.click()
    _comprobar_envio(mesa, efirma, campo="acto", valor="3f0c9c1e")


def test_el_reto_por_vencer_se_cambia_sin_decir_nada(mesa: Mesa, efirma: Efirma) -> None:
    mesa.abrir("/ingresar/")
    mesa.page.locator("[data-efirma]").evaluate("uno => { uno.dataset.vence = Date.now() / 1000 + 30; }")
    mesa.elegir(efirma)
    mesa.pulsar("Validar")
    _comprobar_envio(mesa, efirma, campo="reto", valor="01JE")


def test_las_mayusculas_fijas_se_dicen(mesa: Mesa) -> None:
    mesa.abrir("/ingresar/")
    contrasena = mesa.page.get_by_label("Contraseña de clave privada")
    expect(mesa.page.get_by_role("button", name="Validar", exact=True)).to_be_enabled()
    for puesto in (True, False):
        evento = f"new KeyboardEvent('keyup', {{ key: 'A', modifierCapsLock: {str(puesto).lower()} }})"
        contrasena.evaluate(f"campo => campo.dispatchEvent({evento})")
        expect(mesa.page.get_by_text("Bloq Mayús está activado")).to_be_visible(visible=puesto)


def test_mostrar_la_contrasena(mesa: Mesa) -> None:
    mesa.abrir("/ingresar/")
    contrasena = mesa.page.get_by_label("Contraseña de clave privada")
    mesa.pulsar("Mostrar contraseña")
    expect(contrasena).to_have_attribute("type", "text")
    mesa.pulsar("Ocultar contraseña")
    expect(contrasena).to_have_attribute("type", "password")


def test_sin_webcrypto_lo_dice_y_no_deja_validar(mesa: Mesa) -> None:
    mesa.page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    mesa.abrir("/ingresar/")
    mesa.espera_rechazo("navegador_sin_firma")
    expect(mesa.page.get_by_role("button", name="Validar", exact=True)).to_be_disabled()


# Elements that a page would find by the name of what the dialogue uses, before and beside it.
CON_NOMBRES_DE_OTROS = """
<img id="crypto" name="crypto"><a id="fetch" href="//otro.example/"></a><a id="btoa"></a><a id="TextEncoder"></a>
<a id="forge"></a><form id="forge" name="pki"><input name="certificateFromAsn1"></form>
<a id="Uint8Array"></a><a id="Date"></a>
<input id="cer"><input id="key"><input id="contrasena"><p data-estado data-leido data-validar data-firmar></p>
<pre data-cadena>||otro texto||</pre><input name="firma"><input name="certificado"><input name="reto" value="otro">
"""
TAPAN_AL_DOCUMENTO = """
<img name="querySelectorAll"><img name="querySelector"><form name="getElementById"></form><img name="documentElement">
"""


def _con(mesa: Mesa, html: str) -> None:
    """Put that HTML at the start of the pages of the dialogue."""

    def servir(route: Route) -> None:
        pagina = render_to_string(*PAGINAS["/ingresar/"], request=_peticion("/ingresar/"))
        if route.request.method == "POST":
            mesa.servir(route)
        else:
            cuerpo = pagina.replace("<main", f"{html}<main", 1)
            route.fulfill(body=cuerpo, content_type="text/html", headers={"Content-Security-Policy": CSP})

    mesa.page.route(f"{ORIGEN}/ingresar/", servir)
    mesa.abrir("/ingresar/")


def test_los_nombres_de_otros_elementos_no_cambian_lo_que_se_firma(mesa: Mesa, efirma: Efirma) -> None:
    _con(mesa, CON_NOMBRES_DE_OTROS)
    dialogo = mesa.page.locator("[data-efirma]")
    dialogo.locator("#cer").set_input_files(efirma.cer)
    dialogo.locator("#key").set_input_files(efirma.key)
    dialogo.locator("#contrasena").fill(CONTRASENA)
    mesa.pulsar("Validar")
    _comprobar_envio(mesa, efirma, campo="reto", valor="01JD")


def test_sin_forge_un_elemento_de_su_nombre_no_lo_suple(mesa: Mesa, efirma: Efirma) -> None:
    mesa.page.route("**/forge*.js", lambda route: route.abort())
    _con(mesa, CON_NOMBRES_DE_OTROS)
    mesa.espera_rechazo("navegador_sin_firma")
    expect(mesa.page.get_by_role("button", name="Validar", exact=True)).to_be_disabled()


def test_lo_que_tapa_al_documento_no_deja_firmar(navegador: Browser) -> None:
    page = navegador.new_page()
    mesa = Mesa(page)
    page.route("**/*", mesa.servir)
    _con(mesa, TAPAN_AL_DOCUMENTO)
    expect(page.get_by_role("button", name="Validar", exact=True)).to_be_disabled()
    assert not mesa.envios
    page.close()


def test_sin_javascript_explica_que_hace_falta(navegador: Browser) -> None:
    page = navegador.new_page(java_script_enabled=False)
    page.route("**/*", Mesa(page).servir)
    page.goto(f"{ORIGEN}/ingresar/")
    expect(page.locator("noscript .aviso")).to_be_visible()
    assert "Para firmar hace falta JavaScript." in page.locator("noscript").inner_text()
    expect(page.get_by_role("button", name="Validar", exact=True)).to_be_disabled()
    page.close()
