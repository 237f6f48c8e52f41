"""What a process writes in its log: where it happened and of what kind, and nobody's data.

What a person sent, or is known by, reaches a log in three ways: the path of an address, an argument of a message, and
the text of an exception (PostgreSQL's quotes the row). Paths become the route of the view; exceptions their type, and
of the database's what it says without values; and whatever looks like somebody's data goes at last.
"""

import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any

_Falla = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

# Of an RFC, also as addresses and Django escape it.
_LETRA = r"[A-Z\u00d1&]|%26|%C3%91|\\xd1|\\u00d1"
_DE_CORREO = r"[^\s'\"<>(),;:=@]"
# In this order: a folio is longer than a phone, and a CURP begins as an RFC does.
_DE_ALGUIEN = tuple(
    (re.compile(patron, re.IGNORECASE), marca)
    for patron, marca in (
        (r"(?P<sitio>\bhttps?://[^/\s'\"<>]+)/[^\s'\"<>]*", r"\g<sitio>/[ruta]"),
        # Begun only where a word begins: of 60 kB without an @ each letter would be tried up to the end.
        (rf"(?<!{_DE_CORREO}){_DE_CORREO}+@{_DE_CORREO}+\.{_DE_CORREO}+", "[correo]"),
        (r"\b(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}\b", "[codigo]"),
        (r"\b[A-Z]{4}[0-9]{6}[HMX][A-Z]{5}[A-Z0-9][0-9]\b", "[CURP]"),
        (rf"(?<![A-Z0-9])(?:{_LETRA}){{3,4}}[ -]?[0-9]{{6}}[ -]?[A-Z0-9]{{2}}[0-9A](?![A-Z0-9])", "[RFC]"),
        (r"(?<![0-9])[0-9]{23}(?![0-9])", "[folio]"),
        (r"\b[A-Z][0-9]{10}\b", "[NRP]"),
        (
            r"(?P<uuid>\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b)|"
            r"(?<![0-9.])(?:\+?52[ -]?)?(?:[0-9]{2}[ -]?[0-9]{4}|[0-9]{3}[ -]?[0-9]{3})[ -]?[0-9]{4}(?![0-9])",
            # The id of a task is nobody's, and what joins its lines.
            lambda hallado: hallado["uuid"] or "[celular]",
        ),
    )
)
# Of the context of a task; its arguments, what it returned and its exception are not said.
_DE_LA_TAREA = {"name", "id", "runtime", "description"}
# The text of these is about code.
_SIN_VALORES = (ImportError, NameError, AttributeError)


class Linea(logging.Formatter):
    """The format of every process: web, workers and commands. An entry is a line.

    What a person sent neither ends it nor commands a terminal; what follows it, of a failure, stands further in.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record in words; the record stays as it was for whoever else reads it."""
        copia = logging.makeLogRecord(record.__dict__)
        copia.msg, copia.args, copia.exc_text = visible(_mensaje(record)), None, None
        return sin_datos(super().format(copia))

    def formatException(self, ei: _Falla) -> str:  # noqa: N802 - logging's own
        """Return the frames and the types; source lines hold no values."""
        traza = "".join(_traza(ei[1], frozenset())) if ei[1] is not None else ""
        return "\n".join(f"  {visible(uno)}" for uno in traza.splitlines())


def visible(texto: str) -> str:
    """Return the text with an escape for each control, change of direction, line end and half of a letter."""
    return "".join(
        letra if letra.isprintable() else letra.encode("unicode_escape").decode("ascii") for letra in texto
    )


def sin_datos(texto: str) -> str:
    """Return a text without what looks like an RFC, a CURP, an NRP, an e-mail, a phone, a folio, a code or a path."""
    for patron, marca in _DE_ALGUIEN:
        texto = patron.sub(marca, texto)
    return texto


def nombre_de(falla: BaseException) -> str:
    """Return the type of a failure, with what is said of it that holds no value."""
    clase = f"{type(falla).__module__}.{type(falla).__qualname__}".removeprefix("builtins.")
    if isinstance(falla, _SIN_VALORES):
        return f"{clase}: {falla}"
    if isinstance(falla, OSError) and falla.strerror:
        return f"{clase}: {falla.strerror}"
    diagnostico = getattr(falla, "diag", None)
    partes = (
        getattr(falla, "sqlstate", None),
        *(getattr(diagnostico, parte, None) for parte in ("table_name", "column_name", "constraint_name")),
    )
    return " ".join([clase, *(str(parte) for parte in partes if parte)])


def _traza(falla: BaseException, vistas: frozenset[int]) -> Iterator[str]:
    anterior = falla.__cause__ or (None if falla.__suppress_context__ else falla.__context__)
    if anterior is not None and id(anterior) not in vistas:
        yield from _traza(anterior, vistas | {id(falla)})
        yield "que llevó a:\n"
    yield from traceback.format_tb(falla.__traceback__)
    yield f"{nombre_de(falla)}\n"


def _mensaje(record: logging.LogRecord) -> str:
    if record.name.startswith("celery"):
        return _de_celery(record)
    argumentos: Any = record.args
    if isinstance(argumentos, tuple):
        request = getattr(record, "request", None)
        ruta = Ruta(request) if request is not None else None
        argumentos = tuple(_argumento(uno, ruta) for uno in argumentos)
    return _con(
        str(record.msg) if not isinstance(record.msg, BaseException) else nombre_de(record.msg), argumentos
    )


def _con(mensaje: str, argumentos: Any) -> str:
    return mensaje % argumentos if argumentos else mensaje


def _argumento(uno: Any, ruta: "Ruta | None") -> Any:
    if isinstance(uno, BaseException):
        return nombre_de(uno)
    return ruta.en(uno) if ruta is not None and isinstance(uno, str) else uno


class Ruta:
    """The path of a request, and the route that stands for it in a log."""

    def __init__(self, request: Any) -> None:
        camino = str(getattr(request, "path", ""))
        # Django writes it as it came, or escaped.
        self.escritas = {camino, camino.encode("unicode_escape").decode("ascii")} - {""}
        hallada = getattr(request, "resolver_match", None)
        self.patron = f"/{hallada.route}" if hallada is not None else "(sin ruta)"

    def en(self, texto: str) -> str:
        return self.patron if texto in self.escritas else texto


def _de_celery(record: logging.LogRecord) -> str:
    """Return what Celery says, without what a task took or gave back: messages that it cannot read hold it whole."""
    mensaje, argumentos = str(record.msg), record.args
    if "body" in mensaje:
        return mensaje.strip().splitlines()[0].partition("%")[0].strip()
    if isinstance(argumentos, Mapping):
        return _con(mensaje, {clave: _dicho(clave, valor) for clave, valor in argumentos.items()})
    return _con(mensaje, tuple(_argumento(uno, None) for uno in argumentos) if argumentos else None)


def _dicho(clave: str, valor: Any) -> Any:
    if clave in _DE_LA_TAREA:
        return valor
    # The text of an exception begins with its type: «ValueError('…')».
    return re.match(r"[\w.]*", str(valor))[0] if clave == "exc" else "-"  # type: ignore[index]
