"""Text is UTF-8, whatever charset the client names."""

import re
from collections.abc import Callable, Iterable
from typing import Any

CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)
Aplicacion = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def solo_utf8(aplicacion: Aplicacion) -> Aplicacion:
    """Wrap a WSGI application so that `Content-Type: …; charset=` is not believed.

    Django would read address and form in any codec that Python knows by that name (base64, utf-7), and fail
    before its first middleware.
    """

    def con_utf8(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return aplicacion(environ, start_response)

    return con_utf8
