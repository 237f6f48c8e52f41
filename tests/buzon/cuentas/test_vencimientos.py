"""An e.firma near its end is told at 60, 30 and 7 days, once each, to whoever has an active Buzón."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.cuentas import tasks, vencimientos
from buzon.cuentas.models import Contribuyente, Usuario
from buzon.mensajes import services as mensajes
from buzon.mensajes.models import Mensaje
from tests.personal.expedientes import acto_de, rfc_de

pytestmark = pytest.mark.django_db
NUMERO = "30001000000500003416"


@pytest.fixture(autouse=True)
def encolados(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    pedidos: list[dict[str, Any]] = []
    monkeypatch.setattr(mensajes, "encolar", lambda *_, **__: None)
    monkeypatch.setattr(vencimientos, "encolar", lambda tarea, **datos: pedidos.append(datos))
    return pedidos


def persona(n: int, *, hasta: datetime, ahora: datetime, activa: bool = True) -> Contribuyente:
    rfc = rfc_de(n)
    return Contribuyente.objects.create(
        usuario=Usuario.objects.create(username=rfc, password="!"),
        rfc=rfc,
        nombre="PERSONA",
        creado_en=ahora,
        acto_activacion=acto_de(rfc, f"{17954608825750000000000 + n}", ahora) if activa else None,
        efirma_numero=f"{int(NUMERO) + n}",
        efirma_hasta=hasta,
    )


@given(st.integers(-1000, 1000))
def test_umbrales(dias: int) -> None:
    umbral = vencimientos.umbral_de(dias)
    assert umbral == (None if not 0 <= dias <= 60 else 7 if dias <= 7 else 30 if dias <= 30 else 60)


def test_cada_umbral_una_vez(ahora: datetime) -> None:
    una = persona(1, hasta=ahora + timedelta(days=70), ahora=ahora)
    for dia in range(75):
        for _ in range(2):
            vencimientos.avisar_efirmas(ahora=ahora + timedelta(days=dia))
    claves = list(Mensaje.objects.order_by("id").values_list("clave", "creado_en"))
    assert claves == [
        (f"efirma:{una.efirma_numero}:{umbral}", ahora + timedelta(days=70 - umbral))
        for umbral in (60, 30, 7)
    ]
    texto = Mensaje.objects.latest("id").texto
    assert "vence en 7 días: el 1 de febrero de 2027" in texto
    for como in ("SAT ID", "SAT Móvil", "CertiSAT"):
        assert como in texto


def test_quien_entra_con_veinte_dias_recibe_solo_el_de_treinta(ahora: datetime) -> None:
    persona(1, hasta=ahora + timedelta(days=20), ahora=ahora)
    persona(2, hasta=ahora + timedelta(days=20), ahora=ahora, activa=False)
    persona(3, hasta=ahora - timedelta(hours=1), ahora=ahora)
    assert [vencimientos.avisar_efirmas(ahora=ahora) for _ in range(2)] == [1, 0]
    assert Mensaje.objects.get().clave.endswith(":30")


@pytest.mark.parametrize(("horas", "dice"), [(2, "vence hoy"), (12, "vence mañana"), (40, "vence en 2 días")])
def test_el_dia_es_el_del_centro(ahora: datetime, horas: int, dice: str) -> None:
    persona(1, hasta=ahora + timedelta(hours=horas), ahora=ahora)
    vencimientos.avisar_efirmas(ahora=ahora)
    assert dice in Mensaje.objects.get().texto


def test_por_lotes(ahora: datetime, encolados: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vencimientos, "LOTE", 2)
    monkeypatch.setattr(tasks.timezone, "now", lambda: ahora)
    for n in range(5):
        persona(n, hasta=ahora + timedelta(days=5), ahora=ahora)
    pedido: dict[str, Any] = {}
    for vuelta in range(3):
        encolados.clear()
        tasks.avisar_efirmas(**pedido)
        assert len(encolados) == (1 if vuelta < 2 else 0)
        pedido = encolados[0] if encolados else {}
    assert Mensaje.objects.values("rfc").distinct().count() == 5
