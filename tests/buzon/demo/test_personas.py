"""The demo people: what the contract promises, and what happens to each of them at the door."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

from buzon.demo import autoridad
from buzon.demo.personas import PERSONAS_DEMO, Personaje, Situacion, crear_personas
from buzon.efirma.cadena import validar_cadena
from buzon.efirma.certificado import exigir_fiel, leer_certificado
from buzon.efirma.errores import CertificadoRevocado
from buzon.efirma.firma import verificar_firma
from buzon.efirma.revocacion import EstadoRevocacion, consultar_crls
from buzon.valores.identificadores import es_persona_moral, tiene_digito_correcto, validar_rfc
from buzon.valores.rechazo import Rechazo
from tests.curp import validar_curp

CAMPOS = {"rfc", "nombre", "persona", "cer", "key", "contrasena", "situacion", "sentido", "buzon_activo"}
VIGENTES = [persona for persona in PERSONAS_DEMO if persona.situacion is Situacion.VIGENTE]
FISICAS = {persona.rfc: persona for persona in PERSONAS_DEMO if persona.persona == "fisica"}
CODIGOS = {
    "vigente": None,
    "vencida": "certificado_vencido",
    "aun_no_vigente": "certificado_aun_no_vigente",
    "revocada": "certificado_revocado",
    "csd": "certificado_es_csd",
    "ac_ajena": "certificado_no_confiable",
}


@pytest.fixture(scope="module")
def fichas(demo: Path) -> dict[str, dict[str, Any]]:
    lista = json.loads((demo / "personas.json").read_text(encoding="utf-8"))
    return {ficha["rfc"]: ficha for ficha in lista}


def validar(demo: Path, cer: bytes, ahora: datetime) -> None:
    certificado = leer_certificado(cer)
    exigir_fiel(certificado)
    anclas = [ruta.read_bytes() for ruta in (demo / "anclas").iterdir()]
    emisor = validar_cadena(certificado, anclas=anclas, en=ahora)[1]
    crls = [ruta.read_bytes() for ruta in (demo / "crls").iterdir()]
    if consultar_crls(certificado, emisor=emisor, crls=crls, en=ahora).estado is not EstadoRevocacion.VIGENTE:
        raise CertificadoRevocado


@pytest.mark.parametrize("persona", PERSONAS_DEMO, ids=lambda persona: persona.archivo)
def test_cada_una_entra_o_es_rechazada_por_lo_que_dice_su_ficha(
    demo: Path, ahora: datetime, fichas: dict[str, dict[str, Any]], persona: Personaje
) -> None:
    ficha = fichas[persona.rfc]
    assert set(ficha) == CAMPOS
    cer = (demo / ficha["cer"]).read_bytes()
    codigo = None
    try:
        validar(demo, cer, ahora)
    except Rechazo as rechazo:
        codigo = rechazo.codigo
    assert codigo == CODIGOS[ficha["situacion"]]


@pytest.mark.parametrize("persona", PERSONAS_DEMO, ids=lambda persona: persona.archivo)
def test_su_contrasena_abre_la_llave_de_su_certificado(
    demo: Path, fichas: dict[str, dict[str, Any]], persona: Personaje
) -> None:
    ficha = fichas[persona.rfc]
    llave = load_der_private_key(
        (demo / ficha["key"]).read_bytes(), ficha["contrasena"].encode(), unsafe_skip_rsa_key_validation=True
    )
    assert isinstance(llave, RSAPrivateKey)
    certificado = leer_certificado((demo / ficha["cer"]).read_bytes())
    verificar_firma(certificado, texto=b"texto", firma=llave.sign(b"texto", PKCS1v15(), SHA256()))
    assert (certificado.rfc, certificado.titular) == (persona.rfc, ficha["nombre"])
    assert (certificado.curp, certificado.representante_rfc) == (persona.curp, persona.representante)
    assert es_persona_moral(certificado.rfc) == (ficha["persona"] == "moral")


@pytest.mark.parametrize("persona", PERSONAS_DEMO, ids=lambda persona: persona.archivo)
def test_sus_claves_son_correctas_entre_si(persona: Personaje) -> None:
    assert validar_rfc(persona.rfc) == persona.rfc
    assert tiene_digito_correcto(persona.rfc)
    if persona.persona == "fisica":
        assert validar_curp(persona.curp) == persona.curp
        assert persona.curp[:10] == persona.rfc[:10].replace("Ñ", "X")
    else:
        representante = FISICAS[persona.representante]
        assert representante.situacion is Situacion.VIGENTE


def test_entre_las_vigentes_estan_todas_las_filas_y_sentidos() -> None:
    assert {persona.fila for persona in VIGENTES} == set(range(1, 10))
    for clase in ("fisica", "moral"):
        inactivas = [p for p in VIGENTES if p.persona == clase and not p.buzon_activo]
        assert {persona.sentido for persona in inactivas} == {"POSITIVA", "NEGATIVA", "SIN_OPINION"}


def test_la_fila_y_el_sentido_concuerdan_con_la_tabla() -> None:
    sentidos = {persona.fila: persona.sentido for persona in PERSONAS_DEMO}
    assert {fila for fila, sentido in sentidos.items() if sentido == "NEGATIVA"} == {2, 5, 8}
    assert {fila for fila, sentido in sentidos.items() if sentido == "POSITIVA"} == {3, 6}


def test_hay_los_casos_que_se_olvidan() -> None:
    assert any("Ñ" in p.rfc and "Ñ" in p.nombre for p in VIGENTES)
    assert any("&" in p.rfc and "&" in p.nombre for p in VIGENTES)
    assert any("ñ" in p.contrasena for p in VIGENTES)
    assert any(p.buzon_activo for p in VIGENTES)
    assert not any(p.buzon_activo for p in PERSONAS_DEMO if p not in VIGENTES)
    assert {p.situacion for p in PERSONAS_DEMO} == set(Situacion)


def test_nadie_se_repite_y_los_nombres_de_archivo_son_ascii() -> None:
    assert (
        len({p.rfc for p in PERSONAS_DEMO}) == len({p.archivo for p in PERSONAS_DEMO}) == len(PERSONAS_DEMO)
    )
    assert all(p.archivo.isascii() and p.archivo.isalnum() for p in PERSONAS_DEMO)


def test_la_segunda_vez_no_cambia_nada(demo: Path, ahora: datetime) -> None:
    antes = {ruta: ruta.read_bytes() for ruta in demo.rglob("*") if ruta.is_file()}
    crear_personas(demo, ahora=ahora + timedelta(days=2))
    assert {ruta: ruta.read_bytes() for ruta in demo.rglob("*") if ruta.is_file()} == antes
    assert autoridad.PERSONAS in {ruta.name for ruta in antes}
