"""`manage.py crear_personal`, and the demo's accounts."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.bitacora.services import operador
from buzon.cuentas.errores import RfcPropio
from buzon.cuentas.models import Personal, Usuario
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.cuentas.personal.roles import Rol
from buzon.demo.personal import preparar_personal
from buzon.padron.models import Subdelegacion
from tests.buzon.padron.fabricas import OFICINA, oficina

pytestmark = pytest.mark.django_db
DATOS = {"rol": "SUBDELEGACION", "rfc": "loaa 800101-ab1", "subdelegacion": OFICINA}


def crear(usuario: str = "ana", **datos: object) -> str:
    salida = StringIO()
    call_command("crear_personal", usuario, stdout=salida, **datos)
    return salida.getvalue()


def test_la_bitacora_dice_quien_lo_hizo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "opera")
    oficina()
    crear(**DATOS)
    crear(restablecer=True)
    for evento in ("personal.alta", "personal.acceso_restablecido"):
        detalle = Asiento.objects.get(evento=evento).detalle
        assert (detalle["usuario"], detalle["autor"]) == ("ana", "servidor:opera"), evento


def test_un_usuario_del_sistema_sin_nombre_es_su_numero(monkeypatch: pytest.MonkeyPatch) -> None:
    def sin_nombre() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("buzon.bitacora.services.getuser", sin_nombre)
    assert operador() == f"servidor:{os.getuid()}"


def test_crea_la_cuenta_y_dice_su_contrasena() -> None:
    oficina()
    contrasena = crear(**DATOS, jefatura=True).split("provisional: ")[1].split()[0]
    personal = Personal.objects.get()
    assert personal.usuario.check_password(contrasena)
    assert (personal.rfc, personal.subdelegacion_id, personal.rol) == (
        "LOAA800101AB1",
        OFICINA,
        "SUBDELEGACION",
    )
    assert personal.es_jefatura
    assert personal.usuario.contrasena_provisional
    assert personal.usuario.is_staff
    assert not personal.usuario.is_superuser


@pytest.mark.parametrize(
    "mal",
    [
        {"rol": None},
        {"rfc": None},
        {"rfc": "XAXX010101000"},
        {"rfc": "nada"},
        {"subdelegacion": ""},
        {"subdelegacion": "9999"},
        {"rol": "AUDITORIA"},
        {"rol": "ORIENTADOR", "jefatura": True},
        {"correo": "nadie@"},
    ],
)
def test_lo_que_no_puede_ser_se_dice_en_una_frase(mal: dict[str, object]) -> None:
    oficina()
    with pytest.raises(CommandError):
        crear(**DATOS | mal)
    assert not Usuario.objects.exists()


def test_ni_dos_iguales_ni_un_usuario_que_parezca_un_rfc() -> None:
    oficina()
    crear(**DATOS)
    for usuario in ("ana", "LOAA800101AB2"):
        with pytest.raises(CommandError, match="Ya hay una cuenta"):
            crear(usuario, **DATOS | {"rfc": "OTAA800101AB1"})
    with pytest.raises(CommandError, match="Ya hay una cuenta"):
        crear("luz", **DATOS)
    assert Usuario.objects.count() == 1


def test_restablecer_a_quien_no_existe() -> None:
    with pytest.raises(CommandError, match="No hay una cuenta"):
        crear("nadie", restablecer=True)


@pytest.mark.parametrize(
    ("rol", "subdelegacion", "es_jefatura"),
    [
        ("SUBDELEGACION", None, False),
        ("NORMATIVA", OFICINA, False),
        ("AUDITORIA", OFICINA, False),
        ("ORIENTADOR", OFICINA, True),
        ("OTRO", None, False),
    ],
)
def test_la_base_de_datos_rechaza_una_oficina_que_no_va_con_el_rol(
    rol: str, subdelegacion: str | None, es_jefatura: bool
) -> None:
    oficina()
    usuario = Usuario.objects.create(username="x", is_staff=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Personal.objects.create(
            usuario=usuario,
            rol=rol,
            rfc="OTAA800101AB1",
            subdelegacion_id=subdelegacion,
            es_jefatura=es_jefatura,
            creado_en=timezone.now(),
        )


def test_nadie_actua_sobre_su_rfc() -> None:
    quien = Funcionario("ana", rfc="LOAA800101AB1")
    quien.exigir_ajeno("OTAA800101AB1")
    with pytest.raises(RfcPropio):
        quien.exigir_ajeno("LOAA800101AB1")
    assert RfcPropio.status == 403
    Funcionario("superusuario").exigir_ajeno("LOAA800101AB1")


def test_la_demostracion_tiene_una_cuenta_por_rol(tmp_path: Path) -> None:
    Subdelegacion.objects.bulk_create(Subdelegacion(f"150{n}", f"Oficina {n}", "OOAD") for n in range(2))
    preparar_personal(tmp_path, ahora=timezone.now())
    archivo = tmp_path / "personal.json"
    antes = archivo.read_bytes()
    datos = json.loads(antes)
    assert archivo.stat().st_mode & 0o777 == 0o600
    assert {cuenta["rol"] for cuenta in datos["roles"]} == set(Rol)
    for cuenta in (datos, *datos["roles"]):
        assert Usuario.objects.get(username=cuenta["usuario"]).check_password(cuenta["contrasena"])
        assert len(cuenta["totp_secreto"]) == 32
    preparar_personal(tmp_path, ahora=timezone.now())
    assert archivo.read_bytes() == antes
    cuenta = Usuario.objects.get(username="operacion")
    cuenta.set_password("Otra-contrasena-1234")
    cuenta.save()
    preparar_personal(tmp_path, ahora=timezone.now())
    suya = next(una for una in json.loads(archivo.read_bytes())["roles"] if una["usuario"] == "operacion")
    assert Usuario.objects.get(username="operacion").check_password(suya["contrasena"])
    archivo.unlink()  # the folder of the demonstration was emptied, the database was not
    preparar_personal(tmp_path, ahora=timezone.now())
    nuevos = json.loads(archivo.read_bytes())
    assert Usuario.objects.get(username="personal").check_password(nuevos["contrasena"])
    assert Usuario.objects.count() == 8
