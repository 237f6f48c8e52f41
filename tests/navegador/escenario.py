"""A portal with something on every page: a person with acts and messages, and a row of all that staff sees."""

import json
import re
from pathlib import Path

from playwright.sync_api import BrowserContext

from buzon.demo.personas import Persona
from tests.personas import Dentro, codigo_de
from tests.portal_real import Portal
from tests.recorridos.test_caidas import Remoto, Respuesta, hasta_que

FILAS = """
import json
from django.contrib import admin
from django.utils import timezone
from opinion.models import OpinionNoDisponible
from tests.personal.expedientes import crear_expediente, una
crear_expediente(1)
# That person's is computed at once and goes away; of this RFC nothing is ever computed.
OpinionNoDisponible.objects.create(rfc="XXX010101AA1", causa="prueba", desde=timezone.now())
con_filas = [modelo for modelo in admin.site._registry if modelo._default_manager.exists()]
print(json.dumps({modelo._meta.label_lower: str(una(modelo).pk) for modelo in con_filas}))
"""
ASUNTO = {"asunto": "OPINION_PUBLICA", "texto": "No estoy de acuerdo.\n\nPido que se revise."}


def entra(portal: Portal, **rasgos: object) -> Dentro:
    """Return a demo person who has entered that portal by HTTP."""
    datos = portal.personas(**rasgos)[0]
    carpeta = portal.datos / "demo"
    persona = Persona(**{**datos, "cer": carpeta / datos["cer"], "key": carpeta / datos["key"]})
    dentro = Dentro(persona, Remoto(portal.url), codigos=lambda: _codigos(portal.datos / "salida"))
    dentro.ingresar()
    return dentro


def _codigos(salida: Path) -> tuple[str, str]:
    def con_codigo(canal: str) -> list[Path]:
        return [ruta for ruta in (salida / canal).glob("[!.]*") if "digo" in ruta.read_text(encoding="utf-8")]

    hasta_que(lambda: all(con_codigo(canal) for canal in ("correo", "sms")))
    return codigo_de(max(con_codigo("correo"))), codigo_de(max(con_codigo("sms")))


def dar_sesion(contexto: BrowserContext, quien: Dentro) -> None:
    """Put the person's session in a browser."""
    galletas = quien.http.sesion.cookies
    contexto.add_cookies([{"name": c.name, "value": str(c.value), "url": quien.http.url} for c in galletas])


def ruta_de(respuesta: Respuesta) -> str:
    return respuesta.request["PATH_INFO"]


def vivir(quien: Dentro) -> dict[str, str]:
    """Do one of everything, and return the address of each page that came of it, by the name of its route."""
    rfc, http = quien.persona.rfc, quien.http
    rutas = {"opinion:publica": f"/opinion/{rfc}/", "portal:procedimiento": "/materiales/autorizar/"}
    rutas["autorizacion32d:acto"] = ruta_de(quien.hacer("autorizar"))
    rutas["autorizacion32d:certificar"] = ruta_de(quien.guardar("cancelar"))
    alta = {"canal": "CORREO", "correo": "otro@ejemplo.mx"}
    firmado = quien.firmar(http.post("/buzon/contactos/", alta, follow=True))
    rutas["cuentas:contactos_acto"] = ruta_de(firmado)
    alta["correo"] = "tercero@ejemplo.mx"
    rutas["cuentas:contactos_certificar"] = ruta_de(http.post("/buzon/contactos/", alta, follow=True))
    rutas["cuentas:contactos_cambiar"] = _primera(http, "/buzon/contactos/", r"/buzon/contactos/\d+/cambiar/")
    rutas["mi_opinion:emitida"] = ruta_de(http.post("/cobranza/32d/mi-opinion/", {}, follow=True))
    tercero = {"terceros": "ZZZ010101ZZ1"}
    rutas["terceros:acto"] = ruta_de(quien.firmar(http.post("/cobranza/32d/terceros/", tercero, follow=True)))
    otro = {"terceros": "ZZZ010101ZZ2"}
    rutas["terceros:certificar"] = ruta_de(http.post("/cobranza/32d/terceros/", otro, follow=True))
    rutas |= _pedir(quien)
    rutas["mensajes:mensaje"] = _primera(http, "/buzon/", r"/buzon/mensajes/\d+/")
    return rutas


def _pedir(quien: Dentro) -> dict[str, str]:
    ruta = "/promociones/aclaraciones/"
    continuar = ASUNTO | {"accion": "continuar"}
    presentada = ruta_de(quien.firmar(quien.http.post(ruta, continuar, follow=True)))
    folio = presentada.rstrip("/").rpartition("/")[2]
    return {
        "promociones:acto": presentada,
        "promociones:solicitud": f"{ruta}{folio}/",
        "promociones:certificar": ruta_de(quien.http.post(ruta, continuar, follow=True)),
    }


def _primera(http: Remoto, ruta: str, patron: str) -> str:
    hallada = re.search(patron, http.get(ruta).content.decode())
    assert hallada, f"{ruta} no lleva a {patron}"
    return hallada[0]


def filas_del_personal(portal: Portal) -> dict[str, str]:
    """Make one row of everything, and return the key of one row of each model, by the model's label."""
    salida = portal.manage("shell", "-c", FILAS)
    assert salida.returncode == 0, salida.stderr
    filas: dict[str, str] = json.loads(salida.stdout.strip().splitlines()[-1])
    return filas
