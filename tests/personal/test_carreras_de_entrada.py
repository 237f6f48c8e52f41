"""Races at the staff's entrance: a code is good once, also for those who post it at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connections
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.cuentas.models import Usuario
from buzon.cuentas.personal import segundo_factor
from buzon.cuentas.personal.cuentas import restablecer_acceso
from buzon.cuentas.personal.segundo_factor import nuevos_codigos
from tests.esperas import alguien_espera, esperar_a
from tests.personal.dentro import dentro

pytestmark = [
    pytest.mark.django_db(transaction=True),  # threads on connections of their own
    pytest.mark.usefixtures("_sin_limites_usados"),
]
CONTRASENA = "una contraseña larga 26"


def a_la_vez(orden: Callable[[], Any], *, veces: int) -> list[Any]:
    """Do it that many times at once, each on its own connection."""

    def una(_: int) -> Any:
        try:
            return orden()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(veces) as hilos:
        return list(hilos.map(una, range(veces)))


@pytest.fixture
def ana() -> Usuario:
    """A superuser: no role, no office, and the same two factors."""
    return Usuario.objects.create_superuser("ana", password=CONTRASENA)


def codigo(dispositivo: TOTPDevice) -> str:
    totp = TOTP(dispositivo.bin_key)
    totp.time = timezone.now().timestamp()
    return f"{totp.token():06d}"


def entrar(otp_token: str) -> int:
    datos = {"username": "ana", "password": CONTRASENA, "otp_token": otp_token, "next": "/admin/"}
    return Client().post("/admin/login/", datos).status_code


@pytest.fixture
def pruebas(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the codes that are tried; the first one goes on once another is tried or waits for the device."""
    probados: list[str] = []

    def con_espera(original: Callable[[Any, str], bool]) -> Callable[[Any, str], bool]:
        def verify_token(self: Any, token: str) -> bool:
            probados.append(token)
            if len(probados) == 1:
                esperar_a(lambda: len(probados) > 1 or alguien_espera())
            return original(self, token)

        return verify_token

    for clase in (TOTPDevice, StaticDevice):
        monkeypatch.setattr(clase, "verify_token", con_espera(clase.verify_token))
    return probados


def test_un_codigo_de_la_aplicacion_deja_entrar_a_uno(ana: Usuario, pruebas: list[str]) -> None:
    el_codigo = codigo(TOTPDevice.objects.create(user=ana))
    assert sorted(a_la_vez(lambda: entrar(el_codigo), veces=2)) == [200, 302]
    assert len(pruebas) == 2


def test_un_codigo_de_recuperacion_deja_entrar_a_uno(ana: Usuario, pruebas: list[str]) -> None:
    TOTPDevice.objects.create(user=ana)
    recuperacion = nuevos_codigos(ana, ahora=timezone.now())[0]
    assert sorted(a_la_vez(lambda: entrar(recuperacion), veces=2)) == [200, 302]
    assert StaticToken.objects.count() == 9
    assert len(pruebas) == 2


def test_cada_codigo_equivocado_cuenta(ana: Usuario, pruebas: list[str]) -> None:
    """What is tried is counted, and makes the rest wait without being tried."""
    TOTPDevice.objects.create(user=ana)
    assert a_la_vez(lambda: entrar("000000"), veces=4) == [200] * 4
    assert len(pruebas) == TOTPDevice.objects.get().throttling_failure_count < 4


def test_un_codigo_hace_codigos_nuevos_una_vez(ana: Usuario, pruebas: list[str]) -> None:
    quien = dentro(ana)
    el_codigo = codigo(TOTPDevice.objects.get())

    def pedir() -> int:
        pestana = Client()
        pestana.cookies.load({nombre: galleta.value for nombre, galleta in quien.cookies.items()})
        return pestana.post("/admin/segundo-factor/codigos/", {"codigo": el_codigo}).status_code

    assert sorted(a_la_vez(pedir, veces=2)) == [200, 422]
    assert StaticToken.objects.count() == 10


def test_la_primera_pagina_pedida_dos_veces_no_es_un_fallo(ana: Usuario) -> None:
    dentro_sin_segundo = Client()
    dentro_sin_segundo.force_login(ana)
    galletas = {nombre: galleta.value for nombre, galleta in dentro_sin_segundo.cookies.items()}

    def pedir() -> int:
        pestana = Client()
        pestana.cookies.load(galletas)
        return pestana.get("/admin/segundo-factor/").status_code

    assert a_la_vez(pedir, veces=4) == [200] * 4
    assert pedir() == 200
    assert not TOTPDevice.objects.exists()


def test_dos_que_se_inscriben_a_la_vez_son_uno(ana: Usuario, pruebas: list[str]) -> None:
    llave = segundo_factor.llave_nueva()
    el_codigo = codigo(TOTPDevice(key=llave))

    def inscribir() -> bool:
        hecho = segundo_factor.inscribir(ana, llave=llave, codigo=el_codigo, ahora=timezone.now())
        return hecho is not None

    assert sorted(a_la_vez(inscribir, veces=2)) == [False, True]
    assert len(pruebas) == TOTPDevice.objects.count() == StaticDevice.objects.count() == 1


def test_lo_que_se_restablece_no_deja_lo_que_se_inscribia(ana: Usuario, pruebas: list[str]) -> None:
    llave, ahora = segundo_factor.llave_nueva(), timezone.now()
    el_codigo = codigo(TOTPDevice(key=llave))

    def inscribir() -> None:
        segundo_factor.inscribir(ana, llave=llave, codigo=el_codigo, ahora=ahora)
        connections.close_all()

    with ThreadPoolExecutor(1) as hilo:
        hecho = hilo.submit(inscribir)
        assert esperar_a(lambda: bool(pruebas))
        restablecer_acceso(Usuario.objects.get(), autor="servidor:ops", ahora=ahora)
        hecho.result()
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()


def test_con_una_contrasena_que_ya_no_es_no_se_inscribe_nada(ana: Usuario) -> None:
    llave = segundo_factor.llave_nueva()
    Usuario.objects.update(password="otra")
    el_codigo = codigo(TOTPDevice(key=llave))
    assert segundo_factor.inscribir(ana, llave=llave, codigo=el_codigo, ahora=timezone.now()) is None


def test_la_base_de_datos_rechaza_un_segundo_aparato(ana: Usuario) -> None:
    TOTPDevice.objects.create(user=ana)
    with pytest.raises(IntegrityError):
        TOTPDevice.objects.create(user=ana, confirmed=False)
