"""The Buzón's home says how one stands, and what is to come."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buzon.cuentas.models import Contribuyente
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.mensajes.models import Mensaje
from buzon.promociones.models import Solicitud
from buzon.promociones.services.atencion import requerir_informacion
from buzon.valores.fechas import dia_en_centro
from tests.personas import Dentro, al_confirmar
from tests.recorridos.test_promociones import deudora, presentar
from tests.terceros.quienes import autorizar

__all__ = ["deudora"]
pytestmark = pytest.mark.django_db
TERCERO = "ZZZ010101ZZ1"


def agenda(quien: Dentro) -> list[tuple[str, str, str]]:
    html = quien.http.get("/buzon/").content.decode()
    return re.findall(
        r'<time datetime="([\d-]{10})">.*?<a href="[^"]*">(.*?)</a> <small>(.*?)</small>', html, re.S
    )


def test_sin_nada_por_venir(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    Contribuyente.objects.update(efirma_hasta=timezone.now() + timedelta(days=400))
    assert agenda(quien) == []
    assert "Próximos plazos" not in quien.http.get("/buzon/").content.decode()


def test_lo_mas_proximo_primero_y_lo_que_toca_responder(deudora: Dentro) -> None:
    hoy = dia_en_centro(timezone.now())
    Contribuyente.objects.update(efirma_hasta=timezone.now() + timedelta(days=30))
    presentar(deudora)
    autorizar(deudora, TERCERO, hasta=(hoy + timedelta(days=3)).isoformat())
    suya = Solicitud.objects.get()
    dias = [hoy + timedelta(days=3), suya.vence_el, hoy + timedelta(days=30)]
    assert agenda(deudora) == [
        (dias[0].isoformat(), "Termina un tercero autorizado", TERCERO),
        (dias[1].isoformat(), "Resuelven tu solicitud", "Faltan 10 días"),
        (dias[2].isoformat(), "Vence tu e.firma", "Faltan 30 días"),
    ]
    ana = Funcionario("ana")
    with al_confirmar():
        requerir_informacion(suya, quien=ana, texto="Envía tu comprobante.", ahora=timezone.now())
    html = deudora.http.get("/buzon/").content.decode()
    assert "Responde a tu subdelegación" in html
    assert html.count("Te toca responder") == 1, "sólo el mensaje más reciente de esa solicitud"
    assert Mensaje.objects.filter(enlace__contains=suya.folio).count() > 1


def test_cuesta_las_mismas_consultas_con_mucho_por_venir(deudora: Dentro) -> None:
    with CaptureQueriesContext(connection) as pocas:
        deudora.http.get("/buzon/")
    hoy = dia_en_centro(timezone.now())
    autorizar(
        deudora,
        *[f"CPR{dia:06d}KM9" for dia in range(10101, 10116)],
        hasta=(hoy + timedelta(days=3)).isoformat(),
    )
    presentar(deudora)
    with CaptureQueriesContext(connection) as muchas:
        deudora.http.get("/buzon/")
    assert len(pocas) == len(muchas)
