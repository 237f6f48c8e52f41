"""Marks on views: what opens before the Buzón is active, what the staff opens too, what one comes back to; leaving."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpResponse

Vista = TypeVar("Vista", bound=Callable[..., Any])


def sin_buzon_activo(vista: Vista) -> Vista:
    """Mark a view that a person inside may open before their Buzón is active."""
    vista.sin_buzon_activo = True  # type: ignore[attr-defined]
    return vista


def tambien_del_personal(vista: Vista) -> Vista:
    """Mark a view, outside `/admin/`, that a member of the staff may open with their own session."""
    vista.tambien_del_personal = True  # type: ignore[attr-defined]
    return vista


def vuelve_tras_entrar(vista: Vista) -> Vista:
    """Mark a view that takes a text and shows its page too: whoever sent to it without a session comes back to it."""
    vista.vuelve_tras_entrar = True  # type: ignore[attr-defined]
    return vista


def sin_copias(respuesta: HttpResponse) -> HttpResponse:
    """Let the browser of whoever leaves forget the pages that it may go back to."""
    respuesta.headers["Clear-Site-Data"] = '"cache"'
    return respuesta
