"""Asking to be authorised: told to whom it concerns, answered or not, and nothing of it shown to the asker."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buzon.mensajes.models import Mensaje
from terceros import avisos
from terceros.models import Peticion
from terceros.peticiones import ESPERA
from tests.personas import Dentro, al_confirmar
from tests.terceros.quienes import CONSULTA, RUTA, autorizar, codigo_de, sin_el_rfc

pytestmark = pytest.mark.django_db
DESCONOCIDO = "ZZZ010101ZZ1"
ASUNTO = "Te piden autorización para ver tu opinión"


@pytest.fixture
def titular(activa: Callable[..., Dentro]) -> Dentro:
    return activa(persona="moral")


@pytest.fixture
def pide(activa: Callable[..., Dentro]) -> Dentro:
    return activa(persona="fisica")


def pedir(quien: Dentro, rfc: str, motivo: str = "AUDITORIA") -> HttpResponse:
    respuesta: HttpResponse = quien.http.post(CONSULTA, {"pedir": rfc, "motivo": motivo}, follow=True)
    return respuesta


def responder(quien: Dentro, respuesta: str) -> HttpResponse:
    datos = {"peticion": Peticion.objects.latest("pk").pk, "respuesta": respuesta}
    dada: HttpResponse = quien.http.post(RUTA, datos, follow=True)
    return dada


def avisados(rfc: str) -> int:
    return Mensaje.objects.filter(rfc=rfc, asunto=ASUNTO).count()


def test_se_pide_se_avisa_se_firma_y_desaparece(titular: Dentro, pide: Dentro) -> None:
    respuesta = pedir(pide, titular.persona.rfc)
    assert f"Tu petición a {titular.persona.rfc} se envió." in respuesta.content.decode()
    assert avisados(titular.persona.rfc) == 1
    html = titular.http.get(RUTA).content.decode()
    assert pide.persona.nombre in html
    assert "Auditoría de proveedores" in html
    prellenada = titular.http.get(RUTA, {"nuevo": "1", "rfc": pide.persona.rfc}).content.decode()
    assert f">\n{pide.persona.rfc}</textarea>" in prellenada
    autorizar(titular, pide.persona.rfc)
    assert "Revisar y firmar" not in titular.http.get(RUTA).content.decode()
    assert codigo_de(pedir(pide, titular.persona.rfc)) == "tercero_ya_autorizado"


@pytest.mark.parametrize("respuesta", ["DECLINADA", "SILENCIADA", "REPORTADA"])
def test_quien_pide_no_sabe_que_se_decidio(titular: Dentro, pide: Dentro, respuesta: str) -> None:
    pedir(pide, titular.persona.rfc)
    antes = sin_el_rfc(pide.http.get(CONSULTA), titular.persona.rfc).partition("<h1>")[2]
    assert "no sabrá qué decidiste" in responder(titular, respuesta).content.decode()
    assert "Revisar y firmar" not in titular.http.get(RUTA).content.decode()
    assert sin_el_rfc(pide.http.get(CONSULTA), titular.persona.rfc).partition("<h1>")[2] == antes
    assert "se envió" in pedir(pide, titular.persona.rfc).content.decode()
    assert avisados(titular.persona.rfc) == 1


@pytest.mark.parametrize(("respuesta", "otra_vez"), [("DECLINADA", 2), ("SILENCIADA", 1)])
def test_pasado_el_plazo_se_puede_pedir_otra_vez_salvo_silencio(
    titular: Dentro, pide: Dentro, respuesta: str, otra_vez: int
) -> None:
    pedir(pide, titular.persona.rfc)
    responder(titular, respuesta)
    with time_machine.travel(timezone.now() + ESPERA + timedelta(minutes=1), tick=False):
        pide.ingresar()
        assert "se envió" in pedir(pide, titular.persona.rfc).content.decode()
        assert avisados(titular.persona.rfc) == otra_vez
        assert Peticion.objects.count() == 2


def test_pedir_a_quien_no_existe_dice_y_cuesta_lo_mismo(titular: Dentro, pide: Dentro) -> None:
    ahora, vistas = timezone.now(), []
    for rfc in (DESCONOCIDO, titular.persona.rfc):
        with time_machine.travel(ahora, tick=False), transaction.atomic():
            with CaptureQueriesContext(connection) as consultas:
                respuesta = pide.http.generic("POST", CONSULTA, f"pedir={rfc}&motivo=AUDITORIA", FORMA)
            propias = [una for una in consultas.captured_queries if "mensajes_" not in una["sql"]]
            vistas.append((respuesta.status_code, sin_el_rfc(respuesta, rfc), bool(propias)))
    assert vistas[0] == vistas[1]
    assert vistas[0][0] == 302


FORMA = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("rfc", "motivo", "codigo"),
    [
        ("", "AUDITORIA", "tercero_invalido"),
        ("XAXX010101000", "AUDITORIA", "tercero_invalido"),
        (DESCONOCIDO, "", "motivo_sin_elegir"),
        (DESCONOCIDO, "PORQUE SÍ <b>", "motivo_sin_elegir"),
        ("propio", "AUDITORIA", "tercero_propio"),
    ],
)
def test_lo_que_se_rechaza_no_se_escribe(pide: Dentro, rfc: str, motivo: str, codigo: str) -> None:
    respuesta = pedir(pide, pide.persona.rfc if rfc == "propio" else rfc, motivo)
    assert (respuesta.status_code, codigo_de(respuesta)) == (422, codigo)
    assert not Peticion.objects.exists()


def test_a_un_titular_se_le_avisan_cinco_al_dia(titular: Dentro) -> None:
    for numero in range(7):
        Peticion.objects.create(
            solicitante=f"ZZZ010101ZZ{numero}",
            nombre="OTRA",
            titular=titular.persona.rfc,
            motivo="AUDITORIA",
            creada_en=timezone.now(),
        )
    with al_confirmar():
        assert avisos.avisar_peticiones(ahora=timezone.now()) == avisos.POR_DIA
        assert avisos.avisar_peticiones(ahora=timezone.now()) == 0
    with al_confirmar():
        assert avisos.avisar_peticiones(ahora=timezone.now() + timedelta(days=1, minutes=1)) == 2


def test_se_responde_una_vez_y_nada_mas_cambia(titular: Dentro, pide: Dentro) -> None:
    pedir(pide, titular.persona.rfc)
    una = Peticion.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Peticion.objects.update(motivo="CREDITO")
    responder(titular, "DECLINADA")
    assert responder(titular, "REPORTADA").status_code == 409
    assert titular.http.post(RUTA, {"peticion": una.pk, "respuesta": "OTRA"}).status_code == 409
    assert Peticion.objects.get().respuesta == "DECLINADA"
