"""Challenges and sessions that are over are deleted without being loaded; entries stay."""

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buzon.cuentas import ingreso
from buzon.cuentas.models import Contribuyente, Ingreso, Reto, Usuario

pytestmark = pytest.mark.django_db
RFC = "EKU9003173C9"


def reto(*, vence_en: datetime) -> Reto:
    uno = ingreso.crear_reto(sesion="s", ahora=vence_en)
    Reto.objects.filter(pk=uno.pk).update(vence_en=vence_en)
    return uno


def entrada_de(de: Reto) -> Ingreso:
    usuario = Usuario.objects.create(username=RFC, password="!")
    quien = Contribuyente.objects.create(usuario=usuario, rfc=RFC, nombre="X", creado_en=de.creado_en)
    return Ingreso.objects.create(
        contribuyente=quien,
        reto=de,
        certificado=b"c",
        certificado_numero="3000",
        certificado_sha256="a" * 64,
        revocacion={},
        direccion="127.0.0.1",
        ocurrido_en=de.creado_en,
        actividad_en=de.creado_en,
    )


def test_por_lotes_y_sin_leerlos(ahora: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingreso, "LOTE", 2)
    viejos = [reto(vence_en=ahora - timedelta(days=1, seconds=n)) for n in range(1, 6)]
    nuevo = reto(vence_en=ahora - timedelta(days=1))
    entrada = entrada_de(viejos[0])
    with CaptureQueriesContext(connection) as consultas:
        ingreso.limpiar(ahora=ahora)
    assert list(Reto.objects.all()) == [nuevo]
    entrada.refresh_from_db()
    assert entrada.reto is None
    assert [consulta["sql"].split()[0] for consulta in consultas] == ["DELETE", "WITH", "WITH", "WITH"]


def test_el_reto_de_una_entrada_de_hoy_se_queda(ahora: datetime) -> None:
    entrada = entrada_de(reto(vence_en=ahora - timedelta(hours=23)))
    ingreso.limpiar(ahora=ahora)
    entrada.refresh_from_db()
    assert entrada.reto is not None


def test_las_sesiones_que_terminaron(ahora: datetime) -> None:
    for clave, hasta in (("vieja", ahora - timedelta(seconds=1)), ("viva", ahora)):
        Session.objects.create(session_key=clave, session_data="x", expire_date=hasta)
    ingreso.limpiar(ahora=ahora)
    assert [sesion.pk for sesion in Session.objects.all()] == ["viva"]
