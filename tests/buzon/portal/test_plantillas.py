"""What every template keeps: strict CSP, size, and texts for each refusal of the browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.estaticos import leer, servidos

RAIZ = Path(settings.BASE_DIR)
PLANTILLAS = sorted((RAIZ / "templates").rglob("*.html"))
EN_LINEA = re.compile(
    r"""<style|\sstyle=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)|hx-on|["'(]data:""", re.I
)
CORREO = RAIZ / "templates" / "mensajes" / "correo.html"  # a mail client draws it, without our stylesheet
MARCAS_SIN_NAME = ("cer", "key", "contrasena")


def nombre(ruta: Path) -> str:
    return ruta.relative_to(RAIZ).as_posix()


def fallas(revisar: Callable[[Path, str], list[str]]) -> dict[str, list[str]]:
    """What is found wrong, by the name of the template; there must be templates."""
    assert PLANTILLAS
    halladas = {nombre(ruta): revisar(ruta, ruta.read_text(encoding="utf-8")) for ruta in PLANTILLAS}
    return {ruta: suyas for ruta, suyas in halladas.items() if suyas}


def test_sin_estilo_ni_guion_en_linea() -> None:
    def en_linea(ruta: Path, texto: str) -> list[str]:
        return EN_LINEA.findall(texto.replace(" style=", "") if ruta == CORREO else texto)

    assert fallas(en_linea) == {}


def test_caben_en_150_lineas() -> None:
    assert fallas(lambda _, texto: texto.splitlines()[150:]) == {}


def test_sus_iconos_y_sus_archivos_existen() -> None:
    iconos = (RAIZ / "static" / "img" / "iconos.svg").read_text(encoding="utf-8")

    def sin_archivo(_: Path, texto: str) -> list[str]:
        return [
            *(i for i in re.findall(r'{% icono "(\w+)" %}', texto) if f'id="i-{i}"' not in iconos),
            *(a for a in re.findall(r"{% static '([^']+)' %}", texto) if a not in servidos()),
        ]

    assert fallas(sin_archivo) == {}


@pytest.mark.parametrize(("hoja", "partes"), [("buzon", 16), ("admin", 8)])
def test_la_hoja_de_estilo_es_una_y_lleva_sus_partes_en_orden(hoja: str, partes: int) -> None:
    suyas = sorted((RAIZ / "static" / "css" / hoja).iterdir())
    assert [parte.name[:2] for parte in suyas] == [f"{numero:02}" for numero in range(1, partes + 1)]
    escrito = "".join(parte.read_text(encoding="utf-8") for parte in suyas)
    sin_comentarios = re.sub(r"/\*.*?\*/", "", escrito, flags=re.DOTALL)
    renglones = [limpio for renglon in sin_comentarios.splitlines() if (limpio := renglon.strip())]
    assert leer(f"css/{hoja}.css").decode().split("\n") == ["", *renglones, ""]
    assert not [ruta for ruta in servidos() if ruta.startswith(f"css/{hoja}/")]


def test_el_css_dice_una_declaracion_por_renglon() -> None:
    for parte in (RAIZ / "static" / "css").rglob("*.css"):
        renglones = parte.read_text(encoding="utf-8").splitlines()
        assert len(renglones) <= 300, nombre(parte)
        assert [r for r in renglones if len(r) > 140 or r.count(";") > 1 or re.search(r"[{}].*[;}]", r)] == []


def test_los_archivos_que_nombra_el_css_existen() -> None:
    urls = re.findall(r'url\("([^"]+)"\)', leer("css/buzon.css").decode())
    assert urls
    for url in urls:
        assert url.removeprefix("../") in servidos(), url


def test_ninguna_pagina_con_el_dialogo_de_la_llave_manda_lo_que_se_escribe() -> None:
    llevan = re.compile(r"includes/efirma\.html|firma/certificar\.html")
    con_llave = [ruta for ruta in PLANTILLAS if llevan.search(ruta.read_text(encoding="utf-8"))]
    assert len(con_llave) > 3
    for ruta in con_llave:
        assert "borrador.js" not in ruta.read_text(encoding="utf-8"), nombre(ruta)


def test_la_llave_y_la_contrasena_no_tienen_nombre_que_enviar() -> None:
    dialogo = (RAIZ / "templates" / "includes" / "efirma.html").read_text(encoding="utf-8")
    for marca in MARCAS_SIN_NAME:
        campo = re.search(rf'<input[^>]*id="{marca}"[^>]*>', dialogo)
        assert campo
        assert "name=" not in campo[0]
    nombres = re.findall(r'<(?:input|button|select|textarea)[^>]*\sname="([^"]+)"', dialogo)
    assert nombres == ["{{ id_campo }}", "certificado", "firma"]


def test_cada_rechazo_del_navegador_tiene_su_texto() -> None:
    fuentes = "".join(ruta.read_text(encoding="utf-8") for ruta in (RAIZ / "static" / "js").glob("*.js"))
    usados = set(
        re.findall(
            r'"((?:archivo|falta|certificado|firma|llave|contrasena|rfc|sin|con|sesion|navegador|no)_[a-z_]+)"',
            fuentes,
        )
    )
    textos = render_to_string(
        "includes/efirma_textos.html", {"modo": "acto", "volver_url": "/"}, request=RequestFactory().get("/")
    )
    con_texto = dict(re.findall(r'data-codigo="(\w+)" data-campo="(\w+)"', textos))
    assert usados - con_texto.keys() == set()
    assert con_texto.keys() - usados - {"no_validada"} == set()
    assert set(con_texto.values()) <= set(MARCAS_SIN_NAME)
