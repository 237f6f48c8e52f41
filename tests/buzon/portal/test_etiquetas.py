"""Tags and filters of the templates."""

import html
from datetime import datetime

import pytest
from django import forms
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from buzon.portal.templatetags import buzon as etiquetas


def dibujar(texto: str, **contexto: object) -> str:
    return str(Template("{% load buzon %}" + texto).render(Context(contexto)))


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"])))
def test_con_barras_conserva_el_texto_exacto(cadena: str) -> None:
    dibujada = str(etiquetas.con_barras(cadena))
    assert html.unescape(dibujada.replace("<wbr>", "")) == cadena
    assert dibujada.count("<wbr>") == cadena.count("|")


def test_con_barras_escapa_lo_que_no_es_suyo() -> None:
    assert dibujar("{{ c|con_barras }}", c="||<b>&|") == "|<wbr>|<wbr>&lt;b&gt;&amp;|<wbr>"


def test_momento_dice_lo_mismo_a_personas_y_maquinas(ahora: datetime) -> None:
    assert dibujar("{{ m|momento }}", m=ahora) == (
        '<time datetime="2026-11-23T13:10:44-06:00">23 de noviembre de 2026, 13:10:44 horas</time>'
    )
    assert dibujar("{{ m|fecha_larga }}; {{ m|fecha_hora_larga }}", m=ahora) == (
        "23 de noviembre de 2026; 23 de noviembre de 2026, 13:10:44 horas"
    )


def test_icono_es_un_simbolo_oculto_del_archivo_de_iconos() -> None:
    dibujado = dibujar('{% icono "sobre" %}')
    assert dibujado.startswith('<svg aria-hidden="true" focusable="false">')
    assert "img/iconos" in dibujado
    assert dibujado.endswith('#i-sobre"/></svg>')


class Formulario(forms.Form):
    correo = forms.EmailField(label="Correo <electrónico>", error_messages={"required": "Escríbelo."})


def test_campo_sin_error_enlaza_su_ayuda() -> None:
    dibujado = dibujar('{% campo f.correo ayuda="Uno tuyo" data_x="1" %}', f=Formulario())
    assert '<label for="id_correo">Correo &lt;electrónico&gt;</label>' in dibujado
    assert '<small id="id_correo_ayuda">Uno tuyo</small>' in dibujado
    assert 'aria-describedby="id_correo_ayuda"' in dibujado
    assert 'data-x="1"' in dibujado
    assert "error" not in dibujado


def test_campo_con_error_lo_enlaza_y_lo_dice() -> None:
    dibujado = dibujar('{% campo f.correo ayuda="Uno tuyo" %}', f=Formulario({}))
    assert 'aria-describedby="id_correo_ayuda id_correo_error"' in dibujado
    assert 'aria-invalid="true"' in dibujado
    assert "Escríbelo." in dibujado
    assert "data-error" in dibujado


@pytest.mark.parametrize(
    ("numero", "esperado"),
    [(1, "data-hecho"), (2, 'aria-current="step"'), (3, '<li><span aria-hidden="true">3</span>')],
)
def test_paso_hecho_presente_y_por_venir(numero: int, esperado: str) -> None:
    dibujado = dibujar("{% paso n 2 'Firmar' %}", n=numero)
    assert esperado in dibujado
    assert ("Paso 1, hecho: " if numero == 1 else f"Paso {numero}: ") in dibujado
