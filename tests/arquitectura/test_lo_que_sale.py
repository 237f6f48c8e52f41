"""What the portal connects to is written in its settings: no value that somebody sends becomes an address.

There are no webhooks, and no page is fetched for anybody. A certificate names where its authority answers: nobody asks
there.
"""

import ast
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID as Acceso
from django.conf import settings
from pytest_django import Settings

from buzon.confianza.services import validar_certificado
from buzon.demo import emision
from tests.buzon.efirma.conftest import Taller

RAIZ = Path(settings.BASE_DIR)
# What opens connections: of the language, of the libraries that are installed, of Django, and our own door.
CLIENTES = (
    *(
        "socket",
        "http.client",
        "urllib.request",
        "smtplib",
        "ftplib",
        "asyncio",
        "xmlrpc",
        "imaplib",
        "poplib",
    ),
    *("requests", "urllib3", "aiohttp", "httpx", "clamav_client", "pyhanko.sign.timestamps"),
    *("pyhanko_certvalidator.fetchers", "django.core.mail", "webbrowser", "subprocess"),
    "buzon.web.http",
)
# Who has one, and which setting names where it leads.
QUIEN = {
    "buzon.adjuntos.antivirus": "ANTIVIRUS_CLAMD",
    "buzon.confianza.responder": "EFIRMA_OCSP_URL",
    "buzon.documentos.sello.firma": "TSA_URL",
    "buzon.mensajes.correo": "EMAIL_URL",
    "buzon.mensajes.pasarela_http": "SMS_URL",
    "buzon.web.http": "",  # to whatever the two that ask it say
    "buzon.adjuntos.aislado": "",  # a process of this machine, by a fixed order
}
# `manage.py portal` and its checks: before anybody may send anything.
DE_QUIEN_ARRANCA = "buzon.embebido."


def modulos() -> Iterator[tuple[str, ast.Module]]:
    for carpeta in ("buzon", "autorizacion32d", "opinion", "terceros"):
        for ruta in sorted((RAIZ / carpeta).rglob("*.py")):
            nombre = ".".join(ruta.relative_to(RAIZ).with_suffix("").parts)
            if not nombre.startswith(DE_QUIEN_ARRANCA):
                yield nombre, ast.parse(ruta.read_text(encoding="utf-8"))


def importados(arbol: ast.Module) -> Iterator[str]:
    for nodo in ast.walk(arbol):
        if isinstance(nodo, ast.Import):
            yield from (uno.name for uno in nodo.names)
        elif isinstance(nodo, ast.ImportFrom) and nodo.module:
            yield nodo.module
            yield from (f"{nodo.module}.{uno.name}" for uno in nodo.names)


def es_cliente(nombre: str) -> bool:
    return any(nombre == uno or nombre.startswith(f"{uno}.") for uno in CLIENTES)


def test_quien_abre_conexiones() -> None:
    """A new one has to be added here, with its setting."""
    assert {nombre for nombre, arbol in modulos() if any(map(es_cliente, importados(arbol)))} == set(QUIEN)
    assert all(hasattr(settings, ajuste) for ajuste in QUIEN.values() if ajuste)


def test_las_direcciones_que_nombra_un_certificado_no_se_preguntan(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    preguntadas: list[Any] = []
    for nombre in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, nombre, lambda _, *donde: preguntadas.append(donde))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *donde, **_: preguntadas.append(donde) or [])
    taller = Taller()
    (tmp_path / "ancla.cer").write_bytes(taller.ancla)
    settings.EFIRMA_ANCLAS, settings.EFIRMA_CRLS, settings.EFIRMA_OCSP_URL = [tmp_path], [], ""
    ajena = x509.UniformResourceIdentifier("http://169.254.169.254/latest/meta-data/")
    accesos = x509.AuthorityInformationAccess(
        [x509.AccessDescription(cual, ajena) for cual in (Acceso.OCSP, Acceso.CA_ISSUERS)]
    )
    listas = x509.CRLDistributionPoints([x509.DistributionPoint([ajena], None, None, None)])
    suyas = [emision.extension(una.oid.dotted_string, una.public_bytes().hex()) for una in (accesos, listas)]
    validado = validar_certificado(
        taller.cer(extensiones=[*emision.EXTENSIONES_DE_FIEL, *suyas]), en=taller.ahora
    )
    assert validado.evidencia["estado"] == "SIN_FUENTE"
    assert not preguntadas
