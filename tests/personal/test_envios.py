"""The staff sees how each message left, without its address, and may ask for it again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from buzon.mensajes import salida
from buzon.mensajes.models import AvisoAlPersonal, Envio, Mensaje
from tests.personal.expedientes import CORREO, Expediente, ultimo_asiento, url

pytestmark = pytest.mark.django_db
Cliente = Callable[..., Client]


@pytest.fixture
def encolados(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    pedidos: list[str] = []
    monkeypatch.setattr(salida, "encolar", lambda tarea, *, envio_id, intentos: pedidos.append(envio_id))
    return pedidos


@pytest.fixture
def envio(expediente: Expediente) -> Envio:
    return Envio.objects.get(mensaje__rfc=expediente.rfc)


@pytest.mark.parametrize("estado", ["PENDIENTE", "FALLIDO"])
def test_se_reintenta_y_deja_asiento(
    envio: Envio, cliente: Cliente, encolados: list[str], estado: str
) -> None:
    Envio.objects.update(estado=estado, intentos=80)
    quien, pagina = cliente("view_envio", "change_envio"), url(Envio, "change", envio.pk)
    assert "Reintentar el envío" in quien.get(pagina).content.decode()
    respuesta = quien.post(url(Envio, "reintentar", envio.pk), follow=True)
    assert respuesta.redirect_chain == [(pagina, 302)]
    assert "Se pidió el envío otra vez." in respuesta.content.decode()
    assert encolados == [str(envio.pk)]
    envio.refresh_from_db()
    assert (envio.estado, envio.intentos) == ("PENDIENTE", 0)
    asiento, autor = ultimo_asiento(), respuesta.wsgi_request.user.get_username()
    assert (asiento.evento, asiento.rfc) == ("mensajes.reintento", envio.mensaje.rfc)
    assert asiento.detalle == {"envio": str(envio.pk), "canal": "CORREO", "autor": autor}


@pytest.mark.usefixtures("expediente")
def test_un_aviso_al_personal_tambien(cliente: Cliente, encolados: list[str]) -> None:
    ahora = timezone.now()
    aviso = AvisoAlPersonal.objects.create(asunto="Vencen", texto="Tres.", clave="prueba", creado_en=ahora)
    suyo = Envio.objects.create(
        aviso=aviso, canal="CORREO", destino="jefa@imss.example", creado_en=ahora, proximo_en=ahora
    )
    quien = cliente("view_envio", "change_envio")
    assert "Reintentar el envío" in quien.get(url(Envio, "change", suyo.pk)).content.decode()
    assert quien.post(url(Envio, "reintentar", suyo.pk)).status_code == 302
    assert encolados == [str(suyo.pk)]
    assert (ultimo_asiento().evento, ultimo_asiento().rfc) == ("mensajes.reintento", "")


def test_lo_enviado_no(envio: Envio, cliente: Cliente, encolados: list[str]) -> None:
    Envio.objects.update(estado="ENVIADO", enviado_en=envio.creado_en)
    quien = cliente(superusuario=True)
    assert "Reintentar" not in quien.get(url(Envio, "change", envio.pk)).content.decode()
    respuesta = quien.post(url(Envio, "reintentar", envio.pk), follow=True)
    assert "ya salió o está saliendo" in respuesta.content.decode()
    assert encolados == []


def test_quien_no_puede(envio: Envio, cliente: Cliente, encolados: list[str]) -> None:
    ruta, solo_ve = url(Envio, "reintentar", envio.pk), cliente("view_envio")
    assert "Reintentar" not in solo_ve.get(url(Envio, "change", envio.pk)).content.decode()
    assert solo_ve.post(ruta).status_code == 403
    assert cliente(superusuario=True).get(ruta).status_code == 405
    assert Client().post(ruta).status_code == 302
    assert encolados == []


def test_la_direccion_va_enmascarada_y_el_texto_se_lee(envio: Envio, cliente: Cliente) -> None:
    quien = cliente(superusuario=True)
    for ruta in (url(Envio, "changelist"), url(Envio, "change", envio.pk)):
        pagina = quien.get(ruta).content.decode()
        assert CORREO not in pagina
        assert "pe***@ejemplo.mx" in pagina
    mensaje = quien.get(url(Mensaje, "change", envio.mensaje_id)).content.decode()
    assert "Texto &lt;script&gt;alert(1)&lt;/script&gt;" in mensaje
