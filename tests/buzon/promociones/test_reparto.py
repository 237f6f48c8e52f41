"""Who of the staff may touch a request, who attends to it, and who is told that nobody does."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.cuentas.models import Personal, Usuario
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.mensajes.models import AvisoAlPersonal, Envio, Mensaje
from buzon.padron.models import Subdelegacion
from buzon.promociones import selectors
from buzon.promociones.alcance import alcanza, exigir_alcance, impedimento, puede_actuar, visibles_para
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Nivel, Sentido
from buzon.promociones.services import atencion, reparto
from buzon.promociones.tasks import escalar
from buzon.valores.rechazo import Rechazo
from tests.buzon.padron.fabricas import OFICINA
from tests.buzon.promociones.particular import ANA, MOTIVO, OTRA_OFICINA, representa
from tests.personas import al_confirmar

Presentada = Callable[..., Solicitud]
Alguien = Callable[..., Personal]
con_datos = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rol", "oficina", "subdelegacion", "escalada", "ve", "actua"),
    [
        ("", "", "3901", 0, True, True),
        ("", "", None, 2, True, True),
        ("SUBDELEGACION", "3901", "3901", 0, True, True),
        ("SUBDELEGACION", "3901", "3901", 2, True, True),
        ("SUBDELEGACION", "3901", "1501", 2, False, False),
        ("SUBDELEGACION", "3901", None, 2, False, False),
        ("ORIENTADOR", "3901", "3901", 0, True, True),
        ("ORIENTADOR", "3901", "1501", 0, False, False),
        ("ORIENTADOR", "", "1501", 0, True, True),
        ("NORMATIVA", "", "3901", 0, True, False),
        ("NORMATIVA", "", "3901", 1, True, False),
        ("NORMATIVA", "", "3901", 2, True, True),
        ("NORMATIVA", "", None, 0, True, True),
        ("AUDITORIA", "", "3901", 2, True, False),
        ("OPERACION", "", None, 2, True, False),
    ],
)
def test_quien_la_ve_y_quien_actua(
    rol: str, oficina: str, subdelegacion: str | None, escalada: int, ve: bool, actua: bool
) -> None:
    assert alcanza(oficina, subdelegacion=subdelegacion) is ve
    hace = puede_actuar(rol, oficina=oficina, subdelegacion=subdelegacion, escalada=escalada)
    assert hace is actua


def codigo_de(orden: Callable[[], object]) -> str:
    with pytest.raises(Rechazo) as error:
        orden()
    return error.value.codigo


@con_datos
def test_cada_orden_exige_su_oficina_y_que_no_sea_suya(presentada: Presentada, jefatura: Personal) -> None:
    solicitud, ahora = presentada(), timezone.now()
    suya = Funcionario("ella", rol="SUBDELEGACION", subdelegacion=OFICINA, rfc=solicitud.rfc)
    ajena = Funcionario("otra", rol="SUBDELEGACION", subdelegacion=OTRA_OFICINA, rfc="OUDA800101AB1")
    normativa = Funcionario("norma", rol="NORMATIVA", rfc="NOAA800101AB1")
    for quien, codigo in (
        (suya, "rfc_propio"),
        (ajena, "no_encontrado"),
        (normativa, "solicitud_de_su_oficina"),
    ):
        dicho = {"texto": "Se revisó y procede la aclaración.", "quien": quien, "ahora": ahora}
        for orden in (
            lambda d=dicho: atencion.responder(solicitud, **d),
            lambda d=dicho: atencion.requerir_informacion(solicitud, **d),
            lambda d=dicho: atencion.resolver(solicitud, sentido=Sentido.PROCEDENTE, **d),
            lambda q=quien: reparto.reasignar(
                solicitud, subdelegacion=None, motivo=MOTIVO, quien=q, ahora=ahora
            ),
            lambda q=quien: reparto.asignar([solicitud], jefatura, quien=q, ahora=ahora),
        ):
            assert codigo_de(orden) == codigo
    assert not visibles_para(ajena).exists()
    assert visibles_para(normativa).count() == 1


@con_datos
def test_tampoco_lo_que_firmo_como_representante(presentada: Presentada) -> None:
    solicitud = presentada()
    representante = solicitud.acto.representante_rfc
    assert representante
    quien = Funcionario("ella", rol="SUBDELEGACION", subdelegacion=OFICINA, rfc=representante)
    assert (
        codigo_de(lambda: atencion.responder(solicitud, texto="x", quien=quien, ahora=timezone.now()))
        == "rfc_propio"
    )


@con_datos
def test_tampoco_lo_de_una_empresa_que_representa(
    presentada: Presentada, jefatura: Personal, alguien: Alguien
) -> None:
    """They never signed this request: they entered once as the company's representative."""
    solicitud, ahora = presentada(), timezone.now()
    ella = alguien("SUBDELEGACION", subdelegacion=OFICINA)
    quien = Funcionario.de(ella.usuario)
    assert selectors.personal_para([solicitud]) == [jefatura, ella]
    representa(ella.rfc, solicitud.rfc)
    dicho = {"texto": "Se revisó y procede la aclaración.", "quien": quien, "ahora": ahora}
    for orden in (
        lambda: atencion.responder(solicitud, **dicho),
        lambda: atencion.requerir_informacion(solicitud, **dicho),
        lambda: atencion.resolver(solicitud, sentido=Sentido.PROCEDENTE, **dicho),
        lambda: reparto.reasignar(solicitud, subdelegacion=None, motivo=MOTIVO, quien=quien, ahora=ahora),
        lambda: reparto.asignar([solicitud], jefatura, quien=quien, ahora=ahora),
    ):
        assert codigo_de(orden) == "rfc_propio"
    assert impedimento(exigir_alcance, quien, [solicitud]) is not None
    assert selectors.personal_para([solicitud]) == [jefatura]
    assert codigo_de(lambda: reparto.asignar([solicitud], ella, quien=ANA, ahora=ahora)) == (
        "asignacion_no_disponible"
    )


@con_datos
def test_asignar_muchas_cuesta_lo_mismo_que_pocas(
    presentada: Presentada, jefatura: Personal, alguien: Alguien
) -> None:
    def consultas(*solicitudes: Solicitud) -> int:
        with CaptureQueriesContext(connection) as hechas:
            filas = selectors.por_claves([una.pk for una in solicitudes], quien=quien)
            assert filas
            assert selectors.personal_para(filas)
            reparto.asignar(filas, None, quien=quien, ahora=timezone.now())
        return len(hechas)

    quien = Funcionario.de(alguien("SUBDELEGACION", subdelegacion=OFICINA).usuario)
    filas = [presentada() for _ in range(4)]
    assert consultas(*filas) == consultas(filas[0])


@con_datos
def test_varias_se_asignan_todas_o_ninguna(
    presentada: Presentada, jefatura: Personal, alguien: Alguien
) -> None:
    una, otra, ahora = presentada(), presentada(), timezone.now()
    ajena = alguien("SUBDELEGACION", subdelegacion=OTRA_OFICINA)
    inactiva = alguien("SUBDELEGACION", subdelegacion=OFICINA, activa=False)
    auditora, normativa = alguien("AUDITORIA"), alguien("NORMATIVA")
    la_misma = alguien("ORIENTADOR", rfc=una.acto.representante_rfc)
    for nadie in (ajena, inactiva, auditora, normativa, la_misma):
        assert (
            codigo_de(lambda a=nadie: reparto.asignar([una, otra], a, quien=ANA, ahora=ahora))
            == "asignacion_no_disponible"
        )
    assert selectors.personal_para([una, otra]) == [jefatura]
    assert reparto.asignar([una, otra], jefatura, quien=ANA, ahora=ahora) == 2
    assert reparto.asignar([una, otra], jefatura, quien=ANA, ahora=ahora) == 0
    atencion.resolver(otra, sentido=Sentido.ORIENTACION, texto="x" * 30, quien=ANA, ahora=ahora)
    assert codigo_de(lambda: reparto.asignar([una, otra], None, quien=ANA, ahora=ahora)) == (
        "solicitud_resuelta"
    )
    una.refresh_from_db()
    assert una.asignada_a == jefatura
    assert Asiento.objects.filter(evento="promociones.asignacion", detalle__autor="ana").count() == 2


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_ocho_la_asignan_y_la_turnan_a_la_vez(
    presentada: Presentada, jefatura: Personal, alguien: Alguien
) -> None:
    solicitud, colega = presentada(), alguien("SUBDELEGACION", subdelegacion=OFICINA)
    naucalpan, barrera = Subdelegacion.objects.get(pk=OTRA_OFICINA), threading.Barrier(8)

    def mover(n: int) -> str:
        try:
            barrera.wait(20)
            if n == 0:
                reparto.reasignar(
                    solicitud, subdelegacion=naucalpan, motivo=MOTIVO, quien=ANA, ahora=timezone.now()
                )
            else:
                a = (jefatura, colega)[n % 2]
                reparto.asignar([solicitud], a, quien=ANA, ahora=timezone.now())
        except Rechazo as error:
            return error.codigo
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(8) as hilos:
        dichos = set(hilos.map(mover, range(8)))
    assert dichos <= {"", "asignacion_no_disponible"}
    solicitud.refresh_from_db()
    assert (solicitud.subdelegacion, solicitud.asignada_a) == (naucalpan, None)
    de, a = None, None
    for asiento in Asiento.objects.filter(evento="promociones.asignacion").order_by("pk"):
        de, anterior = asiento.detalle["de"], a
        assert de == anterior
        a = asiento.detalle["a"]
    assert "Naucalpan" in Mensaje.objects.get(clave__startswith="traslado:").texto


def test_el_dia_8_a_la_jefatura_y_el_10_a_normativa(
    presentada: Presentada, jefatura: Personal, alguien: Alguien
) -> None:
    normativas = [alguien("NORMATIVA", correo=f"n{n}@personal.ejemplo.mx") for n in range(2)]
    alguien("NORMATIVA")
    alguien("NORMATIVA", correo="baja@personal.ejemplo.mx", activa=False)
    solicitud = presentada()
    mensajes = Mensaje.objects.count()
    for dia, aviso, destinos in (
        (7, 0, set()),
        (8, 1, {jefatura.usuario.email}),
        (9, 1, {jefatura.usuario.email}),
        (10, 2, {jefatura.usuario.email, *(n.usuario.email for n in normativas)}),
        (11, 2, {jefatura.usuario.email, *(n.usuario.email for n in normativas)}),
    ):
        for _ in range(2):
            en = solicitud.presentada_en + timedelta(days=dia)
            with time_machine.travel(en, tick=False), al_confirmar():
                escalar.apply(throw=True)
        assert AvisoAlPersonal.objects.count() == aviso, dia
        enviados = Envio.objects.filter(aviso__isnull=False, estado="ENVIADO")
        assert sorted(enviados.values_list("destino", flat=True)) == sorted(destinos), dia
    for aviso_ in AvisoAlPersonal.objects.all():
        assert solicitud.folio in aviso_.texto
        assert solicitud.rfc not in aviso_.texto + aviso_.asunto
    assert Mensaje.objects.count() == mensajes


@con_datos
@pytest.mark.parametrize("caso", ["sin jefatura", "inactiva", "es suya", "la representa", "central"])
def test_sin_jefatura_va_a_normativa_de_una_vez(
    presentada: Presentada, jefatura: Personal, alguien: Alguien, caso: str
) -> None:
    solicitud = presentada()
    alguien("NORMATIVA", correo="norma@personal.ejemplo.mx")
    match caso:
        case "sin jefatura":
            Personal.objects.filter(pk=jefatura.pk).update(es_jefatura=False)
        case "inactiva":
            Usuario.objects.filter(pk=jefatura.usuario_id).update(is_active=False)
        case "es suya":
            Personal.objects.filter(pk=jefatura.pk).update(rfc=solicitud.acto.representante_rfc)
        case "la representa":
            representa(jefatura.rfc, solicitud.rfc)
        case "central":
            Solicitud.objects.update(subdelegacion=None)
    assert reparto.escalar(ahora=timezone.now() + timedelta(days=8)) == 1
    solicitud.refresh_from_db()
    assert solicitud.escalada == Nivel.NORMATIVA
    assert Envio.objects.get(aviso__isnull=False).destino == "norma@personal.ejemplo.mx"


@con_datos
@pytest.mark.parametrize("caso", ["turnada", "a nivel central", "de baja", "otra, que la representa"])
def test_lo_que_se_queda_sin_jefatura_pasa_a_normativa(
    presentada: Presentada, jefatura: Personal, alguien: Alguien, caso: str
) -> None:
    solicitud, dia_8 = presentada(), timezone.now() + timedelta(days=8)
    alguien("NORMATIVA", correo="norma@personal.ejemplo.mx")
    assert reparto.escalar(ahora=dia_8) == 1
    assert reparto.escalar(ahora=dia_8) == 0
    match caso:
        case "turnada" | "a nivel central":
            oficina = Subdelegacion.objects.filter(pk=OTRA_OFICINA if caso == "turnada" else "").first()
            reparto.reasignar(solicitud, subdelegacion=oficina, motivo=MOTIVO, quien=ANA, ahora=dia_8)
        case "de baja":
            Usuario.objects.filter(pk=jefatura.usuario_id).update(is_active=False)
        case "otra, que la representa":
            Personal.objects.filter(pk=jefatura.pk).update(es_jefatura=False)
            suya = alguien("SUBDELEGACION", subdelegacion=OFICINA, es_jefatura=True)
            representa(suya.rfc, solicitud.rfc)
    assert reparto.escalar(ahora=dia_8) == 1
    solicitud.refresh_from_db()
    assert solicitud.escalada == Nivel.NORMATIVA
    asiento = Asiento.objects.filter(evento="promociones.escalada").latest("pk")
    assert (asiento.detalle["de"], asiento.detalle["a"]) == (Nivel.JEFATURA, Nivel.NORMATIVA)
    assert Envio.objects.filter(aviso__isnull=False, destino="norma@personal.ejemplo.mx").count() == 1
    assert reparto.escalar(ahora=dia_8) == 0


@con_datos
def test_turnada_a_una_oficina_con_jefatura_es_de_ella(
    presentada: Presentada, jefatura: Personal, alguien: Alguien
) -> None:
    solicitud, dia_8 = presentada(), timezone.now() + timedelta(days=8)
    otra = alguien("SUBDELEGACION", subdelegacion=OTRA_OFICINA, es_jefatura=True)
    reparto.escalar(ahora=dia_8)
    naucalpan = Subdelegacion.objects.get(pk=OTRA_OFICINA)
    reparto.reasignar(solicitud, subdelegacion=naucalpan, motivo=MOTIVO, quien=ANA, ahora=dia_8)
    assert reparto.escalar(ahora=dia_8) == 0
    assert selectors.escaladas_a(Funcionario.de(otra.usuario), tope=10) == 1
    assert selectors.escaladas_a(Funcionario.de(jefatura.usuario), tope=10) == 0


@con_datos
def test_una_jefatura_sin_correo_la_ve_en_su_inicio(presentada: Presentada, jefatura: Personal) -> None:
    presentada()
    Usuario.objects.update(email="")
    assert reparto.escalar(ahora=timezone.now() + timedelta(days=8)) == 1
    assert not AvisoAlPersonal.objects.exists()
    assert selectors.escaladas_a(Funcionario.de(jefatura.usuario), tope=10) == 1
