"""The static files as they are collected: a style sheet whole, of the packages what is served."""

from functools import cache

from django.contrib.staticfiles import finders
from django.core.files.storage import Storage


@cache
def servidos() -> dict[str, tuple[Storage, str]]:
    """Return, by its path below STATIC_URL, every file that is collected: what opens it and the name it has there."""
    listados = (par for buscador in finders.get_finders() for par in buscador.list(None))
    return {
        f"{prefijo}/{ruta}" if (prefijo := getattr(almacen, "prefix", None)) else ruta: (almacen, ruta)
        for ruta, almacen in listados
    }


def leer(servido: str) -> bytes:
    """Return what is served at that path below STATIC_URL; raises KeyError where nothing is."""
    almacen, ruta = servidos()[servido]
    with almacen.open(ruta) as archivo:
        return bytes(archivo.read())
