"""Entering: what opens, what is refused and with which code, and that a challenge serves once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from buzon.bitacora.models import RechazoAsentado
from buzon.cuentas.models import Ingreso, Reto
from buzon.demo.personas import Persona
from tests.personas import Dentro

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]


def codigo(respuesta: Any) -> str:
    return str(respuesta.context["rechazo"].codigo)


@pytest.mark.parametrize(
    ("situacion", "esperado"),
    [
        ("vencida", "certificado_vencido"),
        ("aun_no_vigente", "certificado_aun_no_vigente"),
        ("revocada", "certificado_revocado"),
        ("csd", "certificado_es_csd"),
        ("ac_ajena", "certificado_no_confiable"),
    ],
)
def test_rechaza(elegir: Callable[..., Persona], situacion: str, esperado: str) -> None:
    quien = Dentro(elegir(situacion=situacion))
    respuesta = quien.ingresar()
    assert respuesta.status_code == 422
    assert codigo(respuesta) == esperado
    assert f'data-codigo="{esperado}"' in respuesta.content.decode()
    assert not Ingreso.objects.exists()
    assert RechazoAsentado.objects.get(codigo=esperado).veces == 1


def test_entra_y_dice_quien_es(elegir: Callable[..., Persona]) -> None:
    quien = Dentro(elegir(persona="moral"))
    quien.ingresar()
    pagina = quien.http.get("/activacion/").content.decode()
    assert quien.persona.rfc in pagina.replace("&amp;", "&")
    assert "Salir" in pagina
    assert Ingreso.objects.get().revocacion["estado"] == "VIGENTE"
    assert quien.http.session["_auth_user_backend"] == "buzon.cuentas.ingreso.EfirmaBackend"


def test_el_reto_sirve_una_vez(elegir: Callable[..., Persona]) -> None:
    quien = Dentro(elegir(persona="fisica"))
    envio = quien.envio(quien.http.get("/ingresar/"), "reto")
    assert quien.http.post("/ingresar/", envio | {"firma": quien.firma("x")}).status_code == 422
    repetido = quien.http.post("/ingresar/", envio)
    assert (repetido.status_code, codigo(repetido)) == (422, "reto_usado")


def test_el_reto_es_de_la_sesion_que_lo_pidio(elegir: Callable[..., Persona]) -> None:
    quien = Dentro(elegir(persona="fisica"))
    envio = quien.envio(quien.http.get("/ingresar/"), "reto")
    otra = Client()
    otra.get("/ingresar/")
    ajeno = otra.post("/ingresar/", envio)
    assert (ajeno.status_code, codigo(ajeno)) == (422, "reto_vencido")
    assert quien.http.post("/ingresar/", envio).status_code == 302


def test_el_reto_vence_a_los_cinco_minutos(elegir: Callable[..., Persona]) -> None:
    quien = Dentro(elegir(persona="fisica"))
    envio = quien.envio(quien.http.get("/ingresar/"), "reto")
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        tarde = quien.http.post("/ingresar/", envio)
    assert (tarde.status_code, codigo(tarde)) == (422, "reto_vencido")
    assert Reto.objects.get(pk=envio["reto"]).usado_en is None


@pytest.mark.parametrize("falta", ["reto", "certificado", "firma"])
def test_un_campo_de_menos_o_de_mas_se_rechaza(elegir: Callable[..., Persona], falta: str) -> None:
    quien = Dentro(elegir(persona="fisica"))
    envio: dict[str, Any] = quien.envio(quien.http.get("/ingresar/"), "reto")
    incompleto = quien.http.post("/ingresar/", {clave: envio[clave] for clave in envio if clave != falta})
    assert codigo(incompleto) == "peticion_malformada"
    assert (
        codigo(quien.http.post("/ingresar/", envio | {falta: [envio[falta], "x"]})) == "peticion_malformada"
    )


def test_la_sesion_termina_por_inactividad(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(minutes=14), tick=False):
        assert quien.http.get("/activacion/").status_code == 200
    with time_machine.travel(ahora + timedelta(minutes=28), tick=False):
        assert quien.http.get("/activacion/").status_code == 200
    with time_machine.travel(ahora + timedelta(minutes=44), tick=False):
        respuesta = quien.http.get("/activacion/?desde=aqui", follow=True)
    assert "Tu sesión terminó" in respuesta.content.decode()
    assert respuesta.redirect_chain == [("/ingresar/?next=/activacion/%3Fdesde%3Daqui", 302)]


def test_la_sesion_dura_ocho_horas_aunque_se_use(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    ahora = timezone.now()
    estados = []
    for minutos in (*range(10, 8 * 60, 10), 8 * 60 + 1):
        with time_machine.travel(ahora + timedelta(minutes=minutos), tick=False):
            estados.append(quien.http.get("/activacion/").status_code)
    assert estados[:-1] == [200] * 47
    assert estados[-1] == 302


def test_el_sondeo_no_mantiene_viva_la_sesion(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(minutes=14), tick=False):
        quien.http.get("/activacion/listo/", HTTP_HX_REQUEST="true")
    with time_machine.travel(ahora + timedelta(minutes=16), tick=False):
        respuesta = quien.http.get("/activacion/listo/", HTTP_HX_REQUEST="true")
    assert respuesta.headers["HX-Redirect"] == "/ingresar/"


@pytest.mark.parametrize(
    ("siguiente", "destino"),
    [
        ("/cobranza/32d/autorizacion/", "/cobranza/32d/autorizacion/"),
        ("https://malo.example/", "/buzon/"),
        ("//malo.example", "/buzon/"),
        ("javascript:alert(1)", "/buzon/"),
        ("foo", "/buzon/"),
        ("portal:soporte", "/buzon/"),
        ("", "/buzon/"),
    ],
)
def test_el_siguiente_solo_lleva_adentro(
    elegir: Callable[..., Persona], siguiente: str, destino: str
) -> None:
    quien = Dentro(elegir(persona="fisica"))
    pagina = quien.http.get("/ingresar/", {"next": siguiente})
    respuesta = quien.http.post(f"/ingresar/?next={siguiente}", quien.envio(pagina, "reto"))
    assert respuesta.headers["Location"] == destino
