"""What no form of ours sends: every address and method answers without a fault, and says so with a 4xx."""

import base64
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pytest_django import Settings

from buzon.config.wsgi import application
from buzon.demo.personas import Persona
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import MetodoNoPermitido, NoEncontrado
from tests.hipotesis import ejemplos
from tests.personas import Dentro

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados", "gente_demo")]
RUTAS = [
    "/",
    "/%00",
    "/ingresar/",
    "/ingresar/?next=%00",
    "/opinion/",
    "/opinion/?rfc=%00",
    "/opinion/%00/",
    "/opinion/%ED%A0%80/",
    "/verificar/",
    "/verificar/%00",
    "/verificar/?folio=%00",
    "/activacion/",
    "/cobranza/32d/autorizacion/",
    "/cobranza/32d/autorizacion/actos/%00/",
    "/acuses/%00.pdf",
    "/buzon/?q=%00&pagina=%00",
    "/buzon/mensajes/%00/",
    "/buzon/mensajes/99999999999999999999999/no-leido/",
    "/buzon/mensajes/marcar/",
    "/demo/personas/99999999999999999999999.cer",
    "/demo/personas/1.%00",
    "/api/v1/opiniones/%00",
]
METODOS = ["get", "head", "options", "post", "put", "patch", "delete", "trace"]
NINGUNO = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def hostil(settings: Settings) -> Client:
    settings.LIMITES_FACTOR = 1000
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("ruta", RUTAS)
def test_ningun_metodo_da_500(hostil: Client, ruta: str) -> None:
    assert {metodo: getattr(hostil, metodo)(ruta).status_code // 100 for metodo in METODOS}.items() <= {
        (metodo, clase) for metodo in METODOS for clase in (2, 3, 4)
    }


@pytest.mark.parametrize(
    "datos",
    [
        {"reto": "\x00", "certificado": "\x00", "firma": "\x00"},
        {"reto": NINGUNO, "certificado": "AAAA", "firma": "AAAA"},
        {"reto": "a" * 300_000, "certificado": "x", "firma": "y"},
        {"reto": NINGUNO, "certificado": "é", "firma": "ñ"},
        {f"campo{n}": "x" for n in range(200)},
    ],
    ids=["nul", "inexistente", "enorme", "sin ASCII", "demasiados campos"],
)
def test_entrar_con_basura(hostil: Client, datos: dict[str, str]) -> None:
    hostil.get("/ingresar/")
    assert 400 <= hostil.post("/ingresar/", datos).status_code < 500


@pytest.mark.parametrize("galleta", ["\x00basura'", "a" * 5000, "ñ", "../../x"])
def test_una_galleta_ajena_es_como_ninguna(hostil: Client, galleta: str) -> None:
    hostil.cookies["sesion"] = galleta
    assert hostil.get("/buzon/").status_code == 302
    assert hostil.get("/ingresar/").status_code == 200


@pytest.mark.usefixtures("hostil")
@pytest.mark.parametrize(
    "charset", ["base64", "utf-7", "unicode_escape", "raw_unicode_escape", "latin-1", "x"]
)
@pytest.mark.parametrize("consulta", ["rfc=%2B2AA-", "rfc=%5Cud800", "rfc=x"])
def test_el_charset_del_cliente_no_cambia_la_lectura(charset: str, consulta: str) -> None:
    estados: list[str] = []
    environ = RequestFactory().get(f"/opinion/?{consulta}").environ | {"HTTP_HOST": "localhost"}
    for tipo in ("text/plain", "multipart/form-data; boundary=b"):
        environ["CONTENT_TYPE"] = f"{tipo}; charset={charset}"
        cuerpo = application(environ, lambda estado, _: estados.append(estado))
        cuerpo.close()  # type: ignore[attr-defined]
    assert [estado[:3] for estado in estados] == ["422", "422"]


def test_un_folio_con_nul_no_llega_a_la_base(hostil: Client) -> None:
    respuesta = hostil.post("/verificar/cadena.txt", {"folio": "\0" * 23, "codigo": "A"})
    assert respuesta.status_code == 422


@pytest.mark.parametrize(("ruta", "tope"), [("/ingresar/", 256), ("/verificar/", 8448), ("/soporte/", 256)])
def test_un_cuerpo_enorme_no_se_recibe(hostil: Client, ruta: str, tope: int) -> None:
    respuesta = hostil.generic("POST", ruta, b"x" * (tope * 1024 + 1), content_type="text/plain")
    assert respuesta.status_code == 413
    assert 'data-codigo="demasiado_grande"' in respuesta.content.decode()


@pytest.mark.parametrize(
    ("ruta", "entrada"),
    [
        ("/promociones/aclaraciones/", "/ingresar/"),
        (f"/promociones/aclaraciones/{'1' * 23}/", "/ingresar/"),
        ("/admin/padron/carga/add/", "/admin/login/"),
    ],
)
def test_los_archivos_de_quien_no_entro_no_se_leen(
    monkeypatch: pytest.MonkeyPatch, ruta: str, entrada: str
) -> None:
    leidos: list[object] = []
    monkeypatch.setattr(WSGIRequest, "_load_post_and_files", leidos.append)
    navegador = Client(enforce_csrf_checks=True)
    navegador.get("/ingresar/")
    respuesta = navegador.post(ruta, {"archivos": SimpleUploadedFile("a.pdf", b"x" * 300 * 1024)})
    assert (respuesta.status_code, respuesta.headers["Location"]) == (302, entrada)
    assert not leidos


@pytest.mark.parametrize(
    ("metodo", "ruta", "clase"),
    [
        ("get", "/no-existe/", NoEncontrado),
        ("get", "/api/v1/no-existe", NoEncontrado),
        ("delete", "/soporte/", MetodoNoPermitido),
        ("post", "/api/v1/opiniones/EKU9003173C9", MetodoNoPermitido),
    ],
)
def test_cada_negativa_dice_su_codigo(hostil: Client, metodo: str, ruta: str, clase: type[Rechazo]) -> None:
    respuesta = getattr(hostil, metodo)(ruta)
    assert respuesta.status_code == clase.status
    assert clase.codigo in respuesta.content.decode()


def test_el_cer_ajeno_no_deja_fuera_a_su_duena(settings: Settings, elegir: Callable[..., Persona]) -> None:
    settings.LIMITES_FACTOR = 1
    duena = Dentro(elegir(persona="moral"))
    for n in range(25):
        ladron = Client(REMOTE_ADDR=f"198.51.100.{n}")
        envio = duena.envio(ladron.get("/ingresar/"), "reto") | {"firma": duena.firma("otra cosa")}
        assert ladron.post("/ingresar/", envio).status_code == 422
    envio = duena.envio(duena.http.get("/ingresar/"), "reto")
    assert duena.http.post("/ingresar/", envio).status_code == 302


def test_otro_nombre_de_servidor_no_se_atiende(hostil: Client) -> None:
    assert hostil.get("/", HTTP_HOST="malo.example").status_code == 400
    assert hostil.get("/", HTTP_X_FORWARDED_HOST="malo.example").status_code == 200


@given(data=st.data())
@ejemplos(60, HealthCheck.function_scoped_fixture)
def test_un_certificado_mutado_se_rechaza_sin_falla(
    hostil: Client, elegir: Callable[..., Persona], data: st.DataObject
) -> None:
    der = bytearray(elegir().cer.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        der[data.draw(st.integers(0, len(der) - 1))] = data.draw(st.integers(0, 255))
    corte = data.draw(st.integers(1, len(der)))
    quien = Dentro(elegir(), hostil)
    envio = quien.envio(hostil.get("/ingresar/"), "reto")
    envio["certificado"] = base64.b64encode(bytes(der[:corte])).decode()
    original = elegir().cer.read_bytes()
    respuesta = hostil.post("/ingresar/", envio)
    assert respuesta.status_code == (302 if bytes(der[:corte]) == original else 422)


@given(firma=st.binary(max_size=600))
@ejemplos(40, HealthCheck.function_scoped_fixture)
def test_una_firma_cualquiera_se_rechaza_sin_falla(
    hostil: Client, elegir: Callable[..., Persona], firma: bytes
) -> None:
    envio = Dentro(elegir(), hostil).envio(hostil.get("/ingresar/"), "reto")
    envio["firma"] = base64.b64encode(firma).decode()
    respuesta = hostil.post("/ingresar/", envio)
    assert respuesta.status_code == 422
    assert respuesta.context["rechazo"].codigo == "firma_invalida"


@pytest.mark.parametrize(
    "disfraz",
    [lambda f: f.rstrip("="), lambda f: f + "\n", lambda f: f.replace("+", "-").replace("/", "_") + " "],
)
def test_la_misma_firma_en_otro_base64_no_es_la_misma(
    hostil: Client, elegir: Callable[..., Persona], disfraz: Callable[[str], str]
) -> None:
    envio = Dentro(elegir(), hostil).envio(hostil.get("/ingresar/"), "reto")
    envio["firma"] = disfraz(envio["firma"])
    assert hostil.post("/ingresar/", envio).context["rechazo"].codigo == "firma_invalida"


@pytest.mark.django_db
def test_la_firma_para_entrar_no_firma_un_acto(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    entrada = quien.envio(Client().get("/ingresar/"), "reto")
    pagina = quien.guardar("autorizar")
    envio = quien.envio(pagina, "acto") | {"firma": entrada["firma"]}
    respuesta = quien.http.post(pagina.request["PATH_INFO"], envio)  # type: ignore[attr-defined]
    assert respuesta.context["rechazo"].codigo == "firma_invalida"


@pytest.mark.parametrize(("nombre", "tope"), [("reto", 30), ("ingresar", 10)])
def test_entrar_tiene_limite(settings: Settings, nombre: str, tope: int) -> None:
    settings.LIMITES_FACTOR = 1
    cliente = Client()
    pedir = cliente.get if nombre == "reto" else cliente.post
    estados = [pedir("/ingresar/").status_code for _ in range(tope + 1)]
    assert estados[-2:] == [200 if nombre == "reto" else 422, 429]
