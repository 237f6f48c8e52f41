"""Every role before every page and action of the staff, as the table of `docs/personal.md` says."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buzon.actos.models import ActoFirmado
from buzon.bitacora.models import Asiento, Lectura, RechazoAsentado
from buzon.cuentas.models import MedioContacto, Usuario
from buzon.documentos.models import Documento
from buzon.mensajes.models import Envio
from buzon.mesa.urls import urlpatterns as del_personal
from buzon.padron.carga.models import Carga
from buzon.padron.models import Patron, RegistroPatronal
from buzon.promociones.models import Adjunto, Correccion, Plantilla, Solicitud
from tests.buzon.adjuntos.fabricas import pdf
from tests.buzon.padron.fabricas import OFICINA, nrp
from tests.buzon.promociones.particular import enviar_con
from tests.personal.expedientes import (
    PAGINAS,
    Expediente,
    correccion_de,
    crear_expediente,
    sellar_a_mano,
    una,
    url,
)

pytestmark = pytest.mark.django_db
OTRA = "9001"
COLUMNAS = {
    "O": {"rol": "ORIENTADOR"},
    "S": {"rol": "SUBDELEGACION"},
    "J": {"rol": "SUBDELEGACION", "es_jefatura": True},
    "N": {"rol": "NORMATIVA"},
    "A": {"rol": "AUDITORIA"},
    "P": {"rol": "OPERACION"},
}
DE_OFICINA = {"S", "J"}


@dataclass(frozen=True, slots=True)
class Fila:
    """A row of the table: what is tried, and what each role gets."""

    que: str
    celdas: dict[str, str]


def _tabla() -> Iterator[Fila]:
    texto = (settings.BASE_DIR / "docs" / "personal.md").read_text(encoding="utf-8")
    tabla = texto[texto.index("| page or action |") :]
    for ruta, caso, celdas in re.findall(r"^\| `([\w.:]+)`( \([\w ]+\))? \|(.+)\|$", tabla, re.MULTILINE):
        partes = [celda.strip() for celda in celdas.split("|")]
        assert set(partes) <= {"sí", "no", "suya", "escalada"}, ruta
        yield Fila(ruta + caso, dict(zip(COLUMNAS, partes, strict=True)))


TABLA = list(_tabla())


def _del_modelo(modelo: Any) -> Callable[[Expediente], list[str]]:
    def rutas(expediente: Expediente) -> list[str]:
        suyas = {
            Solicitud: Solicitud.objects.filter(rfc=expediente.rfc),
            Correccion: Correccion.objects.filter(solicitud__rfc=expediente.rfc),
        }
        fila = suyas[modelo].get() if modelo in suyas else una(modelo)
        return [url(modelo, "changelist"), url(modelo, "change", fila.pk)]

    return rutas


def _adjunto(solicitud: Solicitud) -> Adjunto:
    """A file that came with something said about the request."""
    enviar_con(solicitud, "Va el archivo.", pdf())
    return Adjunto.objects.get(comunicacion__solicitud=solicitud)


def _solicitud(expediente: Expediente) -> Solicitud:
    return Solicitud.objects.get(rfc=expediente.rfc)


def _de_la_solicitud(accion: str, **datos: str) -> "Accion":
    return Accion(lambda e, _u: url(Solicitud, accion, _solicitud(e).pk), datos)


def _de_la_correccion(accion: str, *, propone: str = "", **datos: str) -> "Accion":
    """An order about a correction that waits: somebody else's, or (`propone`) that of whoever tries."""

    def ruta(expediente: Expediente, usuario: str) -> str:
        autor = {"propuesta_por": usuario} if propone else {}
        return url(
            Correccion, accion, correccion_de(_solicitud(expediente), ahora=timezone.now(), **autor).pk
        )

    return Accion(ruta, datos)


def _medio(rfc: str) -> str:
    medio = MedioContacto.objects.get(contribuyente__rfc=rfc)
    return reverse("personal:revelar", args=[rfc, medio.pk])


@dataclass(frozen=True, slots=True)
class Accion:
    """How an action is tried, and by whom.

    `datos` are posted where there are any, with the key of the request as `elegida`. They are valid: what a role may
    do happens.
    """

    ruta: Callable[[Expediente, str], str]
    datos: dict[str, str] | None = None
    elegida: str = ""


ACCIONES: dict[str, Accion] = {
    "actos_actofirmado_descargar": Accion(lambda e, _u: url(ActoFirmado, "descargar", e.acto.pk, "cadena")),
    "bitacora_asiento_archivo": Accion(lambda e, _u: url(Asiento, "archivo")),
    "bitacora_lectura_archivo": Accion(lambda e, _u: url(Lectura, "archivo")),
    "bitacora_rechazoasentado_archivo": Accion(lambda e, _u: url(RechazoAsentado, "archivo")),
    "documentos_documento_descargar": Accion(
        lambda e, _u: url(Documento, "descargar", e.documento.pk, "pdf")
    ),
    "documentos_documento_reintentar": Accion(
        lambda e, _u: url(Documento, "reintentar", una(Documento).pk), {}
    ),
    "mensajes_envio_reintentar": Accion(lambda e, _u: url(Envio, "reintentar", una(Envio).pk), {}),
    "opinion_corrida_grafica": Accion(lambda e, _u: reverse("admin:opinion_corrida_grafica")),
    "padron_carga_add": Accion(lambda e, _u: url(Carga, "add")),
    "padron_carga_avance": Accion(lambda e, _u: url(Carga, "avance", una(Carga).pk)),
    "padron_carga_errores": Accion(lambda e, _u: url(Carga, "errores", una(Carga).pk)),
    "padron_patron_change": Accion(lambda e, _u: url(Patron, "change", e.rfc), {"nombre": "OTRO"}),
    "personal:buscar": Accion(lambda e, _u: reverse("personal:buscar")),
    "personal:expediente": Accion(lambda e, _u: reverse("personal:expediente", args=[e.rfc])),
    "personal:grafica (opiniones)": Accion(lambda e, _u: reverse("personal:grafica", args=["opiniones"])),
    "personal:revelar": Accion(lambda e, _u: _medio(e.rfc), {"motivo": "Se pidió por teléfono"}),
    "personal:tabla (plazos)": Accion(lambda e, _u: reverse("personal:tabla", args=["plazo"])),
    "personal:tablero": Accion(lambda e, _u: reverse("personal:tablero")),
    "promociones_correccion_aprobar": _de_la_correccion("aprobar", confirmo="on"),
    "promociones_correccion_proponer": Accion(
        lambda e, _u: url(Correccion, "proponer", _solicitud(e).pk),
        {f"situacion:{nrp(1)}-000000001": "PAGADO", "texto": "Se acreditó el pago: procede la corrección."},
    ),
    "promociones_correccion_rechazar": _de_la_correccion(
        "rechazar", motivo="El comprobante no es de este crédito."
    ),
    "promociones_correccion_retirar (propuesta por ella)": _de_la_correccion("retirar", propone="ella"),
    "promociones_plantilla_add": Accion(lambda e, _u: url(Plantilla, "add")),
    "promociones_solicitud_asignar": Accion(
        lambda e, _u: url(Solicitud, "asignar"), {"a": "nadie"}, elegida=ACTION_CHECKBOX_NAME
    ),
    "promociones_solicitud_atender (resolver)": _de_la_solicitud(
        "atender",
        orden="resolver",
        paso="enviar",
        sentido="ORIENTACION",
        texto="Con esto queda resuelta, sin más.",
    ),
    "promociones_solicitud_atender (responder)": _de_la_solicitud(
        "atender", orden="responder", texto="Buenos días."
    ),
    "promociones_solicitud_turnar": _de_la_solicitud(
        "turnar", subdelegacion=OTRA, motivo="El registro es de esa oficina."
    ),
    "promociones_solicitud_adjunto": Accion(
        lambda e, _u: url(Solicitud, "adjunto", _solicitud(e).pk, _adjunto(_solicitud(e)).pk)
    ),
}
# Generic routes of Django and of SoloLectura: the row of the model speaks for them.
GENERICAS = ("changelist", "add", "delete", "change", "history", "descargar")


def test_nada_falta_en_la_tabla() -> None:
    en_tabla = {fila.que for fila in TABLA}
    assert {modelo._meta.label_lower for modelo in PAGINAS} <= en_tabla
    propias = {
        str(ruta.name)
        for pagina in admin.site._registry.values()
        for ruta in pagina.get_urls()
        if getattr(ruta, "name", None) and not str(ruta.name).endswith(GENERICAS)
    }
    propias |= {f"personal:{ruta.name}" for ruta in del_personal}
    assert propias <= {que.partition(" ")[0] for que in en_tabla}
    assert set(ACCIONES) == {que for que in en_tabla if "." not in que}


def _estado(navegador: Client, ruta: str, datos: dict[str, str] | None) -> int:
    respuesta = navegador.get(ruta) if datos is None else navegador.post(ruta, datos)
    if datos is not None and respuesta.context and "por_confirmar" in respuesta.context:
        sello = respuesta.context["por_confirmar"].sello
        respuesta = navegador.post(ruta, datos | {"paso": "confirmar", "sello": sello})
        assert respuesta.status_code == 302
    return respuesta.status_code


@pytest.fixture
def dos(db: None) -> tuple[Expediente, Expediente]:
    """What belongs to the office of the roles that have one, and what belongs to another."""
    suyo, ajeno = crear_expediente(1), crear_expediente(2)
    Solicitud.objects.filter(rfc=ajeno.rfc).update(subdelegacion_id=OTRA)
    RegistroPatronal.objects.filter(patron_id=ajeno.rfc).update(subdelegacion_id=OTRA)
    for expediente in (suyo, ajeno):
        sellar_a_mano(expediente.documento)
    return suyo, ajeno


def _intentos(
    fila: Fila, expediente: Expediente, usuario: str = "alguien"
) -> list[tuple[str, dict[str, str] | None]]:
    if fila.que in ACCIONES:
        accion = ACCIONES[fila.que]
        elegida = {accion.elegida: str(_solicitud(expediente).pk)} if accion.elegida else {}
        return [(accion.ruta(expediente, usuario), None if accion.datos is None else accion.datos | elegida)]
    modelo = next(m for m in PAGINAS if m._meta.label_lower == fila.que)
    return [(ruta, None) for ruta in _del_modelo(modelo)(expediente)]


@contextmanager
def _y_como_si_nada() -> Iterator[None]:
    """Undo what one role did before the next one tries."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("fila", TABLA, ids=lambda fila: fila.que)
def test_cada_rol_ante_cada_pagina(
    fila: Fila, dos: tuple[Expediente, Expediente], de_rol: Callable[..., Client]
) -> None:
    suyo, ajeno = dos
    for columna, quien in COLUMNAS.items():
        with _y_como_si_nada():
            navegador = de_rol(**quien, subdelegacion=OFICINA if columna in DE_OFICINA else "")
            usuario, celda = Usuario.objects.latest("pk").username, fila.celdas[columna]
            for ruta, datos in _intentos(fila, ajeno, usuario)[-1:] if celda == "suya" else ():
                # Django's admin sends whoever asks for a row that is not there to its index.
                assert _estado(navegador, ruta, datos) in {302, 404}, (columna, ruta)
            intentos = _intentos(fila, suyo, usuario)
            assert intentos
            if celda == "escalada":
                for ruta, datos in intentos:
                    assert _estado(navegador, ruta, datos) == 403, (columna, ruta)
                Solicitud.objects.filter(rfc=suyo.rfc).update(escalada=2)
            for ruta, datos in intentos:
                estado = _estado(navegador, ruta, datos)
                assert estado in ({403, 404} if celda == "no" else {200, 302}), (columna, ruta, estado)


@pytest.mark.parametrize("fila", TABLA, ids=lambda fila: fila.que)
def test_quien_no_es_del_personal_o_no_mostro_su_segundo_factor(
    fila: Fila, dos: tuple[Expediente, Expediente]
) -> None:
    contribuyente, a_medias = Client(), Client()
    contribuyente.force_login(Usuario.objects.get(username=dos[0].rfc))
    a_medias.force_login(Usuario.objects.create_superuser("superusuario"))
    intentos = _intentos(fila, dos[0])
    assert intentos
    for navegador in (Client(), contribuyente, a_medias):
        for ruta, datos in intentos:
            respuesta = navegador.get(ruta) if datos is None else navegador.post(ruta, datos)
            assert respuesta.status_code == 302, ruta
            assert respuesta["Location"].startswith("/admin/login/"), ruta
