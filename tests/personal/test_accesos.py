"""Who opens the staff's pages, and that what is immutable is changed by nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import models
from django.test import Client
from django.utils import timezone

from buzon.bitacora.models import Asiento, Lectura, RechazoAsentado
from buzon.bitacora.services import anotar
from buzon.cuentas.models import Usuario
from tests.personal.expedientes import PAGINAS, SOLO_LECTURA, Expediente, ultimo_asiento, una, url

pytestmark = pytest.mark.django_db
Cliente = Callable[..., Client]
POR_MODELO = pytest.mark.parametrize(
    "modelo", [m for m in PAGINAS if m is not Group], ids=lambda m: m.__name__
)
INMUTABLES = pytest.mark.parametrize("modelo", SOLO_LECTURA, ids=lambda m: m.__name__)


def paginas(modelo: type[models.Model]) -> list[str]:
    clave = una(modelo).pk
    lista = url(modelo, "changelist")
    return [lista, f"{lista}?q=PER850102A10", url(modelo, "change", clave)]


@POR_MODELO
def test_quien_abre_cada_pagina(expediente: Expediente, cliente: Cliente, modelo: type[models.Model]) -> None:
    contribuyente = Client()
    contribuyente.force_login(Usuario.objects.get(username=expediente.rfc))
    con_permiso = cliente(f"view_{modelo._meta.model_name}")
    superusuario, sin_permisos = cliente(superusuario=True), cliente()
    for ruta in paginas(modelo):
        assert superusuario.get(ruta).status_code == 200, ruta
        assert con_permiso.get(ruta).status_code == 200, ruta
        assert sin_permisos.get(ruta).status_code == 403, ruta
        for ajeno in (Client(), contribuyente):
            respuesta = ajeno.get(ruta)
            assert respuesta.status_code == 302, ruta
            assert respuesta["Location"].startswith("/admin/login/?next=/admin/"), ruta


@pytest.mark.parametrize(
    "ruta", ["/admin/", "/admin/documentos/", "/admin/password_change/", "/admin/no-hay/"]
)
def test_sin_sesion_se_va_a_la_entrada_del_personal(ruta: str) -> None:
    respuesta = Client().get(ruta)
    assert respuesta.status_code == 302
    assert respuesta["Location"].startswith("/admin/login/?next=/admin/")


@INMUTABLES
@pytest.mark.usefixtures("expediente")
def test_nadie_agrega_cambia_ni_borra(cliente: Cliente, modelo: type[models.Model]) -> None:
    nombre, fila = modelo._meta.model_name, una(modelo)
    antes = modelo._default_manager.filter(pk=fila.pk).values().get()
    todos = [f"{accion}_{nombre}" for accion in ("view", "add", "change", "delete")]
    for quien in (cliente(superusuario=True), cliente(*todos)):
        # Of what their tries leave in the log, nothing is counted.
        filas = modelo._default_manager.filter(
            pk__in=list(modelo._default_manager.values_list("pk", flat=True))
        )
        otras = (
            modelo._default_manager.exclude(pk__in=filas) if modelo not in (Lectura, RechazoAsentado) else []
        )
        cuantas = filas.count()
        rutas = [url(modelo, "add"), url(modelo, "change", fila.pk), url(modelo, "delete", fila.pk)]
        for ruta in [*rutas, url(modelo, "changelist")]:
            datos = {"post": "yes", "action": "delete_selected", "_selected_action": str(fila.pk), "rfc": "X"}
            respuesta = quien.post(ruta, datos)
            assert respuesta.status_code == 403, ruta
        assert quien.get(rutas[0]).status_code == quien.get(rutas[2]).status_code == 403
        detalle = quien.get(rutas[1]).content.decode()
        assert 'name="_save"' not in detalle
        assert "deletelink" not in detalle
        assert filas.count() == cuantas
        assert not otras
    assert modelo._default_manager.filter(pk=fila.pk).values().get() == antes


@INMUTABLES
@pytest.mark.usefixtures("expediente")
def test_lo_que_no_se_muestra_no_se_adivina(cliente: Cliente, modelo: type[models.Model]) -> None:
    quien = cliente(superusuario=True)
    for campo in modelo._meta.concrete_fields:
        for forma in ("startswith", "gt"):
            assert quien.get(url(modelo, "changelist"), {f"{campo.name}__{forma}": "1"}).status_code == 400
    assert quien.get(
        url(modelo, "changelist"), {"contribuyente__medios__destino__startswith": "p"}
    ).status_code in {
        302,
        400,
    }


@INMUTABLES
@pytest.mark.usefixtures("expediente")
def test_cualquier_busqueda_se_responde(cliente: Cliente, modelo: type[models.Model]) -> None:
    quien = cliente(superusuario=True)
    for texto in ("%", "_", "' OR 1=1 --", "Ñ&" * 60, "(a+)+$", "9" * 40, "٣", "  "):
        respuesta = quien.get(url(modelo, "changelist"), {"q": texto})
        assert respuesta.status_code == 200, texto
        busca = respuesta.context["cl"].search_fields
        assert texto in "\x00  " or not busca or not respuesta.context["cl"].result_count, texto


@pytest.mark.parametrize("consulta", [{"p": "99"}, {"p": "x"}, {"o": "1.2.3"}, {"all": ""}, {"e": "1"}])
def test_una_lista_soporta_cualquier_consulta(
    expediente: Expediente, cliente: Cliente, consulta: dict[str, Any]
) -> None:
    respuesta = cliente(superusuario=True).get(
        url(type(expediente.documento), "changelist"), consulta, follow=True
    )
    assert respuesta.status_code == 200


def test_una_clave_que_no_existe_no_es_un_error(expediente: Expediente, cliente: Cliente) -> None:
    quien, modelo = cliente(superusuario=True), type(expediente.documento)
    for clave in ("no-es-uuid", "00000000-0000-0000-0000-000000000000"):
        assert quien.get(url(modelo, "change", clave)).status_code == 302
        assert quien.get(url(modelo, "descargar", clave, "pdf")).status_code == 404
    assert ultimo_asiento().evento == "prueba"


NINGUNO = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    ("ruta", "estado"),
    [
        ("expediente/%00/", 422),
        ("padron/patron/%00/change/", 422),
        ("padron/convenio/%00/archivos/pdf", 422),
        ("promociones/correccion/?estado__exact=%00", 422),
        ("promociones/correccion/?q=%00", 422),
        ("autocomplete/?app_label=promociones&model_name=correccion&field_name=solicitud&term=%00", 422),
        ("promociones/plantilla/?texto__regex=(", 400),
        ("promociones/plantilla/?texto__startswith=x", 400),
        ("promociones/plantilla/?activa__exact=1", 200),
        ("r/1/abc/", 404),
        (f"documentos/documento/{NINGUNO}/change/", 302),
        ("documentos/documento/abc/change/", 302),
    ],
)
@pytest.mark.usefixtures("expediente")
def test_una_direccion_que_nadie_escribe_no_da_500(cliente: Cliente, ruta: str, estado: int) -> None:
    quien = cliente(superusuario=True)
    quien.raise_request_exception = False
    assert quien.get(f"/admin/{ruta}").status_code == estado


def test_revelar_lo_de_un_rfc_imposible(cliente: Cliente) -> None:
    quien = cliente(superusuario=True)
    quien.raise_request_exception = False
    assert quien.post("/admin/expediente/%00/medios/1/revelar/", {"motivo": "x"}).status_code == 422
    assert quien.post("/admin/expediente/XYZ/medios/1/revelar/", {"motivo": "x"}).status_code == 404


def test_un_rechazo_no_echa_al_personal_de_su_lado(cliente: Cliente) -> None:
    for ruta, estado in (("/admin/expediente/", 403), ("/admin/no-hay/", 404)):
        respuesta = cliente().get(ruta)
        assert respuesta.status_code == estado
        dicho = respuesta.content.decode()
        assert '<form id="logout-form" method="post" action="/admin/logout/">' in dicho
        assert 'id="site-name"' in dicho
        assert "Ingresar al Buzón IMSS" not in dicho
        assert "otra e.firma" not in dicho


@pytest.mark.usefixtures("expediente")
def test_la_bitacora_dice_quien(de_rol: Callable[..., Client]) -> None:
    anotar("personal.descarga", ahora=timezone.now(), rfc="PER850102A10", detalle={"autor": "ana.lopez"})
    pagina = de_rol("AUDITORIA").get(url(Asiento, "changelist")).content.decode()
    assert "Quién" in pagina
    assert "ana.lopez" in pagina


@pytest.mark.usefixtures("expediente")
def test_la_bitacora_se_busca_por_rfc_o_por_quien(de_rol: Callable[..., Client]) -> None:
    for autor in ("ana.lopez", "ana", "servidor:root"):
        anotar("personal.descarga", ahora=timezone.now(), rfc="PER850102A10", detalle={"autor": autor})
    auditoria = de_rol("AUDITORIA")

    def halladas(q: str) -> list[tuple[str, str | None]]:
        respuesta = auditoria.get(url(Asiento, "changelist"), {"q": q})
        return [(una.rfc, una.detalle.get("autor")) for una in respuesta.context["cl"].result_list]

    assert halladas("ana.lopez") == [("PER850102A10", "ana.lopez")]
    assert halladas(" ana ") == [("PER850102A10", "ana")]
    assert halladas("servidor:root") == [("PER850102A10", "servidor:root")]
    assert halladas("nadie") == halladas("ana.lope") == []
    assert {rfc for rfc, _autor in halladas("per-850102-a10")} == {"PER850102A10"}
    assert ("PER850102A10", "ana.lopez") in halladas("PER850102A10")
