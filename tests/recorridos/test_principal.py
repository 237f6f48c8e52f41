"""The main way, HTTP only: enter, activate, authorise, acuse, look-up, cancel, authorise again."""

import json
import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from autorizacion32d.models import Autorizacion, Transicion
from buzon.actos.models import ActoFirmado
from buzon.bitacora.models import Asiento
from buzon.demo.padron import crear_padron
from buzon.demo.personas import Persona
from buzon.documentos import services as documentos
from buzon.documentos.models import Documento
from buzon.web import cortacircuitos
from tests.personas import Dentro, al_confirmar

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rasgos", [{"persona": "fisica"}, {"persona": "moral"}])
@pytest.mark.usefixtures("_sin_limites_usados")
def test_de_la_entrada_al_acuse_y_de_vuelta(elegir: Callable[..., Persona], rasgos: dict[str, str]) -> None:
    crear_padron(ahora=timezone.now())
    quien = Dentro(elegir(**rasgos))
    quien.ingresar()
    quien.activar()
    rfc = quien.persona.rfc
    publico = Client()
    neutral = publico.get(f"/api/v1/opiniones/{rfc}")
    assert neutral.status_code == 404

    exito = quien.hacer("autorizar")
    assert exito.status_code == 200
    assert "Autorización exitosa" in exito.content.decode()
    folio = Autorizacion.objects.get(rfc=rfc).folio
    assert re.fullmatch(r"\d{23}", folio)
    acuse = quien.http.get(f"/acuses/{folio}.pdf")
    assert acuse.status_code == 200
    assert acuse.getvalue().startswith(b"%PDF-")

    respuesta = publico.get(f"/api/v1/opiniones/{rfc}")
    assert respuesta.status_code == 200
    datos = respuesta.json()
    assert datos["folio"] == folio
    assert datos["sentido"] == quien.persona.sentido
    assert datos["nombre"] == quien.persona.nombre

    cancelada = quien.hacer("cancelar")
    assert "Cancelación exitosa" in cancelada.content.decode()
    assert publico.get(f"/api/v1/opiniones/{rfc}").content == neutral.content
    acto = ActoFirmado.objects.filter(rfc=rfc).first()
    assert acto is not None
    assert f"Folio que se cancela:{folio}" in acto.cadena

    assert "Autorización exitosa" in quien.hacer("autorizar").content.decode()
    pagina = quien.http.get("/cobranza/32d/autorizacion/").content.decode()
    assert pagina.count("Acuse, folio") == 3
    assert Transicion.objects.filter(autorizacion__rfc=rfc).count() == 3
    assert Documento.objects.filter(rfc=rfc, estado="SELLADO").count() == 4
    assert Asiento.objects.filter(rfc=rfc, evento__startswith="autorizacion32d.").count() == 3


def test_openssl_acepta_la_firma(activa: Callable[..., Dentro], tmp_path: Path) -> None:
    quien = activa(persona="moral")
    quien.hacer("autorizar")
    acto = ActoFirmado.objects.filter(rfc=quien.persona.rfc).first()
    assert acto is not None
    (tmp_path / "cadena.txt").write_bytes(acto.cadena.encode())
    (tmp_path / "firma.bin").write_bytes(bytes(acto.firma))
    (tmp_path / "certificado.cer").write_bytes(bytes(acto.certificado))
    llave = subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-in", "certificado.cer", "-pubkey", "-noout"],
        cwd=tmp_path, capture_output=True, check=True,
    )  # fmt: skip
    (tmp_path / "llave.pem").write_bytes(llave.stdout)
    prueba = subprocess.run(
        ["openssl", "dgst", "-sha256", "-verify", "llave.pem", "-signature", "firma.bin", "cadena.txt"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert prueba.stdout.strip() == "Verified OK"


def test_lo_firmado_es_lo_mostrado(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    pagina = quien.guardar("autorizar")
    quien.firmar(pagina)
    acto = ActoFirmado.objects.filter(rfc=quien.persona.rfc).first()
    assert acto is not None
    campos = dict(parte.split(":", 1) for parte in acto.cadena.strip("|").split("|")[4:])
    assert campos["RFC"] == quien.persona.rfc
    assert campos["Nombre o Razon Social"] == quien.persona.nombre
    assert campos["Folio"] == acto.folio
    assert campos["Certificado"] == acto.certificado_numero
    assert campos["SHA256"] == acto.certificado_sha256
    assert campos["Manifestacion"] == "Autorizo hacer pública mi opinión del cumplimiento"
    assert campos["Version"]
    assert len(campos["Reto"]) == 43


def test_el_mismo_acto_otra_vez_da_el_mismo_folio(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    pagina = quien.guardar("autorizar")
    primera, segunda = quien.firmar(pagina), quien.firmar(pagina)
    assert primera.status_code == segunda.status_code == 200
    assert primera.request["PATH_INFO"] == segunda.request["PATH_INFO"]  # type: ignore[attr-defined]
    assert Transicion.objects.count() == 1


def test_dos_pestanas_con_actos_opuestos(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    quien.hacer("autorizar")
    cancelar, tambien_cancelar = quien.guardar("cancelar"), quien.guardar("cancelar")
    assert quien.firmar(cancelar).status_code == 200
    rebasada = quien.firmar(tambien_cancelar)
    assert rebasada.status_code == 409
    assert 'data-codigo="estado_cambiado"' in rebasada.content.decode()


def test_un_acto_viejo_no_revive_despues_de_otros(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    vieja = quien.guardar("autorizar")
    quien.hacer("autorizar")
    quien.hacer("cancelar")
    assert quien.firmar(vieja).status_code == 409
    assert Autorizacion.objects.get(rfc=quien.persona.rfc).estado == "CANCELADA"


def test_salir_termina_la_sesion_en_el_servidor(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    galleta = quien.http.cookies["sesion"].value
    assert quien.http.get("/salir/").status_code == 405
    quien.http.post("/salir/")
    ladron = Client()
    ladron.cookies["sesion"] = galleta
    assert ladron.get("/buzon/").status_code == 302


def test_el_error_de_una_firma_no_consume_el_acto(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    pagina = quien.guardar("autorizar")
    envio = quien.envio(pagina, "acto")
    url = pagina.request["PATH_INFO"]  # type: ignore[attr-defined]
    mala = quien.http.post(url, envio | {"firma": quien.firma("otro texto")})
    assert mala.status_code == 422
    assert 'data-codigo="firma_invalida"' in mala.content.decode()
    assert not ActoFirmado.objects.filter(tramite__startswith="autorizacion32d").exists()
    assert quien.http.post(url, envio, follow=True).status_code == 200


def test_cinco_firmas_malas_agotan_el_acto(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    pagina = quien.guardar("autorizar")
    envio = quien.envio(pagina, "acto")
    url = pagina.request["PATH_INFO"]  # type: ignore[attr-defined]
    for _ in range(5):
        assert quien.http.post(url, envio | {"firma": quien.firma("x")}).status_code == 422
    agotado = quien.http.post(url, envio)
    assert agotado.status_code == 409
    assert 'data-codigo="acto_agotado"' in agotado.content.decode()


def test_la_api_dice_las_claves_del_contrato(activa: Callable[..., Dentro]) -> None:
    quien = activa(sentido="NEGATIVA")
    quien.hacer("autorizar")
    respuesta = Client().get(f"/api/v1/opiniones/{quien.persona.rfc}")
    claves = {"rfc", "nombre", "sentido", "calculada_en", "vigente_hasta", "folio", "autorizada_en"}
    assert set(json.loads(respuesta.content)) == claves
    assert respuesta.json()["vigente_hasta"].endswith("T23:59:59-06:00")


def test_mientras_se_sella_la_pagina_espera_y_despues_da_el_acuse(
    activa: Callable[..., Dentro], monkeypatch: pytest.MonkeyPatch
) -> None:
    quien = activa(persona="fisica")
    with monkeypatch.context() as sin_broker:
        sin_broker.setattr("celery.canvas.Signature.apply_async", Mock(side_effect=OperationalError))
        cortacircuitos.olvidar()
        exito = quien.hacer("autorizar")
    cortacircuitos.olvidar()  # the broker is back
    url = exito.request["PATH_INFO"]  # type: ignore[attr-defined]
    folio = url.rstrip("/").rpartition("/")[2]
    # Its region stays where it is: what is put in together with its region is said by no screen reader.
    assert re.search(
        r'<div role="status">\s*<div class="aviso" hx-get[^>]*>.*?Procesando', exito.content.decode(), re.S
    )
    assert quien.http.get(url, HTTP_HX_REQUEST="true").status_code == 204
    pendiente = quien.http.get(f"/acuses/{folio}.pdf")
    assert pendiente.status_code == 409
    assert 'data-codigo="documento_pendiente"' in pendiente.content.decode()

    with al_confirmar():
        documentos.reenviar_pendientes(ahora=timezone.now() + timedelta(minutes=1))
    fragmento = quien.http.get(url, HTTP_HX_REQUEST="true")
    assert "Descargar acuse" in fragmento.content.decode()
    assert not re.search(r"<html|role=", fragmento.content.decode())
    assert "Descargar acuse" in quien.http.get(url).content.decode()


def test_la_pagina_de_un_acto_firmado_lleva_a_su_resultado(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    preparada = quien.guardar("autorizar")
    firmada = quien.firmar(preparada)
    otra_vez = quien.http.get(preparada.request["PATH_INFO"])  # type: ignore[attr-defined]
    assert otra_vez.headers["Location"] == firmada.request["PATH_INFO"]  # type: ignore[attr-defined]


def test_un_acto_rebasado_lo_dice_antes_de_firmar(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    rebasada = quien.guardar("autorizar")
    vieja = quien.hacer("autorizar")
    respuesta = quien.http.get(rebasada.request["PATH_INFO"])  # type: ignore[attr-defined]
    assert respuesta.status_code == 409
    assert 'data-codigo="estado_cambiado"' in respuesta.content.decode()
    assert "data-efirma" not in respuesta.content.decode()
    quien.hacer("cancelar")
    pagina = quien.http.get(vieja.request["PATH_INFO"]).content.decode()  # type: ignore[attr-defined]
    assert "Este movimiento ya no es el último" in pagina


def test_un_acto_vencido_lo_dice(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    pagina = quien.guardar("autorizar")
    envio = quien.envio(pagina, "acto")
    url = pagina.request["PATH_INFO"]  # type: ignore[attr-defined]
    with time_machine.travel(timezone.now() + timedelta(minutes=21), tick=False):
        assert quien.http.get(url, follow=True).request["PATH_INFO"] == "/ingresar/"  # type: ignore[attr-defined]
        quien.ingresar()
        assert quien.http.get(url).status_code == 409
        tarde = quien.http.post(url, envio)
    assert tarde.status_code == 409
    assert 'data-codigo="acto_vencido"' in tarde.content.decode()
