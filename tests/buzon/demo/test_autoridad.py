"""The «AC de pruebas»: its files, its seal, its CRL, and the likeness of what it issues to the SAT's."""

import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_der_private_key

from buzon.demo import autoridad
from buzon.demo.autoridad import crear_autoridad, emitir_crl, revocar
from buzon.demo.emision import Titular, cifrar_llave, emitir_persona, nueva_llave
from buzon.efirma.cadena import leer_ancla, validar_cadena
from buzon.efirma.certificado import exigir_fiel, leer_certificado, numero_de_certificado
from buzon.efirma.der import Elemento, leer_der
from buzon.efirma.errores import CertificadoNoConfiable
from buzon.efirma.revocacion import EstadoRevocacion, consultar_crls

OFICIALES = Path(__file__).resolve().parents[4] / "shared" / "fiel-pruebas"
EKU = Titular(
    "ESCUELA KEMPER URGATE SA DE CV",
    "EKU9003173C9",
    representante_rfc="VADA800927DJ3",
    representante_curp="VADA800927HSRSRL05",
    correo="SATpruebas@pruebas.gob.mx",
)
CANF = Titular(
    "FERNANDO CASTILLO ÑABARRO", "CAÑF770131PA3", "CANF770131HBCSBR08", correo="pruebas.sat@pruebas.gob.mx"
)
SUJETO, LLAVE, EXTENSIONES = 5, 6, 7


def anclas(demo: Path) -> list[bytes]:
    return [(demo / ruta).read_bytes() for ruta in (autoridad.RAIZ, autoridad.INTERMEDIA)]


def archivos(carpeta: Path) -> dict[Path, bytes]:
    return {ruta: ruta.read_bytes() for ruta in carpeta.rglob("*") if ruta.is_file()}


def test_lo_emitido_se_acepta_con_sus_anclas_y_sin_ellas_no(demo: Path, ahora: datetime) -> None:
    emisor = crear_autoridad(demo, ahora=ahora).intermedia
    certificado = leer_certificado(emitir_persona(emisor, titular=CANF, desde=ahora, contrasena="x").cer)
    exigir_fiel(certificado)
    assert (
        validar_cadena(certificado, anclas=anclas(demo), en=ahora)[1]
        == (demo / autoridad.INTERMEDIA).read_bytes()
    )
    with pytest.raises(CertificadoNoConfiable):
        validar_cadena(certificado, anclas=anclas(demo)[:1], en=ahora)


def test_la_ajena_emite_igual_pero_nadie_la_conoce(demo: Path, ahora: datetime) -> None:
    par = emitir_persona(crear_autoridad(demo, ahora=ahora).ajena, titular=CANF, desde=ahora, contrasena="x")
    exigir_fiel(leer_certificado(par.cer))
    with pytest.raises(CertificadoNoConfiable):
        validar_cadena(leer_certificado(par.cer), anclas=anclas(demo), en=ahora)


def test_es_idempotente(demo: Path, ahora: datetime) -> None:
    antes = archivos(demo)
    crear_autoridad(demo, ahora=ahora + timedelta(days=1))
    assert archivos(demo) == antes


def test_las_llaves_solo_las_lee_su_dueno(demo: Path) -> None:
    llaves = sorted(demo.rglob("*.key"))
    assert len(llaves) > 4
    assert {ruta.stat().st_mode & 0o777 for ruta in llaves} == {0o600}


def test_una_autoridad_incompleta_se_rehace_y_olvida_a_su_gente(
    tmp_path: Path, ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autoridad, "BITS_DE_AUTORIDAD", 2048)
    crear_autoridad(tmp_path, ahora=ahora)
    raiz = (tmp_path / autoridad.RAIZ).read_bytes()
    autoridad.escribir(tmp_path / autoridad.PERSONAS, b"[]")
    (tmp_path / autoridad.SELLO).unlink()
    crear_autoridad(tmp_path, ahora=ahora)
    assert (tmp_path / autoridad.RAIZ).read_bytes() != raiz
    assert (tmp_path / autoridad.SELLO).is_file()
    assert not (tmp_path / autoridad.PERSONAS).exists()


def test_el_sello_es_de_la_intermedia_y_lo_entiende_cualquier_lector(demo: Path, ahora: datetime) -> None:
    """No RFC in the names: other readers of PDF expect a BIT STRING in that attribute."""
    sello = x509.load_der_x509_certificate((demo / autoridad.SELLO).read_bytes())
    intermedia, raiz = (x509.load_der_x509_certificate(der) for der in reversed(anclas(demo)))
    sello.verify_directly_issued_by(intermedia)
    intermedia.verify_directly_issued_by(raiz)
    for certificado in (sello, intermedia, raiz):
        assert {atributo.oid.dotted_string for atributo in certificado.subject} == {
            "2.5.4.6",
            "2.5.4.10",
            "2.5.4.3",
        }
        assert certificado.not_valid_before_utc <= ahora <= certificado.not_valid_after_utc
    usos = sello.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usos.digital_signature
    assert usos.content_commitment
    llave = load_der_private_key((demo / autoridad.LLAVE_DEL_SELLO).read_bytes(), None)
    assert llave.public_key() == sello.public_key()
    assert len(numero_de_certificado((demo / autoridad.SELLO).read_bytes())) == 20


def test_la_crl_se_reemite_y_conserva_lo_revocado(
    tmp_path: Path, ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autoridad, "BITS_DE_AUTORIDAD", 2048)
    emisor = crear_autoridad(tmp_path, ahora=ahora).intermedia
    bueno, malo = (
        leer_certificado(emitir_persona(emisor, titular=CANF, desde=ahora, contrasena="x").cer)
        for _ in range(2)
    )
    revocar(tmp_path, malo.numero, ahora=ahora)
    for en in (ahora, ahora + timedelta(days=30)):
        crls = [emitir_crl(tmp_path, ahora=en)]
        assert (tmp_path / autoridad.CRL).read_bytes() == crls[0]
        intermedia = (tmp_path / autoridad.INTERMEDIA).read_bytes()
        estados = [consultar_crls(c, emisor=intermedia, crls=crls, en=en).estado for c in (bueno, malo)]
        assert estados == [EstadoRevocacion.VIGENTE, EstadoRevocacion.REVOCADO]
        tarde = en + timedelta(days=7, seconds=1)
        assert (
            consultar_crls(malo, emisor=intermedia, crls=crls, en=tarde).estado is EstadoRevocacion.SIN_FUENTE
        )


def forma(elemento: Elemento) -> object:
    """Tags and structure, with the contents of what does not depend on the key or on chance."""
    if elemento.hijos:
        return elemento.etiqueta, [forma(hijo) for hijo in elemento.hijos]
    return elemento.etiqueta, len(elemento.contenido)


@pytest.mark.skipif(not OFICIALES.is_dir(), reason=f"no está {OFICIALES} (pares de prueba del SAT)")
@pytest.mark.parametrize(
    ("titular", "archivo", "es_csd"),
    [
        (EKU, "2023-moral/eku9003173c9_fiel", False),
        (EKU, "2023-moral/eku9003173c9_csd", True),
        (CANF, "2019-fisica/canf770131pa3_fiel", False),
    ],
)
def test_se_parece_byte_por_byte_a_lo_del_sat(
    demo: Path, ahora: datetime, titular: Titular, archivo: str, es_csd: bool
) -> None:
    emisor = crear_autoridad(demo, ahora=ahora).intermedia
    desde = leer_certificado((OFICIALES / f"{archivo}.cer").read_bytes()).desde
    par = emitir_persona(emisor, titular=titular, desde=desde, contrasena="12345678a", es_csd=es_csd)
    oficial, propio = (leer_der(der).hijos for der in ((OFICIALES / f"{archivo}.cer").read_bytes(), par.cer))
    assert propio[0].hijos[SUJETO].crudo == oficial[0].hijos[SUJETO].crudo
    assert propio[0].hijos[EXTENSIONES].crudo == oficial[0].hijos[EXTENSIONES].crudo
    assert propio[0].hijos[4].crudo == oficial[0].hijos[4].crudo
    for parte in (0, 1, 2, LLAVE):
        assert forma(propio[0].hijos[parte]) == forma(oficial[0].hijos[parte])
    assert [forma(parte) for parte in propio[1:]] == [forma(parte) for parte in oficial[1:]]
    algoritmo, cifrado = leer_der((OFICIALES / f"{archivo}.key").read_bytes()).hijos
    algoritmo_propio, cifrado_propio = leer_der(par.key).hijos
    assert forma(algoritmo_propio) == forma(algoritmo)
    # A number of the key that begins with a zero octet is written shorter, by chance: a block less at most.
    assert len(cifrado.contenido) - len(cifrado_propio.contenido) in {-8, 0, 8}


@pytest.mark.parametrize(
    ("codificacion", "octetos"), [("utf-8", b"ma\xc3\xb1ana"), ("latin-1", b"ma\xf1ana")]
)
def test_la_contrasena_de_la_llave_se_codifica_como_se_pide(codificacion: str, octetos: bytes) -> None:
    llave = nueva_llave()
    cifrada = cifrar_llave(llave, contrasena="mañana", codificacion=codificacion)
    abierta = load_der_private_key(cifrada, octetos)
    assert abierta.public_key() == llave.public_key()
    with pytest.raises(ValueError, match=r"."):
        load_der_private_key(cifrada, "mañana".encode("utf-16"))


@pytest.mark.skipif(not shutil.which("openssl"), reason="falta la orden openssl")
def test_openssl_verifica_la_cadena_y_abre_la_llave(demo: Path, ahora: datetime, tmp_path: Path) -> None:
    par = emitir_persona(
        crear_autoridad(demo, ahora=ahora).intermedia, titular=CANF, desde=ahora, contrasena="mañana"
    )
    (tmp_path / "persona.cer").write_bytes(par.cer)
    (tmp_path / "persona.key").write_bytes(par.key)
    en = str(int(ahora.timestamp()))
    ordenes = (
        ["verify", "-CAfile", str(demo / autoridad.CADENA), "-attime", en, "persona.cer"],
        ["pkcs8", "-inform", "DER", "-in", "persona.key", "-passin", "pass:mañana", "-out", "llave.pem"],
        [
            "crl",
            "-inform",
            "DER",
            "-in",
            str(demo / autoridad.CRL),
            "-CAfile",
            str(demo / autoridad.CADENA),
            "-noout",
        ],
    )
    for orden in ordenes:
        resultado = subprocess.run(
            ["openssl", *orden], cwd=tmp_path, capture_output=True, check=False, timeout=20
        )
        assert resultado.returncode == 0, (orden, resultado.stderr)


def test_la_intermedia_puede_ser_la_unica_ancla(demo: Path) -> None:
    assert (
        leer_ancla((demo / autoridad.INTERMEDIA).read_bytes()).emisor
        == leer_ancla(anclas(demo)[0]).sujeto.crudo
    )
