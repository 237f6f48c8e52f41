"""Sound and weak RSA moduli."""

import math
import random
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from buzon.demo.emision import nueva_llave
from buzon.efirma.der import Elemento, leer_der
from buzon.efirma.errores import CertificadoAlgoritmo
from buzon.efirma.llave import exigir_llave, tiene_modulo_debil

AZAR = random.Random(20261123)
PRIMOS = [p for p in range(2, 2000) if all(p % d for d in range(2, math.isqrt(p) + 1))]


def sin_factores_pequenos(candidato: Callable[[], int]) -> int:
    """A stand-in for a prime: the checks ask for no more."""
    while True:
        numero = candidato()
        if all(numero % p for p in PRIMOS):
            return numero


def de_1024_bits() -> int:
    return AZAR.getrandbits(1024) | 1 << 1023 | 1


def con_la_huella_de_roca() -> int:
    primorial = math.prod(p for p in PRIMOS if p <= 167)
    return AZAR.getrandbits(700) * primorial + pow(65537, AZAR.getrandbits(60), primorial)


def test_las_llaves_de_openssl_son_fuertes() -> None:
    for _ in range(5):
        assert not tiene_modulo_debil(nueva_llave().public_key().public_numbers().n)


@pytest.mark.parametrize("factor", [2, 3, 167, 1999])
def test_descubre_un_factor_pequeno(factor: int) -> None:
    assert tiene_modulo_debil(factor * sin_factores_pequenos(de_1024_bits))


def test_descubre_dos_factores_cercanos() -> None:
    p = sin_factores_pequenos(de_1024_bits)
    vecino = (q for q in range(p + 2, p + 100_000, 2) if all(q % primo for primo in PRIMOS))
    assert tiene_modulo_debil(p * next(vecino))
    assert not tiene_modulo_debil(p * sin_factores_pequenos(de_1024_bits))


def test_descubre_la_huella_de_roca() -> None:
    p, q = sin_factores_pequenos(con_la_huella_de_roca), sin_factores_pequenos(con_la_huella_de_roca)
    assert tiene_modulo_debil(p * q)
    assert not tiene_modulo_debil(p * sin_factores_pequenos(de_1024_bits))


def spki(modulo: int, *, exponente: int = 65537) -> Elemento:
    publica = RSAPublicNumbers(exponente, modulo).public_key()
    return leer_der(publica.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def sano(bits: int) -> int:
    """A modulus of exactly so many bits that nothing else can be refused for."""
    moduli = (AZAR.getrandbits(bits) | 1 << (bits - 1) | 1 for _ in iter(int, 1))
    return next(modulo for modulo in moduli if not tiene_modulo_debil(modulo))


@pytest.mark.parametrize("bits", [2048, 4096])
def test_de_2048_a_4096_bits(bits: int) -> None:
    assert exigir_llave(spki(sano(bits))).key_size == bits


@pytest.mark.parametrize("bits", [2047, 4097])
def test_ni_uno_menos_ni_uno_mas(bits: int) -> None:
    with pytest.raises(CertificadoAlgoritmo):
        exigir_llave(spki(sano(bits)))


@pytest.mark.parametrize("exponente", [3, 65535, 65539])
def test_con_el_exponente_de_todos(exponente: int) -> None:
    with pytest.raises(CertificadoAlgoritmo):
        exigir_llave(spki(sano(2048), exponente=exponente))


@pytest.mark.parametrize("suma", [0, 1, 2, 3])
def test_fermat_da_cuatro_pasos(suma: int) -> None:
    """The factors are a - b and a + b, and the search starts at the root of their product: b² / 2a below a."""
    a = sin_factores_pequenos(de_1024_bits)
    b = 2 * math.isqrt(a * suma // 2)
    p, q = a - b, a + b
    while not all(p % primo and q % primo for primo in PRIMOS):
        a, p, q = a + 2, p + 2, q + 2
    assert a - math.isqrt(p * q) in (suma, suma + 1)
    assert tiene_modulo_debil(p * q) is (a - math.isqrt(p * q) < 4)
