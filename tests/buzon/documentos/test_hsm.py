"""The institution's key in a token: with python-pkcs11 and SoftHSM where they are, and what is said where not."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from buzon.demo.personas import Persona
from buzon.documentos.errores import SelloNoDisponible
from buzon.documentos.pdf.datos import DatosDocumento
from buzon.documentos.pdf.hoja import dibujar
from buzon.documentos.sello import hsm, sellar
from buzon.documentos.sello.llave import cargar_sello, olvidar_sello
from tests.buzon.documentos.herramientas import correr, validar_sello

MODULOS = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


@pytest.fixture
def token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gente_demo: list[Persona]
) -> Iterator[dict[str, str]]:
    """A SoftHSM token with the demo seal's key: the settings that name it."""
    modulo = next(filter(None, (os.environ.get("SOFTHSM2_MODULO"), *filter(os.path.exists, MODULOS))), None)
    if hsm.pkcs11 is None or modulo is None or shutil.which("softhsm2-util") is None:
        pytest.skip("faltan python-pkcs11 o softhsm2")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "conf"))
    llave = load_der_private_key(Path(settings.SELLO_LLAVE).read_bytes(), None)
    (tmp_path / "llave.pem").write_bytes(
        llave.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    base = ("--module", modulo, "--pin", "1234")
    correr(
        "softhsm2-util", *base, "--init-token", "--free", "--label", "sello", "--so-pin", "5678", en=tmp_path
    )
    importar = ("--import", "llave.pem", "--token", "sello", "--label", "sello", "--id", "01")
    correr("softhsm2-util", *base, *importar, en=tmp_path)
    yield {"SELLO_PKCS11_MODULO": modulo, "SELLO_PKCS11_TOKEN": "sello", "SELLO_PKCS11_PIN": "1234"}
    olvidar_sello()


def test_sella_con_la_llave_del_token(token: dict[str, str], datos: Callable[..., DatosDocumento]) -> None:
    hoja = dibujar(datos(), fuentes=settings.FUENTES)
    with override_settings(**token):
        for _ in range(2):  # the second time, after the session was given up
            olvidar_sello()
            pdf = sellar(hoja.pdf, sello=cargar_sello(), razon="r", ahora=timezone.now())
            assert validar_sello(pdf).vale


@pytest.mark.parametrize("cambio", [{"SELLO_PKCS11_PIN": "0000"}, {"SELLO_PKCS11_TOKEN": "otro"}])
def test_dice_que_no_abre_el_token(token: dict[str, str], cambio: dict[str, str]) -> None:
    olvidar_sello()
    with (
        override_settings(**(token | cambio)),
        pytest.raises(SelloNoDisponible, match="No se pudo abrir el token"),
    ):
        cargar_sello()


@pytest.mark.usefixtures("gente_demo")
def test_sin_python_pkcs11_lo_dice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hsm, "pkcs11", None)
    olvidar_sello()
    with (
        override_settings(SELLO_PKCS11_MODULO="/no.so"),
        pytest.raises(SelloNoDisponible, match="python-pkcs11"),
    ):
        cargar_sello()
