"""The portal in English: its pages say nothing in Spanish, and what is kept is what it would be in Spanish."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pypdf import PdfReader

from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas.models import Usuario
from buzon.documentos.models import Documento
from buzon.mensajes.models import Envio, Mensaje
from buzon.mensajes.selectors import enviados
from opinion.models import OpinionEmitida
from tests.arquitectura.test_rutas import PUBLICAS
from tests.idiomas.catalogo import leer, textos, traducciones
from tests.personal.dentro import dentro
from tests.personas import Dentro

INGLES = {settings.LANGUAGE_COOKIE_NAME: "en"}
PAGINAS = sorted(f"/{ruta}" for ruta in PUBLICAS if "<" not in ruta and "api/" not in ruta)
PAGINAS = [ruta for ruta in PAGINAS if ruta not in {"/livez", "/readyz", "/idioma/"}]
PAGINAS += ["/opinion/EKU9003173C9/", "/opinion/no-es-rfc/", "/no-existe/"]
DENTRO = ["/buzon/", "/cobranza/32d/autorizacion/", "/cobranza/32d/mi-opinion/", "/activacion/listo/"]
DENTRO += ["/promociones/aclaraciones/", "/buzon/contactos/", "/buzon/sesiones/"]
# What stays in Spanish says so; a script says nothing, and the switch is in the language that it offers.
EN_ESPANOL = re.compile(
    r'<(\w+)[^>]*\slang="es-MX"[^>]*>(?:(?!<\1\b).)*?</\1>|<script.*?</script>|<[^>]+>', re.S
)
NOMBRES_DE_LA_LEY = re.compile(r"[“«(][^”»)]*[”»)]")


@pytest.fixture(scope="module")
def frases() -> list[str]:
    """Every sentence of the catalogue that English says otherwise."""
    return [
        limpia
        for mensaje in leer()
        if mensaje.id
        for original, dicho in zip(textos(mensaje), traducciones(mensaje), strict=True)
        if original != dicho
        and len(limpia := _texto(original)) > 11
        and "%(" not in limpia
        and "{" not in limpia
    ]


def _texto(html: str) -> str:
    sin_marcas = EN_ESPANOL.sub(" ", EN_ESPANOL.sub(" ", html))
    return re.sub(r"\s+", " ", unescape(sin_marcas)).strip()


def _restos(html: str, frases: list[str]) -> list[str]:
    visible = NOMBRES_DE_LA_LEY.sub("", _texto(html))
    return [frase for frase in frases if re.search(rf"(?<!\w){re.escape(frase)}(?!\w)", visible)]


@pytest.mark.django_db
@pytest.mark.usefixtures("elegir", "_sin_limites_usados")
@pytest.mark.parametrize("ruta", PAGINAS)
def test_nada_queda_en_espanol(ruta: str, frases: list[str]) -> None:
    http = Client()
    http.cookies.load(INGLES)
    respuesta = http.get(ruta, follow=True)
    html = respuesta.content.decode()
    assert '<html lang="en"' in html
    assert respuesta["Content-Language"] == "en"
    assert _restos(html, frases) == []


@pytest.mark.django_db
def test_en_espanol_se_hallarian(frases: list[str]) -> None:
    assert len(_restos(Client().get("/").content.decode(), frases)) > 20


@pytest.mark.django_db
def test_nada_queda_en_espanol_dentro(activa: Callable[..., Dentro], frases: list[str]) -> None:
    quien = activa(persona="moral")
    quien.http.cookies.load(INGLES)
    for ruta in DENTRO:
        assert _restos(quien.http.get(ruta).content.decode(), frases) == [], ruta
    certificar = quien.guardar("autorizar")
    assert _restos(certificar.content.decode(), frases) == []
    assert '<pre class="cadena" lang="es-MX"' in certificar.content.decode()
    hecho = quien.firmar(certificar).content.decode()
    assert "Authorization successful" in hecho
    assert _restos(hecho, frases) == []


@pytest.mark.django_db
def test_nada_queda_en_espanol_para_el_personal(admin_user: Usuario, frases: list[str]) -> None:
    personal = dentro(admin_user)
    personal.cookies.load(INGLES)
    portada = personal.get("/admin/")
    assert 'value="es-mx" lang="es-MX"' in portada.content.decode()
    listas = set(re.findall(r'href="(/admin/\w+/\w+/)"', portada.content.decode()))
    assert len(listas) > 15
    for ruta in ["/admin/", *sorted(listas), "/admin/padron/carga/add/"]:
        html = personal.get(ruta).content.decode()
        assert '<html lang="en' in html
        assert _restos(html, frases) == [], ruta


def _lo_guardado() -> Iterator[str]:
    """Everything that the acts of a person left, in order, as text."""
    for preparado in ActoPreparado.objects.order_by("pk"):
        yield json.dumps([preparado.titulo, preparado.apartado, preparado.manifestacion, preparado.campos])
    for acto in ActoFirmado.objects.order_by("pk"):
        yield acto.cadena
    for mensaje in Mensaje.objects.order_by("pk"):
        yield f"{mensaje.asunto}\n{mensaje.texto}\n{mensaje.enlace}"
    for documento in Documento.objects.order_by("pk"):
        yield json.dumps([documento.clase, documento.contenido], ensure_ascii=False)
        yield _sin_firmas(PdfReader(BytesIO(documento.pdf)).pages[0].extract_text())
    for opinion in OpinionEmitida.objects.order_by("pk"):
        yield json.dumps([opinion.cadena, opinion.ficha], ensure_ascii=False)
    for enviado in sorted(
        enviados(limite=Envio.objects.count()), key=lambda uno: (uno.canal, uno.asunto, uno.texto)
    ):
        yield f"{enviado.asunto}\n{enviado.texto}"


def _sin_firmas(pagina: str) -> str:
    """The page of a PDF up to what is signed and sealed, which is of chance and breaks its lines by chance."""
    return " ".join(pagina.partition("Cadena original")[0].split())


def _sin_azar(texto: str) -> str:
    """Folios, challenges, digests, codes and addresses with a number are of chance, whatever the language."""
    texto = re.sub(r"Reto:[\w-]+", "Reto:", texto)
    texto = re.sub(r"/\d+/|[A-Z2-7]{4}(?:-[A-Z2-7]{4}){7}", "/n/", texto)
    return re.sub(r"\b[0-9a-f]{64}\b|\b\d{6,23}\b|\d\d:\d\d:\d\d", "n", texto)


def _actuar(quien: Dentro) -> list[str]:
    quien.hacer("autorizar")
    quien.http.post("/cobranza/32d/mi-opinion/")
    quien.hacer("cancelar")
    preparada = quien.http.post(
        "/promociones/aclaraciones/",
        {
            "asunto": "OPINION_PUBLICA",
            "texto": "Pido que se revise mi opinión pública de hoy.",
            "accion": "continuar",
        },
        follow=True,
    )
    quien.firmar(preparada)
    return [_sin_azar(texto) for texto in _lo_guardado()]


@pytest.mark.django_db
def test_lo_que_se_guarda_es_lo_mismo(entrar: Callable[..., Dentro]) -> None:
    guardado = []
    for idioma in ("es-mx", "en"):
        with transaction.atomic():
            quien = entrar(persona="moral")
            quien.http.cookies.load({settings.LANGUAGE_COOKIE_NAME: idioma})
            quien.activar()
            guardado.append(sorted(_actuar(quien)))
            transaction.set_rollback(True)
    en_espanol, en_ingles = guardado
    assert len(en_espanol) > 15
    assert en_ingles == en_espanol
