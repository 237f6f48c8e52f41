"""Issue: once a day for the same facts, whoever asks at once; another one when they change."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from buzon.bitacora.models import Asiento
from buzon.documentos.models import Clase, Documento, Estado
from buzon.padron.errores import HechosNoDisponibles
from buzon.padron.hechos import EstadoRegistro, Hechos, SituacionCredito
from buzon.padron.models import Patron, RegistroPatronal
from buzon.padron.services import guardar_hechos
from buzon.web.paginas import POR_PAGINA
from opinion.emision import emitida_de, emitir_opinion, historial_de, lugar_de, mi_opinion
from opinion.huella import Titular, huella_de
from opinion.models import OpinionEmitida
from opinion.reglas import evaluar
from opinion.views import quedan
from tests.buzon.padron.fabricas import HOY, RFC, credito, hechos, oficina, registro
from tests.conftest import CENTRO

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gente_demo")]
TITULAR = Titular(RFC, "ESCUELA KEMPER URGATE SA DE CV", "")
AL_CORRIENTE = hechos(registro())
CON_DEUDA = hechos(registro(creditos=(credito(),)))


@pytest.fixture(autouse=True)
def _oficina(db: None) -> None:
    oficina()


@pytest.fixture
def con_hechos(ahora: datetime) -> Callable[[Hechos], None]:
    """Make the register say something."""
    return lambda unos: guardar_hechos(unos, ahora=ahora) and None


def test_guarda_todo_y_deja_su_documento_pendiente(
    con_hechos: Callable[[Hechos], None], ahora: datetime
) -> None:
    con_hechos(CON_DEUDA)
    emitida = emitir_opinion(TITULAR, ahora=ahora)
    assert (emitida.sentido, emitida.motivo, emitida.anexo) == ("NEGATIVA", "CON_ADEUDOS", 1)
    assert (emitida.dia, emitida.vigente_hasta) == (
        date(2026, 11, 23),
        datetime(2026, 11, 23, 23, 59, 59, tzinfo=CENTRO),
    )
    assert (emitida.trabajadores, emitida.registros) == (3, [CON_DEUDA.registros[0].nrp])
    assert emitida.ficha["pasos"][0]["creditos"][0]["importe"] == "$1,234.50"
    assert f"|Folio:{emitida.folio}|" in emitida.cadena
    assert "|Opinion:NEGATIVA|FechaInicioVigencia:23 de noviembre 2026, 13:10:44" in emitida.cadena
    documento = Documento.objects.get()
    assert (documento.clase, documento.folio, documento.rfc) == (Clase.OPINION, emitida.folio, RFC)
    assert (documento.estado, documento.acto, documento.pk) == (Estado.PENDIENTE, None, emitida.documento_id)
    assert documento.contenido["cadena"] == emitida.cadena
    asiento = Asiento.objects.get(evento="opinion.emitida")
    assert (asiento.rfc, asiento.detalle["folio"]) == (RFC, emitida.folio)


@pytest.mark.parametrize(
    ("unos", "sentido"),
    [
        (Hechos(RFC), "SIN_OPINION"),
        (AL_CORRIENTE, "POSITIVA"),
        (hechos(registro(estado=EstadoRegistro.BAJA, trabajadores=0)), "SIN_OPINION"),
    ],
)
def test_cada_sentido(
    con_hechos: Callable[[Hechos], None], ahora: datetime, unos: Hechos, sentido: str
) -> None:
    con_hechos(unos)
    assert emitir_opinion(TITULAR, ahora=ahora).sentido == sentido


def test_el_mismo_dia_con_los_mismos_hechos_es_la_misma(
    con_hechos: Callable[[Hechos], None], ahora: datetime
) -> None:
    con_hechos(AL_CORRIENTE)
    primera = emitir_opinion(TITULAR, ahora=ahora)
    assert emitir_opinion(TITULAR, ahora=ahora + timedelta(hours=3)) == primera
    assert OpinionEmitida.objects.count() == Documento.objects.count() == 1
    assert Asiento.objects.filter(evento="opinion.emitida").count() == 1


def test_si_los_hechos_cambian_hay_otra_y_se_dice_cual_es(
    con_hechos: Callable[[Hechos], None], ahora: datetime
) -> None:
    con_hechos(AL_CORRIENTE)
    primera = emitir_opinion(TITULAR, ahora=ahora)
    assert lugar_de(primera, titular=TITULAR, ahora=ahora).al_dia
    con_hechos(CON_DEUDA)
    sin_otra = lugar_de(primera, titular=TITULAR, ahora=ahora)
    assert (sin_otra.al_dia, sin_otra.otra) == (False, None)
    luego = ahora + timedelta(hours=1)
    segunda = emitir_opinion(TITULAR, ahora=luego)
    assert segunda.sentido == "NEGATIVA"
    rebasada = lugar_de(primera, titular=TITULAR, ahora=luego)
    assert (rebasada.al_dia, rebasada.otra) == (False, segunda)
    assert lugar_de(segunda, titular=TITULAR, ahora=luego).al_dia


def test_si_vuelven_a_lo_que_eran_vale_otra_vez_la_primera(
    con_hechos: Callable[[Hechos], None], ahora: datetime
) -> None:
    emitidas = []
    for n, unos in enumerate((AL_CORRIENTE, CON_DEUDA, AL_CORRIENTE)):
        con_hechos(unos)
        emitidas.append(emitir_opinion(TITULAR, ahora=ahora + timedelta(minutes=n)))
    assert emitidas[0] == emitidas[2] != emitidas[1]
    assert lugar_de(emitidas[0], titular=TITULAR, ahora=ahora).al_dia
    assert lugar_de(emitidas[1], titular=TITULAR, ahora=ahora).otra == emitidas[0]


def test_un_cambio_que_no_cambia_el_sentido_tambien_hace_otra(
    con_hechos: Callable[[Hechos], None], ahora: datetime
) -> None:
    con_hechos(AL_CORRIENTE)
    primera = emitir_opinion(TITULAR, ahora=ahora)
    con_hechos(hechos(registro(trabajadores=4)))
    segunda = emitir_opinion(TITULAR, ahora=ahora)
    assert primera != segunda
    assert (primera.sentido, segunda.trabajadores) == (segunda.sentido, 4)


def test_a_la_medianoche_de_centro_empieza_otro_dia(con_hechos: Callable[[Hechos], None]) -> None:
    con_hechos(AL_CORRIENTE)
    al_final = datetime(2026, 11, 23, 23, 59, 59, 900_000, tzinfo=CENTRO)
    primera = emitir_opinion(TITULAR, ahora=al_final)
    assert primera.vigente_hasta == datetime(2026, 11, 23, 23, 59, 59, tzinfo=CENTRO)
    assert quedan(primera.resta(en=al_final)) == "queda menos de un minuto"
    medianoche = datetime(2026, 11, 24, tzinfo=CENTRO)
    assert quedan(primera.resta(en=medianoche)) == ""
    segunda = emitir_opinion(TITULAR, ahora=medianoche)
    assert (segunda.dia, primera.huella) == (date(2026, 11, 24), segunda.huella)
    assert primera != segunda
    assert not lugar_de(primera, titular=TITULAR, ahora=medianoche).al_dia


def test_el_dia_es_el_de_centro_y_no_el_de_utc(con_hechos: Callable[[Hechos], None]) -> None:
    limite = credito(SituacionCredito.POR_DETERMINAR, limite=HOY)
    con_hechos(hechos(registro(creditos=(limite,))))
    tarde = datetime(2026, 11, 23, 20, 0, tzinfo=CENTRO)
    assert emitir_opinion(TITULAR, ahora=tarde).sentido == "POSITIVA"
    assert emitir_opinion(TITULAR, ahora=tarde + timedelta(hours=4)).sentido == "NEGATIVA"


def test_en_dia_bisiesto(con_hechos: Callable[[Hechos], None]) -> None:
    con_hechos(AL_CORRIENTE)
    emitida = emitir_opinion(TITULAR, ahora=datetime(2028, 2, 29, 12, 0, tzinfo=CENTRO))
    assert emitida.dia == date(2028, 2, 29)
    assert emitida.cadena.endswith("|FechaFinVigencia:29 de febrero de 2028, 23:59:59||")


@pytest.mark.parametrize(
    ("resta", "dicho"),
    [
        (timedelta(hours=5, minutes=12, seconds=59), "quedan 5 h 12 min"),
        (timedelta(hours=1), "quedan 1 h 0 min"),
        (timedelta(minutes=12), "quedan 12 min"),
        (timedelta(seconds=59), "queda menos de un minuto"),
        (timedelta(0), ""),
        (timedelta(days=-1), ""),
    ],
)
def test_cuanto_queda(resta: timedelta, dicho: str) -> None:
    assert quedan(resta) == dicho


@pytest.mark.parametrize("roto", ["personas", "ilegible"])
def test_lo_que_no_se_puede_leer_no_es_un_sentido(
    con_hechos: Callable[[Hechos], None], ahora: datetime, roto: str
) -> None:
    con_hechos(AL_CORRIENTE)
    if roto == "personas":
        Patron.objects.update(personas=2)
    else:
        RegistroPatronal.objects.update(legible=False)
    with pytest.raises(HechosNoDisponibles):
        emitir_opinion(TITULAR, ahora=ahora)
    with pytest.raises(HechosNoDisponibles):
        mi_opinion(TITULAR, ahora=ahora)
    assert not OpinionEmitida.objects.exists()
    assert not Documento.objects.exists()


def test_la_huella_no_depende_del_orden_y_si_de_todo_lo_demas() -> None:
    uno, otro = credito(numero="000000001"), credito(numero="000000002")
    al_derecho = hechos(registro(1, creditos=(uno, otro)), registro(2))
    al_reves = hechos(registro(2), registro(1, creditos=(otro, uno)))
    veredicto = evaluar(al_derecho, hoy=HOY)
    huella = huella_de(TITULAR, hechos=al_derecho, veredicto=veredicto)
    assert huella_de(TITULAR, hechos=al_reves, veredicto=veredicto) == huella
    otro_nombre = replace(TITULAR, nombre="OTRO")
    assert huella_de(otro_nombre, hechos=al_derecho, veredicto=veredicto) != huella
    otro_importe = hechos(registro(1, creditos=(replace(uno, importe=uno.importe + 1), otro)), registro(2))
    assert huella_de(TITULAR, hechos=otro_importe, veredicto=veredicto) != huella


def test_la_curp_de_una_empresa_es_de_su_representante() -> None:
    assert Titular.de(rfc=RFC, nombre="X", curp="HEGG560427MVZRRL04").curp == ""
    assert Titular.de(rfc="FUNK671228PH6", nombre="X", curp="HEGG560427MVZRRL04").curp


def test_postgresql_no_deja_tocarla(con_hechos: Callable[[Hechos], None], ahora: datetime) -> None:
    con_hechos(AL_CORRIENTE)
    emitida = emitir_opinion(TITULAR, ahora=ahora)
    for orden in ("UPDATE opinion_emitida SET sentido = 'NEGATIVA'", "DELETE FROM opinion_emitida"):
        with (
            pytest.raises(IntegrityError, match="inmutable"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(orden)
    with pytest.raises(IntegrityError, match="inmutable"), transaction.atomic():
        Documento.objects.filter(pk=emitida.documento_id).update(contenido={})


def test_lo_ajeno_no_existe_y_el_historial_va_por_paginas(
    con_hechos: Callable[[Hechos], None], ahora: datetime
) -> None:
    con_hechos(AL_CORRIENTE)
    folios = [emitir_opinion(TITULAR, ahora=ahora + timedelta(days=n)).folio for n in range(POR_PAGINA + 1)]
    assert emitida_de(folios[0], rfc="XIA190128J61") is None
    assert emitida_de(folios[0], rfc=RFC) is not None
    primera, segunda = historial_de(RFC, pagina="1"), historial_de(RFC, pagina="2")
    assert primera is not None
    assert segunda is not None
    assert [una.folio for una in (*primera, *segunda)] == folios[::-1]
    assert [historial_de(RFC, pagina=p) for p in ("0", "3", "-1", "x", "", "9" * 5000, "²", "1.0")] == [
        None
    ] * 8
    vacio = historial_de("XIA190128J61", pagina="1")
    assert vacio is not None
    assert not list(vacio)


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_dieciseis_a_la_vez_reciben_la_misma(con_hechos: Callable[[Hechos], None], ahora: datetime) -> None:
    con_hechos(CON_DEUDA)
    barrera = threading.Barrier(16)

    def pedir(n: int) -> str:
        try:
            barrera.wait(10)
            return emitir_opinion(TITULAR, ahora=ahora + timedelta(milliseconds=n)).folio
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as hilos:
        folios = set(hilos.map(pedir, range(16)))
    assert len(folios) == OpinionEmitida.objects.count() == Documento.objects.count() == 1
    assert Asiento.objects.filter(evento="opinion.emitida").count() == 1
