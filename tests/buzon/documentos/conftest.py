"""Fixtures of documents: what is drawn, the demo seal, and acts signed with a demo person's e.firma."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from buzon.actos import services as actos
from buzon.actos.cadena_original import AUTORIZAR_OPINION, Firmante, Manifestacion
from buzon.actos.models import ActoFirmado
from buzon.demo.personas import Persona
from buzon.documentos import services
from buzon.documentos.models import Documento
from buzon.documentos.pdf.datos import Adjunto, Campo, Corrido, DatosDocumento, NotaDelSello, Panel, Tabla
from buzon.documentos.sello.llave import Sello, cargar_sello
from buzon.efirma.certificado import leer_certificado
from tests.personas import llave_de

FOLIO = "17954608825755451363986"
CODIGO = "YLIP-RIXE-FMVF-6OFM-YUK5-72PY-AO5K-3ZZR"
TITULO = (
    "Acuse de autorización para hacer pública la opinión del cumplimiento de obligaciones fiscales en materia de "
    "seguridad social"
)
CADENA = (
    "||1.0|FIRMA|http://127.0.0.1:8000|Autorizacion Opinion Publica 32D|Fecha:23 de noviembre 2026, 13:08:02"
    f"|Folio:{FOLIO}|RFC:EKU9003173C9|Nombre o Razon Social:{{nombre}}|CURP:|Movimiento:AUTORIZACION"
    "|Manifestacion:Autorizo hacer pública mi opinión del cumplimiento|Certificado:30001000000500003416"
    f"|SHA256:{'ab' * 32}|Reto:{'Q' * 43}||"
)

FIRMA = "sR8YDMGMnnyJr2FP" * 21 + "sR8YDMGM"


def campos_de(rfc: str, nombre: str) -> tuple[Campo, ...]:
    """The rows of an acuse."""
    return (
        Campo("Folio", FOLIO),
        Campo("Movimiento", "AUTORIZACIÓN"),
        Campo("RFC", rfc),
        Campo("Nombre, denominación o razón social", nombre),
        Campo("Representante legal", "NUPM800512QX7", "Como lo nombra el certificado con el que se firmó"),
        Campo(
            "Fecha y hora de la firma",
            "23 de noviembre de 2026, 13:10:44 horas",
            "(2026-11-23T13:10:44-06:00)",
        ),
        Campo(
            "Certificado de e.firma",
            "30001000000500003416",
            "Vigente del 18 de mayo de 2023 al 18 de mayo de 2027",
        ),
        Campo(
            "Fecha y hora del sello",
            "23 de noviembre de 2026, 13:10:46 horas",
            "(2026-11-23T13:10:46-06:00)",
        ),
        Campo("Certificado del sello", "00001000000700000001", "Portal de demostración"),
    )


@pytest.fixture
def datos(ahora: datetime) -> Callable[..., DatosDocumento]:
    """Return the data of an acuse: `datos(nombre="…", rfc="…")`."""

    def con(
        *, nombre: str = "ESCUELA KEMPER URGATE SA DE CV", rfc: str = "EKU9003173C9", **cambios: Any
    ) -> DatosDocumento:
        cadena = cambios.pop("cadena", CADENA.format(nombre=nombre))
        base = DatosDocumento(
            titulo=TITULO,
            apartado="Cobranza, 32D Autorización de Opinión Pública",
            piezas=(
                Tabla(cambios.pop("campos", campos_de(rfc, nombre))),
                Panel(
                    "«Autorizo hacer pública mi opinión del cumplimiento»",
                    "Manifestación firmada por el particular con su e.firma.",
                ),
                Corrido("Cadena original", cadena),
                Corrido("Firma electrónica del particular", FIRMA, "(RSA, SHA-256, base64)", junto=True),
                NotaDelSello("La cadena, la firma y el certificado"),
            ),
            folio=FOLIO,
            codigo=CODIGO,
            url_verificar="http://127.0.0.1:8000/verificar/",
            como_verificar="con el folio y este código, con el QR o con este archivo.",
            qr=f"http://127.0.0.1:8000/verificar/?folio={FOLIO}#{CODIGO}",
            fundamento=settings.FUNDAMENTO,
            sellado_en=ahora,
            adjuntos=(
                Adjunto("cadena.txt", cadena.encode(), "Cadena original", "text/plain"),
                Adjunto("firma.p7s", b"\x30\x00", "Firma", "application/pkcs7-signature"),
            ),
        )
        return replace(base, **cambios)

    return con


@pytest.fixture
def sello(gente_demo: list[Persona]) -> Sello:
    """The demo seal, opened."""
    return cargar_sello()


@pytest.fixture
def firmar_acto(elegir: Callable[..., Persona]) -> Callable[..., ActoFirmado]:
    """Return a maker of signed acts: `firmar_acto(persona="moral")`, or with a name of one's choice."""

    def firmado(*, nombre: str = "", precedente: str = "", **rasgos: Any) -> ActoFirmado:
        persona, ahora = elegir(**rasgos), timezone.now()
        certificado = leer_certificado(persona.cer.read_bytes())
        firmante = Firmante(
            certificado.rfc,
            nombre or certificado.titular,
            certificado.curp,
            certificado.representante_rfc,
            certificado.numero,
            certificado.sha256,
        )
        preparado = actos.preparar(
            AUTORIZAR_OPINION,
            firmante=firmante,
            manifestacion=Manifestacion("Autorizo hacer pública mi opinión del cumplimiento", "1.0"),
            titulo=TITULO,
            apartado="Cobranza, 32D Autorización de Opinión Pública",
            campos=(("Movimiento", "AUTORIZACIÓN"),),
            precedente=precedente,
            ahora=ahora,
        )
        firma = llave_de(persona).sign(preparado.cadena.encode(), PKCS1v15(), SHA256())
        comprobada = actos.comprobar(preparado, certificado=certificado.der, firma=firma, ahora=ahora)
        return actos.registrar(preparado, comprobada=comprobada, ahora=ahora)[0]

    return firmado


@pytest.fixture
def pendiente(firmar_acto: Callable[..., ActoFirmado]) -> Callable[..., Documento]:
    """Return a maker of documents that wait for their seal."""

    def documento(**rasgos: Any) -> Documento:
        with transaction.atomic():
            return services.crear_pendiente(firmar_acto(**rasgos), ahora=timezone.now())

    return documento


@pytest.fixture
def encolados(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked to be sealed, instead of being sealed."""
    pedidos: list[str] = []
    monkeypatch.setattr(services, "encolar", lambda tarea, *, documento_id: pedidos.append(documento_id))
    return pedidos


@pytest.fixture
def sellado(pendiente: Callable[..., Documento]) -> Callable[..., Documento]:
    """Return a maker of sealed documents."""

    def documento(**rasgos: Any) -> Documento:
        nuevo = pendiente(**rasgos)
        services.sellar(nuevo.pk, ahora=timezone.now())
        nuevo.refresh_from_db()
        return nuevo

    return documento


@pytest.fixture
def anclas(gente_demo: list[Persona]) -> Path:
    """Both authorities of the demo in PEM, as the openssl command wants them."""
    return Path(settings.BUZON_DATOS) / "demo" / "ac-de-pruebas.pem"
