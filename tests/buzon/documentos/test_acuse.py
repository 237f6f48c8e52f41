"""The acuse of a real act: what it says, and evidence that openssl accepts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from buzon.actos.models import ActoFirmado
from buzon.documentos.contenido import campos_del_acto, datos_del_acuse
from buzon.documentos.models import Documento
from buzon.documentos.sello.llave import Sello
from buzon.efirma.revocacion import EstadoRevocacion
from tests.buzon.documentos.herramientas import correr, texto_de

pytestmark = pytest.mark.django_db
RASGOS = [{"persona": "fisica"}, {"persona": "moral"}]


@pytest.mark.parametrize("rasgos", RASGOS)
def test_openssl_acepta_los_adjuntos(
    sellado: Callable[..., Documento], anclas: Path, tmp_path: Path, rasgos: dict[str, str]
) -> None:
    documento = sellado(**rasgos)
    (tmp_path / "acuse.pdf").write_bytes(bytes(documento.pdf or b""))
    correr("pdfdetach", "-saveall", "acuse.pdf", en=tmp_path)
    assert documento.acto is not None
    assert (tmp_path / "cadena.txt").read_bytes() == documento.acto.cadena.encode()
    assert (tmp_path / "certificado.cer").read_bytes() == bytes(documento.acto.certificado)
    llave = correr(
        "openssl", "x509", "-inform", "DER", "-in", "certificado.cer", "-pubkey", "-noout", en=tmp_path
    )
    (tmp_path / "llave.pem").write_text(llave)
    (tmp_path / "firma.bin").write_bytes(bytes(documento.acto.firma))
    dgst = ("dgst", "-sha256", "-verify", "llave.pem", "-signature", "firma.bin", "cadena.txt")
    assert correr("openssl", *dgst, en=tmp_path).strip() == "Verified OK"
    verificar = ("cms", "-verify", "-binary", "-inform", "DER", "-in", "firma.p7s", "-content", "cadena.txt")
    confianza = ("-CAfile", anclas, "-purpose", "any", "-out", "salida")
    assert "success" in correr("openssl", *verificar, *confianza, en=tmp_path)
    (tmp_path / "cadena.txt").write_bytes(documento.acto.cadena.encode() + b" ")
    assert "fail" in correr("openssl", *verificar, *confianza, en=tmp_path, exige_exito=False).lower()


@pytest.mark.parametrize("rasgos", RASGOS)
def test_dice_quien_que_y_cuando(
    sellado: Callable[..., Documento], tmp_path: Path, rasgos: dict[str, str]
) -> None:
    documento = sellado(**rasgos)
    acto = documento.acto
    assert acto is not None
    texto = texto_de(bytes(documento.pdf or b""), "-layout", en=tmp_path)
    unido = " ".join(texto.split())
    for dato in (
        acto.folio,
        acto.rfc,
        acto.certificado_numero,
        documento.codigo,
        "AUTORIZACIÓN",
        acto.representante_rfc,
    ):
        assert dato in texto
    assert acto.nombre in unido
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-06:00", texto)
    assert ("Representante legal" in texto) == (rasgos["persona"] == "moral")
    assert acto.cadena.replace(" ", "") in texto_de(bytes(documento.pdf or b""), "-raw", en=tmp_path).replace(
        "\n", ""
    ).replace(" ", "")


def test_el_codigo_va_en_el_fragmento_del_qr(pendiente: Callable[..., Documento], sello: Sello) -> None:
    documento = pendiente()
    datos = datos_del_acuse(documento, sello=sello, sellado_en=timezone.now())
    assert datos.qr == f"http://127.0.0.1:8000/verificar/?folio={documento.folio}#{documento.codigo}"
    assert documento.codigo not in datos.url_verificar


def test_advierte_cuando_nadie_respondio_por_la_revocacion(firmar_acto: Callable[..., ActoFirmado]) -> None:
    acto = firmar_acto()
    assert "Advertencia" not in {campo.etiqueta for campo in campos_del_acto(acto)}
    acto.revocacion = {"estado": EstadoRevocacion.SIN_FUENTE.value}
    assert "Advertencia" in {campo.etiqueta for campo in campos_del_acto(acto)}


def test_un_nombre_de_255_cabe_en_dos_paginas(sellado: Callable[..., Documento]) -> None:
    assert sellado(persona="moral", nombre="ÑANDÚ & PEÑA  <img src=x> " * 9 + "Ñ" * 21).paginas in {1, 2}
