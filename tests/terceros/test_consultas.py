"""Every list of third parties is read from an index, in its order: with ten million authorisations as with ten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from terceros import avisos, peticiones, selectors
from terceros.models import AutorizacionDeTercero, ConsultaDeTercero
from tests.personal.expedientes import acto_de

pytestmark = pytest.mark.django_db
RFC = "PEJ110822KT2"
LISTAS: dict[str, tuple[Callable[[Any], QuerySet[Any]], str]] = {
    "a quién autoricé": (
        lambda ahora: selectors.dadas_por(RFC).filter(selectors.vigente(en=ahora)).order_by("tercero"),
        "tercero_una_vigente",
    ),
    "las que terminaron": (lambda ahora: selectors.terminadas_de(RFC, en=ahora), "tercero_de_titular"),
    "todas las que di": (lambda _: selectors.dadas_por(RFC)[:20], "tercero_de_titular"),
    "quién me autorizó": (
        lambda ahora: selectors.autorizaciones_de(RFC, en=ahora)[:20],
        "tercero_me_autorizo",
    ),
    "quién consultó": (
        lambda _: ConsultaDeTercero.objects.filter(titular=RFC).order_by("-id")[:20],
        "consulta_de_titular",
    ),
    "peticiones por responder": (lambda ahora: peticiones.por_responder(RFC, en=ahora), "peticion_a_titular"),
    "peticiones que hice": (lambda _: peticiones.enviadas_por(RFC), "peticion_de_solicitante"),
}


# What is looked for every five minutes: never the years behind.
INDICES = {
    "tercero-alta": "tercero_desde",
    "tercero-baja": "tercero_cancelado",
    "tercero-fin": "tercero_por_vencer",
    "titular-fin": "tercero_por_vencer",
}


@pytest.mark.usefixtures("_muchas")
@pytest.mark.parametrize("clave", INDICES)
def test_lo_que_falta_por_decir_se_busca_en_los_ultimos_dias(clave: str) -> None:
    [motivo] = [uno for uno in avisos._MOTIVOS if uno.clave == clave]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = avisos._sin_avisar(motivo, ahora=timezone.now() + timedelta(days=30)).explain()
    assert INDICES[clave] in plan, plan


@pytest.fixture
def _muchas() -> None:
    """Two thousand holders and forty third parties, so that one index is better than another."""
    ahora = timezone.now()
    acto = acto_de(RFC, "1" * 23, ahora, tramite="terceros.autorizar")
    AutorizacionDeTercero.objects.bulk_create(
        AutorizacionDeTercero(
            titular=f"TIT{numero:06d}AB1", tercero=f"TER{numero % 40:06d}AB1", acto=acto, desde=ahora
        )
        for numero in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE terceros_autorizaciondetercero")


@pytest.mark.usefixtures("_muchas")
@pytest.mark.parametrize("lista", LISTAS)
def test_por_indice_y_en_su_orden(lista: str) -> None:
    filas, indice = LISTAS[lista]
    with connection.cursor() as cursor:
        # On a table of a few rows PostgreSQL would read it whole: what is asked is whether there is another way.
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
        )
    plan = filas(timezone.now()).explain()
    assert indice in plan, plan
    assert "Sort" not in plan, plan
