"""A person with registros and créditos who files requests, without pages in between."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest
from django.utils import timezone

from buzon.actos import services as actos
from buzon.actos.models import ActoPreparado
from buzon.adjuntos.revision import ArchivoRevisado
from buzon.cuentas.models import Personal, Usuario
from buzon.demo.personas import Persona
from buzon.padron.hechos import EstadoRegistro
from buzon.padron.models import Subdelegacion
from buzon.padron.services import guardar_hechos
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Asunto
from buzon.promociones.services import borrador, presentacion
from tests.buzon.padron.fabricas import OFICINA, credito, hechos, oficina, registro
from tests.buzon.promociones.particular import OTRA_OFICINA, Particular


@pytest.fixture
def particular(elegir: Callable[..., Persona], db: None) -> Particular:
    """A company with two registros of two offices, and a crédito in each."""
    persona = elegir(persona="moral")
    uno = Particular.de(persona)
    oficina()
    Subdelegacion.objects.get_or_create(
        clave=OTRA_OFICINA, defaults={"nombre": "Naucalpan", "ooad": "México Poniente"}
    )
    de_otra = replace(
        registro(2, estado=EstadoRegistro.BAJA, trabajadores=0, creditos=(credito(numero="000000002"),)),
        subdelegacion=OTRA_OFICINA,
    )
    guardar_hechos(hechos(registro(1, creditos=(credito(),)), de_otra, rfc=uno.rfc), ahora=timezone.now())
    guardar_hechos(hechos(registro(99), rfc="URE180429TM6"), ahora=timezone.now())
    return uno


@pytest.fixture
def presentada(particular: Particular) -> Callable[..., Solicitud]:
    """Return a maker of filed requests."""

    def una(**rasgos: object) -> Solicitud:
        particular.escribir(**rasgos)  # type: ignore[arg-type]
        return Solicitud.objects.get(folio=particular.presentar(particular.preparar()).folio)

    return una


@pytest.fixture
def alguien(particular: Particular) -> Callable[..., Personal]:
    """Return a maker of staff: `alguien("SUBDELEGACION", subdelegacion="3901", correo="...")`."""

    def una(rol: str, *, correo: str = "", activa: bool = True, **rasgos: Any) -> Personal:
        n = Personal.objects.count() + 1
        cuenta = Usuario.objects.create_user(f"gente{n}", email=correo, is_staff=True, is_active=activa)
        datos = {"rfc": f"GENA8001{n:02d}AB1", "creado_en": timezone.now()} | rasgos
        oficina = datos.pop("subdelegacion", None)
        return Personal.objects.create(usuario=cuenta, rol=rol, subdelegacion_id=oficina, **datos)

    return una


@pytest.fixture
def jefatura(alguien: Callable[..., Personal]) -> Personal:
    """The head of the office of the first registro."""
    return alguien(
        "SUBDELEGACION", subdelegacion=OFICINA, es_jefatura=True, correo="jefatura@personal.ejemplo.mx"
    )


@pytest.fixture
def sin_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take files as they come: what `revisar` does has tests of its own."""

    def revisar(nombre: str, *, contenido: bytes, es_de_casa: bool) -> ArchivoRevisado:
        return ArchivoRevisado(nombre, "text/plain", contenido, sha256(contenido).hexdigest())

    monkeypatch.setattr(borrador, "revisar", revisar)


@pytest.fixture
def en_cualquier_dia(particular: Particular, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the same certificate sign on any day: its dates and its CRLs have tests of their own."""
    particular.escribir(Asunto.OPINION_PUBLICA, creditos=())
    acto = particular.preparar()
    buena = actos.comprobar(
        acto, certificado=particular.certificado.der, firma=particular.firma(acto), ahora=timezone.now()
    )

    def comprobar(
        acto: ActoPreparado, *, certificado: bytes, firma: bytes, ahora: datetime
    ) -> actos.FirmaComprobada:
        actos.exigir_firmable(acto, ahora=ahora)
        return actos.FirmaComprobada(firma, buena.validado)

    monkeypatch.setattr(presentacion.actos, "comprobar", comprobar)
