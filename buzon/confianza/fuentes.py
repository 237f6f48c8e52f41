"""Where trust comes from: folders of anchors and CRLs, read again when a file changes, and the OCSP responder."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from buzon.confianza import responder
from buzon.confianza.responder import SinRespuesta

__all__ = ["SinRespuesta", "anclas", "crls", "preguntar_ocsp"]


def _archivos(carpetas: Sequence[Path]) -> tuple[tuple[Path, int, int], ...]:
    """Return (path, mtime in ns, size) of every file, so that a change of any of them is a new key."""
    encontrados = []
    for carpeta in carpetas:
        for ruta in sorted(carpeta.glob("*")):
            if ruta.is_file() and not ruta.name.startswith("."):
                datos = ruta.stat()
                encontrados.append((ruta, datos.st_mtime_ns, datos.st_size))
    return tuple(encontrados)


@lru_cache(maxsize=8)
def _leer(archivos: tuple[tuple[Path, int, int], ...]) -> tuple[bytes, ...]:
    return tuple(ruta.read_bytes() for ruta, _, _ in archivos)


def anclas() -> tuple[bytes, ...]:
    """Return the trust anchors: every file of EFIRMA_ANCLAS, roots and intermediates alike."""
    return _leer(_archivos(settings.EFIRMA_ANCLAS))


def crls() -> tuple[bytes, ...]:
    """Return the CRLs of EFIRMA_CRLS as they stand now."""
    return _leer(_archivos(settings.EFIRMA_CRLS))


def preguntar_ocsp(peticion: bytes) -> bytes:
    """Return what the responder of EFIRMA_OCSP_URL answers, not yet believed. Raises SinRespuesta."""
    return responder.preguntar(settings.EFIRMA_OCSP_URL, peticion=peticion)
