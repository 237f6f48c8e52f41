"""The staff before a request: everything readable, one order at a time, each under its author's name."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from buzon.mesa.columnas import en_palabras
from buzon.promociones.models import Adjunto, Comunicacion, Solicitud
from buzon.promociones.selectors import COMUNICACIONES, ultima_comunicacion
from buzon.valores.fechas import dia_en_centro
from tests.buzon.adjuntos.fabricas import pdf
from tests.buzon.promociones.particular import enviar_con, llenar
from tests.personal.expedientes import Expediente, resolver, ultimo_asiento, url

pytestmark = pytest.mark.django_db
Cliente = Callable[..., Client]
PERMISOS = ("view_solicitud", "responder_solicitud", "resolver_solicitud")
TEXTO = "Con los datos que enviaste, procede la aclaración."


@pytest.fixture
def solicitud(expediente: Expediente) -> Solicitud:
    una = Solicitud.objects.get(rfc=expediente.rfc)
    enviar_con(una, "<script>alert(2)</script>", pdf(), nombre="../../<b>pago</b> «ñ».pdf")
    return una


def test_se_lee_todo_y_nada_es_html(solicitud: Solicitud, cliente: Cliente) -> None:
    pagina = cliente("view_solicitud").get(url(Solicitud, "change", solicitud.pk)).content.decode()
    for dicho in (
        "&lt;script&gt;alert(1)",
        "&lt;script&gt;alert(2)",
        "Faltan 10 días",
        "Polanco, CDMX Norte",
    ):
        assert dicho in pagina, dicho
    assert "<b>pago" not in pagina
    assert "Escribir al particular" not in pagina
    pagina = cliente(*PERMISOS).get(url(Solicitud, "change", solicitud.pk)).content.decode()
    assert "Escribir al particular" in pagina
    # A form inside another one is lost by browsers.
    assert 'id="solicitud_form"' not in pagina


@pytest.mark.parametrize(
    ("datos", "clase", "estado"),
    [
        ({"orden": "responder"}, "MENSAJE", "PRESENTADA"),
        ({"orden": "requerir"}, "REQUERIMIENTO", "INFORMACION_REQUERIDA"),
        ({"orden": "resolver", "sentido": "PROCEDENTE"}, "RESOLUCION", "RESUELTA"),
    ],
)
def test_cada_orden(
    solicitud: Solicitud, cliente: Cliente, datos: dict[str, str], clase: str, estado: str
) -> None:
    quien, pagina = cliente(*PERMISOS), url(Solicitud, "change", solicitud.pk)
    if datos["orden"] == "resolver":
        hecha = resolver(quien, solicitud, texto=TEXTO, sentido=datos["sentido"])
    else:
        visto = {"texto": TEXTO, "visto": str(ultima_comunicacion(solicitud))}
        hecha = quien.post(url(Solicitud, "atender", solicitud.pk), datos | visto)
    assert (hecha.status_code, hecha["Location"]) == (302, pagina)
    respuesta = quien.get(pagina)
    assert TEXTO in respuesta.content.decode()
    autor = respuesta.wsgi_request.user.get_username()
    comunicacion = Comunicacion.objects.latest("pk")
    assert (comunicacion.clase, comunicacion.autor, comunicacion.texto) == (clase, autor, TEXTO)
    solicitud.refresh_from_db()
    assert solicitud.estado == estado
    asiento = ultimo_asiento()
    assert (asiento.rfc, asiento.detalle["autor"]) == (solicitud.rfc, autor)
    assert ("Escribir al particular" in respuesta.content.decode()) == (estado != "RESUELTA")


@pytest.mark.parametrize(
    "datos",
    [
        {},
        {"orden": "borrar", "texto": TEXTO},
        {"orden": "responder", "texto": "  "},
        {"orden": "responder", "texto": "a\x00b"},
        {"orden": "responder", "texto": "x" * 4001},
        {"orden": "responder", "texto": "\u202e"},
        {"orden": "resolver", "texto": TEXTO},
        {"orden": "resolver", "sentido": "OTRO", "texto": TEXTO},
        {"orden": "resolver", "sentido": "PROCEDENTE", "texto": "Sí"},
    ],
)
def test_lo_incompleto_vuelve_con_lo_escrito(
    solicitud: Solicitud, cliente: Cliente, datos: dict[str, str]
) -> None:
    cuantas = Comunicacion.objects.count()
    respuesta = cliente(*PERMISOS).post(url(Solicitud, "atender", solicitud.pk), datos)
    assert respuesta.status_code == 422
    assert 'role="alert"' in respuesta.content.decode()
    assert Comunicacion.objects.count() == cuantas


def test_quien_no_puede_atender(solicitud: Solicitud, cliente: Cliente) -> None:
    ruta, datos = url(Solicitud, "atender", solicitud.pk), {"orden": "responder", "texto": TEXTO}
    assert cliente("view_solicitud").post(ruta, datos).status_code == 403
    assert cliente("responder_solicitud").post(ruta, datos).status_code == 403
    assert cliente(*PERMISOS).get(ruta).status_code == 405
    assert Client().post(ruta, datos).status_code == 302
    assert cliente(superusuario=True).post(url(Solicitud, "atender", 10**9), datos).status_code == 404
    assert Comunicacion.objects.count() == 1


def test_lo_resuelto_no_se_atiende_otra_vez(solicitud: Solicitud, cliente: Cliente) -> None:
    quien = cliente(*PERMISOS)
    datos = {"sentido": "ORIENTACION", "texto": TEXTO}
    assert [resolver(quien, solicitud, **datos).status_code for _ in range(2)] == [302, 409]
    assert Comunicacion.objects.filter(clase="RESOLUCION").count() == 1


def test_un_adjunto_se_descarga_y_queda_quien(solicitud: Solicitud, cliente: Cliente) -> None:
    adjunto = Adjunto.objects.get()
    ruta = url(Solicitud, "adjunto", solicitud.pk, adjunto.pk)
    quien = cliente("view_solicitud")
    assert ruta in quien.get(url(Solicitud, "change", solicitud.pk)).content.decode()
    respuesta = quien.get(ruta)
    assert respuesta.content == bytes(adjunto.contenido)
    assert respuesta["Content-Disposition"].startswith("attachment;")
    assert "\n" not in respuesta["Content-Disposition"]
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    asiento = ultimo_asiento()
    assert (asiento.evento, asiento.rfc) == ("personal.descarga", solicitud.rfc)
    assert asiento.detalle["folio"] == solicitud.folio
    assert cliente().get(ruta).status_code == 403
    assert Client().get(ruta).status_code == 302
    assert quien.get(url(Solicitud, "adjunto", 10**9, adjunto.pk)).status_code == 404
    assert quien.post(ruta).status_code == 403


@pytest.mark.parametrize(
    ("dias", "dicho"),
    [
        (2, "Faltan 2 días"),
        (1, "Falta 1 día"),
        (0, "Vence hoy"),
        (-1, "Venció hace 1 día"),
        (-5, "Venció hace 5 días"),
    ],
)
def test_el_plazo_en_palabras(solicitud: Solicitud, dias: int, dicho: str) -> None:
    assert en_palabras(solicitud, hoy=solicitud.vence_el - timedelta(days=dias)) == dicho


def test_el_plazo_de_lo_resuelto(solicitud: Solicitud) -> None:
    hoy = dia_en_centro(timezone.now())
    solicitud.resuelta_en = timezone.now()
    assert en_palabras(solicitud, hoy=hoy) == "Resuelta en plazo"
    solicitud.vence_el = hoy - timedelta(days=1)
    assert en_palabras(solicitud, hoy=hoy) == "Resuelta fuera de plazo"


def test_lo_resuelto_sale_de_la_cola_y_se_encuentra(solicitud: Solicitud, cliente: Cliente) -> None:
    quien, lista = cliente(*PERMISOS), url(Solicitud, "changelist")
    assert solicitud.folio in quien.get(lista).content.decode()
    assert resolver(quien, solicitud, sentido="ORIENTACION", texto=TEXTO).status_code == 302
    assert solicitud.folio not in quien.get(lista).content.decode()
    for consulta in ({"estado": "RESUELTA"}, {"estado": "todas"}, {"q": solicitud.folio}):
        html = quien.get(lista, consulta).content.decode()
        assert "Resuelta en plazo" in html, consulta
    assert solicitud.folio not in quien.get(lista, {"estado": "OTRO"}).content.decode()


@pytest.mark.parametrize("es_demo", [True, False])
def test_la_demostracion_se_anuncia(es_demo: bool, cliente: Cliente, settings: Any) -> None:
    settings.ES_DEMO = es_demo
    html = cliente("view_solicitud").get(url(Solicitud, "changelist")).content.decode()
    assert ("Demostración, sin validez oficial" in html) is es_demo


def test_se_leen_los_ultimos_mensajes_y_los_anteriores_tras_un_enlace(
    solicitud: Solicitud, cliente: Cliente
) -> None:
    llenar(solicitud, COMUNICACIONES)
    quien, pagina = cliente("view_solicitud"), url(Solicitud, "change", solicitud.pk)
    html = quien.get(pagina).content.decode()
    assert html.count("Mensaje número") == COMUNICACIONES
    assert "alert(2)" not in html
    enlace = re.search(r'href="([^"]+\?antes=\d+&amp;visto=\d+)#historial"', html)
    assert enlace
    assert "alert(2)" in quien.get(unescape(enlace[1])).content.decode()
