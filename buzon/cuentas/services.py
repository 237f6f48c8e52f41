"""Entering with an e.firma, ending sessions, and what is cleaned up afterwards."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from buzon.bitacora import services as bitacora
from buzon.confianza.services import CertificadoValidado, validar_certificado
from buzon.cuentas import retos
from buzon.cuentas.models import Cierre, Contribuyente, Ingreso, Reto, Usuario
from buzon.cuentas.selectors import ingresos_abiertos
from buzon.efirma.certificado import Certificado
from buzon.efirma.firma import verificar_firma
from buzon.web.errores import NoEncontrado
from buzon.web.limites import contar

RETENCION_DE_RETOS = timedelta(days=1)
PASO_DE_ACTIVIDAD = timedelta(minutes=1)


def ingresar(
    reto_id: str, *, certificado: bytes, firma: bytes, sesion: str, direccion: str, ahora: datetime
) -> Ingreso:
    """Let in whoever signed the challenge of this session with a FIEL in force.

    The challenge is used up first, whatever follows. Raises the refusals of the challenge, of the
    certificate and of the signature, and DemasiadasSolicitudes for too many entries of one RFC: counted
    after the signature, since a certificate is public and must not serve to lock its holder out.
    """
    reto = retos.consumir(reto_id, sesion=sesion, ahora=ahora)
    validado = validar_certificado(
        certificado,
        en=ahora,
        prueba=lambda leido: verificar_firma(leido, texto=reto.cadena.encode(), firma=firma),
    )
    contar("ingresar_rfc", clave=validado.certificado.rfc)
    with transaction.atomic():
        contribuyente = _contribuyente(validado.certificado, ahora=ahora)
        ingreso = _registrar_ingreso(
            contribuyente, reto=reto, validado=validado, direccion=direccion, ahora=ahora
        )
        bitacora.anotar(
            "cuentas.ingresar",
            ahora=ahora,
            rfc=contribuyente.rfc,
            detalle={
                "certificado": ingreso.certificado_numero,
                "direccion": direccion,
                "revocacion": ingreso.revocacion["estado"],
            },
        )
    return ingreso


def _contribuyente(certificado: Certificado, *, ahora: datetime) -> Contribuyente:
    Usuario.objects.bulk_create(
        [Usuario(username=certificado.rfc, password=_sin_contrasena(), date_joined=ahora)],
        ignore_conflicts=True,
    )
    usuario = Usuario.objects.select_for_update().get(username=certificado.rfc)
    datos = {
        "nombre": certificado.titular,
        "curp": certificado.curp,
        "efirma_numero": certificado.numero,
        "efirma_hasta": certificado.hasta,
    }
    contribuyente, _ = Contribuyente.objects.update_or_create(
        rfc=certificado.rfc,
        defaults=datos,
        create_defaults=datos | {"usuario": usuario, "creado_en": ahora},
    )
    return contribuyente


def _sin_contrasena() -> str:
    usuario = Usuario()
    usuario.set_unusable_password()
    return usuario.password


def _registrar_ingreso(
    contribuyente: Contribuyente,
    *,
    reto: Reto,
    validado: CertificadoValidado,
    direccion: str,
    ahora: datetime,
) -> Ingreso:
    certificado = validado.certificado
    return Ingreso.objects.create(
        contribuyente=contribuyente,
        reto=reto,
        certificado=certificado.der,
        certificado_numero=certificado.numero,
        certificado_sha256=certificado.sha256,
        representante_rfc=certificado.representante_rfc,
        revocacion=validado.evidencia,
        direccion=direccion,
        ocurrido_en=ahora,
        actividad_en=ahora,
    )


def anotar_uso(ingreso: Ingreso, *, ahora: datetime) -> None:
    """Write that the session of this entry was used, at most once a minute and in one statement."""
    if ahora - ingreso.actividad_en >= PASO_DE_ACTIVIDAD:
        Ingreso.objects.filter(pk=ingreso.pk, cerrado_en=None).update(actividad_en=ahora)


def salir(ingreso: Ingreso, *, ahora: datetime) -> None:
    """Write that the person left this session herself."""
    Ingreso.objects.filter(pk=ingreso.pk, cerrado_en=None).update(cerrado_en=ahora, cierre=Cierre.SALIDA)


def cerrar_sesion(rfc: str, *, ingreso_id: int, ahora: datetime) -> bool:
    """Close one's own session from another one, and tell whether it was still open; it ends at its next request.

    Raises NoEncontrado for an entry that is not the person's.
    """
    if not Ingreso.objects.filter(pk=ingreso_id, contribuyente__rfc=rfc).exists():
        raise NoEncontrado(str(ingreso_id))
    return bool(_cerrar(rfc, ingresos=ingresos_abiertos(rfc, ahora=ahora).filter(pk=ingreso_id), ahora=ahora))


def cerrar_otras_sesiones(rfc: str, *, esta: int, ahora: datetime) -> int:
    """Close every open session of the person but the one with this entry; return how many."""
    return _cerrar(rfc, ingresos=ingresos_abiertos(rfc, ahora=ahora).exclude(pk=esta), ahora=ahora)


def _cerrar(rfc: str, *, ingresos: QuerySet[Ingreso], ahora: datetime) -> int:
    with transaction.atomic():
        cerrados = ingresos.order_by().update(cerrado_en=ahora, cierre=Cierre.REMOTO)
        if cerrados:
            bitacora.anotar("cuentas.cerrar_sesiones", ahora=ahora, rfc=rfc, detalle={"sesiones": cerrados})
    return cerrados


def limpiar(*, ahora: datetime) -> None:
    """Delete challenges and sessions that are over; entries and acts stay."""
    Session.objects.filter(expire_date__lt=ahora).delete()
    retos.borrar(vencidos_antes_de=ahora - RETENCION_DE_RETOS)
