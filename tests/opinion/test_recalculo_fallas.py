"""A national run that fails, that died, and that checks itself."""

import logging
from datetime import datetime

import pytest
from django.db import DataError

from buzon.bitacora.models import Asiento
from buzon.padron.services import guardar_hechos
from opinion import muestra, recalculo
from opinion.models import (
    CambioDeOpinion,
    Corrida,
    EstadoDeCorrida,
    OpinionCalculada,
    OrigenDeCorrida,
)
from opinion.reglas import Veredicto
from tests.buzon.padron.fabricas import credito, hechos, oficina, registro
from tests.opinion.situaciones import HORA, OTRO, calcular, correr

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _oficina() -> None:
    oficina()


@pytest.mark.django_db(transaction=True)  # the rollback itself
@pytest.mark.parametrize("orden", ["_CONTAR", "_COMPARAR"])
def test_una_que_falla_no_cambia_nada(ahora: datetime, monkeypatch: pytest.MonkeyPatch, orden: str) -> None:
    calcular(ahora=ahora)
    antes = list(OpinionCalculada.objects.values())
    monkeypatch.setattr(recalculo, orden, "SELECT 1 / 0")
    with pytest.raises(DataError):
        recalculo.recalcular_opiniones(ahora=ahora, origen=OrigenDeCorrida.NOCTURNA)
    corrida = Corrida.objects.get()
    assert (corrida.estado, corrida.cambiadas, corrida.leidas) == (EstadoDeCorrida.FALLIDA, 0, 0)
    assert corrida.falla.startswith("DataError")
    assert corrida.terminada_en is not None
    assert list(OpinionCalculada.objects.values()) == antes
    assert not CambioDeOpinion.objects.exists()
    assert not Asiento.objects.exists()
    monkeypatch.undo()
    assert correr(ahora + HORA).estado == EstadoDeCorrida.TERMINADA


@pytest.mark.django_db(transaction=True)  # the rollback itself
def test_si_no_se_puede_tomar_la_muestra_la_corrida_falla(
    ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(muestra, "_ELEGIR", "SELECT 1 / (%s - 500)")
    with pytest.raises(DataError):
        recalculo.recalcular_opiniones(ahora=ahora, origen=OrigenDeCorrida.NOCTURNA)
    assert Corrida.objects.get().estado == EstadoDeCorrida.FALLIDA


def test_la_interrumpida_se_da_por_fallida(ahora: datetime) -> None:
    muerta = Corrida.objects.create(iniciada_en=ahora - HORA, origen=OrigenDeCorrida.NOCTURNA)
    correr(ahora)
    muerta.refresh_from_db()
    assert (muerta.estado, muerta.terminada_en, muerta.falla) == (
        EstadoDeCorrida.FALLIDA,
        ahora,
        "Se interrumpió.",
    )


def test_la_muestra_encuentra_lo_que_no_coincide(
    ahora: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    guardar_hechos(hechos(registro(1)), ahora=ahora)
    guardar_hechos(hechos(registro(2, creditos=(credito(),)), rfc=OTRO), ahora=ahora)
    monkeypatch.setattr(
        recalculo, "_LEER", recalculo._LEER.replace("'FIRME' THEN true", "'FIRME' THEN false")
    )
    with caplog.at_level(logging.ERROR, "opinion.recalculo"):
        corrida = correr(ahora)
    assert (corrida.estado, corrida.muestra_revisada, corrida.muestra_discrepante) == ("TERMINADA", 2, 1)
    assert [(linea.levelname, OTRO in linea.getMessage()) for linea in caplog.records] == [("ERROR", False)]
    assert "1 RFC" in caplog.records[0].getMessage()
    asiento = Asiento.objects.get(evento="opinion.discrepancia")
    assert asiento.detalle == {"corrida": corrida.pk, "rfcs": [OTRO]}


def test_quien_cambia_durante_la_corrida_no_se_compara(
    ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    guardar_hechos(hechos(registro()), ahora=ahora)
    revisar = recalculo._revisar

    def cambiar_antes(corrida: Corrida, *, leida: muestra.Muestra) -> None:
        guardar_hechos(hechos(registro(creditos=(credito(),))), ahora=ahora)
        revisar(corrida, leida=leida)

    monkeypatch.setattr(recalculo, "_revisar", cambiar_antes)
    corrida = correr(ahora)
    assert (corrida.muestra_revisada, corrida.muestra_discrepante) == (0, 0)


def test_una_revision_imposible_no_quita_la_corrida(
    ahora: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    guardar_hechos(hechos(registro()), ahora=ahora)

    def reventar(*_: object, hoy: object) -> Veredicto:
        raise ValueError(hoy)

    monkeypatch.setattr(muestra, "evaluar", reventar)
    corrida = correr(ahora)
    assert (corrida.estado, corrida.positivas, corrida.muestra_revisada) == ("TERMINADA", 1, 0)
    assert "no se pudo revisar" in caplog.text
