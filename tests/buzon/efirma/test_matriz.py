"""The matrix of refusals: one bad certificate a row, and the name of its refusal."""

import base64
import random
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PublicFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from buzon.demo import emision
from buzon.demo.emision import SIN_AUTORIDAD, UTF8, Emisor, atributo, extension, nombre, tlv
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.errores import (
    CertificadoAlgoritmo,
    CertificadoAunNoVigente,
    CertificadoIlegible,
    CertificadoNoConfiable,
    CertificadoRfcInvalido,
    CertificadoSinRfc,
    CertificadoVencido,
    EsSelloDigital,
)
from buzon.efirma.firma import envolver_cms
from buzon.efirma.llave import tiene_modulo_debil
from buzon.valores.rechazo import Rechazo

Caso = tuple[str, Callable[[Any], bytes]]
UN_SEGUNDO = timedelta(seconds=1)
NOMBRE = atributo("2.5.4.41", "ELENA")
_SHA256 = bytes.fromhex("300d06092a864886f70d01010b0500")


def con_rfc(texto: str, *, etiqueta: int | None = None) -> Callable[[Any], bytes]:
    return lambda taller: taller.cer(sujeto=nombre(NOMBRE, atributo("2.5.4.45", texto, etiqueta)))


def con_nombre(*atributos: bytes) -> Callable[[Any], bytes]:
    return lambda taller: taller.cer(sujeto=nombre(*atributos, atributo("2.5.4.45", "MULE840312QA0")))


def con_extensiones(*extensiones: bytes) -> Callable[[Any], bytes]:
    return lambda taller: taller.cer(extensiones=extensiones)


def con_llave(spki: bytes) -> Callable[[Any], bytes]:
    return lambda taller: taller.cer(llave=spki)


def con_algoritmo(algoritmo: str) -> Callable[[Any], bytes]:
    """Another signature algorithm inside and outside, as an authority of old times would write."""
    return lambda taller: taller.fiel.replace(_SHA256, bytes.fromhex(algoritmo))


def en_pem(der: bytes, *, de: bytes = b"CERTIFICATE") -> bytes:
    return b"-----BEGIN %b-----\n%b-----END %b-----\n" % (de, base64.encodebytes(der), de)


def numero_rsa(modulo: int, exponente: int = 65537) -> bytes:
    """The public key without asking anybody whether it makes sense."""
    rsa = tlv(0x30, *(tlv(0x02, n.to_bytes(n.bit_length() // 8 + 1)) for n in (modulo, exponente)))
    return tlv(0x30, bytes.fromhex("300d06092a864886f70d0101010500"), tlv(0x03, b"\0", rsa))


def otra_llave(llave: Any) -> bytes:
    return bytes(llave.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def solicitud(taller: Any) -> bytes:
    pedido = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    return pedido.sign(taller.llave, SHA256()).public_bytes(Encoding.DER)


def con_lastre(octetos: int) -> tuple[bytes, ...]:
    """The extensions of a FIEL and one more, harmless and so heavy."""
    return (*emision.EXTENSIONES_DE_FIEL, extension("1.2.3.4.5", tlv(0x04, bytes(octetos)).hex()))


def pfx(taller: Any) -> bytes:
    return serialize_key_and_certificates(b"x", taller.llave, None, None, BestAvailableEncryption(b"x"))


def anidado(profundidad: int) -> bytes:
    datos = b""
    for _ in range(profundidad):
        datos = tlv(0x30, datos)
    return datos


def modulo_sano(bits: int) -> int:
    """A modulus that nothing but its size or its exponent can be refused for."""
    azar = random.Random(bits)
    while True:
        modulo = azar.getrandbits(bits) | 1 << (bits - 1) | 1
        if not tiene_modulo_debil(modulo):
            return modulo


MODULO = modulo_sano(2048)

ILEGIBLES: list[Caso] = [
    ("vacío", lambda t: b""),
    ("un byte", lambda t: b"\x30"),
    ("una imagen JPEG", lambda t: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500)),
    ("un PKCS#7", lambda t: envolver_cms(leer_certificado(t.fiel), firma=bytes(256), emisores=[])),
    ("una solicitud", solicitud),
    ("un PFX", pfx),
    ("la llave", lambda t: emision.cifrar_llave(t.llave, contrasena="x")),
    ("dos certificados", lambda t: t.fiel * 2),
    ("un byte sobrante", lambda t: t.fiel + b"\0"),
    ("truncado", lambda t: t.fiel[:-1]),
    ("PEM doble", lambda t: en_pem(t.fiel) * 2),
    ("PEM de otra cosa", lambda t: en_pem(t.fiel, de=b"PKCS7")),
    ("PEM con basura delante", lambda t: b"x" + en_pem(t.fiel)),
    ("PEM sin fin", lambda t: en_pem(t.fiel)[:-10]),
    ("PEM que no es base64", lambda t: en_pem(t.fiel).replace(b"M", b"*", 1)),
    ("PEM con bytes sobrantes", lambda t: en_pem(t.fiel + b"\0")),
    ("PEM en UTF-16", lambda t: en_pem(t.fiel).decode().encode("utf-16")),
    ("base64 sin PEM", lambda t: base64.b64encode(t.fiel)),
    ("más de 8 kB", con_nombre(NOMBRE, atributo("2.5.4.13", "A" * 10_000))),
    ("más de 8 kB en una extensión que nadie lee", lambda t: t.cer(extensiones=con_lastre(7500))),
    ("8 kB de ceros", lambda t: bytes(8192)),
    ("BER indefinido", lambda t: b"\x30\x80" + t.fiel[4:] + b"\0\0"),
    ("longitud no mínima", lambda t: b"\x30\x83\0" + t.fiel[2:]),
    ("bomba de longitud", lambda t: b"\x30\x84\xff\xff\xff\xff" + t.fiel[4:]),
    ("bomba de 126 octetos", lambda t: b"\x30\xfe" + b"\xff" * 126),
    ("anidado 17", lambda t: anidado(17)),
    ("anidado 1338", lambda t: anidado(1338)),
    ("anidado 2000", lambda t: anidado(2000)),
    ("anidado 5000", lambda t: anidado(5000)),
    ("SET de miles", lambda t: tlv(0x30, tlv(0x31, b"\x05\x00" * 4000), b"\x30\x00", b"\x03\x00")),
    ("OID de miles", lambda t: tlv(0x30, tlv(0x06, b"\x81" * 8000 + b"\x01"))),
    ("serie cero", lambda t: t.cer(serie=b"\0")),
    ("serie negativa", lambda t: t.cer(serie=b"\xff" * 20)),
    ("serie de 21 octetos", lambda t: t.cer(serie=b"3" * 21)),
    ("serie que no es de dígitos", lambda t: t.cer(serie=b"3000100000050000341A")),
    ("serie decimal", lambda t: t.cer(serie=(123456).to_bytes(3))),
    ("dos algoritmos de firma", lambda t: t.fiel.replace(_SHA256, _SHA256[:-3] + b"\x0c\x05\0", 1)),
    ("versión 1", lambda t: t.fiel.replace(bytes.fromhex("a003020102"), bytes.fromhex("a003020100"))),
    ("extensión repetida", con_extensiones(*emision.EXTENSIONES_DE_FIEL, emision.USOS_DE_FIEL)),
    ("fecha con fracción", lambda t: t.cer(hasta=tlv(0x18, b"20300101000000.5Z"))),
    ("fecha con huso", lambda t: t.cer(hasta=tlv(0x17, b"300101000000-0600"))),
    ("fecha sin segundos", lambda t: t.cer(hasta=tlv(0x17, b"3001010000Z"))),
    ("segundo intercalar", lambda t: t.cer(hasta=tlv(0x17, b"300101235960Z"))),
    ("31 de febrero", lambda t: t.cer(hasta=tlv(0x17, b"300231000000Z"))),
    ("nombre con NUL", con_nombre(atributo("2.5.4.41", "ELENA\0MUESTRA"))),
    ("nombre con salto de línea", con_nombre(atributo("2.5.4.41", "ELENA\r\nBcc: x"))),
    ("nombre con control C1", con_nombre(atributo("2.5.4.41", "ELENA\x9b31m"))),
    ("nombre de derecha a izquierda", con_nombre(atributo("2.5.4.41", "ELENA\u202eARTSEUM", UTF8))),
    ("nombre con ancho cero", con_nombre(atributo("2.5.4.41", "ELENA\u200bMUESTRA", UTF8))),
    ("nombre de 256 letras", con_nombre(atributo("2.5.4.41", "A" * 256))),
    ("nombre vacío", con_nombre(atributo("2.5.4.41", ""))),
    ("sin nombre", con_nombre()),
    ("UTF-8 inválido", con_nombre(tlv(0x31, tlv(0x30, bytes.fromhex("0603550429"), tlv(UTF8, b"\xff\xfe"))))),
    ("BMPString cortado", con_nombre(tlv(0x31, tlv(0x30, bytes.fromhex("0603550429"), tlv(0x1E, b"\0A\0"))))),
    (
        "nombre que no es texto",
        con_nombre(tlv(0x31, tlv(0x30, bytes.fromhex("0603550429"), tlv(0x04, b"A")))),
    ),
    ("dos nombres", con_nombre(NOMBRE, NOMBRE)),
    ("RDN de dos atributos", con_nombre(tlv(0x31, NOMBRE[2:], atributo("2.5.4.3", "BEATRIZ")[2:]))),
]

ALGORITMOS: list[Caso] = [
    ("firmado con SHA-1", con_algoritmo("300d06092a864886f70d0101050500")),
    ("firmado con MD5", con_algoritmo("300d06092a864886f70d0101040500")),
    ("firmado con SHA-224", con_algoritmo("300d06092a864886f70d01010e0500")),
    ("firmado con PSS", con_algoritmo("300d06092a864886f70d01010a0500")),
    ("llave EC", con_llave(otra_llave(ec.generate_private_key(ec.SECP256R1())))),
    ("llave Ed25519", con_llave(otra_llave(ed25519.Ed25519PrivateKey.generate()))),
    (
        "llave RSA-PSS",
        lambda t: t.fiel.replace(bytes.fromhex("2a864886f70d010101"), bytes.fromhex("2a864886f70d01010a")),
    ),
    ("RSA de 1024", con_llave(otra_llave(generate_private_key(65537, 1024)))),
    ("RSA de 2047", con_llave(numero_rsa(modulo_sano(2047)))),
    ("RSA de 4097", con_llave(numero_rsa(modulo_sano(4097)))),
    ("RSA de 16384", con_llave(numero_rsa(modulo_sano(16384)))),
    ("e = 1", con_llave(numero_rsa(MODULO, 1))),
    (
        "e = 3",
        con_llave(
            RSAPublicNumbers(3, MODULO)
            .public_key()
            .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        ),
    ),
    ("e par", con_llave(numero_rsa(MODULO, 65536))),
    ("e enorme", con_llave(numero_rsa(MODULO, (1 << 31) + 11))),
    ("módulo par", con_llave(numero_rsa(MODULO + 1))),
    ("módulo con un factor pequeño", con_llave(numero_rsa(3 * modulo_sano(2047)))),
]

PERFILES: list[Caso] = [
    ("CSD", lambda t: t.cer(sujeto=emision.sujeto_de_csd(t.moral), extensiones=emision.EXTENSIONES_DE_CSD)),
    ("CSD sin OU", lambda t: t.cer(sujeto=t.moral, extensiones=emision.EXTENSIONES_DE_CSD)),
    ("CSD vencido", lambda t: t.cer(extensiones=emision.EXTENSIONES_DE_CSD, hasta=t.ahora - UN_SEGUNDO)),
    ("CSD sin RFC", lambda t: t.cer(sujeto=nombre(NOMBRE), extensiones=emision.EXTENSIONES_DE_CSD)),
    ("FIEL con OU", lambda t: t.cer(sujeto=emision.sujeto_de_csd(t.moral))),
    ("una autoridad", lambda t: t.ancla),
    (
        "FIEL con CA:TRUE",
        con_extensiones(extension("2.5.29.19", "30030101ff"), *emision.EXTENSIONES_DE_FIEL[1:]),
    ),
    (
        "un uso de más",
        con_extensiones(SIN_AUTORIDAD, extension("2.5.29.15", "030203f8"), *emision.EXTENSIONES_DE_FIEL[2:]),
    ),
    ("sin extensiones", con_extensiones()),
    ("sin usos extendidos", con_extensiones(*emision.EXTENSIONES_DE_FIEL[:3])),
    (
        "cualquier uso",
        con_extensiones(*emision.EXTENSIONES_DE_FIEL[:3], extension("2.5.29.37", "30060604551d2500")),
    ),
]

RFCS: list[Caso] = [
    ("genérico nacional", con_rfc("XAXX010101000")),
    ("genérico extranjero", con_rfc("XEXX010101000")),
    ("genérico como representante", con_rfc("H&E0703285CA / XAXX010101000")),
    ("dos barras", con_rfc("H&E0703285CA / MULE840312QA0 / MULE840312QA0")),
    ("barra doble", con_rfc("H&E0703285CA // MULE840312QA0")),
    ("barra al final", con_rfc("MULE840312QA0 /")),
    ("barra al principio", con_rfc("/ MULE840312QA0")),
    ("dos RFC sin barra", con_rfc("H&E0703285CA MULE840312QA0")),
    ("moral sin representante", con_rfc("H&E0703285CA")),
    ("física con representante", con_rfc("MULE840312QA0 / EERT791105KT8")),
    ("moral por moral", con_rfc("H&E0703285CA / PMU981002GK2")),
    ("minúsculas", con_rfc("mule840312qa0")),
    ("con guiones", con_rfc("MULE-840312-QA0")),
    ("Ñ descompuesta", con_rfc(unicodedata.normalize("NFD", "ÑAMB900722J45"), etiqueta=UTF8)),
    ("ancho completo", con_rfc("ＭＵＬＥ840312QA0", etiqueta=UTF8)),
    ("letra parecida", con_rfc("МULE840312QA0", etiqueta=UTF8)),
    ("entidad HTML", con_rfc("H&amp;E0703285CA / MULE840312QA0")),
    ("fecha imposible", con_rfc("MULE840231QA0")),
    ("el nombre del OID, como en las AC del SAT", con_rfc("2.5.4.45")),
    ("repetido", con_nombre(NOMBRE, atributo("2.5.4.45", "EERT791105KT8"))),
]

SIN_RFC: list[Caso] = [
    ("sin el atributo", lambda t: t.cer(sujeto=nombre(NOMBRE))),
    ("vacío", con_rfc("")),
    ("espacios", con_rfc("   ")),
]


def ajena(taller: Any, *, dn: bytes) -> Emisor:
    return Emisor(dn, taller.llave)


def llave_del_emisor(taller: Any) -> bytes:
    """AuthorityKeyIdentifier that names the authority's true key."""
    identificador = emision.identificador(taller.ac.llave.public_key())
    return extension("2.5.29.35", tlv(0x30, tlv(0x80, identificador)).hex())


DESCONOCIDA = nombre(atributo("2.5.4.3", "AC DESCONOCIDA"))
NO_CONFIABLES: list[Caso] = [
    ("AC desconocida", lambda t: t.cer(emisor=ajena(t, dn=DESCONOCIDA))),
    (
        "AC desconocida, y vencido",
        lambda t: t.cer(emisor=ajena(t, dn=DESCONOCIDA), hasta=t.ahora - UN_SEGUNDO),
    ),
    ("mismo DN, otra llave", lambda t: t.cer(emisor=ajena(t, dn=t.ac.nombre))),
    (
        "mismo DN y mismo identificador de llave, otra llave",
        lambda t: t.cer(
            emisor=ajena(t, dn=t.ac.nombre), extensiones=(*emision.EXTENSIONES_DE_FIEL, llave_del_emisor(t))
        ),
    ),
    (
        "mismo DN, otra llave, y vencido",
        lambda t: t.cer(emisor=ajena(t, dn=t.ac.nombre), hasta=t.ahora - UN_SEGUNDO),
    ),
    (
        "una FIEL como autoridad",
        lambda t: t.cer(emisor=ajena(t, dn=emision.sujeto_de_fiel(t.fisica)), sujeto=t.moral),
    ),
    ("autofirmado", lambda t: t.cer(emisor=ajena(t, dn=emision.sujeto_de_fiel(t.fisica)))),
    ("un bit de la firma", lambda t: t.fiel[:-1] + bytes([t.fiel[-1] ^ 1])),
    ("un bit del nombre", lambda t: t.fiel.replace(b"BEGO\xd1A", b"BEGONA", 1)),
    (
        "extensión crítica desconocida",
        con_extensiones(*emision.EXTENSIONES_DE_FIEL, extension("1.2.3.4.5", "0500", critica=True)),
    ),
]

MATRIZ = {
    CertificadoIlegible: ILEGIBLES,
    CertificadoAlgoritmo: ALGORITMOS,
    EsSelloDigital: PERFILES,
    CertificadoRfcInvalido: RFCS,
    CertificadoSinRfc: SIN_RFC,
    CertificadoNoConfiable: NO_CONFIABLES,
    CertificadoVencido: [
        ("por un segundo", lambda t: t.cer(hasta=t.ahora - UN_SEGUNDO)),
        ("terminó antes de empezar", lambda t: t.cer(desde=t.ahora + UN_SEGUNDO, hasta=t.ahora - UN_SEGUNDO)),
    ],
    CertificadoAunNoVigente: [("por un segundo", lambda t: t.cer(desde=t.ahora + UN_SEGUNDO))],
}


@pytest.mark.parametrize(
    ("rechazo", "fabricar"),
    [
        pytest.param(rechazo, fabricar, id=f"{rechazo.codigo}: {nombre_del_caso}")
        for rechazo, casos in MATRIZ.items()
        for nombre_del_caso, fabricar in casos
    ],
)
def test_matriz(taller: Any, rechazo: type[Rechazo], fabricar: Callable[[Any], bytes]) -> None:
    cer = fabricar(taller)
    with pytest.raises(Rechazo) as rechazado:
        taller.validar(cer)
    assert type(rechazado.value) is rechazo, rechazado.value.detalle


def test_lo_que_la_matriz_cambia_es_bueno_sin_el_cambio(taller: Any) -> None:
    assert taller.validar(taller.fiel).rfc == "ÑAMB900722J45"
    assert taller.validar(taller.cer(sujeto=taller.moral)).rfc == "H&E0703285CA"
    assert taller.validar(con_rfc("MULE840312QA0")(taller)).rfc == "MULE840312QA0"
    assert taller.validar(con_rfc(" MULE840312QA0  ")(taller)).rfc == "MULE840312QA0"
    assert taller.validar(taller.cer(extensiones=con_lastre(6500))).rfc == "ÑAMB900722J45"
    con_identificador = taller.cer(extensiones=(*emision.EXTENSIONES_DE_FIEL, llave_del_emisor(taller)))
    assert taller.validar(con_identificador).rfc == "ÑAMB900722J45"
    assert taller.validar(con_rfc("PMU981002GK2/MULE840312QA0")(taller)).representante_rfc == "MULE840312QA0"
    for bits in (2048, 4096):
        assert taller.validar(taller.cer(llave=numero_rsa(modulo_sano(bits)))).rfc == "ÑAMB900722J45"
    assert (
        taller.validar(taller.cer(llave=otra_llave(generate_private_key(65537, 3072)))).rfc == "ÑAMB900722J45"
    )


@pytest.mark.parametrize("instante", ["desde", "hasta"])
def test_los_dos_extremos_de_la_vigencia_valen(taller: Any, instante: str) -> None:
    certificado = leer_certificado(taller.fiel)
    assert taller.validar(taller.fiel, en=getattr(certificado, instante)) == certificado


DEFECTOS: list[tuple[type[Rechazo], dict[str, Any]]] = [
    (CertificadoIlegible, {"serie": b"\x01"}),
    (CertificadoAlgoritmo, {"llave": numero_rsa(modulo_sano(2047))}),
    (EsSelloDigital, {"extensiones": emision.EXTENSIONES_DE_CSD}),
    (CertificadoRfcInvalido, {"sujeto": nombre(NOMBRE, atributo("2.5.4.45", "XAXX010101000"))}),
    (CertificadoNoConfiable, {"emisor": Emisor(DESCONOCIDA, emision.nueva_llave())}),
]


@pytest.mark.parametrize("primero", range(len(DEFECTOS)), ids=lambda n: DEFECTOS[n][0].codigo)
def test_el_primer_defecto_es_el_que_se_dice(taller: Any, primero: int) -> None:
    """A certificate with this defect and all the later ones, expired besides."""
    partes = {parte: valor for _, defecto in DEFECTOS[primero:] for parte, valor in defecto.items()}
    with pytest.raises(Rechazo) as rechazado:
        taller.validar(taller.cer(**partes, hasta=taller.ahora - UN_SEGUNDO))
    assert type(rechazado.value) is DEFECTOS[primero][0]
