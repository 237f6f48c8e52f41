"""Staff of every kind before pages with something on them."""

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from buzon.cuentas.models import Personal, Usuario
from tests.personal.dentro import dentro
from tests.personal.expedientes import Expediente, crear_expediente


@pytest.fixture
def _contrasenas_baratas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash once, for whoever tries more often than a slow machine hashes between two turns of a limit."""
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1)


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
        return dentro(cuenta)

    return como


@pytest.fixture
def de_rol(db: None) -> Callable[..., Client]:
    """Return a client of a role: `de_rol("SUBDELEGACION", subdelegacion="3901", rfc="...")`."""

    def como(rol: str, *, subdelegacion: str = "", rfc: str = "", es_jefatura: bool = False) -> Client:
        n = Personal.objects.count()
        cuenta = Usuario.objects.create_user(f"{rol.lower()}{n}", is_staff=True)
        Personal.objects.create(
            usuario=cuenta,
            rol=rol,
            rfc=rfc or f"PEAA8001{n + 1:02d}AB1",
            subdelegacion_id=subdelegacion or None,
            es_jefatura=es_jefatura,
            creado_en=timezone.now(),
        )
        return dentro(cuenta)

    return como
