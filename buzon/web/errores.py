"""Refusals that the web layer itself raises."""

from buzon.valores.rechazo import Rechazo


class DemasiadasSolicitudes(Rechazo):
    """A rate limit was reached; `cabeceras` say when to come back."""

    codigo = "demasiadas_solicitudes"

    def __init__(self, limite: str, *, cabeceras: dict[str, str]) -> None:
        super().__init__(limite)
        self.cabeceras = cabeceras


class NoDisponible(Rechazo):
    """The facts or a service that the answer needs cannot be read now."""

    codigo = "no_disponible"


class PeticionMalformada(Rechazo):
    """A field is missing, repeated or not what the form sends."""

    codigo = "peticion_malformada"


class DemasiadoGrande(Rechazo):
    """The body is larger than the page takes."""

    codigo = "demasiado_grande"


class ProxyDesconocido(Rechazo):
    """Whoever passes the request on says that it came by https, and is not one of PROXIES_DE_CONFIANZA.

    A redirect to https would come back the same way, without end.
    """

    codigo = "proxy_desconocido"


class MetodoNoPermitido(Rechazo):
    """The address does not take that HTTP method."""

    codigo = "metodo_no_permitido"


class NoEncontrado(Rechazo):
    """Nothing there, or nothing of the person's own."""

    codigo = "no_encontrado"
