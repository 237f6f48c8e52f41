"""Requests made by the dozen, each with the act that filed it and the document that resolved it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple

from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.documentos.models import Clase, Documento, nuevo_codigo
from buzon.promociones.models import Solicitud
from buzon.valores.plazos import vencimiento

_FOLIOS = count(10**22)


class Hecha(NamedTuple):
    """When it was filed and resolved (None: it is open), by which office (None: nivel central), of whom."""

    presentada: datetime
    resuelta: datetime | None = None
    oficina: str | None = None
    rfc: str = "PER850101A10"


def crear_solicitudes(hechas: Sequence[Hecha]) -> None:
    """Make them in four inserts."""
    folios = [str(next(_FOLIOS)) for _ in hechas]
    preparados = ActoPreparado.objects.bulk_create(map(_preparado, hechas, folios))
    actos = ActoFirmado.objects.bulk_create(map(_firmado, hechas, folios, preparados))
    documentos = Documento.objects.bulk_create(map(_documento, hechas))
    Solicitud.objects.bulk_create(map(_solicitud, hechas, actos, documentos))


def _preparado(hecha: Hecha, folio: str) -> ActoPreparado:
    return ActoPreparado(
        folio=folio,
        tramite="promociones.presentar",
        rfc=hecha.rfc,
        nombre="PERSONA",
        nonce=folio.rjust(43, "n"),
        cadena="||",
        certificado_sha256="a" * 64,
        creado_en=hecha.presentada,
        vence_en=hecha.presentada + timedelta(minutes=30),
    )


def _firmado(hecha: Hecha, folio: str, preparado: ActoPreparado) -> ActoFirmado:
    return ActoFirmado(
        preparado=preparado,
        folio=folio,
        tramite=preparado.tramite,
        rfc=hecha.rfc,
        nombre="PERSONA",
        cadena="||",
        firma=b"f",
        firmado_en=hecha.presentada,
        certificado=b"c",
        certificado_numero="3" * 20,
        certificado_sha256="a" * 64,
        certificado_desde=hecha.presentada,
        certificado_hasta=hecha.presentada,
        emisores=[],
        revocacion={},
    )


def _documento(hecha: Hecha) -> Documento:
    return Documento(
        clase=Clase.RESOLUCION,
        folio=str(next(_FOLIOS)),
        codigo=nuevo_codigo(),
        rfc=hecha.rfc,
        contenido={},
        estado="SELLADO",
        pdf=b"%PDF",
        sha256="b" * 64,
        tamano=4,
        paginas=1,
        sellado_en=hecha.presentada,
        sello_digital=b"s",
        sello_certificado=b"c",
        creado_en=hecha.resuelta or hecha.presentada,
        encolado_en=hecha.presentada,
    )


def _solicitud(hecha: Hecha, acto: ActoFirmado, documento: Documento) -> Solicitud:
    resuelta = hecha.resuelta is not None
    return Solicitud(
        folio=acto.folio,
        acto=acto,
        rfc=hecha.rfc,
        nombre="PERSONA",
        asunto="OPINION_PUBLICA",
        texto="No estoy de acuerdo con ella",
        registros=[],
        creditos=[],
        subdelegacion_id=hecha.oficina,
        presentada_en=hecha.presentada,
        vence_el=vencimiento(hecha.presentada),
        estado="RESUELTA" if resuelta else "PRESENTADA",
        resuelta_en=hecha.resuelta,
        sentido_resolucion="ORIENTACION" if resuelta else "",
        resolucion=documento if resuelta else None,
    )
