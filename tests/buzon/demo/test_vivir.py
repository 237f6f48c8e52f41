"""What a fresh demonstration shows: public opinions of each sentido, one issued, and a request with its answer."""

import pytest
from django.test import Client
from django.utils import timezone

from buzon.actos.models import ActoFirmado
from buzon.demo.actos import COMPRADOR, PUBLICAS, activar_personas, vivir
from buzon.demo.padron import crear_padron
from buzon.demo.personal import preparar_personal
from buzon.demo.personas import EJEMPLO, carpeta, personas
from buzon.mensajes.models import Mensaje
from buzon.promociones.models import Comunicacion, Solicitud
from opinion.models import OpinionEmitida
from terceros.models import AutorizacionDeTercero, Peticion
from tests.personas import al_confirmar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gente_demo")]


def test_lo_que_muestra_una_demostracion_recien_hecha() -> None:
    ahora = timezone.now()
    crear_padron(ahora=ahora)
    preparar_personal(carpeta(), ahora=ahora)
    activar_personas(ahora=ahora)
    with al_confirmar():
        vivir(ahora=ahora)
    respuestas = {rfc: Client().get(f"/api/v1/opiniones/{rfc}").json() for rfc in PUBLICAS}
    assert {una["sentido"] for una in respuestas.values()} == {"POSITIVA", "NEGATIVA", "SIN_OPINION"}
    assert respuestas[EJEMPLO]["sentido"] == "POSITIVA"
    assert EJEMPLO in Client().get("/opinion/").content.decode()
    assert list(OpinionEmitida.objects.values_list("rfc", flat=True)) == [EJEMPLO]
    solicitud = Solicitud.objects.get()
    assert Comunicacion.objects.filter(solicitud=solicitud, clase="MENSAJE").exists()
    assert Mensaje.objects.filter(rfc=solicitud.rfc).count() >= 4

    assert AutorizacionDeTercero.objects.filter(tercero=COMPRADOR).count() == 2
    assert Peticion.objects.get().titular == EJEMPLO
    assert Mensaje.objects.filter(rfc=EJEMPLO, asunto__startswith="Te piden").exists()

    actos = ActoFirmado.objects.count()
    vivir(ahora=ahora)
    assert ActoFirmado.objects.count() == actos


def test_las_personas_van_por_lo_que_sirven_y_cada_una_dice_como_entrar() -> None:
    pagina = Client().get("/demo/personas/").content.decode()
    primera, plena = pagina.index("PANADERIA DEL EJEMPLO"), pagina.index("BEATRIZ PRUEBA")
    assert primera < plena < pagina.index("RAMIRO DEMO")
    lista = personas()
    for numero, persona in enumerate(lista, start=1):
        assert f'href="/ingresar/?como={numero}"' in pagina
        assert Client().get(f"/demo/personas/{numero}.contrasena").content.decode() == persona.contrasena
    assert Client().get(f"/demo/personas/{len(lista) + 1}.contrasena").status_code == 404
    assert "js/demo" in Client().get("/ingresar/").content.decode()
    positiva = next(una for una in lista if una.persona == "moral" and una.sentido == "POSITIVA")
    assert positiva.nombre == "PANIFICADORA LA MUESTRA SA DE CV"
