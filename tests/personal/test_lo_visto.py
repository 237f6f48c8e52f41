"""The pages of the staff show what was said meanwhile before they take an order, and who controls what they correct."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from buzon.padron.models import CreditoFiscal, RegistroPatronal
from buzon.padron.services import guardar_hechos
from buzon.promociones.models import Comunicacion, Correccion, Solicitud
from buzon.promociones.services import atencion
from tests.arquitectura.test_cabeceras import _revisar
from tests.buzon.padron.fabricas import OFICINA, credito, hechos, nrp, registro
from tests.personal.expedientes import Expediente, url

pytestmark = pytest.mark.django_db
DeRol = Callable[..., Client]
ME_DESISTO = "Me desisto <b>de todo</b>."
TEXTO = "Con lo que enviaste queda resuelta tu solicitud."
PROPUESTA = {f"trabajadores:{nrp(1)}": "8", "texto": TEXTO}


@pytest.fixture
def solicitud(expediente: Expediente) -> Solicitud:
    return Solicitud.objects.get(rfc=expediente.rfc)


@pytest.fixture
def atiende(de_rol: DeRol, expediente: Expediente) -> Client:
    return de_rol("SUBDELEGACION", subdelegacion=OFICINA)


@pytest.fixture
def jefa(de_rol: DeRol, expediente: Expediente) -> Client:
    return de_rol("SUBDELEGACION", subdelegacion=OFICINA, es_jefatura=True)


def desistir(solicitud: Solicitud) -> None:
    atencion.escribir(solicitud, rfc=solicitud.rfc, texto=ME_DESISTO, ahora=timezone.now())


def campos_de(html: str, accion: str) -> dict[str, str]:
    """Return the hidden fields of the form that goes to an address; `""`: of the one that goes to its own page."""
    formas = re.findall(r"<form([^>]*)>(.*?)</form>", html, re.DOTALL)
    dentro = next(
        cuerpo for rasgos, cuerpo in formas if (f'action="{accion}"' if accion else "hoja") in rasgos
    )
    ocultos = re.findall(r'<input type="hidden" name="(visto|sello|orden|sentido)" value="([^"]*)"', dentro)
    return {nombre: unescape(valor) for nombre, valor in ocultos}


def _rechazada(respuesta: HttpResponse) -> str:
    html = respuesta.content.decode()
    assert respuesta.status_code == 409, respuesta.status_code
    assert "Cambió mientras tanto" in html
    assert "Se escribió después de que abriste la página" in html
    assert html.index("Me desisto &lt;b&gt;de todo") > html.index("Se escribió después")
    _revisar(respuesta)
    return html


@pytest.mark.parametrize("orden", ["responder", "requerir", "resolver"])
def test_lo_que_llega_mientras_se_escribe_se_muestra_y_nada_se_pierde(
    solicitud: Solicitud, atiende: Client, orden: str
) -> None:
    atender = url(Solicitud, "atender", solicitud.pk)
    visto = campos_de(atiende.get(url(Solicitud, "change", solicitud.pk)).content.decode(), atender)
    desistir(solicitud)
    datos = {"orden": orden, "texto": TEXTO} | ({"sentido": "PROCEDENTE"} if orden == "resolver" else {})
    html = _rechazada(atiende.post(atender, datos | visto))
    assert TEXTO in html
    assert re.search(rf'value="{orden}"[^>]*checked', html)
    if orden == "resolver":
        assert '<option value="PROCEDENTE" selected>' in html
    assert Comunicacion.objects.count() == 1
    otra_vez = atiende.post(atender, datos | campos_de(html, atender))
    assert otra_vez.status_code == (200 if orden == "resolver" else 302)


def test_tambien_se_muestra_cuando_lo_escrito_tiene_un_error(solicitud: Solicitud, atiende: Client) -> None:
    desistir(solicitud)
    respuesta = atiende.post(
        url(Solicitud, "atender", solicitud.pk), {"orden": "responder", "texto": "", "visto": "0"}
    )
    assert respuesta.status_code == 422
    assert "Se escribió después de que abriste la página" in respuesta.content.decode()


def test_la_confirmacion_muestra_lo_que_dijo_el_particular_y_sella_solo_eso(
    solicitud: Solicitud, atiende: Client
) -> None:
    desistir(solicitud)
    pagina, atender = url(Solicitud, "change", solicitud.pk), url(Solicitud, "atender", solicitud.pk)
    datos = {"orden": "resolver", "sentido": "IMPROCEDENTE", "texto": TEXTO}
    datos |= campos_de(atiende.get(pagina).content.decode(), atender)
    sin_verla = atiende.post(atender, datos | {"paso": "confirmar"})
    assert sin_verla.status_code == 409
    assert 'data-codigo="sin_confirmacion"' in sin_verla.content.decode()
    assert TEXTO in sin_verla.content.decode()
    muestra = atiende.post(atender, datos | {"paso": "enviar"})
    _revisar(muestra)
    html = muestra.content.decode()
    for dicho in ("Me desisto &lt;b&gt;de todo", "no estoy de acuerdo", TEXTO):
        assert dicho in html
    mostrado = campos_de(html, atender) | {"texto": TEXTO, "paso": "confirmar"}
    for otro in ({"sentido": "PROCEDENTE"}, {"texto": TEXTO + " Siempre no."}, {"sello": "x"}):
        assert atiende.post(atender, mostrado | otro).status_code == 409
    atencion.escribir(solicitud, rfc=solicitud.rfc, texto="Otra cosa más.", ahora=timezone.now())
    tarde = atiende.post(atender, mostrado)
    assert tarde.status_code == 409
    assert tarde.content.decode().count("Otra cosa más.") == 2
    assert TEXTO in tarde.content.decode()
    solicitud.refresh_from_db()
    assert solicitud.estado == "PRESENTADA"
    datos |= campos_de(tarde.content.decode(), atender)
    mostrado |= campos_de(atiende.post(atender, datos | {"paso": "enviar"}).content.decode(), atender)
    assert atiende.post(atender, mostrado).status_code == 302
    assert Comunicacion.objects.latest("pk").texto == TEXTO


def test_turnar_y_proponer_sobre_un_mensaje_sin_leer(solicitud: Solicitud, atiende: Client) -> None:
    html = atiende.get(url(Solicitud, "change", solicitud.pk)).content.decode()
    turnar, proponer = url(Solicitud, "turnar", solicitud.pk), url(Correccion, "proponer", solicitud.pk)
    motivo = "El registro patronal es de esa oficina."
    de_turnar = campos_de(html, turnar) | {"subdelegacion": "9001", "motivo": motivo}
    de_proponer = campos_de(atiende.get(proponer).content.decode(), "") | PROPUESTA
    desistir(solicitud)
    html = _rechazada(atiende.post(turnar, de_turnar))
    assert motivo in html
    assert '<option value="9001" selected>' in html
    html = _rechazada(atiende.post(proponer, de_proponer))
    assert TEXTO in html
    assert f'name="trabajadores:{nrp(1)}" value="8"' in html
    assert atiende.post(proponer, de_proponer | campos_de(html, "")).status_code == 302


def test_decidir_sobre_un_mensaje_sin_leer(solicitud: Solicitud, atiende: Client, jefa: Client) -> None:
    atiende.post(url(Correccion, "proponer", solicitud.pk), PROPUESTA | {"visto": "0"})
    una = Correccion.objects.latest("pk")
    pagina = url(Correccion, "change", una.pk)
    por_quien = {"aprobar": jefa, "rechazar": jefa, "retirar": atiende}
    datos = {"confirmo": "on", "motivo": "El comprobante no es de este crédito."}
    vistos = {
        orden: campos_de(quien.get(pagina).content.decode(), url(Correccion, orden, una.pk))
        for orden, quien in por_quien.items()
    }
    desistir(solicitud)
    for orden, quien in por_quien.items():
        html = _rechazada(quien.post(url(Correccion, orden, una.pk), datos | vistos[orden]))
    una.refresh_from_db()
    assert una.estado == "PENDIENTE"
    ruta = url(Correccion, "aprobar", una.pk)
    html = _rechazada(jefa.post(ruta, datos | vistos["aprobar"]))
    assert jefa.post(ruta, datos | campos_de(html, ruta)).status_code == 302


def test_desde_los_mensajes_anteriores_se_responde_a_lo_ultimo(solicitud: Solicitud, atiende: Client) -> None:
    for n in range(51):
        Comunicacion.objects.create(
            solicitud=solicitud,
            de="PARTICULAR",
            clase="MENSAJE",
            texto=f"Mensaje {n}.",
            autor=solicitud.rfc,
            creado_en=timezone.now(),
        )
    pagina, atender = url(Solicitud, "change", solicitud.pk), url(Solicitud, "atender", solicitud.pk)
    enlace = re.search(r'href="([^"]+antes=[^"]+)#historial"', atiende.get(pagina).content.decode())
    assert enlace
    campos = campos_de(atiende.get(unescape(enlace[1])).content.decode(), atender)
    assert atiende.post(atender, campos | {"orden": "responder", "texto": TEXTO}).status_code == 302


def test_la_hoja_dice_quien_controla_y_solo_ofrece_lo_suyo(
    solicitud: Solicitud, atiende: Client, de_rol: DeRol
) -> None:
    propio, ajeno = registro(1, creditos=(credito(),)), registro(2, creditos=(credito(numero="000000002"),))
    guardar_hechos(hechos(propio, ajeno, rfc=solicitud.rfc), ahora=timezone.now())
    RegistroPatronal.objects.filter(pk=nrp(2)).update(subdelegacion="9001")
    ruta = url(Correccion, "proponer", solicitud.pk)
    html = atiende.get(ruta).content.decode()
    assert f'name="trabajadores:{nrp(1)}"' in html
    for casilla in (f"trabajadores:{nrp(2)}", f"situacion:{nrp(2)}-000000002"):
        assert casilla not in html
        assert "Le toca a Normativa" in html
    assert "Polanco, CDMX Norte" in html
    assert "Prueba, CDMX Norte" in html
    for cambio in ({f"trabajadores:{nrp(2)}": "9"}, {f"situacion:{nrp(2)}-000000002": "PAGADO"}):
        respuesta = atiende.post(ruta, {"texto": TEXTO} | cambio)
        assert respuesta.status_code == 403
        assert "No le toca a tu subdelegación" in respuesta.content.decode()
        assert TEXTO in respuesta.content.decode()
    assert not Correccion.objects.filter(estado="PENDIENTE").exists()
    Solicitud.objects.filter(pk=solicitud.pk).update(subdelegacion=None)
    normativa, segunda = de_rol("NORMATIVA"), de_rol("NORMATIVA")
    assert f'name="trabajadores:{nrp(2)}"' in normativa.get(ruta).content.decode()
    cambios = {f"situacion:{nrp(2)}-000000002": "PAGADO", "texto": TEXTO}
    assert normativa.post(ruta, cambios).status_code == 302
    una = Correccion.objects.latest("pk")
    assert "Prueba, CDMX Norte" in segunda.get(url(Correccion, "change", una.pk)).content.decode()
    assert segunda.post(url(Correccion, "aprobar", una.pk), {"confirmo": "on"}).status_code == 302
    assert CreditoFiscal.objects.get(registro=nrp(2)).situacion == "PAGADO"


def test_a_la_jefa_se_le_dice_lo_que_no_aprueba(solicitud: Solicitud, jefa: Client, de_rol: DeRol) -> None:
    Solicitud.objects.filter(pk=solicitud.pk).update(escalada=2)
    RegistroPatronal.objects.filter(pk=nrp(1)).update(subdelegacion="9001")
    de_rol("NORMATIVA").post(url(Correccion, "proponer", solicitud.pk), PROPUESTA)
    una = Correccion.objects.latest("pk")
    aprobar, rechazar = (url(Correccion, orden, una.pk) for orden in ("aprobar", "rechazar"))
    html = jefa.get(url(Correccion, "change", una.pk)).content.decode()
    assert 'data-codigo="correccion_de_otra_oficina"' in html
    assert aprobar not in html
    assert rechazar in html
    assert jefa.post(aprobar, {"confirmo": "on"}).status_code == 403
    assert RegistroPatronal.objects.get(pk=nrp(1)).trabajadores == 3


def test_sin_registros_nombrados_la_hoja_manda_a_normativa(expediente: Expediente, atiende: Client) -> None:
    solicitud = Solicitud.objects.get(rfc=expediente.rfc)
    RegistroPatronal.objects.filter(pk=nrp(1)).update(subdelegacion="9001")
    html = atiende.get(url(Correccion, "proponer", solicitud.pk)).content.decode()
    assert "túrnale la solicitud a nivel central" in html
