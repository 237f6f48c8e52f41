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
        *(
            "01 55 1234 5678",
            "0155 12345678",
            "045 55 1234 5678",
            "+52 01 55 1234 5678",
            "+52 044 55 1234 5678",
        ),
        *("tel:+525512345678", "TEL: 55 1234 5678", "00 52 55 1234 5678", "5\u200b5\u00ad1\ufe0f2345678"),
        *("55\u00a01234\u00a05678", "55\u20111234\u20115678"),
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
        *("5512345678 / 5587654321", "5512345678ñ", "tel:+525512345678;ext=1", "tel:tel:5512345678"),
        *("001 55 1234 5678", "tel:5512345678;phone-context=+52", "011 55 1234 5678"),
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
        *(
            f"{'a' * 65}@b.mx",
            "ñandú@b.mx",
            "a@ñ_a.mx",
            "a@-ñ.mx",
            "a@ñ..mx",
            f"a@{'ñ' * 70}.mx",
            "a@ñ",
            "a@[ñ].mx",
        ),
        *("a\u00a0b@c.mx", "ａ@b.mx", f"a@{'ñ' * 300_000}.mx"),
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


@pytest.mark.parametrize(
    ("escrito", "canonico"),
    [
        ("ventas@peña.mx", "ventas@xn--pea-8ma.mx"),
        ("ventas@PEÑA.mx", "ventas@xn--pea-8ma.mx"),
        ("ventas@pen\u0303a.mx", "ventas@xn--pea-8ma.mx"),
        ("ventas@XN--PEA-8MA.mx", "ventas@xn--pea-8ma.mx"),
        ("v@p\u0430ypal.mx", "v@xn--pypal-4ve.mx"),  # Cyrillic: not taken for what it looks like
        ("\u200bana\u00ad@ejemplo\u200d.mx\ufe0f\u00a0", "ana@ejemplo.mx"),
        ("ana\u2011luz@d\u2011e.mx", "ana-luz@d-e.mx"),
        (f"{'a' * 64}@b.mx", f"{'a' * 64}@b.mx"),
    ],
)
def test_un_correo_tiene_una_sola_forma(escrito: str, canonico: str) -> None:
    form = MediosForm({"correo": escrito, "celular": "5512345678"})
    assert form.is_valid(), form.errors
    assert form.destinos["CORREO"] == canonico
    assert MediosForm({"correo": canonico, "celular": "5512345678"}).is_valid()


@given(st.emails(), st.text(max_size=20))
def test_lo_que_se_acepta_es_ascii_y_no_cambia_otra_vez(correo: str, otro: str) -> None:
    for escrito in (correo, otro, f"a@{otro}.mx", f"{otro}@b.mx"):
        form = MediosForm({"correo": escrito, "celular": "5512345678"})
        if form.is_valid():
            limpio = form.destinos["CORREO"]
            assert limpio.isascii()
            assert len(limpio.partition("@")[0]) <= 64
            de_nuevo = MediosForm({"correo": limpio, "celular": "5512345678"})
            assert de_nuevo.is_valid()
            assert de_nuevo.destinos["CORREO"] == limpio


@pytest.mark.parametrize(
    "escrito", [" 123 456 ", "123-456", "1\u200b23\u00a045\u00ad6\ufe0f", "123\u2011456"]
)
def test_los_codigos_admiten_espacios(escrito: str) -> None:
    datos = QueryDict(mutable=True)
    datos["codigo_correo"] = escrito
    form = CodigosForm(datos, canales=["CORREO"])
    assert form.is_valid()
    assert form.codigos == {"CORREO": "123456"}
