"""The term of a request as an event of a calendar (iCalendar, RFC 5545)."""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from buzon.promociones.models import Solicitud
from buzon.valores.fechas import fecha_larga

TIPO = "text/calendar; charset=utf-8"


def calendario_de(solicitud: Solicitud, *, direccion: str, ahora: datetime) -> bytes:
    """Return a calendar with the last day to resolve a request, all day, told a day before.

    The same request always has the same UID, so that it is one event however often it is added. `direccion` is its
    page. It names no RFC: calendars are shared.
    """
    evento = Event()
    evento.add("uid", f"{solicitud.folio}@buzon-imss")
    evento.add("dtstamp", ahora)
    evento.add("dtstart", solicitud.vence_el)
    evento.add("dtend", solicitud.vence_el + timedelta(days=1))
    evento.add("summary", "Buzón IMSS: vence el plazo de tu solicitud")
    evento.add(
        "description",
        f"Solicitud con folio {solicitud.folio}. Debe resolverse a más tardar el {fecha_larga(solicitud.vence_el)}.",
    )
    evento.add("url", direccion)
    evento.add("class", "PRIVATE")
    evento.add("transp", "TRANSPARENT")
    aviso = Alarm()
    aviso.add("action", "DISPLAY")
    aviso.add("description", "Mañana vence el plazo de tu solicitud")
    # At nine in the morning: a whole day before would ring at midnight.
    aviso.add("trigger", timedelta(hours=9 - 24))
    evento.add_component(aviso)
    calendario = Calendar()
    calendario.add("prodid", "-//Buzón IMSS, clon demostrativo//ES")
    calendario.add("version", "2.0")
    calendario.add("method", "PUBLISH")
    calendario.add_component(evento)
    return bytes(calendario.to_ical())
