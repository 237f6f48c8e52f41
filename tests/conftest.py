"""Fixtures of the whole suite, and what turns a silent mistake into a failure."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn
from zoneinfo import ZoneInfo

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from django.template import engines
from django.template.base import Node
from django.test import TransactionTestCase
from playwright.sync_api import Browser, expect, sync_playwright

from buzon.web import cortacircuitos
from tests.esperas import ESPERA_MS
from tests.hipotesis import elegir_perfil
from tests.idiomas.catalogo import CATALOGOS, compilar
from tests.personas import (
    _cada_peticion_confirma,
    _limites_sin_reposicion,
    _sin_limites_usados,
    activa,
    elegir,
    entrar,
    gente_demo,
)
from tests.portal_real import molde, portal
from tests.registros import _registros_sin_datos
from tests.saltos import pytest_sessionfinish, pytest_terminal_summary
from tests.servidores import SERVIDORES

__all__ = [
    "_cada_peticion_confirma",
    "_limites_sin_reposicion",
    "_registros_sin_datos",
    "_sin_limites_usados",
    "activa",
    "elegir",
    "entrar",
    "gente_demo",
    "molde",
    "portal",
]
__all__ += ["pytest_sessionfinish", "pytest_terminal_summary"]
CENTRO = ZoneInfo("America/Mexico_City")
FIEL_DE_PRUEBAS = Path(__file__).parent.parent.parent / "shared" / "fiel-pruebas"
CASOS = FIEL_DE_PRUEBAS.with_name("casos")
NAVEGADORES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTOS_DEL_NAVEGADOR = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
elegir_perfil()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make test` take what needs the browser apart, whatever other choice is made with -m and -k."""
    parser.addoption(
        "--navegador", choices=("con", "sin"), help="only the tests that need the browser, or all others"
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what opens the browser, also where its file forgot to."""
    if "navegador" in getattr(item, "fixturenames", ()):
        item.add_marker("navegador")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the part that `--navegador` asks for."""
    if parte := config.getoption("navegador"):
        de_la_parte = [("navegador" in item.keywords) == (parte == "con") for item in items]
        config.hook.pytest_deselected(items=[i for i, es in zip(items, de_la_parte, strict=True) if not es])
        items[:] = [i for i, es in zip(items, de_la_parte, strict=True) if es]


class VariableIndefinida:
    """Stands for `string_if_invalid`: an unknown variable in one of our templates is an error.

    Django's own templates (admin) rely on unknown variables being empty.
    """

    def __contains__(self, texto: object) -> bool:
        return texto == "%s"

    def __mod__(self, variable: object) -> str:
        plantilla = self._plantilla(sys._getframe(1))
        if plantilla.is_relative_to(settings.BASE_DIR / "templates"):
            raise AssertionError(f"la plantilla {plantilla.name} usa «{variable}», que no está definida")
        return ""

    @staticmethod
    def _plantilla(marco: FrameType | None) -> Path:
        while marco:
            nodo = marco.f_locals.get("self")
            if isinstance(nodo, Node) and (origen := getattr(nodo, "origin", None)):
                return Path(origen.name)
            marco = marco.f_back
        return Path()


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Leave the test database to the servers of the run, which go with all that they hold."""
    return request.config.stash[SERVIDORES].propios or bool(request.config.getoption("reuse_db"))


@pytest.fixture(scope="session", autouse=True)
def tareas_registradas() -> None:
    """Import every `tasks` module, as a worker does: eager mode runs only tasks that it knows."""
    current_app.loader.import_default_modules()


@pytest.fixture(autouse=True)
def _nada_en_pausa(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test finds every service willing; what it learns of them stays in its process and goes with it."""
    cortacircuitos.olvidar()
    monkeypatch.setattr(cortacircuitos, "_de_valkey", cortacircuitos._de_memoria)


@pytest.fixture(scope="session", autouse=True)
def catalogo_compilado() -> None:
    """Compile the catalogues that changed since they last were, as `make` does."""
    for po in CATALOGOS:
        compilado = po.with_suffix(".mo")
        if not compilado.exists() or compilado.stat().st_mtime < po.stat().st_mtime:
            compilar(po)


@pytest.fixture(scope="session", autouse=True)
def variables_definidas() -> None:
    """Make undefined template variables fail."""
    engines["django"].engine.string_if_invalid = VariableIndefinida()


VACIAR = """
DO $$
DECLARE tabla regclass;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR tabla IN
        SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
    LOOP
        EXECUTE format('DELETE FROM %s', tabla);
    END LOOP;
END $$
"""


def _vaciar(_: TransactionTestCase) -> None:
    with connection.cursor() as cursor:
        cursor.execute(VACIAR)


@pytest.fixture(scope="session", autouse=True)
def vaciado_de_tablas_inmutables() -> Iterator[None]:
    """Leave the tables as the migrations do after a transactional test, also those whose triggers refuse it.

    Instead of Django's `flush`: truncating and writing permissions anew takes ten times as long as deleting what
    little a test wrote.
    """
    with pytest.MonkeyPatch.context() as parche:
        parche.setattr(TransactionTestCase, "_fixture_teardown", _vaciar)
        yield


@pytest.fixture
def ahora() -> datetime:
    """An instant in Centro de México, the same in every run."""
    return datetime(2026, 11, 23, 13, 10, 44, tzinfo=CENTRO)


@pytest.fixture
def hoy(ahora: datetime) -> date:
    """The day of `ahora`."""
    return ahora.date()


@pytest.fixture(scope="session")
def carpeta_fiel() -> Path:
    """The test pairs that SAT publishes, which lie beside the checkout where somebody put them."""
    if not FIEL_DE_PRUEBAS.is_dir():
        pytest.skip(f"no están los certificados de prueba del SAT en {FIEL_DE_PRUEBAS}")
    return FIEL_DE_PRUEBAS


@pytest.fixture(scope="session")
def carpeta_casos() -> Path:
    """Small files that the portal once read wrong, which lie beside the checkout where somebody put them."""
    if not CASOS.is_dir():
        pytest.skip(f"no están los archivos que fallaron alguna vez en {CASOS}")
    return CASOS


def _sin_navegador(motivo: str) -> NoReturn:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"REQUIRE_BROWSER=1 y {motivo}")
    pytest.skip(motivo)


@pytest.fixture(scope="session")
def navegador() -> Iterator[Browser]:
    """Chromium: CHROMIUM, or of the system; without one the test is skipped, or fails with REQUIRE_BROWSER=1."""
    programa = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAVEGADORES)), None)
    if not programa:
        _sin_navegador("no hay Chromium: define CHROMIUM o instala el paquete chromium")
    expect.set_options(timeout=ESPERA_MS)
    with sync_playwright() as playwright:
        navegador = playwright.chromium.launch(executable_path=programa, args=ARGUMENTOS_DEL_NAVEGADOR)
        yield navegador
        navegador.close()
