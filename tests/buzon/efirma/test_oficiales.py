"""The 63 test pairs that the SAT publishes, where they lie beside the checkout."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

from buzon.efirma.asn1 import x509
from buzon.efirma.cadena import leer_ancla, validar_cadena
from buzon.efirma.certificado import exigir_fiel, leer_certificado
from buzon.efirma.errores import CertificadoNoConfiable, CertificadoVencido, EsSelloDigital
from buzon.efirma.firma import verificar_firma
from buzon.valores.identificadores import es_persona_moral

CARPETA = Path(__file__).resolve().parents[4] / "shared" / "fiel-pruebas"
FIELES = sorted(CARPETA.glob("20*/*_fiel.cer"))
SELLOS = sorted(CARPETA.glob("20*/*_csd*.cer"))
CONTRASENA = b"12345678a"

pytestmark = pytest.mark.skipif(not FIELES, reason=f"no está {CARPETA} (pares de prueba del SAT)")


@pytest.fixture(scope="module")
def anclas() -> list[bytes]:
    return [ruta.read_bytes() for ruta in sorted(CARPETA.glob("ac-pruebas/*.cer"))]


def test_estan_todos() -> None:
    assert (len(FIELES), len(SELLOS)) == (32, 31)


@pytest.mark.parametrize("ruta", FIELES, ids=lambda ruta: ruta.stem)
def test_acepta_cada_fiel_en_sus_fechas(ruta: Path, anclas: list[bytes]) -> None:
    certificado = leer_certificado(ruta.read_bytes())
    exigir_fiel(certificado)
    for en in (certificado.desde, certificado.desde + timedelta(days=365)):
        assert len(validar_cadena(certificado, anclas=anclas, en=en)) == 2
    with pytest.raises(CertificadoVencido):
        validar_cadena(certificado, anclas=anclas, en=certificado.hasta + timedelta(seconds=1))
    assert certificado.numero.startswith("30001")
    assert es_persona_moral(certificado.rfc) == bool(certificado.representante_rfc) == (not certificado.curp)


@pytest.mark.parametrize("ruta", SELLOS, ids=lambda ruta: ruta.stem)
def test_rechaza_cada_sello_aunque_su_cadena_este_bien(ruta: Path, anclas: list[bytes]) -> None:
    certificado = leer_certificado(ruta.read_bytes())
    assert validar_cadena(certificado, anclas=anclas, en=certificado.desde)
    with pytest.raises(EsSelloDigital):
        exigir_fiel(certificado)


@pytest.mark.parametrize("ruta", FIELES + SELLOS, ids=lambda ruta: ruta.stem)
def test_lee_lo_mismo_que_asn1crypto(ruta: Path) -> None:
    propio, ajeno = leer_certificado(ruta.read_bytes()), x509.Certificate.load(ruta.read_bytes())
    sujeto = ajeno.subject.native
    assert sujeto["unique_identifier"].split("/")[0].strip() == propio.rfc
    assert sujeto["name"] == propio.titular
    assert sujeto["serial_number"].split("/")[-1].strip() == (propio.curp or propio.representante_curp)
    assert (ajeno.not_valid_before, ajeno.not_valid_after) == (propio.desde, propio.hasta)


def test_la_firma_de_cada_llave_se_verifica() -> None:
    for ruta in FIELES:
        llave = load_der_private_key(
            ruta.with_suffix(".key").read_bytes(), CONTRASENA, unsafe_skip_rsa_key_validation=True
        )
        assert isinstance(llave, RSAPrivateKey)
        firma = llave.sign(b"texto", PKCS1v15(), SHA256())
        verificar_firma(leer_certificado(ruta.read_bytes()), texto=b"texto", firma=firma)


def test_las_de_prueba_no_valen_con_las_anclas_de_produccion() -> None:
    produccion = [ruta.read_bytes() for ruta in sorted(CARPETA.glob("ac-produccion/*.cer"))]
    for ruta in FIELES:
        certificado = leer_certificado(ruta.read_bytes())
        with pytest.raises(CertificadoNoConfiable):
            validar_cadena(certificado, anclas=produccion, en=certificado.desde)


def test_toda_autoridad_se_lee_como_ancla_tambien_la_ac6() -> None:
    """AC6's own DN is an illegal PrintableString that `cryptography` cannot load."""
    rutas = sorted(CARPETA.glob("ac-*/*.cer"))
    assert len(rutas) == 20
    for ruta in rutas:
        assert leer_ancla(ruta.read_bytes()).der == ruta.read_bytes()


def test_la_fiel_de_2023_vence_al_segundo_en_utc(anclas: list[bytes]) -> None:
    """Its last day in Mexico City is the 16th; the certificate counts in UTC."""
    certificado = leer_certificado((CARPETA / "2023-moral" / "eku9003173c9_fiel.cer").read_bytes())
    assert certificado.hasta.isoformat() == "2027-05-17T04:37:14+00:00"
    assert validar_cadena(certificado, anclas=anclas, en=certificado.hasta)
