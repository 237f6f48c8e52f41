"""What of the browser's files is served: of its packages what pages may use, and each style sheet in one piece."""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage

PAQUETES = "vendor"
SERVIDOS = (
    "vendor/forge/forge.min.js*",
    "vendor/pico/pico.fluid.classless.min.css",
    "vendor/fuentes/*-latin-[0-9]00-normal.woff2",
)
PARTES = "css/*/*.css"
PARA_QUIEN_LEE = re.compile(rb"\s*(?:/\*.*?\*/|\n)\s*", re.DOTALL)


class Hojas(FileSystemStorage):
    """Opens `css/buzon.css` as the files of css/buzon/, in the order of their names: that of the cascade.

    So a page asks for one style sheet, without its comments and indentation. A `url()` in a part is relative to the
    sheet, not to the part.
    """

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        partes = sorted(Path(self.path(name)).with_suffix("").glob("*.css"))
        hoja = b"".join(parte.read_bytes() for parte in partes)
        return ContentFile(PARA_QUIEN_LEE.sub(b"\n", hoja), name=name)


class NavegadorFinder(FileSystemFinder):
    """Lists STATICFILES_DIRS: of what lies below `vendor/` only SERVIDOS, and the parts of a style sheet as one."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        hojas: dict[str, Storage] = {}
        archivos: Iterable[tuple[str, Any]] = super().list(ignore_patterns)
        for ruta, almacen in archivos:
            completa = PurePosixPath(almacen.prefix or "", ruta)
            if fnmatch(str(completa), PARTES):
                hojas[f"{completa.parent}.css"] = Hojas(location=almacen.location)
            elif completa.parts[0] != PAQUETES or any(fnmatch(str(completa), patron) for patron in SERVIDOS):
                yield ruta, almacen
        yield from hojas.items()
