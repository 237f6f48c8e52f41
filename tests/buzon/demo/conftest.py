"""The demo folder, made once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from buzon.demo.personas import crear_personas


@pytest.fixture(scope="session")
def ahora() -> datetime:
    return datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, ahora: datetime) -> Path:
    carpeta = tmp_path_factory.mktemp("datos") / "demo"
    crear_personas(carpeta, ahora=ahora)
    return carpeta
