"""Who has an active Buzón is told that the sentido changed: once, in words, however late."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from buzon.cuentas.models import Contribuyente, Usuario
from buzon.mensajes import services as mensajes
from buzon.mensajes.models import Mensaje
from buzon.padron.models import CreditoFiscal
from buzon.padron.services import guardar_hechos
from opinion import avisos, recalculo, services, tasks
from opinion.models import NO_DISPONIBLE, Avisado, CambioDeOpinion
from tests.buzon.padron.fabricas import credito, hechos, oficina, registro
from tests.opinion.situaciones import HORA, OTRO, RFC, correr
from tests.personal.expedientes import acto_de

pytestmark = pytest.mark.django_db
Encolados = list[tuple[str, dict[str, Any]]]


@pytest.fixture(autouse=True)
def encolados(monkeypatch: pytest.MonkeyPatch) -> Encolados:
    """What is asked of the workers, which do not run."""
    pedidos: Encolados = []
    for modulo in (avisos, services, recalculo, mensajes):
        monkeypatch.setattr(modulo, "encolar", lambda tarea, **datos: pedidos.append((tarea, datos)))
    return pedidos


def activar(rfc: str, *, ahora: datetime, numero: int = 0) -> None:
    usuario = Usuario.objects.create(username=rfc, password="!")
    Contribuyente.objects.create(
        usuario=usuario,
        rfc=rfc,
        nombre=rfc,
        creado_en=ahora,
        acto_activacion=acto_de(rfc, f"{17954608825750000000000 + numero}", ahora),
    )


def cambiar(
    rfc: str = RFC, *, ahora: datetime, de: str | None = "POSITIVA", a: str = "NEGATIVA"
) -> CambioDeOpinion:
    return CambioDeOpinion.objects.create(
        rfc=rfc, de=de, a=a, motivo="", version_reglas="1", ocurrio_en=ahora
    )


@pytest.mark.parametrize(
    ("de", "a", "dice", "que_hacer"),
    [
        ("POSITIVA", "NEGATIVA", "pasó de «Positiva» a «Negativa»", "regla por regla"),
        ("NEGATIVA", "POSITIVA", "pasó de «Negativa» a «Positiva»", "Estás al corriente"),
        ("POSITIVA", "SIN_OPINION", "a «Sin Opinión»", "No es una opinión negativa"),
        ("POSITIVA", NO_DISPONIBLE, "a «No disponible»", "subdelegación"),
    ],
)
def test_se_dice_una_vez_en_palabras(ahora: datetime, de: str, a: str, dice: str, que_hacer: str) -> None:
    activar(RFC, ahora=ahora)
    cambio = cambiar(ahora=ahora, de=de, a=a)
    assert [avisos.avisar_cambios(ahora=ahora + HORA) for _ in range(3)] == [1, 0, 0]
    mensaje = Mensaje.objects.get()
    assert (mensaje.rfc, mensaje.clave, mensaje.enlace) == (
        RFC,
        f"cambio:{cambio.pk}",
        "/cobranza/32d/mi-opinion/",
    )
    assert dice in mensaje.texto
    assert que_hacer in mensaje.texto
    assert "23 de noviembre de 2026" in mensaje.texto
    assert mensaje.asunto == "Cambió el sentido de tu opinión del cumplimiento"


def test_lo_que_no_se_dice(ahora: datetime) -> None:
    activar(RFC, ahora=ahora)
    cambiar(ahora=ahora, de=None)
    cambiar(ahora=ahora, de="NEGATIVA", a="NEGATIVA")
    cambiar(ahora=ahora - timedelta(days=3, seconds=1))
    cambiar(OTRO, ahora=ahora)
    assert avisos.avisar_cambios(ahora=ahora) == 0
    cambiar(ahora=ahora - timedelta(days=3))
    assert avisos.avisar_cambios(ahora=ahora) == 1


def test_lo_que_nadie_dijo_mientras_no_habia_quien_lo_dijera(ahora: datetime) -> None:
    """The worker is down for a week: what changed meanwhile is told, and what was told before is not told again."""
    activar(RFC, ahora=ahora)
    vieja = cambiar(ahora=ahora - timedelta(days=30))
    assert avisos.avisar_cambios(ahora=ahora) == 0
    for dia in (1, 3, 6):
        cambiar(ahora=ahora + timedelta(days=dia))
    assert avisos.avisar_cambios(ahora=ahora + timedelta(days=7), rfc=OTRO) == 0
    assert [avisos.avisar_cambios(ahora=ahora + timedelta(days=7)) for _ in range(2)] == [3, 0]
    assert Avisado.objects.get().hasta == ahora + timedelta(days=7)
    assert not Mensaje.objects.filter(clave=f"cambio:{vieja.pk}").exists()


def test_un_cambio_que_se_escribe_tarde_se_dice(ahora: datetime) -> None:
    """A national run writes with the instant at which it began."""
    activar(RFC, ahora=ahora)
    assert avisos.avisar_cambios(ahora=ahora) == 0
    cambiar(ahora=ahora - HORA)
    assert avisos.avisar_cambios(ahora=ahora + HORA) == 1


def test_por_lotes_que_se_piden_solos(
    ahora: datetime, encolados: Encolados, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    monkeypatch.setattr(avisos, "LOTE", 2)
    time_machine.move_to(ahora + HORA, tick=False)
    activar(RFC, ahora=ahora)
    activar(OTRO, ahora=ahora, numero=1)
    for rfc in (RFC, OTRO, "JES900109Q90", RFC, OTRO, RFC):
        cambiar(rfc, ahora=ahora)
    pedido: dict[str, Any] = {}
    for vuelta in range(3):
        encolados.clear()
        tasks.avisar_cambios(**pedido)
        propios = [datos for tarea, datos in encolados if tarea == "opinion.avisar_cambios"]
        assert len(propios) == (1 if vuelta < 2 else 0)
        pedido = propios[0] if propios else {}
    assert Mensaje.objects.count() == 5


def test_las_consultas_no_crecen_con_lo_ya_dicho(ahora: datetime) -> None:
    activar(RFC, ahora=ahora)
    for _ in range(20):
        cambiar(ahora=ahora)
    with CaptureQueriesContext(connection) as primera:
        assert avisos.avisar_cambios(ahora=ahora) == 20
    assert len(primera) <= 3 + 20 * 7
    with CaptureQueriesContext(connection) as segunda:
        assert avisos.avisar_cambios(ahora=ahora) == 0
    assert len(segunda) == 3


def test_los_encuentra_por_su_indice(ahora: datetime) -> None:
    datos: dict[str, Any] = {"tras_en": ahora, "tras_id": 0, "lote": 200, "rfc": RFC}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {avisos._DE_TODOS}", datos)
        plan = "\n".join(fila for (fila,) in cursor.fetchall())
    assert "cambio_de_sentido" in plan
    assert "Seq Scan on opinion_cambio" not in plan


def test_la_corrida_y_el_recalculo_de_uno_lo_piden(ahora: datetime, encolados: Encolados) -> None:
    oficina()
    activar(RFC, ahora=ahora)
    guardar_hechos(hechos(registro()), ahora=ahora)
    services.recalcular_rfc(RFC, ahora=ahora)
    assert encolados == []
    guardar_hechos(hechos(registro(creditos=(credito(),))), ahora=ahora)
    services.recalcular_rfc(RFC, ahora=ahora + HORA)
    assert encolados == [("opinion.avisar_cambios", {"rfc": RFC})]
    assert avisos.avisar_cambios(ahora=ahora + HORA, rfc=OTRO) == 0
    assert avisos.avisar_cambios(ahora=ahora + HORA, rfc=RFC) == 1
    encolados.clear()
    correr(ahora + 2 * HORA)
    assert encolados == []
    CreditoFiscal.objects.all().delete()
    correr(ahora + 3 * HORA)
    assert encolados == [("opinion.avisar_cambios", {})]
    assert avisos.avisar_cambios(ahora=ahora + 3 * HORA) == 1


def test_la_falla_de_una_no_detiene_a_las_demas(ahora: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    original: Callable[..., Mensaje] = avisos.avisar
    activar(RFC, ahora=ahora)
    activar(OTRO, ahora=ahora, numero=1)
    cambiar(RFC, ahora=ahora)
    cambiar(OTRO, ahora=ahora)

    def avisar(rfc: str, **datos: Any) -> Mensaje:
        if rfc == RFC:
            raise ValueError
        return original(rfc, **datos)

    monkeypatch.setattr(avisos, "avisar", avisar)
    assert avisos.avisar_cambios(ahora=ahora) == 1
    assert Mensaje.objects.get().rfc == OTRO
    assert not Avisado.objects.exists()


def test_una_falla_se_intenta_hasta_que_se_dice(ahora: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    activar(RFC, ahora=ahora)
    assert avisos.avisar_cambios(ahora=ahora) == 0
    cambiar(RFC, ahora=ahora)
    with monkeypatch.context() as falla:
        falla.setattr(avisos, "avisar", lambda *_args, **_datos: 1 / 0)
        for dia in range(10):
            assert avisos.avisar_cambios(ahora=ahora + timedelta(days=dia)) == 0
    assert avisos.avisar_cambios(ahora=ahora + timedelta(days=10)) == 1


def test_una_falla_en_un_lote_no_da_por_dicho_el_repaso(
    ahora: datetime, encolados: Encolados, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    monkeypatch.setattr(avisos, "LOTE", 1)
    time_machine.move_to(ahora, tick=False)
    activar(RFC, ahora=ahora)
    cambiar(RFC, ahora=ahora)
    with monkeypatch.context() as falla:
        falla.setattr(avisos, "avisar", lambda *_args, **_datos: 1 / 0)
        tasks.avisar_cambios()
    tasks.avisar_cambios(**encolados[-1][1])
    assert not Avisado.objects.exists()
