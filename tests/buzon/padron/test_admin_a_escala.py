"""The register's pages over a whole made-up register: each reads what it shows, and nobody changes a fact."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buzon.cuentas.models import Usuario
from buzon.padron.models import Convenio, CreditoFiscal, Garantia, Patron, RegistroPatronal, Subdelegacion
from buzon.web.solo_lectura import PaginadorSinCuenta
from tests.buzon.padron.generado import cargar, generar, vaciado
from tests.personal.dentro import dentro

pytestmark = pytest.mark.django_db
CUANTOS, TOPE, LEIDAS = 20_000, 200, 4_000
GRANDES = {"padron_patron", "padron_registropatronal", "padron_creditofiscal"}
FILTROS = [
    (Patron, {"personas": "varias"}),
    *((RegistroPatronal, {"estado": estado}) for estado in ("VIGENTE", "HUELGA", "BAJA", "NADA")),
    *(
        (RegistroPatronal, filtro)
        for filtro in ({"b251": "si"}, {"legible": "no"}, {"subdelegacion": "3903"})
    ),
    (RegistroPatronal, {"b251": "si", "estado": "HUELGA"}),
    (RegistroPatronal, {"legible": "no", "subdelegacion": "3903", "estado": "BAJA"}),
    *(
        (CreditoFiscal, {"situacion": situacion})
        for situacion in ("PAGADO", "FIRME", "POR_DETERMINAR", "IMPUGNADO", "PRESCRITO", "NADA")
    ),
    (Garantia, {"estado": "CANCELADA"}),
    (Convenio, {"estado": "INCUMPLIDO"}),
]
HECHOS = [Patron, RegistroPatronal, CreditoFiscal, Garantia, Convenio, Subdelegacion]


@pytest.fixture(scope="module")
def padron(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """Twenty thousand employers, for this module only."""
    carpeta: Path = tmp_path_factory.mktemp("padron")
    generar(carpeta, patrones=CUANTOS)
    tablas = ", ".join(modelo._meta.db_table for modelo in HECHOS)
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cargar(carpeta, cursor)
        cursor.execute(
            "UPDATE padron_patron SET personas = 2 WHERE rfc IN (SELECT rfc FROM padron_patron LIMIT 3);"
            "UPDATE padron_registropatronal SET legible = false"
            " WHERE nrp IN (SELECT nrp FROM padron_registropatronal LIMIT 3)"
        )
        cursor.execute(f"VACUUM ANALYZE {tablas}")
        yield
        cursor.execute(vaciado([modelo._meta.db_table for modelo in HECHOS]))


@pytest.fixture
def personal(padron: None, db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(PaginadorSinCuenta, "tope", TOPE)
    return dentro(Usuario.objects.create_superuser("personal"))


def lista(modelo: type[models.Model]) -> str:
    return reverse(f"admin:padron_{modelo._meta.model_name}_changelist")


def _nodos(plan: dict[str, Any], *, con_limite: bool = False) -> Iterator[tuple[dict[str, Any], bool]]:
    con_limite = con_limite or plan["Node Type"] == "Limit"
    yield plan, con_limite
    for hijo in plan.get("Plans", []):
        yield from _nodos(hijo, con_limite=con_limite)


def _revisar(sql: str) -> None:
    """No plan reads a big table whole, whatever it would cost here: each node has read few rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        (plan,) = json.loads(json.dumps(cursor.fetchone()[0]))
    for nodo, con_limite in _nodos(plan["Plan"]):
        leidas = nodo["Actual Rows"] + nodo.get("Rows Removed by Filter", 0)
        assert leidas * nodo["Actual Loops"] <= LEIDAS, sql
        if nodo.get("Relation Name") in GRANDES and nodo["Node Type"] == "Seq Scan":
            assert con_limite, sql


def _consultas(personal: Client, ruta: str, opciones: dict[str, str]) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captura:
        assert personal.get(ruta, opciones).status_code == 200
    consultas = [
        consulta["sql"] for consulta in captura if any(grande in consulta["sql"] for grande in GRANDES)
    ]
    for sql in consultas:
        assert "COUNT(*)" not in sql or f"LIMIT {TOPE}" in sql, sql
        _revisar(sql)
    return consultas


@pytest.mark.parametrize("modelo", HECHOS)
@pytest.mark.parametrize("pagina", ["1", "2"])
def test_una_pagina_lee_lo_que_muestra(personal: Client, modelo: type[models.Model], pagina: str) -> None:
    _consultas(personal, lista(modelo), {"p": pagina})


@pytest.mark.parametrize(("modelo", "filtro"), FILTROS)
def test_un_filtro_no_recorre_la_tabla(
    personal: Client, modelo: type[models.Model], filtro: dict[str, str]
) -> None:
    consultas = _consultas(personal, lista(modelo), filtro)
    assert bool(consultas) is ("NADA" not in filtro.values()) or modelo not in (
        Patron,
        RegistroPatronal,
        CreditoFiscal,
    )


def _uno_con_todo() -> CreditoFiscal:
    return CreditoFiscal.objects.filter(garantia__isnull=False).select_related("registro").latest("id")


BUSQUEDAS: list[tuple[type[models.Model], Callable[[CreditoFiscal], str]]] = [
    (Patron, lambda uno: uno.registro.patron_id),
    (Patron, lambda uno: uno.registro.patron_id[:3]),
    (Patron, lambda uno: uno.registro.patron_id[:1]),
    (Patron, lambda uno: "ZZZZ"),
    (RegistroPatronal, lambda uno: uno.registro.patron_id),
    (RegistroPatronal, lambda uno: uno.registro_id),
    (RegistroPatronal, lambda uno: f"{uno.registro_id[:3]}-{uno.registro_id[3:6]}"),
    (RegistroPatronal, lambda uno: uno.registro_id[:1]),
    (RegistroPatronal, lambda uno: "A9999999999"),
    (CreditoFiscal, lambda uno: uno.registro.patron_id),
    (CreditoFiscal, lambda uno: uno.registro_id),
    (CreditoFiscal, lambda uno: f"{uno.registro_id} {uno.numero}"),
    (CreditoFiscal, lambda uno: "XIA190128J61"),
    (Garantia, lambda uno: str(uno.garantia_id)),
    (Garantia, lambda uno: uno.registro.patron_id),
    (Garantia, lambda uno: uno.registro_id),
    (Convenio, lambda uno: uno.registro.patron_id),
]


@pytest.mark.parametrize(("modelo", "texto"), BUSQUEDAS)
def test_una_busqueda_va_por_indice(
    personal: Client, modelo: type[models.Model], texto: Callable[[CreditoFiscal], str]
) -> None:
    _consultas(personal, lista(modelo), {"q": texto(_uno_con_todo())})


def _claves(personal: Client, modelo: type[models.Model], texto: str) -> set[Any]:
    return {fila.pk for fila in personal.get(lista(modelo), {"q": texto}).context["cl"].result_list}


def test_cada_forma_de_buscar_encuentra(personal: Client) -> None:
    uno = _uno_con_todo()
    nrp, rfc = uno.registro_id, uno.registro.patron_id
    suyos = set(CreditoFiscal.objects.filter(registro__patron=rfc).values_list("pk", flat=True))
    assert _claves(personal, Patron, f" {rfc[:-3].lower()}") == {rfc}
    assert nrp in _claves(personal, RegistroPatronal, rfc)
    assert _claves(personal, RegistroPatronal, f"{nrp[:3]}-{nrp[3:8]}-{nrp[8:10]}-{nrp[10]}") == {nrp}
    assert _claves(personal, CreditoFiscal, rfc) == suyos
    assert uno.pk in _claves(personal, CreditoFiscal, nrp.lower())
    assert _claves(personal, CreditoFiscal, f"{nrp} {uno.numero}") == {uno.pk}
    assert _claves(personal, CreditoFiscal, uno.numero) == _claves(personal, CreditoFiscal, rfc[:6]) == set()
    for texto in (str(uno.garantia_id), rfc, nrp):
        assert uno.garantia_id in _claves(personal, Garantia, texto)
    assert _claves(personal, Subdelegacion, "polanco") == _claves(personal, Subdelegacion, "3902") == {"3902"}


def test_un_filtro_deja_lo_suyo(personal: Client) -> None:
    for modelo, filtro in FILTROS:
        for fila in personal.get(lista(modelo), filtro).context["cl"].result_list:
            for campo, valor in filtro.items():
                leido = str(getattr(fila, {"subdelegacion": "subdelegacion_id"}.get(campo, campo)))
                assert leido == {"si": "True", "no": "False", "varias": "2"}.get(valor, valor)
    assert personal.get(lista(Patron), FILTROS[0][1]).context["cl"].result_count == 3


@pytest.mark.parametrize("modelo", HECHOS)
def test_las_paginas_de_hechos_son_de_solo_lectura(modelo: type[models.Model], rf: Any) -> None:
    pagina, peticion = admin.site.get_model_admin(modelo), rf.get("/admin/")
    peticion.user = Usuario(is_superuser=True, is_staff=True, is_active=True)
    assert pagina.get_model_perms(peticion) == {"add": False, "change": False, "delete": False, "view": True}
