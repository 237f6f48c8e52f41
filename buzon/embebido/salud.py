"""Asks the portal's own health pages. `python -m buzon.embebido.salud livez` answers with its exit code."""

import http.client
import os
import sys
from ipaddress import ip_address
from urllib.parse import urlsplit


def responde(ruta: str, *, en: str, puerto: int, host: str) -> bool:
    """Tell whether GET `ruta` answers 200 at the address where the portal listens, asked under its public name."""
    direccion = ip_address(en)
    if direccion.is_unspecified:  # every address of this machine
        direccion = ip_address("127.0.0.1" if direccion.version == 4 else "::1")
    enlace = http.client.HTTPConnection(str(direccion), puerto, timeout=3)
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
    en = os.environ.get("ESCUCHAR") or "127.0.0.1"
    ruta = sys.argv[1] if len(sys.argv) > 1 else "livez"
    return 0 if responde(ruta, en=en, puerto=puerto, host=host) else 1


if __name__ == "__main__":
    sys.exit(main())
