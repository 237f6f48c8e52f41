"""Which files of the browser's packages are served: the ones that pages may use, not every font and theme."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import Storage

PAQUETES = "vendor"
SERVIDOS = (
    "vendor/forge/forge.min.js*",
    "vendor/pico/pico.min.css",
    "vendor/fuentes/*-latin-[0-9]00-normal.woff2",
)


class NavegadorFinder(FileSystemFinder):
    """Lists STATICFILES_DIRS, and of what lies below `vendor/` only SERVIDOS."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield each file with its storage."""
        archivos: Iterable[tuple[str, Any]] = super().list(ignore_patterns)
        for ruta, almacen in archivos:
            completa = PurePosixPath(almacen.prefix or "", ruta)
            if completa.parts[0] != PAQUETES or any(fnmatch(str(completa), patron) for patron in SERVIDOS):
                yield ruta, almacen
