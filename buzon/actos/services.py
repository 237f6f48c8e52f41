"""Prepare the text of an act, check its signature, and record it once."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from buzon.actos.cadena_original import Firmante, Manifestacion, Tramite, componer
from buzon.actos.errores import ActoAgotado, ActoUsado, ActoVencido, CertificadoDistinto, RfcDistinto
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.confianza.services import CertificadoValidado, validar_para_firmar
from buzon.efirma.certificado import Certificado
from buzon.efirma.firma import verificar_firma
from buzon.valores.identificadores import nuevo_folio
from buzon.valores.rechazo import Rechazo

VIGENCIA = timedelta(minutes=20)  # to read the text, find the e.firma and sign
TOLERANCIA = timedelta(minutes=1)  # between the clocks of two servers
INTENTOS_MAXIMOS = 5


@dataclass(frozen=True, slots=True)
class FirmaComprobada:
    """A signature that holds over the text of an act, with the evidence of its certificate."""

    firma: bytes
    validado: CertificadoValidado


def preparar(
    tramite: Tramite,
    *,
    firmante: Firmante,
    manifestacion: Manifestacion,
    titulo: str,
    apartado: str,
    campos: Sequence[tuple[str, str]],
    ahora: datetime,
    precedente: str = "",
    escrito: str = "",
    plazo_dias: int | None = None,
) -> ActoPreparado:
    """Store the exact cadena original that will be shown and signed; it is valid for VIGENCIA.

    `escrito` is a text of the person's own, printed whole in the acuse and attached to it; `plazo_dias`, the natural
    days in which the act is to be answered, counted from the day of its signature.
    """
    folio = nuevo_folio(ahora)
    # In the text itself, so that no other text, nor an earlier one of the same words, has this signature.
    nonce = secrets.token_urlsafe(32)
    cadena = componer(
        tramite,
        firmante=firmante,
        manifestacion=manifestacion,
        origen=settings.URL_PUBLICA,
        folio=folio,
        nonce=nonce,
        ahora=ahora,
    )
    return ActoPreparado.objects.create(
        tramite=tramite.clave,
        rfc=firmante.rfc,
        nombre=firmante.nombre,
        representante_rfc=firmante.representante_rfc,
        folio=folio,
        nonce=nonce,
        cadena=cadena,
        certificado_sha256=firmante.certificado_sha256,
        titulo=titulo,
        apartado=apartado,
        manifestacion=manifestacion.texto,
        campos=[list(par) for par in campos],
        precedente=precedente,
        escrito=escrito,
        plazo_dias=plazo_dias,
        creado_en=ahora,
        vence_en=ahora + VIGENCIA,
    )


def validar_certificado_del_acto(
    acto: ActoPreparado, *, certificado: bytes, ahora: datetime, firma: bytes | None = None
) -> CertificadoValidado:
    """Accept the certificate with which this act is to be signed: in force, trusted, and the one its text names.

    With `firma`, also what it signed; all of that before anybody is asked about revocation. Raises the refusals of
    `efirma`, RfcDistinto and CertificadoDistinto.
    """

    def exigir_el_suyo(leido: Certificado) -> None:
        if leido.rfc != acto.rfc:
            raise RfcDistinto(leido.numero)
        if leido.sha256 != acto.certificado_sha256:
            raise CertificadoDistinto(leido.numero)
        if firma is not None:
            verificar_firma(leido, texto=acto.cadena.encode(), firma=firma)

    return validar_para_firmar(certificado, en=ahora, prueba=exigir_el_suyo)


def ya_firmado(acto: ActoPreparado, *, firma: bytes) -> ActoFirmado | None:
    """Return the recorded act when this very signature made it; raises ActoUsado when another one did."""
    firmado = ActoFirmado.objects.filter(preparado=acto).first()
    if firmado is not None and bytes(firmado.firma) != firma:
        raise ActoUsado(acto.folio)
    return firmado


def exigir_firmable(acto: ActoPreparado, *, ahora: datetime) -> None:
    """Raise ActoVencido or ActoAgotado where the act can no longer be signed.

    Nor can one whose date is still to come, because the clock went back: it would be signed before it was made.
    """
    if not acto.creado_en - TOLERANCIA <= ahora < acto.vence_en:
        raise ActoVencido(acto.folio)
    if acto.intentos >= INTENTOS_MAXIMOS:
        raise ActoAgotado(acto.folio)


def comprobar(acto: ActoPreparado, *, certificado: bytes, firma: bytes, ahora: datetime) -> FirmaComprobada:
    """Check certificate and signature without locks; a refusal uses up one of INTENTOS_MAXIMOS tries.

    Raises ActoVencido, ActoAgotado and the refusals of the certificate and of the signature.
    """
    exigir_firmable(acto, ahora=ahora)
    try:
        validado = validar_certificado_del_acto(acto, certificado=certificado, ahora=ahora, firma=firma)
    except Rechazo:
        # In the database, not on the row read before: tries that come at once are all counted.
        ActoPreparado.objects.filter(pk=acto.pk).update(intentos=F("intentos") + 1)
        raise
    return FirmaComprobada(firma, validado)


def registrar(
    acto: ActoPreparado, *, comprobada: FirmaComprobada, ahora: datetime
) -> tuple[ActoFirmado, bool]:
    """Record the signed act inside the caller's transaction; the second value is False when it already stood.

    The prepared act is locked, so that of any number of submissions one alone makes the record.
    Raises ActoUsado when it was signed meanwhile with another signature.
    """
    # The lock first: of two submissions the second one finds here what the first one signed.
    ActoPreparado.objects.select_for_update().get(pk=acto.pk)
    anterior = ya_firmado(acto, firma=comprobada.firma)
    if anterior is not None:
        return anterior, False
    certificado = comprobada.validado.certificado
    firmado = ActoFirmado.objects.create(
        preparado=acto,
        folio=acto.folio,
        tramite=acto.tramite,
        rfc=acto.rfc,
        nombre=acto.nombre,
        representante_rfc=acto.representante_rfc,
        cadena=acto.cadena,
        firma=comprobada.firma,
        firmado_en=ahora,
        certificado=certificado.der,
        certificado_numero=certificado.numero,
        certificado_sha256=certificado.sha256,
        certificado_desde=certificado.desde,
        certificado_hasta=certificado.hasta,
        emisores=list(comprobada.validado.emisores),
        revocacion=comprobada.validado.evidencia,
    )
    return firmado, True
