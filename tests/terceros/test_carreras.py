"""Races about third parties, with connections of their own: nothing is answered after the commit of a cancellation."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from opinion import emision
from terceros import services
from terceros.errores import TerceroNoAutorizado
from terceros.models import AutorizacionDeTercero, ConsultaDeTercero
from terceros.services import Quien
from tests.personas import Dentro
from tests.recorridos.test_carreras import a_la_vez
from tests.terceros.quienes import a_cancelar, autorizar, guardar

pytestmark = pytest.mark.django_db(transaction=True)  # threads on connections of their own
TERCERO = Quien("ZZZ010101ZZ1", "TERCERO")


@pytest.fixture(autouse=True)
def _sin_topes(settings: Settings) -> None:
    settings.LIMITES_FACTOR = 100


def por_firmar(quien: Dentro, pagina: Any) -> tuple[str, dict[str, str]]:
    return pagina.request["PATH_INFO"], quien.envio(pagina, "acto")


def test_muchas_pestanas_que_autorizan_dan_una(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    envios = [por_firmar(quien, guardar(quien, TERCERO.rfc)) for _ in range(6)]
    assert sorted(status for status, _ in a_la_vez(quien, envios)) == [302] + [409] * 5
    assert AutorizacionDeTercero.objects.count() == 1


def test_la_cancelacion_espera_a_quien_mira_y_despues_nadie_ve(
    activa: Callable[..., Dentro], monkeypatch: pytest.MonkeyPatch
) -> None:
    quien = activa(persona="moral")
    autorizar(quien, TERCERO.rfc)
    cancelacion = por_firmar(quien, a_cancelar(quien, TERCERO.rfc))
    mira, sigue = Event(), Event()
    original = emision.veredicto_actual

    def despacio(rfc: str, *, ahora: datetime) -> Any:
        mira.set()
        assert sigue.wait(60)
        return original(rfc, ahora=ahora)

    monkeypatch.setattr(emision, "veredicto_actual", despacio)

    def consultar() -> Any:
        try:
            return services.consultar(quien.persona.rfc, quien=TERCERO, ahora=timezone.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as hilos:
        vista = hilos.submit(consultar)
        assert mira.wait(60)
        firma = hilos.submit(a_la_vez, quien, [cancelacion])
        # It holds what the cancellation would end: that one has not answered while the look is under way.
        with pytest.raises(TimeoutError):
            firma.result(timeout=1)
        sigue.set()
        assert vista.result(60)
        assert [status for status, _ in firma.result(60)] == [302]
    with pytest.raises(TerceroNoAutorizado):
        services.consultar(quien.persona.rfc, quien=TERCERO, ahora=timezone.now())
    assert ConsultaDeTercero.objects.count() == 1
