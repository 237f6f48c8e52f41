"""What is written about a filed request, by both sides, until it is resolved; and texts for the staff to start from."""

import hashlib
from collections.abc import Collection, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.utils import translation

from buzon.bitacora import services as bitacora
from buzon.cuentas.avisos import avisar
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.documentos import services as documentos
from buzon.documentos.models import Clase as ClaseDeDocumento
from buzon.promociones import avisos, resolucion
from buzon.promociones.alcance import exigir_alcance
from buzon.promociones.errores import MensajesAgotados, SinConfirmacion
from buzon.promociones.models import Adjunto, Comunicacion, Plantilla, Solicitud
from buzon.promociones.reglas import (
    MENSAJES_POR_SOLICITUD,
    Clase,
    De,
    Estado,
    Sentido,
    clase_del_particular,
    exigir_mensaje,
    exigir_texto,
    siguiente,
)
from buzon.promociones.services.borrador import exigir_suya
from buzon.promociones.services.retenidas import (
    exigir_abierta,
    exigir_sin_correccion,
    exigir_visto,
    retener,
    retener_para,
)
from buzon.promociones.texto import limpio
from buzon.valores.identificadores import nuevo_folio

# A second click, or a page sent again after a bad connection; after that the same words are meant.
REPETICION = timedelta(minutes=10)
_SAL = "buzon.promociones.resolucion_por_confirmar"


def escribir(
    solicitud: Solicitud, *, rfc: str, texto: str, ahora: datetime, adjuntos: Collection[UUID] = ()
) -> Comunicacion:
    """Write, as the taxpayer, a message, or the answer to what was asked (which puts it back to PRESENTADA).

    With it go those files of `adjuntos` that `agregar_al_mensaje` kept. The same words sent again within REPETICION,
    with nothing in between and no file more, are one communication.

    Raises NoEncontrado (somebody else's), SolicitudResuelta, TextoVacio, TextoDemasiadoLargo and MensajesAgotados.
    """
    exigir_suya(solicitud, rfc=rfc)
    escrito = limpio(texto)
    exigir_mensaje(escrito)
    with transaction.atomic():
        fila = retener(solicitud)
        suyos = Adjunto.objects.filter(por_enviar=fila, pk__in=adjuntos)
        huellas = set(suyos.values_list("sha256", flat=True))
        repetida = _ya_dicha(fila, texto=escrito, autor=rfc, archivos=huellas, ahora=ahora)
        if repetida is not None:
            suyos.delete()  # the same files as the first ones: otherwise they would wait for a message of their own
            return repetida
        exigir_abierta(fila)
        escritas = Comunicacion.objects.filter(solicitud=fila, de=De.PARTICULAR).count()
        if escritas >= MENSAJES_POR_SOLICITUD:
            raise MensajesAgotados(str(escritas))
        clase = clase_del_particular(Estado(fila.estado))
        comunicacion = _comunicar(fila, De.PARTICULAR, clase, texto=escrito, autor=rfc, ahora=ahora)
        suyos.update(por_enviar=None, comunicacion=comunicacion)
        detalle = {"folio": fila.folio, "comunicacion": comunicacion.pk}
        bitacora.anotar(f"promociones.{clase.lower()}", ahora=ahora, rfc=rfc, detalle=detalle)
    return comunicacion


def responder(
    solicitud: Solicitud, *, texto: str, quien: Funcionario, ahora: datetime, visto: int | None = None
) -> Comunicacion:
    """Write to the taxpayer, as the Institute; `visto` as `retenidas.exigir_visto` takes it.

    Raises SolicitudResuelta, TextoVacio, TextoDemasiadoLargo, EstadoCambiado and the refusals of
    `retenidas.retener_para`.
    """
    return _del_personal(solicitud, Clase.MENSAJE, texto=texto, quien=quien, ahora=ahora, visto=visto)


def requerir_informacion(
    solicitud: Solicitud, *, texto: str, quien: Funcionario, ahora: datetime, visto: int | None = None
) -> Comunicacion:
    """Ask the taxpayer for information; the term runs on. Takes and raises what `responder` does."""
    return _del_personal(solicitud, Clase.REQUERIMIENTO, texto=texto, quien=quien, ahora=ahora, visto=visto)


def _del_personal(
    solicitud: Solicitud,
    clase: Clase,
    *,
    texto: str,
    quien: Funcionario,
    ahora: datetime,
    visto: int | None,
) -> Comunicacion:
    autor = quien.usuario
    escrito = limpio(texto)
    exigir_mensaje(escrito)
    with transaction.atomic():
        fila = retener_para(quien, solicitud)
        # Before what was seen: a second click has not seen the first one's words.
        repetida = _ya_dicha(fila, texto=escrito, autor=autor, clase=clase, ahora=ahora)
        if repetida is not None:
            return repetida
        exigir_abierta(fila)
        exigir_visto(fila, visto)
        comunicacion = _comunicar(fila, De.INSTITUTO, clase, texto=escrito, autor=autor, ahora=ahora)
        _anotar_y_avisar(comunicacion, fila, evento=f"promociones.{clase.lower()}_del_instituto", ahora=ahora)
    return comunicacion


@dataclass(frozen=True, slots=True)
class PorConfirmar:
    """A resolution as it would be sealed; `sello`, signed, is what says that this very one was shown."""

    texto: str
    sello: str


def preparar_resolucion(
    solicitud: Solicitud, *, sentido: Sentido, texto: str, quien: Funcionario, visto: int
) -> PorConfirmar:
    """Return what is to be confirmed, by whoever has seen everything that was said up to `visto`; nothing is written.

    Raises, before anybody confirms it, what `resolver` would.
    """
    escrito = limpio(texto)
    exigir_texto(escrito)
    exigir_alcance(quien, [solicitud])
    exigir_abierta(solicitud)
    exigir_sin_correccion(solicitud)
    exigir_visto(solicitud, visto)
    dicho = _lo_que_se_sella(solicitud, sentido=sentido, escrito=escrito, quien=quien)
    return PorConfirmar(escrito, signing.dumps([*dicho, visto], salt=_SAL))


def resolver_lo_confirmado(
    solicitud: Solicitud, *, sentido: Sentido, texto: str, sello: str, quien: Funcionario, ahora: datetime
) -> Comunicacion:
    """Resolve it with what `preparar_resolucion` gave to be shown, and nothing else; raises SinConfirmacion, too."""
    try:
        # No session is longer, so nobody who saw it confirms later; and there is no row to clean up.
        *mostrado, visto = signing.loads(sello, salt=_SAL, max_age=settings.SESION_MAXIMA_S)
    except signing.BadSignature:
        raise SinConfirmacion(solicitud.folio) from None
    if mostrado != _lo_que_se_sella(solicitud, sentido=sentido, escrito=limpio(texto), quien=quien):
        raise SinConfirmacion(solicitud.folio)
    return resolver(solicitud, sentido=sentido, texto=texto, quien=quien, ahora=ahora, visto=visto)


def _lo_que_se_sella(
    solicitud: Solicitud, *, sentido: Sentido, escrito: str, quien: Funcionario
) -> list[int | str]:
    return [solicitud.pk, quien.usuario, sentido.value, hashlib.sha256(escrito.encode()).hexdigest()]


@transaction.atomic
def resolver(
    solicitud: Solicitud,
    *,
    sentido: Sentido,
    texto: str,
    quien: Funcionario,
    ahora: datetime,
    visto: int | None = None,
) -> Comunicacion:
    """Resolve it, for good, with a sealed document of its own folio.

    Raises SolicitudResuelta, TextoInsuficiente, TextoDemasiadoLargo, CorreccionPendiente, EstadoCambiado and the
    refusals of `retenidas.retener_para`.
    """
    escrito = limpio(texto)
    exigir_texto(escrito)
    fila = retener_para(quien, solicitud)
    exigir_abierta(fila)
    exigir_sin_correccion(fila)
    exigir_visto(fila, visto)
    return resolver_retenida(fila, sentido=sentido, texto=escrito, autor=quien.usuario, ahora=ahora)


def _ya_dicha(
    fila: Solicitud,
    *,
    texto: str,
    autor: str,
    ahora: datetime,
    clase: Clase | None = None,
    archivos: Set[str] = frozenset(),
) -> Comunicacion | None:
    """Return the last communication of a held request if this one repeats it: a second click, a page sent again.

    Of `archivos`, the digests: a second click may come when its files went with the first one.
    """
    ultima = Comunicacion.objects.filter(solicitud=fila).order_by("-pk").first()
    if ultima is None or not timedelta(0) <= ahora - ultima.creado_en < REPETICION:
        return None
    dicho = (ultima.autor, ultima.texto, clase or ultima.clase)
    suyos = set(Adjunto.objects.filter(comunicacion=ultima).values_list("sha256", flat=True))
    es_la_misma = dicho == (autor, texto, ultima.clase) and archivos <= suyos
    return ultima if es_la_misma and fila.esta_abierta else None


def resolver_retenida(
    fila: Solicitud, *, sentido: Sentido, texto: str, autor: str, ahora: datetime, **ademas: str
) -> Comunicacion:
    """Resolve a request that the caller holds, with a text that is fit already; `ademas` goes into the log.

    Raises SolicitudResuelta.
    """
    exigir_abierta(fila)
    Adjunto.objects.filter(por_enviar=fila).delete()  # of a message that nobody may send any more
    folio = nuevo_folio(ahora)
    # The document is in es-MX, whatever language its author reads the portal in.
    with translation.override(settings.LANGUAGE_CODE):
        contenido = resolucion.contenido_de(fila, folio=folio, sentido=sentido, texto=texto, ahora=ahora)
    fila.resolucion = documentos.crear_con_contenido(
        ClaseDeDocumento.RESOLUCION, folio=folio, rfc=fila.rfc, contenido=contenido, ahora=ahora
    )
    fila.resuelta_en, fila.sentido_resolucion = ahora, sentido.value
    comunicacion = _comunicar(fila, De.INSTITUTO, Clase.RESOLUCION, texto=texto, autor=autor, ahora=ahora)
    ademas |= {"sentido": sentido.value, "resolucion": folio}
    _anotar_y_avisar(comunicacion, fila, evento="promociones.resolucion", ahora=ahora, **ademas)
    return comunicacion


def _comunicar(
    fila: Solicitud, de: De, clase: Clase, *, texto: str, autor: str, ahora: datetime
) -> Comunicacion:
    """Write a communication about a held request and take it to the state that follows."""
    fila.estado = siguiente(Estado(fila.estado), clase=clase)
    comunicacion = Comunicacion.objects.create(
        solicitud=fila, de=de, clase=clase, texto=texto, autor=autor, creado_en=ahora
    )
    fila.save(update_fields=["estado", "resuelta_en", "sentido_resolucion", "resolucion"])
    return comunicacion


def _anotar_y_avisar(
    comunicacion: Comunicacion, fila: Solicitud, *, evento: str, ahora: datetime, **ademas: str
) -> None:
    """Leave what the Institute did in the log, under its author, and tell the taxpayer."""
    detalle = {"folio": fila.folio, "autor": comunicacion.autor, "comunicacion": comunicacion.pk, **ademas}
    bitacora.anotar(evento, ahora=ahora, rfc=fila.rfc, detalle=detalle)
    avisar(fila.rfc, aviso=avisos.de_comunicacion(comunicacion, solicitud=fila), ahora=ahora)


def retener_plantillas() -> None:
    """Make whoever else writes one wait for this transaction: one title is of one text, and the form says so."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE promociones_plantilla IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def guardar_plantilla(plantilla: Plantilla, *, autor: str, ahora: datetime) -> Plantilla:
    """Keep a text as it is shown from now on, and leave in the log who wrote it; answers already given stay."""
    plantilla.texto = limpio(plantilla.texto)
    plantilla.save()
    detalle = {
        "autor": autor,
        "plantilla": plantilla.pk,
        "titulo": plantilla.titulo,
        "asunto": plantilla.asunto,
        "activa": plantilla.activa,
        "sha256": hashlib.sha256(plantilla.texto.encode()).hexdigest(),
    }
    bitacora.anotar("promociones.plantilla", ahora=ahora, detalle=detalle)
    return plantilla
