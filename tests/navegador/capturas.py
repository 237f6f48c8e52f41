"""Take the guide's screenshots from those that the browser tests wrote: `make capturas`.

The tests write, with CAPTURAS=<folder>, what the person sees at each step; here each one of the guide becomes a WebP.
"""

import sys
from pathlib import Path

from PIL import Image

from buzon.portal.materiales import PROCEDIMIENTOS

RAIZ = Path(__file__).resolve().parents[2]
DESTINO = RAIZ / "static" / "img" / "materiales"


def convertir(carpeta: Path, *, capturas: list[str]) -> None:
    """Write the WebP of each screenshot; raises FileNotFoundError for one that no test took."""
    DESTINO.mkdir(parents=True, exist_ok=True)
    for captura in capturas:
        with Image.open(carpeta / f"{captura}-1280-vista.png") as imagen:
            imagen.convert("RGB").save(DESTINO / f"{captura}.webp", quality=80, method=6)


if __name__ == "__main__":
    convertir(Path(sys.argv[1]), capturas=[p.captura for guia in PROCEDIMIENTOS for p in guia.pasos])
