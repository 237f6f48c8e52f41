"""Whoever walks the pages finds done what each request asked for."""

import pytest


@pytest.fixture(autouse=True)
def _en_los_recorridos_cada_peticion_confirma(_cada_peticion_confirma: None) -> None:
    """Also for those who walk without having entered."""
