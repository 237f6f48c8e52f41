"""Somebody with one of each thing that has an id, so that a stranger may try every one of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Model
from django.utils import timezone

from autorizacion32d.models import Autorizacion
from buzon.actos.cadena_original import (
    AUTORIZAR_OPINION,
    AUTORIZAR_TERCEROS,
    MODIFICAR_MEDIOS,
    PRESENTAR_SOLICITUD,
)
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas.models import CambioDeMedio, Contribuyente, Ingreso, MedioContacto
from buzon.documentos.models import Clase, Documento, nuevo_codigo
from buzon.mensajes.models import Mensaje
from buzon.promociones.models import Adjunto, Borrador, Comunicacion, Preparada, Solicitud
from buzon.valores.plazos import vencimiento
from opinion.emision import emitir_opinion
from opinion.huella import Titular
from opinion.models import OpinionEmitida
from terceros.models import ActoSobreTerceros, AutorizacionDeTercero, ConsultaDeTercero, Peticion
from tests.personal.expedientes import acto_de, crear_expediente

DE_QUIEN: dict[type[Model], str] = {
    ActoFirmado: "rfc",
    ActoPreparado: "rfc",
    ActoSobreTerceros: "acto__rfc",
    Autorizacion: "rfc",
    AutorizacionDeTercero: "titular",
    Borrador: "rfc",
    CambioDeMedio: "acto__rfc",
    Comunicacion: "solicitud__rfc",
    ConsultaDeTercero: "titular",
    Contribuyente: "rfc",
    Documento: "rfc",
    Ingreso: "contribuyente__rfc",
    MedioContacto: "contribuyente__rfc",
    Mensaje: "rfc",
    OpinionEmitida: "rfc",
    Peticion: "titular",
    Preparada: "acto__rfc",
    Solicitud: "rfc",
}
CODIGO_RESOLUCION = 17954608825760000000000
TERCERO = "ZZZ010101ZZ1"


@dataclass
class TodoLoSuyo:
    """One of each, of one person; `sin_firmar` and `firmados` by the key of their procedure."""

    rfc: str
    sin_confirmar: MedioContacto
    confirmado: MedioContacto
    ingreso: Ingreso
    sin_leer: Mensaje
    leido: Mensaje
    sin_firmar: dict[str, ActoPreparado]
    firmados: dict[str, ActoFirmado]
    solicitud: Solicitud
    opinion: OpinionEmitida
    obtenida: OpinionEmitida  # as a third party
    peticion: Peticion  # made to them
    autorizacion: AutorizacionDeTercero  # of a third party
    adjuntos: dict[str, Adjunto]

    @property
    def folio(self) -> str:
        return str(self.solicitud.folio)

    def foto(self) -> dict[str, list[dict[str, Any]]]:
        """Every row that is theirs, and every file there is, as they stand."""
        filas = {
            modelo.__name__: list(modelo._default_manager.filter(**{campo: self.rfc}).order_by("pk").values())
            for modelo, campo in DE_QUIEN.items()
        }
        return filas | {"Adjunto": list(Adjunto.objects.order_by("pk").values())}


def todo_lo_suyo(numero: int) -> TodoLoSuyo:
    """Make one of each thing for the person of this number (from 1 to 9)."""
    rfc, ahora = crear_expediente(numero).rfc, timezone.now()
    contribuyente = Contribuyente.objects.get(rfc=rfc)
    solicitud = Solicitud.objects.get(rfc=rfc)
    primero = solicitud.acto
    firmados = {primero.tramite: primero}
    for orden, tramite in enumerate((MODIFICAR_MEDIOS, PRESENTAR_SOLICITUD, AUTORIZAR_TERCEROS), start=1):
        firmados[tramite.clave] = acto_de(
            rfc, f"{CODIGO_RESOLUCION + 100 * numero + orden}", ahora, tramite=tramite.clave
        )
    _cambio(firmados[MODIFICAR_MEDIOS.clave].preparado)
    _solicitud(firmados[PRESENTAR_SOLICITUD.clave])
    sobre_terceros(firmados[AUTORIZAR_TERCEROS.clave].preparado)
    obtenida = _obtenida(rfc, f"{CODIGO_RESOLUCION + 100 * numero + 80}", ahora)
    _resuelta_con_documento(solicitud, f"{CODIGO_RESOLUCION + 100 * numero + 90}", ahora)
    _sellar(rfc, ahora)
    medio = {
        "contribuyente": contribuyente,
        "canal": "CORREO",
        "registrado_en": ahora,
        "codigo_pedido_en": ahora,
    }
    for letra in "ab":
        MedioContacto.objects.create(
            destino=f"{letra}{numero}@ejemplo.mx", confirmado_en=ahora, principal=letra == "a", **medio
        )
    return TodoLoSuyo(
        rfc=rfc,
        sin_confirmar=MedioContacto.objects.create(
            destino=f"c{numero}@ejemplo.mx", codigo_enviado_en=ahora, **medio
        ),
        confirmado=MedioContacto.objects.get(destino=f"b{numero}@ejemplo.mx"),
        ingreso=Ingreso.objects.get(contribuyente=contribuyente),
        sin_leer=_mensaje(rfc, f"sin leer {numero}", ahora, leido_en=None),
        leido=_mensaje(rfc, f"leido {numero}", ahora, leido_en=ahora),
        sin_firmar=_sin_firmar(rfc, numero, ahora),
        firmados=firmados,
        solicitud=solicitud,
        opinion=OpinionEmitida.objects.get(rfc=rfc),
        obtenida=obtenida,
        peticion=Peticion.objects.create(
            solicitante=TERCERO, nombre="TERCERO", titular=rfc, motivo="AUDITORIA", creada_en=ahora
        ),
        autorizacion=AutorizacionDeTercero.objects.create(
            titular=rfc, tercero=TERCERO, acto=firmados[AUTORIZAR_TERCEROS.clave], desde=ahora
        ),
        adjuntos=_adjuntos(solicitud, ahora),
    )


def _sellar(rfc: str, ahora: datetime) -> None:
    """Only what says its own content has a sello digital besides."""
    pdf = {
        "estado": "SELLADO",
        "pdf": b"%PDF-1.7",
        "sha256": "b" * 64,
        "tamano": 8,
        "paginas": 1,
        "sellado_en": ahora,
    }
    Documento.objects.filter(rfc=rfc, acto__isnull=False).update(**pdf)
    propio = {"sello_digital": b"sello", "sello_certificado": b"cer"}
    Documento.objects.filter(rfc=rfc, acto=None).update(**pdf, **propio)


def _mensaje(rfc: str, clave: str, ahora: datetime, **marca: Any) -> Mensaje:
    texto = {"asunto": "Prueba", "texto": "Texto", "busqueda": "prueba"}
    return Mensaje.objects.create(rfc=rfc, clase="ACTO", clave=clave, creado_en=ahora, **texto, **marca)


def _sin_firmar(rfc: str, numero: int, ahora: datetime) -> dict[str, ActoPreparado]:
    preparados = {}
    for orden, tramite in enumerate(
        (AUTORIZAR_OPINION, MODIFICAR_MEDIOS, PRESENTAR_SOLICITUD, AUTORIZAR_TERCEROS)
    ):
        folio = f"{CODIGO_RESOLUCION + 100 * numero + 50 + orden}"
        preparados[tramite.clave] = ActoPreparado.objects.create(
            tramite=tramite.clave,
            rfc=rfc,
            nombre="PERSONA",
            folio=folio,
            nonce=folio.rjust(43, "n"),
            cadena="||1.0||",
            certificado_sha256="a" * 64,
            titulo="Acuse",
            apartado="Cobranza",
            manifestacion="Autorizo",
            creado_en=ahora,
            vence_en=ahora + timedelta(minutes=20),
        )
    _cambio(preparados[MODIFICAR_MEDIOS.clave])
    sobre_terceros(preparados[AUTORIZAR_TERCEROS.clave])
    Preparada.objects.create(
        acto=preparados[PRESENTAR_SOLICITUD.clave],
        asunto="OPINION_PUBLICA",
        texto="Texto",
        registros=[],
        creditos=[],
        adjuntos=[],
        huella="a" * 64,
    )
    return preparados


def sobre_terceros(acto: ActoPreparado) -> None:
    ActoSobreTerceros.objects.create(acto=acto, terceros=[TERCERO], ultima=0)


def _obtenida(tercero: str, folio: str, ahora: datetime) -> OpinionEmitida:
    """The opinion of somebody else that this person may see and obtained."""
    titular = f"OTR{tercero[4:10]}ZZ1"
    acto = acto_de(titular, folio, ahora, tramite=AUTORIZAR_TERCEROS.clave)
    autorizacion = AutorizacionDeTercero.objects.create(
        titular=titular, tercero=tercero, acto=acto, desde=ahora
    )
    ConsultaDeTercero.objects.create(
        autorizacion=autorizacion,
        titular=titular,
        tercero=tercero,
        nombre="PERSONA",
        que="CONSULTA",
        sentido="POSITIVA",
        motivo="AL_CORRIENTE",
        ocurrio_en=ahora,
    )
    de_quien = Titular.de(rfc=titular, nombre="OTRA SA DE CV", curp="")
    emitida = emitir_opinion(de_quien, ahora=ahora, tercero=tercero)
    _sellar(titular, ahora)
    return emitida


def _cambio(acto: ActoPreparado) -> None:
    CambioDeMedio.objects.create(
        acto=acto, operacion="AGREGAR", canal="CORREO", destino=f"{acto.folio}@ejemplo.mx"
    )


def _solicitud(acto: ActoFirmado) -> None:
    Solicitud.objects.create(
        folio=acto.folio,
        acto=acto,
        rfc=acto.rfc,
        nombre=acto.nombre,
        asunto="OPINION_PUBLICA",
        texto="Texto",
        registros=[],
        creditos=[],
        presentada_en=acto.firmado_en,
        vence_el=vencimiento(acto.firmado_en),
        estado="PRESENTADA",
    )


def _resuelta_con_documento(solicitud: Solicitud, folio: str, ahora: datetime) -> None:
    Documento.objects.create(
        clase=Clase.RESOLUCION,
        folio=folio,
        codigo=nuevo_codigo(),
        rfc=solicitud.rfc,
        contenido={},
        creado_en=ahora,
        encolado_en=ahora,
    )


def _adjuntos(solicitud: Solicitud, ahora: datetime) -> dict[str, Adjunto]:
    borrador, _ = Borrador.objects.get_or_create(rfc=solicitud.rfc, defaults={"actualizado_en": ahora})
    comunicacion = Comunicacion.objects.create(
        solicitud=solicitud,
        de="PARTICULAR",
        clase="MENSAJE",
        texto="Va.",
        autor=solicitud.rfc,
        creado_en=ahora,
    )
    duenos: dict[str, Any] = {
        "borrador": borrador,
        "solicitud": solicitud,
        "comunicacion": comunicacion,
        "por_enviar": solicitud,
    }
    contenido = solicitud.rfc.encode()
    comun = {"nombre": "a.txt", "tipo": "text/plain", "tamano": len(contenido), "contenido": contenido}
    huella = sha256(contenido).hexdigest()
    return {
        campo: Adjunto.objects.create(**{campo: de_que}, **comun, sha256=huella, agregado_en=ahora)
        for campo, de_que in duenos.items()
    }
