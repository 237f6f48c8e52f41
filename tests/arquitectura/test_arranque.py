"""Production does not start where something is missing or unsafe: a sentence by name, in web, worker and `check`."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from buzon.config.produccion import objeciones
from tests import produccion

WEB = ("-c", "import buzon.config.wsgi")
REVISAR = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
Arrancar = Callable[..., "subprocess.CompletedProcess[str]"]


def worker(colas: str) -> tuple[str, ...]:
    return ("-m", "celery", "-A", "buzon.config", "worker", "-c", "1", "-Q", colas)


@pytest.fixture(scope="module")
def completa(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A production in which nothing is wrong."""
    return produccion.crear(tmp_path_factory.mktemp("produccion"))


@pytest.fixture
def arrancar(completa: dict[str, str]) -> Arrancar:
    """Run a command in that production, with some variables otherwise; `None` takes one away."""

    def correr(*orden: str, **otras: str | None) -> "subprocess.CompletedProcess[str]":
        entorno = {"PATH": os.environ["PATH"]} | completa | otras
        return subprocess.run(
            [sys.executable, *orden],
            env={clave: valor for clave, valor in entorno.items() if valor is not None},
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return correr


def test_una_produccion_entera_pasa_sin_un_aviso(arrancar: Arrancar) -> None:
    salida = arrancar(*REVISAR)
    assert (salida.returncode, salida.stderr) == (0, "")


# Variable, its value (None: missing), and what its sentence says.
REPAROS: list[tuple[str, str | None, str]] = [
    ("SECRET_KEY", None, "Falta SECRET_KEY"),
    ("DATABASE_URL", None, "Falta DATABASE_URL"),
    ("REDIS_URL", None, "Falta REDIS_URL"),
    ("EFIRMA_ANCLAS", None, "Falta EFIRMA_ANCLAS"),
    ("SELLO_CERTIFICADO", None, "Falta SELLO_CERTIFICADO"),
    ("EMAIL_URL", None, "Falta EMAIL_URL"),
    ("SMS_URL", None, "Falta SMS_URL"),
    ("SECRET_KEY", "x" * 60, "SECRET_KEY es corta"),
    ("SECRET_KEY", "abcdefghij", "SECRET_KEY es corta"),
    ("URL_PUBLICA", "http://buzon.example", "INSEGURO_HTTP=si"),
    ("ALLOWED_HOSTS", "buzon.example,*", "ALLOWED_HOSTS admite cualquier nombre"),
    ("PROXIES_DE_CONFIANZA", "0.0.0.0/0", "cualquiera diría"),
    ("SEGURIDAD_CONTACTO", "seguridad@buzon.example", "SEGURIDAD_CONTACTO debe ser"),
    (
        "SEGURIDAD_CONTACTO",
        "https://buzon.example/\nContact: https://otro.example/",
        "SEGURIDAD_CONTACTO debe ser",
    ),
    ("HSTS_PRECARGA", "quizá", "HSTS_PRECARGA debe ser «si» o «no»"),
    ("SMS_URL", "http://ficha-secreta@sms.example/", "SMS_URL debe empezar por https://"),
    ("SMS_URL", "https://fi%0Acha@sms.example/", "SMS_URL lleva una credencial que no sirve"),
    ("EMAIL_URL", "imap://correo.example", "EMAIL_URL debe empezar por smtp://"),
]
# Each case in the same process: the settings are read anew, as at a start.
LEER_AJUSTES = """
import json, os, runpy, sys
from django.core.exceptions import ImproperlyConfigured
entero, dichos = dict(os.environ), []
for variable, valor in json.loads(sys.argv[1]):
    os.environ.clear()
    os.environ.update(entero | {variable: valor or ""})
    try:
        runpy.run_module("buzon.config.settings")
        dichos.append("")
    except ImproperlyConfigured as error:
        dichos.append(str(error))
print(json.dumps(dichos))
"""


def test_cada_variable_que_falta_o_no_es_segura_se_dice_en_una_frase(arrancar: Arrancar) -> None:
    casos = json.dumps([(variable, valor) for variable, valor, _ in REPAROS])
    salida = arrancar("-c", LEER_AJUSTES, casos)
    for (variable, valor, dice), dicho in zip(REPAROS, json.loads(salida.stdout), strict=True):
        assert dice in dicho, (variable, valor, dicho)
        assert "\n" not in dicho
        assert "ficha-secreta" not in dicho


def test_una_orden_la_dice_en_un_renglon(arrancar: Arrancar) -> None:
    salida = arrancar("manage.py", "check", SECRET_KEY="x")
    assert (salida.returncode, salida.stderr.count("\n")) == (1, 1)
    assert salida.stderr.startswith("SECRET_KEY es corta")


def test_lo_inseguro_a_proposito_arranca(arrancar: Arrancar) -> None:
    salida = arrancar("manage.py", "check", URL_PUBLICA="http://buzon.example", INSEGURO_HTTP="si")
    assert (salida.returncode, salida.stderr) == (0, "")


@pytest.mark.parametrize(
    ("proxies", "pasa"),
    [
        (["10.0.0.0/8", "172.16.0.0/12", "192.0.2.7", "104.16.0.0/13", "fc00::/7", "2400:cb00::/32"], True),
        (["100.64.0.0/10", "2a06:98c0::/29", "127.0.0.0/8"], True),
        (["201.0.0.0/8"], False),
        (["2806::/16"], False),
        (["0.0.0.0/0"], False),
        (["::/0"], False),
        (["0.0.0.0/1"], False),
        (["2000::/3"], False),
        (["nada"], False),
    ],
)
def test_los_proxies_son_redes_de_alguien(proxies: list[str], pasa: bool) -> None:
    dichas = list(
        objeciones(
            secret_key="".join(map(chr, range(50, 110))),
            es_https=True,
            http_a_proposito=False,
            hosts=["buzon.example"],
            proxies=proxies,
        )
    )
    assert (not dichas) == pasa


@pytest.mark.parametrize("orden", [WEB, worker("documentos,celery"), worker("codigos,avisos")])
def test_un_sello_que_no_se_lee_detiene_el_inicio(arrancar: Arrancar, orden: tuple[str, ...]) -> None:
    salida = arrancar(*orden, SELLO_CERTIFICADO="no-existe.cer")
    assert salida.returncode == 1
    assert "No se pudo leer el sello" in salida.stderr


def test_la_llave_del_sello_se_pide_a_quien_sella_y_a_nadie_mas(arrancar: Arrancar, tmp_path: Path) -> None:
    """The web server goes on to its database, which the other variables do not give it."""
    assert arrancar(*WEB, SELLO_LLAVE=None).returncode == 0
    salida = arrancar(*worker("documentos"), SELLO_LLAVE=None)
    assert salida.returncode == 1
    assert "Falta la llave del sello" in salida.stderr


@pytest.mark.parametrize("orden", [WEB, REVISAR], ids=["web", "check"])
def test_lo_de_pruebas_no_entra_en_produccion(
    arrancar: Arrancar, tmp_path: Path, orden: tuple[str, ...]
) -> None:
    (tmp_path / "vacia").mkdir()
    (tmp_path / "vacia" / "ac.cer").write_bytes(b"un archivo")
    pruebas = produccion.crear(tmp_path / "uno", autoridad="A.C. 2 de pruebas (4096)")
    demo = produccion.crear(tmp_path / "dos", sello="Buzón IMSS, clon demostrativo (sello de pruebas)")
    for otras, dice in (
        ({"EFIRMA_ANCLAS": str(tmp_path / "vacia")}, "nadie podría entrar"),
        ({"EFIRMA_ANCLAS": pruebas["EFIRMA_ANCLAS"]}, "autoridad de pruebas («A.C. 2 de pruebas (4096)»):"),
        ({"SELLO_CERTIFICADO": demo["SELLO_CERTIFICADO"]}, "sello de pruebas"),
    ):
        salida = arrancar(*orden, **otras)
        assert salida.returncode == 1, dice
        assert dice in salida.stderr


def test_lo_que_sera_una_falla_se_avisa_antes(arrancar: Arrancar, tmp_path: Path) -> None:
    """Sixty days before the seal ends, and where nobody says what an authority revoked."""
    pronto = produccion.crear(tmp_path, dias=59, con_lista=False)
    otras = {clave: pronto[clave] for clave in ("EFIRMA_ANCLAS", "EFIRMA_CRLS", "SELLO_CERTIFICADO")}
    salida = arrancar(*REVISAR, **otras, PROXIES_DE_CONFIANZA=None)
    assert salida.returncode == 1
    assert "El certificado del sello termina el" in salida.stderr
    assert (
        f"De la autoridad «{produccion.AUTORIDAD}» no responde ni EFIRMA_OCSP_URL ni una CRL" in salida.stderr
    )
    assert "PROXIES_DE_CONFIANZA está vacío" in salida.stderr
    al_arrancar = arrancar(*WEB, **otras)
    assert al_arrancar.returncode == 0
    assert "El certificado del sello termina el" in al_arrancar.stderr


def test_de_una_autoridad_que_termino_no_se_avisa(arrancar: Arrancar, tmp_path: Path) -> None:
    """Anchors of before stay for what they signed; of theirs nothing is accepted any more, so nothing is asked."""
    produccion.crear(tmp_path, con_lista=False, dias_de_la_autoridad=-1)
    entera = produccion.crear(tmp_path / "otra")
    (tmp_path / "otra" / "anclas" / "vieja.cer").write_bytes((tmp_path / "anclas" / "ac.cer").read_bytes())
    claves = ("EFIRMA_ANCLAS", "EFIRMA_CRLS", "SELLO_CERTIFICADO")
    salida = arrancar(*REVISAR, **{clave: entera[clave] for clave in claves})
    assert (salida.returncode, salida.stderr) == (0, "")


def test_migrar_pide_al_dueno_de_las_tablas(arrancar: Arrancar) -> None:
    salida = arrancar("manage.py", "migrate")
    assert salida.returncode == 1
    assert salida.stderr.startswith("Falta DATABASE_URL_MIGRACIONES")
    # What `migrate` would use, asked as it would be.
    guion = (
        "import sys; sys.argv = ['manage.py', {!r}]; from buzon.config import settings as s;"
        "print(s.DATABASES['default']['USER'])"
    )
    duena = "postgresql://buzon_migraciones@127.0.0.1:1/buzon"
    for orden, papel in (("migrate", "buzon_migraciones"), ("shell", "buzon_procesos")):
        salida = arrancar("-c", guion.format(orden), DATABASE_URL_MIGRACIONES=duena)
        assert salida.stdout.strip() == papel, orden


def test_un_secreto_con_signo_de_pesos_se_lee_entero(arrancar: Arrancar, tmp_path: Path) -> None:
    llave = "$abcdefghijk" * 5
    (tmp_path / "llave").write_text(f"{llave}\n")
    guion = "from buzon.config import settings as s; print(s.SECRET_KEY, s.SELLO_CONTRASENA)"
    salida = arrancar(
        "-c",
        guion,
        SELLO_CONTRASENA="$SHELL",
        SECRET_KEY=None,
        SECRET_KEY_FILE=str(tmp_path / "llave"),
    )
    assert salida.stdout.split() == [llave, "$SHELL"]
