"""What the taxpayer is writing and has not sent: the draft of a request, and the files of the next message about one.

It is saved as often as one likes, so that no error loses it; nothing of it is demanded yet.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from buzon.adjuntos.revision import MAXIMO_DE_ARCHIVOS, ArchivoRevisado, revisar
from buzon.documentos import selectors as documentos
from buzon.promociones.errores import EspacioAgotado
from buzon.promociones.models import Adjunto, Borrador, Comunicacion, Solicitud
from buzon.promociones.reglas import ESPACIO_POR_SOLICITUD, De, exigir_cuantos, exigir_que_quepa, leer_asunto
from buzon.promociones.seleccion import CreditoElegido, leer_registro
from buzon.promociones.services.retenidas import exigir_abierta, retener
from buzon.promociones.texto import limpio
from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoEncontrado


class BorradorRebasado(Rechazo):
    """It was saved, filed or emptied since the page was drawn; what it says is shown again, unsaved.

    `version` is the one that stands now.
    """

    codigo = "borrador_rebasado"
    titulo = marcado("Tu borrador cambió en otra ventana")
    mensaje = marcado(
        "Se guardó, se presentó o se descartó después de que abriste ésta. Lo que escribiste sigue aquí, "
        "sin guardar: si lo guardas otra vez, reemplaza a lo otro."
    )
    status = 409

    def __init__(self, version: int) -> None:
        super().__init__(f"va en la versión {version}")
        self.version = version


class DemasiadosAdjuntos(Rechazo):
    """More files than one request or message takes: five."""

    codigo = "demasiados_adjuntos"
    titulo = marcado("Son demasiados archivos")
    mensaje = marcado("Caben 5 archivos. Quita alguno, o júntalos en un solo PDF.")


def guardar_borrador(
    rfc: str,
    *,
    asunto: str,
    texto: str,
    registros: Sequence[str],
    creditos: Sequence[CreditoElegido],
    ahora: datetime,
    version: int | None = None,
) -> Borrador:
    """Keep what a person has written so far; an empty asunto and an empty text are kept too.

    The text is cleaned (`texto.limpio`). `version`: the one that the page was drawn from; to save what it says already
    is no change, and never refused. Raises AsuntoNoDisponible, TextoDemasiadoLargo, SeleccionExcesiva, RegistroAjeno,
    CreditoAjeno and BorradorRebasado.
    """
    elegido, escrito = leer_asunto(asunto) if asunto else "", limpio(texto)
    nrps = list(dict.fromkeys(map(leer_registro, registros)))
    claves = list(dict.fromkeys(CreditoElegido.leer(credito.clave) for credito in creditos))
    exigir_que_quepa(escrito)
    exigir_cuantos(registros=nrps, creditos=claves)
    with transaction.atomic():
        borrador = bloquear(rfc, ahora=ahora)
        nuevo = {
            "asunto": elegido,
            "texto": escrito,
            "registros": nrps,
            "creditos": [asdict(clave) for clave in claves],
        }
        if nuevo != {campo: getattr(borrador, campo) for campo in nuevo}:
            if version not in {None, borrador.version}:
                raise BorradorRebasado(borrador.version)
            _escribir(borrador, **nuevo)
        borrador.actualizado_en = ahora
        borrador.save()
    return borrador


def agregar_adjunto(rfc: str, *, nombre: str, contenido: bytes, ahora: datetime) -> Adjunto:
    """Add a file to the draft; one that is there already is given back as it is.

    Raises the refusals of `adjuntos.revision.revisar` and DemasiadosAdjuntos.
    """
    nuevo = _revisado(nombre, contenido=contenido)
    with transaction.atomic():
        return _agregar(nuevo, borrador=bloquear(rfc, ahora=ahora), ahora=ahora)


def quitar_adjunto(rfc: str, *, adjunto_id: UUID, ahora: datetime) -> None:
    """Take a file away from one's draft; one that is not there leaves it as it is."""
    with transaction.atomic():
        borrador = bloquear(rfc, ahora=ahora)
        Adjunto.objects.filter(borrador=borrador, pk=adjunto_id).delete()


def descartar_borrador(rfc: str, *, ahora: datetime) -> None:
    with transaction.atomic():
        borrador = bloquear(rfc, ahora=ahora)
        Adjunto.objects.filter(borrador=borrador).delete()
        vaciar(borrador, ahora=ahora)


def bloquear(rfc: str, *, ahora: datetime) -> Borrador:
    """Return the draft of an RFC, held until the end of the caller's transaction; there is always one after this."""
    # Of two first saves at once one inserts and the other waits for the same row; neither fails.
    Borrador.objects.bulk_create([Borrador(rfc=rfc, actualizado_en=ahora)], ignore_conflicts=True)
    return Borrador.objects.select_for_update().get(rfc=rfc)


def vaciar(borrador: Borrador, *, ahora: datetime) -> None:
    """Leave a held draft as if nothing had been written."""
    _escribir(borrador, asunto="", texto="", registros=[], creditos=[])
    borrador.actualizado_en = ahora
    borrador.save()


def _escribir(borrador: Borrador, **nuevo: Any) -> None:
    for campo, valor in nuevo.items():
        setattr(borrador, campo, valor)
    borrador.version += 1


def exigir_suya(solicitud: Solicitud, *, rfc: str) -> None:
    """Raise NoEncontrado for somebody else's."""
    if solicitud.rfc != rfc:
        raise NoEncontrado(solicitud.folio)


def agregar_al_mensaje(
    solicitud: Solicitud, *, rfc: str, nombre: str, contenido: bytes, ahora: datetime
) -> Adjunto:
    """Add a file to the message that is being written; one that is there already is given back as it is.

    Raises NoEncontrado, SolicitudResuelta, EspacioAgotado, DemasiadosAdjuntos and the refusals of
    `adjuntos.revision.revisar`.
    """
    exigir_suya(solicitud, rfc=rfc)
    exigir_abierta(solicitud)  # before its file costs a process of its own, and again under the lock
    nuevo = _revisado(nombre, contenido=contenido)
    with transaction.atomic():
        fila = retener(solicitud)
        exigir_abierta(fila)
        _exigir_espacio(fila, mas=len(nuevo.contenido))
        return _agregar(nuevo, por_enviar=fila, ahora=ahora)


def quitar_del_mensaje(solicitud: Solicitud, *, rfc: str, adjunto_id: UUID) -> None:
    """Take a file away from the message that is being written; one that is not there leaves it as it is."""
    exigir_suya(solicitud, rfc=rfc)
    Adjunto.objects.filter(por_enviar=solicitud, pk=adjunto_id).delete()


def _exigir_espacio(fila: Solicitud, *, mas: int) -> None:
    # By one index each: a condition through the join would read every file there is.
    dichas = list(Comunicacion.objects.filter(solicitud=fila, de=De.PARTICULAR).values_list("pk", flat=True))
    de_ella = (
        Adjunto.objects.filter(solicitud=fila),
        Adjunto.objects.filter(por_enviar=fila),
        Adjunto.objects.filter(comunicacion__in=dichas),
    )
    ocupado = sum(unos.aggregate(bytes=Sum("tamano"))["bytes"] or 0 for unos in de_ella)
    if ocupado + mas > ESPACIO_POR_SOLICITUD:
        raise EspacioAgotado(f"{ocupado} bytes")


def _revisado(nombre: str, *, contenido: bytes) -> ArchivoRevisado:
    """Return what is to be kept of a file, looked at before any row is held; raises the refusals of `revisar`."""
    # An acuse or an opinion of this portal carries files inside, as no other PDF may.
    return revisar(nombre, contenido=contenido, es_de_casa=documentos.esta_sellado(contenido))


def _agregar(archivo: ArchivoRevisado, *, ahora: datetime, **dueno: Any) -> Adjunto:
    """Keep a file of a held draft or message; one that is there already is given back as it is.

    Raises DemasiadosAdjuntos.
    """
    suyos = list(Adjunto.objects.filter(**dueno).defer("contenido"))
    igual = next((uno for uno in suyos if uno.sha256 == archivo.sha256), None)
    if igual is not None:
        return igual
    if len(suyos) >= MAXIMO_DE_ARCHIVOS:
        raise DemasiadosAdjuntos(str(len(suyos)))
    return Adjunto.objects.create(
        **dueno,
        nombre=archivo.nombre,
        tipo=archivo.tipo,
        tamano=len(archivo.contenido),
        sha256=archivo.sha256,
        contenido=archivo.contenido,
        agregado_en=ahora,
    )
