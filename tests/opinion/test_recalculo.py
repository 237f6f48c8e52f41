"""The national run: writes what changed and nothing else, and leaves its trace."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from buzon.bitacora.models import Asiento
from buzon.padron.hechos import SituacionCredito
from buzon.padron.models import Patron, RegistroPatronal
from buzon.padron.services import guardar_hechos
from buzon.web.errores import NoDisponible
from opinion import muestra, recalculo
from opinion.models import (
    NO_DISPONIBLE,
    CambioDeOpinion,
    Corrida,
    EstadoDeCorrida,
    OpinionCalculada,
    OpinionNoDisponible,
    OrigenDeCorrida,
)
from opinion.reglas import Sentido
from opinion.selectors import CONSULTA_PUBLICA, opinion_publica
from opinion.services import consultar_publica
from tests.buzon.padron.fabricas import credito, hechos, oficina, registro
from tests.opinion.situaciones import HORA, OTRO, RFC, autorizar, cancelar, correr

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _oficina() -> None:
    oficina()


def historia(rfc: str = RFC) -> list[tuple[str | None, str, str]]:
    return list(CambioDeOpinion.objects.filter(rfc=rfc).order_by("id").values_list("de", "a", "motivo"))


def test_decide_a_todo_el_padron_y_a_quien_autorizo_fuera_de_el(ahora: datetime) -> None:
    guardar_hechos(hechos(registro(creditos=(credito(),))), ahora=ahora)
    for rfc in (OTRO, "JES900109Q90"):
        autorizar(rfc, ahora=ahora)
    cancelar("JES900109Q90", ahora=ahora)
    corrida = correr(ahora)
    assert {
        fila.rfc: (fila.sentido, fila.motivo, fila.anexo, fila.version_reglas, fila.calculada_en)
        for fila in OpinionCalculada.objects.all()
    } == {
        RFC: ("NEGATIVA", "CON_ADEUDOS", 1, "1", ahora),
        OTRO: ("SIN_OPINION", "SIN_REGISTRO_PATRONAL", 3, "1", ahora),
    }
    assert (corrida.estado, corrida.leidas, corrida.cambiadas) == (EstadoDeCorrida.TERMINADA, 2, 2)
    assert (corrida.positivas, corrida.negativas, corrida.sin_opinion, corrida.no_disponibles) == (0, 1, 1, 0)
    assert (corrida.origen, corrida.version_reglas, corrida.iniciada_en) == ("orden", "1", ahora)
    assert (corrida.muestra_revisada, corrida.muestra_discrepante) == (2, 0)
    assert Asiento.objects.get(evento="opinion.recalculo").detalle["cambiadas"] == 2


def test_la_segunda_no_escribe_nada_y_la_consulta_dice_su_hora(ahora: datetime) -> None:
    autorizar(ahora=ahora)
    guardar_hechos(hechos(registro()), ahora=ahora)
    correr(ahora)
    segunda = correr(ahora + HORA)
    assert (segunda.leidas, segunda.cambiadas) == (1, 0)
    assert OpinionCalculada.objects.get().calculada_en == ahora
    assert len(historia()) == 1
    publica = opinion_publica(RFC, ahora=ahora + HORA)
    assert publica is not None
    assert (
        publica.calculada_en
        == segunda.terminada_en
        == ahora + HORA + timedelta(seconds=float(segunda.segundos))
    )


def test_de_la_fila_y_la_corrida_vale_la_hora_mas_reciente(ahora: datetime) -> None:
    autorizar(ahora=ahora)
    correr(ahora)
    OpinionCalculada.objects.update(calculada_en=ahora + HORA)
    Corrida.objects.create(iniciada_en=ahora + 5 * HORA, origen=OrigenDeCorrida.ORDEN)
    Corrida.objects.create(
        iniciada_en=ahora + 3 * HORA,
        terminada_en=ahora + 4 * HORA,
        estado=EstadoDeCorrida.FALLIDA,
        origen=OrigenDeCorrida.ORDEN,
    )
    publica = opinion_publica(RFC, ahora=ahora + HORA)
    assert publica is not None
    assert publica.calculada_en == ahora + HORA


def test_solo_escribe_las_que_cambiaron(ahora: datetime) -> None:
    guardar_hechos(hechos(registro(1)), ahora=ahora)
    guardar_hechos(hechos(registro(2), rfc=OTRO), ahora=ahora)
    correr(ahora)
    guardar_hechos(hechos(registro(1, creditos=(credito(),))), ahora=ahora)
    assert correr(ahora + HORA).cambiadas == 1
    assert dict(OpinionCalculada.objects.values_list("rfc", "calculada_en")) == {
        RFC: ahora + HORA,
        OTRO: ahora,
    }
    assert historia() == [(None, "POSITIVA", "AL_CORRIENTE"), ("POSITIVA", "NEGATIVA", "CON_ADEUDOS")]
    assert historia(OTRO) == [(None, "POSITIVA", "AL_CORRIENTE")]
    ultimo = CambioDeOpinion.objects.latest("id")
    assert (ultimo.ocurrio_en, ultimo.corrida, ultimo.version_reglas) == (
        ahora + HORA,
        Corrida.objects.latest("id"),
        "1",
    )


def test_otra_version_de_las_reglas_se_escribe_y_no_es_noticia(
    ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    guardar_hechos(hechos(registro()), ahora=ahora)
    correr(ahora)
    for modulo in (recalculo, muestra):
        monkeypatch.setattr(modulo, "VERSION", "2")
    corrida = correr(ahora + HORA)
    assert (corrida.cambiadas, corrida.version_reglas, corrida.muestra_discrepante) == (1, "2", 0)
    assert OpinionCalculada.objects.get().version_reglas == "2"
    assert len(historia()) == 1


def test_quien_sale_del_padron_se_queda_sin_fila(ahora: datetime) -> None:
    guardar_hechos(hechos(registro()), ahora=ahora)
    correr(ahora)
    RegistroPatronal.objects.all().delete()
    Patron.objects.all().delete()
    assert correr(ahora + HORA).cambiadas == 1
    assert not OpinionCalculada.objects.exists()
    assert historia()[1:] == [("POSITIVA", "SIN_OPINION", "SIN_REGISTRO_PATRONAL")]
    assert correr(ahora + HORA).cambiadas == 0


@pytest.mark.parametrize(
    ("marcar", "quitar", "causa"),
    [
        (
            lambda: Patron.objects.update(personas=2),
            lambda: Patron.objects.update(personas=1),
            "2 personas",
        ),
        (
            lambda: RegistroPatronal.objects.update(legible=False),
            lambda: RegistroPatronal.objects.update(legible=True),
            f"ilegible {registro(1).nrp}, {registro(2).nrp}",
        ),
    ],
    ids=["personas", "legible"],
)
def test_hechos_ilegibles(
    client: Client,
    ahora: datetime,
    time_machine: TimeMachineFixture,
    marcar: object,
    quitar: object,
    causa: str,
) -> None:
    time_machine.move_to(ahora + HORA, tick=False)
    autorizar(ahora=ahora)
    guardar_hechos(hechos(registro(1), registro(2)), ahora=ahora)
    correr(ahora)
    marcar()  # type: ignore[operator]
    for vuelta in (1, 2):
        corrida = correr(ahora + vuelta * HORA)
        assert (corrida.leidas, corrida.no_disponibles, corrida.muestra_discrepante) == (1, 1, 0)
        assert corrida.cambiadas == (1 if vuelta == 1 else 0)
        assert not OpinionCalculada.objects.exists()
        senalada = OpinionNoDisponible.objects.get()
        assert (senalada.rfc, senalada.causa, senalada.desde) == (RFC, causa, ahora + HORA)
        respuesta = client.get(f"/api/v1/opiniones/{RFC}")
        assert (respuesta.status_code, respuesta.json()["codigo"]) == (503, "no_disponible")
        assert causa not in respuesta.content.decode()
    quitar()  # type: ignore[operator]
    correr(ahora + 3 * HORA)
    assert not OpinionNoDisponible.objects.exists()
    assert client.get(f"/api/v1/opiniones/{RFC}").json()["sentido"] == Sentido.POSITIVA
    assert historia() == [
        (None, "POSITIVA", "AL_CORRIENTE"),
        ("POSITIVA", NO_DISPONIBLE, ""),
        (NO_DISPONIBLE, "POSITIVA", "AL_CORRIENTE"),
    ]


def test_la_consulta_de_hechos_ilegibles_no_los_lee_otra_vez(
    ahora: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    autorizar(ahora=ahora)
    Patron.objects.create(rfc=RFC, nombre="UNA", personas=2)
    correr(ahora)
    with django_assert_num_queries(1), pytest.raises(NoDisponible):
        consultar_publica(RFC, ahora=ahora)


def test_la_medianoche_es_la_de_centro(ahora: datetime) -> None:
    por_vencer = credito(SituacionCredito.POR_DETERMINAR, limite=ahora.date())
    guardar_hechos(hechos(registro(creditos=(por_vencer,))), ahora=ahora)
    ultimo_segundo = ahora.replace(hour=23, minute=59, second=59)
    assert correr(ultimo_segundo).positivas == 1
    assert correr(ultimo_segundo + timedelta(seconds=1)).negativas == 1
    assert [motivo for _, _, motivo in historia()] == ["AL_CORRIENTE", "CON_ADEUDOS"]


def test_la_consulta_publica_va_por_indices(ahora: datetime) -> None:
    autorizar(ahora=ahora)
    correr(ahora)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {CONSULTA_PUBLICA}", [RFC, "AUTORIZADA"])
        plan = "\n".join(linea for (linea,) in cursor.fetchall())
    assert "Seq Scan" not in plan, plan
    assert "Sort" not in plan, plan
    assert "corrida_terminada" in plan, plan


def test_la_consulta_publica_es_una_sola(
    ahora: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    autorizar(ahora=ahora)
    correr(ahora)
    with django_assert_num_queries(1):
        consultar_publica(RFC, ahora=ahora)
