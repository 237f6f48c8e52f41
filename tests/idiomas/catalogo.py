"""The English catalogue: gathers every text of the code into locale/en, and compiles it (`make idiomas`).

Babel reads Python, and Django's own `templatize` turns templates into something that reads as Python: no gettext tools.
"""

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

RAIZ = Path(__file__).resolve().parent.parent.parent
PO = RAIZ / "locale" / "en" / "LC_MESSAGES" / "django.po"
CATALOGOS = sorted(RAIZ.glob("locale/*/LC_MESSAGES/django.po"))
CARPETAS = ("buzon", "autorizacion32d", "opinion", "terceros", "templates")
SIN_TEXTOS = {"migrations"}
FUNCIONES = dict.fromkeys(("_", "gettext", "gettext_lazy", "marcado")) | {
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def extraer() -> Catalog:
    """Return every text of the code and of the templates, in the order of their files."""
    catalogo = Catalog(locale="en")
    for ruta in _fuentes():
        archivo = ruta.relative_to(RAIZ).as_posix()
        for _linea, texto, notas, contexto in extract(
            "python", BytesIO(_como_python(ruta)), FUNCIONES, ["NOTA:"]
        ):
            if texto:
                catalogo.add(texto, locations=[(archivo, None)], auto_comments=notas, context=contexto)
    return catalogo


def _fuentes() -> Iterator[Path]:
    for carpeta in CARPETAS:
        for ruta in sorted((RAIZ / carpeta).rglob("*")):
            if ruta.suffix in {".py", ".html"} and not SIN_TEXTOS & set(ruta.parts):
                yield ruta


def _como_python(ruta: Path) -> bytes:
    """Return the source as Babel's reader of Python takes it; what stands around the texts of a template is blank."""
    if ruta.suffix == ".py":
        return ruta.read_bytes()
    if not settings.configured:
        settings.configure(USE_I18N=True)
    lineas = templatize(ruta.read_text(encoding="utf-8"), origin=ruta.name).splitlines()
    return "\n".join(linea.strip() for linea in lineas).encode()


def leer() -> Catalog:
    """Return the catalogue as it is kept."""
    with PO.open("rb") as archivo:
        return read_po(archivo, locale="en", domain="django")


def textos(mensaje: Message) -> tuple[str, ...]:
    """Return what is to be translated: the text, or its singular and its plural."""
    return (mensaje.id,) if isinstance(mensaje.id, str) else tuple(mensaje.id)


def traducciones(mensaje: Message) -> tuple[str, ...]:
    """Return what it is translated to, one for each form of the plural."""
    dichas = mensaje.string or ""
    return (dichas,) if isinstance(dichas, str) else tuple(dichas)


def falta(mensaje: Message) -> bool:
    """Whether it has no English, or one that nobody has looked at."""
    return mensaje.fuzzy or not all(traducciones(mensaje))


def actualizar() -> list[Message]:
    """Write the catalogue again: what is new waits for its English, what the code no longer says goes.

    Returns what still lacks its English.
    """
    nuevo, anterior = extraer(), leer() if PO.exists() else Catalog(locale="en")
    for mensaje in nuevo:
        previo = anterior.get(mensaje.id, mensaje.context)
        if mensaje.id and previo is not None and not previo.fuzzy:
            mensaje.string = previo.string
    escribir(nuevo)
    return [mensaje for mensaje in nuevo if mensaje.id and falta(mensaje)]


def escribir(catalogo: Catalog) -> None:
    """Write it with the names of the files and without lines or dates, so that two branches seldom meet."""
    salida = BytesIO()
    write_po(salida, catalogo, width=110, include_lineno=False, omit_header=True)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(CABEZA.encode() + salida.getvalue())


def compilar(po: Path = PO) -> None:
    """Write the .mo that Django reads, whole at once: another process of the tests may be reading it."""
    nuevo = po.with_suffix(f".{os.getpid()}.mo")
    with po.open("rb") as fuente, nuevo.open("wb") as destino:
        write_mo(destino, read_po(fuente, domain="django"))
    nuevo.replace(po.with_suffix(".mo"))


CABEZA = r"""# English of the portal; the texts of the code are es-MX. `make idiomas` refreshes it.
msgid ""
msgstr ""
"Language: en\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


if __name__ == "__main__":
    faltan = actualizar()
    compilar()
    for mensaje in faltan:
        print(" / ".join(textos(mensaje)))
    print(f"{len(leer())} textos, {len(faltan)} sin inglés: {PO.relative_to(RAIZ)}", file=sys.stderr)
    sys.exit(bool(faltan))
