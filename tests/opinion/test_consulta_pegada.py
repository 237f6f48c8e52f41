"""The public look-up of an RFC as people paste it, and as links bring it."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]


@pytest.mark.parametrize(
    ("consulta", "rfc"),
    [
        ("rfc=H&E0703285CA", "H%26E0703285CA"),
        ("rfc=h&e-070328-5ca", "H%26E0703285CA"),
        ("rfc=H&E0703285CA&utm_source=correo", "H%26E0703285CA"),
        ("utm=1&rfc=H&E0703285CA", "H%26E0703285CA"),
        ("rfc=A&&010203AB1", "A%26%26010203AB1"),
        ("rfc=&AB010203AB1", "%26AB010203AB1"),
        ("rfc=%C3%91&A010203AB1", "%C3%91%26A010203AB1"),
        ("rfc=H%26E0703285CA", "H%26E0703285CA"),
        ("rfc=EKU9003173C9&E0703285CA", "EKU9003173C9"),
        ("rfc=E%E2%80%8BKU-9003%C2%AD17%C2%A03C9%EF%B8%8F", "EKU9003173C9"),
    ],
)
def test_lleva_a_su_pagina(consulta: str, rfc: str) -> None:
    respuesta = Client().get(f"/opinion/?{consulta}")
    assert (respuesta.status_code, respuesta.headers.get("Location")) == (302, f"/opinion/{rfc}/")


@pytest.mark.parametrize(
    "consulta",
    [
        "rfc=H&E=0703285CA",
        "rfc=H&rfc=E0703285CA",
        "rfc=H&x=1&E0703285CA",
        "rfc=H&",
        "rfc=&",
        "rfc=H&%00",
        "RFC=H&rfc=",
    ],
)
def test_lo_que_no_hace_un_rfc_no_se_junta(consulta: str) -> None:
    assert Client().get(f"/opinion/?{consulta}").status_code == 422
