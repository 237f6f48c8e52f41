"""The menu as data, and what every page knows."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from buzon.portal.menu import MENU, Grupo, contexto, entradas

AUTORIZACION = "/cobranza/32d/autorizacion/"
PERSONA = {"nombre": "ESCUELA KEMPER URGATE SA DE CV", "rfc": "EKU9003173C9"}


def peticion(ruta: str, *, persona: object = None) -> dict[str, object]:
    request = RequestFactory().get(ruta)
    request.persona = persona  # type: ignore[attr-defined]
    return contexto(request)


def test_toda_pagina_del_menu_existe() -> None:
    lista = list(entradas(en="/"))
    assert [str(entrada.texto) for entrada in lista] == [
        "Inicio",
        "Cobranza",
        "Promociones Electrónicas",
        "Mi cuenta",
    ]
    assert [(str(e.texto), e.url) for e in lista[1].entradas] == [
        ("32D Autorización de Opinión Pública", AUTORIZACION),
        ("32D Consultar Mi Opinión", "/cobranza/32d/mi-opinion/"),
        ("32D Autorización de Terceros", "/cobranza/32d/terceros/"),
        ("32D Consulta de Terceros Autorizados", "/cobranza/32d/terceros/consulta/"),
        ("Quién consultó mi opinión", "/cobranza/32d/consultas/"),
    ]
    assert [(str(e.texto), e.url) for entrada in lista[2:] for e in entrada.entradas] == [
        ("Aclaraciones u Orientaciones", "/promociones/aclaraciones/"),
        ("Medios de contacto", "/buzon/contactos/"),
        ("Sesiones", "/buzon/sesiones/"),
    ]
    assert all(parte.icono for parte in MENU if isinstance(parte, Grupo))


@pytest.mark.parametrize("ruta", [AUTORIZACION, f"{AUTORIZACION}actos/17954608825755451363986/"])
def test_marca_donde_se_esta_tambien_en_las_paginas_de_adentro(ruta: str) -> None:
    inicio, cobranza, _, cuenta = entradas(en=ruta)
    assert (inicio.aqui, cobranza.aqui, cobranza.entradas[0].aqui) == (False, True, True)
    assert not cuenta.aqui


def test_lo_que_esta_dentro_del_buzon_no_es_su_inicio() -> None:
    inicio, _, _, cuenta = entradas(en="/buzon/contactos/3/cambiar/")
    assert (inicio.aqui, cuenta.aqui, [e.aqui for e in cuenta.entradas]) == (False, True, [True, False])
    assert next(entradas(en="/buzon/")).aqui


def test_sin_sesion_no_hay_persona_ni_menu() -> None:
    dado = peticion("/")
    assert (dado["persona"], dado["menu"], dado["buzon_activo"]) == (None, [], False)


def test_sin_buzon_activo_hay_persona_y_no_hay_menu() -> None:
    persona = SimpleNamespace(**PERSONA, buzon_activo=False)
    dado = peticion("/activacion/", persona=persona)
    assert (dado["persona"], dado["menu"], dado["buzon_activo"]) == (persona, [], False)


def test_con_buzon_activo_hay_menu() -> None:
    dado = peticion("/buzon/", persona=SimpleNamespace(**PERSONA, buzon_activo=True))
    assert len(dado["menu"]) == len(MENU)  # type: ignore[arg-type]
    assert dado["buzon_activo"]
    assert dado["sin_leer"] is None, "nobody says that this is a page inside"


def test_una_peticion_que_no_paso_por_la_sesion_no_falla() -> None:
    assert contexto(RequestFactory().get("/"))["persona"] is None
