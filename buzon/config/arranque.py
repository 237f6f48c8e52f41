"""What production cannot start without, beyond the variables: real anchors, a real seal, a role without powers."""

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

from celery.signals import celeryd_after_setup
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.utils import timezone

from buzon.confianza import fuentes
from buzon.config import papel
from buzon.documentos.errores import SelloNoDisponible
from buzon.documentos.sello.llave import cargar_sello, certificado_del_sello
from buzon.efirma.asn1 import x509
from buzon.efirma.cadena import leer_ancla
from buzon.efirma.certificado import Estructura
from buzon.efirma.errores import CertificadoIlegible
from buzon.efirma.revocacion import listas_vigentes

# The demo authority, and the SAT's own for tests (A.C. de pruebas, AC UAT): whoever has their keys signs for anybody.
DE_PRUEBAS = re.compile(r"demostrativ|prueba|\bUAT\b", re.IGNORECASE)
AVISO_DE_FIN_DE_SELLO = timedelta(days=60)  # what an institution needs to get the next one

registro = logging.getLogger(__name__)


def exigir_lo_indispensable() -> None:
    """Raise ImproperlyConfigured with a sentence for the operator; the demonstration makes its own.

    What will be a fault soon goes to the log.
    """
    if settings.ES_DEMO:
        return
    mensajes = [*revisar_confianza(), *revisar_sello(), *revisar_proxies()]
    for mensaje in mensajes:
        if mensaje.level >= checks.ERROR:
            raise ImproperlyConfigured(mensaje.msg)
        registro.warning(mensaje.msg)
    papel.exigir_papel_sin_poderes()


def exigir_al_obrero(instance: Any, **_: Any) -> None:
    """End a worker that lacks something, saying why; the seal's key is asked of the one that seals."""
    try:
        exigir_lo_indispensable()
        if "documentos" in instance.app.amqp.queues.consume_from:
            cargar_sello()
    except (ImproperlyConfigured, SelloNoDisponible) as error:
        raise SystemExit(str(error)) from error


celeryd_after_setup.connect(exigir_al_obrero)


@checks.register(checks.Tags.security, deploy=True)
def revisar_confianza(**_: Any) -> Iterator[checks.CheckMessage]:
    """Anchors: some, none of tests, and somebody who knows what each of them revoked."""
    ahora = timezone.now()
    legibles = [ancla for contenido in fuentes.anclas() if (ancla := _leer(contenido))]
    if not legibles:
        yield checks.Error(
            "EFIRMA_ANCLAS no tiene ningún certificado legible: nadie podría entrar.", id="buzon.E001"
        )
    for ancla in legibles:
        sujeto = x509.Certificate.load(ancla.der).subject
        nombre = sujeto.native.get("common_name", sujeto.human_friendly)
        if DE_PRUEBAS.search(sujeto.human_friendly):
            yield checks.Error(
                f"EFIRMA_ANCLAS lleva una autoridad de pruebas («{nombre}»): cualquiera tendría e.firmas suyas.",
                id="buzon.E002",
            )
        # Of what an authority out of its dates issued nothing is accepted, revoked or not.
        rige = ancla.desde <= ahora <= ancla.hasta
        if (
            rige
            and not settings.EFIRMA_OCSP_URL
            and not listas_vigentes(ancla.der, crls=fuentes.crls(), en=ahora)
        ):
            yield checks.Warning(
                f"De la autoridad «{nombre}» no responde ni EFIRMA_OCSP_URL ni una CRL vigente de EFIRMA_CRLS: "
                "no se sabría qué certificados revocó.",
                id="buzon.W001",
            )


@checks.register(checks.Tags.security, deploy=True)
def revisar_sello(**_: Any) -> Iterator[checks.CheckMessage]:
    """The seal's certificate, which every process has: real, and not near its end."""
    try:
        certificado = certificado_del_sello()
    except SelloNoDisponible as error:
        yield checks.Error(str(error), id="buzon.E003")
        return
    if DE_PRUEBAS.search(certificado.subject.human_friendly):
        yield checks.Error(
            "SELLO_CERTIFICADO es un sello de pruebas: sus documentos no serían de la institución.",
            id="buzon.E004",
        )
    hasta, ahora = certificado["tbs_certificate"]["validity"]["not_after"].native, timezone.now()
    if hasta < ahora:
        yield checks.Error(f"El certificado del sello terminó el {hasta:%Y-%m-%d}.", id="buzon.E005")
    elif hasta < ahora + AVISO_DE_FIN_DE_SELLO:
        yield checks.Warning(
            f"El certificado del sello termina el {hasta:%Y-%m-%d}: prepara el siguiente.", id="buzon.W002"
        )


@checks.register(checks.Tags.security, deploy=True)
def revisar_proxies(**_: Any) -> Iterator[checks.CheckMessage]:
    """Under https somebody else puts the TLS: it has to be known."""
    if settings.ES_HTTPS and not settings.PROXIES_DE_CONFIANZA:
        yield checks.Warning(
            "URL_PUBLICA es https y PROXIES_DE_CONFIANZA está vacío: el portal no sabría quién pone el TLS, "
            "y todos los clientes tendrían la dirección del proxy.",
            id="buzon.W003",
        )


@checks.register(checks.Tags.security, deploy=True)
def revisar_papel(**_: Any) -> Iterator[checks.CheckMessage]:
    """Ask the database itself what the role of the processes may do; one that does not answer says nothing here."""
    if settings.ES_DEMO:
        return
    with suppress(OperationalError), connection.cursor() as cursor:
        for objecion in papel.objeciones(cursor):
            yield checks.Error(objecion, id="buzon.E006")


def _leer(contenido: bytes) -> Estructura | None:
    try:
        return leer_ancla(contenido)
    except CertificadoIlegible:
        return None
