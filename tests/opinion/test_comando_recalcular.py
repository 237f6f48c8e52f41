"""The command, the beat entry and the load: who asks for a national run."""

from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from celery.schedules import crontab
from django.conf import settings
from django.core.management import CommandError, call_command

from buzon.padron.carga import services as carga
from buzon.padron.services import guardar_hechos
from buzon.web import tareas
from opinion import recalculo, tasks
from opinion.models import Corrida, OpinionCalculada, OrigenDeCorrida
from tests.buzon.padron.fabricas import credito, hechos, oficina, registro
from tests.opinion.situaciones import OTRO, autorizar

EJEMPLO = Path(settings.BASE_DIR) / "docs" / "ejemplos" / "padron"


@pytest.mark.django_db
def test_dice_en_un_renglon_lo_que_hizo(ahora: datetime) -> None:
    oficina()
    guardar_hechos(hechos(registro(creditos=(credito(),))), ahora=ahora)
    autorizar(OTRO, ahora=ahora)
    salida = StringIO()
    call_command("recalcular_opiniones", stdout=salida)
    dicho = salida.getvalue()
    assert dicho.count("\n") == 1
    assert dicho.startswith("2 opiniones en ")
    assert "2 cambiaron (0 positivas, 1 negativas, 1 sin opinión, 0 no disponibles)" in dicho
    assert "muestra de 2 con 0 discrepancias." in dicho
    assert Corrida.objects.get().origen == OrigenDeCorrida.ORDEN


@pytest.mark.django_db(transaction=True)  # the rollback itself
def test_si_falla_lo_dice_en_una_frase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalculo, "_CONTAR", "SELECT 1 / 0")
    with pytest.raises(CommandError, match="no cambió nada"):
        call_command("recalcular_opiniones")


def test_beat_la_pide_a_las_dos_de_centro() -> None:
    pedidos = {entrada["task"]: entrada["schedule"] for entrada in settings.CELERY_BEAT_SCHEDULE.values()}
    assert pedidos["opinion.recalcular_opiniones"] == crontab(hour=2, minute=0)
    assert current_app.timezone.key == "America/Mexico_City"
    assert set(pedidos) <= set(current_app.tasks)


@pytest.mark.django_db
def test_la_tarea_corre_y_admite_lo_de_otra_version() -> None:
    tasks.recalcular_opiniones(de_otra_version=1)
    tasks.recalcular_opiniones(origen="carga")
    assert list(Corrida.objects.order_by("id").values_list("origen", "estado")) == [
        ("nocturna", "TERMINADA"),
        ("carga", "TERMINADA"),
    ]


@pytest.mark.django_db(transaction=True)  # tells its progress on another connection
def test_importar_el_padron_la_pide(monkeypatch: pytest.MonkeyPatch) -> None:
    pedidos: list[tuple[str, dict[str, Any]]] = []
    encolar = tareas.encolar

    def anotar(tarea: str, **argumentos: Any) -> None:
        pedidos.append((tarea, argumentos))
        encolar(tarea, **argumentos)

    monkeypatch.setattr(carga, "encolar", anotar)
    call_command("importar_padron", str(EJEMPLO), stdout=StringIO())
    call_command("importar_padron", str(EJEMPLO), stdout=StringIO())
    assert pedidos == [(tasks.recalcular_opiniones.name, {"origen": "carga"})]
    assert Corrida.objects.get().origen == OrigenDeCorrida.CARGA
    assert (
        OpinionCalculada.objects.count()
        == Corrida.objects.get().leidas - Corrida.objects.get().no_disponibles
    )


def test_la_de_cada_hora_ya_no_existe() -> None:
    vieja = "recalcular_" + "autorizadas"
    for carpeta in ("buzon", "autorizacion32d", "opinion", "docs", "tests", "README.md"):
        raiz = Path(settings.BASE_DIR) / carpeta
        rutas = (
            [raiz] if raiz.is_file() else [r for r in raiz.rglob("*") if r.suffix in {".py", ".md", ".html"}]
        )
        assert not [ruta for ruta in rutas if vieja in ruta.read_text(encoding="utf-8")]
