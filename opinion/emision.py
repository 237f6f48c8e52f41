"""Issue one's opinion: an immutable row and its sealed document, once a day for the same facts."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from buzon.bitacora import services as bitacora
from buzon.documentos import services as documentos
from buzon.documentos.models import Clase
from buzon.padron import selectors as padron
from buzon.padron import services as registro
from buzon.padron.hechos import Hechos
from buzon.valores.fechas import dia_en_centro, fin_del_dia
from buzon.valores.identificadores import nuevo_folio
from opinion import cadena, carta
from opinion.ficha import ficha_de
from opinion.huella import Titular, huella_de
from opinion.models import OpinionEmitida
from opinion.reglas import VERSION, Veredicto
from opinion.reglas.explicacion import Explicacion, explicar


@transaction.atomic
def emitir_opinion(titular: Titular, *, ahora: datetime) -> OpinionEmitida:
    """Return the opinion of the day for the present facts; issue it, with its document, if there is none yet.

    The RFC is held meanwhile: of any number of submissions one issues and all get the same.
    Raises HechosNoDisponibles, and issues nothing, where the register does not give the facts with certainty.
    """
    registro.bloquear([titular.rfc])
    hechos = padron.hechos_de(titular.rfc)
    dia = dia_en_centro(ahora)
    explicacion = explicar(hechos, hoy=dia)
    huella = huella_de(titular, hechos=hechos, veredicto=explicacion.veredicto)
    anterior = OpinionEmitida.objects.filter(rfc=titular.rfc, dia=dia, huella=huella).first()
    return anterior or _emitir(titular, hechos, explicacion, huella=huella, dia=dia, ahora=ahora)


def _emitir(
    titular: Titular, hechos: Hechos, explicacion: Explicacion, *, huella: str, dia: date, ahora: datetime
) -> OpinionEmitida:
    veredicto, folio, vigente_hasta = explicacion.veredicto, nuevo_folio(ahora), fin_del_dia(ahora)
    texto = _cadena(titular, veredicto, folio=folio, ahora=ahora, vigente_hasta=vigente_hasta)
    with translation.override(settings.LANGUAGE_CODE):
        ficha = ficha_de(explicacion, hoy=dia, oficinas=padron.oficinas_de(hechos))
        contenido = carta.contenido_de(
            explicacion,
            titular=titular,
            folio=folio,
            cadena=texto,
            emitida_en=ahora,
            vigente_hasta=vigente_hasta,
        )
    detalle = {"folio": folio, "motivo": veredicto.motivo.value, "huella": huella}
    bitacora.anotar("opinion.emitida", ahora=ahora, rfc=titular.rfc, detalle=detalle)
    return OpinionEmitida.objects.create(
        rfc=titular.rfc,
        nombre=titular.nombre,
        curp=titular.curp,
        folio=folio,
        sentido=veredicto.sentido,
        motivo=veredicto.motivo,
        anexo=veredicto.anexo,
        version_reglas=VERSION,
        huella=huella,
        emitida_en=ahora,
        dia=dia,
        vigente_hasta=vigente_hasta,
        cadena=texto,
        trabajadores=explicacion.trabajadores,
        registros=[visto.registro.nrp for visto in explicacion.registros],
        ficha=ficha,
        documento=documentos.crear_con_contenido(
            Clase.OPINION, folio=folio, rfc=titular.rfc, contenido=contenido, ahora=ahora
        ),
    )


def _cadena(
    titular: Titular, veredicto: Veredicto, *, folio: str, ahora: datetime, vigente_hasta: datetime
) -> str:
    return cadena.componer(
        invocante=settings.INVOCANTE,
        folio=folio,
        rfc=titular.rfc,
        nombre=titular.nombre,
        curp=titular.curp,
        sentido=veredicto.sentido,
        emitida_en=ahora,
        vigente_hasta=vigente_hasta,
    )
