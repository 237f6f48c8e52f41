"""A certificate, its authority and a list hold within both of their dates; who is on the list is revoked."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from buzon.efirma.certificado import leer_certificado
from buzon.efirma.errores import CertificadoAunNoVigente, CertificadoNoConfiable, CertificadoVencido
from buzon.efirma.revocacion import ConsultaRevocacion, EstadoRevocacion, consultar_crls, decidir

VIGENTE, REVOCADO, SIN_FUENTE = EstadoRevocacion
MICRO, DIA = timedelta(microseconds=1), timedelta(days=1)


def test_el_certificado(taller: Any) -> None:
    uno = leer_certificado(taller.fiel)
    for en in (uno.desde, uno.desde + MICRO, uno.hasta - MICRO, uno.hasta):
        assert taller.validar(taller.fiel, en=en) == uno
    with pytest.raises(CertificadoAunNoVigente):
        taller.validar(taller.fiel, en=uno.desde - MICRO)
    with pytest.raises(CertificadoVencido):
        taller.validar(taller.fiel, en=uno.hasta + MICRO)


def test_la_autoridad(taller: Any) -> None:
    ancla = taller.certificar_ac(taller.ac, desde=taller.ahora - DIA, hasta=taller.ahora + DIA)
    for en in (taller.ahora - DIA, taller.ahora + DIA):
        assert taller.validar(taller.fiel, anclas=[ancla], en=en)
    for en in (taller.ahora - DIA - MICRO, taller.ahora + DIA + MICRO):
        with pytest.raises(CertificadoNoConfiable):
            taller.validar(taller.fiel, anclas=[ancla], en=en)


def _lista(taller: Any, *revocados: x509.RevokedCertificate) -> bytes:
    emisor = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "AC DE PRUEBAS")])
    lista = x509.CertificateRevocationListBuilder(emisor, taller.ahora, taller.ahora + DIA)
    for uno in revocados:
        lista = lista.add_revoked_certificate(uno)
    return lista.sign(taller.ac.llave, SHA256()).public_bytes(Encoding.DER)


def _estado(taller: Any, *crls: bytes, en: timedelta = timedelta(0)) -> EstadoRevocacion:
    uno = leer_certificado(taller.fiel)
    return consultar_crls(uno, emisor=taller.ancla, crls=crls, en=taller.ahora + en).estado


def _revocado(
    taller: Any, *, mas: int = 0, motivo: x509.ReasonFlags | None = None
) -> x509.RevokedCertificate:
    serie = int.from_bytes(leer_certificado(taller.fiel).numero.encode()) + mas
    constructor = x509.RevokedCertificateBuilder(serie, taller.ahora - DIA)
    if motivo is not None:
        constructor = constructor.add_extension(x509.CRLReason(motivo), critical=False)
    return constructor.build()


def test_una_lista_en_sus_fechas(taller: Any) -> None:
    lista = _lista(taller, _revocado(taller))
    assert [_estado(taller, lista, en=en) for en in (timedelta(0), MICRO, DIA - MICRO, DIA)] == [REVOCADO] * 4
    assert [_estado(taller, lista, en=en) for en in (-MICRO, DIA + MICRO)] == [SIN_FUENTE] * 2


@pytest.mark.parametrize(
    "motivo", [motivo for motivo in x509.ReasonFlags if motivo.name != "remove_from_crl"]
)
def test_por_cualquier_motivo(taller: Any, motivo: x509.ReasonFlags) -> None:
    if motivo is x509.ReasonFlags.unspecified:
        assert _estado(taller, _lista(taller, _revocado(taller))) is REVOCADO
    else:
        assert _estado(taller, _lista(taller, _revocado(taller, motivo=motivo))) is REVOCADO


def test_el_numero_de_junto_no_lo_revoca(taller: Any) -> None:
    juntos = [_revocado(taller, mas=mas) for mas in (-256, -1, 1, 256)]
    assert _estado(taller, _lista(taller, *juntos)) is VIGENTE
    assert _estado(taller, _lista(taller, *juntos, _revocado(taller))) is REVOCADO


@pytest.mark.parametrize("una", EstadoRevocacion)
@pytest.mark.parametrize("otra", EstadoRevocacion)
def test_basta_con_una_que_diga_revocado(una: EstadoRevocacion, otra: EstadoRevocacion) -> None:
    consultas = [ConsultaRevocacion(una, "OCSP"), ConsultaRevocacion(otra, "CRL")]
    segun = {REVOCADO: 0, VIGENTE: 1, SIN_FUENTE: 2}
    esperada = min(consultas, key=lambda consulta: segun[consulta.estado])
    decidida = decidir(consultas)
    assert decidida.estado is esperada.estado
    assert decidida.estado is SIN_FUENTE or decidida == esperada
