"""The draft of a request: saved as often as one likes, with its files; nothing of it is demanded yet."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from buzon.promociones.models import Adjunto, Borrador
from buzon.promociones.reglas import exigir_cuantos, exigir_que_quepa, leer_asunto
from buzon.promociones.seleccion import CreditoElegido, leer_registro
from buzon.promociones.services.archivos import agregar, revisado
from buzon.promociones.texto import limpio
from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


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

    The text is cleaned (`texto.limpio`). `version`: the draft that she was looking at; to save what it says already is
    no change, and never refused. Raises AsuntoNoDisponible, TextoDemasiadoLargo, SeleccionExcesiva, RegistroAjeno,
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
    nuevo = revisado(nombre, contenido=contenido)
    with transaction.atomic():
        return agregar(nuevo, borrador=bloquear(rfc, ahora=ahora), ahora=ahora)


def quitar_adjunto(rfc: str, *, adjunto_id: UUID, ahora: datetime) -> None:
    """Take a file away from one's draft; one that is not there leaves it as it is."""
    with transaction.atomic():
        borrador = bloquear(rfc, ahora=ahora)
        Adjunto.objects.filter(borrador=borrador, pk=adjunto_id).delete()


def descartar_borrador(rfc: str, *, ahora: datetime) -> None:
    """Empty the draft, its files included."""
    with transaction.atomic():
        borrador = bloquear(rfc, ahora=ahora)
        Adjunto.objects.filter(borrador=borrador).delete()
        vaciar(borrador, ahora=ahora)


def bloquear(rfc: str, *, ahora: datetime) -> Borrador:
    """Return the draft of an RFC, held until the end of the caller's transaction; there is always one after this."""
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
