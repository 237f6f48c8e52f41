"""Asks the portal's own health pages. `python -m buzon.embebido.salud livez` answers with its exit code."""

import http.client
import os
import sys
from urllib.parse import urlsplit


def responde(ruta: str, *, puerto: int, host: str) -> bool:
    """Tell whether GET `ruta` on this machine answers 200, asked under the portal's public name."""
    enlace = http.client.HTTPConnection("127.0.0.1", puerto, timeout=3)
    try:
        enlace.request("GET", f"/{ruta}", headers={"Host": host})
        return enlace.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        enlace.close()


def nombre_publico(url_publica: str) -> str:
    """Return the host (and port) that the portal's address names."""
    return urlsplit(url_publica).netloc


def main() -> int:
    """Check the page named in the argument, `livez` without one."""
    puerto = int(os.environ.get("PORT", "8000"))
    host = nombre_publico(os.environ.get("URL_PUBLICA", f"http://127.0.0.1:{puerto}"))
    return 0 if responde(sys.argv[1] if len(sys.argv) > 1 else "livez", puerto=puerto, host=host) else 1


if __name__ == "__main__":
    sys.exit(main())
