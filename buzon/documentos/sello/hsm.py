"""The institution's key inside a PKCS#11 token; python-pkcs11 is installed only where there is one."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from buzon.documentos.errores import SelloNoDisponible

Firmar = Callable[[bytes], bytes]

pkcs11: Any = import_module("pkcs11") if find_spec("pkcs11") else None


def abrir(modulo: str, *, token: str, pin: str) -> Firmar:
    """Open a session with the token and return how its only private key signs (RSASSA-PKCS1-v1_5, SHA-256).

    A session does not survive a fork: open it in the process that signs. Raises SelloNoDisponible.
    """
    if pkcs11 is None:
        raise SelloNoDisponible(
            "SELLO_PKCS11_MODULO necesita el paquete python-pkcs11, que no está instalado."
        )
    try:
        biblioteca = pkcs11.lib(modulo)
        biblioteca.reinitialize()  # ends a session that died but is still logged in
        sesion = biblioteca.get_token(token_label=token).open(user_pin=pin)
        llave = sesion.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY)
    except (pkcs11.PKCS11Error, RuntimeError) as error:
        raise SelloNoDisponible(f"No se pudo abrir el token «{token}» con {modulo}: {error!r}.") from error
    return lambda datos: bytes(llave.sign(datos, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
