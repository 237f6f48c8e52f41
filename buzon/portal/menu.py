"""The top menu as data, and what every page needs to know: who is in and what may be reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from buzon.mensajes.selectors import sin_leer_de


class Persona(Protocol):
    """Whoever is in, as the session's middleware leaves it in the request."""

    @property
    def nombre(self) -> str: ...

    @property
    def rfc(self) -> str: ...

    @property
    def buzon_activo(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Pagina:
    """One page of the menu; `ruta` is the name of its route, `con_cuenta` where unread messages are counted."""

    texto: Promise
    ruta: str
    con_cuenta: bool = False


@dataclass(frozen=True, slots=True)
class Grupo:
    """Pages that drop from one icon of the menu."""

    texto: Promise
    icono: str
    paginas: tuple[Pagina, ...]


@dataclass(frozen=True, slots=True)
class Entrada:
    """What the template draws: a link, or a group of links."""

    texto: Promise
    url: str = ""
    icono: str = ""
    aqui: bool = False
    con_cuenta: bool = False
    entradas: tuple["Entrada", ...] = ()


MENU: tuple[Pagina | Grupo, ...] = (
    Pagina(_("Inicio"), "portal:buzon", con_cuenta=True),
    Grupo(
        _("Cobranza"),
        "hoja",
        (
            Pagina(_("32D Autorización de Opinión Pública"), "autorizacion32d:estado"),
            Pagina(_("32D Consultar Mi Opinión"), "mi_opinion:consulta"),
            Pagina(_("32D Autorización de Terceros"), "terceros:lista"),
            Pagina(_("32D Consulta de Terceros Autorizados"), "terceros:consulta"),
            Pagina(_("Quién consultó mi opinión"), "quien:consultas"),
        ),
    ),
    Grupo(
        _("Promociones Electrónicas"),
        "carta",
        (Pagina(_("Aclaraciones u Orientaciones"), "promociones:aclaraciones"),),
    ),
    Grupo(
        _("Mi cuenta"),
        "persona",
        (
            Pagina(_("Medios de contacto"), "cuentas:contactos"),
            Pagina(_("Sesiones"), "cuentas:sesiones"),
        ),
    ),
)


def _paginas() -> Iterator[Pagina]:
    for parte in MENU:
        yield from (parte,) if isinstance(parte, Pagina) else parte.paginas


def _actual(en: str) -> str:
    """Return the address of the page of the menu where the path `en` lies: the longest that it starts with."""
    urls = (reverse(pagina.ruta) for pagina in _paginas())
    return max((url for url in urls if en.startswith(url)), key=len, default="")


def _enlace(pagina: Pagina, *, actual: str) -> Entrada:
    url = reverse(pagina.ruta)
    return Entrada(texto=pagina.texto, url=url, aqui=url == actual, con_cuenta=pagina.con_cuenta)


def entradas(*, en: str) -> Iterator[Entrada]:
    """Yield the menu as seen from the path `en`."""
    actual = _actual(en)
    for parte in MENU:
        if isinstance(parte, Pagina):
            yield _enlace(parte, actual=actual)
            continue
        enlaces = tuple(_enlace(pagina, actual=actual) for pagina in parte.paginas)
        aqui = any(enlace.aqui for enlace in enlaces)
        yield Entrada(texto=parte.texto, icono=parte.icono, aqui=aqui, entradas=enlaces)


def contexto(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the person of the session, the menu that they may use, and the mode.

    `sin_leer` asks the database when a page first shows it, and only on pages inside.
    """
    persona: Persona | None = getattr(request, "persona", None)
    activo = persona is not None and persona.buzon_activo
    vista = request.resolver_match.func if request.resolver_match else None
    # A public page and an unknown address show the menu too, but cost no query.
    es_de_adentro = vista is not None and getattr(vista, "login_required", True)
    return {
        "persona": persona,
        "se_navega": persona
        is not None,  # pages take each other's place without a full load (`static/js/navegar.js`)
        "restante": getattr(request, "restante", None),
        "buzon_activo": activo,
        "menu": list(entradas(en=request.path)) if activo else [],
        "sin_leer": SimpleLazyObject(partial(sin_leer_de, persona.rfc))
        if persona is not None and activo and es_de_adentro
        else None,
        "es_demo": settings.ES_DEMO,
    }
