"""What is signed is told: in the inbox, by e-mail and by SMS, in the transaction of the act."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from buzon.actos.models import ActoFirmado
from buzon.mensajes.models import Envio, Mensaje
from buzon.mensajes.selectors import enviados
from tests.personas import CELULAR, CORREO, Dentro

pytestmark = pytest.mark.django_db


def test_cada_acto_deja_su_mensaje_y_sale(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    quien.hacer("autorizar")
    quien.hacer("cancelar")
    actos = list(ActoFirmado.objects.order_by("pk"))
    mensajes = list(Mensaje.objects.order_by("pk"))
    assert [m.clave for m in mensajes] == [f"acto:{acto.folio}" for acto in actos]
    assert [m.asunto for m in mensajes] == [
        "Tu Buzón está activo",
        "Firmaste la autorización de tu opinión pública",
        "Firmaste la cancelación de tu opinión pública",
    ]
    for acto, mensaje in zip(actos, mensajes, strict=True):
        assert mensaje.creado_en == acto.firmado_en
        assert acto.folio in mensaje.texto
        assert quien.http.get(mensaje.enlace).status_code == 200
        destinos = Envio.objects.filter(mensaje=mensaje, estado="ENVIADO").values_list("destino", flat=True)
        assert set(destinos) == {CORREO, CELULAR}
    pagina = Client().get("/demo/mensajes/").content.decode()
    assert "Firmaste la cancelaci" in pagina
    for enviado in enviados(limite=6):
        assert not any(acto.folio in enviado.texto + enviado.asunto for acto in actos)


def test_el_mismo_acto_otra_vez_no_avisa_otra_vez(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    pagina = quien.guardar("autorizar")
    quien.firmar(pagina)
    quien.firmar(pagina)
    assert Mensaje.objects.count() == 2
    assert Envio.objects.count() == 4


def test_sin_acto_no_hay_mensaje(activa: Callable[..., Dentro], monkeypatch: pytest.MonkeyPatch) -> None:
    quien = activa(persona="moral")
    pagina = quien.guardar("autorizar")

    def romper(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("buzon.bitacora.services.anotar", romper)
    quien.http.raise_request_exception = False
    assert quien.firmar(pagina).status_code == 500
    assert Mensaje.objects.count() == 1


def test_sin_smtp_ni_pasarela_el_acto_se_firma(activa: Callable[..., Dentro], settings: Settings) -> None:
    quien = activa(persona="moral")
    settings.EMAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp://127.0.0.1:1", "127.0.0.1", 1
    assert "Autorización exitosa" in quien.hacer("autorizar").content.decode()
    assert set(Envio.objects.order_by("creado_en").values_list("canal", "estado")) == {
        ("CORREO", "ENVIADO"),
        ("SMS", "ENVIADO"),
        ("CORREO", "PENDIENTE"),
    }
