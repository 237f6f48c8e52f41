"""The dashboard's figures: of requests (an office's or the country's), authorisations, documents and opinions.

A new one is a function that returns a `Cuadro` and its line in FIGURAS; page, chart and CSV follow.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from autorizacion32d import selectors as autorizacion
from autorizacion32d.reglas import Estado
from buzon.documentos import selectors as documentos
from buzon.documentos.models import Clase
from buzon.mesa.tablero import estadisticas, graficas
from buzon.mesa.tablero.cuadro import Corte, Cuadro, Figura, cifra
from buzon.promociones.leyendas import NIVEL_CENTRAL
from buzon.valores.plazos import DIAS_PARA_RESOLVER, dias_restantes
from buzon.web.dibujo import GUINDA, VERDE
from buzon.web.formato import fecha_hora_larga
from opinion import selectors as opinion

BARRAS = 10
_HASTA_SEMANAS = 90  # days; a longer period is told by months


def abiertas(corte: Corte) -> Cuadro:
    """Count open requests by the days that are left of their term."""
    restan: Counter[int] = Counter()
    for vence_el, cuantas in estadisticas.abiertas_por_vencimiento(oficina=corte.oficina):
        restan[max(-1, min(dias_restantes(vence_el, hoy=corte.hoy), DIAS_PARA_RESOLVER))] += cuantas
    encabezados = (_("Plazo"), _("Solicitudes abiertas"))
    if not restan:
        return Cuadro(encabezados)
    # All that is overdue is one column, on the left of today.
    dias = range(-1, DIAS_PARA_RESOLVER + 1)
    total, vencidas = restan.total(), restan[-1]
    hallazgo = ngettext("%(n)s solicitud abierta", "%(n)s solicitudes abiertas", total) % {"n": total}
    hallazgo += "; " + ngettext("%(n)s ya venció.", "%(n)s ya vencieron.", vencidas) % {"n": vencidas}
    puntos = [(_("Vencidas") if dia < 0 else str(dia), float(restan[dia])) for dia in dias]
    return Cuadro(
        encabezados,
        [(_plazo(dia), restan[dia]) for dia in dias],
        hallazgo,
        lambda: graficas.columnas(
            _("Solicitudes abiertas por los días que les quedan"),
            puntos,
            eje_x=_("Días que quedan"),
            eje_y=_("Solicitudes"),
        ),
    )


def _plazo(dia: int) -> str:
    if dia < 0:
        return _("Vencidas")
    if dia == 0:
        return _("Vencen hoy")
    return ngettext("Falta %(n)s día", "Faltan %(n)s días", dia) % {"n": dia}


def dias_para_resolver(corte: Corte) -> Cuadro:
    """Tell the median and the percentile 95 of the natural days that requests took, by week or month."""
    oficina, desde = corte.oficina, corte.desde
    tramo = estadisticas.POR_SEMANA if corte.dias <= _HASTA_SEMANAS else estadisticas.POR_MES
    encabezados = (
        _("Semana que empieza") if tramo == estadisticas.POR_SEMANA else _("Mes que empieza"),
        *(_("Resueltas"), _("Mediana de días"), _("Percentil 95 de días")),
    )
    total = estadisticas.dias_de_resolucion(oficina=oficina, desde=desde)
    tramos = list(estadisticas.dias_por_tramo(oficina=oficina, desde=desde, tramo=tramo))
    if not tramos:
        return Cuadro(encabezados)
    return Cuadro(
        encabezados,
        [
            (_("Todo el periodo"), *_medidas(total)),
            *((f"{uno['inicio']:%d/%m/%Y}", *_medidas(uno)) for uno in tramos),
        ],
        _("La mitad se resolvió en %(mediana)s días o menos, y 95 de cada 100 en %(percentil)s días o menos.")
        % {"mediana": cifra(total["mediana"]), "percentil": cifra(total["percentil_95"])},
        lambda: graficas.lineas(
            _("Días para resolver: mediana y percentil 95"),
            [uno["inicio"] for uno in tramos],
            [
                graficas.Linea(_("Mediana"), VERDE, [uno["mediana"] for uno in tramos]),
                graficas.Linea(_("Percentil 95"), GUINDA, [uno["percentil_95"] for uno in tramos]),
            ],
            eje_x=str(encabezados[0]),
            eje_y=_("Días"),
        ),
    )


def _medidas(fila: dict[str, Any]) -> tuple[int, str, str]:
    return fila["cuantas"], cifra(fila["mediana"]), cifra(fila["percentil_95"])


def en_plazo(corte: Corte) -> Cuadro:
    """Tell which share of what each office resolved was within the ten days, the lowest first."""
    encabezados = (
        *(_("Subdelegación"), _("Resueltas"), _("En 10 días o menos")),
        _("Por ciento en 10 días o menos"),
    )
    filas = list(estadisticas.plazo_por_oficina(oficina=corte.oficina, desde=corte.desde))
    if not filas:
        return Cuadro(encabezados)
    oficinas = [
        (_oficina(fila), fila["cuantas"], fila["en_plazo"], 100 * fila["en_plazo"] / fila["cuantas"])
        for fila in filas
    ]
    oficinas.sort(key=lambda oficina: (oficina[3], oficina[0]))
    todas, a_tiempo = sum(fila["cuantas"] for fila in filas), sum(fila["en_plazo"] for fila in filas)
    return Cuadro(
        encabezados,
        [(nombre, *cuentas, cifra(parte)) for nombre, *cuentas, parte in oficinas],
        _dicho_del_plazo(cifra(100 * a_tiempo / todas), oficinas),
        lambda: graficas.barras(
            _("Por ciento resuelto en 10 días o menos: las subdelegaciones más bajas"),
            [(nombre, parte) for nombre, _resueltas, _a_tiempo, parte in oficinas[:BARRAS]],
            eje_x=_("Por ciento"),
        ),
    )


def _dicho_del_plazo(parte: str, oficinas: Sequence[tuple[str, int, int, float]]) -> str:
    if len(oficinas) == 1:
        return _("%(parte)s %% se resolvió en 10 días o menos.") % {"parte": parte}
    oficina, *_cuentas, baja = oficinas[0]
    frase = _("%(parte)s %% se resolvió en 10 días o menos; la más baja es %(oficina)s, con %(baja)s %%.")
    return frase % {"parte": parte, "oficina": oficina, "baja": cifra(baja)}


def _oficina(fila: dict[str, Any]) -> str:
    if fila["subdelegacion"] is None:
        return _(NIVEL_CENTRAL)
    return f"{fila['subdelegacion__nombre']}, {fila['subdelegacion__ooad']}"


def autorizaciones(corte: Corte) -> Cuadro:
    """Count authorisations and cancellations a day, the days without any included."""
    encabezados = (_("Día"), _("Autorizaciones"), _("Cancelaciones"))
    cuentas: Counter[tuple[date, str]] = Counter()
    for dia, estado, cuantas in autorizacion.movimientos_por_dia(desde=corte.desde):
        cuentas[dia, estado] = cuantas
    if not cuentas:
        return Cuadro(encabezados)
    dias = [corte.primer_dia + timedelta(days=n) for n in range(corte.dias)]
    altas = [cuentas[dia, Estado.AUTORIZADA] for dia in dias]
    bajas = [cuentas[dia, Estado.CANCELADA] for dia in dias]
    return Cuadro(
        encabezados,
        [(f"{dia:%d/%m/%Y}", *cuantas) for dia, *cuantas in zip(dias, altas, bajas, strict=True)],
        _("%(altas)s y %(bajas)s en %(dias)s días.")
        % {
            "altas": ngettext("%(n)s autorización", "%(n)s autorizaciones", sum(altas)) % {"n": sum(altas)},
            "bajas": ngettext("%(n)s cancelación", "%(n)s cancelaciones", sum(bajas)) % {"n": sum(bajas)},
            "dias": corte.dias,
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


def documentos_pendientes(corte: Corte) -> Cuadro:
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


def opiniones(corte: Corte) -> Cuadro:
    """Tell how many RFCs had each sentido at the last national run."""
    encabezados = (_("Sentido"), _("RFC"), _("Por ciento"))
    # Of the last run: counting a million verdicts now would say little more.
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


# The national ones are no office's to act upon, and one with few employers would tell who they are.
FIGURAS = (
    Figura("abiertas", gettext_lazy("Solicitudes abiertas por plazo"), abiertas, False, False),
    Figura("dias", gettext_lazy("Días para resolver"), dias_para_resolver, False),
    Figura("plazo", gettext_lazy("Resueltas en 10 días, por subdelegación"), en_plazo, False),
    Figura("autorizaciones", gettext_lazy("Autorizaciones y cancelaciones por día"), autorizaciones),
    Figura(
        "documentos",
        gettext_lazy("Documentos pendientes de sello"),
        documentos_pendientes,
        es_del_periodo=False,
    ),
    Figura("opiniones", gettext_lazy("Opiniones por sentido"), opiniones, es_del_periodo=False),
)


def figuras_de(corte: Corte) -> list[Figura]:
    return [figura for figura in FIGURAS if not (corte.oficina and figura.es_nacional)]


def figura_de(clave: str, *, corte: Corte) -> Figura | None:
    return next((figura for figura in figuras_de(corte) if figura.clave == clave), None)
