"""One entry of the log of a process is one line: what a person sent neither ends it nor commands a terminal."""

import logging
from types import TracebackType

Falla = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Renglon(logging.Formatter):
    """Nothing that no reader sees goes out as it came; what follows an entry, of a failure, stands further in."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own
        """Return the entry on its line."""
        return visible(super().formatMessage(record))

    def formatException(self, ei: Falla) -> str:  # noqa: N802 - logging's own
        """Return the failure, none of whose lines begins as an entry does."""
        return "\n".join(f"  {visible(uno)}" for uno in super().formatException(ei).splitlines())


def visible(texto: str) -> str:
    """Return the text with an escape for each control, change of direction, line end and half of a letter."""
    return "".join(letra if letra.isprintable() else _escapada(letra) for letra in texto)


def _escapada(letra: str) -> str:
    return letra.encode("unicode_escape").decode("ascii")
