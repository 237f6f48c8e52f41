"""Changing the facts of an RFC: exactly those remain, and its opinion is asked for again."""

from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from buzon.bitacora.models import Asiento
from buzon.padron.hechos import Credito, Hechos, Registro
from buzon.padron.models import CreditoFiscal, Patron, RegistroPatronal
from buzon.padron.selectors import hechos_de
from buzon.padron.services import guardar_hechos
from buzon.web import tareas
from tests.buzon.padron.fabricas import RFC, credito, cualesquiera, hechos, nrp, oficina, registro
from tests.hipotesis import ejemplos

pytestmark = pytest.mark.django_db

UNOS = hechos(registro(1, creditos=(credito(),)), registro(2))


@pytest.fixture(autouse=True)
def _oficina() -> None:
    oficina()


@pytest.fixture
def pedidos() -> Iterator[list[str]]:
    """RFCs whose opinion was asked for."""
    rfcs: list[str] = []
    with patch.object(tareas, "signature") as firma:
        firma.return_value.apply_async.side_effect = lambda: rfcs.append(
            f"{firma.call_args.args[0]} {firma.call_args.kwargs['kwargs']['rfc']}"
        )
        yield rfcs


def _sin_orden(unos: Hechos) -> dict[str, tuple[Registro, set[Credito]]]:
    return {uno.nrp: (replace(uno, creditos=()), set(uno.creditos)) for uno in unos.registros}


@ejemplos(20, HealthCheck.function_scoped_fixture)
@given(cualesquiera)
def test_ida_y_vuelta(nuevos: Hechos) -> None:
    guardar_hechos(nuevos, ahora=timezone.now())
    leidos = hechos_de(RFC)
    assert _sin_orden(leidos) == _sin_orden(nuevos)
    assert not guardar_hechos(nuevos, ahora=timezone.now())


def test_lo_que_ya_no_esta_sale() -> None:
    guardar_hechos(UNOS, ahora=timezone.now())
    assert guardar_hechos(hechos(registro(2)), ahora=timezone.now())
    assert list(RegistroPatronal.objects.values_list("nrp", flat=True)) == [nrp(2)]
    assert not CreditoFiscal.objects.exists()


def test_sin_hechos_el_rfc_deja_de_estar_inscrito() -> None:
    guardar_hechos(UNOS, ahora=timezone.now())
    assert guardar_hechos(Hechos(RFC), ahora=timezone.now())
    assert not Patron.objects.exists()


def test_levanta_la_marca_de_ilegible() -> None:
    guardar_hechos(UNOS, ahora=timezone.now())
    RegistroPatronal.objects.update(legible=False)
    assert guardar_hechos(UNOS, ahora=timezone.now())
    assert hechos_de(RFC) == UNOS


def test_un_registro_ajeno_no_se_toma() -> None:
    guardar_hechos(UNOS, ahora=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        guardar_hechos(hechos(registro(2), rfc="XIA190128J61"), ahora=timezone.now())
    assert hechos_de(RFC) == UNOS


def test_pide_la_opinion_al_confirmar_y_la_anota(
    pedidos: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        guardar_hechos(UNOS, ahora=timezone.now())
        assert pedidos == []
    assert pedidos == [f"opinion.recalcular_rfc {RFC}"]
    assert [(a.evento, a.rfc) for a in Asiento.objects.all()] == [("padron.hechos_cambiados", RFC)]


def test_lo_mismo_otra_vez_no_pide_ni_anota(
    pedidos: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    guardar_hechos(UNOS, ahora=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert not guardar_hechos(UNOS, ahora=timezone.now())
    assert pedidos == []
    assert Asiento.objects.count() == 1


@pytest.mark.parametrize("falla", [OperationalError("sin broker"), ConnectionRefusedError(), TimeoutError()])
def test_con_el_broker_caido_los_hechos_quedan(
    falla: Exception, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with patch.object(tareas, "signature") as firma, django_capture_on_commit_callbacks(execute=True):
        firma.return_value.apply_async.side_effect = falla
        guardar_hechos(UNOS, ahora=timezone.now())
    firma.return_value.apply_async.assert_called_once()
    assert hechos_de(RFC) == UNOS
