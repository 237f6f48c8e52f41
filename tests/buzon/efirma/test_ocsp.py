"""Revocation by OCSP, on bytes: which answers are believed, and why the others are not."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import ocsp as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA224, SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.ocsp import OCSPCertStatus, OCSPResponderEncoding, OCSPResponseStatus
from hypothesis import given
from hypothesis import strategies as st

from buzon.demo.emision import Emisor, atributo, extension, llave_en_der, nombre, nueva_llave, tlv
from buzon.efirma.cadena import leer_ancla
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.der import leer_der
from buzon.efirma.ocsp import LARGO_MAXIMO, PreguntaOcsp, _llaves_autorizadas, consultar_ocsp, preguntar
from buzon.efirma.revocacion import ConsultaRevocacion, EstadoRevocacion

VIGENTE, REVOCADO, SIN_FUENTE = EstadoRevocacion
NONCE = bytes(range(16))
MINUTO, SEGUNDO = timedelta(minutes=1), timedelta(seconds=1)
USO_OCSP = extension("2.5.29.37", "300a06082b06010505070309")
OTRO_USO = extension("2.5.29.37", "300a06082b06010505070301")
CUALQUIER_USO = extension("2.5.29.37", "30060604551d2500")
CRITICA_AJENA = extension("1.2.3.4", "0500", critica=True)
DELEGADO = Emisor(nombre(atributo("2.5.4.3", "RESPONDEDOR")), nueva_llave())


def pregunta(taller: Any, **cambios: Any) -> PreguntaOcsp:
    opciones = {"emisor": taller.ancla, "nonce": NONCE} | cambios
    return preguntar(leer_certificado(taller.fiel), **opciones)


def delegado(taller: Any, *, extensiones: Iterable[bytes] = (USO_OCSP,), **cambios: Any) -> bytes:
    llave = llave_en_der(DELEGADO.llave.public_key())
    der: bytes = taller.cer(sujeto=DELEGADO.nombre, llave=llave, extensiones=extensiones, **cambios)
    return der


def responder(
    taller: Any,
    *,
    a: PreguntaOcsp | None = None,
    serie: int | None = None,
    estado: OCSPCertStatus = OCSPCertStatus.GOOD,
    llave: RSAPrivateKey | None = None,
    certificados: Iterable[bytes] = (),
    desde: datetime | None = None,
    dura: timedelta | None = MINUTO,
    nonce: bytes | None = NONCE,
    resumen: Any = None,
    extra: x509.ExtensionType | None = None,
) -> bytes:
    a = a or pregunta(taller)
    certificados = list(certificados)
    quien = (certificados or [delegado(taller) if llave is DELEGADO.llave else taller.ancla])[0]
    desde = desde or taller.ahora
    es_revocado = estado is OCSPCertStatus.REVOKED
    constructor = (
        ocsp.OCSPResponseBuilder()
        .add_response_by_hash(
            a.nombre_sha1,
            a.llave_sha1,
            a.serie if serie is None else serie,
            SHA1(),
            estado,
            desde,
            desde + dura if dura else None,
            desde - MINUTO if es_revocado else None,
            None,
        )
        .responder_id(OCSPResponderEncoding.HASH, x509.load_der_x509_certificate(quien))
    )
    if certificados:
        constructor = constructor.certificates([x509.load_der_x509_certificate(c) for c in certificados])
    if nonce is not None:
        constructor = constructor.add_extension(x509.OCSPNonce(nonce), critical=False)
    if extra is not None:
        constructor = constructor.add_extension(extra, critical=True)
    firmada = constructor.sign(llave or taller.ac.llave, resumen or SHA256())
    return firmada.public_bytes(Encoding.DER)


def basica(respuesta: bytes) -> bytes:
    """The BasicOCSPResponse inside."""
    return bytes(leer_der(respuesta).hijos[1].hijos[0].hijos[1].contenido)


def armar(*partes: bytes) -> bytes:
    """An answer of those parts: signed data, algorithm, signature and, if given, certificates."""
    contenido = tlv(0x30, bytes.fromhex("06092b0601050507300101"), tlv(0x04, tlv(0x30, *partes)))
    return tlv(0x30, bytes.fromhex("0a0100"), tlv(0xA0, contenido))


def consultar(taller: Any, respuesta: bytes, *, en: datetime | None = None) -> ConsultaRevocacion:
    return consultar_ocsp(pregunta(taller), respuesta=respuesta, en=en or taller.ahora)


def falla(taller: Any, respuesta: bytes, *, en: datetime | None = None) -> str:
    consulta = consultar(taller, respuesta, en=en)
    assert (consulta.estado is SIN_FUENTE) == bool(consulta.falla)
    assert (consulta.estado is SIN_FUENTE) != bool(consulta.respuesta)
    return consulta.falla


def test_la_peticion_nombra_al_emisor_por_sus_octetos_y_la_serie(taller: Any) -> None:
    leida = ocsp.load_der_ocsp_request(pregunta(taller).der)
    ancla = x509.load_der_x509_certificate(taller.ancla)
    igual = ocsp.OCSPRequestBuilder().add_certificate(ancla, ancla, SHA1()).build()
    assert leida.issuer_name_hash == igual.issuer_name_hash
    assert leida.issuer_key_hash == igual.issuer_key_hash
    assert leida.serial_number == int.from_bytes(leer_certificado(taller.fiel).numero.encode())
    assert leida.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == NONCE


def test_vigente_con_su_evidencia(taller: Any) -> None:
    respuesta = responder(taller)
    assert consultar(taller, respuesta) == ConsultaRevocacion(
        VIGENTE, "OCSP", hashlib.sha256(respuesta).hexdigest(), respuesta, taller.ahora + MINUTO
    )


def test_revocado(taller: Any) -> None:
    respuesta = responder(taller, estado=OCSPCertStatus.REVOKED)
    assert consultar(taller, respuesta).estado is REVOCADO
    assert consultar(taller, respuesta).respuesta == respuesta


def test_desconocido_no_es_vigente(taller: Any) -> None:
    assert falla(taller, responder(taller, estado=OCSPCertStatus.UNKNOWN)) == "desconocido"


@pytest.mark.parametrize("estado", [e for e in OCSPResponseStatus if e is not OCSPResponseStatus.SUCCESSFUL])
def test_el_respondedor_no_responde(taller: Any, estado: OCSPResponseStatus) -> None:
    respuesta = ocsp.OCSPResponseBuilder.build_unsuccessful(estado).public_bytes(Encoding.DER)
    assert falla(taller, respuesta).startswith("estado_")


def test_de_otra_serie_o_de_otro_emisor(taller: Any) -> None:
    homonima = taller.certificar_ac(Emisor(taller.ac.nombre, nueva_llave()))
    assert falla(taller, responder(taller, serie=7)) == "otro_certificado"
    assert falla(taller, responder(taller, a=pregunta(taller, emisor=homonima))) == "otro_certificado"


def test_el_nonce_puede_faltar_pero_no_ser_otro(taller: Any) -> None:
    assert falla(taller, responder(taller, nonce=None)) == ""
    assert falla(taller, responder(taller, nonce=bytes(16))) == "otro_nonce"


def test_vale_entre_sus_dos_fechas_con_un_minuto_de_tolerancia(taller: Any) -> None:
    respuesta = responder(taller)
    for en in (taller.ahora - MINUTO, taller.ahora, taller.ahora + 2 * MINUTO):
        assert falla(taller, respuesta, en=en) == ""
    for en in (taller.ahora - MINUTO - SEGUNDO, taller.ahora + 2 * MINUTO + SEGUNDO):
        assert falla(taller, respuesta, en=en) == "fuera_de_fecha"


def test_sin_proxima_vale_un_dia(taller: Any) -> None:
    respuesta = responder(taller, dura=None)
    limite = taller.ahora + timedelta(hours=24) + MINUTO
    assert falla(taller, respuesta, en=limite) == ""
    assert falla(taller, respuesta, en=limite + SEGUNDO) == "fuera_de_fecha"
    assert consultar(taller, respuesta).hasta is None


@pytest.mark.parametrize("resumen", [SHA256(), SHA384(), SHA512()])
def test_firma_con_sha_2(taller: Any, resumen: Any) -> None:
    assert falla(taller, responder(taller, resumen=resumen)) == ""


def test_firma_con_un_resumen_debil(taller: Any) -> None:
    assert falla(taller, responder(taller, resumen=SHA224())) == "firma_ajena"
    tbs = leer_der(basica(responder(taller))).hijos[0].crudo
    for resumen, oid in ((SHA256(), "0b"), (SHA1(), "05")):
        algoritmo = bytes.fromhex(f"300d06092a864886f70d0101{oid}0500")
        firma = taller.ac.llave.sign(tbs, PKCS1v15(), resumen)
        respuesta = armar(tbs, algoritmo, tlv(0x03, b"\0", firma))
        assert falla(taller, respuesta) == ("" if oid == "0b" else "firma_ajena")


def test_un_delegado_del_emisor_puede_firmar(taller: Any) -> None:
    por_delegado = responder(taller, llave=DELEGADO.llave, certificados=[delegado(taller)])
    assert falla(taller, por_delegado) == ""
    assert falla(taller, responder(taller, llave=DELEGADO.llave)) == "firma_ajena"


@pytest.mark.parametrize(
    "extensiones", [(), (OTRO_USO,), (CUALQUIER_USO,), (USO_OCSP, CRITICA_AJENA)], ids=str
)
def test_un_delegado_sin_ese_uso_no(taller: Any, extensiones: tuple[bytes, ...]) -> None:
    minima = extension("2.5.29.19", "3000", critica=True)
    cer = delegado(taller, extensiones=(minima, *extensiones))
    assert falla(taller, responder(taller, llave=DELEGADO.llave, certificados=[cer])) == "firma_ajena"


def test_un_delegado_fuera_de_su_vigencia_no(taller: Any) -> None:
    for fechas in ({"hasta": taller.ahora - SEGUNDO}, {"desde": taller.ahora + SEGUNDO}):
        cer = delegado(taller, **fechas)
        assert falla(taller, responder(taller, llave=DELEGADO.llave, certificados=[cer])) == "firma_ajena"


def test_el_delegado_de_otra_autoridad_no(taller: Any) -> None:
    homonima = Emisor(taller.ac.nombre, nueva_llave())
    ajena = Emisor(nombre(atributo("2.5.4.3", "AJENA")), taller.ac.llave)
    for emisor in (homonima, ajena):
        cer = delegado(taller, emisor=emisor)
        assert falla(taller, responder(taller, llave=DELEGADO.llave, certificados=[cer])) == "firma_ajena"


def test_el_delegado_de_un_delegado_no(taller: Any) -> None:
    nieto = nueva_llave()
    cer = taller.cer(
        emisor=DELEGADO,
        sujeto=nombre(atributo("2.5.4.3", "NIETO")),
        llave=llave_en_der(nieto.public_key()),
        extensiones=(USO_OCSP,),
    )
    respuesta = responder(taller, llave=nieto, certificados=[cer, delegado(taller)])
    assert falla(taller, respuesta) == "firma_ajena"


def test_la_propia_efirma_no_responde_por_si_misma(taller: Any) -> None:
    respuesta = responder(taller, llave=taller.llave, certificados=[taller.fiel])
    assert falla(taller, respuesta) == "firma_ajena"


def test_una_extension_critica_no_se_entiende(taller: Any) -> None:
    ajena = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0")
    assert falla(taller, responder(taller, extra=ajena)) == "extension_critica"


def test_solo_se_lee_la_clase_basica(taller: Any) -> None:
    basica_, otra = bytes.fromhex("2b0601050507300101"), bytes.fromhex("2b060105050730017f")
    assert falla(taller, responder(taller).replace(basica_, otra)) == "ilegible"


def test_dos_respuestas_en_una_no_se_leen(taller: Any) -> None:
    datos = asn1.ResponseData.load(leer_der(basica(responder(taller))).hijos[0].crudo)
    datos["responses"].append(datos["responses"][0].copy())
    tbs = datos.dump(force=True)
    firma = tlv(0x03, b"\0", taller.ac.llave.sign(tbs, PKCS1v15(), SHA256()))
    respuesta = armar(tbs, bytes.fromhex("300d06092a864886f70d01010b0500"), firma)
    assert falla(taller, respuesta) == "ilegible"


@pytest.mark.parametrize("basura", [b"", b"<html>", bytes(99), b"\x30\x80\x00\x00"])
def test_lo_ilegible(taller: Any, basura: bytes) -> None:
    assert falla(taller, basura) == "ilegible"
    assert falla(taller, responder(taller) + b"\0") == "ilegible"


def test_lo_que_no_cabe_en_la_evidencia(taller: Any) -> None:
    relleno = [delegado(taller)] * (LARGO_MAXIMO // 700)
    respuesta = responder(taller, llave=DELEGADO.llave, certificados=relleno)
    assert len(respuesta) > LARGO_MAXIMO
    assert falla(taller, respuesta) == "ilegible"


@pytest.mark.parametrize("delegada", [False, True])
def test_una_respuesta_alterada_nunca_dice_nada(taller: Any, delegada: bool) -> None:
    """Every octet in turn, also those that nobody signs."""
    por = {"llave": DELEGADO.llave, "certificados": [delegado(taller)]} if delegada else {}
    respuesta = responder(taller, estado=OCSPCertStatus.REVOKED, **por)
    for posicion, octeto in enumerate(respuesta):
        for otro in (octeto ^ 1, octeto ^ 0x80):
            alterada = respuesta[:posicion] + bytes([otro]) + respuesta[posicion + 1 :]
            assert consultar(taller, alterada).estado is SIN_FUENTE, (posicion, octeto, otro)


@given(st.binary(max_size=200))
def test_ningun_octeto_rompe_al_lector(taller: Any, ruido: bytes) -> None:
    assert consultar(taller, ruido).estado is SIN_FUENTE


@pytest.mark.parametrize("ac", ["5", "6", "7"])
def test_las_autoridades_y_los_respondedores_del_sat_se_leen(
    taller: Any, carpeta_fiel: Path, ac: str
) -> None:
    """AC6 and its responder hold names that `cryptography` does not read."""
    carpeta = carpeta_fiel / "ac-produccion"
    suya = pregunta(taller, emisor=(carpeta / f"AC{ac}_SAT.cer").read_bytes())
    assert ocsp.load_der_ocsp_request(suya.der).serial_number == suya.serie
    delegado_del_sat = (carpeta / f"ocsp.ac{ac}_sat.cer").read_bytes()
    autoridad = leer_ancla(suya.emisor)
    assert len(list(_llaves_autorizadas(autoridad, [delegado_del_sat], taller.ahora))) == 2
    partes = [hijo.crudo for hijo in leer_der(basica(responder(taller, a=suya))).hijos]
    respuesta = armar(*partes, tlv(0xA0, tlv(0x30, delegado_del_sat)))
    assert consultar_ocsp(suya, respuesta=respuesta, en=taller.ahora).falla == "firma_ajena"
