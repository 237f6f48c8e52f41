"""Refusals are counted, kept apart from what is immutable, and erased once they are old."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from buzon.bitacora import services
from buzon.bitacora.models import Asiento, RechazoAsentado
from buzon.bitacora.services import Negado, anotar_rechazo, vaciar_rechazos
from buzon.bitacora.tasks import vaciar_rechazos as tarea

ANONIMO = Negado("rfc_invalido", "192.0.2.7", "192.0.2.7", ruta="/opinion/x", detalle="x")


def cuentas() -> list[tuple[str, str, int]]:
    return list(RechazoAsentado.objects.order_by("id").values_list("codigo", "red", "veces"))


@pytest.mark.django_db
def test_lo_que_una_red_repite_en_un_minuto_se_cuenta(ahora: datetime) -> None:
    minuto = ahora.replace(second=0)
    for segundo in range(30):
        anotar_rechazo(ANONIMO, ahora=minuto + timedelta(seconds=segundo))
    otra_red = Negado("rfc_invalido", "192.0.2.8", "192.0.2.8")
    otro_codigo = Negado("no_disponible", "192.0.2.7", "192.0.2.7")
    for otro in (otra_red, otro_codigo, otro_codigo):
        anotar_rechazo(otro, ahora=minuto)
    anotar_rechazo(ANONIMO, ahora=minuto + timedelta(seconds=60))
    assert cuentas() == [
        ("rfc_invalido", "192.0.2.7", 30),
        ("rfc_invalido", "192.0.2.8", 1),
        ("no_disponible", "192.0.2.7", 2),
        ("rfc_invalido", "192.0.2.7", 1),
    ]
    assert not Asiento.objects.exists()


@pytest.mark.django_db
def test_de_quien_esta_dentro_queda_cada_uno_pero_los_de_un_limite(ahora: datetime) -> None:
    for quien in ({"rfc": "EKU9003173C9"}, {"autor": "ana"}):
        for detalle in ("uno", "otro"):
            anotar_rechazo(Negado("sin_permiso", "::/64", "::1", detalle=detalle, **quien), ahora=ahora)
            limite = Negado(
                "demasiadas_solicitudes", "::/64", "::1", objeto="firmar", detalle=detalle, **quien
            )
            anotar_rechazo(limite, ahora=ahora)
    assert sorted(RechazoAsentado.objects.values_list("codigo", "rfc", "autor", "detalle", "veces")) == [
        ("demasiadas_solicitudes", "", "ana", "uno", 2),
        ("demasiadas_solicitudes", "EKU9003173C9", "", "uno", 2),
        ("sin_permiso", "", "ana", "otro", 1),
        ("sin_permiso", "", "ana", "uno", 1),
        ("sin_permiso", "EKU9003173C9", "", "otro", 1),
        ("sin_permiso", "EKU9003173C9", "", "uno", 1),
    ]


@pytest.mark.django_db
def test_mil_intentos_de_fuera_son_unos_pocos_renglones(client: Client) -> None:
    for n in range(100):
        assert client.get(f"/opinion/malo{n}/").status_code in {422, 429}
    assert RechazoAsentado.objects.count() <= 4  # two codes, and a minute that may have ended meanwhile
    assert sum(RechazoAsentado.objects.values_list("veces", flat=True)) == 100
    assert not Asiento.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_la_vez_ninguno_se_pierde(ahora: datetime) -> None:
    def uno(_n: int) -> None:
        try:
            anotar_rechazo(ANONIMO, ahora=ahora)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hilos:
        list(hilos.map(uno, range(80)))
    assert cuentas() == [("rfc_invalido", "192.0.2.7", 80)]


@pytest.mark.django_db
def test_lo_viejo_se_borra_y_lo_demas_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "LOTE", 2)
    ahora = timezone.now()
    for dias in (0, 89, 91, 92, 93, 400, 401):
        anotar_rechazo(ANONIMO, ahora=ahora - timedelta(days=dias))
    services.anotar("prueba", ahora=ahora - timedelta(days=400))
    assert settings.RETENCION_RECHAZOS_DIAS == 90
    assert vaciar_rechazos(dias=400, ahora=ahora + timedelta(hours=1)) == 2
    tarea()
    quedan = [(ahora - uno.creado_en).days for uno in RechazoAsentado.objects.order_by("-creado_en")]
    assert quedan == [0, 89]
    assert Asiento.objects.count() == 1


def test_se_vacia_cada_noche() -> None:
    tareas = {una["task"]: una["schedule"] for una in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tareas["bitacora.vaciar_rechazos"].hour == {3}
