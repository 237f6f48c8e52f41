"""Where the browser is required (the gate: REQUIRE_BROWSER=1), a test may be skipped for these reasons alone."""

import os
import re

import pytest
from _pytest.terminal import TerminalReporter

PERMITIDOS = (
    r"no están? .*(certificados|pares) de prueba del SAT",  # not ours to publish
    r"la carpeta temporal ya es larga",  # the case is that of every other test there
)


def _sin_permiso(informador: TerminalReporter) -> list[str]:
    """Return the reasons of the skipped tests that stand on no list, each once."""
    motivos = {str(informe.longrepr[2]) for informe in informador.stats.get("skipped", [])}
    return sorted(motivo for motivo in motivos if not any(re.search(uno, motivo) for uno in PERMITIDOS))


def _informador(config: pytest.Config) -> TerminalReporter | None:
    """Return who has the reports of the whole run: with xdist, the process that shares out the tests."""
    if os.environ.get("REQUIRE_BROWSER") != "1" or hasattr(config, "workerinput"):
        return None
    informador: TerminalReporter | None = config.pluginmanager.get_plugin("terminalreporter")
    return informador


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run that would pass."""
    informador = _informador(session.config)
    if informador and exitstatus == pytest.ExitCode.OK and _sin_permiso(informador):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Say which reasons are to blame."""
    for motivo in _sin_permiso(terminalreporter) if _informador(config) else ():
        terminalreporter.write_line(
            f"REQUIRE_BROWSER=1: hay pruebas saltadas por un motivo que no está en tests/saltos.py: {motivo}",
            red=True,
        )
