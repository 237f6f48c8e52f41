"""A message of the conversation, on its page: no error loses its files, and a request has its bounds."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.utils import timezone

from buzon.promociones.models import Adjunto, Comunicacion, Solicitud
from buzon.promociones.reglas import MENSAJES_POR_SOLICITUD, Sentido
from buzon.promociones.selectors import COMUNICACIONES
from buzon.promociones.services import atencion, borrador
from buzon.valores.rechazo import Rechazo
from tests.buzon.adjuntos.fabricas import pdf
from tests.buzon.promociones.particular import ANA, Particular, enviar_con, llenar
from tests.personas import Dentro

pytestmark = pytest.mark.django_db

RUTA = "/promociones/aclaraciones/"
TEXTO = "Van los comprobantes que faltaban."


@pytest.fixture
def solicitud(presentada: Callable[..., Solicitud]) -> Solicitud:
    return presentada()


@pytest.fixture
def dentro(particular: Particular, _sin_limites_usados: None) -> Dentro:
    uno = Dentro(particular.persona)
    uno.ingresar()
    return uno


def archivo(n: int, contenido: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"b{n}.pdf", b"%PDF-" + bytes([n]) if contenido is None else contenido)


def enviar(quien: Dentro, solicitud: Solicitud, **campos: object) -> HttpResponse:
    return quien.http.post(f"{RUTA}{solicitud.folio}/", {"texto": TEXTO, "accion": "enviar"} | campos)


def html(respuesta: HttpResponse) -> str:
    return respuesta.content.decode()


def guardados(respuesta: HttpResponse) -> list[str]:
    return re.findall(r'name="guardado" value="([^"]+)"', html(respuesta))


def dichos(solicitud: Solicitud) -> list[tuple[str, list[str]]]:
    unas = Comunicacion.objects.filter(solicitud=solicitud).order_by("pk")
    return [(una.texto, [uno.nombre for uno in una.adjuntos.all()]) for una in unas]


@pytest.mark.usefixtures("sin_revision")
def test_un_mensaje_sin_texto_conserva_sus_archivos(dentro: Dentro, solicitud: Solicitud) -> None:
    respuesta = enviar(dentro, solicitud, texto="  ", archivos=[archivo(n) for n in range(3)])
    assert respuesta.status_code == 422
    assert not dichos(solicitud)
    assert len(guardados(respuesta)) == 3
    assert guardados(dentro.http.get(f"{RUTA}{solicitud.folio}/")) == guardados(respuesta)
    assert "Archivos que van con tu mensaje" in html(respuesta)

    quitado = enviar(dentro, solicitud, texto=" a medias", accion=f"quitar:{guardados(respuesta)[1]}")
    assert quitado.status_code == 200
    assert " a medias" in html(quitado)
    assert len(guardados(quitado)) == 2

    assert enviar(dentro, solicitud, guardado=guardados(quitado), archivos=[archivo(7)]).status_code == 302
    assert dichos(solicitud) == [(TEXTO, ["b0.pdf", "b2.pdf", "b7.pdf"])]
    assert not Adjunto.objects.filter(por_enviar__isnull=False).exists()


def test_un_archivo_malo_se_nombra_y_no_se_lleva_al_bueno(dentro: Dentro, solicitud: Solicitud) -> None:
    unos = [archivo(1, b""), archivo(2, b"<svg>"), archivo(3, b"x" * 5_000_000), archivo(4, pdf())]
    respuesta = enviar(dentro, solicitud, archivos=unos)
    assert respuesta.status_code == 422
    for n in (1, 2, 3):
        assert f"«b{n}.pdf»: " in html(respuesta)
    assert TEXTO in html(respuesta)
    assert len(guardados(respuesta)) == 1
    assert not dichos(solicitud)


@pytest.mark.usefixtures("sin_revision")
def test_de_mas_de_cinco_quedan_cinco(dentro: Dentro, solicitud: Solicitud) -> None:
    respuesta = enviar(dentro, solicitud, archivos=[archivo(n) for n in range(7)])
    assert respuesta.status_code == 422
    assert len(guardados(respuesta)) == 5
    assert "«b5.pdf»: Son demasiados archivos. Caben 5" in html(respuesta)
    assert not dichos(solicitud)


@pytest.mark.usefixtures("sin_revision")
def test_el_doble_clic_es_un_mensaje(dentro: Dentro, solicitud: Solicitud) -> None:
    for _ in range(2):
        assert enviar(dentro, solicitud, archivos=[archivo(1), archivo(2)]).status_code == 302
    previos = guardados(enviar(dentro, solicitud, texto="", archivos=[archivo(3)]))
    for _ in range(2):
        assert enviar(dentro, solicitud, texto="Otro", guardado=previos).status_code == 302
    assert dichos(solicitud) == [(TEXTO, ["b1.pdf", "b2.pdf"]), ("Otro", ["b3.pdf"])]
    assert not Adjunto.objects.filter(por_enviar__isnull=False).exists()


@pytest.mark.usefixtures("sin_revision")
def test_lo_que_no_estaba_a_la_vista_no_se_envia(dentro: Dentro, solicitud: Solicitud) -> None:
    enviar(dentro, solicitud, texto="", archivos=[archivo(1)])
    assert enviar(dentro, solicitud, texto="De otra ventana").status_code == 302
    assert dichos(solicitud) == [("De otra ventana", [])]
    assert len(guardados(dentro.http.get(f"{RUTA}{solicitud.folio}/"))) == 1


@pytest.mark.parametrize("campos", [{"accion": "guardar"}, {"accion": "quitar:x"}, {"guardado": ["x"]}])
def test_lo_que_la_pagina_no_manda(dentro: Dentro, solicitud: Solicitud, campos: dict[str, object]) -> None:
    assert enviar(dentro, solicitud, **campos).status_code == 422
    assert not dichos(solicitud)


@pytest.mark.usefixtures("sin_revision")
def test_lo_que_se_iba_a_enviar_se_borra_al_resolver(dentro: Dentro, solicitud: Solicitud) -> None:
    enviar(dentro, solicitud, texto="", archivos=[archivo(1)])
    atencion.resolver(solicitud, sentido=Sentido.PROCEDENTE, texto=TEXTO, quien=ANA, ahora=timezone.now())
    assert not Adjunto.objects.exists()
    respuesta = enviar(dentro, solicitud, archivos=[archivo(1)])
    assert respuesta.status_code == 409
    assert 'data-codigo="solicitud_resuelta"' in html(respuesta)
    assert TEXTO in html(respuesta)


@pytest.mark.usefixtures("sin_revision")
def test_postgresql_solo_deja_quitar_o_enviar(solicitud: Solicitud) -> None:
    uno = borrador.agregar_al_mensaje(
        solicitud, nombre="a.pdf", contenido=b"uno", rfc=solicitud.rfc, ahora=timezone.now()
    )
    enviada = enviar_con(solicitud, TEXTO, b"dos")
    suyo = Adjunto.objects.filter(pk=uno.pk)
    de_ella = Adjunto.objects.filter(comunicacion=enviada)
    for orden in (
        lambda: suyo.update(por_enviar=None, solicitud=solicitud),
        lambda: suyo.update(por_enviar=None, comunicacion=enviada, nombre="b.pdf"),
        lambda: suyo.update(nombre="b.pdf"),
        lambda: suyo.update(comunicacion=enviada),
        lambda: suyo.update(por_enviar=None),
        lambda: de_ella.update(comunicacion=None, por_enviar=solicitud),
        de_ella.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            orden()  # type: ignore[operator]
    assert suyo.delete()[0] == 1


@pytest.mark.usefixtures("sin_revision")
def test_lo_que_se_va_a_enviar_es_solo_de_quien_lo_escribe(
    dentro: Dentro, solicitud: Solicitud, entrar: Callable[..., Dentro]
) -> None:
    (suyo,) = guardados(enviar(dentro, solicitud, texto="", archivos=[archivo(1)]))
    assert dentro.http.get(f"{RUTA}adjuntos/{suyo}/").status_code == 200
    assert entrar(persona="fisica").http.get(f"{RUTA}adjuntos/{suyo}/").status_code == 404
    ajeno = {"rfc": "URE180429TM6"}
    for orden in (
        lambda: borrador.agregar_al_mensaje(
            solicitud, nombre="a", contenido=b"a", ahora=timezone.now(), **ajeno
        ),
        lambda: borrador.quitar_del_mensaje(solicitud, adjunto_id=Adjunto.objects.get().pk, **ajeno),
    ):
        with pytest.raises(Rechazo):
            orden()
    assert Adjunto.objects.count() == 1


@pytest.mark.usefixtures("sin_revision")
def test_los_archivos_de_una_solicitud_tienen_un_tope(
    dentro: Dentro, solicitud: Solicitud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(borrador, "ESPACIO_POR_SOLICITUD", 20)
    assert enviar(dentro, solicitud, archivos=[archivo(1), archivo(2)]).status_code == 302
    respuesta = enviar(dentro, solicitud, texto="Otro más", archivos=[archivo(3), archivo(4)])
    assert respuesta.status_code == 409
    assert 'data-codigo="espacio_agotado"' in html(respuesta)
    assert "Otro más" in html(respuesta)
    assert len(guardados(respuesta)) == 1
    assert enviar(dentro, solicitud, texto="Otro más", guardado=guardados(respuesta)).status_code == 302


@pytest.mark.usefixtures("sin_revision")
def test_los_mensajes_de_una_solicitud_tienen_un_tope(dentro: Dentro, solicitud: Solicitud) -> None:
    llenar(solicitud, MENSAJES_POR_SOLICITUD - 1)
    assert enviar(dentro, solicitud, texto="El último").status_code == 302
    respuesta = enviar(dentro, solicitud, texto="Uno de más", archivos=[archivo(1)])
    assert respuesta.status_code == 409
    assert 'data-codigo="mensajes_agotados"' in html(respuesta)
    assert "Uno de más" in html(respuesta)
    atencion.responder(solicitud, texto="Al Instituto no lo limita.", quien=ANA, ahora=timezone.now())


def test_se_ven_los_ultimos_cincuenta_y_los_anteriores_tras_un_enlace(
    dentro: Dentro, solicitud: Solicitud
) -> None:
    llenar(solicitud, COMUNICACIONES * 2 + 10)
    vistos, pagina = [], f"{RUTA}{solicitud.folio}/"
    for cuantos in (COMUNICACIONES, COMUNICACIONES, 10):
        hoja = html(dentro.http.get(pagina))
        suyos = [int(n) for n in re.findall(r"Mensaje número (\d+)\.", hoja)]
        assert len(suyos) == cuantos
        vistos = suyos + vistos
        sigue = re.search(r'href="(\?antes=\d+)#mensajes"', hoja)
        pagina = f"{RUTA}{solicitud.folio}/{sigue[1]}" if sigue else ""
    assert vistos == list(range(COMUNICACIONES * 2 + 10))
    assert not pagina
    assert "Ver los mensajes más recientes" in hoja


@pytest.mark.parametrize("antes", ["x", "-1", "9" * 30, "\0", "٣"])
def test_un_mensaje_anterior_a_nada(dentro: Dentro, solicitud: Solicitud, antes: str) -> None:
    assert dentro.http.get(f"{RUTA}{solicitud.folio}/", {"antes": antes}).status_code == 422
