"""32D Consultar Mi Opinión through HTTP: its owner, a stranger, who is not active, and nobody."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from http.cookies import SimpleCookie

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from pytest_django import Settings

from buzon.bitacora.models import RechazoAsentado
from buzon.documentos import services as documentos
from buzon.documentos.models import Documento
from buzon.padron.hechos import SituacionCredito
from buzon.padron.models import Patron
from buzon.padron.services import guardar_hechos
from opinion.models import OpinionEmitida
from tests.buzon.padron.fabricas import credito, garantia, hechos, oficina, registro
from tests.conftest import CENTRO
from tests.personas import Dentro

pytestmark = pytest.mark.django_db
RUTA = "/cobranza/32d/mi-opinion/"
Activa = Callable[..., Dentro]


@pytest.fixture
def con_hechos() -> Callable[..., None]:
    """Make the register say something of a person."""

    def decir(quien: Dentro, *registros: object) -> None:
        oficina()
        guardar_hechos(
            hechos(*registros, rfc=quien.persona.rfc),  # type: ignore[arg-type]
            ahora=timezone.now(),
        )

    return decir


def obtener(quien: Dentro) -> HttpResponse:
    respuesta: HttpResponse = quien.http.post(RUTA, follow=True)
    return respuesta


def codigo_de(respuesta: HttpResponse) -> str:
    html = respuesta.content.decode()
    return html.split('data-codigo="')[1].split('"')[0] if "data-codigo" in html else ""


DEUDA = (credito(), credito(SituacionCredito.PAGADO, numero="000000002"))


def test_explica_que_falta_y_que_se_reviso(activa: Activa, con_hechos: Callable[..., None]) -> None:
    quien = activa(persona="moral")
    con_hechos(quien, registro(creditos=DEUDA), registro(2, modalidad="40"))
    pagina = quien.http.get(RUTA)
    html = pagina.content.decode()
    assert pagina.status_code == 200
    for dato in (
        "<h1>32D Consultar Mi Opinión</h1>",
        'data-sentido="NEGATIVA"',
        "NEGATIVA",
        "Qué te falta para una opinión positiva",
        "Paga los créditos firmes",
        "1 crédito, $1,234.50 en total",
        "2 créditos revisados; 1 cuenta como adeudo: $1,234.50.",
        "Esta regla decidió el sentido.",
        "Y55-00001-10-0",
        "No cuentan: la modalidad 40 no es de trabajadores",
        "Pagado",
        "Código Fiscal de la Federación, artículo 32-D",
        "Obtener mi opinión",
        "Todavía no has obtenido ninguna.",
        "Vigente, 1 adeudo: $1,234.50",
        "Vigente, sin adeudos",
        'href="/promociones/aclaraciones/"',
    ):
        assert dato in html, dato
    assert html.count("data-resultado=") == 5
    assert not OpinionEmitida.objects.exists()


def test_una_positiva_dice_que_no_falta_nada(activa: Activa, con_hechos: Callable[..., None]) -> None:
    quien = activa(persona="moral")
    con_hechos(quien, registro())
    html = quien.http.get(RUTA).content.decode()
    assert "No te falta nada" in html
    assert "Qué te falta" not in html


def test_sin_registro_patronal_dice_que_no_es_negativa(activa: Activa) -> None:
    quien = activa(persona="fisica", sentido="SIN_OPINION")
    html = quien.http.get(RUTA).content.decode()
    assert "SIN OPINIÓN" in html
    assert "No es una opinión negativa" in html


def test_obtenerla_lleva_a_su_pagina_con_su_pdf(activa: Activa, con_hechos: Callable[..., None]) -> None:
    quien = activa(persona="moral")
    con_hechos(quien, registro(creditos=DEUDA))
    pagina = obtener(quien)
    emitida = OpinionEmitida.objects.get()
    assert pagina.redirect_chain == [(f"{RUTA}{emitida.folio}/", 302)]  # type: ignore[attr-defined]
    html = pagina.content.decode()
    for dato in (
        emitida.folio,
        "Vigente hasta hoy 23:59:59",
        "Descargar mi opinión",
        "Es la más reciente",
        emitida.documento.codigo,
        f"/opiniones/{emitida.folio}.pdf",
    ):
        assert dato in html, dato
    assert escape(quien.persona.nombre) in html
    assert "Paga los créditos firmes" not in html  # told once, on the page of one's opinion
    pdf = quien.http.get(f"/opiniones/{emitida.folio}.pdf")
    assert pdf.status_code == 200
    assert pdf.content == bytes(Documento.objects.get(folio=emitida.folio).pdf or b"")
    assert "MiOpinion_" in pdf["Content-Disposition"]
    assert pdf["Cache-Control"] == "private, no-store"
    de_nuevo = quien.http.get(RUTA).content.decode()
    assert "Con estos datos ya la obtuviste hoy" in de_nuevo
    assert f"{RUTA}{emitida.folio}/" in de_nuevo


def test_el_archivo_se_llama_como_el_rfc(activa: Activa) -> None:
    quien = activa(persona="moral")
    obtener(quien)
    folio = OpinionEmitida.objects.get().folio
    disposicion = quien.http.get(f"/opiniones/{folio}.pdf")["Content-Disposition"]
    assert disposicion.startswith(f'attachment; filename="MiOpinion_{quien.persona.rfc}.pdf"')


def test_pedirla_dos_veces_es_la_misma_y_si_cambian_los_datos_lo_dice(
    activa: Activa, con_hechos: Callable[..., None]
) -> None:
    quien = activa(persona="moral")
    con_hechos(quien, registro())
    primera = obtener(quien)
    assert obtener(quien).request["PATH_INFO"] == primera.request["PATH_INFO"]  # type: ignore[attr-defined]
    con_hechos(quien, registro(creditos=DEUDA))
    url = primera.request["PATH_INFO"]  # type: ignore[attr-defined]
    assert "Tus datos cambiaron desde que la obtuviste" in quien.http.get(url).content.decode()
    segunda = obtener(quien)
    assert OpinionEmitida.objects.count() == 2
    html = quien.http.get(url).content.decode()
    assert "Ya no es la más reciente" in html
    assert segunda.request["PATH_INFO"] in html  # type: ignore[attr-defined]
    assert "POSITIVA" in html


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_dos_pestanas_a_la_vez_reciben_la_misma(
    activa: Activa, con_hechos: Callable[..., None], settings: Settings
) -> None:
    settings.LIMITES_FACTOR = 100
    quien = activa(persona="moral")
    con_hechos(quien, registro())

    def pedir(_: int) -> str:
        pestana = Client()
        pestana.cookies = SimpleCookie({nombre: g.value for nombre, g in quien.http.cookies.items()})
        try:
            return str(pestana.post(RUTA).headers["Location"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as hilos:
        destinos = set(hilos.map(pedir, range(24)))
    assert destinos == {f"{RUTA}{OpinionEmitida.objects.get().folio}/"}


def _seguir_dentro(quien: Dentro, *, en: datetime) -> None:
    """Make the session last to another instant."""
    sesion = quien.http.session
    sesion["actividad_en"] = sesion["entro_en"] = en.timestamp()
    sesion.set_expiry(en + timedelta(hours=1))
    sesion.save()


def test_vencida_lo_dice(activa: Activa) -> None:
    quien = activa(persona="moral")
    url = obtener(quien).request["PATH_INFO"]  # type: ignore[attr-defined]
    manana = (timezone.now() + timedelta(days=1)).astimezone(CENTRO).replace(hour=0, minute=0, second=0)
    _seguir_dentro(quien, en=manana)
    with time_machine.travel(manana.replace(microsecond=0) - timedelta(minutes=10), tick=False):
        assert "quedan 10 min" in quien.http.get(url).content.decode()
    with time_machine.travel(manana, tick=False):
        html = quien.http.get(url).content.decode()
        assert "Venció el" in html
        assert "Obtener la de hoy" in html
        assert "data-sentido" not in html
        _seguir_dentro(quien, en=manana)
        obtener(quien)
    assert OpinionEmitida.objects.count() == 2


def test_mientras_se_sella_espera_y_el_fragmento_llega_una_vez(
    activa: Activa, monkeypatch: pytest.MonkeyPatch
) -> None:
    quien = activa(persona="moral")
    monkeypatch.setattr(documentos, "encolar", lambda *_, **__: None)
    pagina = obtener(quien)
    url = pagina.request["PATH_INFO"]  # type: ignore[attr-defined]
    assert "Procesando…" in pagina.content.decode()
    emitida = OpinionEmitida.objects.get()
    pendiente = quien.http.get(f"/opiniones/{emitida.folio}.pdf")
    assert (pendiente.status_code, codigo_de(pendiente)) == (409, "documento_pendiente")
    assert quien.http.get(url, headers={"HX-Request": "true"}).status_code == 204
    documentos.sellar(emitida.documento_id, ahora=timezone.now())
    fragmento = quien.http.get(url, headers={"HX-Request": "true"})
    assert "Descargar mi opinión" in fragmento.content.decode()
    assert "<html" not in fragmento.content.decode()


def test_lo_que_no_se_puede_leer_se_explica_y_nada_se_emite(
    activa: Activa, con_hechos: Callable[..., None]
) -> None:
    quien = activa(persona="moral")
    con_hechos(quien, registro())
    obtener(quien)
    Patron.objects.filter(rfc=quien.persona.rfc).update(personas=2)
    for respuesta in (quien.http.get(RUTA), quien.http.post(RUTA)):
        html = respuesta.content.decode()
        assert (respuesta.status_code, codigo_de(respuesta)) == (503, "no_disponible")
        assert "Acude a la Subdelegación" in html
        assert "Obtener mi opinión</button>" not in html
        assert "data-sentido" not in html
        assert OpinionEmitida.objects.get().folio in html
    assert OpinionEmitida.objects.count() == 1
    assert RechazoAsentado.objects.filter(codigo="no_disponible").count() == 2
    emitida = quien.http.get(f"{RUTA}{OpinionEmitida.objects.get().folio}/")
    assert emitida.status_code == 200


def test_lo_ajeno_no_existe(activa: Activa) -> None:
    duena, extrana = activa(persona="moral"), activa(persona="fisica")
    url = obtener(duena).request["PATH_INFO"]  # type: ignore[attr-defined]
    folio = url.rstrip("/").rpartition("/")[2]
    for ajena in (url, f"/opiniones/{folio}.pdf", f"{RUTA}{'9' * 23}/", f"{RUTA}123/", f"{RUTA}{folio}0/"):
        assert extrana.http.get(ajena).status_code == 404, ajena
    assert duena.http.get(f"/acuses/{folio}.pdf").status_code == 404
    assert folio not in extrana.http.get(RUTA).content.decode()
    for nadie in (RUTA, url, f"/opiniones/{folio}.pdf"):
        respuesta = Client().get(nadie)
        assert respuesta.status_code == 302
        assert respuesta.headers["Location"].startswith("/ingresar/?next=")


def test_el_representante_con_su_propia_fiel_ve_la_suya(activa: Activa) -> None:
    empresa = activa(persona="moral")
    url = obtener(empresa).request["PATH_INFO"]  # type: ignore[attr-defined]
    representante = empresa.http.get("/buzon/").context["persona"].ingreso.representante_rfc
    suyo = activa(rfc=representante)
    assert suyo.http.get(url).status_code == 404
    assert suyo.http.get(RUTA).status_code == 200


def test_sin_buzon_activo_se_va_a_la_activacion(entrar: Activa) -> None:
    quien = entrar(persona="fisica")
    for respuesta in (quien.http.get(RUTA), quien.http.post(RUTA)):
        assert respuesta.headers["Location"] == "/activacion/"
    assert not OpinionEmitida.objects.exists()


def test_sin_csrf_no_se_emite(activa: Activa) -> None:
    quien = activa(persona="moral")
    estricto = Client(enforce_csrf_checks=True)
    estricto.cookies = quien.http.cookies
    assert estricto.post(RUTA).status_code == 403
    assert not OpinionEmitida.objects.exists()


def test_solo_los_metodos_que_son(activa: Activa) -> None:
    quien = activa(persona="moral")
    url = obtener(quien).request["PATH_INFO"]  # type: ignore[attr-defined]
    assert quien.http.head(RUTA).status_code == quien.http.head(url).status_code == 200
    assert quien.http.post(url).status_code == quien.http.put(RUTA).status_code == 405


@pytest.mark.parametrize("pagina", ["0", "2", "x", "", "-1", "9" * 5000, "%00", "²"])
def test_una_pagina_del_historial_que_no_hay(activa: Activa, pagina: str) -> None:
    quien = activa(persona="moral")
    assert quien.http.get(f"{RUTA}?pagina={pagina}").status_code == 404


@pytest.mark.usefixtures("_limites_sin_reposicion")
def test_pedirla_sin_parar_tiene_limite(activa: Activa) -> None:
    quien = activa(persona="moral")
    estados = [quien.http.post(RUTA).status_code for _ in range(40)]
    assert estados == [302] * 30 + [429] * 10
    assert OpinionEmitida.objects.count() == 1


def test_esta_en_el_menu_y_en_el_inicio(activa: Activa) -> None:
    html = activa(persona="moral").http.get("/buzon/").content.decode()
    assert html.count(f'href="{RUTA}"') == 2


def test_lo_hostil_del_padron_sale_como_texto(activa: Activa, con_hechos: Callable[..., None]) -> None:
    quien = activa(persona="moral")
    hostil = replace(garantia(), folio="<script>alert(1)")
    con_hechos(quien, registro(creditos=(credito(garantia=hostil),)))
    html = quien.http.get(RUTA).content.decode()
    assert "Garantía &lt;script&gt;alert(1)" in html
    for pagina in (html, obtener(quien).content.decode()):
        assert "<script>alert" not in pagina


def enviar(**campos: object) -> HttpResponse:
    respuesta: HttpResponse = Client().post("/verificar/", campos)  # type: ignore[assignment]
    return respuesta


def test_se_verifica_con_folio_y_codigo_y_con_el_archivo(
    activa: Activa, con_hechos: Callable[..., None], settings: Settings
) -> None:
    settings.LIMITES_FACTOR = 100
    quien = activa(persona="moral")
    con_hechos(quien, registro(creditos=DEUDA))
    obtener(quien)
    emitida = OpinionEmitida.objects.select_related("documento").get()
    documento = emitida.documento
    con_codigo = enviar(folio=emitida.folio, codigo=documento.codigo)
    archivo = SimpleUploadedFile("opinion.pdf", bytes(documento.pdf or b""), "application/pdf")
    con_archivo = enviar(archivo=archivo)
    for respuesta in (con_codigo, con_archivo):
        html = respuesta.content.decode()
        assert respuesta.status_code == 200
        for dato in (
            'data-tono="mal"',
            "NEGATIVA</strong>",
            "Es auténtico y está vigente",
            emitida.rfc,
            "Opinión del Cumplimiento",
            documento.sha256,
            "sello.bin",
            "openssl dgst -sha256 -verify /dev/stdin -signature sello.bin cadena.txt",
        ):
            assert dato in html, dato
        assert "firma.p7s" not in html
        assert "000000001" not in html
    assert "coincide, byte por byte" in con_archivo.content.decode()
    assert "coincide, byte por byte" not in con_codigo.content.decode()
    llaves = {"folio": emitida.folio, "codigo": documento.codigo}
    for nombre in ("cadena.txt", "sello.bin", "certificado.cer"):
        assert Client().post(f"/verificar/{nombre}", llaves).status_code == 200
    assert Client().post("/verificar/firma.p7s", llaves).status_code == 404
    with time_machine.travel(emitida.vigente_hasta + timedelta(seconds=1), tick=False):
        vencida = enviar(**llaves).content.decode()
    assert "ya venció" in vencida
    assert "data-sentido" not in vencida


def test_una_todavia_sin_sello_se_verifica_sin_sello(activa: Activa, monkeypatch: pytest.MonkeyPatch) -> None:
    quien = activa(persona="moral")
    monkeypatch.setattr(documentos, "encolar", lambda *_, **__: None)
    obtener(quien)
    documento = OpinionEmitida.objects.get().documento
    html = enviar(folio=documento.folio, codigo=documento.codigo).content.decode()
    assert "Su PDF se está sellando" in html
    assert "sello.bin" not in html
