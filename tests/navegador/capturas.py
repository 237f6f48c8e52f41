"""Take the screenshots of the guide and of the README from those that the browser tests wrote: `make capturas`.

The tests write, with CAPTURAS=<folder>, what the person sees at each step; here each one of the guide becomes a WebP of
a desktop's and one of a phone's screen, and each PNG of docs/img is written again, with fewer colours, from the one of
its name.
"""

import sys
from pathlib import Path

from PIL import Image

from buzon.portal.materiales.procedimientos import ESCRITORIO, PROCEDIMIENTOS, TELEFONO

RAIZ = Path(__file__).resolve().parents[2]
DESTINO = RAIZ / "static" / "img" / "materiales"
CALIDAD = 45  # letters stay sharp, and a page of the guide within its weight (tests/buzon/portal/test_materiales.py)
DEL_README = RAIZ / "docs" / "img"


def convertir(carpeta: Path, *, capturas: list[str]) -> None:
    """Write the WebP of each screenshot; raises FileNotFoundError for one that no test took."""
    DESTINO.mkdir(parents=True, exist_ok=True)
    for nombre in [
        f"{captura}{formato.sufijo}" for captura in capturas for formato in (ESCRITORIO, TELEFONO)
    ]:
        with Image.open(carpeta / f"{nombre}.png") as imagen:
            imagen.convert("RGB").save(DESTINO / f"{nombre}.webp", quality=CALIDAD, method=6)


def renovar(carpeta: Path) -> None:
    """Write again what the README shows; what is drawn of a PDF is taken by nobody here, and stays."""
    for vieja in DEL_README.glob("*.png"):
        if (nueva := carpeta / vieja.name).is_file():
            with Image.open(nueva) as imagen:
                imagen.convert("RGB").quantize(128).save(vieja, optimize=True)


if __name__ == "__main__":
    tomadas = Path(sys.argv[1])
    convertir(tomadas, capturas=[p.captura for guia in PROCEDIMIENTOS for p in guia.pasos])
    renovar(tomadas)
