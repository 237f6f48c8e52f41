"""`manage.py cambiar_personal`: what changes, what it closes, and who did it."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.cuentas.models import Personal, Usuario
from buzon.padron.models import Subdelegacion
from tests.buzon.padron.fabricas import OFICINA, oficina
from tests.personal.dentro import dentro

pytestmark = pytest.mark.django_db
OTRA = "1501"


def persona(nombre: str, rol: str, *, rfc: str, es_jefatura: bool = False) -> Personal:
    cuenta = Usuario.objects.create_user(nombre, email="ana@personal.ejemplo.mx", is_staff=True)
    return Personal.objects.create(
        usuario=cuenta,
        rol=rol,
        rfc=rfc,
        subdelegacion_id=OFICINA if rol == "SUBDELEGACION" else None,
        es_jefatura=es_jefatura,
        creado_en=timezone.now(),
    )


@pytest.fixture
def ana(monkeypatch: pytest.MonkeyPatch) -> Personal:
    """The head of an office; the operator is «opera»."""
    monkeypatch.setenv("LOGNAME", "opera")
    oficina()
    Subdelegacion.objects.create(clave=OTRA, nombre="Naucalpan", ooad="México Poniente")
    return persona("ana", "SUBDELEGACION", rfc="ANAA800101AB1", es_jefatura=True)


def cambiar(*opciones: str, usuario: str = "ana") -> str:
    salida = StringIO()
    call_command("cambiar_personal", usuario, *opciones, stdout=salida)
    return salida.getvalue()


def lugar() -> tuple[str, str | None, bool]:
    personal = Personal.objects.get(usuario__username="ana")
    return personal.rol, personal.subdelegacion_id, personal.es_jefatura


def cambio() -> dict[str, Any]:
    detalle: dict[str, Any] = Asiento.objects.get(evento="personal.cambio").detalle
    assert (detalle.pop("usuario"), detalle.pop("autor")) == ("ana", "servidor:opera")
    return detalle


def test_la_baja_cierra_lo_abierto_y_deja_libre_la_jefatura(ana: Personal) -> None:
    abierta, otra = dentro(ana.usuario), dentro(persona("luz", "NORMATIVA", rfc="LUZA800101AB1").usuario)
    assert abierta.get("/admin/").status_code == 200
    cambiar("--baja")
    assert not Usuario.objects.get(username="ana").is_active
    assert lugar() == ("SUBDELEGACION", OFICINA, False)
    assert cambio() == {"de": {"activa": True, "jefatura": True}, "a": {"activa": False, "jefatura": False}}
    cambiar("--jefatura", "--rol", "SUBDELEGACION", "--subdelegacion", OFICINA, usuario="luz")
    cambiar("--alta")
    assert abierta.get("/admin/")["Location"].startswith(
        "/admin/login/"
    )  # a session of before does not come back
    assert otra.get("/admin/")["Location"].startswith("/admin/login/")


def test_no_se_cierran_las_de_otros(ana: Personal) -> None:
    otra = dentro(persona("luz", "NORMATIVA", rfc="LUZA800101AB1").usuario)
    contribuyente = Client()
    contribuyente.force_login(Usuario.objects.create(username="PEAA800101AB1", password="!"))
    cambiar("--baja")
    assert otra.get("/admin/").status_code == 200
    assert contribuyente.session.get("_auth_user_id")


@pytest.mark.parametrize(
    ("opciones", "queda"),
    [
        (["--subdelegacion", OTRA], ("SUBDELEGACION", OTRA, False)),
        (["--subdelegacion", OTRA, "--jefatura"], ("SUBDELEGACION", OTRA, True)),
        (["--sin-jefatura"], ("SUBDELEGACION", OFICINA, False)),
        (["--rol", "ORIENTADOR"], ("ORIENTADOR", OFICINA, False)),
        (["--rol", "ORIENTADOR", "--subdelegacion", ""], ("ORIENTADOR", None, False)),
        (["--rol", "normativa"], ("NORMATIVA", None, False)),
    ],
)
def test_cambia_de_lugar(ana: Personal, opciones: list[str], queda: tuple[str, str | None, bool]) -> None:
    abierta = dentro(ana.usuario)
    cambiar(*opciones)
    assert lugar() == queda
    assert abierta.get("/admin/")["Location"].startswith("/admin/login/")
    detalle = cambio()
    assert detalle["de"].keys() == detalle["a"].keys() != set()
    assert all(detalle["de"][clave] != detalle["a"][clave] for clave in detalle["de"])


def test_el_correo_se_escribe_enmascarado(ana: Personal) -> None:
    cambiar("--correo", "otra@personal.ejemplo.mx")
    assert Usuario.objects.get().email == "otra@personal.ejemplo.mx"
    assert cambio() == {
        "de": {"correo": "an***@personal.ejemplo.mx"},
        "a": {"correo": "ot***@personal.ejemplo.mx"},
    }
    assert lugar() == ("SUBDELEGACION", OFICINA, True)


@pytest.mark.parametrize(
    ("opciones", "dice"),
    [
        ([], "ya está así"),
        (["--alta", "--jefatura"], "ya está así"),
        (["--alta", "--baja"], "not allowed|no se permite"),
        (["--subdelegacion", "9999"], "No hay una subdelegación"),
        (["--subdelegacion", ""], "necesita --subdelegacion"),
        (["--rol", "NORMATIVA", "--subdelegacion", OTRA], "no lleva --subdelegacion"),
        (["--rol", "AUDITORIA", "--jefatura"], "lleva --jefatura"),
        (["--correo", "nadie@"], "no es un correo"),
    ],
)
def test_lo_que_no_puede_ser_se_dice_y_no_cambia_nada(ana: Personal, opciones: list[str], dice: str) -> None:
    abierta = dentro(ana.usuario)
    with pytest.raises(CommandError, match=dice):
        cambiar(*opciones)
    assert lugar() == ("SUBDELEGACION", OFICINA, True)
    assert abierta.get("/admin/").status_code == 200
    assert not Asiento.objects.filter(evento="personal.cambio").exists()


def test_una_oficina_tiene_una_jefatura(ana: Personal) -> None:
    persona("luz", "NORMATIVA", rfc="LUZA800101AB1")
    with pytest.raises(CommandError, match="ya tiene jefatura"):
        cambiar("--rol", "SUBDELEGACION", "--subdelegacion", OFICINA, "--jefatura", usuario="luz")


@pytest.mark.usefixtures("ana")
def test_un_superusuario_no_tiene_lugar_pero_se_va() -> None:
    jefe = Usuario.objects.create_superuser("luz", password=None)
    with pytest.raises(CommandError, match="no tiene rol"):
        cambiar("--rol", "NORMATIVA", usuario="luz")
    cambiar("--baja", usuario="luz")
    jefe.refresh_from_db()
    assert not jefe.is_active


def test_ni_nadie_ni_un_contribuyente() -> None:
    Usuario.objects.create(username="PEAA800101AB1", password="!")
    for usuario in ("nadie", "PEAA800101AB1"):
        with pytest.raises(CommandError, match="No hay una cuenta"):
            cambiar("--baja", usuario=usuario)
