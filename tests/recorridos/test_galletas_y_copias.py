"""Sessions that somebody else chose, cookies and their size, pages that a cache would keep, files that are nobody's."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client

from buzon.cuentas.sesiones import SessionStore
from tests.personas import Dentro

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]


def abierta(clave: str) -> bool:
    sesion: SessionBase = SessionStore(clave)
    return bool(sesion.get("_auth_user_id"))


def test_una_sesion_puesta_por_otro_no_se_abre(
    entrar: Callable[..., Dentro], elegir: Callable[..., object]
) -> None:
    """Whoever plants the cookie of their own session in somebody's browser is not inside when that one enters."""
    ladron = Client()
    ladron.get("/ingresar/")
    puesta = ladron.cookies["sesion"].value
    duena = Dentro(elegir(persona="moral"))  # type: ignore[arg-type]
    duena.http.cookies["sesion"] = puesta
    duena.ingresar()
    propia = duena.http.cookies["sesion"].value
    assert propia != puesta
    assert abierta(propia)
    assert not abierta(puesta)
    assert ladron.get("/buzon/").status_code == 302


def test_las_galletas_caben_y_no_dicen_para_quien(elegir: Callable[..., object]) -> None:
    """Of this host alone (so that no subdomain's is theirs), and far below the 4,096 octets that browsers keep."""
    quien = Dentro(elegir(persona="moral"))  # type: ignore[arg-type]
    quien.ingresar()
    quien.http.post("/idioma/", {"idioma": "en"}, headers={"sec-fetch-site": "same-origin"})
    assert quien.http.cookies.keys() >= {"sesion", "csrf", "idioma"}
    for galleta in quien.http.cookies.values():
        assert len(galleta.OutputString()) < 512
        assert not galleta["domain"]
        assert galleta["path"] == "/"


def test_con_dos_galletas_del_mismo_nombre_nadie_es_otra(entrar: Callable[..., Dentro]) -> None:
    """A sibling's cookie beside one's own: one of the two sessions, or none, and never a fault."""
    quien = entrar(persona="moral")
    propia = quien.http.cookies["sesion"].value
    for dos in (f"sesion={propia}; sesion=ajena", f"sesion=ajena; sesion={propia}"):
        respuesta = Client().get("/sesion/", headers={"cookie": dos})
        assert respuesta.status_code in {200, 302, 401, 403}


@pytest.mark.parametrize("final", ["x.css", "x.js", ";x.css", "%2e%2e%2fx.png", "index.html"])
def test_ninguna_direccion_engana_a_una_memoria(activa: Callable[..., Dentro], final: str) -> None:
    """No page answers to a longer address, and what says whose session it is forbids keeping it."""
    quien = activa(persona="moral")
    for pagina in ("/buzon/", "/cobranza/32d/autorizacion/", "/buzon/contactos/", "/opinion/EKU9003173C9/"):
        respuesta = quien.http.get(pagina + final)
        assert respuesta.status_code == 404, pagina
        assert "no-store" in respuesta.headers["Cache-Control"], pagina


def test_lo_que_diga_un_proxy_del_anfitrion_no_se_escribe() -> None:
    ajeno = {
        "x-forwarded-host": "otro.example",
        "forwarded": "host=otro.example",
        "x-original-url": "/admin/",
    }
    for ruta in ("/", "/opinion/EKU9003173C9/", "/api/v1/openapi.json", "/verificar/", "/buzon/"):
        respuesta = Client().get(ruta, headers=ajeno)
        assert b"otro.example" not in respuesta.content
        assert "otro.example" not in str(respuesta.headers)
        assert respuesta.status_code == (302 if ruta == "/buzon/" else 200)


@pytest.mark.parametrize(
    "ruta",
    [
        *("/.git/config", "/.git/HEAD", "/.env", "/.env.example", "/manage.py", "/buzon/config/settings.py"),
        *(
            "/metrics",
            "/server-status",
            "/debug/",
            "/phpinfo.php",
            "/api/v1/docs",
            "/docs",
            "/secretos/secret_key",
        ),
        *(
            "/estaticos/../.env",
            "/estaticos/..%2f.env",
            "/estaticos/%2e%2e/manage.py",
            "/estaticos/",
            "/static/",
        ),
        *("/requirements.txt", "/package.json", "/docker-compose.yml", "/portal.json", "/var/portal.json"),
    ],
)
def test_lo_que_no_es_una_pagina_no_esta(ruta: str) -> None:
    assert Client().get(ruta).status_code == 404
