"""Documents are born with their act, sealed once, and sent again to be sealed when they were forgotten."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from buzon.actos.models import ActoFirmado
from buzon.bitacora import services as bitacora
from buzon.documentos.contenido import Contenido, datos_del_acuse, datos_del_emitido
from buzon.documentos.models import Clase, Documento, Estado, SelloUsado, nuevo_codigo
from buzon.documentos.pdf.datos import DatosDocumento
from buzon.documentos.pdf.hoja import dibujar
from buzon.documentos.sello import sellar as poner_sello
from buzon.documentos.sello.llave import Sello, cargar_sello, firmar_cadena
from buzon.web.tareas import encolar

SELLAR = "documentos.sellar"
# A seal takes far less. Where many wait, asking again is harmless: each is sealed once.
ESPERA = timedelta(seconds=15)
LOTE = 200


def crear_pendiente(acto: ActoFirmado, *, ahora: datetime) -> Documento:
    """Create the acuse of an act inside the act's transaction; its sealing is asked for on commit.

    A broker that does not answer does not touch the act: `reenviar_pendientes` asks again.
    """
    return _crear(Clase.ACUSE, folio=acto.folio, rfc=acto.rfc, ahora=ahora, acto=acto)


def crear_con_contenido(
    clase: Clase, *, folio: str, rfc: str, contenido: Contenido, ahora: datetime
) -> Documento:
    """Create a document that says its own content, inside its issuer's transaction; sealed as an acuse is."""
    return _crear(clase, folio=folio, rfc=rfc, ahora=ahora, contenido=contenido.como_json())


def _crear(clase: Clase, *, folio: str, rfc: str, ahora: datetime, **de_que: Any) -> Documento:
    documento = Documento.objects.create(
        clase=clase,
        folio=folio,
        codigo=nuevo_codigo(),
        rfc=rfc,
        creado_en=ahora,
        encolado_en=ahora,
        **de_que,
    )
    encolar(SELLAR, documento_id=str(documento.pk))
    return documento


@transaction.atomic
def sellar(documento_id: UUID, *, ahora: datetime) -> bool:
    """Draw and seal a document; True only for the one call that did it.

    The row is locked while it is sealed: whoever finds it locked or sealed has nothing to do.
    Raises SelloNoDisponible, and whatever a time-stamp authority that is down raises; the document stays PENDIENTE.
    """
    documento = (
        # The document alone: its act is only read, and whoever reads it beside must not wait.
        Documento.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("acto__preparado")
        .filter(pk=documento_id, estado=Estado.PENDIENTE)
        .first()
    )
    if documento is None:
        return False
    sello = cargar_sello()
    datos = _datos(documento, sello=sello, ahora=ahora)
    hoja = dibujar(datos, fuentes=settings.FUENTES)
    pdf = poner_sello(hoja.pdf, sello=sello, razon=datos.titulo, adjuntos=datos.adjuntos, ahora=ahora)
    _guardar(documento, pdf=pdf, paginas=hoja.paginas, ahora=ahora)
    _recordar(sello, ahora=ahora)
    detalle = {"folio": documento.folio, "sha256": documento.sha256, "sello": sello.numero}
    bitacora.anotar("documento.sellado", ahora=ahora, rfc=documento.rfc, detalle=detalle)
    return True


def _datos(documento: Documento, *, sello: Sello, ahora: datetime) -> DatosDocumento:
    """Return what is drawn; a content of its own gets first the sello digital that its PDF shows."""
    if documento.contenido is None:
        return datos_del_acuse(documento, sello=sello, sellado_en=ahora)
    documento.sello_digital = firmar_cadena(documento.contenido["cadena"], sello=sello, ahora=ahora)
    documento.sello_certificado = sello.certificado.dump()
    return datos_del_emitido(documento, sello=sello, sellado_en=ahora)


def _guardar(documento: Documento, *, pdf: bytes, paginas: int, ahora: datetime) -> None:
    documento.estado = Estado.SELLADO
    documento.pdf = pdf
    documento.sha256 = hashlib.sha256(pdf).hexdigest()
    documento.tamano = len(pdf)
    documento.paginas = paginas
    documento.sellado_en = ahora
    columnas = ("estado", "pdf", "sha256", "tamano", "paginas", "sellado_en")
    documento.save(update_fields=[*columnas, "sello_digital", "sello_certificado"])


def _recordar(sello: Sello, *, ahora: datetime) -> None:
    # When this certificate is no longer the one in use, an altered file that bears it is still told from a stranger's.
    der = sello.certificado.dump()
    SelloUsado.objects.get_or_create(
        sha256=hashlib.sha256(der).hexdigest(), defaults={"certificado": der, "desde": ahora}
    )


def reenviar_pendientes(*, ahora: datetime) -> int:
    """Ask again for the sealing of what has waited for more than ESPERA; return how many were sent.

    What the broker does not take is sent the next time.
    """
    with transaction.atomic():
        pendientes = list(
            Documento.objects.select_for_update(skip_locked=True)
            .filter(estado=Estado.PENDIENTE, encolado_en__lt=ahora - ESPERA)
            .order_by("encolado_en")
            .values_list("pk", flat=True)[:LOTE]
        )
        Documento.objects.filter(pk__in=pendientes, estado=Estado.PENDIENTE).update(encolado_en=ahora)
    # After the commit: a worker must find the row free.
    for documento_id in pendientes:
        encolar(SELLAR, documento_id=str(documento_id))
    return len(pendientes)


@transaction.atomic
def reintentar(documento_id: UUID, *, autor: str, ahora: datetime) -> bool:
    """Ask again, for somebody of the staff, for the seal of a document; False where it does not wait for one.

    A document that is being sealed at this moment is locked, and is left alone.
    """
    documento = (
        Documento.objects.select_for_update(skip_locked=True)
        .only("folio", "rfc")
        .filter(pk=documento_id, estado=Estado.PENDIENTE)
        .first()
    )
    if documento is None:
        return False
    documento.encolado_en = ahora
    documento.save(update_fields=["encolado_en"])
    detalle = {"folio": documento.folio, "autor": autor}
    bitacora.anotar("documento.reintento", ahora=ahora, rfc=documento.rfc, detalle=detalle)
    encolar(SELLAR, documento_id=str(documento_id))
    return True
