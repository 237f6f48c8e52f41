"""Sound and weak RSA moduli."""

import math
import random
from collections.abc import Callable

import pytest

from buzon.demo.emision import nueva_llave
from buzon.efirma.llave import tiene_modulo_debil

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
