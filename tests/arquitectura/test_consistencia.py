"""What a reader may count on: no dead template, codes have words, rules have sources, lists name what is there."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from buzon.valores.rechazo import Rechazo
from opinion.reglas import REGLAS
from tests import rechazos
from tests.mutantes.tabla import EQUIVALENTES, GRUPOS

RAIZ = Path(settings.BASE_DIR)
PROPIOS = {"buzon", "autorizacion32d", "opinion", "terceros"}
POR_NOMBRE_DE_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
FUENTE = re.compile(r"art(ículo|s?\.)|[Rr]egla|CFF|LSS|ACDO|[Gg]uide", re.I)


def fuentes(patron: str) -> Iterator[str]:
    for carpeta in ("buzon", "autorizacion32d", "opinion", "terceros", "templates"):
        for ruta in (RAIZ / carpeta).rglob(patron):
            yield ruta.read_text(encoding="utf-8")


def test_ninguna_plantilla_sobra() -> None:
    codigo = "\n".join([*fuentes("*.py"), *fuentes("*.html")])
    todas = (str(ruta.relative_to(RAIZ / "templates")) for ruta in (RAIZ / "templates").rglob("*.html"))
    plantillas = {plantilla for plantilla in todas if not plantilla.startswith("admin/")}
    sueltas = {f"portal/{nombre}.html" for nombre in re.findall(r'_pagina\(\s*"(\w+)"', codigo)}
    assert {p for p in plantillas - POR_NOMBRE_DE_DJANGO - sueltas if p not in codigo} == set()


def test_cada_codigo_es_de_una_clase_y_la_tabla_lo_dice() -> None:
    assert apps.ready
    codigos = [clase.codigo for clase in rechazos.clases()]
    assert len(codigos) == len(set(codigos)) > 80
    assert rechazos.en_el_documento() == rechazos.tabla(), "python -m tests.rechazos"


@pytest.mark.parametrize("clase", rechazos.clases(), ids=lambda clase: clase.codigo)
def test_cada_rechazo_es_una_frase_y_un_4xx(clase: type[Rechazo]) -> None:
    assert clase.titulo
    assert not clase.titulo.endswith(".")
    assert clase.mensaje.endswith(".")
    assert 400 <= clase.status < 500 or clase.status == 503


@pytest.mark.parametrize("regla", REGLAS, ids=lambda regla: getattr(regla, "__name__", str(regla)))
def test_cada_regla_nombra_su_fuente(regla: object) -> None:
    assert FUENTE.search(inspect.getdoc(regla) or "") or FUENTE.search(
        inspect.getdoc(inspect.getmodule(regla)) or ""
    )


def test_lo_que_se_muta_y_sus_pruebas_existen() -> None:
    """It is run by hand and rarely: a module that moved would be missed there late."""
    modulos = {modulo for grupo in GRUPOS for modulo in grupo.modulos}
    pruebas = {prueba.partition("::")[0] for grupo in GRUPOS for prueba in grupo.pruebas}
    assert {ruta for ruta in modulos | pruebas if not (RAIZ / ruta).exists()} == set()
    assert {modulo for modulo, _ in EQUIVALENTES if not modulo.startswith(tuple(modulos))} == set()


def test_lo_que_no_es_prueba_importa_lo_que_hay() -> None:
    """What measures, mutates and draws is run by hand: nothing else would tell that a name it takes has moved."""
    faltan = []
    for ruta in (RAIZ / "tests").rglob("*.py"):
        if ruta.name.startswith("test_"):
            continue
        for nodo in ast.walk(ast.parse(ruta.read_text(encoding="utf-8"))):
            if isinstance(nodo, ast.ImportFrom) and (nodo.module or "").split(".")[0] in PROPIOS:
                modulo = import_module(str(nodo.module))
                faltan += [
                    f"{ruta.name}: {nodo.module}.{uno.name}"
                    for uno in nodo.names
                    if uno.name != "*"
                    and not hasattr(modulo, uno.name)
                    and not (hasattr(modulo, "__path__") and find_spec(f"{nodo.module}.{uno.name}"))
                ]
    assert not faltan
