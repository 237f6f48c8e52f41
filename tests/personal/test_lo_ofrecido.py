"""A page of the staff offers nothing that would be refused, and after a refused order it says all that it said."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from buzon.cuentas.models import Ingreso, Personal
from buzon.documentos.models import Documento
from buzon.mensajes.models import Envio
from buzon.promociones.models import Correccion, Solicitud
from buzon.promociones.services import atencion
from tests.buzon.padron.fabricas import OFICINA
from tests.personal.expedientes import Expediente, correccion_de, una, url

pytestmark = pytest.mark.django_db
DeRol = Callable[..., Client]
REPRESENTANTE = "REPA800101AB1"
DICHO = re.compile(r"<(dt|dd|h1|h2|h3|summary|th|td|legend|label|li)\b[^>]*>(.*?)</\1>", re.DOTALL)


@pytest.fixture
def solicitud(expediente: Expediente) -> Solicitud:
    """An open request of the first office; its one correction was turned down."""
    return Solicitud.objects.get(rfc=expediente.rfc)


@pytest.fixture
def jefa(de_rol: DeRol, expediente: Expediente) -> Client:
    return de_rol("SUBDELEGACION", subdelegacion=OFICINA, es_jefatura=True)


def html_de(respuesta: HttpResponse) -> str:
    return respuesta.content.decode()


def pendiente(solicitud: Solicitud, **otros: Any) -> Correccion:
    correccion_de(solicitud, ahora=timezone.now(), **otros)
    return Correccion.objects.get(estado="PENDIENTE")


@pytest.mark.parametrize("de_quien", ["rfc", "representante"])
def test_no_se_ofrece_proponer_sobre_lo_propio(solicitud: Solicitud, de_rol: DeRol, de_quien: str) -> None:
    propio = solicitud.rfc if de_quien == "rfc" else REPRESENTANTE
    Ingreso.objects.update(representante_rfc=REPRESENTANTE)
    quien = de_rol("SUBDELEGACION", subdelegacion=OFICINA, rfc=propio)
    proponer, pagina = url(Correccion, "proponer", solicitud.pk), url(Solicitud, "change", solicitud.pk)
    assert quien.get(proponer).status_code == 403
    assert proponer not in html_de(quien.get(pagina))
    assert proponer in html_de(de_rol("SUBDELEGACION", subdelegacion=OFICINA).get(pagina))


def test_ni_lo_que_solo_su_oficina_atiende(solicitud: Solicitud, de_rol: DeRol) -> None:
    proponer, pagina = url(Correccion, "proponer", solicitud.pk), url(Solicitud, "change", solicitud.pk)
    quien = de_rol("NORMATIVA")
    assert quien.get(proponer).status_code == 403
    assert proponer not in html_de(quien.get(pagina))
    Solicitud.objects.update(escalada=2)
    assert quien.get(proponer).status_code == 200
    assert proponer in html_de(quien.get(pagina))


@pytest.mark.parametrize("de_quien", ["rfc", "representante"])
def test_ni_decidir_ni_retirar_sobre_lo_propio(
    solicitud: Solicitud, jefa: Client, de_rol: DeRol, de_quien: str
) -> None:
    atiende = de_rol("SUBDELEGACION", subdelegacion=OFICINA)
    propuesta = pendiente(solicitud, propuesta_por=Personal.objects.latest("pk").usuario.username)
    pagina = url(Correccion, "change", propuesta.pk)
    ordenes = {orden: url(Correccion, orden, propuesta.pk) for orden in ("aprobar", "rechazar", "retirar")}
    assert jefa.get("/admin/").context["por_decidir"] == 1
    assert ordenes["rechazar"] in html_de(jefa.get(pagina))
    assert ordenes["retirar"] in html_de(atiende.get(pagina))

    Personal.objects.filter(rfc=solicitud.rfc).update(rfc="OTRA800101AB1")
    Ingreso.objects.update(representante_rfc=REPRESENTANTE)
    propio = solicitud.rfc if de_quien == "rfc" else REPRESENTANTE
    de_ella = {"confirmo": "on", "motivo": "El comprobante no es de este crédito."}
    for quien, suyas in ((jefa, ("aprobar", "rechazar")), (atiende, ("retirar",))):
        cuenta = quien.session["_auth_user_id"]
        antes = Personal.objects.get(usuario_id=cuenta).rfc
        Personal.objects.filter(usuario_id=cuenta).update(rfc=propio)
        html = html_de(quien.get(pagina))
        assert 'data-codigo="rfc_propio"' in html
        for orden in suyas:
            assert ordenes[orden] not in html
            respuesta = quien.post(ordenes[orden], de_ella)
            assert respuesta.status_code == 403
            assert 'data-codigo="rfc_propio"' in html_de(respuesta)
        if quien is jefa:
            assert quien.get("/admin/").context["por_decidir"] == 0
        Personal.objects.filter(usuario_id=cuenta).update(rfc=antes)


def test_no_se_ofrece_reintentar_lo_propio(expediente: Expediente, de_rol: DeRol) -> None:
    Documento.objects.filter(pk=expediente.documento.pk).update(estado="PENDIENTE")
    envio = una(Envio)
    ajena, propia = de_rol("OPERACION"), de_rol("OPERACION", rfc=expediente.rfc)
    for modelo, clave in ((Documento, expediente.documento.pk), (Envio, envio.pk)):
        pagina, reintentar = url(modelo, "change", clave), url(modelo, "reintentar", clave)
        assert reintentar in html_de(ajena.get(pagina))
        assert reintentar not in html_de(propia.get(pagina))
        assert propia.post(reintentar).status_code == 403


def dicho_en(respuesta: HttpResponse) -> set[str]:
    """Return everything that the middle of a page says or leads to, but what is written in its forms."""
    html = html_de(respuesta).partition('id="content"')[2]
    textos = {re.sub(r"<[^>]+>|\s+", " ", cuerpo).strip() for _marca, cuerpo in DICHO.findall(html)}
    return textos | set(re.findall(r'href="([^"]+)"', html))


def ordenes_rechazadas(solicitud: Solicitud) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Yield each order upon a request that is refused: with what status, where it is posted and what."""
    atender, turnar = url(Solicitud, "atender", solicitud.pk), url(Solicitud, "turnar", solicitud.pk)
    texto = {"texto": "Con lo que enviaste queda resuelta tu solicitud.", "visto": "0"}
    yield 422, atender, {"orden": "responder", "texto": ""}
    yield 422, atender, {"orden": "responder", "paso": "plantilla", **texto}
    yield 422, atender, {"orden": "resolver", "sentido": "", **texto}
    yield 409, atender, {"orden": "resolver", "sentido": "PROCEDENTE", "paso": "confirmar", **texto}
    yield 422, turnar, {"subdelegacion": "", "motivo": ""}
    atencion.escribir(solicitud, rfc=solicitud.rfc, texto="Me desisto.", ahora=timezone.now())
    yield 409, atender, {"orden": "responder", **texto}
    yield 409, turnar, {"subdelegacion": "9001", "motivo": texto["texto"], "visto": "0"}


def test_la_pagina_de_la_solicitud_vuelve_entera(solicitud: Solicitud, jefa: Client, de_rol: DeRol) -> None:
    Solicitud.objects.update(creditos=[])
    de_rol("NORMATIVA")
    pagina = jefa.get(url(Solicitud, "change", solicitud.pk))
    for esperado in ("PERSONA &lt;b&gt;Ñ&lt;/b&gt;", "Correcciones del padrón", "Más datos", solicitud.rfc):
        assert esperado in " ".join(dicho_en(pagina))
    vistas = 0
    for status, ruta, datos in ordenes_rechazadas(solicitud):
        respuesta = jefa.post(ruta, datos)
        assert respuesta.status_code == status, datos
        assert not dicho_en(pagina) - dicho_en(respuesta), datos
        assert datos.get("texto", "") in html_de(respuesta)
        vistas += 1
    assert vistas == 7


def test_la_pagina_de_la_correccion_vuelve_entera(solicitud: Solicitud, jefa: Client) -> None:
    propuesta = pendiente(solicitud)
    pagina = jefa.get(url(Correccion, "change", propuesta.pk))
    for esperado in ("Lo que cambia en el padrón", "Texto de la resolución", "Historial", solicitud.rfc):
        assert esperado in " ".join(dicho_en(pagina)) + html_de(pagina)
    aprobar, rechazar = (url(Correccion, orden, propuesta.pk) for orden in ("aprobar", "rechazar"))
    motivo = "El comprobante no es de este crédito."
    casos: list[tuple[int, str, dict[str, str]]] = [
        (422, aprobar, {}),
        (422, rechazar, {"motivo": "No."}),
        (409, rechazar, {"motivo": motivo, "visto": "0"}),
        (409, aprobar, {"confirmo": "on", "visto": "0"}),
    ]
    for status, ruta, datos in casos:
        if status == 409:
            atencion.escribir(solicitud, rfc=solicitud.rfc, texto=f"Me desisto {ruta}.", ahora=timezone.now())
        respuesta = jefa.post(ruta, datos)
        assert respuesta.status_code == status, datos
        assert not dicho_en(pagina) - dicho_en(respuesta), datos
        assert datos.get("motivo", "") in html_de(respuesta)
