"""Staff's pages in English: what is still Spanish on them says so (`lang`), or is data."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buzon.cuentas.models import Personal
from buzon.promociones.models import Correccion, Solicitud
from tests.buzon.padron.fabricas import OFICINA
from tests.personal.expedientes import PAGINAS, Expediente, una, url

pytestmark = pytest.mark.django_db
_DICHOS = ("alt", "aria-label", "placeholder", "title")
_VACIOS = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
# Terms of the law that have no other name (docs/glosario.md), and the words of the rows that the test makes.
_TERMINOS = {
    *("buzón", "cadena", "crédito", "créditos", "décima", "firma", "fiscal", "fiscales", "folio"),
    *("curp", "imss", "normativa", "nrp", "ooad", "original", "patronal", "registro", "regla", "rfc", "sms"),
    *("subdelegación", "subdelegaciones"),
}
_DE_PRUEBA = {
    *("acuse", "alguien", "autorizo", "carga", "cdmx", "norte", "opinion", "personal", "polanco", "prueba"),
    *("autorizacion", "publica"),
}
_DATO = re.compile(r"[<>{}|*@=]|[a-z0-9]+[.:_][a-z0-9]+|[0-9a-f-]{36,}|[A-Z]+[0-9]{6}")
_PALABRA = re.compile(r"[a-záéíóúüñ]{3,}")
_CALLADOS = {"script", "style", "template"}


class _Textos(HTMLParser):
    """What a page says in its own language; what bears another `lang` is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.dichos: set[str] = set()
        self._abiertos: list[tuple[str, bool]] = []

    def _calla(self) -> bool:
        return any(calla for _, calla in self._abiertos)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        suyos = dict(attrs)
        calla = tag in _CALLADOS or (tag != "html" and suyos.get("lang", "en") != "en")
        if not calla and not self._calla():
            self.dichos |= {str(suyos[uno]).strip() for uno in _DICHOS if suyos.get(uno)}
        if tag not in _VACIOS:
            self._abiertos.append((tag, calla))

    def handle_endtag(self, tag: str) -> None:
        while self._abiertos and self._abiertos.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._calla():
            self.dichos.add(" ".join(data.split()))


def _dichos(navegador: Client, ruta: str) -> set[str]:
    respuesta = navegador.get(ruta, follow=True)
    assert respuesta.status_code == 200, ruta
    textos = _Textos()
    textos.feed(respuesta.content.decode())
    return textos.dichos


def _rutas(expediente: Expediente) -> Iterator[str]:
    for modelo in PAGINAS:
        yield url(modelo, "changelist")
        yield url(modelo, "change", una(modelo).pk)
    solicitud = Solicitud.objects.get(rfc=expediente.rfc)
    yield url(Correccion, "proponer", solicitud.pk)
    for nombre in ("admin:index", "personal:buscar", "personal:tablero", "admin:opinion_corrida_grafica"):
        yield reverse(nombre)
    yield reverse("personal:expediente", args=[expediente.rfc])


def _con_todo(cliente: Callable[..., Client], rfc: str) -> Client:
    """Somebody with every permission who is also a person of the office: they may propose corrections."""
    navegador = cliente(superusuario=True)
    Personal.objects.create(
        usuario_id=navegador.session["_auth_user_id"],
        rol="SUBDELEGACION",
        subdelegacion_id=OFICINA,
        rfc=rfc,
        creado_en=timezone.now(),
    )
    return navegador


def test_lo_que_no_cambia_son_datos_o_terminos(
    expediente: Expediente, cliente: Callable[..., Client]
) -> None:
    en_espanol, en_ingles = (_con_todo(cliente, f"COTA80010{n}AB1") for n in (1, 2))
    en_ingles.cookies["idioma"] = "en"
    quedan: dict[str, set[str]] = {}
    for ruta in _rutas(expediente):
        iguales = _dichos(en_espanol, ruta) & _dichos(en_ingles, ruta)
        for palabra in {p for uno in iguales if not _DATO.search(uno) for p in _PALABRA.findall(uno.lower())}:
            quedan.setdefault(palabra, set()).add(ruta)
    assert {p: rutas for p, rutas in quedan.items() if p not in _TERMINOS | _DE_PRUEBA} == {}
