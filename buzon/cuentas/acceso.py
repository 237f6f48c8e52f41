"""What opens before the Buzón is active; the mark stands in `buzon.web`, because documents bear it too."""

from buzon.web.acceso import sin_buzon_activo

__all__ = ["sin_buzon_activo"]
