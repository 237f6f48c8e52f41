"""Typed reading of what a form sends."""

from django.http import HttpRequest

from buzon.web.errores import PeticionMalformada


def campo_unico(request: HttpRequest, nombre: str) -> str:
    """Return the only value of a posted field; a missing or repeated one is refused."""
    valores = request.POST.getlist(nombre)
    if len(valores) != 1 or "\0" in valores[0]:
        raise PeticionMalformada(f"{nombre}: {len(valores)} valores")
    return str(valores[0])
