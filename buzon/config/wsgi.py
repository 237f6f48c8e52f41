"""WSGI entry point, served by granian."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buzon.config.settings")

django = get_wsgi_application()

from buzon.config.arranque import exigir_lo_indispensable  # noqa: E402  (needs the apps loaded)
from buzon.web.cuerpos import Aplicacion, con_lugar  # noqa: E402

_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


def solo_utf8(aplicacion: Aplicacion) -> Aplicacion:
    """Wrap a WSGI application so that `Content-Type: …; charset=` is not believed.

    Django would read address and form in any codec that Python knows by that name (base64, utf-7), and fail
    before its first middleware.
    """

    def con_utf8(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return aplicacion(environ, start_response)

    return con_utf8


exigir_lo_indispensable()
application = solo_utf8(con_lugar(django))
