"""Files of a draft or of a message: examined before any transaction, kept as they came out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from buzon.adjuntos.revision import MAXIMO_DE_ARCHIVOS, ArchivoRevisado, revisar
from buzon.documentos import selectors as documentos
from buzon.promociones.models import Adjunto, Borrador, Comunicacion
from buzon.valores.rechazo import Rechazo


class DemasiadosAdjuntos(Rechazo):
    """More files than one request or message takes."""

    codigo = "demasiados_adjuntos"


@dataclass(frozen=True, slots=True)
class Archivo:
    """A file as it was sent."""

    nombre: str
    contenido: bytes


def revisados(archivos: Sequence[Archivo]) -> list[ArchivoRevisado]:
    """Return what is to be kept of the files, each once; raises DemasiadosAdjuntos and the refusals of `revisar`."""
    if len(archivos) > MAXIMO_DE_ARCHIVOS:
        raise DemasiadosAdjuntos(str(len(archivos)))
    unicos = {uno.sha256: uno for uno in (_revisado(a) for a in archivos)}
    return list(unicos.values())


def _revisado(archivo: Archivo) -> ArchivoRevisado:
    """An acuse or an opinion of this portal carries files inside, as no other PDF may."""
    es_de_casa = documentos.esta_sellado(archivo.contenido)
    return revisar(archivo.nombre, contenido=archivo.contenido, es_de_casa=es_de_casa)


def guardar(
    archivos: Iterable[ArchivoRevisado],
    *,
    ahora: datetime,
    borrador: Borrador | None = None,
    comunicacion: Comunicacion | None = None,
) -> list[Adjunto]:
    """Keep the files of a draft or of a message, in their order, inside the caller's transaction."""
    return [
        Adjunto.objects.create(
            borrador=borrador,
            comunicacion=comunicacion,
            nombre=archivo.nombre,
            tipo=archivo.tipo,
            tamano=len(archivo.contenido),
            sha256=archivo.sha256,
            contenido=archivo.contenido,
            agregado_en=ahora + timedelta(microseconds=orden),
        )
        for orden, archivo in enumerate(archivos)
    ]
