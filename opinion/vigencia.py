"""How long an opinion is still valid, in words."""

from datetime import timedelta

from django.utils.translation import gettext as _

HORA, MINUTO = 3600, 60


def quedan(resta: timedelta) -> str:
    """«quedan 5 h 12 min», «quedan 12 min», «queda menos de un minuto»; empty once it is over."""
    segundos = resta.total_seconds()
    if segundos <= 0:
        return ""
    if segundos < MINUTO:
        return _("queda menos de un minuto")
    horas, minutos = int(segundos // HORA), int(segundos % HORA // MINUTO)
    if horas:
        return _("quedan %(horas)s h %(minutos)s min") % {"horas": horas, "minutos": minutos}
    return _("quedan %(minutos)s min") % {"minutos": minutos}
