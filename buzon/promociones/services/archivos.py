"""Files of a draft or of a message: examined before any transaction, kept as they came out."""

from datetime import datetime
from typing import Any

from buzon.adjuntos.revision import MAXIMO_DE_ARCHIVOS, ArchivoRevisado, revisar
from buzon.documentos import selectors as documentos
from buzon.promociones.models import Adjunto
from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


class DemasiadosAdjuntos(Rechazo):
    """More files than one request or message takes: five."""

    codigo = "demasiados_adjuntos"
    titulo = marcado("Son demasiados archivos")
    mensaje = marcado("Caben 5 archivos. Quita alguno, o júntalos en un solo PDF.")


def revisado(nombre: str, *, contenido: bytes) -> ArchivoRevisado:
    """Return what is to be kept of a file; raises the refusals of `revisar`.

    An acuse or an opinion of this portal carries files inside, as no other PDF may.
    """
    return revisar(nombre, contenido=contenido, es_de_casa=documentos.esta_sellado(contenido))


def agregar(archivo: ArchivoRevisado, *, ahora: datetime, **dueno: Any) -> Adjunto:
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
