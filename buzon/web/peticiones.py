"""Typed reading of what a form sends."""

from itertools import takewhile
from urllib.parse import unquote_plus

from django.http import HttpRequest

from buzon.valores.captura import entero
from buzon.valores.identificadores import RfcInvalido, validar_rfc
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
    if (clave := entero(texto, digitos=18)) is None:
        raise PeticionMalformada(f"{nombre}: {texto[:40]}")
    return clave


def rfc_de_la_direccion(request: HttpRequest) -> str:
    """Return the `rfc` of an address, whole also where somebody wrote its & as it is («?rfc=H&E0703285CA»).

    What follows is joined to it only where it has no `=` of its own, and only where that makes an RFC and it was none.
    """
    directo = str(request.GET["rfc"])
    piezas = str(request.META.get("QUERY_STRING", "")).split("&")
    primera = next((n for n, pieza in enumerate(piezas) if pieza.startswith("rfc=")), len(piezas))
    sueltas = list(takewhile(lambda pieza: "=" not in pieza, piezas[primera + 1 :]))
    if not sueltas or _es_rfc(directo):
        return directo
    entero = unquote_plus("&".join([piezas[primera].removeprefix("rfc="), *sueltas]))
    return entero if _es_rfc(entero) else directo


def _es_rfc(texto: str) -> bool:
    try:
        return bool(validar_rfc(texto))
    except RfcInvalido:
        return False
