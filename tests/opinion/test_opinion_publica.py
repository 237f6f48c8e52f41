"""Who may be spoken of, and what is said."""

from datetime import datetime, timedelta
from unittest.mock import Mock, patch

import pytest
from django.db import OperationalError
from pytest_django import DjangoAssertNumQueries

from buzon.valores.fechas import ZONA
from buzon.web.errores import NoDisponible
from opinion import selectors
from opinion.reglas import Motivo, Sentido
from opinion.selectors import OpinionPublica, opinion_publica
from tests.opinion.situaciones import FOLIO, NOMBRE, OTRO, RFC, autorizar, calcular, cancelar, publicar

pytestmark = pytest.mark.django_db


def test_autorizada_habla(ahora: datetime) -> None:
    publicar(ahora=ahora)
    assert opinion_publica(RFC, ahora=ahora) == OpinionPublica(
        rfc=RFC,
        nombre=NOMBRE,
        sentido=Sentido.POSITIVA,
        calculada_en=ahora - timedelta(hours=2),
        vigente_hasta=datetime(2026, 11, 23, 23, 59, 59, tzinfo=ZONA),
        folio=FOLIO,
        autorizada_en=ahora,
    )


@pytest.mark.parametrize("motivo", Motivo)
def test_todo_sentido_se_publica(ahora: datetime, motivo: Motivo) -> None:
    publicar(ahora=ahora, motivo=motivo)
    publica = opinion_publica(RFC, ahora=ahora)
    assert publica is not None
    assert publica.sentido is motivo.sentido
    assert publica.sentido_impreso == motivo.sentido.impreso
    assert publica.explicacion


def test_el_motivo_no_se_publica(ahora: datetime) -> None:
    textos = set()
    for numero, motivo in enumerate(motivo for motivo in Motivo if motivo.sentido is Sentido.SIN_OPINION):
        rfc = f"AAA01010{numero + 1}AAA"
        publicar(rfc, ahora=ahora, motivo=motivo)
        publica = opinion_publica(rfc, ahora=ahora)
        assert publica is not None
        textos.add(publica.explicacion)
    assert len(textos) == 1


def test_desconocida_nunca_autorizada_y_cancelada_callan(ahora: datetime) -> None:
    calcular(OTRO, ahora=ahora)
    publicar(ahora=ahora)
    cancelar(ahora=ahora)
    assert [opinion_publica(rfc, ahora=ahora) for rfc in (RFC, OTRO, "JES900109Q90")] == [None, None, None]


def test_cancelada_y_sin_calcular_tambien_calla(ahora: datetime) -> None:
    autorizar(ahora=ahora)
    cancelar(ahora=ahora)
    assert opinion_publica(RFC, ahora=ahora) is None


def test_autorizada_sin_opinion_calculada_no_tiene_sentido(ahora: datetime) -> None:
    autorizar(ahora=ahora)
    with pytest.raises(NoDisponible):
        opinion_publica(RFC, ahora=ahora)


def test_sin_base_de_datos_no_tiene_sentido(ahora: datetime) -> None:
    caida = Mock(**{"cursor.side_effect": OperationalError})
    with patch.object(selectors, "connection", caida), pytest.raises(NoDisponible):
        opinion_publica(RFC, ahora=ahora)


def test_una_consulta(ahora: datetime, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    publicar(ahora=ahora)
    with django_assert_num_queries(1):
        opinion_publica(RFC, ahora=ahora)
    with django_assert_num_queries(1):
        opinion_publica(OTRO, ahora=ahora)


@pytest.mark.parametrize(
    ("instante", "fin"),
    [
        (
            datetime(2026, 11, 23, 23, 59, 59, 999999, tzinfo=ZONA),
            datetime(2026, 11, 23, 23, 59, 59, tzinfo=ZONA),
        ),
        (datetime(2026, 11, 24, 0, 0, 0, tzinfo=ZONA), datetime(2026, 11, 24, 23, 59, 59, tzinfo=ZONA)),
        (datetime(2028, 2, 29, 12, tzinfo=ZONA), datetime(2028, 2, 29, 23, 59, 59, tzinfo=ZONA)),
    ],
)
def test_vale_hasta_el_fin_del_dia_de_la_consulta(ahora: datetime, instante: datetime, fin: datetime) -> None:
    publicar(ahora=ahora)
    publica = opinion_publica(RFC, ahora=instante)
    assert publica is not None
    assert publica.vigente_hasta == fin
