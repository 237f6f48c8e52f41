"""Guessing at the staff's entrance: equal answers after equal work, waits that grow by account, nobody kept out."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.bitacora.models import Asiento
from buzon.cuentas.models import Usuario
from buzon.cuentas.personal.segundo_factor import nuevos_codigos
from buzon.mensajes.models import AvisoAlPersonal, Envio
from buzon.web import limites
from tests.personal.dentro import dentro

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_sin_limites_usados"),
]
CONTRASENA = "una contraseña larga 26"


@pytest.fixture
def ana() -> Usuario:
    """Enrolled."""
    return inscrita("ana", email="ana@imss.example")


def inscrita(nombre: str, **datos: str) -> Usuario:
    cuenta = Usuario.objects.create_superuser(nombre, password=CONTRASENA, **datos)
    TOTPDevice.objects.create(user=cuenta)
    return cuenta


def codigo(cuenta: Usuario, *, pasos: int = 0) -> str:
    totp = TOTP(TOTPDevice.objects.get(user=cuenta).bin_key)
    totp.time = timezone.now().timestamp() + 30 * pasos
    return f"{totp.token():06d}"


def entrar(
    usuario: str, otp_token: str = "", *, http: Client | None = None, password: str = CONTRASENA
) -> Any:
    datos = {"username": usuario, "password": password, "otp_token": otp_token, "next": "/admin/"}
    return (http or Client()).post("/admin/login/", datos)


def hasta_esperar(usuario: str, *, http: Client | None = None, password: str = "mala") -> int:
    """Fail until the account is to wait; return how many tries were judged."""
    for veces in range(20):
        if entrar(usuario, "000000", http=http, password=password).status_code == 429:
            return veces
    raise AssertionError("nadie hace esperar")


@pytest.fixture
def trabajo(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was hashed and which codes were judged."""
    hecho: list[str] = []

    def contando(clase: type[Any], metodo: str, que: str) -> None:
        original: Callable[..., Any] = getattr(clase, metodo)

        def contado(self: Any, *args: Any, **kwargs: Any) -> Any:
            hecho.append(que)
            return original(self, *args, **kwargs)

        monkeypatch.setattr(clase, metodo, contado)

    contando(type(get_hasher()), "encode", "contraseña")
    contando(TOTP, "verify", "código")
    return hecho


def lo_visible(respuesta: Any) -> str:
    """The page, but for what the form itself brought and the token, which is another one each time."""
    return re.sub(r'value="[^"]*"', "", respuesta.content.decode())


def test_todo_lo_que_falla_responde_igual_tras_el_mismo_trabajo(ana: Usuario, trabajo: list[str]) -> None:
    bueno = codigo(ana)
    vistos = []
    for contrasena, escrito in (
        ("mala", ""),
        ("mala", "000000"),
        ("mala", bueno),
        (CONTRASENA, ""),
        (CONTRASENA, "000000"),
    ):
        TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
        trabajo.clear()
        with CaptureQueriesContext(
            connection,
        ) as consultas:
            respuesta = entrar("ana", escrito, password=contrasena)
        ordenes = [re.sub(r"[^A-Z ]", "", una["sql"].split("WHERE")[0])[:40] for una in consultas]
        escrituras = [una.split()[0] for una in ordenes if una.startswith(("INSERT", "UPDATE", "DELETE"))]
        vistos.append((respuesta.status_code, lo_visible(respuesta), tuple(trabajo), tuple(escrituras)))
    assert vistos[0][2] == ("contraseña", "código")
    assert vistos[0][3] == (
        "UPDATE",
        "INSERT",
    )  # how often the device failed, which may be undone; and the log
    assert len(set(vistos)) == 1


def test_a_quien_no_existe_le_cuesta_lo_mismo(ana: Usuario, trabajo: list[str]) -> None:
    Usuario.objects.create(username="PEAA800101AB1", password="!")
    Usuario.objects.create_user("inactiva", password=CONTRASENA, is_staff=True, is_active=False)
    vistos = set()
    for nombre in ("ana", "nadie", "PEAA800101AB1", "inactiva"):
        trabajo.clear()
        respuesta = entrar(nombre, "000000", password="mala")
        vistos.add((respuesta.status_code, lo_visible(respuesta), tuple(trabajo)))
    assert {trabajo for *_, trabajo in vistos} == {("contraseña", "código")}
    assert len(vistos) == 1


def test_sin_la_contrasena_nada_se_gasta(ana: Usuario) -> None:
    recuperacion = nuevos_codigos(ana, ahora=timezone.now())[0]
    bueno = codigo(ana)
    for escrito in (recuperacion, bueno, "000000"):
        assert entrar("ana", escrito, password="mala").status_code == 200
    assert StaticToken.objects.count() == 10
    assert TOTPDevice.objects.get().throttling_failure_count == 0
    assert not Asiento.objects.filter(evento="personal.codigo_de_recuperacion").exists()
    assert entrar("ana", bueno).status_code == 302


@pytest.mark.parametrize(
    ("tramo", "cuantos", "segundos"),
    [
        ("personal_cuenta", 10, 6),
        ("personal_cuenta_hora", 20, 3 * 60),
        ("personal_cuenta_dia", 40, 36 * 60),
    ],
)
def test_cada_vez_se_espera_mas(
    ana: Usuario, monkeypatch: pytest.MonkeyPatch, tramo: str, cuantos: int, segundos: int
) -> None:
    """Each limit by itself: the others are far away."""
    for otro in {"personal_cuenta", "personal_cuenta_hora", "personal_cuenta_dia"} - {tramo}:
        monkeypatch.setitem(limites.LIMITES, otro, (1000, 60))
    limites.olvidar()
    estados = [entrar("ana", password="mala") for _ in range(cuantos + 1)]
    assert [una.status_code for una in estados[:cuantos]] == [200] * cuantos
    ultima = next((una for una in estados if una.status_code == 429), None) or entrar("ana", password="mala")
    assert ultima.status_code == 429
    assert segundos * 0.5 <= int(ultima.headers["Retry-After"]) <= segundos


def test_lo_que_otros_fallan_no_hace_esperar_a_su_navegador(ana: Usuario) -> None:
    suyo = Client()
    assert entrar("ana", codigo(ana), http=suyo).status_code == 302
    suyo.post("/admin/logout/")
    hasta_esperar(
        "ana", password=CONTRASENA
    )  # somebody who knows even the password: the device waits as well
    assert TOTPDevice.objects.get().throttling_failure_count > 0
    assert entrar("ana", codigo(ana, pasos=1)).status_code == 429
    assert entrar("ana", codigo(ana, pasos=1), http=suyo).status_code == 302


def test_tampoco_a_quien_esta_dentro(ana: Usuario) -> None:
    TOTPDevice.objects.all().delete()
    quien = dentro(ana)
    hasta_esperar("ana", password=CONTRASENA)
    respuesta = quien.post("/admin/segundo-factor/codigos/", {"codigo": codigo(ana)})
    assert respuesta.status_code == 200
    malos = [quien.post("/admin/segundo-factor/codigos/", {"codigo": "000000"}) for _ in range(12)]
    assert 429 in [una.status_code for una in malos]


def test_su_navegador_espera_por_lo_que_el_mismo_falla(ana: Usuario) -> None:
    suyo = Client()
    assert entrar("ana", codigo(ana), http=suyo).status_code == 302
    assert 9 <= hasta_esperar("ana", http=suyo) <= 11
    assert entrar("ana", codigo(ana, pasos=1)).status_code == 302  # and nobody else for it


def test_la_galleta_es_de_una_cuenta_y_no_se_inventa(ana: Usuario) -> None:
    eva = inscrita("eva")
    de_eva = Client()
    assert entrar("eva", codigo(eva), http=de_eva).status_code == 302
    galleta = de_eva.cookies[f"navegador-{eva.pk}"]
    assert (galleta["httponly"], galleta["samesite"], galleta["path"]) == (True, "Lax", "/")
    hasta_esperar("ana")
    for valor in (galleta.value, "inventada", "inventada:1uAbCd:firma", ""):
        ajeno = Client()
        ajeno.cookies[f"navegador-{ana.pk}"] = valor
        assert entrar("ana", codigo(ana), http=ajeno).status_code == 429, valor


def test_con_la_contrasena_sola_el_navegador_no_se_conoce() -> None:
    cuenta = Usuario.objects.create_superuser("nueva", password=CONTRASENA)
    http = Client()
    assert entrar("nueva", http=http).status_code == 302
    assert f"navegador-{cuenta.pk}" not in http.cookies


def test_quien_tiene_la_cuenta_se_entera_una_vez_al_dia(ana: Usuario) -> None:
    hasta_esperar("ana")
    for _ in range(3):
        assert entrar("ana", password="mala").status_code == 429
    aviso = AvisoAlPersonal.objects.get()
    assert "tu cuenta" in aviso.asunto
    assert [envio.destino for envio in Envio.objects.all()] == ["ana@imss.example"]
    assert Asiento.objects.get(evento="personal.intentos").detalle == {"usuario": "ana"}


def test_de_quien_no_existe_no_se_avisa_a_nadie(ana: Usuario) -> None:
    assert 9 <= hasta_esperar("nadie") <= 12
    assert not AvisoAlPersonal.objects.exists()


def test_una_oficina_entera_entra_por_una_red() -> None:
    cuentas = [inscrita(f"persona{n}") for n in range(13)]
    assert [entrar(una.username, codigo(una)).status_code for una in cuentas] == [302] * 13


def test_la_red_tiene_un_limite_ancho_de_lo_que_falla() -> None:
    estados = [entrar(f"nadie{n}").status_code for n in range(75)]
    assert estados[:60] == [200] * 60
    assert 429 in estados[60:]
