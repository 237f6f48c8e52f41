"""What production does not start with: variables that are there, and unsafe. Each has its sentence for the operator."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_network

# What Django's own check of SECRET_KEY asks for (security.W009).
CARACTERES_DE_LLAVE, CARACTERES_DISTINTOS = 50, 5
# The widest network that can be somebody's own: 10.0.0.0/8 of IPv4; fc00::/7 aside, of IPv6 an allocation at most.
PREFIJO_MINIMO_V4, PREFIJO_MINIMO_V6 = 8, 16


def objeciones(
    *,
    secret_key: str,
    es_https: bool,
    http_a_proposito: bool,
    hosts: Sequence[str],
    proxies: Sequence[str],
) -> Iterator[str]:
    """Yield a sentence for each variable with which production must not start."""
    if len(secret_key) < CARACTERES_DE_LLAVE or len(set(secret_key)) < CARACTERES_DISTINTOS:
        yield f"SECRET_KEY es corta o se repite: hacen falta {CARACTERES_DE_LLAVE} caracteres al azar."
    if not es_https and not http_a_proposito:
        yield (
            "URL_PUBLICA no es https: las sesiones y los códigos viajarían a la vista. "
            "Si es a propósito, INSEGURO_HTTP=si."
        )
    if any(host.strip() in {"", "*", "."} for host in hosts):
        yield "ALLOWED_HOSTS admite cualquier nombre: escribe los del portal, con comas."
    for texto in proxies:
        yield from _objeciones_de_un_proxy(texto)


def _objeciones_de_un_proxy(texto: str) -> Iterator[str]:
    try:
        red = ip_network(texto.strip(), strict=False)
    except ValueError:
        yield f"PROXIES_DE_CONFIANZA lleva «{texto}», que no es una red ni una dirección."
        return
    minimo = PREFIJO_MINIMO_V4 if red.version == 4 else PREFIJO_MINIMO_V6
    if red.prefixlen < minimo and not (red.version == 6 and red.is_private and red.prefixlen):
        yield (
            f"PROXIES_DE_CONFIANZA lleva «{texto}»: cualquiera diría por sí mismo de qué dirección viene. "
            "Escribe sólo las redes de tus proxies."
        )
