"""The reference of the look-up: a bare WSGI function with psycopg, the same query, nothing around it."""

import json
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

from buzon.embebido.recetas import BASE

_CONSULTA = (BASE / "opinion" / "consulta_publica.sql").read_text(encoding="utf-8")
_local = threading.local()


def _conexion() -> "psycopg.Connection[Any]":
    if not hasattr(_local, "conexion"):
        _local.conexion = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=0)
    conexion: psycopg.Connection[Any] = _local.conexion
    return conexion


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer `/<anything>/<RFC>/` with the row of that RFC."""
    rfc = environ["PATH_INFO"].rstrip("/").rpartition("/")[2]
    fila = _conexion().execute(_CONSULTA, [rfc, "AUTORIZADA"]).fetchone()
    cuerpo = json.dumps(fila, default=str).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(cuerpo)))])
    return [cuerpo]
