"""What is enqueued when the broker does not take it, and which queue each task goes to."""

from pathlib import Path
from unittest.mock import Mock

import pytest
import yaml
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from buzon.embebido import recetas
from buzon.embebido.recetas import BASE
from buzon.web import cortacircuitos, tareas


@pytest.mark.django_db(transaction=True)  # the commit itself
def test_a_un_broker_que_no_contesta_se_le_espera_una_vez(monkeypatch: pytest.MonkeyPatch) -> None:
    """An act with seven notices waits for one time-out, not for seven; beat finds them all in the database."""
    publicar = Mock(side_effect=OperationalError)
    monkeypatch.setattr("celery.canvas.Signature.apply_async", publicar)
    with transaction.atomic():
        for n in range(7):
            tareas.encolar("mensajes.enviar", envio_id=str(n), intentos=0)
    assert publicar.call_count == 1
    cortacircuitos.olvidar()
    publicar.side_effect = None
    tareas.encolar("mensajes.enviar", envio_id="7", intentos=0)
    tareas.encolar("mensajes.enviar", envio_id="8", intentos=0)
    assert publicar.call_count == 3


@pytest.mark.parametrize(
    ("tarea", "cola"),
    [
        ("documentos.sellar", "documentos"),
        ("cuentas.enviar_codigo", "codigos"),
        ("mensajes.enviar", "avisos"),
        ("mensajes.reenviar", "celery"),
        ("opinion.recalcular_opiniones", "celery"),
    ],
)
def test_lo_que_sale_tiene_sus_colas(tarea: str, cola: str) -> None:
    assert current_app.tasks[tarea]
    assert current_app.amqp.router.route({}, tarea)["queue"].name == cola


def test_cada_cola_tiene_quien_la_atienda(tmp_path: Path) -> None:
    """The two workers of the embedded portal, and those of the compose file, take every queue that there is."""
    compose = yaml.safe_load((BASE / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    ordenes = {
        "embebidos": [recetas.worker({}, datos=tmp_path).orden, recetas.envios({}).orden],
        "compose": [compose["worker"]["command"], compose["envios"]["command"]],
    }
    for quienes, suyas in ordenes.items():
        colas = [cola for orden in suyas for cola in str(orden[list(orden).index("-Q") + 1]).split(",")]
        assert sorted(colas) == sorted(current_app.amqp.queues), quienes
