"""Pages of a long list, as the portal's addresses name them: `?pagina=2`."""

from typing import TypeVar

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Model, QuerySet

from buzon.valores.captura import entero

POR_PAGINA, DIGITOS_DE_PAGINA = 20, 6
Fila = TypeVar("Fila", bound=Model)


def pagina_de(filas: QuerySet[Fila], *, pagina: str) -> Page[Fila] | None:
    """Return that page of the rows; None for a page that there is not."""
    numero = entero(pagina, digitos=DIGITOS_DE_PAGINA)
    if numero is None:
        return None
    try:
        return Paginator(filas, POR_PAGINA).page(numero)
    except EmptyPage:
        return None


def numeros_de(pagina: Page[Fila]) -> list[int | str]:
    """Return the page numbers to be linked: the ends, those around this one, and «…» for what is between."""
    return list(pagina.paginator.get_elided_page_range(pagina.number, on_each_side=1, on_ends=1))
