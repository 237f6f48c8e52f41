"""What the staff reads: found by RFC and folio, without secrets, raw bytes or anything inline."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from autorizacion32d.models import Transicion
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.bitacora.models import Asiento, RechazoAsentado
from buzon.cuentas.models import MedioContacto, Usuario
from buzon.documentos.models import Documento
from buzon.valores.fechas import ZONA
from buzon.web.solo_lectura import PaginadorSinCuenta
from opinion.models import OpinionEmitida
from tests.arquitectura.test_cabeceras import _revisar
from tests.personal.expedientes import (
    CORREO,
    PAGINAS,
    SOLO_LECTURA,
    Expediente,
    crear_expediente,
    rfc_de,
    una,
    url,
)

pytestmark = pytest.mark.django_db
Cliente = Callable[..., Client]
INMUTABLES = pytest.mark.parametrize("modelo", SOLO_LECTURA, ids=lambda m: m.__name__)
POR_RFC = [modelo for modelo in SOLO_LECTURA if PAGINAS[modelo].busca_rfc]
CON_FOLIO = [ActoPreparado, ActoFirmado, Documento, Transicion]


@pytest.mark.usefixtures("expediente")
def test_ninguna_pagina_lleva_nada_en_linea(cliente: Cliente) -> None:
    quien = cliente(superusuario=True)
    rutas = ["/admin/", "/admin/actos/", "/admin/password_change/", "/admin/no-hay/"]
    for modelo in PAGINAS:
        lista = url(modelo, "changelist")
        rutas += [lista, f"{lista}?q=x", f"{lista}?e=1", f"{lista}?_popup=1"]
        if modelo is not Group:
            clave = una(modelo).pk
            rutas.append(url(modelo, "change", clave))
        if modelo not in SOLO_LECTURA:
            rutas.append(url(modelo, "add"))
    for ruta in rutas:
        respuesta = quien.get(ruta)
        assert respuesta.status_code == (404 if "no-hay" in ruta else 200), ruta
        _revisar(respuesta)
        assert "no-store" in respuesta["Cache-Control"], ruta
    for ruta in ("/admin/login/", "/admin/logout/"):
        _revisar(Client().post(ruta, {"username": "x", "password": "y"}, follow=True))


@pytest.mark.parametrize("modelo", POR_RFC, ids=lambda m: m.__name__)
def test_se_encuentra_por_rfc_escrito_de_cualquier_modo(
    expediente: Expediente, cliente: Cliente, modelo: type[models.Model]
) -> None:
    otro, quien = crear_expediente(2), cliente(superusuario=True)
    for escrito in (expediente.rfc, expediente.rfc.lower(), f" {expediente.rfc[:4]}-{expediente.rfc[4:]} "):
        cuerpo = quien.get(url(modelo, "changelist"), {"q": escrito}).content.decode()
        assert expediente.rfc in cuerpo, escrito
        assert otro.rfc not in cuerpo, escrito


@pytest.mark.parametrize("modelo", CON_FOLIO, ids=lambda m: m.__name__)
def test_se_encuentra_por_folio(expediente: Expediente, cliente: Cliente, modelo: type[models.Model]) -> None:
    otro = crear_expediente(2)
    lista = (
        cliente(superusuario=True)
        .get(url(modelo, "changelist"), {"q": otro.documento.folio})
        .content.decode()
    )
    assert otro.rfc in lista
    assert expediente.rfc not in lista


@pytest.mark.usefixtures("expediente")
def test_el_personal_se_encuentra_por_su_nombre(cliente: Cliente) -> None:
    quien = cliente(superusuario=True)
    nombre = Usuario.objects.get(is_superuser=True).username
    assert quien.get(url(Usuario, "changelist"), {"q": nombre[:5]}).context["cl"].result_count == 1


def _plan(filas: models.QuerySet[models.Model]) -> str:
    """How PostgreSQL answers when it reads the whole table, or sorts it, only if it must."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off"
        )
    return filas.explain()


@INMUTABLES
@pytest.mark.usefixtures("expediente")
def test_ordenar_va_por_indice(modelo: type[models.Model]) -> None:
    plan = _plan(modelo._default_manager.order_by(*PAGINAS[modelo].ordering)[:50])
    assert "Index Scan" in plan
    assert "Sort" not in plan


@INMUTABLES
def test_buscar_va_por_indice(expediente: Expediente, modelo: type[models.Model]) -> None:
    pagina = PAGINAS[modelo]
    for camino, clave in (
        (pagina.busca_rfc, expediente.rfc),
        (pagina.busca_folio, expediente.documento.folio),
    ):
        tabla, resto = modelo, camino
        while resto and (otra := tabla._meta.get_field(resto.split("__")[0]).related_model):
            tabla, resto = otra, resto.partition("__")[2]
        if resto:
            plan = _plan(tabla._default_manager.filter(**{resto: clave}).order_by())
            assert "Index Cond" in plan, plan


@INMUTABLES
def test_una_lista_cuesta_lo_mismo_con_una_fila_que_con_treinta(
    expediente: Expediente, cliente: Cliente, modelo: type[models.Model]
) -> None:
    quien, lista = cliente(superusuario=True), url(modelo, "changelist")
    quien.get(lista)
    with CaptureQueriesContext(
        connection,
    ) as con_una:
        assert quien.get(lista).status_code == 200
    for numero in range(2, 31):
        crear_expediente(numero)
    with CaptureQueriesContext(connection) as con_treinta:
        assert quien.get(lista).context["cl"].result_count >= 30
    # A list of one person alone also leaves who read it.
    rastros = [
        sum("bitacora_lectura" in c["sql"] and "INSERT" in c["sql"] for c in veces)
        for veces in (con_una, con_treinta)
    ]
    assert rastros[0] <= 1
    assert rastros[1] == 0
    assert len(con_treinta) == len(con_una) - rastros[0]
    consultas = " ".join(consulta["sql"] for consulta in con_treinta)
    for pesado in ('"pdf"', '"cadena"', '"emisores"', '"codigo"', '"password"."'):
        # That of a refusal is a word.
        es_otro = modelo is RechazoAsentado and pesado == '"codigo"'
        assert es_otro or f'"{modelo._meta.db_table}".{pesado}' not in consultas


@pytest.mark.usefixtures("expediente")
def test_la_lista_no_cuenta_mas_alla_del_tope(cliente: Cliente, monkeypatch: pytest.MonkeyPatch) -> None:
    for numero in range(2, 7):
        crear_expediente(numero)
    monkeypatch.setattr(PaginadorSinCuenta, "tope", 3)
    respuesta = cliente(superusuario=True).get(url(Asiento, "changelist"))
    assert respuesta.context["cl"].result_count == 3
    assert "al menos" in respuesta.content.decode()


def test_no_se_ve_ningun_secreto(expediente: Expediente, cliente: Cliente) -> None:
    quien = cliente(superusuario=True)
    codigo = expediente.documento.codigo
    con_contrasena = Usuario.objects.create_user("con_contrasena", password="una frase larga", is_staff=True)
    resumen = con_contrasena.password
    algoritmo = resumen.partition("$")[0] + "$"
    secretos = [codigo, codigo[5:], codigo.replace("-", ""), CORREO, resumen, algoritmo, "pbkdf2", "argon2"]
    for modelo in SOLO_LECTURA:
        for ruta in (url(modelo, "changelist"), url(modelo, "change", una(modelo).pk)):
            cuerpo = quien.get(ruta).content.decode()
            assert not [secreto for secreto in secretos if secreto in cuerpo], ruta
    assert "pe***@ejemplo.mx" in quien.get(url(MedioContacto, "changelist")).content.decode()
    detalle = quien.get(url(Documento, "change", expediente.documento.pk)).content.decode()
    assert f"{codigo[:4]}-****" in detalle


def test_lo_escrito_por_otros_no_es_html_ni_bytes(expediente: Expediente, cliente: Cliente) -> None:
    cuerpo = cliente(superusuario=True).get(url(ActoFirmado, "change", expediente.acto.pk)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in cuerpo
    assert "<b>Ñ</b>" not in cuerpo
    assert "AGZpcm1h/w==" in cuerpo
    assert "b&#x27;" not in cuerpo
    assert "memory at" not in cuerpo
    assert rfc_de(1) in cuerpo


def test_los_datos_se_leen_en_espanol_y_en_hora_del_centro(expediente: Expediente, cliente: Cliente) -> None:
    quien = cliente(superusuario=True)
    for modelo in SOLO_LECTURA:
        cuerpo = quien.get(url(modelo, "change", una(modelo).pk)).content.decode()
        ayudas = [str(campo.help_text) for campo in modelo._meta.concrete_fields if campo.help_text]
        assert not [ayuda for ayuda in ayudas if f"<div>{ayuda}</div>" in cuerpo], modelo
        assert "None" not in cuerpo, modelo
        assert "+00:00" not in cuerpo, modelo
    detalle = quien.get(url(ActoFirmado, "change", expediente.acto.pk)).content.decode()
    assert f"{expediente.acto.firmado_en.astimezone(ZONA):%d/%m/%Y %H:%M:%S}" in detalle


def test_una_opinion_emitida_se_encuentra_por_el_principio_de_su_folio(
    expediente: Expediente, cliente: Cliente
) -> None:
    folio = OpinionEmitida.objects.get(rfc=expediente.rfc).folio
    lista = url(OpinionEmitida, "changelist")
    quien = cliente(superusuario=True)
    assert expediente.rfc in quien.get(lista, {"q": folio[:18]}).content.decode()
    assert expediente.rfc not in quien.get(lista, {"q": "9" * 5}).content.decode()
