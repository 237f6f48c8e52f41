"""Typed reading of what a form sends."""

from django.http import HttpRequest

from buzon.web.errores import PeticionMalformada


def campo_unico(request: HttpRequest, nombre: str) -> str:
    """Return the only value of a posted field; a missing or repeated one is refused."""
    valores = request.POST.getlist(nombre)
    if len(valores) != 1 or "\0" in valores[0]:
        raise PeticionMalformada(f"{nombre}: {len(valores)} valores")
    return str(valores[0])


def clave_opcional(request: HttpRequest, nombre: str) -> int | None:
    """Return the key of a row that an address names, None where it names none; anything else is refused."""
    texto = request.GET.get(nombre, "")
    if not texto:
        return None
    if not (texto.isascii() and texto.isdecimal() and len(texto) < 19):
        raise PeticionMalformada(f"{nombre}: {texto[:40]}")
    return int(texto)
