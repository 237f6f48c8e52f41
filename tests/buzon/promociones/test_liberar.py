"""The requests of whoever leaves or changes office are nobody's again, also when they come at that moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Event
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.cuentas.models import Personal
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Sentido
from buzon.promociones.services import atencion, reparto
from buzon.valores.rechazo import Rechazo
from tests.buzon.padron.fabricas import OFICINA
from tests.buzon.promociones.particular import ANA, OTRA_OFICINA
from tests.esperas import ESPERA_S, alguien_espera, esperar_a

Presentada = Callable[..., Solicitud]
Alguien = Callable[..., Personal]


def cambiar(personal: Personal, *opciones: str) -> None:
    call_command("cambiar_personal", personal.usuario.username, *opciones, stdout=StringIO())


def de_quien(solicitud: Solicitud) -> Personal | None:
    return Solicitud.objects.get(pk=solicitud.pk).asignada_a


@pytest.mark.django_db
@pytest.mark.parametrize("opciones", [["--baja"], ["--subdelegacion", OTRA_OFICINA], ["--rol", "AUDITORIA"]])
def test_quien_se_va_deja_las_abiertas(
    presentada: Presentada, jefatura: Personal, alguien: Alguien, opciones: list[str]
) -> None:
    abierta, resuelta, de_otro = presentada(), presentada(), presentada()
    colega, ahora = alguien("SUBDELEGACION", subdelegacion=OFICINA), timezone.now()
    reparto.asignar([abierta, resuelta], jefatura, quien=ANA, ahora=ahora)
    reparto.asignar([de_otro], colega, quien=ANA, ahora=ahora)
    atencion.resolver(resuelta, sentido=Sentido.ORIENTACION, texto="x" * 30, quien=ANA, ahora=ahora)
    cambiar(jefatura, *opciones)
    assert de_quien(abierta) is None
    assert de_quien(resuelta) == jefatura
    assert de_quien(de_otro) == colega
    asiento = Asiento.objects.filter(evento="promociones.asignacion").latest("pk")
    assert asiento.rfc == abierta.rfc
    assert (asiento.detalle["de"], asiento.detalle["a"]) == (jefatura.usuario.username, None)
    assert asiento.detalle["autor"].startswith("servidor:")


@pytest.mark.django_db
@pytest.mark.parametrize("opciones", [["--sin-jefatura"], ["--rol", "ORIENTADOR"], ["--correo", ""]])
def test_lo_que_aun_puede_atender_se_queda(
    presentada: Presentada, jefatura: Personal, opciones: list[str]
) -> None:
    abierta = presentada()
    reparto.asignar([abierta], jefatura, quien=ANA, ahora=timezone.now())
    cambiar(jefatura, *opciones)
    assert de_quien(abierta) == jefatura


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_a_quien_se_va_no_se_le_asigna_a_la_vez(
    presentada: Presentada, jefatura: Personal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever assigns has looked, and writes once the other one has gone or waits for the row that is held."""
    solicitud, miro, se_fue = presentada(), Event(), Event()
    original: Callable[..., list[Personal]] = reparto.pueden_recibir

    def tras_mirar(*argumentos: Any) -> list[Personal]:
        puede = original(*argumentos)
        if not miro.is_set():
            miro.set()
            assert esperar_a(lambda: se_fue.is_set() or alguien_espera())
        return puede

    def asignar() -> str:
        try:
            reparto.asignar([solicitud], jefatura, quien=ANA, ahora=timezone.now())
        except Rechazo as error:
            return error.codigo
        finally:
            connections.close_all()
        return ""

    def irse() -> None:
        miro.wait(ESPERA_S)
        try:
            cambiar(jefatura, "--baja")
            se_fue.set()
        finally:
            connections.close_all()

    monkeypatch.setattr(reparto, "pueden_recibir", tras_mirar)
    with ThreadPoolExecutor(2) as hilos:
        asignada, ida = hilos.submit(asignar), hilos.submit(irse)
        assert asignada.result() in {"", "asignacion_no_disponible"}
        ida.result()
    assert de_quien(solicitud) is None
