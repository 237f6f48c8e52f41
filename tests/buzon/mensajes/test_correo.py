"""What an e-mail is made of: it parses back, adds no header, says nothing secret and loads nothing."""

import errno
import re
import smtplib
import ssl
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy
from typing import cast
from unittest.mock import Mock
from uuid import uuid4

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from hypothesis import given
from hypothesis import strategies as st

from buzon.mensajes.correo import Correo, componer, enviar, texto_llano
from buzon.mensajes.entrega import FallaPermanente
from buzon.mensajes.models import Envio
from buzon.mensajes.redaccion import correo_de, rfc_enmascarado
from buzon.mensajes.salida import enviar_correo
from buzon.mensajes.selectors import enviados
from buzon.web.cortacircuitos import FALLAS
from opinion.reglas import Sentido
from tests.buzon.mensajes.conftest import RFC, SECRETO, intentar
from tests.buzon.mensajes.servidor_smtp import Buzones, servidor_smtp
from tests.personas import CORREO, codigo_de

EN = datetime(2026, 11, 23, 19, 10, 44, tzinfo=UTC)
CABECERAS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
}
TEXTOS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3000)
POLITICAS = st.sampled_from([SMTP, SMTPUTF8.clone(linesep="\n")])


def leer(octetos: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(octetos, policy=SMTPUTF8))


def parte(mensaje: EmailMessage, tipo: str) -> str:
    cuerpo = mensaje.get_body((tipo,))
    assert cuerpo is not None
    return str(cuerpo.get_content()).replace("\r\n", "\n")


@given(texto=TEXTOS, html=TEXTOS, politica=POLITICAS)
def test_cualquier_texto_se_lee_igual(texto: str, html: str, politica: "EmailPolicy[EmailMessage]") -> None:
    correo = Correo("id", "persona@ejemplo.mx", "Asunto", texto, EN, html)
    mensaje = leer(bytes(componer(correo, politica=politica)))
    assert parte(mensaje, "plain") == texto_llano(texto)
    if html:
        assert parte(mensaje, "html") == texto_llano(html)
        assert [una.get_content_type() for una in mensaje.iter_parts()] == ["text/plain", "text/html"]
    assert set(mensaje.keys()) <= CABECERAS
    assert max(map(len, bytes(componer(correo, politica=politica)).splitlines())) <= 998


@given(
    asunto=st.one_of(
        TEXTOS, st.sampled_from(["Hola\r\nBcc: otra@ejemplo.mx", "a\nX-Y: z", "\x00", "á\u202eb"])
    )
)
def test_ningun_asunto_agrega_una_cabecera(asunto: str) -> None:
    mensaje = leer(bytes(componer(Correo("id", "persona@ejemplo.mx", asunto, "x", EN))))
    assert set(mensaje.keys()) <= CABECERAS
    assert len(mensaje.keys()) == len(set(mensaje.keys()))
    assert [str(una.addr_spec) for una in mensaje["To"].addresses] == ["persona@ejemplo.mx"]
    assert parte(mensaje, "plain") == "x\n"


@pytest.mark.parametrize(
    "destino",
    ["", "x", "a@b@c", "a@b.mx\nBcc: c@d.mx", "a@b.mx, c@d.mx", "A <a@b.mx>", "a@b.mx c@d.mx", "\ta@b.mx"],
)
def test_un_destino_que_no_es_una_direccion_no_sale(destino: str) -> None:
    with pytest.raises(FallaPermanente):
        componer(Correo("id", destino, "Asunto", "x", EN))


def test_es_texto_y_html_en_ocho_bits(envio: Callable[..., Envio], ahora: datetime) -> None:
    uno = envio()
    correo = correo_de(str(uno.pk), destino=uno.destino, asunto=uno.mensaje.asunto, rfc=RFC, en=uno.creado_en)
    mensaje = componer(correo)
    assert mensaje.get_content_type() == "multipart/alternative"
    texto, html = mensaje.iter_parts()
    for una, tipo in ((texto, "text/plain"), (html, "text/html")):
        assert (una.get_content_type(), una["Content-Transfer-Encoding"]) == (tipo, "8bit")
        assert una.get_content_charset() == "utf-8"
    assert mensaje["Message-ID"] == f"<{uno.pk}@127.0.0.1>"
    assert mensaje["Auto-Submitted"] == "auto-generated"
    assert bytes(componer(correo)).count(b"8bit") >= 2


def test_no_dice_nada_secreto_ni_trae_nada_de_fuera(envio: Callable[..., Envio]) -> None:
    uno = envio()
    mensaje = uno.mensaje
    correo = correo_de(str(uno.pk), destino=uno.destino, asunto=mensaje.asunto, rfc=RFC, en=uno.creado_en)
    for cuerpo in (correo.asunto, correo.texto, correo.html):
        visible = cuerpo.casefold()
        for secreto in (RFC, SECRETO, "482913", mensaje.enlace, *(s.impreso for s in Sentido)):
            assert secreto.casefold() not in visible, secreto
        assert not re.search(r"\d{6}", cuerpo)
    assert mensaje.asunto in correo.texto
    assert rfc_enmascarado(RFC) in correo.texto
    assert "Nunca te pedimos" in correo.texto
    assert set(re.findall(r"https?://[^\s\"'<]+", correo.texto + correo.html)) == {"http://127.0.0.1:8000/"}
    etiquetas = set(re.findall(r"<(\w+)", correo.html))
    assert not etiquetas & {"img", "script", "style", "link", "iframe", "form", "video", "object"}
    assert not re.search(r"\s(src|background|on\w+)=|url\(|@import|position:|display: none", correo.html)


def test_lo_hostil_se_escapa(envio: Callable[..., Envio]) -> None:
    hostil = '<img src=x onerror="alert(1)"> & {{ 7 }}\r\nBcc: x@y.mx'
    correo = correo_de("id", destino="persona@ejemplo.mx", asunto=hostil, rfc="ÑA&850101AB1", en=EN)
    assert "<img" not in correo.html
    assert "&lt;img src=x" in correo.html
    assert "{{ 7 }}" in correo.html
    assert "Bcc" not in leer(bytes(componer(correo)))


@pytest.mark.parametrize(
    ("rfc", "visto"), [("EKU9003173C9", "EKU*******C9"), ("ÑAPJ850101AB1", "ÑAP********B1")]
)
def test_el_rfc_va_enmascarado(rfc: str, visto: str) -> None:
    assert rfc_enmascarado(rfc) == visto


@pytest.mark.django_db
def test_un_codigo_es_texto_y_un_solo_grupo_de_seis_cifras(ahora: datetime) -> None:
    for _ in range(20):
        enviar_correo(
            uuid4(), destino="persona@ejemplo.mx", asunto="Código", texto="Tu código es 123456.", en=ahora
        )
    rutas = list(settings.CARPETA_CORREO.glob("*.eml"))
    assert len(rutas) == 20
    for ruta in rutas:
        assert codigo_de(ruta) == "123456"
        assert leer(ruta.read_bytes()).get_content_type() == "text/plain"


def test_la_pagina_de_la_demostracion_muestra_el_texto(envio: Callable[..., Envio], ahora: datetime) -> None:
    intentar(envio(), ahora=ahora)
    [enviado] = enviados()
    assert enviado.asunto == "Buzón IMSS: Cambió el sentido de tu opinión del cumplimiento"
    assert enviado.texto.startswith("Tienes un mensaje nuevo")
    assert "<p>" not in enviado.texto


@pytest.mark.parametrize("respuesta", [b"550 no existe persona@ejemplo.mx", b"450 luego", None])
def test_una_falla_no_lleva_la_direccion_al_registro_del_trabajador(
    por_smtp: Callable[[int], None], respuesta: bytes | None
) -> None:
    correo = Correo("id", CORREO, "Asunto", "Texto", EN)
    with servidor_smtp(Buzones(respuestas={"RCPT": respuesta})) as buzones:
        por_smtp(buzones.puerto)
        with pytest.raises(OSError, match="smtp") as falla:
            enviar(correo)
    assert CORREO not in "".join(traceback.format_exception(falla.value))


@pytest.mark.parametrize(
    "falla",
    [
        OSError(errno.EHOSTUNREACH, "No route to host"),
        ssl.SSLError("handshake"),
        TimeoutError(),
        smtplib.SMTPServerDisconnected("se fue"),
        smtplib.SMTPAuthenticationError(535, b"no"),
        SoftTimeLimitExceeded(),  # a server that never ends its answer
    ],
    ids=lambda falla: type(falla).__name__,
)
def test_a_un_servidor_que_no_sirve_se_le_deja_en_paz(
    por_smtp: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, falla: Exception
) -> None:
    por_smtp(1)
    abrir = Mock(side_effect=falla)
    monkeypatch.setattr(EmailBackend, "open", abrir)
    for _ in range(FALLAS + 2):
        with pytest.raises((OSError, SoftTimeLimitExceeded)):
            enviar(Correo("id", CORREO, "Asunto", "Texto", EN))
    assert abrir.call_count == FALLAS


@pytest.mark.parametrize("orden", ["RCPT", "MAIL", "DATA"])
def test_por_un_mensaje_que_no_admite_se_le_sigue_preguntando(
    por_smtp: Callable[[int], None], orden: str
) -> None:
    with servidor_smtp(Buzones(respuestas={orden: b"550 no"})) as buzones:
        por_smtp(buzones.puerto)
        for _ in range(FALLAS + 2):
            with pytest.raises(OSError, match="550"):
                enviar(Correo("id", CORREO, "Asunto", "Texto", EN))


def test_tampoco_una_direccion_imposible() -> None:
    correo = Correo("id", f"{CORREO}@", "Asunto", "Texto", EN)
    with pytest.raises(FallaPermanente) as falla:
        componer(correo)
    assert CORREO not in "".join(traceback.format_exception(falla.value))
