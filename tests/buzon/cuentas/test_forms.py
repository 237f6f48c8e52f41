"""Means of contact as people write them."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from buzon.cuentas.forms import CodigosForm, MediosForm


def celular(texto: str) -> str | None:
    form = MediosForm({"correo": "a@b.mx", "celular": texto})
    return form.destinos["CELULAR"] if form.is_valid() else None


@pytest.mark.parametrize(
    "texto",
    [
        "5512345678",
        "55 1234 5678",
        "(55) 1234-5678",
        "+52 55 1234 5678",
        "+52 1 55 1234 5678",
        "044 55 1234 5678",
        "55.1234.5678",
        "55-1234-5678",
        "\u202a+52 55 1234 5678\u202c",
    ],
)
def test_acepta_celular(texto: str) -> None:
    assert celular(texto) == "5512345678"


@pytest.mark.parametrize(
    "texto",
    [
        *("", "12345", "+1 212 555 0123", "55123456789", "+34 612 345 678", "hola"),
        *(
            "5512345678x",
            "x5512345678",
            "tel 5512345678",
            "5512345678 ext. 12",
            "5512345678#12",
            "55 1234 LORO",
        ),
        *("5512345678 / 5587654321", "5512345678ñ", "tel:+525512345678;ext=1"),
    ],
)
def test_rechaza_celular(texto: str) -> None:
    assert celular(texto) is None


@given(st.text(max_size=40))
def test_cualquier_texto_es_diez_digitos_o_error(texto: str) -> None:
    limpio = celular(texto)
    assert limpio is None or (len(limpio) == 10 and limpio.isascii() and limpio.isdigit())


@pytest.mark.parametrize(
    "correo",
    [
        *("a@b@c.mx", "a@b.mx\nBcc: x@y.mx", "sin-arroba", f"{'a' * 250}@b.mx"),
        *('"a@b"@c.mx', '"\x01"@b.mx', '"a,b"@c.mx', "a|b@c.mx", "a@localhost", "a@[127.0.0.1]"),
    ],
)
def test_rechaza_correo(correo: str) -> None:
    assert "correo" in MediosForm({"correo": correo, "celular": "5512345678"}).errors


@pytest.mark.parametrize("correo", ["a.b+c@d-e.com.mx", "o'hara@b.mx", "a_1@xn--e1afmkfd.mx"])
def test_acepta_correo(correo: str) -> None:
    assert MediosForm({"correo": correo, "celular": "5512345678"}).is_valid()


def test_el_dominio_va_en_minusculas() -> None:
    form = MediosForm({"correo": "Ana@Ejemplo.MX", "celular": "5512345678"})
    assert form.is_valid()
    assert form.destinos["CORREO"] == "Ana@ejemplo.mx"


def test_los_codigos_admiten_espacios() -> None:
    form = CodigosForm(QueryDict("codigo_correo= 123 456 "), canales=["CORREO"])
    assert form.is_valid()
    assert form.codigos == {"CORREO": "123456"}
