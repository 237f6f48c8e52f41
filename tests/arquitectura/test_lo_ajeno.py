"""Whatever takes the id of something of somebody's: a stranger's is as if there were none, and nothing changes.

Both tables are held against the code: a new address, or a new function of an RFC and an id, has to be added here.
"""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from buzon.actos import selectors as actos
from buzon.adjuntos.revision import ArchivoRevisado
from buzon.bitacora import selectors as bitacora
from buzon.bitacora import services as asientos
from buzon.bitacora.models import Asiento
from buzon.cuentas import codigos
from buzon.cuentas import ingreso as sesiones
from buzon.cuentas import selectors as cuentas
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.documentos import selectors as documentos
from buzon.documentos.models import Clase, Documento
from buzon.mensajes import selectors as mensajes
from buzon.mensajes import services as bandeja
from buzon.mensajes.selectors import Filtro
from buzon.mesa import services as personal
from buzon.promociones import captura
from buzon.promociones import selectors as promociones
from buzon.promociones.forms import MensajeForm
from buzon.promociones.models import Adjunto
from buzon.promociones.services import atencion, borrador
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoEncontrado
from opinion import emision
from tests.arquitectura.test_rutas import rutas
from tests.arquitectura.todo_lo_suyo import TodoLoSuyo, todo_lo_suyo
from tests.buzon.portal.dentro import navegador_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]
AUTORIZAR, MEDIOS, PRESENTAR = "autorizacion32d.autorizar", "cuentas.medios", "promociones.presentar"
TERCEROS = "terceros.autorizar"


@pytest.fixture(scope="module")
def ambas(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[TodoLoSuyo]]:
    """Made once: each test undoes what it does, and the last one leaves nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield [todo_lo_suyo(numero) for numero in (1, 2)]
        transaction.set_rollback(True)


@pytest.fixture
def duena(ambas: list[TodoLoSuyo], db: None) -> TodoLoSuyo:
    return deepcopy(ambas[0])


@pytest.fixture
def extrana(ambas: list[TodoLoSuyo], db: None) -> TodoLoSuyo:
    return deepcopy(ambas[1])


# Addresses: what a stranger gets by GET and by POST (405: the page does not take that method; 302: a GET of what only
# a POST does leads to the list). The owner gets a page in both.

RUTAS: dict[str, tuple[Callable[[TodoLoSuyo], object], int, int]] = {
    "acuses/:folio.pdf": (lambda d: d.folio, 404, 405),
    "opiniones/:folio.pdf": (lambda d: d.opinion.folio, 404, 405),
    "resoluciones/:folio.pdf": (
        lambda d: Documento.objects.get(rfc=d.rfc, clase=Clase.RESOLUCION).folio,
        404,
        405,
    ),
    "buzon/contactos/:acto_id/": (lambda d: d.sin_firmar[MEDIOS].pk, 404, 404),
    "buzon/contactos/actos/:folio/": (lambda d: d.firmados[MEDIOS].folio, 404, 405),
    "buzon/contactos/:medio_id/cambiar/": (lambda d: d.confirmado.pk, 404, 404),
    "buzon/contactos/:medio_id/quitar/": (lambda d: d.confirmado.pk, 302, 404),
    "buzon/contactos/:medio_id/principal/": (lambda d: d.confirmado.pk, 302, 404),
    "buzon/contactos/:medio_id/confirmar/": (lambda d: d.sin_confirmar.pk, 302, 404),
    "buzon/contactos/:medio_id/reenviar/": (lambda d: d.sin_confirmar.pk, 302, 404),
    "buzon/contactos/:medio_id/desistir/": (lambda d: d.sin_confirmar.pk, 302, 404),
    "buzon/sesiones/:ingreso_id/cerrar/": (lambda d: d.ingreso.pk, 405, 404),
    "buzon/mensajes/:mensaje_id/": (lambda d: d.sin_leer.pk, 404, 405),
    "buzon/mensajes/:mensaje_id/no-leido/": (lambda d: d.leido.pk, 405, 404),
    "cobranza/32d/autorizacion/:acto_id/": (lambda d: d.sin_firmar[AUTORIZAR].pk, 404, 404),
    "cobranza/32d/autorizacion/actos/:folio/": (lambda d: d.firmados[AUTORIZAR].folio, 404, 405),
    "cobranza/32d/terceros/:acto_id/": (lambda d: d.sin_firmar[TERCEROS].pk, 404, 404),
    "cobranza/32d/terceros/actos/:folio/": (lambda d: d.firmados[TERCEROS].folio, 404, 405),
    "cobranza/32d/terceros/consulta/:folio/": (lambda d: d.obtenida.folio, 404, 405),
    "cobranza/32d/terceros/consulta/:folio.pdf": (lambda d: d.obtenida.folio, 404, 405),
    "cobranza/32d/mi-opinion/:folio/": (lambda d: d.opinion.folio, 404, 405),
    "promociones/aclaraciones/:acto_id/": (lambda d: d.sin_firmar[PRESENTAR].pk, 404, 404),
    "promociones/aclaraciones/adjuntos/:adjunto_id/": (lambda d: d.adjuntos["comunicacion"].pk, 404, 405),
    "promociones/aclaraciones/actos/:folio/": (lambda d: d.firmados[PRESENTAR].folio, 404, 405),
    "promociones/aclaraciones/:folio/plazo.ics": (lambda d: d.folio, 404, 405),
    "promociones/aclaraciones/:folio/": (lambda d: d.folio, 404, 404),
}
ARGUMENTO = re.compile(r"<\w+:(\w+)>|\(\?P<(\w+)>[^)]*\)")


def _legible(ruta: str) -> str:
    con_nombre = ARGUMENTO.sub(lambda uno: f":{uno[1] or uno[2]}", ruta)
    return re.sub(r"[\^$\\]", "", con_nombre)


def test_toda_ruta_de_adentro_con_argumento_esta_en_la_tabla() -> None:
    de_adentro = {
        _legible(ruta)
        for ruta, patron in rutas(get_resolver())
        if not ruta.startswith("admin/")
        and getattr(patron.callback, "login_required", True)
        and ARGUMENTO.search(ruta)
    }
    assert de_adentro == set(RUTAS)


@pytest.mark.parametrize("ruta", RUTAS)
def test_por_direccion(duena: TodoLoSuyo, extrana: TodoLoSuyo, ruta: str) -> None:
    de_ella, por_get, por_post = RUTAS[ruta]
    direccion = "/" + re.sub(r":\w+", str(de_ella(duena)), ruta)
    antes, curiosa = duena.foto(), navegador_de(extrana.rfc)
    assert [curiosa.get(direccion).status_code, curiosa.post(direccion).status_code] == [por_get, por_post]
    assert duena.foto() == antes
    assert [Client().get(direccion).status_code, Client().post(direccion).status_code] == [302, 302]
    assert duena.foto() == antes
    propias = navegador_de(duena.rfc)
    estados = [propias.get(direccion).status_code, propias.post(direccion).status_code]
    assert [estado == 405 for estado in estados] == [por_get == 405, por_post == 405]
    assert 404 not in estados


Envio = Callable[[Client, TodoLoSuyo, TodoLoSuyo], HttpResponse]


def _quitar_del_mensaje(navegador: Client, duena: TodoLoSuyo, propia: TodoLoSuyo) -> HttpResponse:
    datos = {"accion": f"quitar:{duena.adjuntos['por_enviar'].pk}", "texto": ""}
    return navegador.post(f"/promociones/aclaraciones/{propia.folio}/", datos)


def _enviar_con_archivo(navegador: Client, duena: TodoLoSuyo, propia: TodoLoSuyo) -> HttpResponse:
    datos = {"accion": "enviar", "guardado": str(duena.adjuntos["por_enviar"].pk), "texto": "Va adjunto."}
    return navegador.post(f"/promociones/aclaraciones/{propia.folio}/", datos)


# Ids in what is posted to a page of one's own.
CUERPOS: dict[str, tuple[Envio, int]] = {
    "validar un acto": (
        lambda n, d, _: n.post(
            "/efirma/validar/", {"acto": str(d.sin_firmar[AUTORIZAR].pk), "certificado": "AAAA"}
        ),
        404,
    ),
    "marcar leído": (
        lambda n, d, _: n.post("/buzon/mensajes/marcar/", {"marcar": "leidos", "mensaje": d.sin_leer.pk}),
        302,
    ),
    "marcar no leído": (
        lambda n, d, _: n.post("/buzon/mensajes/marcar/", {"marcar": "no_leidos", "mensaje": d.leido.pk}),
        302,
    ),
    "marcar todos": (
        lambda n, d, _: n.post("/buzon/mensajes/marcar/", {"marcar": "todos", "hasta": 10**17}),
        302,
    ),
    "quitar del borrador": (
        lambda n, d, _: n.post(
            "/promociones/aclaraciones/", {"accion": f"quitar:{d.adjuntos['borrador'].pk}", "texto": ""}
        ),
        302,
    ),
    "cancelar un tercero": (
        lambda n, d, _: n.post("/cobranza/32d/terceros/", {"cancelar": d.autorizacion.pk}),
        409,
    ),
    "declinar una petición": (
        lambda n, d, _: n.post(
            "/cobranza/32d/terceros/", {"peticion": d.peticion.pk, "respuesta": "DECLINADA"}
        ),
        409,
    ),
    "quitar del mensaje": (_quitar_del_mensaje, 200),
    "enviar con su archivo": (_enviar_con_archivo, 302),
}


@pytest.mark.parametrize("cual", CUERPOS)
def test_en_el_cuerpo(duena: TodoLoSuyo, extrana: TodoLoSuyo, cual: str) -> None:
    enviar, estado = CUERPOS[cual]
    propios = Adjunto.objects.filter(pk__in=[uno.pk for uno in duena.adjuntos.values()]).order_by("pk")
    antes, suyos = duena.foto(), list(propios.values())
    antes.pop("Adjunto")
    assert enviar(navegador_de(extrana.rfc), duena, extrana).status_code == estado
    despues = duena.foto()
    despues.pop("Adjunto")
    assert despues == antes
    assert list(propios.values()) == suyos


def test_en_el_cuerpo_lo_propio_si_cambia(duena: TodoLoSuyo) -> None:
    """What the cases above post does something when it is one's own."""
    propia = navegador_de(duena.rfc)
    for cual in (
        "marcar leído",
        "marcar no leído",
        "quitar del borrador",
        "cancelar un tercero",
        "declinar una petición",
        "quitar del mensaje",
    ):
        antes = duena.foto()
        CUERPOS[cual][0](propia, duena, duena)
        assert duena.foto() != antes, cual
    assert CUERPOS["validar un acto"][0](propia, duena, duena).status_code == 422


# Functions of an RFC and an id: what they give for a stranger (None, False, nothing, 0, or NoEncontrado).

Llamada = Callable[[TodoLoSuyo, str], Any]
ANA = Funcionario("ana", rol="NORMATIVA", rfc="ANAA800101AB1")
FUNCIONES: dict[str, Llamada] = {
    "buzon.actos.selectors.preparado_por_id": lambda d, rfc: actos.preparado_por_id(
        d.sin_firmar[AUTORIZAR].pk, rfc=rfc
    ),
    "buzon.actos.selectors.preparado_de": lambda d, rfc: actos.preparado_de(
        d.sin_firmar[AUTORIZAR].pk, rfc=rfc, tramites=[AUTORIZAR]
    ),
    "buzon.actos.selectors.firmado_de": lambda d, rfc: actos.firmado_de(
        d.folio, rfc=rfc, tramites=[AUTORIZAR]
    ),
    "buzon.bitacora.selectors.asientos_del_folio": lambda d, rfc: bitacora.asientos_del_folio(
        d.folio, rfc=rfc, eventos=["prueba"]
    ),
    "buzon.cuentas.codigos.confirmar_medio": lambda d, rfc: codigos.confirmar_medio(
        rfc, medio_id=d.sin_confirmar.pk, codigo=codigos._codigo(d.sin_confirmar), ahora=timezone.now()
    ),
    "buzon.cuentas.codigos.reenviar_codigo": lambda d, rfc: codigos.reenviar_codigo(
        rfc, medio_id=d.sin_confirmar.pk, ahora=timezone.now()
    ),
    "buzon.cuentas.codigos.desistir": lambda d, rfc: codigos.desistir(
        rfc, medio_id=d.sin_confirmar.pk, ahora=timezone.now()
    ),
    "buzon.cuentas.selectors.medio_de": lambda d, rfc: cuentas.medio_de(d.confirmado.pk, rfc=rfc),
    "buzon.cuentas.ingreso.cerrar_sesion": lambda d, rfc: sesiones.cerrar_sesion(
        rfc, ingreso_id=d.ingreso.pk, ahora=timezone.now()
    ),
    "buzon.documentos.selectors.documento_de": lambda d, rfc: documentos.documento_de(d.folio, rfc=rfc),
    "buzon.documentos.selectors.pdf_de": lambda d, rfc: documentos.pdf_de(
        d.folio, rfc=rfc, clase=Clase.ACUSE
    ),
    "buzon.mensajes.services.marcar_leidos": lambda d, rfc: bandeja.marcar_leidos(
        rfc, ids=[d.sin_leer.pk], ahora=timezone.now()
    ),
    "buzon.mensajes.services.marcar_no_leidos": lambda d, rfc: bandeja.marcar_no_leidos(
        rfc, ids=[d.leido.pk]
    ),
    "buzon.mensajes.selectors.detalle_de": lambda d, rfc: mensajes.detalle_de(
        d.sin_leer.pk, rfc=rfc, filtro=Filtro()
    ),
    "buzon.mensajes.selectors.tiene_mensaje": lambda d, rfc: mensajes.tiene_mensaje(
        rfc, mensaje_id=d.sin_leer.pk
    ),
    "buzon.mesa.services.revelar_medio": lambda d, rfc: personal.revelar_medio(
        d.confirmado.pk, rfc=rfc, funcionario=ANA, motivo="Me lo pidió por teléfono", ahora=timezone.now()
    ),
    "buzon.promociones.captura.enviar_mensaje": lambda d, rfc: captura.enviar_mensaje(
        MensajeForm({"texto": "Va."}),
        d.solicitud,
        accion=captura.ENVIAR,
        guardados=[str(d.adjuntos["por_enviar"].pk)],
        rfc=rfc,
        ahora=timezone.now(),
    ),
    "buzon.promociones.selectors.solicitud_de": lambda d, rfc: promociones.solicitud_de(d.folio, rfc=rfc),
    "buzon.promociones.selectors.adjunto_de": lambda d, rfc: [
        suyo for uno in d.adjuntos.values() if (suyo := promociones.adjunto_de(uno.pk, rfc=rfc))
    ],
    "buzon.promociones.services.atencion.escribir": lambda d, rfc: atencion.escribir(
        d.solicitud,
        rfc=rfc,
        texto="Va.",
        adjuntos=[d.adjuntos["por_enviar"].pk],
        ahora=timezone.now(),
    ),
    "buzon.promociones.services.borrador.quitar_adjunto": lambda d, rfc: borrador.quitar_adjunto(
        rfc, adjunto_id=d.adjuntos["borrador"].pk, ahora=timezone.now()
    ),
    "buzon.promociones.services.borrador.agregar_al_mensaje": lambda d, rfc: borrador.agregar_al_mensaje(
        d.solicitud, rfc=rfc, nombre="a.txt", contenido=b"algo", ahora=timezone.now()
    ),
    "buzon.promociones.services.borrador.quitar_del_mensaje": lambda d, rfc: borrador.quitar_del_mensaje(
        d.solicitud, rfc=rfc, adjunto_id=d.adjuntos["por_enviar"].pk
    ),
    "opinion.emision.emitida_de": lambda d, rfc: emision.emitida_de(d.opinion.folio, rfc=rfc),
}
# They read nothing of anybody by that id: it goes into what they make, or is theirs to compare.
AJENAS_AL_CASO = {
    "buzon.cuentas.ingreso.cerrar_otras_sesiones",
    "buzon.documentos.services.crear_con_contenido",
    "buzon.mensajes.services.marcar_todos_leidos",
    "buzon.padron.selectors.puede_garantizar",
    "buzon.padron.services.corregir",
    "buzon.promociones.services.borrador.exigir_suya",
}
IDENTIFICA = re.compile(r"\w+_id|ids|folio|adjuntos|guardados|solicitud|esta|hasta")


def _con_rfc_e_id() -> Iterator[str]:
    for paquete in ("buzon", "autorizacion32d", "opinion", "terceros"):
        for ruta in (Path(settings.BASE_DIR) / paquete).rglob("*.py"):
            partes = ruta.relative_to(settings.BASE_DIR).with_suffix("").parts
            if {"migrations", "demo", "embebido", "config", "__main__", "__init__"} & set(partes):
                continue
            modulo = importlib.import_module(".".join(partes))
            for nombre, funcion in inspect.getmembers(modulo, inspect.isfunction):
                if funcion.__module__ != modulo.__name__ or nombre.startswith("_"):
                    continue
                parametros = inspect.signature(funcion).parameters
                if (
                    "request" not in parametros
                    and "rfc" in parametros
                    and any(map(IDENTIFICA.fullmatch, parametros))
                ):
                    yield f"{modulo.__name__}.{nombre}"


def test_toda_funcion_de_un_rfc_y_un_id_esta_en_la_tabla() -> None:
    assert set(_con_rfc_e_id()) == set(FUNCIONES) | AJENAS_AL_CASO


@pytest.mark.parametrize("nombre", FUNCIONES)
def test_por_funcion(
    duena: TodoLoSuyo, extrana: TodoLoSuyo, nombre: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tal_cual(nombre: str, *, contenido: bytes, es_de_casa: bool) -> ArchivoRevisado:
        return ArchivoRevisado(nombre, "text/plain", contenido, sha256(contenido).hexdigest())

    monkeypatch.setattr(borrador, "revisar", tal_cual)
    asientos.anotar("prueba", ahora=timezone.now(), rfc=duena.rfc, detalle={"folio": duena.folio})
    llamar, antes, escritos = FUNCIONES[nombre], duena.foto(), Asiento.objects.count()
    try:
        dado = llamar(duena, extrana.rfc)
    except Rechazo as rechazo:
        assert isinstance(rechazo, NoEncontrado)  # noqa: PT017
    else:
        assert not dado
    assert duena.foto() == antes
    assert Asiento.objects.count() == escritos
    assert llamar(duena, duena.rfc) or duena.foto() != antes
