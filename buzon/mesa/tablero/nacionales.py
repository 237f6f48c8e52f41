"""Figures of the whole country: authorisations, documents and opinions."""

from collections import Counter
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from autorizacion32d import selectors as autorizacion
from autorizacion32d.reglas import Estado
from buzon.documentos import selectors as documentos
from buzon.documentos.models import Clase
from buzon.mesa.tablero import graficas
from buzon.mesa.tablero.cuadro import Alcance, Cuadro, cifra
from buzon.web.dibujo import GUINDA, VERDE
from buzon.web.formato import fecha_hora_larga
from opinion import selectors as opinion


def autorizaciones(alcance: Alcance) -> Cuadro:
    """Count authorisations and cancellations a day, the days without any included."""
    encabezados = (_("Día"), _("Autorizaciones"), _("Cancelaciones"))
    cuentas: Counter[tuple[date, str]] = Counter()
    for dia, estado, cuantas in autorizacion.movimientos_por_dia(desde=alcance.desde):
        cuentas[dia, estado] = cuantas
    if not cuentas:
        return Cuadro(encabezados)
    dias = [alcance.primer_dia + timedelta(days=n) for n in range(alcance.dias)]
    altas = [cuentas[dia, Estado.AUTORIZADA] for dia in dias]
    bajas = [cuentas[dia, Estado.CANCELADA] for dia in dias]
    return Cuadro(
        encabezados,
        [(f"{dia:%d/%m/%Y}", *cuantas) for dia, *cuantas in zip(dias, altas, bajas, strict=True)],
        _("%(altas)s y %(bajas)s en %(dias)s días.")
        % {
            "altas": ngettext("%(n)s autorización", "%(n)s autorizaciones", sum(altas)) % {"n": sum(altas)},
            "bajas": ngettext("%(n)s cancelación", "%(n)s cancelaciones", sum(bajas)) % {"n": sum(bajas)},
            "dias": alcance.dias,
        },
        lambda: graficas.lineas(
            _("Autorizaciones y cancelaciones por día"),
            dias,
            [
                graficas.Linea(_("Autorizaciones"), VERDE, altas),
                graficas.Linea(_("Cancelaciones"), GUINDA, bajas),
            ],
            eje_x=_("Día"),
            eje_y=_("Actos"),
        ),
    )


def documentos_pendientes(alcance: Alcance) -> Cuadro:
    """Count the documents that wait for their seal now, by kind."""
    encabezados = (_("Documento"), _("Esperan su sello"), _("El más antiguo, desde"))
    filas = [
        (str(Clase(clase).label), cuantos, desde)
        for clase, cuantos, desde in documentos.pendientes_por_clase()
    ]
    if not filas:
        return Cuadro(encabezados)
    total, primero = sum(cuantos for _c, cuantos, _d in filas), min(desde for _c, _n, desde in filas)
    esperan = ngettext("%(n)s documento espera", "%(n)s documentos esperan", total) % {"n": total}
    return Cuadro(
        encabezados,
        [(clase, cuantos, fecha_hora_larga(desde)) for clase, cuantos, desde in filas],
        _("%(esperan)s su sello; el más antiguo, desde el %(desde)s.")
        % {"esperan": esperan, "desde": fecha_hora_larga(primero)},
        lambda: graficas.columnas(
            _("Documentos que esperan su sello"),
            [(clase, float(cuantos)) for clase, cuantos, _desde in filas],
            eje_x=_("Documento"),
            eje_y=_("Documentos"),
        ),
    )


def opiniones(alcance: Alcance) -> Cuadro:
    """Tell how many RFCs had each sentido at the last national run."""
    encabezados = (_("Sentido"), _("RFC"), _("Por ciento"))
    corrida = opinion.ultima_corrida()
    filas = (
        [
            (_("Positiva"), corrida.positivas),
            (_("Negativa"), corrida.negativas),
            (_("Sin opinión"), corrida.sin_opinion),
            (_("No disponible"), corrida.no_disponibles),
        ]
        if corrida
        else []
    )
    total = sum(cuantas for _nombre, cuantas in filas)
    if corrida is None or not total:
        return Cuadro(encabezados)
    return Cuadro(
        encabezados,
        [(nombre, cuantas, cifra(100 * cuantas / total)) for nombre, cuantas in filas],
        _("Recálculo del %(cuando)s: %(positivas)s %% de %(total)s RFC con opinión positiva.")
        % {
            "cuando": fecha_hora_larga(corrida.iniciada_en),
            "positivas": cifra(100 * corrida.positivas / total),
            "total": total,
        },
        lambda: graficas.columnas(
            _("Opiniones por sentido"),
            [(nombre, float(cuantas)) for nombre, cuantas in filas],
            eje_x=_("Sentido"),
            eje_y="RFC",
        ),
    )
