"""Where trust comes from: folders of anchors and CRLs, read again when a file changes, and the OCSP responder."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from buzon.confianza import responder
from buzon.confianza.responder import SinRespuesta

__all__ = ["SinRespuesta", "anclas", "crls", "preguntar_ocsp"]


Archivo = tuple[str, int, int]


def _archivos(carpetas: Sequence[Path]) -> tuple[Archivo, ...]:
    """Return (path, mtime in ns, size) of every file, so that a change of any of them is a new key."""
    return tuple(archivo for carpeta in carpetas for archivo in sorted(_en(carpeta)))


def _en(carpeta: Path) -> Iterator[Archivo]:
    """Every validation asks, so the folder is read in one go; one that is not there holds nothing."""
    with suppress(FileNotFoundError), os.scandir(carpeta) as entradas:
        for entrada in entradas:
            if entrada.is_file() and not entrada.name.startswith("."):
                datos = entrada.stat()
                yield entrada.path, datos.st_mtime_ns, datos.st_size


@lru_cache(maxsize=8)
def _leer(archivos: tuple[Archivo, ...]) -> tuple[bytes, ...]:
    return tuple(Path(ruta).read_bytes() for ruta, _, _ in archivos)


def anclas() -> tuple[bytes, ...]:
    """Return the trust anchors: every file of EFIRMA_ANCLAS, roots and intermediates alike."""
    return _leer(_archivos(settings.EFIRMA_ANCLAS))


def crls() -> tuple[bytes, ...]:
    """Return the CRLs of EFIRMA_CRLS as they stand now."""
    return _leer(_archivos(settings.EFIRMA_CRLS))


def preguntar_ocsp(peticion: bytes) -> bytes:
    """Return what the responder of EFIRMA_OCSP_URL answers, not yet believed. Raises SinRespuesta."""
    return responder.preguntar(settings.EFIRMA_OCSP_URL, peticion=peticion)
