"""Which notices were given already: read before a batch of them."""

from collections.abc import Collection

from buzon.mensajes.models import Mensaje


def claves_dichas(claves: Collection[str]) -> set[str]:
    """Return those of the keys that name a message."""
    return set(Mensaje.objects.filter(clave__in=claves).values_list("clave", flat=True))
