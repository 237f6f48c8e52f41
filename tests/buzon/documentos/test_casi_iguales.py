"""A document shows itself to its whole folio with its whole code, and to nothing that is almost that."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from buzon.documentos.errores import DocumentoNoEncontrado
from buzon.documentos.models import Documento, normalizar_codigo
from buzon.documentos.selectors import verificado_por_codigo
from tests.casi_iguales import casi_iguales

pytestmark = pytest.mark.django_db


def test_folio_y_codigo_enteros(sellado: Callable[..., Documento]) -> None:
    documento = sellado()

    def se_encuentra(folio: str, codigo: str) -> bool:
        try:
            verificado_por_codigo(folio, codigo=codigo, ahora=timezone.now())
        except DocumentoNoEncontrado:
            return False
        return True

    assert se_encuentra(documento.folio, documento.codigo)
    for cerca in casi_iguales(documento.codigo):
        if normalizar_codigo(cerca) != documento.codigo:
            assert not se_encuentra(documento.folio, cerca), cerca
    for cerca in casi_iguales(documento.folio):
        assert not se_encuentra(cerca, documento.codigo), cerca


@pytest.mark.usefixtures("_sin_limites_usados")
def test_la_evidencia_tambien_los_pide_enteros(sellado: Callable[..., Documento], settings: Settings) -> None:
    settings.LIMITES_FACTOR = 1000
    documento = sellado()

    def pedir(codigo: str) -> int:
        datos = {"folio": documento.folio, "codigo": codigo}
        return Client().post("/verificar/cadena.txt", datos).status_code

    assert pedir(documento.codigo) == 200
    for cerca in (
        "",
        documento.codigo[:4],
        documento.codigo[:-1],
        documento.codigo[1:],
        f"{documento.codigo}2",
    ):
        assert pedir(cerca) == 422, cerca
