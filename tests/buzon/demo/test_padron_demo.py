"""The demo register: each person has the sense that personas.json says, and may be prepared again."""

from datetime import datetime, timedelta

import pytest

from buzon.bitacora.models import Asiento
from buzon.demo.padron import FILAS, OFICINAS, crear_padron, hechos_de_persona
from buzon.demo.personas import PERSONAS_DEMO
from buzon.padron.models import CreditoFiscal, Patron, RegistroPatronal, Subdelegacion
from buzon.padron.selectors import hechos_de
from opinion.models import OpinionCalculada
from opinion.reglas import evaluar
from opinion.reglas.creditos import cuenta_como_adeudo

pytestmark = pytest.mark.django_db

TODOS = [hechos_de_persona(persona, indice=indice) for indice, persona in enumerate(PERSONAS_DEMO, start=1)]


def test_cada_persona_tiene_el_sentido_de_su_fila(ahora: datetime) -> None:
    crear_padron(ahora=ahora)
    sentidos = dict(OpinionCalculada.objects.values_list("rfc", "sentido"))
    assert sentidos == {persona.rfc: persona.sentido for persona in PERSONAS_DEMO}


def test_no_cambia_con_los_anios(ahora: datetime) -> None:
    for hechos in TODOS:
        dias = [(ahora + timedelta(days=anios * 366)).date() for anios in (0, 1, 9)]
        assert len({evaluar(hechos, hoy=dia) for dia in dias}) == 1


def test_puede_repetirse_sin_deshacer_lo_que_el_personal_corrigio(ahora: datetime) -> None:
    crear_padron(ahora=ahora)
    CreditoFiscal.objects.update(situacion="PAGADO")
    antes = Asiento.objects.filter(evento="padron.hechos_cambiados").count()
    crear_padron(ahora=ahora)
    assert Asiento.objects.filter(evento="padron.hechos_cambiados").count() == antes
    assert not OpinionCalculada.objects.filter(sentido="NEGATIVA").exists()
    assert Patron.objects.count() == sum(persona.fila is not None for persona in PERSONAS_DEMO)


def test_las_oficinas_son_de_demostracion(ahora: datetime) -> None:
    crear_padron(ahora=ahora)
    assert Subdelegacion.objects.filter(es_demo=True).count() == len(OFICINAS) == 10


def test_guarda_los_hechos_que_arma(ahora: datetime) -> None:
    crear_padron(ahora=ahora)
    assert [hechos_de(hechos.rfc) for hechos in TODOS] == TODOS
    assert all(nrp[3:7] == "0000" for nrp in RegistroPatronal.objects.values_list("nrp", flat=True))


def test_las_filas_tienen_varios_registros_y_creditos_que_no_cuentan(ahora: datetime) -> None:
    assert set(FILAS) == set(range(1, 10))
    assert sum(len(hechos.registros) > 1 for hechos in TODOS) > len(TODOS) / 2
    creditos = [uno for hechos in TODOS for registro in hechos.registros for uno in registro.creditos]
    callados = [uno for uno in creditos if not cuenta_como_adeudo(uno, hoy=ahora.date())]
    assert any(uno.garantia for uno in callados)
    assert any(uno.convenio for uno in callados)
    assert {uno.situacion.value for uno in callados} >= {"PAGADO", "CANCELADO", "PRESCRITO", "CORREGIDO"}
