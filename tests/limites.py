"""A use of a rate limit as a yes or a no."""

from buzon.web import limites
from buzon.web.errores import DemasiadasSolicitudes


def se_permite(nombre: str, *, clave: str) -> bool:
    """Count one use of the limit `nombre` for `clave`, and tell whether it is still within."""
    try:
        limites.contar(nombre, clave=clave)
    except DemasiadasSolicitudes:
        return False
    return True
