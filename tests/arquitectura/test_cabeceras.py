"""Headers and cookies of every page, over http and over https."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from buzon.demo.personas import Persona
from tests.personas import Dentro

PUBLICAS = [
    "/",
    "/ingresar/",
    "/soporte/",
    "/legal/",
    "/privacidad/",
    "/glosario/",
    "/opinion/",
    "/verificar/",
]
PUBLICAS += ["/opinion/EKU9003173C9/", "/demo/personas/", "/demo/mensajes/", "/no-existe/", "/admin/login/"]
DENTRO = ["/buzon/", "/cobranza/32d/autorizacion/", "/cobranza/32d/mi-opinion/", "/activacion/listo/"]
EN_LINEA = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:", re.I)


def _revisar(respuesta: object) -> None:
    cabeceras = respuesta.headers  # type: ignore[attr-defined]
    politica = cabeceras["Content-Security-Policy"]
    assert "default-src 'none'" in politica
    assert "unsafe" not in politica
    assert "frame-ancestors 'none'" in politica
    assert cabeceras["X-Content-Type-Options"] == "nosniff"
    assert cabeceras["Referrer-Policy"] == "same-origin"
    assert cabeceras["Cross-Origin-Opener-Policy"] == "same-origin"
    assert not EN_LINEA.findall(respuesta.content.decode())  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.usefixtures("elegir", "_sin_limites_usados")
@pytest.mark.parametrize("ruta", PUBLICAS)
def test_paginas_publicas(ruta: str) -> None:
    _revisar(Client().get(ruta))


@pytest.mark.django_db
@pytest.mark.usefixtures("_sin_limites_usados", "_cada_peticion_confirma")
def test_paginas_de_adentro(elegir: Callable[..., Persona]) -> None:
    quien = Dentro(elegir(persona="moral"))
    quien.ingresar()
    quien.activar()
    for ruta in DENTRO:
        respuesta = quien.http.get(ruta)
        assert respuesta.status_code == 200, ruta
        assert respuesta.headers["Cache-Control"] == "private, no-store"
        _revisar(respuesta)
    _revisar(quien.guardar("autorizar"))
    galletas = quien.http.cookies
    assert galletas["sesion"]["httponly"]
    assert galletas["sesion"]["samesite"] == "Lax"
    assert galletas["csrf"]["httponly"]
    assert galletas["csrf"]["samesite"] == "Strict"


@pytest.mark.django_db
def test_sin_token_no_hay_envio(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    estricto = Client(enforce_csrf_checks=True)
    estricto.cookies = quien.http.cookies
    for ruta in ("/cobranza/32d/autorizacion/", "/salir/", "/efirma/validar/", "/activacion/reenviar/"):
        respuesta = estricto.post(ruta, {"manifestacion": "autorizar"})
        assert respuesta.status_code == 403, ruta
        assert 'data-codigo="formulario_vencido"' in respuesta.content.decode()


@pytest.mark.parametrize(
    ("url", "seguro"), [("https://buzon.example", True), ("http://127.0.0.1:8000", False)]
)
def test_las_galletas_y_hsts_siguen_a_la_direccion_publica(url: str, seguro: bool) -> None:
    guion = (
        "import json; from buzon.config import settings as s; print(json.dumps([s.SESSION_COOKIE_SECURE,"
        "s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0,"
        "s.SESSION_COOKIE_NAME.startswith('__Host-')]))"
    )
    entorno = os.environ | {"MODO": "demo", "SECRET_KEY": "x", "URL_PUBLICA": url}
    salida = subprocess.run(
        [sys.executable, "-c", guion],
        env=entorno,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(salida.stdout) == [seguro] * 5
