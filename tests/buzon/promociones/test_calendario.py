"""The term of a request, read back as a calendar's program does."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Sentido
from tests.personas import Dentro
from tests.recorridos.test_lista_de_solicitudes import _resolver
from tests.recorridos.test_promociones import deudora, presentar

__all__ = ["deudora"]
pytestmark = pytest.mark.django_db


def test_el_ultimo_dia_entero_con_aviso_de_un_dia_antes(deudora: Dentro) -> None:
    presentar(deudora)
    suya = Solicitud.objects.get()
    pagina = deudora.http.get(f"/promociones/aclaraciones/{suya.folio}/").content.decode()
    assert f'href="/promociones/aclaraciones/{suya.folio}/plazo.ics" download' in pagina
    respuesta = deudora.http.get(f"/promociones/aclaraciones/{suya.folio}/plazo.ics")
    assert respuesta.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert respuesta.headers["Content-Disposition"].startswith("attachment;")
    assert max(map(len, respuesta.content.split(b"\r\n"))) <= 75
    [evento] = Calendar.from_ical(respuesta.content).walk("VEVENT")
    assert (evento["DTSTART"].dt, evento["DTEND"].dt) == (suya.vence_el, suya.vence_el + timedelta(days=1))
    assert isinstance(evento["DTSTART"].dt, date)
    assert evento["UID"] == f"{suya.folio}@buzon-imss"
    assert str(evento["URL"]).endswith(f"/promociones/aclaraciones/{suya.folio}/")
    [aviso] = evento.walk("VALARM")
    assert aviso["TRIGGER"].dt == timedelta(hours=-15), "a las nueve de la víspera"
    assert suya.rfc.encode() not in respuesta.content, "un calendario se comparte"
    assert "Buzón".encode() in respuesta.content


def test_cada_vez_es_el_mismo_evento(deudora: Dentro) -> None:
    presentar(deudora)
    ruta = f"/promociones/aclaraciones/{Solicitud.objects.get().folio}/plazo.ics"
    uno = Calendar.from_ical(deudora.http.get(ruta).content)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        otro = Calendar.from_ical(deudora.http.get(ruta).content)
    assert [e["UID"] for e in uno.walk("VEVENT")] == [e["UID"] for e in otro.walk("VEVENT")]


def test_de_una_resuelta_no_hay_plazo(deudora: Dentro) -> None:
    presentar(deudora)
    suya = Solicitud.objects.get()
    _resolver(suya, Sentido.PROCEDENTE)
    assert deudora.http.get(f"/promociones/aclaraciones/{suya.folio}/plazo.ics").status_code == 404
