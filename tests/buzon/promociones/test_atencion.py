"""What is said about a filed request, who hears of it, and when nobody says anything."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.documentos.models import Documento
from buzon.mensajes.models import Mensaje
from buzon.padron.models import Subdelegacion
from buzon.portal import invariantes
from buzon.promociones import selectors
from buzon.promociones.elegibles import opciones_de
from buzon.promociones.errores import TextoInsuficiente
from buzon.promociones.models import Adjunto, Comunicacion, Solicitud
from buzon.promociones.reglas import Asunto, Sentido
from buzon.promociones.services import atencion, reparto
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoEncontrado
from tests.buzon.adjuntos.fabricas import pdf
from tests.buzon.promociones.particular import ANA, CREDITO, MOTIVO, OTRA_OFICINA, Particular, enviar_con

pytestmark = pytest.mark.django_db
Presentada = Callable[..., Solicitud]
RESUELVE = "Se revisó el crédito y procede su cancelación."


def test_lo_mismo_enviado_dos_veces_se_dice_una(presentada: Presentada) -> None:
    solicitud, ahora = presentada(), timezone.now()

    def decir(en: datetime, *archivos: bytes) -> int:
        return enviar_con(solicitud, "¿Cuándo?", *archivos, ahora=en).pk

    una = decir(ahora)
    assert decir(ahora + timedelta(minutes=9)) == una
    otra = decir(ahora + timedelta(minutes=9), pdf())
    assert otra != una
    assert decir(ahora + timedelta(minutes=9), pdf()) == otra
    assert decir(ahora + timedelta(minutes=20), pdf()) != otra
    pide: dict[str, Any] = {"texto": "Falta el pago.", "quien": ANA, "ahora": ahora + timedelta(minutes=21)}
    assert atencion.requerir_informacion(solicitud, **pide) == atencion.requerir_informacion(
        solicitud, **pide
    )
    assert atencion.responder(solicitud, **pide).clase == "MENSAJE"
    assert Comunicacion.objects.count() == 5
    assert Mensaje.objects.filter(clave__startswith="comunicacion:").count() == 2


def test_ida_y_vuelta(presentada: Presentada) -> None:
    solicitud, ahora = presentada(), timezone.now()
    vence = solicitud.vence_el
    atencion.escribir(solicitud, rfc=solicitud.rfc, texto="¿Cuándo?", ahora=ahora)
    atencion.requerir_informacion(solicitud, texto="Falta el pago.", quien=ANA, ahora=ahora)
    solicitud.refresh_from_db()
    assert solicitud.estado == "INFORMACION_REQUERIDA"
    archivo = pdf()
    enviar_con(solicitud, "Va.", archivo, archivo, ahora=ahora)
    atencion.responder(solicitud, texto="Recibido.", quien=ANA, ahora=ahora)
    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.vence_el) == ("PRESENTADA", vence)
    conversacion = selectors.solicitud_de(solicitud.folio, rfc=solicitud.rfc)
    assert conversacion is not None
    dicho = [
        (v.comunicacion.de, v.comunicacion.clase, v.comunicacion.autor) for v in conversacion.comunicaciones
    ]
    rfc = solicitud.rfc
    assert dicho == [
        ("PARTICULAR", "MENSAJE", rfc),
        ("INSTITUTO", "REQUERIMIENTO", "ana"),
        ("PARTICULAR", "RESPUESTA", rfc),
        ("INSTITUTO", "MENSAJE", "ana"),
    ]
    (adjunto,) = conversacion.comunicaciones[2].adjuntos
    assert "contenido" in adjunto.get_deferred_fields()
    suyo = selectors.adjunto_de(adjunto.pk, rfc=rfc)
    assert suyo is not None
    assert bytes(suyo.contenido) == archivo
    assert selectors.adjunto_de(adjunto.pk, rfc="URE180429TM6") is None
    assert Mensaje.objects.filter(clave__startswith="comunicacion:").count() == 2
    eventos = Asiento.objects.filter(detalle__autor="ana").order_by("pk").values_list("evento", flat=True)
    assert list(eventos) == ["promociones.requerimiento_del_instituto", "promociones.mensaje_del_instituto"]


def test_resolver_es_final(presentada: Presentada) -> None:
    solicitud, ahora = presentada(), timezone.now()
    atencion.resolver(solicitud, sentido=Sentido.PROCEDENTE, texto=RESUELVE, quien=ANA, ahora=ahora)
    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.sentido_resolucion, solicitud.resuelta_en) == (
        "RESUELTA",
        "PROCEDENTE",
        ahora,
    )
    assert solicitud.resolucion is not None
    assert solicitud.resolucion.folio != solicitud.folio
    assert "Sentido: Procedente." in Mensaje.objects.latest("pk").texto
    oficina = Subdelegacion.objects.get(pk=OTRA_OFICINA)
    for orden in (
        lambda: atencion.escribir(solicitud, rfc=solicitud.rfc, texto="Algo más", ahora=ahora),
        lambda: atencion.responder(solicitud, texto="Algo más", quien=ANA, ahora=ahora),
        lambda: atencion.requerir_informacion(solicitud, texto="Algo más", quien=ANA, ahora=ahora),
        lambda: atencion.resolver(
            solicitud, sentido=Sentido.IMPROCEDENTE, texto=RESUELVE, quien=ANA, ahora=ahora
        ),
        lambda: reparto.reasignar(solicitud, subdelegacion=oficina, motivo=MOTIVO, quien=ANA, ahora=ahora),
    ):
        with pytest.raises(Rechazo) as error:
            orden()
        assert error.value.codigo == "solicitud_resuelta"
    for cambio in ({"estado": "PRESENTADA"}, {"subdelegacion": None}, {"escalada": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Solicitud.objects.update(**cambio)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comunicacion.objects.all().delete()
    assert Comunicacion.objects.count() == 1
    assert not list(invariantes.hallazgos())


def test_nadie_escribe_en_lo_de_otro(presentada: Presentada) -> None:
    solicitud = presentada()
    with pytest.raises(NoEncontrado):
        atencion.escribir(solicitud, rfc="URE180429TM6", texto="Soy otro", ahora=timezone.now())
    assert selectors.solicitud_de(solicitud.folio, rfc="URE180429TM6") is None
    assert not Comunicacion.objects.exists()


@pytest.mark.parametrize(
    ("texto", "codigo"),
    [
        ("", "texto_vacio"),
        (" \n\t\x00\u202e ", "texto_vacio"),
        ("ñ" * 4001, "texto_demasiado_largo"),
        ("x" * 5000, "texto_demasiado_largo"),
    ],
)
def test_un_texto_hostil_no_cambia_nada(presentada: Presentada, texto: str, codigo: str) -> None:
    solicitud, ahora = presentada(), timezone.now()
    cuantos = Asiento.objects.count()
    for orden in (
        lambda: atencion.escribir(solicitud, rfc=solicitud.rfc, texto=texto, ahora=ahora),
        lambda: atencion.responder(solicitud, texto=texto, quien=ANA, ahora=ahora),
        lambda: atencion.requerir_informacion(solicitud, texto=texto, quien=ANA, ahora=ahora),
    ):
        with pytest.raises(Rechazo) as error:
            orden()
        assert error.value.codigo == codigo
    assert not Comunicacion.objects.exists()
    assert Asiento.objects.count() == cuantos


def test_un_archivo_que_no_se_acepta_no_deja_mensaje(presentada: Presentada) -> None:
    solicitud, ahora = presentada(), timezone.now()
    with pytest.raises(Rechazo):
        enviar_con(solicitud, "Va", b"MZ\x00", nombre="a.exe", ahora=ahora)
    assert not Comunicacion.objects.exists()
    assert not Adjunto.objects.exists()


def test_cada_traslado_se_avisa_y_quedarse_no(presentada: Presentada) -> None:
    solicitud, ahora = presentada(), timezone.now()
    polanco, naucalpan = Subdelegacion.objects.get(pk="3901"), Subdelegacion.objects.get(pk=OTRA_OFICINA)
    for a in (naucalpan, naucalpan, polanco, naucalpan, None, None):
        reparto.reasignar(solicitud, subdelegacion=a, motivo=MOTIVO, quien=ANA, ahora=ahora)
    solicitud.refresh_from_db()
    assert solicitud.subdelegacion is None
    traslados = Asiento.objects.filter(evento="promociones.traslado").order_by("pk")
    assert [(t.detalle["de"], t.detalle["a"]) for t in traslados] == [
        ("3901", OTRA_OFICINA),
        (OTRA_OFICINA, "3901"),
        ("3901", OTRA_OFICINA),
        (OTRA_OFICINA, None),
    ]
    assert {t.detalle["motivo"] for t in traslados} == {MOTIVO}
    assert Mensaje.objects.filter(clave__startswith="traslado:").count() == 4
    assert not Mensaje.objects.filter(texto__contains=MOTIVO).exists()
    with pytest.raises(TextoInsuficiente):
        reparto.reasignar(solicitud, subdelegacion=polanco, motivo=" Va. ", quien=ANA, ahora=ahora)
    assert "Nivel central, Normativa" in Mensaje.objects.latest("pk").texto


@pytest.mark.usefixtures("en_cualquier_dia", "jefatura")
def test_se_escala_por_lotes_y_una_vez(particular: Particular, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reparto, "LOTE", 2)
    ahora = timezone.now()
    for _ in range(5):
        particular.escribir(Asunto.OPINION_PUBLICA, creditos=(), ahora=ahora)
        particular.presentar(particular.preparar(ahora=ahora), ahora=ahora)
    resuelta = Solicitud.objects.order_by("pk")[0]
    atencion.resolver(resuelta, sentido=Sentido.ORIENTACION, texto=RESUELVE, quien=ANA, ahora=ahora)
    for dias, cuantas, nivel in ((7, 0, 0), (8, 4, 1), (9, 0, 1), (10, 4, 2), (30, 0, 2)):
        en = ahora + timedelta(days=dias)
        assert [reparto.escalar(ahora=en), reparto.escalar(ahora=en)] == [cuantas, 0], dias
        assert set(Solicitud.objects.exclude(pk=resuelta.pk).values_list("escalada", flat=True)) == {nivel}
    resuelta.refresh_from_db()
    assert resuelta.escalada == 0
    saltos = Asiento.objects.filter(evento="promociones.escalada")
    assert sorted((s.detalle["de"], s.detalle["a"]) for s in saltos) == [(0, 1)] * 4 + [(1, 2)] * 4


def test_quien_llega_tarde_va_directo_a_normativa(presentada: Presentada) -> None:
    presentada()
    assert reparto.escalar(ahora=timezone.now() + timedelta(days=15)) == 1
    assert Asiento.objects.get(evento="promociones.escalada").detalle["a"] == 2


def test_la_tarea_de_cada_hora_existe() -> None:
    assert settings.CELERY_BEAT_SCHEDULE["escalar-solicitudes"]["task"] == "promociones.escalar"
    current_app.tasks["promociones.escalar"].apply(throw=True)


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_ocho_resuelven_a_la_vez_y_una_vale(presentada: Presentada) -> None:
    solicitud, barrera = presentada(), threading.Barrier(8)

    def resolver(n: int) -> str:
        try:
            barrera.wait(20)
            atencion.resolver(
                solicitud,
                sentido=list(Sentido)[n % 3],
                texto=f"{RESUELVE} {n}",
                quien=Funcionario(f"p{n}"),
                ahora=timezone.now(),
            )
        except Rechazo as error:
            return error.codigo
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(8) as hilos:
        assert sorted(hilos.map(resolver, range(8))) == [""] + ["solicitud_resuelta"] * 7
    assert Documento.objects.filter(clase="resolucion").count() == 1
    assert Mensaje.objects.filter(clave__startswith="comunicacion:").count() == 1
    assert not list(invariantes.hallazgos())


def test_la_lista_propia(presentada: Presentada) -> None:
    for _ in range(3):
        presentada()
    rfc = Solicitud.objects.latest("pk").rfc
    pagina = selectors.solicitudes_de(rfc, pagina="1")
    assert pagina is not None
    assert [s.pk for s in pagina] == sorted((s.pk for s in pagina), reverse=True)
    for mala in ("0", "2", "x", "", "٣", "9" * 30, "-1"):
        assert selectors.solicitudes_de(rfc, pagina=mala) is None, mala
    ajena = selectors.solicitudes_de("URE180429TM6", pagina="1")
    assert ajena is not None
    assert not list(ajena)


def test_leer_un_expediente_cuesta_lo_mismo_con_todo_lo_dicho(
    presentada: Presentada, django_assert_num_queries: Callable[..., object], ahora: datetime
) -> None:
    solicitud = presentada()
    for n in range(10):
        atencion.responder(solicitud, texto=f"Mensaje {n}", quien=ANA, ahora=ahora)
    with django_assert_num_queries(3) as leidas:  # type: ignore[attr-defined]
        selectors.solicitud_de(solicitud.folio, rfc=solicitud.rfc)
    assert not any("_adjunto" in una["sql"] and "JOIN" in una["sql"] for una in leidas.captured_queries)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert len(opciones_de(solicitud.rfc, creditos=[CREDITO.clave]).creditos) == 1
