"""What the staff may take and ask for: always in the log, under its own name."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.bitacora.models import Asiento
from buzon.documentos import services
from buzon.documentos.models import Documento, Estado
from buzon.mensajes.models import Envio
from tests.buzon.promociones.particular import representa
from tests.personal.expedientes import (
    CORREO,
    Expediente,
    acto_de,
    acuse_de,
    sellar_a_mano,
    ultimo_asiento,
    url,
)
from tests.personas import Dentro

pytestmark = pytest.mark.django_db
Cliente = Callable[..., Client]
DeRol = Callable[..., Client]


@pytest.fixture
def encolados(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    pedidos: list[str] = []
    monkeypatch.setattr(services, "encolar", lambda tarea, *, documento_id: pedidos.append(documento_id))
    return pedidos


def test_el_reintento_encola_y_deja_asiento(
    expediente: Expediente, cliente: Cliente, encolados: list[str]
) -> None:
    quien, documento = cliente("view_documento", "change_documento"), expediente.documento
    pagina = url(Documento, "change", documento.pk)
    assert "Reintentar el sello" in quien.get(pagina).content.decode()
    respuesta = quien.post(url(Documento, "reintentar", documento.pk), follow=True)
    assert respuesta.redirect_chain == [(pagina, 302)]
    assert "Se pidió el sello otra vez." in respuesta.content.decode()
    assert encolados == [str(documento.pk)]
    asiento = ultimo_asiento()
    assert (asiento.evento, asiento.rfc) == ("documento.reintento", documento.rfc)
    assert asiento.detalle == {"folio": documento.folio, "autor": respuesta.wsgi_request.user.get_username()}
    antes = documento.encolado_en
    documento.refresh_from_db()
    assert documento.encolado_en > antes
    assert documento.estado == Estado.PENDIENTE


def test_lo_sellado_no_se_reintenta(expediente: Expediente, cliente: Cliente, encolados: list[str]) -> None:
    sellar_a_mano(expediente.documento)
    quien, clave = cliente(superusuario=True), expediente.documento.pk
    assert "Reintentar" not in quien.get(url(Documento, "change", clave)).content.decode()
    respuesta = quien.post(url(Documento, "reintentar", clave), follow=True)
    assert "no espera su sello" in respuesta.content.decode()
    assert encolados == []
    assert not Asiento.objects.filter(evento="documento.reintento").exists()


def test_quien_no_puede_reintentar(expediente: Expediente, cliente: Cliente, encolados: list[str]) -> None:
    ruta = url(Documento, "reintentar", expediente.documento.pk)
    solo_ve = cliente("view_documento")
    assert "Reintentar" not in solo_ve.get(url(Documento, "change", expediente.documento.pk)).content.decode()
    assert solo_ve.post(ruta).status_code == 403
    assert cliente(superusuario=True).get(ruta).status_code == 405
    assert Client().post(ruta).status_code == 302
    estricto = Client(enforce_csrf_checks=True)
    estricto.cookies = cliente(superusuario=True).cookies
    assert estricto.post(ruta).status_code == 403
    assert encolados == []


@pytest.mark.django_db
def test_el_reintento_sella_de_verdad(
    entrar: Callable[..., Dentro], cliente: Cliente, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as sin_cola:
        sin_cola.setattr(services, "encolar", lambda tarea, *, documento_id: None)
        entrar(persona="moral").activar()
    documento = Documento.objects.get()
    assert not documento.esta_sellado
    cliente(superusuario=True).post(url(Documento, "reintentar", documento.pk))
    documento.refresh_from_db()
    assert documento.esta_sellado
    eventos = list(Asiento.objects.order_by("id").values_list("evento", flat=True))
    assert eventos[-2:] == ["documento.reintento", "documento.sellado"]


@pytest.mark.parametrize(
    ("modelo", "archivo", "debe_decir"),
    [
        (ActoPreparado, "cadena", b"||1.0|RFC:"),
        (ActoFirmado, "cadena", b"||1.0|RFC:"),
        (ActoFirmado, "evidencia", b"-----BEGIN CERTIFICATE-----"),
        (Documento, "pdf", b"%PDF-1.7 prueba"),
    ],
)
def test_cada_descarga_deja_asiento(
    expediente: Expediente, cliente: Cliente, modelo: type[ActoFirmado], archivo: str, debe_decir: bytes
) -> None:
    sellar_a_mano(expediente.documento)
    fila = modelo.objects.get(pk=expediente.documento.pk) if modelo is Documento else modelo.objects.get()
    ruta = url(modelo, "descargar", fila.pk, archivo)
    quien = cliente(f"view_{modelo._meta.model_name}", "leer_documento")
    assert f'href="{ruta}"' in quien.get(url(modelo, "change", fila.pk)).content.decode()
    respuesta = quien.get(ruta)
    assert respuesta.status_code == 200
    assert debe_decir in respuesta.content
    assert respuesta["Content-Disposition"].startswith("attachment; filename=")
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in respuesta["Cache-Control"]
    asiento = ultimo_asiento()
    autor = respuesta.wsgi_request.user.get_username()
    assert (asiento.evento, asiento.rfc) == ("personal.descarga", expediente.rfc)
    assert asiento.detalle == {"autor": autor, "folio": fila.folio, "archivo": archivo}
    assert cliente().get(ruta).status_code == 403
    assert cliente(superusuario=True).post(ruta).status_code == 403
    assert Client().get(ruta).status_code == 302
    assert Asiento.objects.filter(evento="personal.descarga").latest("id") == asiento


def test_la_cadena_se_descarga_byte_por_byte(expediente: Expediente, cliente: Cliente) -> None:
    respuesta = cliente(superusuario=True).get(url(ActoFirmado, "descargar", expediente.acto.pk, "cadena"))
    assert respuesta.content == expediente.acto.cadena.encode()


def test_lo_que_nombra_direcciones_se_lee_enmascarado(db: None, de_rol: DeRol) -> None:
    acto = acto_de(
        "PER850102A10",
        "17954608825750000000009",
        timezone.now(),
        tramite="cuentas.medios",
        cadena=f"||1.0|Correo electronico:{CORREO}|Telefono celular:5512345678||",
    )
    acuse = acuse_de(acto, timezone.now())
    sellar_a_mano(acuse)
    lee, no_lee = de_rol("NORMATIVA"), de_rol("AUDITORIA")
    archivos = [(acto.preparado, "cadena"), (acto, "cadena"), (acto, "evidencia"), (acuse, "pdf")]
    for fila, archivo in archivos:
        pagina, ruta = url(type(fila), "change", fila.pk), url(type(fila), "descargar", fila.pk, archivo)
        for quien in (lee, no_lee):
            dicho = quien.get(pagina).content.decode()
            assert CORREO not in dicho
            assert "5512345678" not in dicho
            assert (f'href="{ruta}"' in dicho) is (quien is lee)
        cuantos = Asiento.objects.filter(evento="personal.descarga").count()
        assert no_lee.get(ruta).status_code == 403
        assert Asiento.objects.filter(evento="personal.descarga").count() == cuantos
        assert lee.get(ruta).status_code == 200
        assert Asiento.objects.filter(evento="personal.descarga").count() == cuantos + 1
    assert "pe***@ejemplo.mx" in no_lee.get(url(ActoFirmado, "change", acto.pk)).content.decode()


def test_operacion_ve_el_estado_de_un_documento_y_no_lo_lee(expediente: Expediente, de_rol: DeRol) -> None:
    sellar_a_mano(expediente.documento)
    clave, quien = expediente.documento.pk, de_rol("OPERACION")
    pagina = quien.get(url(Documento, "change", clave))
    assert pagina.status_code == 200
    assert "archivos/pdf" not in pagina.content.decode()
    assert quien.get(url(Documento, "descargar", clave, "pdf")).status_code == 403
    assert de_rol("AUDITORIA").get(url(Documento, "descargar", clave, "pdf")).status_code == 200


def test_sin_sello_no_hay_pdf(expediente: Expediente, cliente: Cliente) -> None:
    quien, clave = cliente(superusuario=True), expediente.documento.pk
    assert quien.get(url(Documento, "descargar", clave, "pdf")).status_code == 404
    assert quien.get(url(Documento, "descargar", clave, "otro")).status_code == 404
    assert "archivos/pdf" not in quien.get(url(Documento, "change", clave)).content.decode()
    assert not Asiento.objects.filter(evento="personal.descarga").exists()


def test_nadie_reintenta_lo_suyo(
    expediente: Expediente, de_rol: Callable[..., Client], encolados: list[str]
) -> None:
    envio = Envio.objects.get(mensaje__rfc=expediente.rfc)
    rutas = [
        url(Documento, "reintentar", expediente.documento.pk),
        url(Envio, "reintentar", envio.pk),
    ]
    propia, otra = de_rol("OPERACION", rfc=expediente.rfc), de_rol("OPERACION")
    asientos = Asiento.objects.all()
    antes = asientos.count()
    assert [propia.post(ruta).status_code for ruta in rutas] == [403, 403]
    assert asientos.count() == antes
    assert [otra.post(ruta).status_code for ruta in rutas] == [302, 302]


def test_ni_lo_de_una_empresa_que_representa(
    expediente: Expediente, de_rol: Callable[..., Client], encolados: list[str]
) -> None:
    envio = Envio.objects.get(mensaje__rfc=expediente.rfc)
    quien = de_rol("OPERACION", rfc="REPA800101AB1")
    representa("REPA800101AB1", expediente.rfc)
    for ruta in (
        url(Documento, "reintentar", expediente.documento.pk),
        url(Envio, "reintentar", envio.pk),
    ):
        assert quien.post(ruta).status_code == 403
    assert encolados == []
