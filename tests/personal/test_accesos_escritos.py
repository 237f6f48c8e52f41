"""What the staff's entrances, exits and refusals leave in the log, and what they never do."""

from typing import Any

import pytest
import time_machine
from django.db.models import Sum
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.bitacora.models import Asiento, RechazoAsentado
from buzon.cuentas.models import Usuario
from buzon.cuentas.personal.segundo_factor import nuevos_codigos
from tests.personal.dentro import dentro

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]
CONTRASENA = "una contraseña larga 26"
AQUI = {"direccion": "127.0.0.1"}


@pytest.fixture
def ana() -> Usuario:
    return Usuario.objects.create_user("ana_de_un_nombre_largo", password=CONTRASENA, is_staff=True)


def entrar(codigo: str = "", **datos: str) -> Client:
    http = Client()
    enviado = {"username": "ana_de_un_nombre_largo", "password": CONTRASENA, "otp_token": codigo}
    http.post("/admin/login/", enviado | {"next": "/admin/"} | datos)
    return http


def codigo_de(usuario: Usuario) -> str:
    totp = TOTP(TOTPDevice.objects.get(user=usuario).bin_key)
    totp.time = timezone.now().timestamp()
    return f"{totp.token():06d}"


def escrito() -> list[tuple[str, dict[str, Any]]]:
    assert not Asiento.objects.exclude(rfc="").exists()
    return list(Asiento.objects.order_by("id").values_list("evento", "detalle"))


def test_la_entrada_dice_con_que_segundo_factor(ana: Usuario) -> None:
    entrar()
    TOTPDevice.objects.create(user=ana)
    codigo = nuevos_codigos(ana, ahora=timezone.now())[0]
    entrar(codigo_de(ana))
    entrar(codigo)
    quien = {"autor": "ana_de_un_nombre_largo"}
    assert [uno for uno in escrito() if uno[0] != "personal.codigos_de_recuperacion"] == [
        ("personal.entrada", quien | AQUI | {"factor": "ninguno"}),
        ("personal.entrada", quien | AQUI | {"factor": "aplicacion"}),
        ("personal.codigo_de_recuperacion", quien | {"quedan": 9}),
        ("personal.entrada", quien | AQUI | {"factor": "recuperacion"}),
    ]


def test_lo_que_se_rechaza_dice_por_que(ana: Usuario) -> None:
    TOTPDevice.objects.create(user=ana)
    with time_machine.travel(timezone.now(), tick=False):  # a wrong code makes the device wait for a second
        entrar(password="equivocada")
        entrar()
        entrar("000000")
        entrar("000000")
        entrar("noesuncodigo")
        entrar(username="nadie", password="equivocada")
    motivos = ["contrasena", "sin_codigo", "codigo", "espera", "codigo"]
    assert escrito() == [
        ("personal.entrada_rechazada", {"usuario": ana.username, "motivo": motivo} | AQUI)
        for motivo in motivos
    ]
    (ajeno,) = RechazoAsentado.objects.values("codigo", "detalle", "direccion", "veces")
    assert ajeno == AQUI | {"codigo": "entrada_rechazada", "detalle": "contrasena: nadie", "veces": 1}


def test_un_nombre_sin_fin_se_corta_y_lo_secreto_no_se_escribe(ana: Usuario) -> None:
    TOTPDevice.objects.create(user=ana)
    entrar("272727", username="x" * 140, password="una contraseña equivocada")
    entrar("272727")
    rechazos = list(RechazoAsentado.objects.values())
    assert rechazos[0]["detalle"] == f"contrasena: {'x' * 40}"
    todo = [*escrito(), *rechazos]
    assert len(todo) == 2
    assert not any("272727" in str(uno) or "contraseña" in str(uno) for uno in todo)


@pytest.mark.usefixtures("_limites_sin_reposicion")
def test_nadie_llena_la_bitacora_desde_fuera() -> None:
    """Neither by names without end nor by one: what is nobody's account is counted by minute and network."""
    for n in range(15):
        entrar(username=f"nadie{n}")
    Usuario.objects.create(username="PEAA800101AB1", password="!")
    for _ in range(25):
        entrar(username="PEAA800101AB1", password="x")
    assert escrito() == []
    # Two codes, and a minute that may have ended meanwhile.
    assert RechazoAsentado.objects.count() <= 4
    por_codigo = RechazoAsentado.objects.values_list("codigo").annotate(Sum("veces")).order_by("codigo")
    assert list(por_codigo) == [("demasiadas_solicitudes", 15), ("entrada_rechazada", 25)]


@pytest.mark.usefixtures("_limites_sin_reposicion")
def test_lo_que_se_intenta_con_una_cuenta_queda_hasta_que_espera(ana: Usuario) -> None:
    for _ in range(25):
        entrar(password="equivocada")
    asientos = escrito()
    assert [evento for evento, _ in asientos if evento != "personal.intentos"] == [
        "personal.entrada_rechazada"
    ] * 10
    assert sum(RechazoAsentado.objects.values_list("veces", flat=True)) == 15


def test_un_codigo_equivocado_de_quien_esta_dentro(ana: Usuario) -> None:
    dentro(ana).post("/admin/segundo-factor/codigos/", {"codigo": "000000"})
    assert escrito() == [("personal.codigo_rechazado", {"autor": ana.username} | AQUI)]


def test_la_salida_se_escribe(ana: Usuario) -> None:
    quien = dentro(ana)
    assert quien.post("/admin/logout/").status_code == 200
    assert escrito() == [("personal.salida", {"autor": ana.username} | AQUI)]
    assert quien.get("/admin/")["Location"].startswith("/admin/login/")


def test_se_sale_tambien_sin_segundo_factor(ana: Usuario) -> None:
    quien = entrar()
    assert quien.post("/admin/logout/").status_code == 200
    assert quien.get("/admin/login/").status_code == 200
    assert [evento for evento, _ in escrito()] == ["personal.entrada", "personal.salida"]


def test_lo_que_se_niega_al_personal_se_escribe(ana: Usuario) -> None:
    quien = dentro(ana)
    assert quien.get("/admin/bitacora/asiento/?q=PEAA800101AB1").status_code == 403
    assert escrito() == []
    (uno,) = RechazoAsentado.objects.values("codigo", "autor", "rfc", "ruta", "detalle", "direccion", "veces")
    assert uno == AQUI | {
        "codigo": "sin_permiso",
        "autor": ana.username,
        "rfc": "",
        "veces": 1,
        "ruta": "/admin/bitacora/asiento/",
        "detalle": "",
    }


def test_un_formulario_vencido_tambien(ana: Usuario) -> None:
    quien = dentro(ana)
    estricto = Client(enforce_csrf_checks=True)
    estricto.cookies = quien.cookies
    assert estricto.post("/admin/logout/").status_code == 403
    assert [uno.codigo for uno in RechazoAsentado.objects.all()] == ["formulario_vencido"]


def test_a_un_contribuyente_no_se_le_escribe_lo_que_django_le_niega() -> None:
    contribuyente = Client(enforce_csrf_checks=True)
    contribuyente.force_login(Usuario.objects.create(username="PEAA800101AB1", password="!"))
    assert contribuyente.post("/salir/").status_code == 403
    assert not Asiento.objects.exists()
    assert not RechazoAsentado.objects.exists()
