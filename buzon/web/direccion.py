"""The client's address behind trusted proxies."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

LOCAL = ip_address("127.0.0.1")


@lru_cache(maxsize=8)
def _redes(textos: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(texto, strict=False) for texto in textos)


def _leer(texto: str) -> IPv4Address | IPv6Address | None:
    try:
        # A link-local address brings the interface along (fe80::1%eth0).
        direccion = ip_address(texto.strip().partition("%")[0])
    except ValueError:
        return None
    # A socket for both families shows an IPv4 client as ::ffff:192.0.2.1.
    return getattr(direccion, "ipv4_mapped", None) or direccion


def es_proxy(texto: str) -> bool:
    """Tell whether an address is one of our own proxies."""
    direccion = _leer(texto)
    return direccion is not None and any(
        direccion in red for red in _redes(tuple(settings.PROXIES_DE_CONFIANZA))
    )


def direccion_cliente(request: HttpRequest) -> IPv4Address | IPv6Address:
    """Return the nearest address that is not one of our proxies.

    `X-Forwarded-For` is read from right to left and only while each hop lies in PROXIES_DE_CONFIANZA;
    from anybody else the header is ignored.
    """
    redes = _redes(tuple(settings.PROXIES_DE_CONFIANZA))
    direccion = _leer(request.META.get("REMOTE_ADDR", "")) or LOCAL
    saltos = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while saltos and any(direccion in red for red in redes):
        siguiente = _leer(saltos.pop())
        if siguiente is None:
            break
        direccion = siguiente
    return direccion


def clave_de_red(request: HttpRequest) -> str:
    """Return what the limits count by: the IPv4 address, or the /64 of an IPv6 one."""
    direccion = direccion_cliente(request)
    # A client has the whole /64 for itself: counted by address, it would have no limit.
    if direccion.version == 6:
        return str(ip_network(f"{direccion}/64", strict=False))
    return str(direccion)
