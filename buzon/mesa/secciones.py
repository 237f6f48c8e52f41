"""What the page of an RFC lists: each kind of row, where it is read and what is shown of it.

A new section is a new `Parte` here, of a model that has a page in admin; the page, its table of contents and its counts
follow. Rows about what others did also enter `expediente.DE_LA_BITACORA`, or they would be taken for the RFC's own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from autorizacion32d import selectors as autorizacion
from autorizacion32d.models import Transicion
from buzon.actos import selectors as actos
from buzon.actos.cadena_original import TRAMITES
from buzon.actos.models import ActoFirmado
from buzon.bitacora import selectors as bitacora
from buzon.bitacora.models import Asiento, Lectura, RechazoAsentado
from buzon.documentos import selectors as documentos
from buzon.documentos.models import Documento
from buzon.mensajes import selectors as mensajes
from buzon.mensajes.models import Mensaje
from buzon.padron import selectors as padron
from buzon.padron.models import RegistroPatronal
from buzon.promociones import selectors as promociones
from buzon.promociones.models import Solicitud
from buzon.web.solo_lectura import Dato, dato
from opinion import selectors as opinion
from opinion.models import OpinionEmitida
from terceros import selectors as terceros
from terceros.models import AutorizacionDeTercero

_FOLIO = dato("folio", _("Folio"))
_ESTADO = dato("get_estado_display", _("Estado"))
_CLASE = dato("get_clase_display", _("Clase"))


@dataclass(frozen=True, slots=True)
class Parte:
    """One section. `filas` takes the RFC and the office to which its reader is confined, if any.

    Whoever may open the page sees it, unless `permiso` asks for more; who may see `modelo` is also led to its own list.
    """

    clave: str
    titulo: StrOrPromise
    modelo: type[Model]
    filas: Callable[[str, str], QuerySet[Any]]
    columnas: tuple[Dato, ...]
    permiso: str = ""


# Written out, since `dato` reads one value: an act keeps the key of its trámite, not its name.
def _tramite(acto: ActoFirmado) -> str:
    tramite = TRAMITES.get(acto.tramite)
    return tramite.nombre if tramite else acto.tramite


_tramite.short_description = _("Trámite")  # type: ignore[attr-defined]

PARTES = (
    Parte(
        "registros",
        _("Registros patronales"),
        RegistroPatronal,
        lambda rfc, _oficina: padron.registros_con_oficina(rfc),
        (
            *(dato("nrp", "NRP"), _ESTADO, dato("modalidad", _("Modalidad"))),
            *(dato("trabajadores", _("Trabajadores")), dato("subdelegacion", _("Subdelegación"))),
        ),
    ),
    Parte(
        "opiniones",
        _("Opiniones emitidas"),
        OpinionEmitida,
        lambda rfc, _oficina: opinion.emitidas_de(rfc),
        (
            *(_FOLIO, dato("get_sentido_display", _("Sentido"))),
            *(dato("emitida_en", _("Emitida")), dato("vigente_hasta", _("Vigente hasta"))),
        ),
    ),
    Parte(
        "autorizaciones",
        _("Autorizaciones y cancelaciones"),
        Transicion,
        lambda rfc, _oficina: autorizacion.transiciones_de(rfc),
        (
            *(
                dato("acto.folio", _("Folio del acto")),
                dato("get_de_display", _("De")),
                dato("get_a_display", _("A")),
            ),
            dato("ocurrida_en", _("Fecha")),
        ),
    ),
    Parte(
        "terceros",
        _("Terceros autorizados"),
        AutorizacionDeTercero,
        lambda rfc, _oficina: terceros.dadas_por(rfc),
        (
            *(dato("acto.folio", _("Folio del acto")), dato("tercero", _("Tercero"))),
            *(dato("desde", _("Desde")), dato("termina_en", _("Termina")), dato("fin", _("Terminó"))),
        ),
    ),
    Parte(
        "solicitudes",
        _("Solicitudes"),
        Solicitud,
        lambda rfc, oficina: promociones.solicitudes_por_rfc(rfc, oficina=oficina),
        (
            *(_FOLIO, dato("get_asunto_display", _("Asunto")), _ESTADO),
            *(dato("presentada_en", _("Presentada")), dato("vence_el", _("Vence"))),
            dato("get_sentido_resolucion_display", _("Resolución")),
        ),
        "promociones.view_solicitud",
    ),
    Parte(
        "actos",
        _("Actos firmados"),
        ActoFirmado,
        lambda rfc, _oficina: actos.firmados_de(rfc),
        (_FOLIO, _tramite, dato("firmado_en", _("Firmado"))),
    ),
    Parte(
        "documentos",
        _("Documentos"),
        Documento,
        lambda rfc, _oficina: documentos.documentos_de(rfc),
        (_FOLIO, _CLASE, _ESTADO, dato("creado_en", _("Creado"))),
    ),
    Parte(
        "mensajes",
        _("Mensajes"),
        Mensaje,
        lambda rfc, _oficina: mensajes.mensajes_de(rfc),
        (
            *(dato("asunto", _("Asunto")), _CLASE),
            *(dato("creado_en", _("Creado")), dato("leido_en", _("Leído"))),
        ),
    ),
    Parte(
        "bitacora",
        _("Bitácora"),
        Asiento,
        lambda rfc, _oficina: bitacora.asientos_de(rfc),
        (dato("pk", _("Número")), dato("evento", _("Evento")), dato("creado_en", _("Fecha"))),
        "bitacora.view_asiento",
    ),
    Parte(
        "lecturas",
        _("Quién del personal lo ha leído"),
        Lectura,
        lambda rfc, _oficina: bitacora.lecturas_de(rfc),
        (dato("creado_en", _("Fecha")), dato("autor", _("Quién")), dato("pagina", _("Página"))),
        "bitacora.view_lectura",
    ),
    Parte(
        "rechazos",
        _("Rechazos"),
        RechazoAsentado,
        lambda rfc, _oficina: bitacora.rechazos_de(rfc),
        (dato("creado_en", _("Fecha")), dato("codigo", _("Código")), dato("veces", _("Veces"))),
        "bitacora.view_rechazoasentado",
    ),
)
