"""Staff of every kind before pages with something on them."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from buzon.cuentas.models import Usuario
from tests.personal.expedientes import Expediente, crear_expediente


@pytest.fixture
def expediente(db: None) -> Expediente:
    """One row on every page, the register's included."""
    return crear_expediente(1)


@pytest.fixture
def cliente(db: None) -> Callable[..., Client]:
    """Return a client of the staff: `cliente(superusuario=True)`, or with the permissions that it names."""

    def como(*permisos: str, superusuario: bool = False) -> Client:
        cuenta = Usuario.objects.create_user(
            f"personal{Usuario.objects.count()}",
            is_staff=True,
            is_superuser=superusuario,
        )
        cuenta.user_permissions.set(Permission.objects.filter(codename__in=permisos))
        navegador = Client()
        navegador.force_login(cuenta)
        return navegador

    return como
