"""The stored verdict follows the facts, and only a change of it is news."""

import threading
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from buzon.bitacora.models import Asiento
from buzon.padron.hechos import SituacionCredito
from buzon.padron.models import Patron
from buzon.padron.services import bloquear, guardar_hechos
from opinion import services, tasks
from opinion.models import OpinionCalculada
from opinion.reglas import Motivo
from opinion.services import recalcular_autorizadas, recalcular_rfc
from tests.buzon.padron.fabricas import credito, hechos, oficina, registro
from tests.opinion.situaciones import OTRO, RFC, autorizar, cancelar

pytestmark = pytest.mark.django_db


def _eventos() -> list[tuple[str, str]]:
    asientos = Asiento.objects.filter(evento__startswith="opinion.").order_by("id")
    return [(asiento.evento, asiento.detalle.get("motivo", "")) for asiento in asientos]


@pytest.fixture(autouse=True)
def _oficina() -> None:
    oficina()


def test_guarda_el_veredicto(ahora: datetime) -> None:
    guardar_hechos(hechos(registro(creditos=(credito(),))), ahora=ahora)
    recalcular_rfc(RFC, ahora=ahora)
    fila = OpinionCalculada.objects.get()
    assert (fila.rfc, fila.sentido, fila.motivo, fila.anexo) == (RFC, "NEGATIVA", "CON_ADEUDOS", 1)
    assert (fila.version_reglas, fila.calculada_en) == ("1", ahora)


def test_sin_cambio_solo_avanza_la_hora(ahora: datetime) -> None:
    luego = ahora + timedelta(hours=1)
    recalcular_rfc(RFC, ahora=ahora)
    recalcular_rfc(RFC, ahora=luego)
    assert OpinionCalculada.objects.get().calculada_en == luego
    assert _eventos() == [("opinion.calculada", "SIN_REGISTRO_PATRONAL")]


def test_sigue_a_los_hechos(ahora: datetime) -> None:
    for creditos in [(), (credito(),), (credito(SituacionCredito.PAGADO),)]:
        guardar_hechos(hechos(registro(creditos=creditos)), ahora=ahora)
        recalcular_rfc(RFC, ahora=ahora)
    assert _eventos() == [
        ("opinion.calculada", motivo) for motivo in ("AL_CORRIENTE", "CON_ADEUDOS", "AL_CORRIENTE")
    ]


def test_el_dia_es_el_de_centro(ahora: datetime) -> None:
    limite = ahora.date()
    por_vencer = credito(SituacionCredito.POR_DETERMINAR, limite=limite)
    guardar_hechos(hechos(registro(creditos=(por_vencer,))), ahora=ahora)
    recalcular_rfc(RFC, ahora=ahora.replace(hour=23, minute=59))
    assert OpinionCalculada.objects.get().sentido == "POSITIVA"
    recalcular_rfc(RFC, ahora=ahora.replace(hour=23, minute=59) + timedelta(minutes=1))
    assert OpinionCalculada.objects.get().sentido == "NEGATIVA"


def test_hechos_ilegibles_dejan_sin_opinion_y_se_recupera(ahora: datetime) -> None:
    guardar_hechos(hechos(registro()), ahora=ahora)
    recalcular_rfc(RFC, ahora=ahora)
    Patron.objects.update(personas=2)
    for _ in range(2):
        recalcular_rfc(RFC, ahora=ahora)
        assert not OpinionCalculada.objects.exists()
    Patron.objects.update(personas=1)
    recalcular_rfc(RFC, ahora=ahora)
    assert OpinionCalculada.objects.get().sentido == "POSITIVA"
    assert [evento for evento, _ in _eventos()] == [
        "opinion.calculada",
        "opinion.no_disponible",
        "opinion.calculada",
    ]


def test_recalcula_a_quien_autorizo_este_o_no_inscrito(ahora: datetime) -> None:
    guardar_hechos(hechos(registro()), ahora=ahora)
    for rfc in (RFC, OTRO, "JES900109Q90"):
        autorizar(rfc, ahora=ahora)
    cancelar("JES900109Q90", ahora=ahora)
    assert recalcular_autorizadas(ahora=ahora) == 2
    assert dict(OpinionCalculada.objects.values_list("rfc", "sentido")) == {
        RFC: "POSITIVA",
        OTRO: "SIN_OPINION",
    }
    assert recalcular_autorizadas(ahora=ahora) == 0


def test_por_lotes_en_consultas_constantes(
    ahora: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rfcs = [f"AAA010{mes:02d}{dia:02d}AAA" for mes in range(1, 11) for dia in range(1, 11)]
    for rfc in rfcs:
        autorizar(rfc, ahora=ahora)
    recalcular_autorizadas(ahora=ahora)
    with patch.object(services, "LOTE", 50), django_assert_num_queries(1 + 2 * 8):
        recalcular_autorizadas(ahora=ahora + timedelta(hours=1))
    assert OpinionCalculada.objects.filter(calculada_en=ahora + timedelta(hours=1)).count() == len(rfcs)


def test_las_tareas_llaman_al_servicio() -> None:
    autorizar(OTRO, ahora=datetime.fromisoformat("2026-11-23T13:10:44-06:00"))
    tasks.recalcular_rfc(rfc=RFC, de_otra_version=1)
    tasks.recalcular_autorizadas()
    assert set(OpinionCalculada.objects.values_list("rfc", flat=True)) == {RFC, OTRO}


def test_el_nombre_de_la_tarea_es_el_que_pide_el_padron() -> None:
    assert tasks.recalcular_rfc.name == "opinion.recalcular_rfc"
    assert tasks.recalcular_autorizadas.name == "opinion.recalcular_autorizadas"


@pytest.mark.parametrize(
    "cambios",
    [{"sentido": "POSITIVA"}, {"anexo": 2}, {"motivo": Motivo.AL_CORRIENTE}, {"sentido": "OTRO"}],
)
def test_la_base_rechaza_un_veredicto_incoherente(ahora: datetime, cambios: dict[str, object]) -> None:
    recalcular_rfc(RFC, ahora=ahora)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionCalculada.objects.update(**cambios)


@pytest.mark.django_db(transaction=True)
def test_dos_recalculos_del_mismo_rfc_esperan_su_turno(ahora: datetime) -> None:
    terminado = threading.Event()

    def recalcular() -> None:
        recalcular_rfc(RFC, ahora=ahora)
        connection.close()
        terminado.set()

    hilo = threading.Thread(target=recalcular)
    with transaction.atomic():
        bloquear([RFC])
        hilo.start()
        assert not terminado.wait(0.3)
        guardar_hechos(hechos(registro()), ahora=ahora)
    hilo.join(10)
    assert OpinionCalculada.objects.get().sentido == "POSITIVA"
