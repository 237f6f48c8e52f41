"""The English catalogue is whole: every text of the code has its English, with the same places to fill."""

import ast
import re
from io import BytesIO
from pathlib import Path

import django
import django_otp
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from tests.idiomas.catalogo import PO, extraer, falta, leer, textos, traducciones

VOZ = PO.parents[2] / "es_MX" / "LC_MESSAGES" / "django.po"
LUGARES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%s|</?\w+[^>]*>")
RAIZ = Path(settings.BASE_DIR)
GUARDADOS = [
    "autorizacion32d/tramite.py",
    "buzon/mensajes/redaccion.py",
]
GUARDADOS += [ruta.relative_to(RAIZ).as_posix() for ruta in RAIZ.glob("*/avisos.py")]
GUARDADOS += [ruta.relative_to(RAIZ).as_posix() for ruta in RAIZ.glob("buzon/*/avisos.py")]
REMEDIO = "ejecuta «make idiomas» y traduce lo que falte en locale/en"


def _clave(mensaje: Message) -> tuple[str | None, tuple[str, ...]]:
    return mensaje.context, textos(mensaje)


def test_es_el_del_codigo() -> None:
    del_codigo = {_clave(mensaje) for mensaje in extraer() if mensaje.id}
    guardados = {_clave(mensaje) for mensaje in leer() if mensaje.id}
    assert del_codigo - guardados == set(), f"textos sin su lugar en el catálogo: {REMEDIO}"
    assert guardados - del_codigo == set(), f"textos que el código ya no dice: {REMEDIO}"
    assert not leer().obsolete


def test_todo_tiene_su_ingles() -> None:
    sin_ingles = [textos(mensaje) for mensaje in leer() if mensaje.id and falta(mensaje)]
    assert sin_ingles == [], REMEDIO


def test_cada_traduccion_tiene_los_mismos_lugares() -> None:
    distintos = []
    for mensaje in leer():
        if not mensaje.id:
            continue
        originales = textos(mensaje)
        for dicho, original in zip(traducciones(mensaje), originales, strict=True):
            if sorted(LUGARES.findall(dicho)) != sorted(LUGARES.findall(original)):
                distintos.append((original, dicho))
    assert distintos == []


def test_ninguna_es_la_misma_frase_en_espanol() -> None:
    """Words alike in both languages are short; a sentence that stayed in Spanish has its own signs."""
    marca = re.compile(r"[¿¡ñ]|\b(?:el|los|las|una|para|que|tu|con)\b", re.I)
    citas = re.compile(r"“[^”]*”|\([^)]*\)|@\S+")
    frases = [dicho for mensaje in leer() if mensaje.id for dicho in traducciones(mensaje)]
    restos = [dicho for dicho in frases if len(marca.findall(citas.sub("", dicho))) > 1]
    assert restos == []


def test_lo_que_se_traduce_despues_se_llena_despues() -> None:
    """`gettext_lazy(…) % valores` is read when the module is, in Spanish for everybody: `format_lazy` waits."""
    de_prisa = []
    for ruta in RAIZ.glob("buzon/**/*.py"):
        arbol = ast.parse(ruta.read_text(encoding="utf-8"))
        perezosos = {
            uno.asname or uno.name
            for nodo in ast.walk(arbol)
            if isinstance(nodo, ast.ImportFrom) and nodo.module == "django.utils.translation"
            for uno in nodo.names
            if uno.name.endswith("_lazy")
        }
        de_prisa += [
            f"{ruta.relative_to(RAIZ)}:{nodo.lineno}"
            for nodo in ast.walk(arbol)
            if isinstance(nodo, ast.BinOp)
            and isinstance(nodo.op, ast.Mod)
            and isinstance(nodo.left, ast.Call)
            and getattr(nodo.left.func, "id", None) in perezosos
        ]
    assert de_prisa == []


@pytest.mark.parametrize("ruta", GUARDADOS)
def test_lo_que_se_guarda_no_se_traduce(ruta: str) -> None:
    arbol = ast.parse((RAIZ / ruta).read_text(encoding="utf-8"))
    importados = {nodo.module for nodo in ast.walk(arbol) if isinstance(nodo, ast.ImportFrom)}
    assert "django.utils.translation" not in importados


def _de_bibliotecas() -> set[tuple[str, ...]]:
    """Return the texts of Django and django-otp that can be said otherwise."""
    suyos = [
        *Path(django.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"),
        *Path(django_otp.__file__).parent.glob("locale/es/LC_MESSAGES/django.po"),
    ]
    return {
        textos(mensaje) for ruta in suyos for mensaje in read_po(BytesIO(ruta.read_bytes())) if mensaje.id
    }


def test_la_voz_de_django_es_la_del_portal() -> None:
    propios = [mensaje for mensaje in read_po(BytesIO(VOZ.read_bytes()), locale="es_MX") if mensaje.id]
    assert {textos(mensaje) for mensaje in propios} - _de_bibliotecas() == set(), "Django ya no los dice así"
    for mensaje in propios:
        for dicho, original in zip(traducciones(mensaje), textos(mensaje), strict=True):
            assert sorted(LUGARES.findall(dicho)) == sorted(LUGARES.findall(original))
            assert not re.search(r"\b(?:su|sus|usted|staff|ingrese|seleccione)\b", dicho, re.IGNORECASE)
            with translation.override("es-mx"):
                assert dicho in {
                    translation.ngettext(*textos(mensaje), n)
                    if mensaje.pluralizable
                    else translation.gettext(original)
                    for n in (1, 2)
                }


def test_django_lo_lee() -> None:
    assert PO.with_suffix(".mo").exists()
    with translation.override("en"):
        assert translation.gettext("Sesiones") == "Sessions"
        assert translation.ngettext("%(n)s trabajador.", "%(n)s trabajadores.", 2) == "%(n)s workers."
    with translation.override("es-mx"):
        assert translation.gettext("Sesiones") == "Sesiones"
