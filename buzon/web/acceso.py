"""Marks on views: what opens before the Buzón is active."""

from collections.abc import Callable
from typing import Any, TypeVar

Vista = TypeVar("Vista", bound=Callable[..., Any])


def sin_buzon_activo(vista: Vista) -> Vista:
    """Mark a view that a person inside may open before her Buzón is active."""
    vista.sin_buzon_activo = True  # type: ignore[attr-defined]
    return vista
