"""What production does not start with: variables that are there, and unsafe. Each has its sentence for the operator."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_network

# What Django's own check of SECRET_KEY asks for (security.W009).
CARACTERES_DE_LLAVE, CARACTERES_DISTINTOS = 50, 5
# The widest network that can be somebody's own: a private one, what providers share (100.64.0.0/10), of IPv6 somewhat
# more than an allocation. In a public /8, or an IPv6 /16, are a country's clients.
PREFIJO_MINIMO_V4, PREFIJO_MINIMO_V6, PREFIJO_MINIMO_PRIVADO = 10, 24, 7


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
    if red.prefixlen < (PREFIJO_MINIMO_PRIVADO if red.is_private else minimo):
        yield (
            f"PROXIES_DE_CONFIANZA lleva «{texto}»: cualquiera diría por sí mismo de qué dirección viene. "
            "Escribe sólo las redes de tus proxies."
        )
