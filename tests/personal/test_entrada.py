"""The staff's entrance: limited, and where a session of the staff that is over comes back to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]


def test_los_intentos_tienen_limite() -> None:
    intento = {"username": "personal", "password": "equivocada"}
    estados = [Client().post("/admin/login/", intento).status_code for _ in range(14)]
    assert estados[:10] == [200] * 10
    assert 429 in estados[10:]  # one attempt comes back every six seconds, and a slow machine takes that long


def test_una_sesion_vencida_vuelve_a_su_entrada(cliente: Callable[..., Client]) -> None:
    personal = cliente(superusuario=True)
    assert personal.get("/admin/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert personal.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
