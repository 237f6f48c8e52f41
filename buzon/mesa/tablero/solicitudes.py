"""Figures of requests: what is open, how long it takes and what is in time."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buzon.mesa.tablero import estadisticas, graficas
from buzon.mesa.tablero.cuadro import Alcance, Cuadro, cifra
from buzon.promociones.leyendas import NIVEL_CENTRAL
from buzon.valores.plazos import DIAS_PARA_RESOLVER, dias_restantes
from buzon.web.dibujo import GUINDA, VERDE

BARRAS = 10
_HASTA_SEMANAS = 90


def abiertas(alcance: Alcance) -> Cuadro:
    """Count open requests by the days that are left of their term."""
    restan: Counter[int] = Counter()
    for vence_el, cuantas in estadisticas.abiertas_por_vencimiento(oficina=alcance.oficina):
        restan[max(-1, min(dias_restantes(vence_el, hoy=alcance.hoy), DIAS_PARA_RESOLVER))] += cuantas
    encabezados = (_("Plazo"), _("Solicitudes abiertas"))
    if not restan:
        return Cuadro(encabezados)
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


def dias_para_resolver(alcance: Alcance) -> Cuadro:
    """Tell the median and the percentile 95 of the natural days that requests took, by week or month."""
    oficina, desde = alcance.oficina, alcance.desde
    tramo = estadisticas.POR_SEMANA if alcance.dias <= _HASTA_SEMANAS else estadisticas.POR_MES
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


def en_plazo(alcance: Alcance) -> Cuadro:
    """Tell which share of what each office resolved was within the ten days, the lowest first."""
    encabezados = (
        *(_("Subdelegación"), _("Resueltas"), _("En 10 días o menos")),
        _("Por ciento en 10 días o menos"),
    )
    filas = list(estadisticas.plazo_por_oficina(oficina=alcance.oficina, desde=alcance.desde))
    if not filas:
        return Cuadro(encabezados)
    oficinas = [(_oficina(fila), fila["cuantas"], fila["en_plazo"], _por_ciento(fila)) for fila in filas]
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


def _por_ciento(fila: dict[str, Any]) -> float:
    return 100 * int(fila["en_plazo"]) / int(fila["cuantas"])
