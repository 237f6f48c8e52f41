"""Who may open what: the owner, a company's representative with a FIEL of their own, and a stranger."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.personas import Dentro

pytestmark = pytest.mark.django_db

DENTRO = [
    "/buzon/",
    "/buzon/mensajes/1/",
    "/cobranza/32d/autorizacion/",
    "/cobranza/32d/mi-opinion/",
    "/activacion/",
    "/activacion/codigos/",
    "/activacion/terminos/",
]


@pytest.mark.parametrize("ruta", DENTRO)
def test_sin_sesion_se_va_a_la_entrada(ruta: str) -> None:
    respuesta = Client().get(ruta)
    assert respuesta.status_code == 302
    assert respuesta.headers["Location"].startswith("/ingresar/?next=")


@pytest.mark.parametrize("ruta", ["/buzon/", "/cobranza/32d/autorizacion/", "/activacion/listo/"])
def test_sin_buzon_activo_se_va_al_paso_que_toca(entrar: Callable[..., Dentro], ruta: str) -> None:
    quien = entrar(persona="fisica")
    assert quien.http.get(ruta).headers["Location"] == "/activacion/"


def test_lo_de_otro_no_existe(activa: Callable[..., Dentro]) -> None:
    duena, extrana = activa(persona="moral"), activa(persona="fisica")
    preparada = duena.guardar("autorizar")
    url_preparada = preparada.request["PATH_INFO"]  # type: ignore[attr-defined]
    firmada = duena.firmar(preparada)
    url_acto = firmada.request["PATH_INFO"]  # type: ignore[attr-defined]
    folio = url_acto.rstrip("/").rpartition("/")[2]
    assert duena.http.get(url_preparada).headers["Location"] == url_acto
    for url in (url_preparada, url_acto, f"/acuses/{folio}.pdf"):
        assert duena.http.get(url, follow=True).status_code == 200, url
        assert extrana.http.get(url).status_code == 404, url
        assert Client().get(url).status_code == 302, url
    assert extrana.http.post(url_preparada, extrana.envio(preparada, "acto")).status_code == 404
    datos = {"acto": url_preparada.split("/")[-2], "certificado": extrana.certificado}
    assert extrana.http.post("/efirma/validar/", datos).status_code == 404


def test_el_representante_con_su_propia_fiel_abre_su_propio_buzon(
    entrar: Callable[..., Dentro], activa: Callable[..., Dentro]
) -> None:
    empresa = activa(persona="moral")
    representante = empresa.http.get("/buzon/").context["persona"].ingreso.representante_rfc
    assert representante
    pagina = empresa.guardar("autorizar")
    otra = entrar(rfc=representante)
    assert representante in otra.http.get("/activacion/").content.decode()
    assert otra.http.get(pagina.request["PATH_INFO"]).status_code == 302  # type: ignore[attr-defined]
    ajeno = {"certificado": otra.certificado, "firma": otra.firma("x")}
    url = pagina.request["PATH_INFO"]  # type: ignore[attr-defined]
    respuesta = empresa.http.post(url, empresa.envio(pagina, "acto") | ajeno)
    assert respuesta.status_code == 422
    assert 'data-codigo="rfc_distinto"' in respuesta.content.decode()


def test_quien_ya_entro_no_hereda_la_sesion_de_otro(activa: Callable[..., Dentro]) -> None:
    primera = activa(persona="moral")
    antes = primera.http.cookies["sesion"].value
    primera.ingresar()
    assert primera.http.cookies["sesion"].value != antes
