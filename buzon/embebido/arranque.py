"""Starts the whole portal: servers, migrations, demo data, web server and worker; stops it when asked.

It does without Django, so that the servers start at once; only its children load the portal.
"""

import errno
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from buzon.embebido import anuncio, carpetas, instancia, postgres, salud, valkey
from buzon.embebido.errores import ArranqueImposible, Detenido
from buzon.embebido.padre import vigilar_make
from buzon.embebido.recetas import BASE, envios, preparacion, web, worker
from buzon.embebido.supervisor import Hijo, Supervisor

ESPERA_SERVIDOR_S = 60.0
ESPERA_PREPARACION_S = 600.0
# What only one process needs, the others do not get: the tables' owner, and the seal's key.
DE_MIGRACIONES = ("DATABASE_URL_MIGRACIONES", "DATABASE_URL_MIGRACIONES_FILE")
DEL_QUE_SELLA = (
    *("SELLO_LLAVE", "SELLO_CONTRASENA", "SELLO_CONTRASENA_FILE"),
    *("SELLO_PKCS11_MODULO", "SELLO_PKCS11_TOKEN", "SELLO_PKCS11_PIN", "SELLO_PKCS11_PIN_FILE"),
)


@dataclass(frozen=True, slots=True)
class Ajustes:
    """What the start needs to know of the environment; the rest is for the settings of the children."""

    datos: Path
    puerto: int
    url_publica: str
    es_demo: bool
    host: str

    @classmethod
    def del_entorno(cls, entorno: Mapping[str, str]) -> "Ajustes":
        """Read them, with the defaults of the settings."""
        texto = entorno.get("PORT") or "8000"
        if not texto.isdecimal():
            raise ArranqueImposible(f"PORT debe ser un número de puerto, no «{texto}».")
        es_demo, host = entorno.get("MODO") == "demo", entorno.get("ESCUCHAR") or "127.0.0.1"
        try:
            fuera = not ip_address(host).is_loopback
        except ValueError as error:
            raise ArranqueImposible(f"ESCUCHAR debe ser una dirección IP, no «{host}».") from error
        if es_demo and fuera:
            raise ArranqueImposible(
                f"ESCUCHAR={host}: la demostración, cuyas contraseñas son públicas, no sale de esta máquina."
            )
        return cls(
            datos=Path(entorno.get("BUZON_DATOS") or BASE / "var").resolve(),
            puerto=int(texto),
            url_publica=entorno.get("URL_PUBLICA") or f"http://127.0.0.1:{int(texto)}",
            es_demo=es_demo,
            host=host,
        )


def avisar(texto: str) -> None:
    """Say something to whoever started the portal, who may have closed the terminal."""
    with suppress(OSError):
        print(texto, file=sys.stderr, flush=True)


def exigir_puerto_libre(host: str, puerto: int) -> None:
    """Raise ArranqueImposible unless the web server will be able to listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as prueba:
        prueba.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prueba.bind((host, puerto))
        except (OSError, OverflowError) as error:
            ocupado = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
            raise ArranqueImposible(
                f"El puerto {puerto} {'está ocupado' if ocupado else 'no se puede usar'}: "
                f"elige otro, por ejemplo «make portal PORT={8001 if puerto != 8001 else 8002}»."
            ) from error


def _iniciar_servidores(supervisor: Supervisor, datos: Path, entorno: dict[str, str]) -> None:
    """Start what the environment does not name, both at once, and add their addresses to `entorno`."""
    servidores: list[tuple[Hijo, postgres.Cluster | valkey.Valkey]] = []
    if not (entorno.get("DATABASE_URL") or entorno.get("DATABASE_URL_FILE")):
        cluster = postgres.preparar(datos)
        entorno["DATABASE_URL"] = cluster.url
        servidores.append((supervisor.iniciar(cluster.receta()), cluster))
    if not (entorno.get("REDIS_URL") or entorno.get("REDIS_URL_FILE")):
        cola = valkey.preparar(datos)
        entorno["REDIS_URL"] = cola.url
        servidores.append((supervisor.iniciar(cola.receta()), cola))
    for hijo, servidor in servidores:
        supervisor.esperar(servidor.responde, hijo=hijo, segundos=ESPERA_SERVIDOR_S)


def _entorno_de_los_hijos(ajustes: Ajustes) -> dict[str, str]:
    entorno = dict(os.environ) | {
        "BUZON_DATOS": str(ajustes.datos),
        "PORT": str(ajustes.puerto),
        "URL_PUBLICA": ajustes.url_publica,
        "PYTHONUNBUFFERED": "1",
    }
    if ajustes.es_demo and not (entorno.get("SECRET_KEY") or entorno.get("SECRET_KEY_FILE")):
        entorno["SECRET_KEY"] = carpetas.secreto_guardado(ajustes.datos / "secret_key", octetos=48)
    return entorno


def _sin(entorno: Mapping[str, str], nombres: Sequence[str]) -> dict[str, str]:
    return {nombre: valor for nombre, valor in entorno.items() if nombre not in nombres}


def _subir(supervisor: Supervisor, ajustes: Ajustes) -> None:
    """Bring everything up and say so. The worker loads behind the web server: a task can wait, a person should not."""
    exigir_puerto_libre(ajustes.host, ajustes.puerto)
    entorno = _entorno_de_los_hijos(ajustes)
    avisar("Preparando el portal…")
    if ajustes.es_demo:
        _iniciar_servidores(supervisor, ajustes.datos, entorno)
    supervisor.ejecutar(preparacion(entorno), segundos=ESPERA_PREPARACION_S)
    sin_llaves = _sin(entorno, DE_MIGRACIONES + DEL_QUE_SELLA)
    servidor = supervisor.iniciar(web(sin_llaves, host=ajustes.host, puerto=ajustes.puerto))
    nombre = salud.nombre_publico(ajustes.url_publica)
    supervisor.esperar(
        lambda: salud.responde("readyz", en=ajustes.host, puerto=ajustes.puerto, host=nombre),
        hijo=servidor,
        segundos=ESPERA_SERVIDOR_S,
    )
    supervisor.iniciar(worker(_sin(entorno, DE_MIGRACIONES), datos=ajustes.datos))
    supervisor.iniciar(envios(sin_llaves))
    instancia.dejar_nota(ajustes.datos, entorno=entorno)
    demo = ajustes.datos / "demo" if ajustes.es_demo else None
    with suppress(OSError):
        print(*anuncio.lineas(puerto=ajustes.puerto, demo=demo), sep="\n", flush=True)


def arrancar() -> None:
    """Run the portal until a signal asks for its end. Raises ArranqueImposible with a sentence for people."""
    ajustes = Ajustes.del_entorno(os.environ)
    carpetas.crear_privada(ajustes.datos)
    registros = carpetas.crear_privada(ajustes.datos / "registros")
    supervisor = Supervisor(registros, avisar=avisar, debe_parar=vigilar_make())
    supervisor.instalar_senales()
    try:
        supervisor.heredar = (instancia.tomar_candado(ajustes.datos, atender=supervisor.atender),)
        _subir(supervisor, ajustes)
        supervisor.vigilar()
    except Detenido:
        return
    finally:
        # Without the lock the note is another portal's.
        if supervisor.heredar:
            instancia.borrar_nota(ajustes.datos)
        supervisor.parar()
