"""The dashboard: what each figure says, to whom, as a chart and as a file."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from buzon.mesa.tablero.cuadro import PERIODOS, Corte
from buzon.mesa.tablero.figuras import figuras_de
from buzon.padron.models import Subdelegacion
from buzon.valores.fechas import ZONA
from tests.buzon.padron.fabricas import OFICINA, oficina
from tests.personal.expedientes import Expediente, ultimo_asiento
from tests.personal.resueltas import Hecha, crear_solicitudes

pytestmark = pytest.mark.django_db
Cliente = Callable[..., Client]
FIGURAS = ("abiertas", "dias", "plazo", "autorizaciones", "documentos", "opiniones")
PROPIAS = FIGURAS[:3]
HYPERLINK = '=HYPERLINK("http://x.example","ver")'


@pytest.fixture
def solicitudes(expediente: Expediente) -> datetime:
    """Of the office: one open (the expediente's), four resolved in 1, 2, 3 and 12 days; of another, one in 30."""
    ahora = timezone.now()
    Subdelegacion.objects.create(clave="3998", nombre=HYPERLINK, ooad="X")
    hace = [(ahora - timedelta(days=dias), ahora, OFICINA) for dias in (1, 2, 3, 12)]
    vencida = Hecha(ahora - timedelta(days=20), None, "3998")
    crear_solicitudes(
        [*(Hecha(*una) for una in hace), Hecha(ahora - timedelta(days=30), ahora, "3998"), vencida]
    )
    return ahora


def leida(quien: Client, figura: str, **consulta: str) -> list[list[str]]:
    respuesta = quien.get(f"/admin/tablero/{figura}.csv", consulta)
    assert respuesta.content.startswith(b"\xef\xbb\xbf")
    assert respuesta["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in respuesta["Content-Disposition"]
    return list(csv.reader(StringIO(respuesta.content.decode("utf-8-sig"), newline="")))


@pytest.mark.usefixtures("solicitudes")
def test_cada_figura_del_pais(de_rol: Cliente) -> None:
    quien = de_rol("NORMATIVA")
    html = quien.get("/admin/tablero/").content.decode()
    assert "2 solicitudes abiertas; 1 ya venció." in html
    assert "La mitad se resolvió en 3 días o menos, y 95 de cada 100 en 26.4 días o menos." in html
    assert "60 % se resolvió en 10 días o menos; la más baja es =HYPERLINK" in html
    assert "1 autorización y 0 cancelaciones en 30 días." in html
    assert "RFC con opinión positiva" in html
    assert "Sin datos" not in html
    for figura in FIGURAS:
        assert f'src="/admin/tablero/{figura}.svg?dias=30"' in html, figura
        svg = quien.get(f"/admin/tablero/{figura}.svg")
        assert svg["Content-Type"] == "image/svg+xml"
        assert b"<svg" in svg.content
        assert b"style=" not in svg.content
        assert b"<script" not in svg.content
        assert len(leida(quien, figura)) > 1


@pytest.mark.usefixtures("solicitudes")
def test_una_oficina_solo_ve_lo_suyo(de_rol: Cliente) -> None:
    quien = de_rol("SUBDELEGACION", subdelegacion=OFICINA)
    html = quien.get("/admin/tablero/").content.decode()
    assert "1 solicitud abierta; 0 ya vencieron." in html
    assert "La mitad se resolvió en 2.5 días o menos" in html
    assert "75 % se resolvió en 10 días o menos." in html
    assert "la más baja" not in html
    assert "HYPERLINK" not in html
    assert [fila[0] for fila in leida(quien, "plazo")[1:]] == ["Polanco, CDMX Norte"]
    for figura in set(FIGURAS) - set(PROPIAS):
        assert f'id="{figura}"' not in html
        assert quien.get(f"/admin/tablero/{figura}.svg").status_code == 404
        assert quien.get(f"/admin/tablero/{figura}.csv").status_code == 404


@pytest.mark.usefixtures("solicitudes")
def test_ningun_texto_del_csv_es_formula_y_queda_quien_lo_tomo(de_rol: Cliente) -> None:
    quien = de_rol("OPERACION")
    filas = leida(quien, "plazo", dias="90")
    assert filas[1] == [f"'{HYPERLINK}, X", "1", "0", "0"]
    asiento = ultimo_asiento()
    assert asiento.evento == "personal.descarga"
    assert asiento.detalle["autor"].startswith("operacion")
    assert asiento.detalle["archivo"].startswith("tablero-plazo-")
    assert (asiento.detalle["dias"], asiento.detalle["subdelegacion"]) == (90, "")


def test_vacio_dice_sin_datos(de_rol: Cliente) -> None:
    oficina()
    for quien, figuras in (
        (de_rol("AUDITORIA"), FIGURAS),
        (de_rol("SUBDELEGACION", subdelegacion=OFICINA), PROPIAS),
    ):
        html = quien.get("/admin/tablero/").content.decode()
        assert html.count("Sin datos.") == len(figuras)
        assert "<img" not in html
        for figura in figuras:
            assert quien.get(f"/admin/tablero/{figura}.svg").status_code == 404
            assert len(leida(quien, figura)) == 1


@pytest.mark.parametrize("dias", ["", "0", "-1", "31", "x", "9" * 40, "٣٠"])
def test_otro_periodo_es_el_primero(de_rol: Cliente, dias: str) -> None:
    respuesta = de_rol("NORMATIVA").get("/admin/tablero/", {"dias": dias})
    assert respuesta.context["corte"].dias == 30


@pytest.mark.parametrize("clave", ["no-hay", "abiertas-x", "1"])
def test_una_figura_que_no_hay(de_rol: Cliente, clave: str) -> None:
    for tipo in ("svg", "csv"):
        assert de_rol("NORMATIVA").get(f"/admin/tablero/{clave}.{tipo}").status_code == 404


@pytest.mark.usefixtures("solicitudes")
def test_los_periodos_y_sus_orillas(de_rol: Cliente) -> None:
    ahora = timezone.now()
    for dias in (35, 95, 400):
        resuelta = ahora - timedelta(days=dias)
        crear_solicitudes([Hecha(resuelta, resuelta)])
    quien = de_rol("NORMATIVA")
    cuantas = {dias: leida(quien, "dias", dias=str(dias))[1][1] for dias in PERIODOS}
    assert cuantas == {30: "5", 90: "6", 365: "7"}
    assert leida(quien, "dias", dias="365")[0][0] == "Mes que empieza"
    assert len(leida(quien, "autorizaciones", dias="90")) == 91


def test_el_periodo_empieza_a_medianoche_de_centro() -> None:
    # 00:30 in UTC is still the day before in Centro.
    corte = Corte.de(oficina="", dias="30", ahora=datetime(2026, 3, 31, 0, 30, tzinfo=ZONA))
    assert corte.desde == datetime(2026, 3, 2, tzinfo=ZONA)
    assert (corte.primer_dia.isoformat(), corte.hoy.isoformat()) == ("2026-03-02", "2026-03-31")


def test_quien_no_tiene_oficina_ve_todas_las_figuras() -> None:
    ahora = timezone.now()
    assert [f.clave for f in figuras_de(Corte.de(oficina="", dias="", ahora=ahora))] == list(FIGURAS)
    assert [f.clave for f in figuras_de(Corte.de(oficina="3901", dias="", ahora=ahora))] == list(PROPIAS)
