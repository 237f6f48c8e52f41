"""One row of everything that the staff may look at, and where its pages are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from autorizacion32d.models import Autorizacion, Transicion
from autorizacion32d.reglas import Estado
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.bitacora import services as bitacora
from buzon.bitacora.models import Asiento
from buzon.cuentas.models import CambioDeMedio, Contribuyente, Ingreso, MedioContacto, Personal, Usuario
from buzon.documentos.models import Clase, Documento, nuevo_codigo
from buzon.mensajes.models import Canal, Envio, Mensaje
from buzon.mensajes.models import Clase as ClaseDeMensaje
from buzon.padron.carga.models import Carga, EstadoCarga
from buzon.padron.hechos import Convenio, EstadoConvenio, EstadoGarantia, Garantia, RespaldoConvenio
from buzon.padron.models import Subdelegacion
from buzon.padron.services import guardar_hechos
from buzon.promociones.models import Correccion, Plantilla, Solicitud
from buzon.promociones.selectors import ultima_comunicacion
from buzon.valores.plazos import vencimiento
from buzon.web.solo_lectura import SoloLectura
from opinion.emision import emitir_opinion
from opinion.huella import Titular
from opinion.models import CambioDeOpinion, Corrida, EstadoDeCorrida, OpinionCalculada, OpinionNoDisponible
from opinion.reglas import Motivo
from terceros.models import AutorizacionDeTercero, ConsultaDeTercero
from tests.buzon.padron.fabricas import OFICINA, credito, hechos, nrp, oficina, registro

PAGINAS: dict[type[models.Model], admin.ModelAdmin[Any]] = dict(admin.site._registry)
# Whoever may load the register adds a load.
SOLO_LECTURA = [
    modelo for modelo, pagina in PAGINAS.items() if isinstance(pagina, SoloLectura) and modelo is not Carga
]
CORREO = "persona.secreta@ejemplo.mx"
TERCERO = "ZZZ010101ZZ9"


def rfc_de(numero: int) -> str:
    return f"PER{850101 + numero % 20:06d}A{numero % 10}{numero // 10 % 10}"


@dataclass
class Expediente:
    """Everything that the portal keeps of one person."""

    rfc: str
    documento: Documento
    acto: ActoFirmado


def acto_de(rfc: str, folio: str, ahora: datetime, **otros: str) -> ActoFirmado:
    """Make a signed act; `otros` are fields that it has otherwise."""
    comun: dict[str, Any] = {
        "folio": folio,
        "tramite": "autorizacion32d.autorizar",
        "rfc": rfc,
        "nombre": "PERSONA <b>Ñ</b> & CO",
        "cadena": f"||1.0|RFC:{rfc}|Folio:{folio}|<script>alert(1)</script>||",
        "certificado_sha256": "a" * 64,
    } | otros
    preparado = ActoPreparado.objects.create(
        **comun,
        nonce=folio.rjust(43, "n"),
        titulo="Acuse",
        apartado="Cobranza",
        manifestacion="Autorizo",
        creado_en=ahora,
        vence_en=ahora + timedelta(minutes=30),
    )
    return ActoFirmado.objects.create(
        **comun,
        preparado=preparado,
        firma=b"\x00firma\xff",
        firmado_en=ahora,
        certificado=b"\x30\x82cer",
        certificado_numero="30001000000500003416",
        certificado_desde=ahora,
        certificado_hasta=ahora + timedelta(days=1),
        emisores=[b"\x30\x82emisor"],
        revocacion={"estado": "VIGENTE"},
    )


def _avisar(rfc: str, folio: str, ahora: datetime) -> None:
    mensaje = Mensaje.objects.create(
        rfc=rfc,
        clase=ClaseDeMensaje.ACTO,
        asunto="Prueba <b>",
        texto="Texto <script>alert(1)</script>",
        clave=f"acto:{folio}",
        busqueda="prueba",
        creado_en=ahora,
    )
    Envio.objects.create(
        mensaje=mensaje, canal=Canal.CORREO, destino=CORREO, creado_en=ahora, proximo_en=ahora
    )


def _inscribir(rfc: str, numero: int, ahora: datetime) -> None:
    oficina()
    Subdelegacion.objects.create(clave=f"90{numero:02d}", nombre="Prueba", ooad="CDMX Norte")
    Carga.objects.create(
        autor="personal", estado=EstadoCarga.TERMINADA, pedida_en=ahora, movida_en=ahora, terminada_en=ahora
    )
    uno = credito(
        garantia=Garantia(f"G-{numero}", EstadoGarantia.VIGENTE, Decimal("5000.00")),
        convenio=Convenio(f"C-{numero}", EstadoConvenio.VIGENTE, RespaldoConvenio.GARANTIA),
    )
    nuevos = hechos(registro(numero, creditos=(uno,)), rfc=rfc, nombre="PERSONA <b>Ñ</b>")
    guardar_hechos(nuevos, ahora=ahora)


def correccion_de(solicitud: Solicitud, *, ahora: datetime, **decision: Any) -> Correccion:
    """A correction that «alguien» proposed, pending where nothing says otherwise."""
    cambio = {"clase": "registro", "clave": nrp(1), "campo": "trabajadores", "de": 3, "a": 4}
    datos = {"propuesta_por": "alguien1"} | decision
    return Correccion.objects.create(
        solicitud=solicitud,
        cambios=[cambio],
        texto="<script>alert(1)</script> procede la corrección",
        propuesta_en=ahora,
        **datos,
    )


def acuse_de(acto: ActoFirmado, ahora: datetime) -> Documento:
    """Make the acuse of an act, not sealed yet."""
    return Documento.objects.create(
        clase=Clase.ACUSE,
        folio=acto.folio,
        codigo=nuevo_codigo(),
        rfc=acto.rfc,
        acto=acto,
        creado_en=ahora,
        encolado_en=ahora,
    )


def crear_expediente(numero: int) -> Expediente:
    """Make one row of every kind for one person."""
    ahora, rfc, folio = timezone.now(), rfc_de(numero), f"{17954608825750000000000 + numero}"
    usuario = Usuario.objects.create(username=rfc, password="!")
    acto = acto_de(rfc, folio, ahora)
    contribuyente = Contribuyente.objects.create(
        usuario=usuario, rfc=rfc, nombre="PERSONA <b>Ñ</b>", creado_en=ahora, acto_activacion=acto
    )
    Ingreso.objects.create(
        contribuyente=contribuyente,
        certificado=b"\x30\x82",
        certificado_numero="30001000000500003416",
        certificado_sha256="a" * 64,
        revocacion={"estado": "VIGENTE"},
        direccion="127.0.0.1",
        ocurrido_en=ahora,
        actividad_en=ahora,
    )
    MedioContacto.objects.create(
        contribuyente=contribuyente,
        canal="CORREO",
        destino=CORREO,
        registrado_en=ahora,
        codigo_pedido_en=ahora,
    )
    CambioDeMedio.objects.create(
        acto=acto.preparado, operacion="SUSTITUIR", canal="CORREO", destino=CORREO, nuevo=f"otra.{CORREO}"
    )
    autorizacion = Autorizacion.objects.create(
        rfc=rfc, estado=Estado.AUTORIZADA, folio=folio, ultimo_folio=folio, autorizada_en=ahora
    )
    Transicion.objects.create(
        autorizacion=autorizacion, acto=acto, de="SIN_AUTORIZACION", a="AUTORIZADA", ocurrida_en=ahora
    )
    dada = AutorizacionDeTercero.objects.create(titular=rfc, tercero=TERCERO, acto=acto, desde=ahora)
    ConsultaDeTercero.objects.create(
        autorizacion=dada,
        titular=rfc,
        tercero=TERCERO,
        nombre="TERCERO <b>",
        que="CONSULTA",
        sentido="POSITIVA",
        motivo="AL_CORRIENTE",
        ocurrio_en=ahora,
    )
    motivo = Motivo.AL_CORRIENTE
    OpinionCalculada.objects.create(
        rfc=rfc,
        sentido=motivo.sentido,
        motivo=motivo,
        anexo=motivo.anexo,
        version_reglas="1",
        calculada_en=ahora,
    )
    corrida = Corrida.objects.create(
        iniciada_en=ahora,
        terminada_en=ahora,
        estado=EstadoDeCorrida.TERMINADA,
        origen="nocturna",
        positivas=3,
    )
    CambioDeOpinion.objects.create(
        rfc=rfc, a="POSITIVA", motivo=motivo, version_reglas="1", ocurrio_en=ahora, corrida=corrida
    )
    OpinionNoDisponible.objects.create(rfc=rfc, causa="<b>2 personas</b>", desde=ahora)
    emitir_opinion(Titular(rfc, "PERSONA <b>Ñ</b>", ""), ahora=ahora)
    documento = acuse_de(acto, ahora)
    _avisar(rfc, folio, ahora)
    _inscribir(rfc, numero, ahora)
    solicitud = Solicitud.objects.create(
        folio=folio,
        acto=acto,
        rfc=rfc,
        nombre="PERSONA <b>Ñ</b>",
        asunto="OPINION_PUBLICA",
        texto="<script>alert(1)</script> no estoy de acuerdo",
        registros=[nrp(numero)],
        creditos=[],
        subdelegacion_id=OFICINA,
        presentada_en=ahora,
        vence_el=vencimiento(ahora),
        estado="PRESENTADA",
    )
    correccion_de(
        solicitud,
        ahora=ahora,
        estado="RECHAZADA",
        motivo="No procede <b>",
        decidida_por="x",
        decidida_en=ahora,
    )
    Plantilla.objects.create(titulo=f"Texto {numero} <b>", texto="<script>alert(3)</script> de la plantilla")
    cuenta = Usuario.objects.create(username=f"alguien{numero}", is_staff=True)
    Personal.objects.create(usuario=cuenta, rol="NORMATIVA", rfc=f"ALGA8001{numero:02d}AB1", creado_en=ahora)
    bitacora.anotar("prueba", ahora=ahora, rfc=rfc, detalle={"folio": folio, "texto": "<b>"})
    bitacora.anotar_lectura(rfc, autor=cuenta.username, pagina="personal:expediente", ahora=ahora)
    bitacora.anotar_rechazo(
        bitacora.Negado("prueba", "127.0.0.1", "127.0.0.1", rfc=rfc, detalle="<b>"), ahora=ahora
    )
    return Expediente(rfc, documento, acto)


def sellar_a_mano(documento: Documento, pdf: bytes = b"%PDF-1.7 prueba") -> None:
    Documento.objects.filter(pk=documento.pk).update(
        estado="SELLADO", pdf=pdf, sha256="b" * 64, tamano=len(pdf), paginas=1, sellado_en=timezone.now()
    )


def url(modelo: type[models.Model], accion: str, *argumentos: Any) -> str:
    return reverse(f"admin:{modelo._meta.app_label}_{modelo._meta.model_name}_{accion}", args=argumentos)


def resolver(quien: Client, solicitud: Solicitud, **datos: str) -> Any:
    """Resolve as the pages lead to it: what the confirmation shows is confirmed; a refusal before it is returned."""
    ruta = url(Solicitud, "atender", solicitud.pk)
    campos = {"orden": "resolver", "visto": str(ultima_comunicacion(solicitud))} | datos
    muestra = quien.post(ruta, campos | {"paso": "enviar"})
    if muestra.status_code != 200:
        return muestra
    sello = muestra.context["por_confirmar"].sello
    return quien.post(ruta, campos | {"paso": "confirmar", "sello": sello}, follow=False)


def una(modelo: type[models.Model]) -> models.Model:
    """The newest row of a model; of accounts, a taxpayer's."""
    filas = modelo._default_manager.order_by("-pk")
    fila = (filas.filter(is_staff=False) if modelo is Usuario else filas).first()
    assert fila is not None, modelo
    return fila


def ultimo_asiento() -> Asiento:
    return Asiento.objects.latest("id")
