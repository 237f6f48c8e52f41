"""Born with its act, sealed once by whoever comes first, sent again when it was forgotten."""

import hashlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.utils import timezone
from kombu.exceptions import OperationalError
from pypdf import PdfReader

from buzon.actos.models import ActoFirmado
from buzon.bitacora.models import Asiento
from buzon.documentos import sello, services, tasks
from buzon.documentos.errores import SelloNoDisponible
from buzon.documentos.models import Documento, Estado
from buzon.web import tareas

Hacer = Callable[..., Documento]


def en_hilos(trabajo: Callable[[], bool], *, cuantos: int) -> list[bool]:
    """Run the work in real threads, each with a connection of its own."""

    def con_conexion() -> bool:
        try:
            return trabajo()
        finally:
            connection.close()

    with ThreadPoolExecutor(cuantos) as hilos:
        return [futuro.result(20) for futuro in [hilos.submit(con_conexion) for _ in range(cuantos)]]


@pytest.mark.django_db
def test_nace_pendiente_con_su_acto(firmar_acto: Callable[..., ActoFirmado]) -> None:
    acto, ahora = firmar_acto(), timezone.now()
    documento = services.crear_pendiente(acto, ahora=ahora)
    assert (documento.acto, documento.folio, documento.rfc) == (acto, acto.folio, acto.rfc)
    assert documento.estado == Estado.PENDIENTE
    assert documento.encolado_en == documento.creado_en == ahora


@pytest.mark.django_db
def test_un_acto_tiene_un_solo_acuse(pendiente: Hacer) -> None:
    documento = pendiente()
    assert documento.acto is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        services.crear_pendiente(documento.acto, ahora=timezone.now())


@pytest.mark.django_db
def test_sella_y_guarda_todo(pendiente: Hacer) -> None:
    documento, ahora = pendiente(persona="moral"), timezone.now()
    assert services.sellar(documento.pk, ahora=ahora)
    documento.refresh_from_db()
    pdf = bytes(documento.pdf or b"")
    assert documento.estado == Estado.SELLADO
    assert documento.sellado_en == ahora
    assert documento.sha256 == hashlib.sha256(pdf).hexdigest()
    assert documento.tamano == len(pdf)
    assert documento.paginas == len(PdfReader(BytesIO(pdf)).pages)
    asiento = Asiento.objects.get(evento="documento.sellado")
    assert (asiento.rfc, asiento.detalle["folio"]) == (documento.rfc, documento.folio)
    assert documento.codigo not in str(asiento.detalle)


@pytest.mark.django_db
def test_nunca_vuelve_a_sellar(sellado: Hacer) -> None:
    documento = sellado()
    assert not services.sellar(documento.pk, ahora=timezone.now() + timedelta(hours=1))
    tasks.sellar(documento_id=str(documento.pk), otro_argumento=1)
    assert bytes(Documento.objects.get(pk=documento.pk).pdf or b"") == bytes(documento.pdf or b"")
    assert Asiento.objects.filter(evento="documento.sellado").count() == 1


@pytest.mark.django_db
def test_un_documento_desconocido_no_hace_nada() -> None:
    assert not services.sellar(uuid4(), ahora=timezone.now())


@pytest.mark.usefixtures("encolados")
@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_cuatro_trabajadores_a_la_vez_sellan_uno(pendiente: Hacer, monkeypatch: pytest.MonkeyPatch) -> None:
    documento, barrera = pendiente(), threading.Barrier(4)
    veces: list[int] = []
    original = sello.sellar

    def contando(*argumentos: Any, **opciones: Any) -> bytes:
        veces.append(1)
        return original(*argumentos, **opciones)

    monkeypatch.setattr(services, "poner_sello", contando)

    def trabajar() -> bool:
        barrera.wait(10)
        return services.sellar(documento.pk, ahora=timezone.now())

    assert sorted(en_hilos(trabajar, cuantos=4)) == [False, False, False, True]
    assert len(veces) == 1


@pytest.mark.usefixtures("encolados")
@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_con_el_sello_en_curso_el_segundo_no_espera(pendiente: Hacer) -> None:
    documento = pendiente()
    with transaction.atomic():
        Documento.objects.select_for_update().get(pk=documento.pk)
        assert en_hilos(lambda: services.sellar(documento.pk, ahora=timezone.now()), cuantos=1) == [False]
    assert services.sellar(documento.pk, ahora=timezone.now())


@pytest.mark.django_db
def test_sin_sello_sigue_pendiente(pendiente: Hacer) -> None:
    documento = pendiente()
    with override_settings(SELLO_LLAVE="/no/existe.key"), pytest.raises(SelloNoDisponible):
        services.sellar(documento.pk, ahora=timezone.now())
    documento.refresh_from_db()
    assert documento.estado == Estado.PENDIENTE
    assert services.sellar(documento.pk, ahora=timezone.now())


@pytest.mark.django_db(transaction=True)  # the commit itself
def test_al_confirmar_el_acto_se_sella(pendiente: Hacer) -> None:
    with transaction.atomic():
        documento = pendiente()
        assert Documento.objects.get(pk=documento.pk).estado == Estado.PENDIENTE
    documento.refresh_from_db()
    assert documento.estado == Estado.SELLADO


@pytest.mark.django_db(transaction=True)  # the rollback itself
def test_si_el_acto_se_deshace_no_queda_nada(pendiente: Hacer) -> None:
    with transaction.atomic():
        pendiente()
        transaction.set_rollback(True)
    assert not Documento.objects.exists()
    assert not Asiento.objects.filter(evento="documento.sellado").exists()


@pytest.mark.django_db(transaction=True)  # the commit itself
def test_un_broker_caido_no_toca_el_acto(
    pendiente: Hacer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def caida(*_: object, **__: object) -> None:
        raise OperationalError("Connection refused")

    monkeypatch.setattr(tareas, "signature", caida)
    with caplog.at_level(logging.WARNING):
        documento = pendiente()
    assert "Connection refused" in caplog.text
    documento.refresh_from_db()
    assert documento.estado == Estado.PENDIENTE
    assert ActoFirmado.objects.filter(folio=documento.folio).exists()


@pytest.mark.django_db(transaction=True)  # each call commits
def test_reenvia_lo_que_quedo_pendiente(pendiente: Hacer, encolados: list[str]) -> None:
    documento = pendiente()
    encolados.clear()
    creado_en = documento.creado_en
    assert services.reenviar_pendientes(ahora=creado_en + timedelta(seconds=14)) == 0
    assert services.reenviar_pendientes(ahora=creado_en + timedelta(seconds=16)) == 1
    assert services.reenviar_pendientes(ahora=creado_en + timedelta(seconds=20)) == 0
    assert services.reenviar_pendientes(ahora=creado_en + timedelta(seconds=40)) == 1
    assert encolados == [str(documento.pk)] * 2
    services.sellar(documento.pk, ahora=timezone.now())
    assert services.reenviar_pendientes(ahora=creado_en + timedelta(hours=1)) == 0


@pytest.mark.usefixtures("encolados")
@pytest.mark.django_db(transaction=True)  # the commit itself
def test_la_tarea_de_beat_sella_lo_olvidado(pendiente: Hacer, monkeypatch: pytest.MonkeyPatch) -> None:
    documento = pendiente()
    monkeypatch.setattr(services, "encolar", tareas.encolar)
    monkeypatch.setattr(services, "ESPERA", timedelta(0))
    tasks.reenviar_pendientes()
    documento.refresh_from_db()
    assert documento.estado == Estado.SELLADO


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cambio", ["estado = 'PENDIENTE'", "folio = repeat('1', 23)", "pdf = ''::bytea", "encolado_en = now()"]
)
def test_postgresql_no_deja_tocar_lo_sellado(sellado: Hacer, cambio: str) -> None:
    documento = sellado()
    with (
        pytest.raises(IntegrityError, match="inmutable"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE documentos_documento SET {cambio} WHERE id = %s", [documento.pk])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cambio", ["folio = repeat('1', 23)", "codigo = 'OTRO'", "rfc = 'XXX'", "acto_id = NULL"]
)
def test_ni_la_identidad_de_lo_pendiente(pendiente: Hacer, cambio: str) -> None:
    documento = pendiente()
    with (
        pytest.raises(IntegrityError, match="inmutable"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE documentos_documento SET {cambio} WHERE id = %s", [documento.pk])


@pytest.mark.django_db
def test_sellado_exige_pdf(pendiente: Hacer) -> None:
    documento = pendiente()
    with pytest.raises(IntegrityError, match="sellado_completo"), transaction.atomic():
        Documento.objects.filter(pk=documento.pk).update(estado=Estado.SELLADO)
