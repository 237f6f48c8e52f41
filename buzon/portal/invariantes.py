"""What must always hold between acts, documents, states and log; each check yields what does not."""

import hashlib
from collections.abc import Callable, Iterator

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat

from autorizacion32d.leyendas import TRAMITES
from autorizacion32d.models import Autorizacion, Transicion
from autorizacion32d.reglas import Estado
from buzon.actos.cadena_original import (
    ACTIVAR_BUZON,
    AUTORIZAR_TERCEROS,
    CANCELAR_TERCERO,
    MODIFICAR_MEDIOS,
    PRESENTAR_SOLICITUD,
)
from buzon.actos.models import ActoFirmado
from buzon.bitacora.models import Asiento
from buzon.cuentas.models import Contribuyente, Ingreso, MedioContacto
from buzon.documentos.models import Documento
from buzon.documentos.models import Estado as EstadoDocumento
from buzon.documentos.selectors import sello_digital_se_sostiene
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.firma import verificar_firma
from buzon.mensajes.models import Mensaje
from buzon.promociones.models import Comunicacion, Correccion, EstadoDeCorreccion, Solicitud
from buzon.promociones.reglas import Clase, Sentido, siguiente
from buzon.promociones.reglas import Estado as EstadoDeSolicitud
from buzon.valores.plazos import vencimiento
from buzon.valores.rechazo import Rechazo
from opinion.models import OpinionEmitida

Hallazgos = Iterator[str]
LO_DICHO = ("asunto", "texto", "registros", "creditos")


def cada_acto_tiene_su_documento() -> Hallazgos:
    """One signed act, one document, the same folio and RFC."""
    for acto in ActoFirmado.objects.filter(documento=None).only("folio").iterator():
        yield f"acto {acto.folio} sin documento"
    ajenos = Documento.objects.filter(acto__isnull=False).exclude(folio=F("acto__folio"), rfc=F("acto__rfc"))
    for documento in ajenos.only("folio").iterator():
        yield f"documento {documento.folio} con folio o RFC distinto al de su acto"


def cada_acto_tiene_su_asiento() -> Hallazgos:
    """One entry of the log an act, written in its transaction."""
    asientos = (
        Asiento.objects.annotate(folio=KT("detalle__folio"))
        .filter(evento=OuterRef("tramite"), rfc=OuterRef("rfc"), folio=OuterRef("folio"))
        .order_by()
        .values("evento")
        .annotate(cuantos=Count("pk"))
        .values("cuantos")
    )
    for acto in (
        ActoFirmado.objects.annotate(n=Coalesce(Subquery(asientos), 0)).exclude(n=1).only("folio").iterator()
    ):
        yield f"acto {acto.folio} con {acto.n} asientos"


def cada_firma_se_sostiene() -> Hallazgos:
    """Each signature verifies over the stored text with the stored certificate, which the text names."""
    for acto in ActoFirmado.objects.select_related("preparado").iterator(chunk_size=200):
        try:
            certificado = leer_certificado(bytes(acto.certificado))
            verificar_firma(certificado, texto=acto.cadena.encode(), firma=bytes(acto.firma))
        except Rechazo as rechazo:
            yield f"acto {acto.folio}: {rechazo.codigo}"
            continue
        # As `cadena_original.componer` writes them.
        nombrados = (f"Folio:{acto.folio}|", f"SHA256:{certificado.sha256}|", f"Reto:{acto.preparado.nonce}|")
        if acto.cadena != acto.preparado.cadena or not all(campo in acto.cadena for campo in nombrados):
            yield f"acto {acto.folio}: la cadena no es la que se preparó"


def cada_acto_surtio_su_efecto() -> Hallazgos:
    """An act of 32D made one transition, one about third parties began or ended spans, an activation stands on its
    taxpayer, a change of contact says which.
    """
    activados = Contribuyente.objects.exclude(acto_activacion=None).values("acto_activacion")
    sin_efecto = ActoFirmado.objects.filter(
        Q(tramite__in=TRAMITES, transicion_32d=None)
        | Q(tramite=ACTIVAR_BUZON.clave) & ~Q(pk__in=activados)
        | Q(tramite=AUTORIZAR_TERCEROS.clave, terceros_autorizados=None)
        | Q(tramite=CANCELAR_TERCERO.clave, tercero_cancelado=None)
        | Q(tramite=MODIFICAR_MEDIOS.clave, preparado__cambio_de_medio=None)
    )
    for acto in sin_efecto.only("folio").iterator():
        yield f"acto {acto.folio} sin efecto"


def el_estado_es_la_suma_de_sus_actos() -> Hallazgos:
    """The state of an authorisation is what its transitions, in their order, lead to."""
    for autorizacion in Autorizacion.objects.iterator():
        estado, folio = Estado.SIN_AUTORIZACION.value, ""
        pasos = Transicion.objects.filter(autorizacion=autorizacion).order_by("pk")
        for de, a, folio_del_acto in pasos.values_list("de", "a", "acto__folio"):
            if de != estado:
                yield f"{autorizacion.rfc}: una transición parte de {de} y no de {estado}"
            estado, folio = a, folio_del_acto
        if (autorizacion.estado, autorizacion.ultimo_folio) != (estado, folio):
            dicho = f"{autorizacion.estado} {autorizacion.ultimo_folio}"
            yield f"{autorizacion.rfc}: dice {dicho}; sus actos, {estado} {folio}"


def cada_solicitud_viene_de_su_acto() -> Hallazgos:
    """Each act that files one filed one, with the same folio and person, what was prepared, and its ten days."""
    sin_ella = ActoFirmado.objects.filter(tramite=PRESENTAR_SOLICITUD.clave, solicitud=None)
    for acto in sin_ella.only("folio").iterator():
        yield f"acto {acto.folio} sin solicitud"
    filas = Solicitud.objects.select_related("acto", "acto__preparado__solicitud_preparada")
    for solicitud in filas.iterator(chunk_size=200):
        acto, dicho = solicitud.acto, solicitud.acto.preparado.solicitud_preparada
        de_quien = (acto.tramite, acto.folio, acto.rfc, acto.firmado_en)
        if de_quien != (PRESENTAR_SOLICITUD.clave, solicitud.folio, solicitud.rfc, solicitud.presentada_en):
            yield f"solicitud {solicitud.folio}: no es de su acto"
        if [getattr(dicho, campo) for campo in LO_DICHO] != [getattr(solicitud, c) for c in LO_DICHO]:
            yield f"solicitud {solicitud.folio}: no dice lo que se preparó"
        adjuntos = solicitud.adjuntos.values_list("sha256", flat=True)
        if sorted(adjuntos) != sorted(adjunto["sha256"] for adjunto in dicho.adjuntos):
            yield f"solicitud {solicitud.folio}: sus archivos no son los que se nombraron"
        if solicitud.vence_el != vencimiento(solicitud.presentada_en):
            yield f"solicitud {solicitud.folio}: su plazo no es el de su presentación"


def cada_solicitud_esta_como_se_dijo() -> Hallazgos:
    """The state of a request is what its communications, in order, lead to; a resolved one has its document."""
    filas = Solicitud.objects.select_related("resolucion").defer("resolucion__pdf")
    for solicitud in filas.iterator(chunk_size=200):
        estado = EstadoDeSolicitud.PRESENTADA
        try:
            for clase in solicitud.comunicaciones.order_by("pk").values_list("clase", flat=True):
                estado = siguiente(estado, clase=Clase(clase))
        except Rechazo:
            yield f"solicitud {solicitud.folio}: una comunicación que no procedía"
        if solicitud.estado != estado:
            yield f"solicitud {solicitud.folio}: dice {solicitud.estado}; sus comunicaciones, {estado}"
        documento = solicitud.resolucion
        if documento is not None and (documento.clase, documento.rfc) != ("resolucion", solicitud.rfc):
            yield f"solicitud {solicitud.folio}: su resolución no es suya"


def cada_correccion_es_de_dos_personas() -> Hallazgos:
    """An approved correction resolved its request as PROCEDENTE under its author's name, and the log names both."""
    suya = Comunicacion.objects.filter(
        solicitud=OuterRef("solicitud"),
        clase=Clase.RESOLUCION,
        autor=OuterRef("propuesta_por"),
        creado_en=OuterRef("decidida_en"),
    )
    filas = Correccion.objects.filter(estado=EstadoDeCorreccion.APROBADA).annotate(
        con_resolucion=Exists(suya)
    )
    for una in filas.select_related("solicitud").iterator(chunk_size=200):
        folio, dos = una.solicitud.folio, (una.propuesta_por, una.decidida_por)
        if not una.con_resolucion or una.solicitud.sentido_resolucion != Sentido.PROCEDENTE:
            yield f"corrección {una.pk} de {folio}: sin la resolución que la dice"
        asientos = Asiento.objects.filter(
            evento="padron.correccion", rfc=una.solicitud.rfc, detalle__folio=folio
        )
        dichos = [(uno.detalle["autor"], uno.detalle["aprobada_por"]) for uno in asientos]
        if dichos != [dos] or len(set(dos)) != 2:
            yield f"corrección {una.pk} de {folio}: la bitácora no nombra a sus dos personas"


def cada_documento_esta_entero() -> Hallazgos:
    """A sealed document is the file that was sealed, and was sealed once."""
    for documento in Documento.objects.filter(estado=EstadoDocumento.SELLADO).iterator(chunk_size=50):
        if hashlib.sha256(bytes(documento.pdf or b"")).hexdigest() != documento.sha256:
            yield f"documento {documento.folio}: el archivo no es el que se selló"
        veces = Asiento.objects.filter(
            evento="documento.sellado", rfc=documento.rfc, detalle__folio=documento.folio
        ).count()
        if veces != 1:
            yield f"documento {documento.folio} sellado {veces} veces"


def cada_acto_tiene_su_mensaje() -> Hallazgos:
    """An activation or an act of 32D has its message, written in its transaction: from the first that had one on."""
    de_actos = Mensaje.objects.filter(clave__startswith="acto:")
    desde = de_actos.aggregate(primero=Min("creado_en"))["primero"]
    if desde is None:
        return
    suyo = Mensaje.objects.filter(clave=Concat(Value("acto:"), OuterRef("folio")), rfc=OuterRef("rfc"))
    actos = ActoFirmado.objects.filter(firmado_en__gte=desde, tramite__in=(ACTIVAR_BUZON.clave, *TRAMITES))
    for acto in actos.filter(~Exists(suyo)).only("folio").iterator():
        yield f"acto {acto.folio} sin mensaje"


def cada_opinion_tiene_su_documento() -> Hallazgos:
    """An issued opinion and its document say the same cadena; the sello digital of a sealed one verifies over it."""
    filas = OpinionEmitida.objects.select_related("documento").defer("documento__pdf", "ficha")
    for opinion in filas.iterator(chunk_size=200):
        documento = opinion.documento
        dicho = (documento.folio, documento.rfc, (documento.contenido or {}).get("cadena"))
        if dicho != (opinion.folio, opinion.rfc, opinion.cadena):
            yield f"opinión {opinion.folio}: su documento no dice lo mismo"
        elif documento.esta_sellado and not sello_digital_se_sostiene(documento):
            yield f"opinión {opinion.folio}: su sello digital no es de su cadena"


def cada_ingreso_gasto_su_reto() -> Hallazgos:
    """Nobody entered with a challenge that was not used up."""
    for ingreso in Ingreso.objects.filter(reto__isnull=False, reto__usado_en=None).only("pk").iterator():
        yield f"ingreso {ingreso.pk} con un reto sin usar"


def cada_buzon_tiene_sus_medios() -> Hallazgos:
    """An active Buzón has one principal, confirmed means of contact in each channel."""
    for canal in MedioContacto.Canal:
        principales = MedioContacto.objects.filter(canal=canal, principal=True, confirmado_en__isnull=False)
        sin_principal = Contribuyente.objects.exclude(acto_activacion=None).exclude(
            pk__in=principales.values("contribuyente")
        )
        for contribuyente in sin_principal.only("rfc").iterator():
            yield f"{contribuyente.rfc}: sin {canal.lower()} principal confirmado"


INVARIANTES: tuple[Callable[[], Hallazgos], ...] = (
    cada_acto_tiene_su_documento,
    cada_acto_tiene_su_asiento,
    cada_firma_se_sostiene,
    cada_acto_surtio_su_efecto,
    el_estado_es_la_suma_de_sus_actos,
    cada_solicitud_viene_de_su_acto,
    cada_solicitud_esta_como_se_dijo,
    cada_correccion_es_de_dos_personas,
    cada_documento_esta_entero,
    cada_acto_tiene_su_mensaje,
    cada_opinion_tiene_su_documento,
    cada_ingreso_gasto_su_reto,
    cada_buzon_tiene_sus_medios,
)


def hallazgos() -> Hallazgos:
    """Yield everything that does not hold, check by check."""
    for invariante in INVARIANTES:
        yield from invariante()
