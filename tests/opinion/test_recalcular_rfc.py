"""The stored verdict of one RFC follows its facts, and only a change of it is news."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from buzon.bitacora.models import Asiento
from buzon.padron import services as padron
from buzon.padron.hechos import SituacionCredito
from buzon.padron.models import Patron
from buzon.padron.services import bloquear, guardar_hechos
from opinion import tasks
from opinion.models import NO_DISPONIBLE, CambioDeOpinion, OpinionCalculada
from opinion.reglas import Motivo
from opinion.selectors import ultimo_cambio
from opinion.services import recalcular_rfc
from tests.buzon.padron.fabricas import credito, hechos, oficina, registro
from tests.esperas import alguien_espera, esperar_a
from tests.opinion.situaciones import RFC

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


def test_la_historia_dice_de_que_a_que(ahora: datetime) -> None:
    for instante, creditos in enumerate([(), (), (credito(),), (credito(SituacionCredito.PAGADO),)]):
        guardar_hechos(hechos(registro(creditos=creditos)), ahora=ahora)
        recalcular_rfc(RFC, ahora=ahora + timedelta(minutes=instante))
    assert list(
        CambioDeOpinion.objects.order_by("id").values_list("de", "a", "motivo", "version_reglas")
    ) == [
        (None, "POSITIVA", "AL_CORRIENTE", "1"),
        ("POSITIVA", "NEGATIVA", "CON_ADEUDOS", "1"),
        ("NEGATIVA", "POSITIVA", "AL_CORRIENTE", "1"),
    ]


def test_lo_ultimo_de_la_historia_es_lo_ultimo_que_se_escribio(ahora: datetime) -> None:
    """Who waited for a national run read the clock before it."""
    recalcular_rfc(RFC, ahora=ahora)
    Patron.objects.create(rfc=RFC, nombre="UNA", personas=2)
    recalcular_rfc(RFC, ahora=ahora - timedelta(seconds=30))
    ultimo = ultimo_cambio(RFC)
    assert ultimo is not None
    assert ultimo.a == NO_DISPONIBLE
    recalcular_rfc(RFC, ahora=ahora)
    assert CambioDeOpinion.objects.count() == 2


def test_la_tarea_llama_al_servicio() -> None:
    tasks.recalcular_rfc(rfc=RFC, de_otra_version=1)
    assert OpinionCalculada.objects.get().rfc == RFC


def test_el_nombre_de_la_tarea_es_el_que_pide_el_padron() -> None:
    assert tasks.recalcular_rfc.name == padron.RECALCULAR == "opinion.recalcular_rfc"


@pytest.mark.parametrize(
    "cambios",
    [{"sentido": "POSITIVA"}, {"anexo": 2}, {"motivo": Motivo.AL_CORRIENTE}, {"sentido": "OTRO"}],
)
def test_la_base_rechaza_un_veredicto_incoherente(ahora: datetime, cambios: dict[str, object]) -> None:
    recalcular_rfc(RFC, ahora=ahora)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionCalculada.objects.update(**cambios)


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
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
        assert esperar_a(alguien_espera)
        assert not terminado.is_set()
        guardar_hechos(hechos(registro()), ahora=ahora)
    hilo.join()
    assert OpinionCalculada.objects.get().sentido == "POSITIVA"
