"""The staff corrects the register from its pages: each role does its part, and no form does more than it says."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from buzon.bitacora.models import RechazoAsentado
from buzon.cuentas.models import Personal
from buzon.padron.models import CreditoFiscal, RegistroPatronal
from buzon.padron.services import guardar_hechos
from buzon.promociones.models import Correccion, Solicitud
from tests.arquitectura.test_cabeceras import _revisar
from tests.buzon.padron.fabricas import OFICINA, credito, hechos, nrp, registro
from tests.personal.expedientes import Expediente, correccion_de, url

pytestmark = pytest.mark.django_db
DeRol = Callable[..., Client]
TEXTO = "Se acreditó el pago: procede la corrección."
SI = {"confirmo": "on"}
MOTIVO = "El comprobante no es de este crédito."
CREDITO = f"{nrp(1)}-000000001"


@pytest.fixture
def sin_pendiente(expediente: Expediente) -> Solicitud:
    """An open request of the first office; its one correction was turned down."""
    return Solicitud.objects.get(rfc=expediente.rfc)


@pytest.fixture
def solicitud(sin_pendiente: Solicitud) -> Solicitud:
    """The same, with a correction that waits."""
    correccion_de(sin_pendiente, ahora=timezone.now())
    return sin_pendiente


@pytest.fixture
def gente(de_rol: DeRol, expediente: Expediente) -> dict[str, Client]:
    """Everybody of interest before a request of the first office, which is that of `propia` too."""
    return {
        "orientador": de_rol("ORIENTADOR", subdelegacion=OFICINA),
        "atiende": de_rol("SUBDELEGACION", subdelegacion=OFICINA),
        "jefa": de_rol("SUBDELEGACION", subdelegacion=OFICINA, es_jefatura=True),
        "propia": de_rol("SUBDELEGACION", subdelegacion=OFICINA, rfc=expediente.rfc),
        "otra": de_rol("SUBDELEGACION", subdelegacion="9001", es_jefatura=True),
        "normativa": de_rol("NORMATIVA"),
        "auditoria": de_rol("AUDITORIA"),
        "operacion": de_rol("OPERACION"),
    }


def _ruta(solicitud: Solicitud) -> str:
    return url(Correccion, "proponer", solicitud.pk)


def proponer(quien: Client, solicitud: Solicitud, **campos: Any) -> HttpResponse:
    datos = {f"situacion:{CREDITO}": "PAGADO", "texto": TEXTO} | {
        nombre.replace("__", ":"): valor for nombre, valor in campos.items()
    }
    return quien.post(_ruta(solicitud), datos)  # type: ignore[return-value]


def situacion() -> str:
    return CreditoFiscal.objects.get(registro=nrp(1)).situacion


def test_de_la_propuesta_a_la_aprobacion(sin_pendiente: Solicitud, gente: dict[str, Client]) -> None:
    solicitud, atiende, jefa = sin_pendiente, gente["atiende"], gente["jefa"]
    pagina = atiende.get(url(Solicitud, "change", solicitud.pk)).content.decode()
    assert _ruta(solicitud) in pagina
    hoja = atiende.get(_ruta(solicitud))
    _revisar(hoja)
    for dicho in (f'name="situacion:{CREDITO}"', f'name="estado:{nrp(1)}"', "septiembre de 2026", "Firme"):
        assert dicho in hoja.content.decode(), dicho
    respuesta = proponer(
        atiende,
        solicitud,
        **{f"garantia__{CREDITO}": "ninguna", f"trabajadores__{nrp(1)}": "8", f"estado__{nrp(1)}": ""},
    )
    una = Correccion.objects.latest("pk")
    pagina_de_una = url(Correccion, "change", una.pk)
    assert (respuesta.status_code, respuesta["Location"]) == (302, pagina_de_una)
    propuesta = atiende.get(pagina_de_una).content.decode()
    assert "Aprobar" not in propuesta
    antes_y_despues = jefa.get(pagina_de_una)
    _revisar(antes_y_despues)
    assert 'id="id_motivo_helptext">Al menos' in antes_y_despues.content.decode()
    for dicho in ("Firme", "Pagado", "Ninguna", "G-1", "Aprobar", "Rechazar", "Número de trabajadores"):
        assert dicho in antes_y_despues.content.decode(), dicho
    aprobar = url(Correccion, "aprobar", una.pk)
    assert atiende.post(aprobar, SI).status_code == 403
    sin_marcar = jefa.post(aprobar)
    assert sin_marcar.status_code == 422
    assert "Marca que revisaste lo que cambia." in sin_marcar.content.decode()
    assert situacion() == "FIRME"
    hecho = jefa.post(aprobar, SI, follow=True)
    assert hecho.redirect_chain == [(pagina_de_una, 302)]
    assert "El padrón quedó corregido" in hecho.content.decode()
    assert (situacion(), RegistroPatronal.objects.get(pk=nrp(1)).trabajadores) == ("PAGADO", 8)
    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.sentido_resolucion) == ("RESUELTA", "PROCEDENTE")
    otra_vez = jefa.post(aprobar, SI)
    assert otra_vez.status_code == 409
    assert "ya se decidió" in otra_vez.content.decode()
    assert RechazoAsentado.objects.filter(codigo="correccion_decidida").count() == 1


def test_la_jefa_no_decide_lo_que_propuso(sin_pendiente: Solicitud, gente: dict[str, Client]) -> None:
    proponer(gente["jefa"], sin_pendiente)
    una = Correccion.objects.latest("pk")
    for accion, datos in (("aprobar", SI), ("rechazar", {"motivo": MOTIVO})):
        respuesta = gente["jefa"].post(url(Correccion, accion, una.pk), datos)
        assert respuesta.status_code == 403
        assert "Quien propone no decide" in respuesta.content.decode()
    assert "Aprobar" not in gente["jefa"].get(url(Correccion, "change", una.pk)).content.decode()
    assert situacion() == "FIRME"
    assert gente["normativa"].post(url(Correccion, "aprobar", una.pk), SI).status_code == 302
    assert situacion() == "PAGADO"


def test_rechazar_dice_por_que(sin_pendiente: Solicitud, gente: dict[str, Client]) -> None:
    proponer(gente["atiende"], sin_pendiente)
    una = Correccion.objects.latest("pk")
    ruta = url(Correccion, "rechazar", una.pk)
    for motivo in ("", "No procede.", "x\x00" * 30, "\u202e" * 30, "x" * 4001, " " * 40):
        respuesta = gente["jefa"].post(ruta, {"motivo": motivo})
        assert respuesta.status_code == 422, motivo
        assert "errorlist" in respuesta.content.decode()
    assert gente["jefa"].post(ruta, {"motivo": MOTIVO}).status_code == 302
    assert MOTIVO in gente["atiende"].get(url(Correccion, "change", una.pk)).content.decode()
    assert proponer(gente["atiende"], sin_pendiente).status_code == 302


@pytest.mark.parametrize(
    ("quien", "lista", "una", "proponer_", "aprobar"),
    [
        ("orientador", 403, 403, 403, 403),
        ("atiende", 200, 200, 409, 403),
        ("jefa", 200, 200, 409, 302),
        ("propia", 200, 200, 403, 403),
        ("otra", 200, 404, 404, 404),
        ("normativa", 200, 200, 403, 302),
        ("auditoria", 200, 200, 403, 403),
        ("operacion", 403, 403, 403, 403),
    ],
)
def test_cada_rol(
    solicitud: Solicitud,
    gente: dict[str, Client],
    quien: str,
    lista: int,
    una: int,
    proponer_: int,
    aprobar: int,
) -> None:
    pendiente, alguien = Correccion.objects.get(estado="PENDIENTE"), gente[quien]
    en_la_lista = alguien.get(url(Correccion, "changelist"))
    assert en_la_lista.status_code == lista
    if lista == 200:
        assert (solicitud.folio in en_la_lista.content.decode()) == (una == 200)
    assert alguien.get(url(Correccion, "change", pendiente.pk)).status_code == una
    assert alguien.get(_ruta(solicitud)).status_code == proponer_
    assert proponer(alguien, solicitud).status_code == proponer_
    assert alguien.get(url(Correccion, "aprobar", pendiente.pk)).status_code == 405
    assert alguien.post(url(Correccion, "aprobar", pendiente.pk), SI).status_code == aprobar
    assert (RegistroPatronal.objects.get(pk=nrp(1)).trabajadores == 4) == (aprobar == 302)


def test_nadie_sin_sesion(solicitud: Solicitud) -> None:
    for ruta in (_ruta(solicitud), url(Correccion, "aprobar", 1), url(Correccion, "rechazar", 1)):
        assert Client().post(ruta).status_code == 302


def test_ni_la_jefa_decide_sobre_su_rfc(solicitud: Solicitud, gente: dict[str, Client]) -> None:
    Personal.objects.filter(rfc=solicitud.rfc).update(rfc="PEAA800131AB1")
    Personal.objects.filter(es_jefatura=True, subdelegacion=OFICINA).update(rfc=solicitud.rfc)
    respuesta = gente["jefa"].post(
        url(Correccion, "aprobar", Correccion.objects.get(estado="PENDIENTE").pk), SI
    )
    assert respuesta.status_code == 403
    assert "tu propio RFC" in respuesta.content.decode()


@pytest.mark.parametrize(
    ("campos", "status"),
    [
        ({f"situacion:{nrp(77)}-000000001": "PAGADO"}, 422),
        ({f"situacion:{CREDITO}": "REGALADO"}, 422),
        ({f"situacion:{CREDITO}": "POR_DETERMINAR"}, 422),
        ({f"situacion:{CREDITO}": "FIRME"}, 422),
        ({f"situacion:{CREDITO}": ["PAGADO", "FIRME"]}, 422),
        ({f"garantia:{CREDITO}": "G-AJENA"}, 422),
        ({f"trabajadores:{nrp(1)}": "-1"}, 422),
        ({f"estado:{nrp(77)}": "BAJA"}, 422),
        ({"estado:\x00": "BAJA"}, 422),
        ({"estado:<script>": "BAJA"}, 422),
        ({"importe:1": "0", "rfc": "X", "de": "Y"}, 422),
        ({}, 422),
        ({f"situacion:{CREDITO}": "PAGADO", "texto": "Sí"}, 422),
        ({f"situacion:{CREDITO}": "PAGADO", "texto": "x\x00" * 30}, 422),
        ({f"situacion:{CREDITO}": "PAGADO", "texto": "x" * 4001}, 422),
        ({f"estado:{n}": "BAJA" for n in range(10_000)}, 413),
        ({f"estado:{n}": "" for n in range(2_001)}, 400),
        ({f"estado:{n}": "BAJA" for n in range(1_900)}, 422),
    ],
    ids=range(18),
)
def test_un_formulario_hostil_no_cambia_nada(
    sin_pendiente: Solicitud, gente: dict[str, Client], campos: dict[str, Any], status: int
) -> None:
    guardar_hechos(hechos(registro(77, creditos=(credito(),)), rfc="URE180429TM6"), ahora=timezone.now())
    antes = [list(modelo.objects.order_by("pk").values()) for modelo in (Correccion, CreditoFiscal)]
    respuesta = gente["atiende"].post(_ruta(sin_pendiente), {"texto": TEXTO} | campos)
    assert respuesta.status_code == status
    assert "<script>" not in respuesta.content.decode()
    assert [list(modelo.objects.order_by("pk").values()) for modelo in (Correccion, CreditoFiscal)] == antes


def test_lo_escrito_vuelve_con_el_rechazo(sin_pendiente: Solicitud, gente: dict[str, Client]) -> None:
    respuesta = proponer(gente["atiende"], sin_pendiente, **{f"garantia__{CREDITO}": "NO-HAY"})
    html = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Ese cambio no se admite" in html
    assert '<option value="PAGADO" selected>' in html
    assert 'value="NO-HAY"' in html
    assert TEXTO in html
    senaladas = re.findall(
        r'name="([^"]+)"[^>]*aria-invalid="true" aria-describedby="casilla-rechazada"', html
    )
    assert senaladas == [f"garantia:{CREDITO}"]
    assert html.count('id="casilla-rechazada"') == 1


@pytest.fixture
def hoja_grande(sin_pendiente: Solicitud) -> Solicitud:
    """A request of somebody with more créditos than the sheet shows at once."""
    muchos = tuple(credito(numero=f"{n:09d}") for n in range(1, 260))
    guardar_hechos(hechos(registro(1, creditos=muchos), rfc=sin_pendiente.rfc), ahora=timezone.now())
    return sin_pendiente


def buscar(quien: Client, solicitud: Solicitud, buscado: str, **escrito: str) -> str:
    datos = {"buscar": "1", "q": buscado} | {nombre.replace("__", ":"): v for nombre, v in escrito.items()}
    respuesta = quien.post(_ruta(solicitud), datos)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def test_una_hoja_grande_se_busca(hoja_grande: Solicitud, gente: dict[str, Client]) -> None:
    quien = gente["atiende"]
    html = quien.get(_ruta(hoja_grande)).content.decode()
    assert "Hay 59 más" in html
    assert "000000259" not in html
    html = buscar(quien, hoja_grande, "0000-00259")
    assert f"situacion:{nrp(1)}-000000259" in html
    assert "000000258" not in html
    assert "más: búsca" not in html
    assert 'value="0000-00259"' in html


def test_lo_escrito_sigue_al_buscar_y_se_propone_junto(
    hoja_grande: Solicitud, gente: dict[str, Client]
) -> None:
    quien, antes = gente["atiende"], Correccion.objects.count()
    escrito = {f"situacion__{CREDITO}": "PAGADO", f"trabajadores__{nrp(1)}": "8", "texto": "Sí"}
    html = buscar(quien, hoja_grande, "259", **escrito)
    for dicho in (
        f'name="situacion:{CREDITO}"',
        '<option value="PAGADO" selected>',
        f'name="trabajadores:{nrp(1)}" value="8"',
        f'name="situacion:{nrp(1)}-000000259"',
        ">\nSí</textarea>",
    ):
        assert dicho in html, dicho
    assert "errorlist" not in html
    assert Correccion.objects.count() == antes
    del escrito["texto"]
    otro = {f"situacion__{nrp(1)}-000000259": "CANCELADO"}
    assert f'name="situacion:{CREDITO}"' in buscar(quien, hoja_grande, "nada", **escrito, **otro)
    assert proponer(quien, hoja_grande, **escrito, **otro, q="nada").status_code == 302
    claves = {cambio["clave"] for cambio in Correccion.objects.latest("pk").cambios}
    assert claves == {CREDITO, nrp(1), f"{nrp(1)}-000000259"}


def test_ni_el_boton_de_buscar_ni_intro_proponen(sin_pendiente: Solicitud, gente: dict[str, Client]) -> None:
    """Enter in a field of a form presses its first button that submits: here, the one that searches."""
    quien = gente["atiende"]
    html = quien.get(_ruta(sin_pendiente)).content.decode()
    hoja = html[html.index('<form method="post" id="hoja"') :]
    hoja = hoja[: hoja.index("</form>")]
    primero = re.search(r'<(?:button|input)[^>]*type="submit"[^>]*>', hoja)
    assert primero is not None
    for dicho in ('name="buscar"', "formnovalidate"):
        assert dicho in primero[0]
    assert 'name="q"' in hoja
    antes = Correccion.objects.count()
    completa = {f"situacion:{CREDITO}": "PAGADO", "texto": TEXTO, "buscar": "", "q": ""}
    assert quien.post(_ruta(sin_pendiente), completa).status_code == 200
    assert Correccion.objects.count() == antes


def test_la_lista_filtra_por_estado(sin_pendiente: Solicitud, gente: dict[str, Client]) -> None:
    quien, lista = gente["normativa"], url(Correccion, "changelist")
    assert sin_pendiente.folio in quien.get(lista, {"estado__exact": "RECHAZADA"}).content.decode()
    assert sin_pendiente.folio not in quien.get(lista, {"estado__exact": "PENDIENTE"}).content.decode()


def test_quien_la_propuso_la_retira(sin_pendiente: Solicitud, gente: dict[str, Client]) -> None:
    proponer(gente["atiende"], sin_pendiente)
    una = Correccion.objects.latest("pk")
    pagina, retirar = url(Correccion, "change", una.pk), url(Correccion, "retirar", una.pk)
    assert retirar in gente["atiende"].get(pagina).content.decode()
    _revisar(gente["atiende"].get(pagina))
    for nombre, status in (("jefa", 403), ("normativa", 403), ("auditoria", 403), ("otra", 404)):
        assert retirar not in gente[nombre].get(pagina).content.decode()
        assert gente[nombre].post(retirar).status_code == status, nombre
    assert gente["atiende"].get(retirar).status_code == 405
    respuesta = gente["atiende"].post(retirar, follow=True)
    assert respuesta.redirect_chain == [(pagina, 302)]
    html = respuesta.content.decode()
    assert "Quedó retirada" in html
    assert "Retirada" in html
    assert retirar not in html
    otra_vez = gente["atiende"].post(retirar)
    assert otra_vez.status_code == 409
    assert "ya se decidió" in otra_vez.content.decode()
    assert proponer(gente["atiende"], sin_pendiente).status_code == 302


def test_el_inicio_dice_cuantas_esperan(solicitud: Solicitud, gente: dict[str, Client]) -> None:
    por_aprobar = url(Correccion, "changelist") + "?estado__exact=PENDIENTE"
    for nombre in ("jefa", "normativa"):
        for ruta in ("/admin/", url(Solicitud, "changelist")):
            assert por_aprobar in gente[nombre].get(ruta).content.decode(), (nombre, ruta)
        assert "1 corrección del padrón espera tu decisión" in gente[nombre].get("/admin/").content.decode()
    for nombre in ("atiende", "orientador", "auditoria", "otra"):
        assert "espera tu decisión" not in gente[nombre].get("/admin/").content.decode(), nombre
    assert solicitud.folio in gente["jefa"].get(por_aprobar).content.decode()


def test_un_superusuario_ni_propone_ni_decide(sin_pendiente: Solicitud, cliente: DeRol) -> None:
    raiz = cliente(superusuario=True)
    assert _ruta(sin_pendiente) not in raiz.get(url(Solicitud, "change", sin_pendiente.pk)).content.decode()
    for respuesta in (raiz.get(_ruta(sin_pendiente)), proponer(raiz, sin_pendiente)):
        assert respuesta.status_code == 403
        assert "no es de una persona del personal" in respuesta.content.decode()
    una = correccion_de(sin_pendiente, ahora=timezone.now())
    html = raiz.get(url(Correccion, "change", una.pk)).content.decode()
    for accion in ("aprobar", "rechazar", "retirar"):
        assert url(Correccion, accion, una.pk) not in html
        assert raiz.post(url(Correccion, accion, una.pk), SI | {"motivo": MOTIVO}).status_code == 403
    assert "espera tu decisión" not in raiz.get("/admin/").content.decode()
