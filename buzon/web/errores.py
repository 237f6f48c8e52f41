"""Refusals of the web layer itself, and those that every app above it shares."""

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


class DemasiadasSolicitudes(Rechazo):
    """A rate limit was reached; `Retry-After` says when to come back.

    `cabeceras` carry it.
    """

    codigo = "demasiadas_solicitudes"
    titulo = marcado("Demasiadas solicitudes")
    mensaje = marcado("Espera un momento antes de intentarlo otra vez.")
    status = 429

    def __init__(self, limite: str, *, cabeceras: dict[str, str]) -> None:
        super().__init__(limite)
        self.cabeceras = cabeceras


class NoDisponible(Rechazo):
    """The facts or a service that the answer needs cannot be read now; nothing is issued from them."""

    codigo = "no_disponible"
    titulo = marcado("No podemos responder por ahora")
    mensaje = marcado("Los datos no se pueden leer en este momento. Inténtalo más tarde.")
    status = 503


class PeticionMalformada(Rechazo):
    """A field is missing, repeated or not what the form sends."""

    codigo = "peticion_malformada"
    titulo = marcado("Faltan datos en el envío")
    mensaje = marcado("El envío llegó incompleto o repetido. Vuelve a la página e inténtalo otra vez.")


class DemasiadoGrande(Rechazo):
    """The body is larger than the page takes: 256 kB; 8.25 MB to verify a file, 64 MB inside with a request."""

    codigo = "demasiado_grande"
    titulo = marcado("El envío es demasiado grande")
    mensaje = marcado(
        "Pesa más de lo que esta página admite. Elige archivos más ligeros, o mándalos en varias veces."
    )
    status = 413


class ProxyDesconocido(Rechazo):
    """Whoever passes the request on says that it came by https, and is not one of PROXIES_DE_CONFIANZA.

    A redirect to https would come back the same way, without end.
    """

    codigo = "proxy_desconocido"
    titulo = marcado("El portal no reconoce por dónde llega tu petición")
    mensaje = marcado(
        "No depende de ti: inténtalo más tarde. Si administras el portal, revisa PROXIES_DE_CONFIANZA."
    )
    status = 400


class MetodoNoPermitido(Rechazo):
    """The address does not take that HTTP method."""

    codigo = "metodo_no_permitido"
    titulo = marcado("Así no se usa esta dirección")
    mensaje = marcado("Vuelve a la página anterior y usa sus botones y enlaces.")
    status = 405


class FormularioVencido(Rechazo):
    """The CSRF token is missing, or is not the one of this browser's cookie."""

    codigo = "formulario_vencido"
    titulo = marcado("El formulario venció")
    mensaje = marcado(
        "Por seguridad, esta página ya no puede enviarse. Nada cambió: ábrela de nuevo y repite el paso."
    )
    status = 403


class NoEncontrado(Rechazo):
    """Nothing there, or nothing of the person's own."""

    codigo = "no_encontrado"
    titulo = marcado("No encontramos esta página")
    mensaje = marcado("La dirección no existe, o lo que buscas no es tuyo.")
    status = 404


class EstadoCambiado(Rechazo):
    """It does not fit what is so now: another act, or something that was said, came first."""

    codigo = "estado_cambiado"
    titulo = marcado("Cambió mientras tanto")
    mensaje = marcado("Algo ocurrió antes que esto, así que esto no tuvo efectos. Revisa cómo está ahora.")
    status = 409
