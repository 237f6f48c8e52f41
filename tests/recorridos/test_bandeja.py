"""The inbox: its list, its filters and pages, each message, and the read marks; one's own and nobody else's."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from buzon.bitacora.models import RechazoAsentado
from buzon.mensajes import selectors, services
from buzon.mensajes.forms import FiltroForm
from buzon.mensajes.models import Canal, Clase, Envio, EstadoDeEnvio, Mensaje
from buzon.mensajes.selectors import Filtro
from buzon.mensajes.services import Aviso, depositar
from tests.hipotesis import ejemplos
from tests.personas import Dentro

pytestmark = pytest.mark.django_db
LISTA = "/buzon/"
MARCAR = "/buzon/mensajes/marcar/"
_NUMEROS: Iterator[int] = count()


def llega(
    rfc: str, asunto: str = "Aviso", *, texto: str = "Un párrafo.", clase: Clase = Clase.ACTO, **mas: Any
) -> Mensaje:
    ahora = mas.pop("ahora", timezone.now())
    aviso = Aviso(clase=clase, asunto=asunto, texto=texto, clave=f"prueba:{next(_NUMEROS)}", **mas)
    return depositar(rfc, aviso=aviso, destinos=[], ahora=ahora)


def pagina(quien: Dentro, consulta: str = "") -> str:
    respuesta = quien.http.get(f"{LISTA}?{consulta}")
    assert respuesta.status_code == 200, consulta
    return str(respuesta.content.decode())


def asuntos(html: str) -> list[str]:
    lista = re.search(r'<ol class="bandeja">.*?</ol>', html, re.S)
    return re.findall(r'href="/buzon/mensajes/\d+/(?:\?[^"]*)?"[^>]*>([^<]*)<', lista[0]) if lista else []


@pytest.fixture
def duena(activa: Callable[..., Dentro]) -> Dentro:
    quien = activa(persona="moral")
    services.marcar_todos_leidos(quien.persona.rfc, hasta=10**9, ahora=timezone.now())
    return quien


def test_lo_nuevo_se_dice_con_palabras_y_se_cuenta(duena: Dentro) -> None:
    rfc = duena.persona.rfc
    antes = len(asuntos(pagina(duena)))
    viejo, nuevo = llega(rfc, "Leído"), llega(rfc, "Sin abrir")
    services.marcar_leidos(rfc, ids=[viejo.pk], ahora=timezone.now())
    html = pagina(duena)
    assert asuntos(html)[:2] == ["Sin abrir", "Leído"]
    assert html.count("<li data-nuevo>") == html.count(">Nuevo</span>") == 1
    assert "1 sin leer" in html
    assert f"Mensajes 1 a {antes + 2} de {antes + 2}" in html
    assert '1 <span class="oculto">sin leer</span>' in duena.http.get("/cobranza/32d/autorizacion/").text
    assert duena.http.get(f"/buzon/mensajes/{nuevo.pk}/").status_code == 200
    for ruta in (LISTA, "/cobranza/32d/autorizacion/"):
        assert "sin leer</span>" not in duena.http.get(ruta).text


def test_una_bandeja_vacia_y_una_busqueda_sin_resultados(
    duena: Dentro, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = pagina(duena, "q=nadaigual")
    assert "Ningún mensaje coincide" in html
    assert f'<a href="{LISTA}">Ver todos los mensajes</a>' in html
    for consulta, dicho in (
        ("leidos=no", "No tienes mensajes sin leer."),
        ("leidos=no&q=x", "Ningún mensaje coincide"),
    ):
        html = pagina(duena, consulta)
        assert dicho in html
        assert html.count('<p role="status">') == 1
    bandeja_de = selectors.bandeja_de
    monkeypatch.setattr(selectors, "bandeja_de", lambda rfc, **como: bandeja_de("XAXX010101000", **como))
    html = pagina(duena)
    assert "Todavía no tienes mensajes" in html
    assert "Ningún mensaje coincide" not in html


@pytest.mark.parametrize(
    ("consulta", "esperados"),
    [
        ("q=opinion", ["Tu OPINIÓN cambió"]),
        ("q=OPINIÓN+  cambio", ["Tu OPINIÓN cambió"]),
        ("q=párrafo+ñandu", ["Firmaste"]),
        ("q=100%25", ["Vence al 100%"]),
        ("q=0%25", ["Vence al 100%"]),
        ("q=a_b", ["Código a_b"]),
        ("q=%5C", ["Ruta c:\\"]),
        ("q=%25_", []),
        ("q=opinion+nandu", []),
        ("clase=EFIRMA", ["Vence al 100%"]),
        ("clase=OPINION&leidos=no", ["Tu OPINIÓN cambió"]),
        ("clase=CUENTA&q=opinion", []),
        ("leidos=no&q=", ["Ruta c:\\", "Código a_b", "Vence al 100%", "Tu OPINIÓN cambió"]),
    ],
)
def test_filtros(duena: Dentro, consulta: str, esperados: list[str]) -> None:
    rfc = duena.persona.rfc
    firmado = llega(rfc, "Firmaste", texto="Primer párrafo.\n\nDel ÑANDÚ.")
    llega(rfc, "Tu OPINIÓN cambió", clase=Clase.OPINION)
    llega(rfc, "Vence al 100%", clase=Clase.EFIRMA)
    llega(rfc, "Código a_b", texto="axb", clase=Clase.CUENTA)
    llega(rfc, "Ruta c:\\", clase=Clase.SOLICITUD)
    llega("XAXX010101000", "Tu OPINIÓN de otro 100% a_b \\ ñandú párrafo")
    services.marcar_leidos(rfc, ids=[firmado.pk], ahora=timezone.now())
    propios = {"Firmaste", "Tu OPINIÓN cambió", "Vence al 100%", "Código a_b", "Ruta c:\\"}
    encontrados = asuntos(pagina(duena, consulta))
    assert [a for a in encontrados if a in propios] == esperados
    assert not any("de otro" in asunto for asunto in encontrados)


LETRAS = st.text("abcdefghijklmnñopqrstuvwxyzáéíóúüABCÑÁÉÍÓÚÜ0123456789%_\\", min_size=1, max_size=12)


def _sin_acentos(texto: str) -> str:
    return texto.translate(str.maketrans("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN"))


@given(
    palabras=st.lists(LETRAS, min_size=1, max_size=6),
    cual=st.integers(0, 5),
    disfraz=st.sampled_from([str, str.upper, str.lower, str.swapcase, _sin_acentos]),
)
@ejemplos(60, HealthCheck.function_scoped_fixture)
def test_una_palabra_del_texto_se_encuentra_como_sea_que_se_escriba(
    palabras: list[str], cual: int, disfraz: Callable[[str], str]
) -> None:
    mensaje = llega("EKU9003173C9", texto=" ".join(palabras))
    form = FiltroForm({"q": disfraz(palabras[cual % len(palabras)])})
    assert form.is_valid()
    hallados = selectors.bandeja_de("EKU9003173C9", filtro=form.filtro, pagina="1")
    assert hallados is not None
    assert mensaje.pk in {hallado.pk for hallado in hallados}


@given(palabra=LETRAS, texto=LETRAS)
@ejemplos(60, HealthCheck.function_scoped_fixture)
def test_los_comodines_son_letras(palabra: str, texto: str) -> None:
    mensaje = llega("EKU9003173C9", "x", texto=texto)
    form = FiltroForm({"q": palabra})
    assert form.is_valid()
    hallados = selectors.bandeja_de("EKU9003173C9", filtro=form.filtro, pagina="1")
    assert hallados is not None
    esta = _sin_acentos(palabra).lower() in _sin_acentos(f"x {texto}").lower()
    assert (mensaje.pk in {hallado.pk for hallado in hallados}) == esta


def test_las_paginas_cuentan_y_llevan_el_filtro(duena: Dentro) -> None:
    rfc = duena.persona.rfc
    for n in range(134):
        llega(rfc, f"Sobre tu crédito {n:03}", clase=Clase.OPINION)
    llega(rfc, "Otra cosa", clase=Clase.CUENTA)
    primera = pagina(duena, "q=credito&clase=OPINION")
    assert "Mensajes 1 a 20 de 134" in primera
    assert asuntos(primera)[0] == "Sobre tu crédito 133"
    assert 'rel="prev"' not in primera
    assert 'href="?q=credito&amp;clase=OPINION&amp;pagina=2"' in primera
    ultima = pagina(duena, "q=credito&clase=OPINION&pagina=7")
    assert "Mensajes 121 a 134 de 134" in ultima
    assert 'rel="next"' not in ultima
    assert re.search(r'pagina=7" aria-current="page"><span class="oculto">Página </span>7</a>', ultima)
    vistas = [asunto for n in range(1, 8) for asunto in asuntos(pagina(duena, f"q=credito&pagina={n}"))]
    assert vistas == [f"Sobre tu crédito {n:03}" for n in reversed(range(134))]
    assert duena.http.get(f"{LISTA}?q=credito&pagina=8").status_code == 404


@pytest.mark.parametrize("valor", ["0", "-1", "99", "abc", "", "9" * 5000, "%00", "²", "1.0", "%ED%A0%80"])
def test_una_pagina_que_no_hay(duena: Dentro, valor: str) -> None:
    assert duena.http.get(f"{LISTA}?pagina={valor}").status_code == 404


@pytest.mark.parametrize(
    "consulta",
    ["q=" + "a" * 10_240, "q=%00", "q=a%00b", "clase=NINGUNA", "clase=%00", "leidos=si", "clase=acto&q=x"],
)
def test_un_filtro_que_no_es_lo_dice_y_no_muestra_nada(duena: Dentro, consulta: str) -> None:
    llega(duena.persona.rfc)
    respuesta = duena.http.get(f"{LISTA}?{consulta}")
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert 'data-codigo="datos_invalidos"' in html
    assert "<title>Error:" in html
    assert asuntos(html) == []
    assert "Ver todos los mensajes" in html


@pytest.mark.parametrize(
    "consulta", ["q=%ED%A0%80", "q=%CC%81", "q=+++", "q=a&q=b", "otra=%00", "q=%F0%9F%98%80"]
)
def test_lo_raro_que_no_es_error(duena: Dentro, consulta: str) -> None:
    assert duena.http.get(f"{LISTA}?{consulta}").status_code == 200


def test_el_mensaje_se_lee_entero_y_como_texto(duena: Dentro, ahora: datetime) -> None:
    mensaje = llega(
        duena.persona.rfc,
        "<b>Autorizaste</b>",
        texto="Uno <script>alert(1)</script>.\n\nDos & tres.",
        enlace="/cobranza/32d/autorizacion/",
        ahora=ahora,
    )
    html = duena.http.get(f"/buzon/mensajes/{mensaje.pk}/").text
    assert "&lt;b&gt;Autorizaste&lt;/b&gt;</h1>" in html
    assert "<p>Uno &lt;script&gt;alert(1)&lt;/script&gt;.</p>" in html
    assert "<p>Dos &amp; tres.</p>" in html
    assert "23 de noviembre de 2026, 13:10:44 horas" in html
    assert re.search(r'href="/cobranza/32d/autorizacion/">Ver el acto y su acuse</a>', html)
    assert "También se envió" not in html


def test_dice_a_donde_mas_se_envio_sin_descubrir_la_direccion(duena: Dentro, ahora: datetime) -> None:
    mensaje = llega(duena.persona.rfc)
    comun = {"mensaje": mensaje, "creado_en": ahora, "proximo_en": ahora}
    Envio.objects.create(
        canal=Canal.CORREO, destino="paola@uno.mx", estado=EstadoDeEnvio.ENVIADO, enviado_en=ahora, **comun
    )
    Envio.objects.create(
        canal=Canal.CORREO,
        destino="raul@dos.mx",
        estado=EstadoDeEnvio.FALLIDO,
        error="550 raul@dos.mx",
        **comun,
    )
    Envio.objects.create(canal=Canal.SMS, destino="5512345678", **comun)
    html = duena.http.get(f"/buzon/mensajes/{mensaje.pk}/").text
    lista = html[html.index("También se envió a") :]
    for dicho in (
        "pa***@uno.mx",
        "enviado el <time",
        "ra***@dos.mx",
        "No se pudo entregar",
        "** **** 5678",
        "Pendiente",
    ):
        assert dicho in lista
    for secreto in ("paola", "raul", "55123", "550"):
        assert secreto not in html


def test_los_vecinos_son_los_suyos(duena: Dentro) -> None:
    rfc = duena.persona.rfc
    primero, medio = llega(rfc, "Primero"), llega(rfc, "Medio")
    llega("XAXX010101000", "Ajeno")
    ultimo = llega(rfc, "Último")
    detalle = selectors.detalle_de(medio.pk, rfc=rfc, filtro=Filtro())
    assert detalle is not None
    assert (detalle.anterior, detalle.siguiente) == (primero, ultimo)
    del_ultimo = selectors.detalle_de(ultimo.pk, rfc=rfc, filtro=Filtro())
    assert del_ultimo is not None
    assert del_ultimo.siguiente is None


def test_solo_abrirlo_lo_marca_leido_y_una_vez(duena: Dentro) -> None:
    mensaje = llega(duena.persona.rfc)
    ruta = f"/buzon/mensajes/{mensaje.pk}/"
    duena.http.head(ruta)
    for adelantado in ("prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"):
        assert duena.http.get(ruta, headers={"Sec-Purpose": adelantado}).status_code == 200
    assert duena.http.get(ruta, headers={"Purpose": "prefetch"}).status_code == 200
    mensaje.refresh_from_db()
    assert mensaje.leido_en is None
    duena.http.get(ruta)
    mensaje.refresh_from_db()
    leido_en = mensaje.leido_en
    assert leido_en is not None
    duena.http.get(ruta)
    mensaje.refresh_from_db()
    assert mensaje.leido_en == leido_en

    vuelta = duena.http.post(f"{ruta}no-leido/", follow=True)
    mensaje.refresh_from_db()
    assert mensaje.leido_en is None
    assert vuelta.request["PATH_INFO"] == LISTA
    assert "El mensaje quedó como no leído." in vuelta.text


def test_lo_de_otra_no_existe(duena: Dentro, activa: Callable[..., Dentro]) -> None:
    extrana = activa(persona="fisica")
    mensaje = llega(duena.persona.rfc, "Secreto")
    ruta = f"/buzon/mensajes/{mensaje.pk}/"
    assert extrana.http.get(ruta).status_code == 404
    assert extrana.http.post(f"{ruta}no-leido/").status_code == 404
    extrana.http.post(MARCAR, {"marcar": "leidos", "mensaje": [mensaje.pk]})
    extrana.http.post(MARCAR, {"marcar": "todos", "hasta": mensaje.pk})
    mensaje.refresh_from_db()
    assert mensaje.leido_en is None
    assert "Secreto" not in extrana.http.get(LISTA).text
    assert "Secreto" not in extrana.http.get(f"{LISTA}?q=secreto").text
    duena.http.get(ruta)
    extrana.http.post(MARCAR, {"marcar": "no_leidos", "mensaje": [mensaje.pk]})
    mensaje.refresh_from_db()
    assert mensaje.leido_en is not None


@pytest.mark.parametrize("ruta", [LISTA, "/buzon/mensajes/1/", "/buzon/mensajes/1/no-leido/", MARCAR])
def test_sin_sesion_o_sin_buzon_activo_no_se_llega(entrar: Callable[..., Dentro], ruta: str) -> None:
    quien = entrar(persona="fisica")
    for metodo in ("get", "post"):
        assert getattr(Client(), metodo)(ruta).headers["Location"].startswith("/ingresar/?next=")
        assert getattr(quien.http, metodo)(ruta).headers["Location"] == "/activacion/"


@pytest.mark.parametrize("pk", ["0", "99999999", "9" * 30, "9" * 5000, "-1", "abc", "%00", "²", "1.5"])
def test_un_mensaje_que_no_hay(duena: Dentro, pk: str) -> None:
    assert duena.http.get(f"/buzon/mensajes/{pk}/").status_code == 404
    assert duena.http.post(f"/buzon/mensajes/{pk}/no-leido/").status_code == 404


def test_marcar_los_elegidos_y_volver_a_donde_se_estaba(duena: Dentro) -> None:
    rfc = duena.persona.rfc
    ids = [llega(rfc, f"Aviso {n}").pk for n in range(25)]
    ruta = f"{MARCAR}?q=aviso&pagina=2&otra=x"
    vuelta = duena.http.post(ruta, {"marcar": "leidos", "mensaje": [ids[0], ids[1], ids[1]]})
    assert vuelta.headers["Location"] == f"{LISTA}?q=aviso&pagina=2"
    assert "2 mensajes quedaron como leídos." in duena.http.get(vuelta.headers["Location"]).text
    assert set(
        Mensaje.objects.filter(pk__in=ids, leido_en__isnull=False).values_list("pk", flat=True)
    ) == set(ids[:2])
    vuelta = duena.http.post(f"{MARCAR}?leidos=no&pagina=2", {"marcar": "no_leidos", "mensaje": ids[0]})
    assert vuelta.headers["Location"] == f"{LISTA}?leidos=no"
    assert "1 mensaje quedó como no leído." in duena.http.get(LISTA).text
    vuelta = duena.http.post(MARCAR, {"marcar": "no_leidos", "mensaje": ids[0]}, follow=True)
    assert "ningún mensaje cambió" in vuelta.text


@pytest.mark.parametrize("consulta", ["", "?q=aviso&pagina=2", "?leidos=no&pagina=2"])
def test_marcar_sin_elegir_vuelve_a_la_misma_lista_y_lo_dice(duena: Dentro, consulta: str) -> None:
    for n in range(25):
        llega(duena.persona.rfc, f"Aviso {n}")
    vuelta = duena.http.post(f"{MARCAR}{consulta}", {"marcar": "leidos"})
    assert vuelta.headers["Location"] == f"{LISTA}{consulta}"
    assert RechazoAsentado.objects.filter(codigo="sin_seleccion", rfc=duena.persona.rfc).count() == 1
    html = duena.http.get(vuelta.headers["Location"]).text
    assert re.search(
        r'role="alert" data-tono="mal".*?No elegiste ningún mensaje\. Activa la casilla', html, re.S
    )
    assert "25 sin leer" in html
    assert asuntos(html)


def test_un_mensaje_lleva_consigo_la_busqueda_y_su_pagina(duena: Dentro) -> None:
    rfc = duena.persona.rfc
    mensajes = [llega(rfc, f"Relleno {n}") if n % 2 else llega(rfc, f"Otra cosa {n}") for n in range(60)]
    consulta = "q=relleno&amp;pagina=2"
    lista = pagina(duena, "q=relleno&pagina=2&otra=%00&next=//malo.example")
    medio = mensajes[19]
    assert f'href="/buzon/mensajes/{medio.pk}/?{consulta}"' in lista
    html = duena.http.get(f"/buzon/mensajes/{medio.pk}/?q=relleno&pagina=2&next=//malo.example").text
    assert f'<a href="{LISTA}?{consulta}">Volver a la lista de mensajes</a>' in html
    assert f'rel="prev" href="/buzon/mensajes/{mensajes[21].pk}/?{consulta}"' in html
    assert f'rel="next" href="/buzon/mensajes/{mensajes[17].pk}/?{consulta}"' in html
    assert not re.search(r'(?:href|action)="[^"]*malo', html)
    vuelta = duena.http.post(f"/buzon/mensajes/{medio.pk}/no-leido/?q=relleno&pagina=2&next=//malo.example")
    assert vuelta.headers["Location"] == f"{LISTA}?q=relleno&pagina=2"


@pytest.mark.parametrize(
    ("consulta", "vuelta"),
    [
        ("", ""),
        ("pagina=3", "?pagina=3"),
        ("pagina=//malo.example", ""),
        ("leidos=no&pagina=2", "?leidos=no"),
        ("clase=NINGUNA&pagina=2", ""),
        ("q=%00", ""),
        ("q=%0D%0ALocation:+x", "?q=Location%3A+x"),
    ],
)
def test_la_vuelta_de_un_mensaje_es_una_lista_que_hay(duena: Dentro, consulta: str, vuelta: str) -> None:
    mensaje = llega(duena.persona.rfc)
    ruta = f"/buzon/mensajes/{mensaje.pk}/"
    assert f'<li><a href="{LISTA}{vuelta}">' in duena.http.get(f"{ruta}?{consulta}").text
    assert duena.http.post(f"{ruta}no-leido/?{consulta}").headers["Location"] == f"{LISTA}{vuelta}"


def test_marcar_todos_no_toca_lo_que_llego_mientras(duena: Dentro) -> None:
    rfc = duena.persona.rfc
    for n in range(30):
        llega(rfc, f"Aviso {n}")
    hasta = re.search(r'name="hasta" value="(\d+)"', pagina(duena))
    assert hasta
    tarde = llega(rfc, "Llegó mientras")
    vuelta = duena.http.post(MARCAR, {"marcar": "todos", "hasta": hasta[1]}, follow=True)
    assert "30 mensajes quedaron como leídos." in vuelta.text
    assert list(Mensaje.objects.filter(rfc=rfc, leido_en=None)) == [tarde]


@pytest.mark.parametrize(
    ("datos", "codigo"),
    [
        ({"mensaje": "1"}, "peticion_malformada"),
        ({"marcar": "borrar", "mensaje": "1"}, "peticion_malformada"),
        ({"marcar": ["leidos", "todos"], "mensaje": "1"}, "peticion_malformada"),
        ({"marcar": "leidos", "mensaje": [str(n) for n in range(21)]}, "peticion_malformada"),
        ({"marcar": "leidos", "mensaje": "abc"}, "peticion_malformada"),
        ({"marcar": "leidos", "mensaje": "\0"}, "peticion_malformada"),
        ({"marcar": "leidos", "mensaje": "9" * 5000}, "peticion_malformada"),
        ({"marcar": "leidos", "mensaje": "-1"}, "peticion_malformada"),
        ({"marcar": "todos"}, "peticion_malformada"),
        ({"marcar": "todos", "hasta": "x"}, "peticion_malformada"),
        ({"marcar": "todos", "hasta": ["1", "2"]}, "peticion_malformada"),
    ],
)
def test_marcar_con_basura_no_cambia_nada(duena: Dentro, datos: dict[str, Any], codigo: str) -> None:
    mensaje = llega(duena.persona.rfc)
    respuesta = duena.http.post(MARCAR, datos)
    assert respuesta.status_code == 422
    assert f'data-codigo="{codigo}"' in respuesta.text
    mensaje.refresh_from_db()
    assert mensaje.leido_en is None


def test_marcar_y_no_leido_piden_post_y_token(duena: Dentro) -> None:
    mensaje = llega(duena.persona.rfc)
    estricto = Client(enforce_csrf_checks=True)
    estricto.cookies = duena.http.cookies
    for ruta in (MARCAR, f"/buzon/mensajes/{mensaje.pk}/no-leido/"):
        assert duena.http.get(ruta).status_code == 405
        assert estricto.post(ruta, {"marcar": "leidos", "mensaje": mensaje.pk}).status_code == 403


def _sobre_mensajes(capturadas: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in capturadas.captured_queries if '"mensajes_' in q["sql"]]


def test_las_consultas_no_crecen_con_la_bandeja(duena: Dentro) -> None:
    rfc = duena.persona.rfc
    llega(rfc)
    with CaptureQueriesContext(connection) as con_uno:
        pagina(duena)
    for n in range(60):
        llega(rfc, f"Aviso {n}")
    with CaptureQueriesContext(connection) as con_muchos:
        pagina(duena, "pagina=2")
    assert len(con_uno) == len(con_muchos)
    assert len(_sobre_mensajes(con_muchos)) == 3
    assert not any('"mensajes_mensaje"."texto"' in sql for sql in _sobre_mensajes(con_muchos))


@pytest.mark.parametrize(
    ("ruta", "cuantas"),
    [
        ("/cobranza/32d/autorizacion/", 1),
        ("/", 0),
        ("/soporte/", 0),
        ("/opinion/", 0),
        ("/no-existe/", 0),
    ],
)
def test_la_cuenta_cuesta_una_consulta_adentro_y_ninguna_afuera(
    duena: Dentro, ruta: str, cuantas: int
) -> None:
    llega(duena.persona.rfc)
    with CaptureQueriesContext(connection) as capturadas:
        html = duena.http.get(ruta).text
    assert len(_sobre_mensajes(capturadas)) == cuantas
    assert ("sin leer</span>" in html) == bool(cuantas)


def test_un_fragmento_no_paga_la_cuenta(duena: Dentro) -> None:
    folio = duena.hacer("autorizar").request["PATH_INFO"].rstrip("/").rpartition("/")[2]  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as capturadas:
        assert duena.http.get(
            f"/cobranza/32d/autorizacion/actos/{folio}/", headers={"HX-Request": "true"}
        ).status_code
    assert _sobre_mensajes(capturadas) == []


def test_cada_lectura_cuesta_lo_contado(
    django_assert_num_queries: DjangoAssertNumQueries, ahora: datetime
) -> None:
    rfc = "EKU9003173C9"
    mensajes = [llega(rfc, ahora=ahora + timedelta(seconds=n)) for n in range(3)]
    with django_assert_num_queries(1):
        assert selectors.sin_leer_de(rfc) == selectors.SinLeer(3, mensajes[-1].pk)
    with django_assert_num_queries(1):
        assert selectors.sin_leer_de("XAXX010101000") == selectors.SinLeer(0, 0)
    with django_assert_num_queries(2):
        hallados = selectors.bandeja_de(
            rfc, filtro=selectors.Filtro(("parrafo",), Clase.ACTO, True), pagina="1"
        )
        assert [m.asunto for m in hallados or []] == ["Aviso"] * 3
    with django_assert_num_queries(4):
        assert selectors.detalle_de(mensajes[1].pk, rfc=rfc, filtro=Filtro())
