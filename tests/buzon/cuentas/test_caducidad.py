"""What nobody confirmed within 72 hours is dropped, person by person, and told to whoever has an active Buzón."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.cuentas import tasks, vencimientos
from buzon.cuentas.models import Contribuyente, MedioContacto, Usuario
from buzon.mensajes.models import Envio, Mensaje
from tests.personal.expedientes import acto_de, rfc_de

pytestmark = pytest.mark.django_db
CELULAR, NUEVO = "5512345678", "5587654321"


def persona(n: int, *, ahora: datetime, activa: bool = False) -> Contribuyente:
    """Somebody who wrote an e-mail 72 hours ago; if active, a cell phone too that will take a place."""
    rfc, antes = rfc_de(n), ahora - timedelta(hours=72)
    quien = Contribuyente.objects.create(
        usuario=Usuario.objects.create(username=rfc, password="!"),
        rfc=rfc,
        nombre="PERSONA",
        creado_en=antes,
        acto_activacion=acto_de(rfc, f"{17954608825750000000000 + n}", antes) if activa else None,
    )
    comun: dict[str, Any] = {"registrado_en": antes, "codigo_pedido_en": antes}
    quien.medios.create(canal="CORREO", destino="nunca@ejemplo.mx", **comun)
    confirmado = quien.medios.create(
        canal="CELULAR", destino=CELULAR, confirmado_en=antes, principal=True, **comun
    )
    if activa:
        quien.medios.create(canal="CELULAR", destino=NUEVO, sustituye=confirmado, **comun)
    return quien


def test_de_un_buzon_activo_se_descarta_y_se_avisa(ahora: datetime) -> None:
    quien = persona(1, ahora=ahora, activa=True)
    for _ in range(2):
        vencimientos.cancelar_vencidos(ahora=ahora)
    assert [medio.destino for medio in quien.medios.all()] == [CELULAR]
    correo, celular = Mensaje.objects.order_by("pk")
    assert (correo.rfc, correo.enlace) == (quien.rfc, "/buzon/contactos/")
    assert correo.asunto == "Un correo de tu Buzón no se confirmó a tiempo"
    assert "nu***@ejemplo.mx, que registraste el 20 de noviembre de 2026" in correo.texto
    assert "sigue en uso" not in correo.texto
    assert "** **** 4321" in celular.texto
    assert "** **** 5678 sigue en uso" in celular.texto
    assert set(Envio.objects.values_list("destino", flat=True)) == {CELULAR}


def test_si_no_se_puede_avisar_no_se_descarta(ahora: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    quien = persona(1, ahora=ahora, activa=True)
    monkeypatch.setattr(vencimientos, "avisar", _falla)
    vencimientos.cancelar_vencidos(ahora=ahora)
    assert quien.medios.count() == 3
    assert not Asiento.objects.filter(evento="cuentas.medio_caducado").exists()


def _falla(*_: Any, **__: Any) -> None:
    raise RuntimeError("no se puede")


def test_lo_que_falla_con_una_no_detiene_a_las_demas(
    ahora: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    primera, *demas = (persona(n, ahora=ahora) for n in range(3))
    cancelar = vencimientos._cancelar

    def menos_la_primera(contribuyente_id: int, *, ahora: datetime) -> None:
        if contribuyente_id == primera.pk:
            raise RuntimeError("fila dañada")
        cancelar(contribuyente_id, ahora=ahora)

    monkeypatch.setattr(vencimientos, "_cancelar", menos_la_primera)
    vencimientos.cancelar_vencidos(ahora=ahora)
    assert set(MedioContacto.objects.values_list("contribuyente", flat=True)) == {primera.pk}
    assert f"contribuyente {primera.pk}" in caplog.text
    assert Asiento.objects.filter(evento="cuentas.registro_cancelado").count() == len(demas)
    assert not Mensaje.objects.exists()


def test_un_lote_pide_el_siguiente_y_no_vuelve_atras(
    ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    pedidos: list[dict[str, Any]] = []
    monkeypatch.setattr(vencimientos, "LOTE", 2)
    monkeypatch.setattr(
        vencimientos, "encolar", lambda tarea, **datos: pedidos.append({"tarea": tarea} | datos)
    )
    una, otra, tercera = sorted((persona(n, ahora=ahora) for n in range(3)), key=lambda quien: quien.pk)
    monkeypatch.setattr(vencimientos, "_cancelar", _falla)
    vencimientos.cancelar_vencidos(ahora=ahora)
    assert pedidos == [{"tarea": "cuentas.cancelar_vencidos", "tras_id": otra.pk}]
    monkeypatch.undo()
    vencimientos.cancelar_vencidos(ahora=ahora, tras_id=otra.pk)
    assert set(MedioContacto.objects.values_list("contribuyente", flat=True)) == {una.pk, otra.pk}
    assert not tercera.medios.exists()


def test_beat_pide_las_dos_y_cada_una_va_por_su_cuenta(monkeypatch: pytest.MonkeyPatch) -> None:
    pedidas = {entrada["task"]: entrada["schedule"] for entrada in settings.CELERY_BEAT_SCHEDULE.values()}
    assert pedidas["cuentas.limpiar"] == pedidas["cuentas.cancelar_vencidos"] == 3600.0
    quien = persona(1, ahora=timezone.now())
    monkeypatch.setattr(tasks.ingreso, "limpiar", _falla)
    tasks.cancelar_vencidos()
    assert not quien.medios.exists()
