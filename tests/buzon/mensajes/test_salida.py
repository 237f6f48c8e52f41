"""The outbox: whatever is down, nothing is lost and nothing leaves twice."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, transaction

from buzon.bitacora.models import Asiento
from buzon.mensajes import salida, services, tasks
from buzon.mensajes.models import Canal, Envio, EstadoDeEnvio
from tests.buzon.mensajes.conftest import CORREO, RFC, intentar
from tests.buzon.mensajes.pasarelas import puerto_cerrado
from tests.buzon.mensajes.servidor_smtp import Buzones, servidor_smtp

pytestmark = pytest.mark.django_db
Nuevo = Callable[..., Envio]
MINUTO = timedelta(minutes=1)


def estado(uno: Envio) -> tuple[str, int]:
    uno.refresh_from_db()
    return uno.estado, uno.intentos


def archivos() -> list[Path]:
    return sorted([*settings.CARPETA_CORREO.glob("[!.]*"), *settings.CARPETA_SMS.glob("[!.]*")])


@pytest.mark.parametrize("canal", Canal)
def test_sale_una_vez_aunque_se_pida_muchas(envio: Nuevo, ahora: datetime, canal: Canal) -> None:
    uno = envio(canal)
    assert [intentar(uno, ahora=ahora) for _ in range(3)] == [True, False, False]
    [archivo] = archivos()
    assert str(uno.pk) in archivo.name
    assert estado(uno) == ("ENVIADO", 1)
    assert (uno.por, uno.referencia, uno.enviado_en, uno.error) == ("archivo", archivo.name, ahora, "")


def test_lo_escrito_y_no_confirmado_se_escribe_en_el_mismo_archivo(envio: Nuevo, ahora: datetime) -> None:
    uno = envio()
    with transaction.atomic():
        intentar(uno, ahora=ahora)
        transaction.set_rollback(True)
    primero = archivos()[0].read_bytes()
    assert estado(uno) == ("PENDIENTE", 0)
    assert intentar(uno, ahora=ahora + timedelta(hours=1))
    [archivo] = archivos()
    partes = [message_from_bytes(octetos) for octetos in (primero, archivo.read_bytes())]
    assert partes[0]["Message-ID"] == partes[1]["Message-ID"] == f"<{uno.pk}@127.0.0.1>"
    assert archivo.read_bytes() == primero


def test_smtp_caido_y_de_vuelta(envio: Nuevo, ahora: datetime, por_smtp: Callable[[int], None]) -> None:
    uno, buzones = envio(), Buzones(puerto_cerrado())
    por_smtp(buzones.puerto)
    for vez in (1, 2, 3):
        assert not intentar(uno, ahora=ahora)
        assert estado(uno) == ("PENDIENTE", vez)
    assert uno.proximo_en == ahora + timedelta(seconds=120)
    assert uno.error == "smtp: ConnectionRefusedError"
    with servidor_smtp(buzones):
        assert intentar(uno, ahora=ahora)
        assert not intentar(uno, ahora=ahora)
    [recibido] = buzones.recibidos
    mensaje = message_from_bytes(recibido)
    assert mensaje["To"] == CORREO
    assert [parte.get_content_type() for parte in mensaje.get_payload()] == ["text/plain", "text/html"]  # type: ignore[union-attr]
    assert estado(uno) == ("ENVIADO", 4)
    assert (uno.por, uno.referencia) == ("smtp", f"<{uno.pk}@127.0.0.1>")


def test_copias_de_un_intento_son_un_intento(
    envio: Nuevo, ahora: datetime, por_smtp: Callable[[int], None]
) -> None:
    """An hour without a worker leaves many tasks for one delivery: each try is made once, and its wait is kept."""
    uno = envio()
    por_smtp(puerto_cerrado())
    for _ in range(60):
        assert not salida.enviar(uno.pk, intentos=0, ahora=ahora)
    assert estado(uno) == ("PENDIENTE", 1)
    assert uno.proximo_en == ahora + timedelta(seconds=30)
    salida.aplazar(uno.pk, intentos=0, motivo="tarde", ahora=ahora)
    assert estado(uno) == ("PENDIENTE", 1)


@pytest.mark.parametrize(
    ("respuestas", "queda"),
    [
        ({"RCPT": b"550 no existe persona@ejemplo.mx"}, "FALLIDO"),
        ({"RCPT": b"450 ocupado"}, "PENDIENTE"),
        ({"MAIL": b"550 no te conozco"}, "PENDIENTE"),
        ({"EHLO": b"421 ahora no", "HELO": b"421 ahora no"}, "PENDIENTE"),
        ({"DATA": b"451 luego"}, "PENDIENTE"),
        ({"DATA": b"554 no me gusta"}, "PENDIENTE"),
        ({"DATA": None}, "PENDIENTE"),
        ({"RCPT": None}, "PENDIENTE"),
        ({"QUIT": None}, "ENVIADO"),
        ({"QUIT": b"500 ni adios"}, "ENVIADO"),
    ],
    ids=str,
)
def test_lo_que_responde_smtp(
    envio: Nuevo,
    ahora: datetime,
    por_smtp: Callable[[int], None],
    respuestas: dict[str, bytes | None],
    queda: str,
) -> None:
    uno = envio()
    with servidor_smtp(Buzones(respuestas=respuestas)) as buzones:
        por_smtp(buzones.puerto)
        intentar(uno, ahora=ahora)
        assert estado(uno) == (queda, 1)
        assert len(buzones.recibidos) == (1 if queda == "ENVIADO" or respuestas == {"DATA": None} else 0)
    assert CORREO not in uno.error
    assert Asiento.objects.filter(evento="mensajes.fallido", rfc=RFC).exists() is (queda == "FALLIDO")


def test_smtp_que_no_contesta(envio: Nuevo, ahora: datetime, por_smtp: Callable[[int], None]) -> None:
    uno = envio()
    with servidor_smtp(Buzones(al_recibir=threading.Event())) as buzones:
        por_smtp(buzones.puerto)
        intentar(uno, ahora=ahora)
        assert estado(uno) == ("PENDIENTE", 1)
        assert uno.error in {"smtp: TimeoutError", "smtp: SMTPServerDisconnected"}
        assert buzones.al_recibir is not None
        buzones.al_recibir.set()


def test_a_las_72_horas_se_da_por_perdido(
    envio: Nuevo, ahora: datetime, por_smtp: Callable[[int], None]
) -> None:
    uno, reloj = envio(), ahora
    por_smtp(puerto_cerrado())
    while estado(uno)[0] == EstadoDeEnvio.PENDIENTE:
        intentar(uno, ahora=reloj)
        uno.refresh_from_db()
        reloj = uno.proximo_en
    assert timedelta(hours=72) <= reloj - ahora <= timedelta(hours=74)
    assert 70 <= uno.intentos <= 90
    asiento = Asiento.objects.get(evento="mensajes.fallido")
    assert asiento.detalle == {"envio": str(uno.pk), "canal": "CORREO", "error": uno.error}


def test_una_falla_no_prevista_cuenta_y_no_detiene(
    envio: Nuevo, ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    uno = envio()

    def romper(_: Envio) -> None:
        raise RecursionError

    monkeypatch.setattr(salida, "_entregar", romper)
    tasks.enviar(envio_id=str(uno.pk), intentos=0, de_otra_version=1)
    assert estado(uno) == ("PENDIENTE", 1)
    assert uno.error == "RecursionError"


def test_se_reenvia_lo_que_toca_y_no_dos_veces_en_un_minuto(
    envio: Nuevo, ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    toca, no_toca, enviado, fallido = envio(), envio(), envio(), envio()
    Envio.objects.filter(pk=no_toca.pk).update(proximo_en=ahora + MINUTO * 10)
    intentar(enviado, ahora=ahora)
    Envio.objects.filter(pk=fallido.pk).update(estado="FALLIDO")
    pedidos: list[tuple[str, int]] = []
    monkeypatch.setattr(
        salida, "encolar", lambda tarea, *, envio_id, intentos: pedidos.append((envio_id, intentos))
    )
    Envio.objects.filter(pk=toca.pk).update(intentos=3)
    en_cola = services.EN_COLA
    assert salida.reenviar(ahora=ahora + en_cola / 2) == 0
    assert [salida.reenviar(ahora=ahora + en_cola + n * MINUTO / 2) for n in range(4)] == [1, 0, 1, 0]
    assert pedidos == [(str(toca.pk), 3)] * 2
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        consulta = Envio.objects.filter(estado="PENDIENTE", proximo_en__lte=ahora).order_by("proximo_en")
        assert "envio_pendiente" in consulta.explain()


def test_el_reintento_del_personal_da_otra_vez_sus_intentos(
    envio: Nuevo, ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    uno = envio()
    Envio.objects.filter(pk=uno.pk).update(estado="FALLIDO", intentos=80)
    pedidos: list[str] = []
    monkeypatch.setattr(salida, "encolar", lambda tarea, *, envio_id, intentos: pedidos.append(envio_id))
    assert salida.reintentar(uno.pk, autor="ana", ahora=ahora)
    assert estado(uno) == ("PENDIENTE", 0)
    assert pedidos == [str(uno.pk)]
    assert Asiento.objects.get(evento="mensajes.reintento").detalle["autor"] == "ana"
    intentar(uno, ahora=ahora)
    assert not salida.reintentar(uno.pk, autor="ana", ahora=ahora)


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_dos_workers_a_la_vez(envio: Nuevo, ahora: datetime, por_smtp: Callable[[int], None]) -> None:
    uno, enviados = envio(), []

    def mandar() -> None:
        try:
            enviados.append(intentar(uno, ahora=ahora))
        finally:
            connection.close()

    with servidor_smtp() as buzones:
        por_smtp(buzones.puerto)
        hilos = [threading.Thread(target=mandar) for _ in range(6)]
        for hilo in hilos:
            hilo.start()
        for hilo in hilos:
            hilo.join()
        assert sorted(enviados) == [False] * 5 + [True]
        assert len(buzones.recibidos) == 1


WORKER = """
import os, sys, django
django.setup()
from datetime import datetime, UTC
from pathlib import Path
from django.conf import settings
from buzon.mensajes import archivos, correo, salida
settings.CARPETA_CORREO = Path(sys.argv[2])
if sys.argv[3] == "muere":
    original = correo.guardar
    def guardar(*args, **kwargs):
        original(*args, **kwargs)
        print("escrito", flush=True)
        sys.stdin.read()
    correo.guardar = guardar
print(salida.enviar(sys.argv[1], intentos=0, ahora=datetime.now(UTC)), flush=True)
"""


def worker(uno: Envio, *como: str) -> "subprocess.Popen[str]":
    direccion = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    entorno = os.environ | {
        "DJANGO_SETTINGS_MODULE": "buzon.config.settings_test",
        "DATABASE_URL": direccion.geturl(),
    }
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(uno.pk), str(settings.CARPETA_CORREO), *como],
        cwd=settings.BASE_DIR,
        env=entorno,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.django_db(transaction=True)  # processes that die
def test_un_proceso_que_muere_entre_enviar_y_confirmar(envio: Nuevo) -> None:
    uno = envio()
    with worker(uno, "muere") as primero:
        assert primero.stdout is not None
        assert primero.stdout.readline() == "escrito\n"
        with worker(uno, "vive") as mientras:
            assert mientras.communicate()[0] == "False\n"
        primero.send_signal(signal.SIGKILL)
    assert len(archivos()) == 1
    assert estado(uno) == ("PENDIENTE", 0)
    with worker(uno, "vive") as segundo:
        assert segundo.communicate()[0] == "True\n"
    assert len(archivos()) == 1
    assert estado(uno) == ("ENVIADO", 1)
