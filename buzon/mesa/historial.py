"""What happened to a request, in its order: what both sides said, who moved it, and up to where a page showed it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from buzon.bitacora.models import Asiento
from buzon.bitacora.selectors import asientos_del_folio
from buzon.padron.models import Subdelegacion
from buzon.promociones.leyendas import NIVEL_CENTRAL
from buzon.promociones.models import Adjunto, Correccion, EstadoDeCorreccion, Solicitud
from buzon.promociones.reglas import Nivel
from buzon.promociones.selectors import Conversacion, conversacion_de
from buzon.valores.captura import entero
from buzon.web.peticiones import clave_opcional

ASIGNACION, TRASLADO, ESCALADA = "promociones.asignacion", "promociones.traslado", "promociones.escalada"


@dataclass(frozen=True, slots=True)
class Paso:
    """One thing that happened, and under whose name; `texto` is what somebody wrote."""

    en: datetime
    titulo: str
    autor: str
    texto: str = ""
    adjuntos: Sequence[Adjunto] = ()


def lo_dicho(
    request: HttpRequest, solicitud: Solicitud, *, correcciones: Collection[Correccion] | None = None
) -> dict[str, Any]:
    """Return what any page that gives an order upon a request shows of what was said about it.

    `visto` is the last communication that the page, or the one that led to it, showed: its forms carry it back. Where
    one comes back, `nuevas` are those that it had not shown.
    """
    antes, visto = clave_opcional(request, "antes"), clave_opcional(request, "visto")
    conversacion = conversacion_de(solicitud, antes=antes)
    dichas = [vista.comunicacion for vista in conversacion.comunicaciones]
    # Not by its method: the page that comes back after a refusal is drawn as one that is read (`otra_vez`).
    ya_vista = leer_visto(request) if request.POST else None
    return {
        "solicitud": solicitud,
        "historial": historial_de(
            conversacion, solicitud.correcciones.all() if correcciones is None else correcciones
        ),
        "anteriores": conversacion.anteriores,
        "antes": antes,
        # Under which names a tab keeps what is being written about it, if the session ends.
        "claves": {cual: f"{cual}:{solicitud.pk}" for cual in ("resolver", "turnar", "proponer", "rechazar")},
        "visto": visto if antes and visto is not None else max((una.pk for una in dichas), default=0),
        "nuevas": [] if ya_vista is None else [una for una in dichas if una.pk > ya_vista],
    }


def leer_visto(request: HttpRequest) -> int:
    """Return the last communication that the page of this order showed; one that does not say so showed none.

    0 is refused where anything was said: what no page read is never ordered over.
    """
    return entero(request.POST.get("visto", ""), digitos=18) or 0


def historial_de(conversacion: Conversacion, correcciones: Iterable[Correccion]) -> list[Paso]:
    solicitud = conversacion.solicitud
    presentada = Paso(
        solicitud.presentada_en, _("Se presentó"), solicitud.rfc, solicitud.texto, conversacion.adjuntos
    )
    dichos = [
        Paso(
            vista.comunicacion.creado_en,
            vista.comunicacion.get_clase_display(),
            _autor(vista.comunicacion.autor, es_del_instituto=vista.comunicacion.es_del_instituto),
            vista.comunicacion.texto,
            vista.adjuntos,
        )
        for vista in conversacion.comunicaciones
    ]
    pasos = [*dichos, *_movimientos(solicitud), *chain.from_iterable(map(_de_la_correccion, correcciones))]
    return [presentada, *sorted(pasos, key=lambda paso: paso.en)]


def _de_la_correccion(una: Correccion) -> Iterator[Paso]:
    yield Paso(
        una.propuesta_en,
        _("Se propuso una corrección del padrón"),
        _autor(una.propuesta_por, es_del_instituto=True),
    )
    if una.decidida_en is not None:
        dicho = {
            EstadoDeCorreccion.APROBADA: _("Se aprobó la corrección del padrón"),
            EstadoDeCorreccion.RECHAZADA: _("Se rechazó la corrección del padrón"),
            EstadoDeCorreccion.RETIRADA: _("Se retiró la corrección del padrón"),
        }[EstadoDeCorreccion(una.estado)]
        yield Paso(una.decidida_en, dicho, _autor(una.decidida_por, es_del_instituto=True), una.motivo)


def _autor(autor: str, *, es_del_instituto: bool) -> str:
    de = _("Instituto, %(autor)s") if es_del_instituto else _("Particular, %(autor)s")
    return de % {"autor": autor}


def _movimientos(solicitud: Solicitud) -> list[Paso]:
    eventos = (ASIGNACION, TRASLADO, ESCALADA)
    asientos = asientos_del_folio(solicitud.folio, rfc=solicitud.rfc, eventos=eventos)
    traslados = [asiento.detalle for asiento in asientos if asiento.evento == TRASLADO]
    claves = {clave for detalle in traslados for clave in (detalle["de"], detalle["a"]) if clave}
    oficinas = Subdelegacion.objects.in_bulk(claves) if claves else {}
    return [
        Paso(
            asiento.creado_en,
            _en_palabras(asiento, oficinas),
            _("Instituto, %(autor)s") % {"autor": asiento.detalle.get("autor", _("por el paso del plazo"))},
            asiento.detalle.get("motivo", ""),
        )
        for asiento in asientos
    ]


def _en_palabras(asiento: Asiento, oficinas: Mapping[str, Subdelegacion]) -> str:
    detalle = asiento.detalle
    if asiento.evento == TRASLADO:
        de, a = (str(oficinas.get(detalle[lado]) or _(NIVEL_CENTRAL)) for lado in ("de", "a"))
        return _("Se turnó de %(de)s a %(a)s") % {"de": de, "a": a}
    if asiento.evento == ESCALADA:
        return _("Se escaló a %(a)s") % {"a": _(Nivel(detalle["a"]).impreso)}
    if detalle["a"] is None:
        return _("Dejó de estar asignada a %(de)s") % {"de": detalle["de"]}
    return _("Se asignó a %(a)s") % {"a": detalle["a"]}
