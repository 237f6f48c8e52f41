"""Writes of requests, one transaction each."""

from buzon.promociones.services.archivos import DemasiadosAdjuntos
from buzon.promociones.services.atencion import (
    escribir,
    preparar_resolucion,
    requerir_informacion,
    resolver,
    resolver_lo_confirmado,
    responder,
)
from buzon.promociones.services.borrador import (
    BorradorRebasado,
    agregar_adjunto,
    descartar_borrador,
    guardar_borrador,
    quitar_adjunto,
)
from buzon.promociones.services.correcciones import (
    aprobar,
    exigir_aprobable,
    exigir_proponible,
    proponer,
    rechazar,
    retirar,
)
from buzon.promociones.services.mensaje import agregar_al_mensaje, quitar_del_mensaje
from buzon.promociones.services.plantillas import guardar_plantilla, retener_plantillas
from buzon.promociones.services.plazo import escalar
from buzon.promociones.services.presentacion import BorradorCambiado, preparar
from buzon.promociones.services.reparto import asignar, liberar, reasignar
from buzon.promociones.services.retenidas import tiene_correccion

__all__ = [
    "BorradorCambiado",
    "BorradorRebasado",
    "DemasiadosAdjuntos",
    "agregar_adjunto",
    "agregar_al_mensaje",
    "aprobar",
    "asignar",
    "descartar_borrador",
    "escalar",
    "escribir",
    "exigir_aprobable",
    "exigir_proponible",
    "guardar_borrador",
    "guardar_plantilla",
    "liberar",
    "preparar",
    "preparar_resolucion",
    "proponer",
    "quitar_adjunto",
    "quitar_del_mensaje",
    "reasignar",
    "rechazar",
    "requerir_informacion",
    "resolver",
    "resolver_lo_confirmado",
    "responder",
    "retener_plantillas",
    "retirar",
    "tiene_correccion",
]
