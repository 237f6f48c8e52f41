"""How often the public looked: counted once each, by day of Centro, never of what was not shown."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buzon.valores.fechas import ZONA
from opinion import conteo as modulo
from opinion.conteo import _Conteo, conteo
from opinion.models import Conteo
from tests.personas import Dentro

pytestmark = pytest.mark.django_db
NOCHE = datetime(2026, 12, 1, 23, 30, tzinfo=ZONA)


@pytest.fixture(autouse=True)
def _sin_nada_contado() -> Iterator[None]:
    conteo._sin_escribir.clear()
    yield
    conteo._sin_escribir.clear()


def test_se_suman_por_dia_de_centro() -> None:
    uno = _Conteo()
    for _ in range(3):
        uno.contar("PEJ110822KT2", ahora=NOCHE)
    uno.contar("H&E0703285CA", ahora=NOCHE)
    assert uno.vaciar() == 2
    uno.contar("PEJ110822KT2", ahora=NOCHE)
    assert uno.vaciar() == 1
    assert uno.vaciar() == 0
    assert list(Conteo.objects.order_by("rfc").values_list("rfc", "dia", "cuantas")) == [
        ("H&E0703285CA", NOCHE.date(), 1),
        ("PEJ110822KT2", NOCHE.date(), 4),
    ]


def test_a_la_vez_no_se_pierde_ninguna() -> None:
    uno = _Conteo()
    with ThreadPoolExecutor(8) as hilos:
        list(hilos.map(lambda _: uno.contar("PEJ110822KT2", ahora=NOCHE), range(400)))
    uno.vaciar()
    assert Conteo.objects.get().cuantas == 400


def test_lo_que_no_se_pudo_escribir_espera(monkeypatch: pytest.MonkeyPatch) -> None:
    uno = _Conteo()
    uno.contar("PEJ110822KT2", ahora=NOCHE)

    class Caida:
        def cursor(self) -> None:
            raise DatabaseError

    with monkeypatch.context() as caida:
        caida.setattr(modulo, "connection", Caida())
        assert uno.vaciar() == 0
    uno.contar("PEJ110822KT2", ahora=NOCHE)
    assert uno.vaciar() == 1
    assert Conteo.objects.get().cuantas == 2


def test_se_cuenta_lo_que_se_mostro_y_la_consulta_no_escribe(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    rfc = quien.persona.rfc
    Client().get(f"/opinion/{rfc}/")
    Client().get(f"/api/v1/opiniones/{rfc}")
    assert conteo.vaciar() == 0, "todavía no es pública"
    quien.hacer("autorizar")
    with CaptureQueriesContext(connection) as consultas:
        assert Client().get(f"/opinion/{rfc}/").status_code == 200
    assert not [una for una in consultas.captured_queries if "opinion_conteo" in una["sql"]]
    assert Client().get(f"/api/v1/opiniones/{rfc}").status_code == 200
    conteo.vaciar()
    assert Conteo.objects.get(rfc=rfc).cuantas == 2
    html = quien.http.get("/cobranza/32d/consultas/").content.decode()
    assert '<td data-rotulo="Consultas">2</td>' in html


def test_lo_viejo_se_borra() -> None:
    Conteo.objects.create(rfc="PEJ110822KT2", dia="2020-01-01", cuantas=1)
    Conteo.objects.create(rfc="PEJ110822KT2", dia=timezone.now().date(), cuantas=1)
    modulo.limpiar(ahora=timezone.now())
    assert Conteo.objects.count() == 1
