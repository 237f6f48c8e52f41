"""Hostile bytes: whatever comes in, what comes out is a certificate or a refusal."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.efirma.cadena import leer_ancla
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.der import PROFUNDIDAD_MAXIMA, leer_der
from buzon.efirma.errores import CertificadoIlegible
from buzon.valores.rechazo import Rechazo
from tests.hipotesis import ejemplos

Cambio = tuple[int, int, bytes]
CAMBIOS = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(0, 3), st.binary(max_size=3)), min_size=1, max_size=4
)


def mutar(der: bytes, cambios: list[Cambio]) -> bytes:
    for posicion, quitados, puestos in cambios:
        corte = posicion % len(der)
        der = der[:corte] + puestos + der[corte + quitados :]
    return der


def exigir_rechazo(taller: Any, der: bytes) -> None:
    if der != taller.fiel:
        with pytest.raises(Rechazo):
            taller.validar(der)


@ejemplos(1500)
@given(CAMBIOS)
def test_un_certificado_mutado_da_siempre_un_rechazo_con_nombre(taller: Any, cambios: list[Cambio]) -> None:
    """No mutation is accepted: OpenSSL checks the authority's signature over every byte of it."""
    mutado = mutar(taller.fiel, cambios)
    exigir_rechazo(taller, mutado)


@ejemplos(500)
@given(st.integers(0, 2000), st.integers(0, 255))
def test_un_octeto_cambiado_en_el_interior(taller: Any, posicion: int, octeto: int) -> None:
    """Lengths stay right, so that the change reaches names, dates, keys and extensions."""
    exigir_rechazo(taller, mutar(taller.fiel, [(posicion, 1, bytes([octeto]))]))


@given(st.binary(max_size=300))
def test_bytes_cualesquiera(datos: bytes) -> None:
    for leer in (leer_certificado, leer_ancla, leer_der):
        try:
            leer(datos)
        except Rechazo:
            continue
        assert leer is leer_der


ELEMENTOS = st.recursive(
    st.binary(max_size=300).map(lambda contenido: (0x04, contenido)),
    lambda hijos: st.lists(hijos, max_size=4).map(lambda lista: (0x30, lista)),
    max_leaves=12,
)


def codificar(elemento: Any) -> bytes:
    etiqueta, contenido = elemento
    octetos = contenido if isinstance(contenido, bytes) else b"".join(map(codificar, contenido))
    largo = len(octetos)
    if largo < 0x80:
        return bytes([etiqueta, largo]) + octetos
    if largo < 0x100:
        return bytes([etiqueta, 0x81, largo]) + octetos
    return bytes([etiqueta, 0x82]) + largo.to_bytes(2) + octetos


def test_la_profundidad_tiene_un_tope() -> None:
    elemento: Any = (0x04, b"")
    for _ in range(PROFUNDIDAD_MAXIMA - 1):
        elemento = (0x30, [elemento])
    assert leer_der(codificar(elemento))
    with pytest.raises(CertificadoIlegible):
        leer_der(codificar((0x30, [elemento])))


@given(ELEMENTOS)
def test_todo_der_se_lee_entero_y_nada_mas(elemento: Any) -> None:
    der = codificar(elemento)
    leido = leer_der(der)
    assert leido.crudo == der
    assert b"".join(hijo.crudo for hijo in leido.hijos) in (b"", leido.contenido)
    for mal in (der + b"\0", der[:-1]):
        with pytest.raises(CertificadoIlegible):
            leer_der(mal)
