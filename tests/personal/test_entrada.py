"""The staff's entrance: two factors, its limits, enrolment, and where a session that is over comes back to."""

import re
from base64 import b32decode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.bitacora.models import Asiento
from buzon.cuentas.models import Usuario
from buzon.cuentas.personal.cuentas import Alta, crear_personal, restablecer_acceso
from buzon.cuentas.personal.roles import Rol

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]


@pytest.mark.usefixtures("_limites_sin_reposicion")
def test_los_intentos_tienen_limite() -> None:
    intento = {"username": "personal", "password": "equivocada"}
    estados = [Client().post("/admin/login/", intento).status_code for _ in range(14)]
    assert estados == [200] * 10 + [429] * 4


def test_una_sesion_vencida_vuelve_a_su_entrada(cliente: Callable[..., Client]) -> None:
    personal = cliente(superusuario=True)
    assert personal.get("/admin/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert personal.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


def codigo_de(usuario: str, *, pasos: int = 0) -> str:
    """The code that the application shows now, or `pasos` half minutes later."""
    return codigo_con(TOTPDevice.objects.get(user__username=usuario).bin_key, pasos=pasos)


def codigo_con(secreto: bytes, *, pasos: int = 0) -> str:
    """The code of a secret."""
    totp = TOTP(secreto)
    totp.time = timezone.now().timestamp() + 30 * pasos
    return f"{totp.token():06d}"


def entrar_con(usuario: str, contrasena: str, codigo: str = "", *, http: Client | None = None) -> Any:
    datos = {"username": usuario, "password": contrasena, "otp_token": codigo, "next": "/admin/"}
    return (http or Client()).post("/admin/login/", datos)


@pytest.fixture
def contrasena(db: None) -> str:
    """Of «ana», who has never entered."""
    return crear_personal(
        Alta("ana", Rol.NORMATIVA, "ANAA800101AB1"), autor="servidor:ops", ahora=timezone.now()
    )


def inscribir(contrasena: str) -> tuple[Client, list[str]]:
    """Enter as «ana» for the first time and enrol; return the session and the recovery codes."""
    http = Client()
    assert entrar_con("ana", contrasena, http=http)["Location"] == "/admin/"
    respuesta = http.post("/admin/segundo-factor/", {"codigo": codigo_con(secreto_mostrado(http))})
    assert respuesta.status_code == 200
    return http, re.findall(r"<li><code>(\w{12})</code></li>", respuesta.content.decode())


def secreto_mostrado(http: Client) -> bytes:
    """What the page of the enrolment tells an application."""
    pagina = http.get("/admin/segundo-factor/").content.decode()
    assert 'src="data:image/png;base64,' in pagina
    encontrado = re.search(r'<code class="secreto">((?:<span>[A-Z2-7]{4}</span>){8})</code>', pagina)
    assert encontrado
    return b32decode(re.sub("</?span>", "", encontrado[1]))


def test_con_la_contrasena_sola_no_se_abre_nada(contrasena: str) -> None:
    http = Client()
    entrar_con("ana", contrasena, http=http)
    for ruta in (
        "/admin/",
        "/admin/bitacora/asiento/",
        "/admin/password_change/",
        "/admin/segundo-factor/codigos/",
    ):
        respuesta = http.get(ruta)
        assert respuesta.headers["Location"].startswith("/admin/login/?next="), ruta
    assert http.get("/admin/login/")["Location"] == "/admin/segundo-factor/"


def test_la_primera_vez_inscribe_su_segundo_factor(contrasena: str) -> None:
    http, codigos = inscribir(contrasena)
    assert len(set(codigos)) == 10
    assert http.get("/admin/")["Location"] == "/admin/password_change/"
    eventos = list(Asiento.objects.order_by("id").values_list("evento", flat=True))
    assert eventos == [
        "personal.alta",
        "personal.entrada",
        "personal.segundo_factor",
        "personal.codigos_de_recuperacion",
    ]
    assert not any(codigo in str(asiento.detalle) for asiento in Asiento.objects.all() for codigo in codigos)


def test_un_codigo_equivocado_no_inscribe(contrasena: str) -> None:
    http = Client()
    entrar_con("ana", contrasena, http=http)
    for codigo in ("000000", "12345", "abcdef", "", "١٢٣٤٥٦", "1" * 500):
        assert http.post("/admin/segundo-factor/", {"codigo": codigo}).status_code == 422, codigo
    assert not TOTPDevice.objects.exists()


def test_el_secreto_es_de_una_sesion(contrasena: str) -> None:
    """Whoever knows the provisional password cannot copy what the holder will scan."""
    copiada, suya = Client(), Client()
    for http in (copiada, suya):
        entrar_con("ana", contrasena, http=http)
    copia, secreto = secreto_mostrado(copiada), secreto_mostrado(suya)
    assert copia != secreto
    assert secreto == secreto_mostrado(suya)
    assert suya.post("/admin/segundo-factor/", {"codigo": codigo_con(copia)}).status_code == 422
    assert suya.post("/admin/segundo-factor/", {"codigo": codigo_con(secreto)}).status_code == 200
    assert TOTPDevice.objects.get().bin_key == secreto
    assert secreto.hex() not in str(dict(suya.session))
    respuesta = copiada.post("/admin/segundo-factor/", {"codigo": codigo_con(copia, pasos=1)})
    assert respuesta.headers["Location"] == "/admin/login/"
    assert entrar_con("ana", contrasena, codigo_con(copia, pasos=1)).status_code == 200


def test_despues_hacen_falta_los_dos(contrasena: str) -> None:
    inscribir(contrasena)
    for codigo in ("", "000000", codigo_de("ana"), "x" * 40, "\x00"):  # the third was used to enrol
        respuesta = entrar_con("ana", contrasena, codigo)
        assert respuesta.status_code == 200, codigo
        assert 'role="alert"' in respuesta.content.decode()
    assert entrar_con("ana", "otra", codigo_de("ana", pasos=1)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        assert entrar_con("ana", contrasena, codigo_de("ana")).status_code == 302
        assert entrar_con("ana", contrasena, codigo_de("ana")).status_code == 200  # each is good once


def test_un_codigo_de_recuperacion_sirve_una_vez(contrasena: str) -> None:
    _, codigos = inscribir(contrasena)
    escrito = f" {codigos[0][:6].upper()}-{codigos[0][6:]} "
    assert entrar_con("ana", contrasena, escrito).status_code == 302
    assert entrar_con("ana", contrasena, codigos[0]).status_code == 200
    assert StaticToken.objects.count() == 9


def test_codigos_nuevos_dejan_sin_valor_los_de_antes(contrasena: str) -> None:
    http, codigos = inscribir(contrasena)
    Usuario.objects.update(contrasena_provisional=False)
    assert "Te quedan 10 códigos" in http.get("/admin/segundo-factor/codigos/").content.decode()
    assert http.post("/admin/segundo-factor/codigos/", {"codigo": "000000"}).status_code == 422
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        respuesta = http.post("/admin/segundo-factor/codigos/", {"codigo": codigo_de("ana")})
        assert respuesta.status_code == 200
    assert not StaticToken.objects.filter(token__in=codigos).exists()
    assert StaticToken.objects.count() == 10


def test_el_factor_de_otro_no_sirve(contrasena: str) -> None:
    inscribir(contrasena)
    otra = Usuario.objects.create_user("otra", password="otra contraseña larga", is_staff=True)
    TOTPDevice.objects.create(user=otra, name="suyo")
    assert entrar_con("otra", "otra contraseña larga", codigo_de("ana", pasos=1)).status_code == 200
    assert entrar_con("ana", contrasena, codigo_de("otra")).status_code == 200


def test_el_secreto_no_se_ve_otra_vez(contrasena: str) -> None:
    http, _ = inscribir(contrasena)
    Usuario.objects.update(contrasena_provisional=False)
    assert http.get("/admin/segundo-factor/")["Location"] == "/admin/segundo-factor/codigos/"
    for ruta in ("/admin/otp_totp/totpdevice/", "/admin/otp_static/staticdevice/", "/admin/auth/group/"):
        assert http.get(ruta).status_code == 404, ruta


def test_restablecer_cierra_lo_abierto_y_empieza_de_nuevo(contrasena: str) -> None:
    http, codigos = inscribir(contrasena)
    nueva = restablecer_acceso(
        Usuario.objects.get(username="ana"), autor="servidor:ops", ahora=timezone.now()
    )
    assert http.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    assert entrar_con("ana", contrasena, codigos[1]).status_code == 200
    sesion = Client()
    assert entrar_con("ana", nueva, http=sesion).status_code == 302
    assert sesion.get("/admin/login/")["Location"] == "/admin/segundo-factor/"


def test_un_contribuyente_no_tiene_segundo_factor() -> None:
    contribuyente = Client()
    contribuyente.force_login(Usuario.objects.create(username="PEAA800101AB1", password="!"))
    assert contribuyente.get("/admin/segundo-factor/")["Location"] == "/admin/login/"
    assert contribuyente.post("/admin/segundo-factor/", {"codigo": "123456"}).status_code == 302
    assert not TOTPDevice.objects.exists()
