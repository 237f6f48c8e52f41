"""What may change in somebody's means of contact (pure): each refusal stands beside the rule that raises it.

A refusal goes to the log with its detail, so it names an address masked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from buzon.cuentas.errores import CambioRebasado, MedioRepetido, MediosCompletos, UltimoMedio
from buzon.valores.contacto import enmascarar

PLAZO_DE_CONFIRMACION = timedelta(hours=72)
MEDIOS_POR_CANAL = 5


@dataclass(frozen=True, slots=True)
class Medio:
    """A means of contact of one channel; `sustituye` names the address whose place it will take."""

    destino: str
    confirmado: bool = True
    principal: bool = False
    sustituye: str = ""


def es_el_mismo(uno: str, otro: str) -> bool:
    """Tell whether two addresses are one: capitals make no difference, before the @ neither (providers ignore them)."""
    return uno.casefold() == otro.casefold()


def esta_caducado(registrado_en: datetime, *, ahora: datetime) -> bool:
    """Tell whether the 72 hours to confirm an address are over."""
    return registrado_en + PLAZO_DE_CONFIRMACION <= ahora


def exigir_agregar(medios: Sequence[Medio], *, destino: str) -> None:
    """Raise MedioRepetido or MediosCompletos; one that takes the place of another does not count twice."""
    _exigir_nuevo(medios, destino)
    if sum(not medio.sustituye for medio in medios) >= MEDIOS_POR_CANAL:
        raise MediosCompletos(str(len(medios)))


def exigir_sustituir(medios: Sequence[Medio], *, destino: str, nuevo: str) -> None:
    """Raise CambioRebasado unless it is confirmed and nothing is about to take its place; MedioRepetido."""
    _libre(medios, destino)
    _exigir_nuevo(medios, nuevo)


def exigir_quitar(medios: Sequence[Medio], *, destino: str) -> None:
    """Raise CambioRebasado unless it is confirmed and nothing is about to take its place; UltimoMedio."""
    _libre(medios, destino)
    if sum(medio.confirmado for medio in medios) == 1:
        raise UltimoMedio(enmascarar(destino))


def exigir_principal(medios: Sequence[Medio], *, destino: str) -> None:
    """Raise CambioRebasado unless it is confirmed and another one is the principal."""
    if _confirmado(medios, destino).principal:
        raise CambioRebasado(enmascarar(destino))


def heredero(medios: Sequence[Medio], *, destino: str) -> Medio | None:
    """Return which becomes principal when this one goes: the oldest other confirmed one (`medios` in their order)."""
    return next((medio for medio in medios if medio.confirmado and medio.destino != destino), None)


def _confirmado(medios: Sequence[Medio], destino: str) -> Medio:
    for medio in medios:
        if medio.destino == destino and medio.confirmado:
            return medio
    raise CambioRebasado(enmascarar(destino))


def _libre(medios: Sequence[Medio], destino: str) -> None:
    _confirmado(medios, destino)
    if any(medio.sustituye == destino for medio in medios):
        raise CambioRebasado(enmascarar(destino))


def _exigir_nuevo(medios: Sequence[Medio], destino: str) -> None:
    if any(es_el_mismo(medio.destino, destino) for medio in medios):
        raise MedioRepetido(enmascarar(destino))
