"""The desk for each role: what they see in the queue, what they may do, and what is as if it were not there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from buzon.bitacora.models import Asiento
from buzon.cuentas.models import Personal
from buzon.documentos import services as documentos
from buzon.promociones.models import Adjunto, Comunicacion, Correccion, Plantilla, Solicitud
from buzon.promociones.selectors import ultima_comunicacion
from buzon.promociones.services import atencion
from buzon.valores.fechas import dia_en_centro
from tests.buzon.adjuntos.fabricas import pdf
from tests.buzon.promociones.particular import enviar_con
from tests.personal.expedientes import correccion_de, crear_expediente, resolver, ultimo_asiento, url

pytestmark = pytest.mark.django_db
DeRol = Callable[..., Client]
NUESTRA, OTRA = "3901", "9001"
MOTIVO = "El registro patronal es de esa oficina."
TEXTO = "Con los datos que enviaste, procede la aclaración."


@dataclass
class Cola:
    """Two requests of one office, one of another and one of nivel central."""

    nuestra: Solicitud
    segunda: Solicitud
    de_otra: Solicitud
    central: Solicitud


@pytest.fixture
def cola(db: None) -> Cola:
    filas = [Solicitud.objects.get(rfc=crear_expediente(numero).rfc) for numero in range(1, 5)]
    for fila, oficina in zip(filas, (NUESTRA, NUESTRA, OTRA, None), strict=True):
        Solicitud.objects.filter(pk=fila.pk).update(subdelegacion=oficina)
        fila.refresh_from_db()
    return Cola(*filas)


def folios(quien: Client, **consulta: str) -> set[str]:
    respuesta = quien.get(url(Solicitud, "changelist"), consulta)
    assert respuesta.status_code == 200
    return {fila.folio for fila in respuesta.context["cl"].result_list}


def atender(quien: Client, solicitud: Solicitud, orden: str, **datos: str) -> Any:
    if orden == "resolver" and "paso" not in datos:
        return resolver(quien, solicitud, **{"texto": TEXTO} | datos)
    visto = str(ultima_comunicacion(solicitud))
    campos = {"orden": orden, "texto": TEXTO, "paso": "enviar", "visto": visto, **datos}
    return quien.post(url(Solicitud, "atender", solicitud.pk), campos)


def turnar(quien: Client, solicitud: Solicitud, a: str) -> Any:
    datos = {"subdelegacion": a, "motivo": MOTIVO, "visto": str(ultima_comunicacion(solicitud))}
    return quien.post(url(Solicitud, "turnar", solicitud.pk), datos)


def asignar(quien: Client, *solicitudes: Solicitud, a: object, **datos: str) -> Any:
    elegidas = [str(solicitud.pk) for solicitud in solicitudes]
    return quien.post(url(Solicitud, "asignar"), {"_selected_action": elegidas, "a": str(a), **datos})


def elegir(quien: Client, *claves: object) -> Any:
    datos = {"action": "asignar_elegidas", "_selected_action": [str(clave) for clave in claves], "index": "0"}
    return quien.post(url(Solicitud, "changelist"), datos)


def el_personal_de(quien: Client) -> Personal:
    return Personal.objects.get(usuario_id=quien.session["_auth_user_id"])


def test_cada_funcion_ve_lo_suyo(cola: Cola, de_rol: DeRol) -> None:
    todas = {cola.nuestra.folio, cola.segunda.folio, cola.de_otra.folio, cola.central.folio}
    for rol in ("NORMATIVA", "AUDITORIA", "ORIENTADOR"):
        assert folios(de_rol(rol)) == todas, rol
    for rol in ("SUBDELEGACION", "ORIENTADOR"):
        de_oficina = de_rol(rol, subdelegacion=NUESTRA)
        assert folios(de_oficina) == {cola.nuestra.folio, cola.segunda.folio}, rol
        assert de_oficina.get(url(Solicitud, "changelist"), {"subdelegacion": OTRA}).status_code == 400
    normativa = de_rol("NORMATIVA")
    assert folios(normativa, subdelegacion=OTRA) == {cola.de_otra.folio}
    assert folios(normativa, subdelegacion="central") == {cola.central.folio}
    assert de_rol("OPERACION").get(url(Solicitud, "changelist")).status_code == 403


@pytest.mark.usefixtures("cola")
def test_la_oficina_se_dice_a_quien_ve_varias(de_rol: DeRol) -> None:
    columna = "column-oficina"
    assert columna in de_rol("NORMATIVA").get(url(Solicitud, "changelist")).content.decode()
    una = de_rol("SUBDELEGACION", subdelegacion=NUESTRA).get(url(Solicitud, "changelist")).content.decode()
    assert columna not in una
    assert una.index('id="changelist-filter"') < una.index('id="result_list"')


def test_primero_lo_que_importa(cola: Cola, de_rol: DeRol) -> None:
    quien = de_rol("SUBDELEGACION", subdelegacion=NUESTRA)
    html = quien.get(url(Solicitud, "change", cola.nuestra.pk)).content.decode()
    lugares = [
        html.index(parte) for parte in ('href="#atender"', "<details", 'id="historial"', 'id="atender"')
    ]
    assert lugares == sorted(lugares)
    assert html.index(escape(cola.nuestra.nombre)) < lugares[1]


def test_lo_de_otra_oficina_es_como_si_no_hubiera(cola: Cola, de_rol: DeRol) -> None:
    ajena = cola.de_otra
    enviar_con(ajena, "Va", pdf())
    quien = de_rol("SUBDELEGACION", subdelegacion=NUESTRA)
    adjunto = Adjunto.objects.get()
    for ruta in (
        url(Solicitud, "change", ajena.pk),
        url(Solicitud, "adjunto", ajena.pk, adjunto.pk),
        url(Solicitud, "adjunto", cola.nuestra.pk, adjunto.pk),
        url(Solicitud, "descargar", ajena.pk, "resolucion"),
    ):
        assert quien.get(ruta).status_code == 404, ruta
    antes = Asiento.objects.latest("id").pk
    yo = el_personal_de(quien).pk
    assert atender(quien, ajena, "responder").status_code == 404
    assert turnar(quien, ajena, NUESTRA).status_code == 404
    assert asignar(quien, cola.nuestra, ajena, a=yo).status_code == 404
    assert elegir(quien, cola.nuestra.pk, ajena.pk).status_code == 404
    assert elegir(quien, "x").status_code == elegir(quien, "9" * 30).status_code == 404
    assert not Asiento.objects.filter(pk__gt=antes, evento__startswith="promociones.").exists()
    assert Comunicacion.objects.count() == 1


def test_lo_escalado_a_normativa_lo_sigue_viendo_su_oficina(cola: Cola, de_rol: DeRol) -> None:
    Solicitud.objects.filter(pk=cola.nuestra.pk).update(escalada=2)
    quien = de_rol("SUBDELEGACION", subdelegacion=NUESTRA)
    assert cola.nuestra.folio in folios(quien, escalada="normativa")
    assert atender(quien, cola.nuestra, "responder").status_code == 302
    assert atender(de_rol("NORMATIVA"), cola.nuestra, "responder").status_code == 302


def test_el_orientador_contesta_y_no_resuelve(cola: Cola, de_rol: DeRol) -> None:
    quien = de_rol("ORIENTADOR")
    pagina = quien.get(url(Solicitud, "change", cola.nuestra.pk)).content.decode()
    assert 'value="responder"' in pagina
    for falta in ('value="resolver"', "Turnar a otra oficina", "Asignármela"):
        assert falta not in pagina, falta
    assert atender(quien, cola.nuestra, "responder").status_code == 302
    assert atender(quien, cola.nuestra, "requerir").status_code == 302
    assert atender(quien, cola.nuestra, "resolver", sentido="PROCEDENTE").status_code == 403
    assert turnar(quien, cola.nuestra, OTRA).status_code == 403
    assert asignar(quien, cola.nuestra, a=el_personal_de(quien).pk).status_code == 403
    assert elegir(quien, cola.nuestra.pk).status_code == 403


def test_normativa_actua_en_lo_suyo_y_lee_lo_demas(cola: Cola, de_rol: DeRol) -> None:
    quien = de_rol("NORMATIVA")
    ajena = atender(quien, cola.nuestra, "responder")
    assert ajena.status_code == 403
    html = ajena.content.decode()
    assert 'data-codigo="solicitud_de_su_oficina"' in html
    assert TEXTO in html
    assert turnar(quien, cola.nuestra, OTRA).status_code == 403
    assert '<form method="post" action="' + url(Solicitud, "turnar", cola.nuestra.pk) not in (
        quien.get(url(Solicitud, "change", cola.nuestra.pk)).content.decode()
    )
    assert atender(quien, cola.central, "resolver", sentido="ORIENTACION").status_code == 302
    Solicitud.objects.filter(pk=cola.de_otra.pk).update(escalada=2)
    assert turnar(quien, cola.de_otra, NUESTRA).status_code == 302


def test_auditoria_lee_y_nada_mas(cola: Cola, de_rol: DeRol) -> None:
    quien = de_rol("AUDITORIA")
    pagina = quien.get(url(Solicitud, "change", cola.nuestra.pk)).content.decode()
    assert "Historial" in pagina
    assert "Escribir al particular" not in pagina
    assert atender(quien, cola.nuestra, "responder").status_code == 403
    assert turnar(quien, cola.nuestra, OTRA).status_code == 403
    assert asignar(quien, cola.nuestra, a="nadie").status_code == 403


@pytest.mark.parametrize("de_quien", ["rfc", "representante"])
def test_nadie_actua_sobre_lo_suyo(cola: Cola, de_rol: DeRol, de_quien: str) -> None:
    propio = cola.nuestra.rfc
    if de_quien == "representante":
        propio = "REPA800101AB1"
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                "UPDATE actos_actofirmado SET representante_rfc = %s WHERE id = %s",
                [propio, cola.nuestra.acto_id],
            )
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    quien = de_rol("SUBDELEGACION", subdelegacion=NUESTRA, rfc=propio)
    colega = de_rol("SUBDELEGACION", subdelegacion=NUESTRA)
    yo = el_personal_de(quien).pk
    pagina = quien.get(url(Solicitud, "change", cola.nuestra.pk)).content.decode()
    assert 'data-codigo="rfc_propio"' in pagina
    assert "Escribir al particular" not in pagina
    for respuesta in (
        atender(quien, cola.nuestra, "responder"),
        atender(quien, cola.nuestra, "resolver", sentido="PROCEDENTE"),
        turnar(quien, cola.nuestra, OTRA),
        asignar(quien, cola.nuestra, cola.segunda, a=el_personal_de(colega).pk),
    ):
        assert respuesta.status_code == 403
        assert 'data-codigo="rfc_propio"' in respuesta.content.decode()
    assert asignar(colega, cola.nuestra, a=yo).status_code == 422
    assert asignar(colega, cola.segunda, a=yo).status_code == 302
    assert not Comunicacion.objects.exists()


def test_se_asignan_varias_a_quien_puede(cola: Cola, de_rol: DeRol) -> None:
    quien = de_rol("SUBDELEGACION", subdelegacion=NUESTRA)
    ajena = el_personal_de(de_rol("SUBDELEGACION", subdelegacion=OTRA))
    auditora = el_personal_de(de_rol("AUDITORIA"))
    orientador = el_personal_de(de_rol("ORIENTADOR"))
    pagina = elegir(quien, cola.nuestra.pk, cola.segunda.pk)
    html = pagina.content.decode()
    assert pagina.status_code == 200
    assert f'value="{orientador.pk}"' in html
    for nadie in (ajena, auditora):
        assert f'<option value="{nadie.pk}"' not in html
        assert asignar(quien, cola.nuestra, a=nadie.pk).status_code == 422
    respuesta = asignar(quien, cola.nuestra, cola.segunda, a=orientador.pk)
    assert respuesta.status_code == 302
    hechas = Asiento.objects.filter(evento="promociones.asignacion")
    autora = el_personal_de(quien).usuario.username
    assert {(a.detalle["folio"], a.detalle["autor"], a.detalle["a"]) for a in hechas} == {
        (una.folio, autora, orientador.usuario.username) for una in (cola.nuestra, cola.segunda)
    }
    assert asignar(quien, cola.nuestra, a=orientador.pk, una="1")["Location"] == url(
        Solicitud, "change", cola.nuestra.pk
    )
    assert hechas.count() == 2
    assert f"Se asignó a {orientador.usuario.username}" in (
        quien.get(url(Solicitud, "change", cola.nuestra.pk)).content.decode()
    )
    assert folios(quien, asignacion="sin_asignar") == set()
    assert asignar(quien, cola.nuestra, a="nadie").status_code == 302
    assert folios(quien, asignacion="sin_asignar") == {cola.nuestra.folio}
    assert asignar(quien, cola.nuestra, a=el_personal_de(quien).pk).status_code == 302
    assert folios(quien, asignacion="mias") == {cola.nuestra.folio}


def test_la_cola_filtra_por_plazo(cola: Cola, de_rol: DeRol) -> None:
    quien, hoy = de_rol("NORMATIVA"), dia_en_centro(timezone.now())
    for fila, restan in ((cola.nuestra, 3), (cola.segunda, 2), (cola.de_otra, 0), (cola.central, -1)):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                "UPDATE promociones_solicitud SET vence_el = %s WHERE id = %s",
                [hoy + timedelta(days=restan), fila.pk],
            )
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert folios(quien, plazo="en_tiempo") == {cola.nuestra.folio}
    assert folios(quien, plazo="por_vencer") == {cola.segunda.folio, cola.de_otra.folio}
    assert folios(quien, plazo="vencida") == {cola.central.folio}
    html = quien.get(url(Solicitud, "changelist")).content.decode()
    for dicho in (
        '<span class="plazo plazo-en-tiempo"><b>En tiempo</b> Faltan 3 días',
        '<span class="plazo plazo-por-vencer"><b>Vence pronto</b> Vence hoy',
        '<span class="plazo plazo-vencida"><b>Vencida</b> Venció hace 1 día',
    ):
        assert dicho in html
    orden = [html.index(f.folio) for f in (cola.central, cola.de_otra, cola.segunda, cola.nuestra)]
    assert orden == sorted(orden)


def test_una_plantilla_se_agrega_y_no_pierde_nada(cola: Cola, de_rol: DeRol) -> None:
    quien = de_rol("SUBDELEGACION", subdelegacion=NUESTRA)
    suya = Plantilla.objects.create(titulo="Suya", texto="Texto de <plantilla>.", asunto=cola.nuestra.asunto)
    for rasgos in ({"titulo": "De otro", "asunto": "GARANTIA"}, {"titulo": "En desuso", "activa": False}):
        Plantilla.objects.create(texto="x", **rasgos)
    pagina = quien.get(url(Solicitud, "change", cola.nuestra.pk)).content.decode()
    assert "Suya" in pagina
    assert "De otro" not in pagina
    assert "En desuso" not in pagina
    datos = {"plantilla": str(suya.pk), "paso": "plantilla", "sentido": "PROCEDENTE"}
    html = atender(quien, cola.nuestra, "resolver", texto="Lo que llevaba.", **datos).content.decode()
    assert "Lo que llevaba.\n\nTexto de &lt;plantilla&gt;." in html
    assert '<option value="PROCEDENTE" selected>' in html
    sin_elegir = atender(quien, cola.nuestra, "resolver", texto="Lo que llevaba.", paso="plantilla")
    assert sin_elegir.status_code == 422
    assert "Lo que llevaba." in sin_elegir.content.decode()
    assert "Elige una plantilla" in sin_elegir.content.decode()
    assert not Comunicacion.objects.exists()


@pytest.mark.usefixtures("gente_demo")
def test_resolver_se_confirma_y_su_pdf_se_descarga(cola: Cola, de_rol: DeRol) -> None:
    quien, una = de_rol("SUBDELEGACION", subdelegacion=NUESTRA), cola.nuestra
    antes = atender(quien, una, "resolver", paso="enviar", sentido="PROCEDENTE")
    assert "Es definitivo" in antes.content.decode()
    assert TEXTO in antes.content.decode()
    assert not Comunicacion.objects.exists()
    corrige = atender(quien, una, "resolver", paso="corregir", sentido="PROCEDENTE").content.decode()
    assert TEXTO in corrige
    sin_sentido = atender(quien, una, "resolver", paso="enviar")
    assert 'data-codigo="sentido_no_disponible"' in sin_sentido.content.decode()
    assert atender(quien, una, "resolver", sentido="PROCEDENTE").status_code == 302
    pagina = quien.get(url(Solicitud, "change", una.pk)).content.decode()
    assert "se está sellando" in pagina
    assert 'class="mensajes" role="status" tabindex="-1" autofocus' in pagina
    una.refresh_from_db()
    assert una.resolucion is not None
    assert documentos.sellar(una.resolucion_id, ahora=timezone.now())
    ruta = url(Solicitud, "descargar", una.pk, "resolucion")
    assert ruta in quien.get(url(Solicitud, "change", una.pk)).content.decode()
    respuesta = quien.get(ruta)
    assert respuesta.content.startswith(b"%PDF")
    assert una.resolucion.folio in respuesta["Content-Disposition"]
    assert (ultimo_asiento().evento, ultimo_asiento().rfc) == ("personal.descarga", una.rfc)


def test_con_una_correccion_por_aprobar_no_se_resuelve_ni_se_turna(cola: Cola, de_rol: DeRol) -> None:
    quien, una = de_rol("SUBDELEGACION", subdelegacion=NUESTRA), cola.nuestra
    Correccion.objects.create(
        solicitud=una, cambios=[], texto="x", propuesta_por="ana", propuesta_en=timezone.now()
    )
    for respuesta in (
        atender(quien, una, "resolver", sentido="PROCEDENTE"),
        atender(quien, una, "resolver", sentido="PROCEDENTE", paso="enviar"),
        turnar(quien, una, OTRA),
    ):
        assert respuesta.status_code == 409
        assert 'data-codigo="correccion_pendiente"' in respuesta.content.decode()
    assert atender(quien, una, "responder").status_code == 302
    assert "corrección del padrón por aprobar" in (
        quien.get(url(Solicitud, "change", una.pk)).content.decode()
    )


def test_al_turnarla_se_deja_de_ver_y_de_estar_asignada(cola: Cola, de_rol: DeRol) -> None:
    quien, una = de_rol("SUBDELEGACION", subdelegacion=NUESTRA), cola.nuestra
    asignar(quien, una, a=el_personal_de(quien).pk)
    assert turnar(quien, una, "0000").status_code == turnar(quien, una, NUESTRA).status_code == 422
    sin_motivo = quien.post(url(Solicitud, "turnar", una.pk), {"subdelegacion": OTRA, "motivo": "Va."})
    assert sin_motivo.status_code == 422
    assert f'<option value="{OTRA}" selected>' in sin_motivo.content.decode()
    respuesta = turnar(quien, una, OTRA)
    assert respuesta["Location"] == url(Solicitud, "changelist")
    una.refresh_from_db()
    assert (una.subdelegacion_id, una.asignada_a) == (OTRA, None)
    de_la_otra = de_rol("SUBDELEGACION", subdelegacion=OTRA)
    html = de_la_otra.get(url(Solicitud, "change", una.pk)).content.decode()
    assert "Se turnó de Polanco, CDMX Norte a Prueba, CDMX Norte" in html
    assert MOTIVO in html


def test_la_cola_dice_cual_espera_respuesta(cola: Cola, de_rol: DeRol) -> None:
    quien, una = de_rol("SUBDELEGACION", subdelegacion=NUESTRA), cola.nuestra

    def escribio() -> list[str]:
        respuesta = quien.get(url(Solicitud, "changelist"), {"estado": "todas"})
        dicho, filas = respuesta.content.decode(), respuesta.context["cl"].result_list
        escritas = [fila.folio for fila in filas if fila.ultima_palabra == "PARTICULAR"]
        assert dicho.count("El particular escribió") == len(escritas)
        return escritas

    assert escribio() == []
    atencion.escribir(una, rfc=una.rfc, texto="Va", ahora=timezone.now())
    assert escribio() == [una.folio]
    assert atender(quien, una, "responder").status_code == 302
    assert escribio() == []


def test_los_escalados_se_dicen_en_el_inicio(cola: Cola, de_rol: DeRol) -> None:
    Solicitud.objects.filter(pk=cola.nuestra.pk).update(escalada=1)
    Solicitud.objects.filter(pk__in=[cola.de_otra.pk, cola.central.pk]).update(escalada=2)
    jefa = de_rol("SUBDELEGACION", subdelegacion=NUESTRA, es_jefatura=True)
    assert "1 solicitud escalada te espera" in jefa.get("/admin/").content.decode()
    assert "Escaladas a jefatura" in jefa.get(url(Solicitud, "changelist")).content.decode()
    assert "2 solicitudes escaladas te esperan" in de_rol("NORMATIVA").get("/admin/").content.decode()
    for otra in (de_rol("SUBDELEGACION", subdelegacion=NUESTRA), de_rol("AUDITORIA")):
        assert "escalada" not in otra.get("/admin/").content.decode()


@pytest.mark.parametrize("rol", ["NORMATIVA", "SUBDELEGACION"])
def test_la_cola_y_la_pagina_cuestan_lo_mismo_con_mas(cola: Cola, de_rol: DeRol, rol: str) -> None:
    quien = de_rol(rol, subdelegacion=NUESTRA if rol == "SUBDELEGACION" else "")
    yo = el_personal_de(quien)

    def cuantas(ruta: str) -> int:
        with CaptureQueriesContext(connection) as consultas:
            assert quien.get(ruta).status_code == 200
        return len(consultas)

    rutas = url(Solicitud, "changelist"), url(Solicitud, "change", cola.nuestra.pk)
    antes = [cuantas(ruta) for ruta in rutas]
    for numero in range(5, 15):
        crear_expediente(numero)
    Solicitud.objects.update(asignada_a=yo)
    for n in range(10):
        atencion.escribir(cola.nuestra, rfc=cola.nuestra.rfc, texto=f"Van {n}", ahora=timezone.now())
    assert [cuantas(ruta) for ruta in rutas] <= [antes[0], antes[1] + 1]
    assert antes[0] <= 14, antes
    assert antes[1] <= 24, antes


def test_lo_que_no_puede_asignar_se_deja_fuera_antes_de_elegir(cola: Cola, de_rol: DeRol) -> None:
    normativa, nadie = de_rol("NORMATIVA"), "ya está resuelta o no te toca a ti"
    pagina = elegir(normativa, cola.nuestra.pk, cola.central.pk)
    html = pagina.content.decode()
    assert pagina.status_code == 200
    assert f"1 de las que elegiste {nadie}" in html
    assert f'value="{cola.central.pk}"' in html
    assert f'name="_selected_action" value="{cola.nuestra.pk}"' not in html
    respuesta = elegir(normativa, cola.nuestra.pk, cola.segunda.pk)
    assert respuesta.status_code == 302
    assert respuesta["Location"].startswith(url(Solicitud, "changelist"))
    assert "no te toca a ti" in normativa.get(url(Solicitud, "changelist")).content.decode()
    propia = de_rol("SUBDELEGACION", subdelegacion=NUESTRA, rfc=cola.nuestra.rfc)
    html = elegir(propia, cola.nuestra.pk, cola.segunda.pk).content.decode()
    assert f'name="_selected_action" value="{cola.nuestra.pk}"' not in html
    assert f'name="_selected_action" value="{cola.segunda.pk}"' in html


def test_ejecutar_sin_elegir_que_lo_dice_y_no_cambia_nada(cola: Cola, de_rol: DeRol) -> None:
    quien, lista = de_rol("SUBDELEGACION", subdelegacion=NUESTRA), url(Solicitud, "changelist")
    for elegidas in ([], [str(cola.nuestra.pk)]):
        respuesta = quien.post(lista, {"action": "", "index": "0", "_selected_action": elegidas}, follow=True)
        assert respuesta.status_code == 200
        assert "Nada cambió." in respuesta.content.decode()
    assert quien.post(lista, {"action": "delete_selected"}).status_code == 403
    assert de_rol("AUDITORIA").post(lista, {"action": ""}).status_code == 403


def test_un_sentido_no_se_pierde_en_silencio(cola: Cola, de_rol: DeRol) -> None:
    quien = de_rol("SUBDELEGACION", subdelegacion=NUESTRA)
    respuesta = atender(quien, cola.nuestra, "responder", sentido="PROCEDENTE")
    assert respuesta.status_code == 422
    assert "sólo va cuando resuelves" in respuesta.content.decode()
    assert not Comunicacion.objects.exists()
    orientador = de_rol("ORIENTADOR")
    pagina = orientador.get(url(Solicitud, "change", cola.nuestra.pk)).content.decode()
    assert 'name="texto"' in pagina
    assert 'name="sentido"' not in pagina
    assert atender(orientador, cola.nuestra, "responder").status_code == 302


def test_con_una_correccion_por_aprobar_no_se_ofrece_lo_que_no_se_puede(cola: Cola, de_rol: DeRol) -> None:
    quien, una = de_rol("SUBDELEGACION", subdelegacion=NUESTRA), cola.nuestra
    ruta = url(Solicitud, "change", una.pk)
    antes = quien.get(ruta).content.decode()
    assert 'value="resolver"' in antes
    assert "Proponer corrección" in antes
    correccion_de(una, ahora=timezone.now(), propuesta_por="otra")
    despues = quien.get(ruta).content.decode()
    assert 'value="resolver"' not in despues
    assert 'value="responder"' in despues
    assert "Proponer corrección" not in despues
    assert "Se propuso una corrección del padrón" in despues
    assert "Instituto, otra" in despues
