"""A password that somebody else made opens nothing but its change, and stays provisional until there is another."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from buzon.bitacora.models import Asiento
from buzon.config import settings as del_portal
from buzon.cuentas.models import Usuario
from tests.personal.dentro import dentro

pytestmark = pytest.mark.django_db
PROVISIONAL, PROPIA = "provisional larga 26", "una frase larga 26"
CAMBIO = "/admin/password_change/"


@pytest.fixture(params=[False, True], ids=["personal", "superusuario"])
def ana(request: pytest.FixtureRequest) -> Client:
    """Inside, with both factors and a password that somebody made for them."""
    cuenta = Usuario.objects.create_user(
        "ana",
        password=PROVISIONAL,
        is_staff=True,
        is_superuser=request.param,
        contrasena_provisional=True,
    )
    return dentro(cuenta)


def cambiar(quien: Client, nueva: str) -> int:
    datos = {"old_password": PROVISIONAL, "new_password1": nueva, "new_password2": nueva}
    return quien.post(CAMBIO, datos).status_code


def test_se_cambia_antes_de_todo(ana: Client) -> None:
    assert cambiar(ana, "corta") == 200
    assert ana.get("/admin/")["Location"] == CAMBIO
    assert cambiar(ana, PROPIA) == 302
    assert ana.get("/admin/").status_code != 302
    cuenta = Usuario.objects.get()
    assert cuenta.check_password(PROPIA)
    assert not cuenta.contrasena_provisional
    asiento = Asiento.objects.get(evento="personal.contrasena")
    assert asiento.detalle == {"usuario": "ana", "autor": "ana"}


def test_la_misma_no_es_otra(ana: Client) -> None:
    assert cambiar(ana, PROVISIONAL) == 200
    assert Usuario.objects.get().contrasena_provisional
    assert ana.get("/admin/")["Location"] == CAMBIO
    assert not Asiento.objects.exists()


def test_cambiarla_no_escribe_nada_mas_de_la_cuenta(ana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator who deactivates the account at that moment is not undone."""
    original: Callable[..., None] = Usuario.set_password

    def mientras(self: Usuario, contrasena: str) -> None:
        Usuario.objects.update(is_active=False)
        original(self, contrasena)

    monkeypatch.setattr(Usuario, "set_password", mientras)
    cambiar(ana, PROPIA)
    assert not Usuario.objects.get().is_active


def test_restablecer_a_un_superusuario_obliga_a_cambiarla() -> None:
    Usuario.objects.create_superuser("luz", password=PROPIA)
    call_command("crear_personal", "luz", restablecer=True, stdout=StringIO())
    assert Usuario.objects.get().contrasena_provisional
    assert dentro(Usuario.objects.get()).get("/admin/")["Location"] == CAMBIO


def test_el_portal_las_guarda_con_un_resumen_caro(settings: Settings) -> None:
    """The suite has a cheap one (settings_test); the portal has Django's, and sets no other."""
    assert not hasattr(del_portal, "PASSWORD_HASHERS")
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    algoritmo, vueltas, *_ = make_password(PROPIA).split("$")
    assert algoritmo == "pbkdf2_sha256"
    assert int(vueltas) >= 600_000
