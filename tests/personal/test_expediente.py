"""Everything of one RFC: who opens it, what each one sees, and what stays written."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buzon.bitacora.models import Asiento, RechazoAsentado
from buzon.cuentas.models import Contribuyente, Ingreso, MedioContacto, Usuario
from buzon.mensajes.models import Mensaje
from buzon.padron.models import Patron, Subdelegacion
from buzon.promociones.models import Solicitud
from tests.buzon.padron.fabricas import OFICINA
from tests.personal.expedientes import CORREO, Expediente, ultimo_asiento
from tests.personal.resueltas import Hecha, crear_solicitudes

pytestmark = pytest.mark.django_db
Cliente = Callable[..., Client]
MOTIVO = "Pidió que se le llame hoy"
OTRA = "3999"
CON_OFICINA = {"SUBDELEGACION"}
ABREN = {"ORIENTADOR", "SUBDELEGACION", "NORMATIVA", "AUDITORIA"}
REVELAN = {"SUBDELEGACION", "NORMATIVA"}
VEN_TABLERO = {"SUBDELEGACION", "NORMATIVA", "AUDITORIA", "OPERACION"}
ROLES = ["ORIENTADOR", "SUBDELEGACION", "NORMATIVA", "AUDITORIA", "OPERACION"]
NACIONALES = ("autorizaciones", "documentos", "opiniones")


@pytest.fixture
def otra_oficina(db: None) -> str:
    Subdelegacion.objects.create(clave=OTRA, nombre="Lejana", ooad="Otra")
    return OTRA


def pagina(rfc: str) -> str:
    return reverse("personal:expediente", args=[rfc])


def revelar(rfc: str, medio: MedioContacto | None = None) -> str:
    return reverse("personal:revelar", args=[rfc, (medio or MedioContacto.objects.get()).pk])


def _de_rol(de_rol: Cliente, rol: str, **mas: str) -> Client:
    return de_rol(rol, **({"subdelegacion": OFICINA} if rol in CON_OFICINA else {}) | mas)


@pytest.mark.parametrize("rol", ROLES)
def test_cada_rol_ante_cada_pagina(expediente: Expediente, de_rol: Cliente, rol: str) -> None:
    quien = _de_rol(de_rol, rol)
    abre, ve = rol in ABREN, rol in VEN_TABLERO
    esperado = {
        "/admin/expediente/": 200 if abre else 403,
        pagina(expediente.rfc): 200 if abre else 403,
        "/admin/tablero/": 200 if ve else 403,
        "/admin/tablero/abiertas.svg": 200 if ve else 403,
        "/admin/tablero/abiertas.csv": 200 if ve else 403,
    } | {
        f"/admin/tablero/{figura}.csv": 403 if not ve else 404 if rol in CON_OFICINA else 200
        for figura in NACIONALES
    }
    assert {ruta: quien.get(ruta).status_code for ruta in esperado} == esperado
    revelado = quien.post(revelar(expediente.rfc), {"motivo": MOTIVO})
    assert revelado.status_code == (200 if rol in REVELAN else 403)
    inicio = quien.get("/admin/").content.decode()
    assert ('href="/admin/expediente/"' in inicio) is abre
    assert ('href="/admin/tablero/"' in inicio) is ve


def test_el_superusuario_abre_todo(expediente: Expediente, cliente: Cliente) -> None:
    quien = cliente(superusuario=True)
    for ruta in ("/admin/expediente/", pagina(expediente.rfc), "/admin/tablero/", "/admin/tablero/dias.csv"):
        assert quien.get(ruta).status_code == 200, ruta
    assert quien.post(revelar(expediente.rfc), {"motivo": MOTIVO}).status_code == 200
    assert cliente().get("/admin/expediente/").status_code == 403


def test_de_fuera_y_a_medias_nadie(expediente: Expediente) -> None:
    contribuyente, a_medias = Client(), Client()
    contribuyente.force_login(Usuario.objects.get(username=expediente.rfc))
    a_medias.force_login(Usuario.objects.create_superuser("a_medias"))
    rutas = [
        *("/admin/expediente/", pagina(expediente.rfc), "/admin/tablero/"),
        *("/admin/tablero/abiertas.svg", "/admin/tablero/abiertas.csv"),
    ]
    cuantos = Asiento.objects.count()
    for quien in (Client(), contribuyente, a_medias):
        for ruta in rutas:
            respuesta = quien.get(ruta)
            assert respuesta.status_code == 302, ruta
            assert respuesta["Location"].startswith("/admin/login/?next=/admin/"), ruta
        assert quien.post(revelar(expediente.rfc), {"motivo": MOTIVO}).status_code == 302
    assert Asiento.objects.count() == cuantos


def test_se_busca_y_se_llega(expediente: Expediente, de_rol: Cliente) -> None:
    quien = de_rol("NORMATIVA")
    escrito = f" {expediente.rfc[:4].lower()}-{expediente.rfc[4:]} "
    respuesta = quien.get("/admin/expediente/", {"rfc": escrito})
    assert (respuesta.status_code, respuesta["Location"]) == (302, pagina(expediente.rfc))
    respuesta = quien.get(pagina(expediente.rfc.lower()))
    assert (respuesta.status_code, respuesta["Location"]) == (302, pagina(expediente.rfc))


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "x",
        "XAXX010101000",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "a\x00b",
        "Ñ&" * 60,
        "٣" * 13,
        "%",
    ],
)
def test_lo_que_no_es_un_rfc_es_422(expediente: Expediente, de_rol: Cliente, texto: str) -> None:
    quien = de_rol("NORMATIVA")
    rutas = [quien.get("/admin/expediente/", {"rfc": texto})]
    if texto:
        rutas.append(quien.get(f"/admin/expediente/{quote(texto, safe='')}/"))
    for respuesta in rutas:
        html = respuesta.content.decode()
        # A slash inside is another address.
        assert respuesta.status_code in ({404} if "/" in texto and respuesta is not rutas[0] else {422})
        assert 'role="alert"' in html
        assert "<script>alert" not in html
    assert not Asiento.objects.filter(evento="personal.expediente").exists()


def test_nadie_de_ese_rfc_es_404_con_su_frase(expediente: Expediente, de_rol: Cliente) -> None:
    respuesta = de_rol("NORMATIVA").get(pagina("EKU9003173C9"))
    assert respuesta.status_code == 404
    assert "No hay expediente de ese RFC" in respuesta.content.decode()
    assert RechazoAsentado.objects.latest("id").codigo == "expediente_no_encontrado"


@pytest.mark.parametrize("rfc", ["H&E951128469", "ÑUÑA8001014B5", "&&&010101AAA"])
def test_con_enie_y_ampersand(expediente: Expediente, de_rol: Cliente, rfc: str) -> None:
    Patron.objects.create(rfc=rfc, nombre="Ñandú & Cía")
    quien = de_rol("AUDITORIA")
    for _ in range(2):
        respuesta = quien.get("/admin/expediente/", {"rfc": rfc}, follow=True)
        assert respuesta.status_code == 200
    html = respuesta.content.decode()
    assert "Ñandú &amp; Cía" in html
    # The links to the lists find it too.
    assert quien.get(f"/admin/padron/registropatronal/?q={quote(rfc)}").status_code == 200
    assert f"?q={quote(rfc, safe='')}" in html
    if rfc == "H&E951128469":
        assert quien.get("/admin/expediente/H&E951128469/").status_code == 200


def test_cada_apertura_deja_un_asiento(expediente: Expediente, de_rol: Cliente) -> None:
    quien = de_rol("NORMATIVA")
    for cuantos in (1, 2):
        autor = quien.get(pagina(expediente.rfc)).wsgi_request.user.get_username()
        abiertos = Asiento.objects.filter(evento="personal.expediente", rfc=expediente.rfc)
        assert abiertos.count() == cuantos
        assert abiertos.latest("id").detalle == {"autor": autor}
    assert quien.head(pagina(expediente.rfc)).status_code == 405
    assert not Mensaje.objects.filter(rfc=expediente.rfc).exclude(clave__startswith="acto").exists()


def test_que_secciones_ve_cada_quien(expediente: Expediente, de_rol: Cliente) -> None:
    auditoria = de_rol("AUDITORIA").get(pagina(expediente.rfc)).content.decode()
    orientador = de_rol("ORIENTADOR").get(pagina(expediente.rfc)).content.decode()
    for seccion in ("registros", "opiniones", "autorizaciones", "solicitudes", "actos", "documentos"):
        for html in (auditoria, orientador):
            assert f'<section class="module" id="{seccion}"' in html, seccion
            assert f'href="#{seccion}"' in html, seccion
    assert 'id="bitacora"' in auditoria
    assert 'id="bitacora"' not in orientador
    for lista in ("actos/actofirmado", "documentos/documento", "bitacora/asiento", "padron/creditofiscal"):
        enlace = f"/admin/{lista}/?q={expediente.rfc}"
        assert enlace in auditoria, lista
        assert enlace not in orientador, lista
    assert f"/admin/promociones/solicitud/?q={expediente.rfc}" in orientador
    for html in (auditoria, orientador):
        assert "No disponible: &lt;b&gt;2 personas" in " ".join(html.split())
        assert "<b>Ñ</b>" not in html
        assert CORREO not in html
        assert "pe***@ejemplo.mx" in html


def test_lo_nuevo_y_cuantos_hay(
    expediente: Expediente, de_rol: Cliente, monkeypatch: pytest.MonkeyPatch
) -> None:
    crear_solicitudes([Hecha(timezone.now(), rfc=expediente.rfc) for _ in range(14)])
    quien = de_rol("NORMATIVA")
    html = quien.get(pagina(expediente.rfc)).content.decode()
    assert "Se muestran 10 de 15." in " ".join(html.replace("\n", " ").split()).replace("de 15 .", "de 15.")
    monkeypatch.setattr("buzon.mesa.expediente.TOPE", 12)
    html = " ".join(quien.get(pagina(expediente.rfc)).content.decode().split())
    assert "Se muestran 10 de al menos 12." in html


def test_una_oficina_abre_solo_lo_suyo(expediente: Expediente, de_rol: Cliente, otra_oficina: str) -> None:
    rfc = expediente.rfc
    for rol in ("SUBDELEGACION", "ORIENTADOR"):
        assert de_rol(rol, subdelegacion=OFICINA).get(pagina(rfc)).status_code == 200
        lejano = de_rol(rol, subdelegacion=otra_oficina)
        ajena, ninguna = lejano.get(pagina(rfc)), lejano.get(pagina("EKU9003173C9"))
        assert ajena.status_code == ninguna.status_code == 404
        assert ajena.context["rechazo"] == ninguna.context["rechazo"]
    lejano = de_rol("SUBDELEGACION", subdelegacion=otra_oficina)
    assert lejano.post(revelar(rfc), {"motivo": MOTIVO}).status_code == 404
    crear_solicitudes([Hecha(timezone.now(), oficina=otra_oficina, rfc=rfc)])
    html = lejano.get(pagina(rfc)).content.decode()
    suya, ajena_ = (Solicitud.objects.get(rfc=rfc, subdelegacion=una) for una in (OTRA, OFICINA))
    solicitudes = html.split('id="solicitudes"')[1].split("</section>")[0]
    assert suya.folio in solicitudes
    assert ajena_.folio not in solicitudes
    assert lejano.post(revelar(rfc), {"motivo": MOTIVO}).status_code == 200


def test_revelar_se_anota_y_se_muestra_una_vez(expediente: Expediente, de_rol: Cliente) -> None:
    quien, mensajes = de_rol("NORMATIVA"), Mensaje.objects.count()
    assert "Revelar pe***@ejemplo.mx" in quien.get(pagina(expediente.rfc)).content.decode()
    respuesta = quien.post(revelar(expediente.rfc), {"motivo": f"  {MOTIVO}\u202e\x00 "})
    assert CORREO in respuesta.content.decode()
    assert "no-store" in respuesta["Cache-Control"]
    asiento = ultimo_asiento()
    assert (asiento.evento, asiento.rfc) == ("personal.revelacion", expediente.rfc)
    autor = respuesta.wsgi_request.user.get_username()
    assert asiento.detalle == {
        "autor": autor,
        "canal": "CORREO",
        "medio": "pe***@ejemplo.mx",
        "motivo": MOTIVO,
    }
    assert CORREO not in quien.get(pagina(expediente.rfc)).content.decode()
    assert Mensaje.objects.count() == mensajes
    assert quien.get(revelar(expediente.rfc)).status_code == 405


@pytest.mark.parametrize("motivo", [None, "", "corto", "1234567890 ...", "\u202e" * 30, "x" * 201])
def test_sin_motivo_nada_se_revela(expediente: Expediente, de_rol: Cliente, motivo: str | None) -> None:
    respuesta = de_rol("NORMATIVA").post(
        revelar(expediente.rfc), {} if motivo is None else {"motivo": motivo}
    )
    assert respuesta.status_code == 422
    assert "Falta el motivo" in respuesta.content.decode()
    assert CORREO not in respuesta.content.decode()
    assert not Asiento.objects.filter(evento="personal.revelacion").exists()


def test_lo_propio_no_se_revela(expediente: Expediente, de_rol: Cliente) -> None:
    quien = de_rol("NORMATIVA", rfc=expediente.rfc)
    html = quien.get(pagina(expediente.rfc)).content.decode()
    assert "Es tu propio RFC" in html
    assert "/revelar/" not in html
    respuesta = quien.post(revelar(expediente.rfc), {"motivo": MOTIVO})
    assert respuesta.status_code == 403
    assert CORREO not in respuesta.content.decode()
    assert RechazoAsentado.objects.latest("id").codigo == "rfc_propio"


def test_lo_de_quien_representa_tampoco(expediente: Expediente, de_rol: Cliente) -> None:
    suyo = "ROCJ800101AB1"
    Ingreso.objects.update(representante_rfc=suyo)
    assert de_rol("NORMATIVA", rfc=suyo).post(revelar(expediente.rfc), {"motivo": MOTIVO}).status_code == 403
    assert de_rol("NORMATIVA").post(revelar(expediente.rfc), {"motivo": MOTIVO}).status_code == 200


def test_un_medio_que_no_es_de_ese_rfc(expediente: Expediente, de_rol: Cliente) -> None:
    ajeno = "PER850115A51"
    Contribuyente.objects.create(
        usuario=Usuario.objects.create(username=ajeno, password="!"),
        rfc=ajeno,
        nombre="OTRA",
        creado_en=timezone.now(),
    )
    quien, medio = de_rol("NORMATIVA"), MedioContacto.objects.get()
    assert quien.post(revelar(ajeno, medio), {"motivo": MOTIVO}).status_code == 404
    assert quien.post(revelar(expediente.rfc.lower(), medio), {"motivo": MOTIVO}).status_code == 404
    ruta = reverse("personal:revelar", args=[expediente.rfc, 2**63])
    assert quien.post(ruta, {"motivo": MOTIVO}).status_code == 404
    assert quien.get(pagina(ajeno)).status_code == 200
