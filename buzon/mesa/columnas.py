"""Columns of the queue of requests: the term in words and in colour, the office, and who attends to it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from buzon.promociones.leyendas import NIVEL_CENTRAL
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import De, Nivel
from buzon.valores.fechas import dia_en_centro
from buzon.valores.identificadores import RegistroPatronal
from buzon.valores.pesos import en_pesos
from buzon.valores.plazos import dias_restantes
from buzon.web.formato import fecha_larga
from buzon.web.solo_lectura import dato

FOLIO, RFC = dato("folio", gettext_lazy("Folio")), dato("rfc", "RFC")
ASUNTO = dato("get_asunto_display", gettext_lazy("Asunto"))
ESTADO = dato("get_estado_display", gettext_lazy("Estado"))
RESPONDIDA = gettext_lazy("El particular escribió")


def en_palabras(solicitud: Solicitud, *, hoy: date) -> str:
    if solicitud.resuelta_en is not None:
        a_tiempo = dia_en_centro(solicitud.resuelta_en) <= solicitud.vence_el
        return _("Resuelta en plazo") if a_tiempo else _("Resuelta fuera de plazo")
    restan = dias_restantes(solicitud.vence_el, hoy=hoy)
    if restan == 0:
        return _("Vence hoy")
    if restan > 0:
        return ngettext("Falta %(n)s día", "Faltan %(n)s días", restan) % {"n": restan}
    return ngettext("Venció hace %(n)s día", "Venció hace %(n)s días", -restan) % {"n": -restan}


def ficha_del_plazo(solicitud: Solicitud, *, hoy: date) -> SafeString:
    """Return the term as a chip: a word, how many days, and a colour that says the same."""
    dicho, luz = en_palabras(solicitud, hoy=hoy), solicitud.semaforo(hoy=hoy)
    if luz is None:
        return format_html('<span class="plazo">{}</span>', dicho)
    clase = luz.value.lower().replace("_", "-")
    return format_html('<span class="plazo plazo-{}"><b>{}</b> {}</span>', clase, _(luz.impreso), dicho)


@admin.display(description=gettext_lazy("Plazo"))
def plazo(solicitud: Solicitud) -> SafeString:
    return ficha_del_plazo(solicitud, hoy=dia_en_centro(timezone.now()))


@admin.display(description=gettext_lazy("Estado"))
def estado_en_la_cola(solicitud: Solicitud) -> SafeString | str:
    """Column of the state, and whether the last word is the taxpayer's (`selectors.con_ultima_palabra`)."""
    dicho = solicitud.get_estado_display()
    if not solicitud.esta_abierta or getattr(solicitud, "ultima_palabra", None) != De.PARTICULAR:
        return dicho
    return format_html('{} <b class="respondida">{}</b>', dicho, RESPONDIDA)


@admin.display(description=gettext_lazy("Subdelegación"))
def oficina(solicitud: Solicitud) -> str:
    return str(solicitud.subdelegacion or _(NIVEL_CENTRAL))


@admin.display(description=gettext_lazy("Asignada a"))
def quien_atiende(solicitud: Solicitud) -> SafeString:
    quien = solicitud.asignada_a.usuario.get_username() if solicitud.asignada_a else _("Nadie")
    return _con_etiqueta(_("Asignada a"), quien)


@admin.display(description=gettext_lazy("Escalada a"))
def nivel(solicitud: Solicitud) -> SafeString:
    if solicitud.escalada == Nivel.NINGUNO:
        return format_html('<span class="nada">{}</span>', "-")
    return _con_etiqueta(_("Escalada a"), solicitud.get_escalada_display())


def _con_etiqueta(etiqueta: str, valor: object) -> SafeString:
    """Return a value with the name of its column, which shows on phones, where there is no row of headings."""
    return format_html('<span class="etiqueta">{}:</span> {}', etiqueta, valor)


@admin.display(description=gettext_lazy("Debe resolverse a más tardar"))
def ultimo_dia(solicitud: Solicitud) -> str:
    return fecha_larga(solicitud.vence_el)


@admin.display(description=gettext_lazy("Registros patronales"))
def registros_que_nombra(solicitud: Solicitud) -> str:
    return ", ".join(str(RegistroPatronal(nrp)) for nrp in solicitud.registros) or "-"


@admin.display(description=gettext_lazy("Créditos fiscales"))
def creditos_que_nombra(solicitud: Solicitud) -> SafeString | str:
    """The créditos that it names, as they were that day."""
    return format_html_join("; ", "{}", ((_credito(uno),) for uno in solicitud.creditos)) or "-"


def _credito(credito: dict[str, Any]) -> str:
    registro = _("registro %(nrp)s") % {"nrp": RegistroPatronal(credito["nrp"])}
    importe = en_pesos(Decimal(credito["importe"]))
    return ", ".join((credito["numero"], registro, credito["tipo"], credito["periodo"], importe))
