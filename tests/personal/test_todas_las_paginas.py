"""Every page of the staff, from the registry and its addresses: none breaks without data, and each leaves who read it.

A new page with an argument that nobody here knows fails: it has to be given an example.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib import admin
from django.db import models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from buzon.bitacora.models import Asiento, Lectura, RechazoAsentado
from buzon.cuentas.models import MedioContacto, Personal, Usuario
from buzon.mesa.tablero.cuadro import Corte
from buzon.mesa.tablero.figuras import figuras_de
from buzon.padron.models import Patron
from buzon.promociones.models import Adjunto, Correccion, Solicitud
from buzon.web.solo_lectura import SoloLectura
from tests.buzon.adjuntos.fabricas import pdf
from tests.buzon.promociones.particular import enviar_con
from tests.personal.expedientes import (
    PAGINAS,
    Expediente,
    correccion_de,
    crear_expediente,
    sellar_a_mano,
    una,
)

pytestmark = pytest.mark.django_db
Cliente = Callable[..., Client]
# Files leave an entry of their own, each time (`personal.descarga`).
ARCHIVOS = re.compile(r"(_descargar|_adjunto|_archivo|:tabla|_errores)$")
AJENAS = {"admin:login", "admin:logout", "admin:password_change", "admin:app_list", "admin:r"}


def _rutas(resolver: URLResolver, espacio: str = "") -> Iterator[tuple[str, URLPattern]]:
    for patron in resolver.url_patterns:
        if isinstance(patron, URLResolver):
            yield from _rutas(patron, f"{patron.namespace}:" if patron.namespace else espacio)
        elif patron.name:
            yield espacio + patron.name, patron


RUTAS = {
    nombre: patron
    for nombre, patron in _rutas(get_resolver())
    if nombre.startswith(("admin:", "personal:")) and nombre not in AJENAS
}


def _modelo_de(nombre: str) -> type[models.Model] | None:
    for modelo in PAGINAS:
        if nombre.startswith(f"admin:{modelo._meta.app_label}_{modelo._meta.model_name}_"):
            return modelo
    return None


class Ejemplos:
    """What stands for each argument of an address."""

    def __init__(self, rfc: str) -> None:
        self.rfc = rfc
        self.solicitud = Solicitud.objects.get(rfc=rfc)

    def de(self, nombre: str, argumento: str) -> list[Any]:
        """Return the values that an argument takes in that address."""
        modelo = _modelo_de(nombre)
        match argumento:
            case "rfc":
                return [self.rfc]
            case "medio_id":
                return [MedioContacto.objects.get(contribuyente__rfc=self.rfc).pk]
            case "clave":
                return ["abiertas", *(figura.clave for figura in figuras_de(_pais()))]
            case "solicitud_id":
                return [self.solicitud.pk]
            case "adjunto_id":
                return [Adjunto.objects.get(comunicacion__solicitud=self.solicitud).pk]
            case "correccion_id":
                pendiente = self.solicitud.correcciones.filter(estado="PENDIENTE").first()
                return [(pendiente or correccion_de(self.solicitud, ahora=timezone.now())).pk]
            case "archivo":
                pagina = PAGINAS[modelo] if modelo else None
                return [una.nombre for una in getattr(pagina, "descargas", ())] or ["no-hay"]
        if argumento in {"object_id", "carga_id", "fila_id"}:
            assert modelo is not None
            return [self.suya(modelo).pk]
        raise AssertionError(f"{nombre} toma «{argumento}»: dale un ejemplo aquí")

    def suya(self, modelo: type[models.Model]) -> models.Model:
        """Return their row where the model has rows of somebody."""
        if modelo is Solicitud:
            return self.solicitud
        if modelo is Patron:
            return Patron.objects.get(pk=self.rfc)
        if modelo is Correccion:
            return self.solicitud.correcciones.latest("pk")
        return una(modelo)

    def urls(self, nombre: str, patron: URLPattern) -> Iterator[str]:
        """Return the addresses of a route."""
        argumentos = list(patron.pattern.converters)
        valores = [self.de(nombre, argumento) for argumento in argumentos]
        for n in range(max(map(len, valores), default=1)):
            yield reverse(
                nombre, kwargs={a: v[min(n, len(v) - 1)] for a, v in zip(argumentos, valores, strict=True)}
            )


def _pais() -> Any:
    return Corte.de(oficina="", dias="", ahora=timezone.now())


def _texto(respuesta: Any) -> str:
    return str(respuesta.content.decode(errors="replace"))


@pytest.fixture
def jefa(cliente: Cliente) -> Client:
    """Everybody's permissions, and a person of the staff."""
    quien = cliente(superusuario=True)
    usuario = Usuario.objects.get(pk=quien.session["_auth_user_id"])
    Personal.objects.create(usuario=usuario, rol="NORMATIVA", rfc="LOLA800101AB1", creado_en=timezone.now())
    return quien


def test_ninguna_se_rompe_sin_datos(jefa: Client) -> None:
    jefa.raise_request_exception = False
    probadas = 0
    for nombre, patron in RUTAS.items():
        argumentos = list(patron.pattern.converters)
        if argumentos not in ([], ["clave"]):
            continue
        for valor in [figura.clave for figura in figuras_de(_pais())] if argumentos else [None]:
            ruta = reverse(nombre, kwargs={"clave": valor} if argumentos else None)
            for consulta in ("", "?q=EKU9003173C9"):
                assert jefa.get(ruta + consulta).status_code in {200, 302, 403, 404, 405, 422}, ruta
                probadas += 1
    assert probadas > 100
    for modelo in PAGINAS:
        meta = modelo._meta
        assert jefa.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")).status_code == 200


def _paginas(ejemplos: Ejemplos) -> Iterator[tuple[str, str]]:
    for nombre, patron in RUTAS.items():
        for ruta in ejemplos.urls(nombre, patron):
            yield nombre, ruta
            if nombre.endswith("_changelist"):
                yield nombre, f"{ruta}?q={ejemplos.rfc}"


@contextmanager
def _y_como_si_nada() -> Iterator[None]:
    """Undo what one look did before the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_quien_lee_lo_de_alguien_queda_escrito(jefa: Client) -> None:
    """Whatever answers with the RFC of one person leaves who read it, under the name of the page; HEAD as GET."""
    expediente = crear_expediente(1)
    sellar_a_mano(expediente.documento)
    Solicitud.objects.update(escalada=2)  # theirs to act upon
    ejemplos = Ejemplos(expediente.rfc)
    enviar_con(ejemplos.solicitud, "Va el archivo.", pdf())
    jefa.raise_request_exception = False
    autor = Usuario.objects.get(pk=jefa.session["_auth_user_id"]).username
    datos = {
        "motivo": "Se pidió por teléfono",
        "orden": "resolver",
        "sentido": "ORIENTACION",
        "texto": "Queda así, sin más.",
    }
    leyeron = set()
    for nombre, ruta in _paginas(ejemplos):
        suyas = Lectura.objects.filter(autor=autor, rfc=expediente.rfc, pagina=nombre)
        for pedir in (lambda: jefa.get(ruta), lambda: jefa.post(ruta, datos)):  # noqa: B023 - called here
            with _y_como_si_nada():
                respuesta = pedir()
                assert respuesta.status_code not in {500, 502}, ruta
                nombra = respuesta.status_code in {200, 409, 422} and expediente.rfc in _texto(respuesta)
                if nombra and nombre.endswith("_changelist"):
                    # What is looked for is said again: of a person there have to be rows.
                    lista = respuesta.context["cl"]
                    nombra = bool(lista.result_list and (lista.search_fields or not lista.query))
                if nombra and not ARCHIVOS.search(nombre):
                    assert suyas.count() == 1, (nombre, ruta)
                    leyeron.add(nombre)
        if nombre in leyeron:
            with _y_como_si_nada():
                assert jefa.head(ruta).status_code != 200 or suyas.count() == 1, ("HEAD", ruta)
    de_modelos = {n for n in RUTAS if n.endswith("_change")}
    ajenas = {
        f"admin:{modelo._meta.app_label}_{modelo._meta.model_name}_change"
        for modelo, pagina in PAGINAS.items()
        if not isinstance(pagina, SoloLectura) or not pagina.titular or modelo._meta.model_name in SIN_NADIE
    }
    assert leyeron >= (de_modelos - ajenas) | {
        "personal:expediente",
        "personal:revelar",
        "admin:promociones_solicitud_atender",
        "admin:promociones_correccion_proponer",
        "admin:padron_creditofiscal_changelist",
        "admin:padron_garantia_changelist",
    }


SIN_NADIE = {"garantia", "convenio", "subdelegacion", "carga", "corrida", "personal", "plantilla"}


def test_una_al_dia_y_a_quien_no_se_le_permite_ninguna(
    expediente: Expediente, de_rol: Cliente, jefa: Client
) -> None:
    ruta = reverse("admin:padron_patron_change", args=[expediente.rfc])
    for _ in range(3):
        assert jefa.get(ruta).status_code == 200
        assert jefa.head(ruta).status_code == 200
    assert Lectura.objects.filter(pagina="admin:padron_patron_change").count() == 1
    antes = Lectura.objects.count()
    assert de_rol("OPERACION").get(ruta).status_code == 403
    assert Client().get(ruta).status_code == 302
    assert Lectura.objects.count() == antes
    assert de_rol("AUDITORIA").head(ruta).status_code == 200
    assert Lectura.objects.count() == antes + 1


def test_la_de_muchos_no_es_de_nadie(jefa: Client) -> None:
    crear_expediente(1)
    crear_expediente(2)
    antes = Lectura.objects.count()
    assert jefa.get(reverse("admin:padron_patron_changelist")).status_code == 200
    assert Lectura.objects.count() == antes


def test_no_hay_historia_de_django(expediente: Expediente, cliente: Cliente) -> None:
    """It told apart what there is from what there is not."""
    for quien in (cliente(), cliente(superusuario=True)):
        for modelo, pagina in PAGINAS.items():
            lista = f"/admin/{modelo._meta.app_label}/{modelo._meta.model_name}/"
            for clave in (una(modelo).pk, "999999999"):
                for resto in ("history/", ""):
                    respuesta = quien.get(f"{lista}{clave}/{resto}")
                    assert respuesta.status_code == 404, (pagina, clave, resto)


@pytest.fixture
def _rota(monkeypatch: pytest.MonkeyPatch) -> None:
    def fallar(*_: Any, **__: Any) -> None:
        raise RuntimeError("SECRETO DE LA FALLA")

    monkeypatch.setattr(type(PAGINAS[Asiento]), "get_changelist_instance", fallar)


@pytest.mark.usefixtures("_rota")
def test_lo_que_no_se_hizo_se_dice_en_su_armazon(expediente: Expediente, cliente: Cliente) -> None:
    quien, sin_nada = cliente(superusuario=True), cliente()
    quien.raise_request_exception = False
    estricto = Client(enforce_csrf_checks=True)
    estricto.cookies = quien.cookies
    respuestas = {
        403: sin_nada.get(reverse("admin:bitacora_lectura_changelist")),
        404: quien.get("/admin/no-hay/"),
        500: quien.get(reverse("admin:bitacora_asiento_changelist")),
        405: quien.post("/admin/tablero/"),
        4030: estricto.post("/admin/password_change/"),
    }
    for estado, respuesta in respuestas.items():
        dicho = respuesta.content.decode()
        assert respuesta.status_code == (403 if estado == 4030 else estado)
        assert 'id="logout-form"' in dicho, estado
        assert 'id="site-name"' in dicho, estado
        assert len(re.findall("<h1", dicho)) == 1, estado
        assert "Ingresar al Buzón IMSS" not in dicho
        assert "SECRETO" not in dicho
        assert "Traceback" not in dicho
    fuera = Client(raise_request_exception=False)
    assert 'id="logout-form"' not in fuera.get("/no-hay/").content.decode()


@pytest.mark.usefixtures("_rota")
def test_sin_base_de_datos_el_500_es_el_de_todos(cliente: Cliente, monkeypatch: pytest.MonkeyPatch) -> None:
    quien = cliente(superusuario=True)
    quien.raise_request_exception = False

    def caida(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(admin.site, "each_context", caida)
    respuesta = quien.get(reverse("admin:bitacora_asiento_changelist"))
    assert respuesta.status_code == 500
    assert 'data-codigo="error_interno"' in respuesta.content.decode()


def test_los_rechazos_no_se_asientan_con_los_actos(cliente: Cliente) -> None:
    assert cliente().get(reverse("admin:bitacora_lectura_changelist")).status_code == 403
    assert RechazoAsentado.objects.get().codigo == "sin_permiso"
    assert not Asiento.objects.exists()
