"""The draft on its page: two tabs, limits, and an RFC with more créditos than a page holds."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buzon.padron.hechos import Origen, SituacionCredito, TipoCredito
from buzon.padron.models import CreditoFiscal
from buzon.promociones import selectors
from buzon.promociones.elegibles import MOSTRADOS
from buzon.promociones.models import Borrador, Solicitud
from buzon.promociones.services import borrador
from buzon.web import limites
from tests.buzon.promociones.particular import UNO, Particular
from tests.personas import Dentro

pytestmark = pytest.mark.django_db

RUTA = "/promociones/aclaraciones/"
AUTOGUARDAR = f"{RUTA}borrador/"
TEXTO = "No me llega el código al correo que registré."
LARGO = "MI TEXTO NUEVO, que no se debe perder."


@pytest.fixture
def dentro(particular: Particular, _sin_limites_usados: None) -> Dentro:
    uno = Dentro(particular.persona)
    uno.ingresar()
    return uno


@pytest.fixture
def al_limite(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what leaves one use of a limit."""

    def uno(nombre: str) -> None:
        monkeypatch.setitem(limites.LIMITES, nombre, (1, 3600))
        limites.olvidar()

    return uno


def enviar(quien: Dentro, accion: str = "guardar", **campos: object) -> HttpResponse:
    datos = {"asunto": "ACTIVACION", "texto": TEXTO, "accion": accion} | campos
    return quien.http.post(RUTA, datos)


def html(respuesta: HttpResponse) -> str:
    return respuesta.content.decode()


def version_de(respuesta: HttpResponse) -> str:
    encontrada = re.search(r'name="version" value="(\d*)"', html(respuesta))
    assert encontrada
    return encontrada[1]


@pytest.fixture
def muchos(particular: Particular) -> int:
    """More créditos than a page shows, of the first registro."""
    CreditoFiscal.objects.bulk_create(
        CreditoFiscal(
            numero=f"{n:09d}",
            registro_id=UNO,
            origen=Origen.IMSS,
            tipo=TipoCredito.CUOTAS,
            situacion=SituacionCredito.FIRME,
            periodo="2026-09",
            importe=Decimal(100),
        )
        for n in range(1000, 1000 + MOSTRADOS + 50)
    )
    return CreditoFiscal.objects.filter(registro__patron=particular.rfc).count()


def casillas(respuesta: HttpResponse) -> dict[str, bool]:
    """Return the créditos of the page, and whether each is ticked."""
    pares = re.findall(r'name="creditos" value="([^"]+)"( checked)?', html(respuesta))
    return {clave: bool(marcada) for clave, marcada in pares}


def test_se_ven_doscientos_creditos_y_los_elegidos_y_los_demas_se_buscan(dentro: Dentro, muchos: int) -> None:
    ultimo, otro = f"{UNO}-{1000 + MOSTRADOS + 49:09d}", f"{UNO}-{1000 + MOSTRADOS + 48:09d}"
    vacia = dentro.http.get(RUTA)
    assert len(casillas(vacia)) == MOSTRADOS
    assert f"Hay {muchos - MOSTRADOS} más" in html(vacia)
    assert ultimo not in casillas(vacia)

    buscada = enviar(dentro, "buscar", texto=LARGO, q=ultimo[-6:], version="0")
    assert buscada.headers["Location"] == f"{RUTA}?q={ultimo[-6:]}#creditos"
    encontrada = dentro.http.get(f"{RUTA}?q={ultimo[-6:]}")
    assert casillas(encontrada) == {ultimo: False}
    assert LARGO in html(encontrada)

    enviar(dentro, "buscar", creditos=[ultimo], q=f"{UNO}{otro[-9:]}".lower())
    siguiente = dentro.http.get(RUTA, {"q": f"{UNO}{otro[-9:]}".lower()})
    assert casillas(siguiente) == {ultimo: True, otro: False}
    toda = casillas(dentro.http.get(RUTA))
    assert (len(toda), toda[ultimo]) == (MOSTRADOS, True)
    assert "Ningún crédito coincide" not in html(siguiente)


def test_lo_que_se_busca_y_no_se_guarda_vuelve_con_lo_encontrado(dentro: Dentro, muchos: int) -> None:
    clave = f"{UNO}-000001240"
    respuesta = enviar(dentro, "buscar", texto="x" * 4001, creditos=[clave], q="001241")
    assert respuesta.status_code == 422
    assert "x" * 4001 in html(respuesta)
    assert casillas(respuesta) == {clave: True, f"{UNO}-000001241": False}


@pytest.mark.parametrize("buscado", ["%", "\0", "'; --", "x" * 300, "ñ_"])
def test_buscar_cualquier_cosa(dentro: Dentro, muchos: int, buscado: str) -> None:
    assert dentro.http.get(RUTA, {"q": buscado}).status_code == 200


def test_guardar_lee_del_padron_solo_lo_que_se_nombra(dentro: Dentro, muchos: int) -> None:
    clave = f"{UNO}-000001240"
    with CaptureQueriesContext(
        connection,
    ) as leidas:
        respuesta = dentro.http.post(AUTOGUARDAR, {"texto": LARGO, "creditos": [clave], "registros": [UNO]})
    assert respuesta.status_code == 200
    assert Borrador.objects.get().creditos == [{"nrp": UNO, "numero": "000001240"}]
    de_creditos = [una["sql"] for una in leidas if "padron_creditofiscal" in una["sql"]]
    assert de_creditos
    assert all("'000001240'" in sql for sql in de_creditos)
    ajeno = dentro.http.post(
        AUTOGUARDAR, {"texto": "otro texto", "creditos": ["Y5500099100-000000001", "\0"]}
    )
    assert ajeno.status_code == 422
    assert Borrador.objects.get().texto == "otro texto"


def test_en_el_limite_lo_escrito_sigue_en_la_pagina(dentro: Dentro, al_limite: Callable[[str], None]) -> None:
    al_limite("promocion")
    enviar(dentro)
    respuesta = enviar(dentro, "continuar", texto=LARGO)
    assert respuesta.status_code == 429
    assert 'data-codigo="demasiadas_solicitudes"' in html(respuesta)
    assert "Retry-After" in respuesta.headers
    assert LARGO in html(respuesta)


def test_lo_que_se_guarda_solo_no_gasta_el_limite_de_presentar(
    dentro: Dentro, al_limite: Callable[[str], None]
) -> None:
    al_limite("autoguardar")
    assert dentro.http.post(AUTOGUARDAR, {"texto": "uno"}).status_code == 200
    assert dentro.http.post(AUTOGUARDAR, {"texto": "dos"}).status_code == 429
    assert enviar(dentro).status_code == 302


def test_preparar_una_solicitud_cuenta_como_preparar(
    dentro: Dentro, al_limite: Callable[[str], None]
) -> None:
    al_limite("preparar")
    assert enviar(dentro, "continuar").status_code == 302
    respuesta = enviar(dentro, "continuar", texto=LARGO)
    assert respuesta.status_code == 429
    assert LARGO in html(respuesta)
    assert Borrador.objects.get().texto == LARGO


def test_de_dos_ventanas_la_que_quedo_atras_no_pisa_a_la_otra(dentro: Dentro) -> None:
    enviar(dentro)
    atras = version_de(dentro.http.get(RUTA))
    enviar(dentro, texto=LARGO, version=atras)
    mientras = dentro.http.post(
        AUTOGUARDAR, {"texto": "de la otra", "version": atras}, HTTP_ACCEPT="application/json"
    )
    assert (mientras.status_code, mientras.json()["codigo"]) == (409, "borrador_rebasado")
    respuesta = enviar(dentro, texto="de la otra ventana, escrito antes", version=atras)
    assert respuesta.status_code == 409
    assert 'data-codigo="borrador_rebasado"' in html(respuesta)
    assert "de la otra ventana, escrito antes" in html(respuesta)
    assert Borrador.objects.get().texto == LARGO
    a_sabiendas = enviar(dentro, texto="de la otra ventana, escrito antes", version=version_de(respuesta))
    assert a_sabiendas.status_code == 302
    assert Borrador.objects.get().texto == "de la otra ventana, escrito antes"


def test_guardar_lo_mismo_no_es_un_cambio(dentro: Dentro) -> None:
    for _ in range(2):
        assert enviar(dentro, version="0").status_code == 302
    assert Borrador.objects.get().version == 1


def test_lo_que_falta_no_hace_vieja_a_la_pagina(dentro: Dentro) -> None:
    respuesta = enviar(dentro, "continuar", texto="corto", version="0")
    assert 'data-codigo="texto_insuficiente"' in html(respuesta)
    assert version_de(respuesta) == "1"
    largo = enviar(dentro, texto="x" * 4001, version="0")
    assert version_de(largo) == "0"


def test_lo_guardado_solo_dice_de_que_version_es(dentro: Dentro) -> None:
    assert dentro.http.post(AUTOGUARDAR, {"texto": "uno", "version": "0"}).json()["version"] == 1
    a_medias = dentro.http.post(AUTOGUARDAR, {"texto": "dos", "version": "1", "creditos": ["x"]})
    assert (a_medias.status_code, a_medias.json()["version"]) == (422, 2)


def test_una_ventana_vieja_no_revive_lo_presentado(dentro: Dentro, particular: Particular) -> None:
    enviar(dentro)
    vieja = version_de(dentro.http.get(RUTA))
    particular.presentar(particular.preparar())
    assert Solicitud.objects.count() == 1
    assert (
        dentro.http.post(AUTOGUARDAR, {"asunto": "ACTIVACION", "texto": TEXTO, "version": vieja}).status_code
        == 409
    )
    assert not selectors.borrador_de(particular.rfc).tiene_algo


def test_descartar_tambien_es_un_cambio(dentro: Dentro, particular: Particular) -> None:
    enviar(dentro)
    vieja = version_de(dentro.http.get(RUTA))
    borrador.descartar_borrador(particular.rfc, ahora=timezone.now())
    assert enviar(dentro, version=vieja).status_code == 409


@pytest.mark.parametrize("version", ["x", "-1", "9" * 30, "1.5", "\0"])
def test_una_version_que_no_es(dentro: Dentro, version: str) -> None:
    assert enviar(dentro, version=version).status_code == 422
