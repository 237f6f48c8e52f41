"""The log is audited: each filter finds, by an index; what is seen is taken as a file whose digest is written."""

import csv
import hashlib
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buzon.bitacora import services as bitacora
from buzon.bitacora.models import Asiento, Lectura, RechazoAsentado
from buzon.bitacora.services import Negado
from buzon.mesa import bitacora as paginas
from buzon.mesa.filtros import FiltroEscrito
from buzon.valores.fechas import ZONA
from tests.personal.expedientes import ultimo_asiento, url

pytestmark = pytest.mark.django_db
DeRol = Callable[..., Client]
RFC = "PER850102A10"
DIA = datetime(2026, 11, 20, 12, tzinfo=ZONA)


@pytest.fixture
def lleno(db: None) -> None:
    """Enough rows that an index is worth it, and one that each filter finds."""
    for n in range(300):
        hace = DIA - timedelta(days=1 + n)
        rfc, autor = f"XYZ8501{n:03d}A1"[:12], f"persona{n % 100}"
        detalle = {"autor": autor, "folio": f"2026{n}"}
        bitacora.anotar(f"prueba.{n % 50}", ahora=hace, rfc=rfc, detalle=detalle)
        bitacora.anotar_lectura(rfc, autor=autor, pagina=f"admin:pagina{n % 50}", ahora=hace)
        bitacora.anotar_rechazo(
            Negado(f"prueba{n % 50}", f"198.51.100.{n % 250}", "::1", rfc=rfc), ahora=hace
        )
        negado = Negado(f"otra{n % 50}", f"198.51.100.{n % 250}", "::1", autor=autor)
        bitacora.anotar_rechazo(negado, ahora=hace)
    bitacora.anotar("personal.alta", ahora=DIA, detalle={"usuario": "luisa.nueva", "autor": "servidor:root"})
    bitacora.anotar("documento.sellado", ahora=DIA, rfc=RFC, detalle={"folio": "9" * 23})
    bitacora.anotar_lectura(RFC, autor="ana", pagina="personal:expediente", ahora=DIA)
    bitacora.anotar_rechazo(Negado("sin_permiso", "192.0.2.7", "192.0.2.7", autor="ana"), ahora=DIA)
    bitacora.anotar_rechazo(Negado("acto_vencido", "192.0.2.8", "192.0.2.8", rfc=RFC), ahora=DIA)


CASOS: list[tuple[type[models.Model], dict[str, str], int, str]] = [
    (Asiento, {"evento": "personal.alta"}, 1, "asiento_evento"),
    (Asiento, {"autor": "servidor:root"}, 1, "asiento_autor"),
    (Asiento, {"objeto": "luisa.nueva"}, 1, "asiento_objeto"),
    (Asiento, {"objeto": "9" * 23}, 1, "asiento_objeto"),
    (Asiento, {"rfc": "per-850102-a10"}, 1, "asiento_rfc"),
    (Asiento, {"desde": "2026-11-20"}, 2, "asiento_fecha"),
    (Asiento, {"hasta": "2026-01-26"}, 3, "asiento_fecha"),
    (Asiento, {"evento": "personal.alta", "desde": "2026-11-20", "autor": "servidor:root"}, 1, "asiento_"),
    (Lectura, {"autor": "ana"}, 1, "lectura_(autor|una)"),
    (Lectura, {"rfc": RFC}, 1, "lectura_rfc"),
    (Lectura, {"pagina": "personal:expediente"}, 1, "lectura_pagina"),
    (Lectura, {"desde": "2026-11-20"}, 1, "lectura_fecha"),
    (Lectura, {"hasta": "2026-01-26"}, 3, "lectura_fecha"),
    (RechazoAsentado, {"codigo": "sin_permiso"}, 1, "rechazo_codigo"),
    (RechazoAsentado, {"autor": "ana"}, 1, "rechazo_autor"),
    (RechazoAsentado, {"red": "192.0.2.8"}, 1, "rechazo_red"),
    (RechazoAsentado, {"rfc": RFC}, 1, "rechazo_rfc"),
    (RechazoAsentado, {"desde": "2026-11-20"}, 2, "rechazo_fecha"),
    (RechazoAsentado, {"hasta": "2026-01-26"}, 6, "rechazo_fecha"),
]


@pytest.mark.usefixtures("lleno")
def test_cada_filtro_halla_por_su_indice(de_rol: DeRol) -> None:
    auditoria = de_rol("AUDITORIA")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bitacora_asiento, bitacora_lectura, bitacora_rechazo")
    for modelo, pedido, cuantos, indice in CASOS:
        with _y_como_si_nada(), CaptureQueriesContext(connection) as captura:
            respuesta = auditoria.get(url(modelo, "changelist"), pedido)
        assert respuesta.status_code == 200, pedido
        assert len(respuesta.context["cl"].result_list) == cuantos, pedido
        sqls = [una["sql"] for una in captura if una["sql"].startswith("SELECT")]
        (sql,) = [una for una in sqls if f'FROM "{modelo._meta.db_table}"' in una and "ORDER BY" in una]
        plan = _plan(sql)
        assert "Seq Scan" not in plan, plan
        assert _usa(plan, indice), (pedido, plan)


@contextmanager
def _y_como_si_nada() -> Iterator[None]:
    """Undo what a look leaves in the log before the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(fila[0] for fila in cursor.fetchall())


def _usa(plan: str, indice: str) -> bool:
    return re.search(rf"Scan (Backward )?(using|on) {indice}", plan) is not None and "Index Cond" in plan


def test_cada_filtro_tiene_su_caso() -> None:
    for modelo in (Asiento, Lectura, RechazoAsentado):
        filtros: Any = admin.site._registry[modelo].list_filter
        assert all(issubclass(filtro, FiltroEscrito) for filtro in filtros)
        probados = {clave for uno, pedido, _, _ in CASOS if uno is modelo for clave in pedido}
        assert {filtro.parameter_name for filtro in filtros} == probados


@pytest.mark.usefixtures("lleno")
def test_lo_que_no_es_un_dia_no_halla_nada(de_rol: DeRol) -> None:
    auditoria = de_rol("AUDITORIA")
    for dia in ("x", "2026-13-01", "9999-12-31", "0001-01-01", "٢٠٢٦-١١-٢٠"):
        for lado in ("desde", "hasta"):
            respuesta = auditoria.get(url(Asiento, "changelist"), {lado: dia})
            assert respuesta.status_code == 200, (lado, dia)


@pytest.mark.usefixtures("lleno")
def test_lo_que_se_ve_se_toma_como_archivo_y_su_huella_queda(de_rol: DeRol) -> None:
    auditoria = de_rol("AUDITORIA")
    for modelo, pedido, cuantos, _indice in CASOS:
        with _y_como_si_nada():
            pagina = auditoria.get(url(modelo, "changelist"), pedido).content.decode()
            (enlace,) = re.findall(rf'<a href="{url(modelo, "archivo")}[^>]*>', pagina)
            assert " download" not in enlace  # a refusal is shown, not saved
        with _y_como_si_nada():
            respuesta, asiento = auditoria.get(url(modelo, "archivo"), pedido), ultimo_asiento()
            suyas = Lectura.objects.filter(rfc=RFC, pagina__endswith="_archivo").count()
        assert respuesta["Content-Type"] == "text/csv; charset=utf-8"
        encabezado, *renglones = csv.reader(StringIO(respuesta.content.decode("utf-8-sig")))
        assert len(renglones) == cuantos, pedido
        de_quienes = {renglon[encabezado.index("rfc")] for renglon in renglones} - {""}
        assert suyas == (de_quienes == {RFC}), pedido
        assert encabezado[-1] in {"detalle", "pagina"}
        huella = hashlib.sha256(respuesta.content)
        algoritmo, _, en_base64 = respuesta["Repr-Digest"].partition("=")
        assert (algoritmo, b64decode(en_base64.strip(":"))) == ("sha-256", huella.digest())
        assert asiento.evento == "personal.descarga"
        dicho = asiento.detalle
        assert (dicho["sha256"], dicho["renglones"], dicho["filtros"]) == (
            huella.hexdigest(),
            cuantos,
            pedido,
        )
        assert dicho["archivo"] in respuesta["Content-Disposition"]


@pytest.mark.usefixtures("lleno")
def test_un_archivo_no_se_queda_corto_sin_decirlo(de_rol: DeRol, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paginas, "ARCHIVO_MAXIMO", 301)
    respuesta = de_rol("AUDITORIA").get(url(Asiento, "archivo"))
    assert respuesta.status_code == 422
    assert 'data-codigo="descarga_demasiado_larga"' in respuesta.content.decode()
    assert 'id="logout-form"' in respuesta.content.decode()
    assert not Asiento.objects.filter(evento="personal.descarga").exists()


def test_ninguna_celda_es_una_formula(de_rol: DeRol) -> None:
    negado = Negado("prueba", "192.0.2.7", "192.0.2.7", detalle='=HYPERLINK("x")', ruta="@x")
    bitacora.anotar_rechazo(negado, ahora=timezone.now())
    texto = de_rol("AUDITORIA").get(url(RechazoAsentado, "archivo")).content.decode("utf-8-sig")
    (_, renglon) = csv.reader(StringIO(texto))
    assert not any(celda.startswith(("=", "@")) for celda in renglon)
