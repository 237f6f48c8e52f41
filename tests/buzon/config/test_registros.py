"""No RFC, name, e-mail, phone, folio nor code stands in a process's log."""

import logging
from collections.abc import Iterator
from time import process_time
from typing import Any

import pytest
from celery import current_app
from celery.app import trace
from celery.signals import setup_logging
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory
from kombu.exceptions import OperationalError

from buzon.config.registros import Linea, sin_datos
from buzon.embebido import postgres
from buzon.embebido.recetas import web

RFC, NOMBRE, CORREO, CELULAR = "EKU9003173C9", "LUISA NÚÑEZ", "luisa@ejemplo.mx", "5512345678"
FOLIO, CODIGO = "1" * 23, "-".join(["ABC2"] * 8)
SECRETOS = (RFC, NOMBRE, CORREO, CELULAR, FOLIO, CODIGO)
LINEA = Linea("{name} {message}", style="{")


class Lineas(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(LINEA)
        self.todas: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.todas.append(self.format(record))


@pytest.fixture
def lineas() -> Iterator[list[str]]:
    oido = Lineas()
    logging.getLogger().addHandler(oido)
    yield oido.todas
    logging.getLogger().removeHandler(oido)


def _nadie(lineas: list[str]) -> str:
    dicho = "\n".join(lineas)
    assert not [secreto for secreto in SECRETOS if secreto in dicho], dicho
    return dicho


def test_es_el_formato_de_todos_los_procesos() -> None:
    """Celery's own handlers, Granian's and the access log would write around it."""
    registro = settings.LOGGING
    assert registro["formatters"]["linea"]["()"] == "buzon.config.registros.Linea"
    for manejador in registro["handlers"].values():
        assert manejador["formatter"] == "linea"
    assert registro["loggers"]["granian.access"]["handlers"] == []
    assert "--access-log" not in web({}, host="127.0.0.1", puerto=8000).orden
    current_app.loader.import_default_modules()
    assert setup_logging.receivers
    raiz = logging.getLogger()
    antes = list(raiz.handlers)
    current_app.log.setup(loglevel=logging.INFO)
    try:
        hecho = [uno for uno in raiz.handlers if uno not in antes]
        assert hecho
        assert all(isinstance(uno.formatter, Linea) for uno in hecho)
    finally:
        raiz.handlers[:] = antes


@pytest.mark.django_db
def test_lo_que_se_pide_queda_como_su_ruta(client: Client, lineas: list[str]) -> None:
    client.get(f"/api/v1/opiniones/{RFC}")
    for _ in range(70):
        client.get(f"/opinion/{RFC}/")
    client.get(f"/no-hay/{RFC}/{CORREO}")
    client.post(f"/opinion/{RFC}/", headers={"Referer": f"http://testserver/opinion/{RFC}/"})
    client.get("/opinion/H%26E0703285CA/", headers={"Host": f"{RFC}@x y"})
    dicho = _nadie(lineas)
    assert "Not Found: /api/v1/opiniones/<path:rfc>" in dicho
    assert "Too Many Requests: /opinion/<str:rfc>/" in dicho
    assert "Not Found: (sin ruta)" in dicho
    assert "0703285CA" not in dicho


@pytest.mark.django_db
def test_lo_que_dice_la_base_queda_sin_valores(lineas: list[str]) -> None:
    orden = "INSERT INTO bitacora_asiento (evento, rfc, detalle, creado_en) VALUES (%s, %s, NULL, now())"
    for valores in ([NOMBRE, RFC], ["x" * 90, NOMBRE * 9]):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(orden, valores)
        except DatabaseError as falla:
            logging.getLogger("prueba").exception("falló")
            logging.getLogger("prueba").error("falló: %s", falla)
            logging.getLogger("prueba").error(falla)
    dicho = _nadie(lineas)
    assert "django.db.utils.IntegrityError" in dicho
    assert "23502 bitacora_asiento detalle" in dicho
    assert "que llevó a:" in dicho
    assert "test_registros.py" in dicho
    assert "Failing row" not in dicho


def test_de_una_tarea_su_nombre_y_su_id(lineas: list[str]) -> None:
    def lanza(**_: Any) -> None:
        raise ValueError(f"{NOMBRE} no cabe")

    tarea = current_app.task(name="prueba.lanza", bind=False)(lanza)

    def devuelve(**_: Any) -> str:
        return NOMBRE

    otra = current_app.task(name="prueba.devuelve", bind=False)(devuelve)
    for una in (tarea, otra):
        corre = trace.build_tracer(una.name, una, app=current_app, eager=False, propagate=False)
        pedido = {"id": "un-id", "is_eager": False, "args": (NOMBRE,), "kwargs": {"rfc": RFC}}
        corre("un-id", (), {"rfc": NOMBRE}, pedido)
    avisa = logging.getLogger("celery.worker.consumer.consumer")
    avisa.error(
        "Received unregistered task of type %s.\nThe full contents of the message body was:\n%s\n",
        KeyError(NOMBRE),
        f"{{'rfc': '{NOMBRE}'}}",
    )
    avisa.warning("no llega: %s", OperationalError(NOMBRE))
    dicho = _nadie(lineas)
    assert "Task prueba.lanza[un-id] raised unexpected: ValueError" in dicho
    assert "Task prueba.devuelve[un-id] succeeded" in dicho
    assert "Received unregistered task" in dicho


@pytest.mark.parametrize("secreto", [uno for uno in SECRETOS if uno != NOMBRE])
@pytest.mark.parametrize("forma", ["{}", "«{}»", "Key (rfc)=({}) already", "x/{}/y", "a={};", "'{}'"])
def test_lo_que_parece_de_alguien_se_quita(secreto: str, forma: str) -> None:
    assert secreto not in sin_datos(forma.format(secreto))


@pytest.mark.parametrize(
    "escrito",
    [
        *("h&e0703285ca", "ÑUÑ990101AB1", "%C3%91U%C3%91990101AB1", "H%26E0703285CA", "EKU 900317 3C9"),
        *("EKU-900317-3C9", "+52 55 1234 5678", "55 1234 5678", "+525512345678", "LOLA800101MDFPRS09"),
        *("A1234567890", "\\xd1U\\xd1990101AB1"),
    ],
)
def test_como_quiera_que_se_escriba(escrito: str) -> None:
    assert not any(letra.isdigit() for letra in sin_datos(f"era {escrito}, sí"))


@pytest.mark.parametrize(
    "texto",
    [
        "2026-12-01 00:58:33,123 INFO Task documentos.sellar[5f0b3c1e-7f7b-4c86-9d0f-2d6d7b0e5c1a]",
        "2026-12-01 00:58:33,123 INFO Task documentos.sellar[c9532e7f-2da1-4d59-b145-8285955fbe48]",
        'File "/app/buzon/web/rechazos.py", line 46, in registrar',
        "Error 111 connecting to localhost:6379. Connection refused.",
        "celery@mi-maquina ready.",
        "límite consulta contado en memoria: Redis no responde",
    ],
)
def test_lo_demas_queda(texto: str) -> None:
    assert sin_datos(texto) == texto


@pytest.mark.parametrize("letras", ["a", "1", "%26", "12-", "ABC2-", "http://", "a@", "a@a."])
def test_lo_que_no_acaba_se_escribe_en_el_acto(letras: str) -> None:
    """Anybody's Host goes into the log, as long as the web server takes it: 60 kB."""
    texto = letras * (60_000 // len(letras))
    desde = process_time()
    sin_datos(texto)
    assert process_time() - desde < 1


def test_un_mensaje_es_un_renglon(lineas: list[str]) -> None:
    logging.getLogger("prueba").warning("uno\n%s", "dos\r\ntres")
    assert lineas == ["prueba uno\\ndos\\r\\ntres"]


def test_el_servidor_embebido_no_escribe_lo_que_se_le_pidio() -> None:
    assert postgres.SIN_ORDENES[0] == "log_min_messages=log"


@pytest.mark.parametrize("falla", [OSError(2, "No such file", f"/tmp/{NOMBRE}"), KeyError(NOMBRE)])
def test_la_traza_dice_donde_y_no_que(falla: Exception, lineas: list[str]) -> None:
    try:
        raise falla
    except (OSError, KeyError):
        logging.getLogger("prueba").exception("falló")
    assert "in test_la_traza_dice_donde_y_no_que" in _nadie(lineas)


def test_el_registro_no_cambia_para_quien_mas_lo_lea() -> None:
    registro = logging.LogRecord("prueba", logging.INFO, "x", 1, "%s", (RFC,), None)
    LINEA.format(registro)
    assert registro.getMessage() == RFC


def test_la_peticion_sin_ruta(rf: RequestFactory, lineas: list[str]) -> None:
    peticion = rf.get(f"/x/{NOMBRE}/")
    logging.getLogger("django.security.csrf").warning(
        "Forbidden (%s): %s",
        f"Referer checking failed - https://otro.example/{NOMBRE.replace(' ', '-')} does not match",
        peticion.path,
        extra={"request": peticion},
    )
    assert "https://otro.example/[ruta]" in _nadie(lineas)
