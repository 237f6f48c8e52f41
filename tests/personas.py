"""Fixtures of people: demo persons with their e.firmas, and a client that enters and signs as they do."""

import base64
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import redis
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client, TestCase
from django.utils import timezone

from buzon.cuentas import activacion, middleware
from buzon.cuentas.firma.services import firmar
from buzon.cuentas.ingreso import crear_reto, ingresar
from buzon.cuentas.models import Ingreso
from buzon.cuentas.peticion import PersonaDentro
from buzon.demo import autoridad
from buzon.demo.personas import Persona, crear_personas
from buzon.demo.personas import personas as personas_demo
from buzon.web import limites

CORREO, CELULAR = "persona@ejemplo.mx", "5512345678"


@dataclass
class Dentro:
    """A browser without a browser: follows the portal's pages and signs with a person's key."""

    persona: Persona
    http: Any = field(default_factory=Client)
    codigos: Callable[[], tuple[str, str]] = field(default_factory=lambda: ultimos_codigos)

    @property
    def llave(self) -> RSAPrivateKey:
        return llave_de(self.persona)

    def firma(self, cadena: str) -> str:
        return base64.b64encode(self._firmar(cadena)).decode()

    def _firmar(self, cadena: str) -> bytes:
        return self.llave.sign(cadena.encode(), PKCS1v15(), SHA256())

    @property
    def certificado(self) -> str:
        return base64.b64encode(self.persona.cer.read_bytes()).decode()

    def envio(self, pagina: HttpResponse, campo: str) -> dict[str, str]:
        """What the dialogue of that page would post, signed over the text that the page shows."""
        html = pagina.content.decode()
        return {
            campo: valor_oculto(html, campo),
            "certificado": self.certificado,
            "firma": self.firma(cadena_mostrada(html)),
        }

    def ingresar(self) -> HttpResponse:
        pagina = self.http.get("/ingresar/")
        return self.http.post("/ingresar/", self.envio(pagina, "reto"), follow=True)

    def activar(self) -> HttpResponse:
        """Go through the activation with the codes that the portal sent."""
        self.http.post("/activacion/", {"correo": CORREO, "celular": CELULAR})
        correo, celular = self.codigos()
        self.http.post("/activacion/codigos/", {"codigo_correo": correo, "codigo_celular": celular})
        pagina = self.http.get("/activacion/terminos/")
        return self.http.post("/activacion/terminos/", self.envio(pagina, "acto"), follow=True)

    def ingresar_sin_paginas(self) -> None:
        """Leave what `ingresar` leaves, by the services behind its pages."""
        ahora = timezone.now()
        reto = crear_reto(sesion="anonima", ahora=ahora)
        ingreso = ingresar(
            str(reto.pk),
            certificado=self.persona.cer.read_bytes(),
            firma=self._firmar(reto.cadena),
            sesion="anonima",
            direccion="127.0.0.1",
            ahora=ahora,
        )
        self.http.force_login(ingreso.contribuyente.usuario, backend="buzon.cuentas.ingreso.EfirmaBackend")
        sesion = self.http.session
        sesion[middleware.ENTRO_EN] = sesion[middleware.ACTIVIDAD_EN] = ahora.timestamp()
        sesion[middleware.INGRESO] = ingreso.pk
        sesion.save()

    def activar_sin_paginas(self) -> None:
        """Leave what `activar` leaves, by the services behind its pages."""
        ahora, rfc = timezone.now(), self.persona.rfc
        with al_confirmar():
            activacion.registrar_medios(rfc, destinos={"CORREO": CORREO, "CELULAR": CELULAR}, ahora=ahora)
        correo, celular = self.codigos()
        activacion.confirmar(rfc, codigos={"CORREO": correo, "CELULAR": celular}, ahora=ahora)
        ingreso = Ingreso.objects.select_related("contribuyente").filter(contribuyente__rfc=rfc).latest("pk")
        acto = activacion.preparar_terminos(PersonaDentro.de(ingreso).firmante, ahora=ahora)
        with al_confirmar():
            firmar(
                activacion.ActivacionDelBuzon(),
                acto,
                certificado=self.persona.cer.read_bytes(),
                firma=self._firmar(acto.cadena),
                ahora=ahora,
            )

    def guardar(self, manifestacion: str) -> HttpResponse:
        datos = {"manifestacion": manifestacion}
        return self.http.post("/cobranza/32d/autorizacion/", datos, follow=True)

    def firmar(self, pagina: HttpResponse) -> HttpResponse:
        url = pagina.request["PATH_INFO"]  # type: ignore[attr-defined]
        return self.http.post(url, self.envio(pagina, "acto"), follow=True)

    def hacer(self, manifestacion: str) -> HttpResponse:
        return self.firmar(self.guardar(manifestacion))


@cache
def llave_de(persona: Persona) -> RSAPrivateKey:
    """Open once what a browser opens at each signature: its check of the key takes longer than the signature."""
    llave = load_der_private_key(persona.key.read_bytes(), persona.contrasena.encode())
    assert isinstance(llave, RSAPrivateKey)
    return llave


def cadena_mostrada(html: str) -> str:
    encontrada = re.search(r"<pre[^>]*data-cadena[^>]*>(.*?)</pre>", html, re.S)
    assert encontrada, "la página no muestra el texto que se firma"
    return unescape(encontrada[1].replace("<wbr>", ""))


def valor_oculto(html: str, campo: str) -> str:
    etiqueta = next(e for e in re.findall(r"<input[^>]*>", html) if f'name="{campo}"' in e)
    encontrado = re.search(r'value="([^"]*)"', etiqueta)
    assert encontrado
    return encontrado[1]


def ultimos_codigos() -> tuple[str, str]:
    """The codes of the newest e-mail and SMS: the only group of six digits in each."""
    return tuple(  # type: ignore[return-value]
        codigo_de(max(carpeta.glob("*.*"), key=_escrito_en))
        for carpeta in (settings.CARPETA_CORREO, settings.CARPETA_SMS)
    )


def _escrito_en(ruta: Path) -> int:
    """Not its name, which is the message's own date: some tests live in other days."""
    return ruta.stat().st_mtime_ns


def codigo_de(ruta: Path) -> str:
    grupos = re.findall(r"(?<!\d)\d{6}(?!\d)", ruta.read_text(encoding="utf-8"))
    assert len(grupos) == 1, f"{ruta.name}: {grupos}"
    return str(grupos[0])


def al_confirmar() -> AbstractContextManager[Any]:
    """Do on leaving what the commit would have done, where the test's own transaction is never committed.

    What was rolled back to a savepoint leaves nothing to do, as without the test's transaction. What is a matter of
    the real commit (locks, other connections, the order of two transactions) is tested with `transaction=True`.
    """
    return TestCase.captureOnCommitCallbacks(execute=True) if connection.in_atomic_block else nullcontext()


@pytest.fixture
def _cada_peticion_confirma(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request ends like one whose transactions were committed: its tasks are done, its notices sent."""
    original = Client.request

    def request(cliente: Client, **peticion: Any) -> Any:
        with al_confirmar():
            return original(cliente, **peticion)

    monkeypatch.setattr(Client, "request", request)


def sin_limites_usados() -> None:
    with redis.from_url(settings.REDIS_URL) as valkey:
        valkey.flushdb()
    limites.olvidar()


@pytest.fixture
def _sin_limites_usados() -> Iterator[None]:
    """Start with every rate limit unused, and leave none used nor changed to whoever comes next."""
    sin_limites_usados()
    yield
    sin_limites_usados()


@pytest.fixture
def _limites_sin_reposicion(_sin_limites_usados: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No use of a limit comes back while the test lasts, however slow the machine: its window is a thousand times."""
    largos = {nombre: (cuantos, segundos * 1000) for nombre, (cuantos, segundos) in limites.LIMITES.items()}
    monkeypatch.setattr(limites, "LIMITES", largos)


@pytest.fixture(scope="session")
def gente_demo() -> list[Persona]:
    ahora = timezone.now()
    carpeta = Path(settings.BUZON_DATOS) / "demo"
    crear_personas(carpeta, ahora=ahora)
    autoridad.emitir_crl(carpeta, ahora=ahora)
    return personas_demo()


@pytest.fixture
def elegir(gente_demo: list[Persona]) -> Callable[..., Persona]:
    """Return the first demo person with these traits: `elegir(persona="moral", sentido="POSITIVA")`."""

    def primera(**rasgos: Any) -> Persona:
        rasgos = {"situacion": "vigente"} | rasgos
        return next(
            p for p in gente_demo if all(getattr(p, clave) == valor for clave, valor in rasgos.items())
        )

    return primera


@pytest.fixture
def entrar(
    elegir: Callable[..., Persona], _sin_limites_usados: None, _cada_peticion_confirma: None
) -> Callable[..., Dentro]:
    """Return a person who has entered: `quien = entrar(persona="fisica")`, then `quien.http.get(...)`.

    Not by the pages of the entrance: where those are what is tested, `Dentro(elegir(persona="fisica")).ingresar()`.
    """

    def dentro(**rasgos: Any) -> Dentro:
        quien = Dentro(elegir(**rasgos))
        quien.ingresar_sin_paginas()
        return quien

    return dentro


@pytest.fixture
def activa(entrar: Callable[..., Dentro]) -> Callable[..., Dentro]:
    """Return a person who has entered and whose Buzón is active: what most tests of a page begin with.

    Not by the pages of the activation: where those are what is tested, `entrar(persona="fisica").activar()`.
    """

    def con_buzon(**rasgos: Any) -> Dentro:
        quien = entrar(**rasgos)
        quien.activar_sin_paginas()
        return quien

    return con_buzon
