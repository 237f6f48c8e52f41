"""Every class of refusal, and the table of docs/seguridad.md that is written from them: `python -m tests.rechazos`."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from buzon.valores.rechazo import Rechazo

RAIZ = Path(__file__).resolve().parent.parent
SEGURIDAD = RAIZ / "docs" / "seguridad.md"
_TABLA = re.compile(r"(?<=<!-- codes -->\n).*?(?=<!-- /codes -->)", re.S)


def clases() -> list[type[Rechazo]]:
    """Return every class of the portal that says a code, by its code; those that only inherit one are not told."""
    return sorted(
        (clase for clase in _hijas(Rechazo) if "codigo" in vars(clase)), key=lambda clase: clase.codigo
    )


def _hijas(clase: type[Rechazo]) -> Iterator[type[Rechazo]]:
    for hija in clase.__subclasses__():
        if hija.__module__.split(".")[0] in {"buzon", "autorizacion32d", "opinion", "terceros"}:
            yield hija
        yield from _hijas(hija)


def tabla() -> str:
    """Return the table: what each code means is what its class says of itself."""
    renglones = ["| code | status | when |", "|---|---|---|"]
    for clase in clases():
        cuando = " ".join((inspect.getdoc(clase) or "").split("\n\n")[0].split())
        renglones.append(f"| `{clase.codigo}` | {clase.status} | {cuando} |")
    return "\n".join(renglones) + "\n"


def en_el_documento() -> str:
    """Return the table as docs/seguridad.md has it."""
    return _TABLA.findall(SEGURIDAD.read_text(encoding="utf-8"))[0]


def escribir() -> None:
    """Write the table anew; the classes are known once their modules were read."""
    for carpeta in ("buzon", "autorizacion32d", "opinion", "terceros"):
        for ruta in sorted((RAIZ / carpeta).rglob("*.py")):
            if "(Rechazo)" in ruta.read_text(encoding="utf-8"):
                import_module(".".join(ruta.relative_to(RAIZ).with_suffix("").parts))
    SEGURIDAD.write_text(
        _TABLA.sub(lambda _: tabla(), SEGURIDAD.read_text(encoding="utf-8")), encoding="utf-8"
    )


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buzon.config.settings_test")
    django.setup()
    escribir()
