"""What no form of ours sends: every address and method answers without a fault, and says so with a 4xx."""

import pytest
from django.test import Client
from pytest_django import Settings

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


def test_otro_nombre_de_servidor_no_se_atiende(hostil: Client) -> None:
    assert hostil.get("/", HTTP_HOST="malo.example").status_code == 400
    assert hostil.get("/", HTTP_X_FORWARDED_HOST="malo.example").status_code == 200
