"""What happens to others while a national run is on its way."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from celery.exceptions import Retry
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from buzon.padron import services as padron
from buzon.padron.services import guardar_hechos
from buzon.web.errores import NoDisponible
from opinion import recalculo, services, tasks
from opinion.errores import CorridaEnCurso
from opinion.models import Corrida, EstadoDeCorrida, OpinionCalculada, OrigenDeCorrida
from opinion.reglas import Sentido
from tests.buzon.padron.fabricas import credito, hechos, oficina, registro
from tests.esperas import alguien_espera, esperar_a
from tests.opinion.situaciones import OTRO, RFC, autorizar

pytestmark = pytest.mark.django_db(transaction=True)  # threads on connections of their own
PLAZO_S = 60


class Detenida:
    """A run in its own thread and connection, that stands between its writes and its commit."""

    def __init__(self, ejecutor: ThreadPoolExecutor) -> None:
        self.ejecutor = ejecutor
        self.escribio, self.puede_seguir = threading.Event(), threading.Event()

    def iniciar(self, ahora: datetime) -> None:
        contar = recalculo._una_fila

        def esperar(*argumentos: Any) -> dict[str, int]:
            self.escribio.set()
            assert self.puede_seguir.wait(PLAZO_S)
            return contar(*argumentos)

        self.parche = patch.object(recalculo, "_una_fila", esperar)
        self.parche.start()
        self.fin = self.aparte(recalculo.recalcular_opiniones, ahora=ahora, origen=OrigenDeCorrida.ORDEN)
        assert self.escribio.wait(PLAZO_S)

    def aparte(self, que: Any, *argumentos: Any, **opciones: Any) -> Future[Any]:
        def hacer() -> Any:
            try:
                return que(*argumentos, **opciones)
            finally:
                connection.close()

        return self.ejecutor.submit(hacer)

    def terminar(self) -> Corrida:
        self.puede_seguir.set()
        corrida: Corrida = self.fin.result(PLAZO_S)
        self.parche.stop()
        return corrida


@pytest.fixture
def corrida(ahora: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Detenida]:
    """A run that stands still over an RFC that was positive and now owes; its task is not asked for."""
    monkeypatch.setattr(padron, "encolar", lambda *_, **__: None)
    oficina()
    autorizar(ahora=ahora)
    guardar_hechos(hechos(registro()), ahora=ahora)
    services.recalcular_rfc(RFC, ahora=ahora)
    guardar_hechos(hechos(registro(creditos=(credito(),))), ahora=ahora)
    with ThreadPoolExecutor(3) as ejecutor:
        detenida = Detenida(ejecutor)
        detenida.iniciar(ahora + timedelta(minutes=1))
        yield detenida
        detenida.puede_seguir.set()
        detenida.parche.stop()


def _sentido(ahora: datetime) -> Sentido:
    publica = services.consultar_publica(RFC, ahora=ahora)
    assert publica is not None
    return publica.sentido


@contextmanager
def sin_esperas() -> Iterator[None]:
    """Whoever would wait for a lock of another connection fails at once."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1ms'")
        yield
        cursor.execute("RESET lock_timeout")


def test_la_consulta_no_espera_y_dice_lo_de_antes(corrida: Detenida, ahora: datetime) -> None:
    with sin_esperas():
        assert _sentido(ahora) is Sentido.POSITIVA
    assert Corrida.objects.get().estado == EstadoDeCorrida.EN_MARCHA
    corrida.terminar()
    assert _sentido(ahora) is Sentido.NEGATIVA


def test_la_de_quien_no_tiene_veredicto_no_espera_a_que_termine(corrida: Detenida, ahora: datetime) -> None:
    autorizar(OTRO, ahora=ahora)
    with pytest.raises(NoDisponible), CaptureQueriesContext(connection) as consultas:
        services.consultar_publica(OTRO, ahora=ahora)
    assert any("set_config('lock_timeout', '1s', true)" in una["sql"] for una in consultas)
    assert Corrida.objects.get().estado == EstadoDeCorrida.EN_MARCHA
    corrida.terminar()
    publica = services.consultar_publica(OTRO, ahora=ahora)
    assert publica is not None
    assert publica.sentido is Sentido.SIN_OPINION


def test_una_segunda_se_rechaza_y_la_orden_dice_por_que(corrida: Detenida, ahora: datetime) -> None:
    with pytest.raises(CorridaEnCurso):
        recalculo.recalcular_opiniones(ahora=ahora, origen=OrigenDeCorrida.NOCTURNA)
    with pytest.raises(CommandError, match="Ya se están recalculando todas las opiniones"):
        call_command("recalcular_opiniones")
    assert corrida.terminar().estado == EstadoDeCorrida.TERMINADA
    assert Corrida.objects.count() == 1
    recalculo.recalcular_opiniones(ahora=ahora, origen=OrigenDeCorrida.NOCTURNA)


def test_la_nocturna_se_retira_y_la_de_una_carga_vuelve_a_intentarlo(
    corrida: Detenida, caplog: pytest.LogCaptureFixture
) -> None:
    tasks.recalcular_opiniones()
    assert "no se inicia otro" in caplog.text
    with (
        patch.object(tasks.recalcular_opiniones, "retry", side_effect=Retry) as otra_vez,
        pytest.raises(Retry),
    ):
        tasks.recalcular_opiniones(origen="carga")
    assert otra_vez.call_args.kwargs["countdown"] > 0
    assert Corrida.objects.count() == 1


def test_lo_que_cambia_durante_la_corrida_espera_y_queda_bien(corrida: Detenida, ahora: datetime) -> None:
    guardar_hechos(hechos(registro(trabajadores=0)), ahora=ahora)
    suelto = corrida.aparte(services.recalcular_rfc, RFC, ahora=ahora + timedelta(minutes=2))
    assert esperar_a(alguien_espera)
    assert not suelto.done()
    corrida.terminar()
    suelto.result(PLAZO_S)
    assert OpinionCalculada.objects.get(rfc=RFC).motivo == "SIN_TRABAJADORES"


def test_la_corrida_espera_a_quien_ya_recalcula_y_lo_ve(ahora: datetime, corrida: Detenida) -> None:
    corrida.terminar()
    with ThreadPoolExecutor(1) as ejecutor:
        otra = Detenida(ejecutor)
        with transaction.atomic():
            guardar_hechos(hechos(registro(trabajadores=0)), ahora=ahora)
            services.recalcular_rfc(RFC, ahora=ahora + timedelta(minutes=2))
            espera = otra.aparte(
                recalculo.recalcular_opiniones,
                ahora=ahora + timedelta(minutes=3),
                origen=OrigenDeCorrida.ORDEN,
            )
            assert esperar_a(alguien_espera)
            assert not espera.done()
        assert espera.result(PLAZO_S).cambiadas == 0
    assert OpinionCalculada.objects.get(rfc=RFC).motivo == "SIN_TRABAJADORES"


def test_la_tarea_de_un_rfc_devuelve_su_turno_y_no_se_pierde(
    corrida: Detenida, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "ESPERA_DE_TURNO_S", 1)
    with patch.object(tasks.recalcular_rfc, "retry", side_effect=Retry) as otra_vez, pytest.raises(Retry):
        tasks.recalcular_rfc(rfc=RFC)
    assert otra_vez.call_args.kwargs["countdown"] * otra_vez.call_args.kwargs["max_retries"] >= 1800
    corrida.terminar()
    tasks.recalcular_rfc(rfc=RFC)
