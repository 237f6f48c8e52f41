"""Pages that take each other's place by htmx: told from a page that asks by itself, and from another person's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from buzon.cuentas.models import Ingreso, Reto
from buzon.cuentas.peticion import PersonaDentro
from buzon.demo.personas import Persona
from tests.personas import Dentro
from tests.recorridos.test_ingreso import codigo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]
ESTADO = "/cobranza/32d/autorizacion/"
CAMBIO = {"HX-Request": "true", "HX-Boosted": "true"}
VUELTA = {"HX-History-Restore-Request": "true", "Sec-Fetch-Dest": "empty"}


def _marca(quien: Dentro) -> str:
    return PersonaDentro.de(Ingreso.objects.get(pk=quien.http.session["ingreso"])).marca


@pytest.mark.parametrize("cabeceras", [CAMBIO, VUELTA])
def test_ir_a_otra_pagina_usa_la_sesion_y_trae_la_pagina_entera(
    activa: Callable[..., Dentro], cabeceras: dict[str, str]
) -> None:
    quien = activa(persona="fisica")
    acto = quien.hacer("autorizar").request["PATH_INFO"]
    ahora = timezone.now()
    for minutos in (14, 28, 42):
        with time_machine.travel(ahora + timedelta(minutes=minutos), tick=False):
            pagina = quien.http.get(acto, headers=cabeceras)
        assert pagina.status_code == 200
        assert pagina.content.startswith(b"<!doctype html>")


@pytest.mark.parametrize("cabeceras", [CAMBIO, VUELTA])
def test_un_rechazo_es_una_pagina_tambien_para_quien_cambia_de_pagina(
    activa: Callable[..., Dentro], cabeceras: dict[str, str]
) -> None:
    quien = activa(persona="fisica")
    nada = quien.http.get("/nada/", headers=cabeceras)
    assert (nada.status_code, nada["Content-Type"]) == (404, "text/html; charset=utf-8")
    malformada = quien.http.post("/idioma/", {"idioma": "xx"}, headers=cabeceras)
    assert malformada["Content-Type"] == "text/html; charset=utf-8"


def test_sin_sesion_toda_la_pestana_va_a_la_entrada_y_vuelve(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        respuesta = quien.http.get(f"{ESTADO}?a=1", headers=CAMBIO)
    assert respuesta["HX-Redirect"] == f"/ingresar/?next={ESTADO}%3Fa%3D1"
    assert Client().get(ESTADO, headers=CAMBIO)["HX-Redirect"] == f"/ingresar/?next={ESTADO}"


def test_la_pagina_de_otra_persona_se_carga_entera_y_lo_suyo_no_se_envia(
    activa: Callable[..., Dentro],
) -> None:
    una, otra = activa(persona="fisica"), activa(persona="moral")
    de = {"X-Buzon-De": _marca(una)}
    assert una.http.get(ESTADO, headers=CAMBIO | de).status_code == 200
    assert f'data-de="{_marca(una)}"' in una.http.get(ESTADO).content.decode()

    ajena = otra.http.get(f"{ESTADO}?a=1", headers=CAMBIO | de)
    assert (ajena.status_code, ajena["HX-Redirect"]) == (200, f"{ESTADO}?a=1")
    enviada = otra.http.post(ESTADO, {"manifestacion": "autorizar"}, headers=CAMBIO | de)
    assert enviada.status_code == 409
    assert 'data-codigo="otra_sesion"' in enviada.content.decode()
    de_un_guion = otra.http.post("/efirma/validar/", {}, headers={"Accept": "application/json"} | de)
    assert (de_un_guion.status_code, de_un_guion.json()["codigo"]) == (409, "otra_sesion")
    assert otra.http.get("/sesion/", headers={"Accept": "application/json"} | de).status_code == 409


def test_el_token_viejo_se_cambia_solo_en_la_pagina_de_quien_esta_dentro(
    activa: Callable[..., Dentro],
) -> None:
    quien = activa(persona="fisica")
    estricto = Client(enforce_csrf_checks=True)
    estricto.cookies = quien.http.cookies
    envio = {"manifestacion": "autorizar", "csrfmiddlewaretoken": "a" * 64}
    de = {"X-Buzon-De": _marca(quien)}
    for cabeceras in (CAMBIO | de, {"Accept": "application/json"} | de):
        vencido = estricto.post(ESTADO, envio, headers=cabeceras)
        assert vencido.status_code == 403
        nuevo = vencido["X-CSRFToken"]
        assert estricto.post(ESTADO, envio | {"csrfmiddlewaretoken": nuevo}, headers=de).status_code == 302
    assert "X-CSRFToken" not in estricto.post(ESTADO, envio, headers=CAMBIO)
    assert "X-CSRFToken" not in estricto.post(ESTADO, envio, headers=CAMBIO | {"X-Buzon-De": "otra"})


def test_la_entrada_da_otro_reto_a_la_pagina_que_lleva_mucho_abierta(elegir: Callable[..., Persona]) -> None:
    quien = Dentro(elegir(persona="fisica"))
    envio = quien.envio(quien.http.get("/ingresar/"), "reto")
    otro = quien.http.get("/ingresar/", headers={"Accept": "application/json"})
    assert otro["Cache-Control"] == "no-store"
    datos = otro.json()
    reto = Reto.objects.get(pk=datos["reto"])
    assert (datos["cadena"], datos["vence"]) == (reto.cadena, reto.vence_en.timestamp())
    firmado = envio | {"reto": datos["reto"], "firma": quien.firma(datos["cadena"])}
    assert quien.http.post("/ingresar/", firmado).status_code == 302


def test_de_un_acto_vencido_se_muestra_otro_igual_y_ese_se_firma(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    actos = {
        "autorizar": quien.guardar("autorizar").request["PATH_INFO"],
        "contactos": quien.http.post(
            "/buzon/contactos/", {"canal": "CORREO", "correo": "otro@ejemplo.mx"}, follow=True
        ).request["PATH_INFO"],
        "solicitud": quien.http.post(
            "/promociones/aclaraciones/",
            {
                "asunto": "OPINION_PUBLICA",
                "texto": "No estoy de acuerdo.\n\nPido que se revise.",
                "accion": "continuar",
            },
            follow=True,
        ).request["PATH_INFO"],
    }
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(minutes=10), tick=False):
        quien.http.get(ESTADO)
    with time_machine.travel(ahora + timedelta(minutes=20), tick=False):
        for nombre, ruta in actos.items():
            vencido = quien.http.get(ruta)
            assert (vencido.status_code, 'name="accion" value="otra_vez"' in vencido.content.decode()) == (
                409,
                True,
            )
            nuevo = quien.http.post(ruta, {"accion": "otra_vez"}, follow=True)
            assert nuevo.request["PATH_INFO"] != ruta, nombre
            firmado = quien.firmar(nuevo)
            assert firmado.status_code == 200, nombre
            assert nuevo.request["PATH_INFO"] != firmado.request["PATH_INFO"]


def test_el_que_ya_no_procede_no_se_prepara_otra_vez(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    ruta = quien.guardar("autorizar").request["PATH_INFO"]
    quien.hacer("autorizar")
    otra = quien.http.post(ruta, {"accion": "otra_vez"})
    assert (otra.status_code, codigo(otra)) == (409, "estado_cambiado")
