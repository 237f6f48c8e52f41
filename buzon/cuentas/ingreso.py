"""Entering with an e.firma: the challenge that is signed, the entry that it makes, and how its session ends."""

import hashlib
import secrets
import uuid
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from buzon.actos.cadena_original import entre_barras
from buzon.bitacora import services as bitacora
from buzon.confianza.services import CertificadoValidado, validar_certificado
from buzon.cuentas.errores import RetoUsado, RetoVencido
from buzon.cuentas.models import Cierre, Contribuyente, Ingreso, Reto, Usuario
from buzon.cuentas.navegador import dicho_por
from buzon.cuentas.selectors import PASO_DE_ACTIVIDAD, ingresos_abiertos
from buzon.efirma.certificado import Certificado
from buzon.efirma.firma import verificar_firma
from buzon.web.direccion import direccion_cliente
from buzon.web.errores import NoEncontrado
from buzon.web.limites import contar

VIGENCIA = timedelta(minutes=5)
TOLERANCIA = timedelta(minutes=1)  # between the clocks of two servers
RETENCION_DE_RETOS = timedelta(days=1)
LOTE = 10_000
_BORRAR = """
    WITH lote AS (SELECT id FROM cuentas_reto WHERE vence_en < %s ORDER BY vence_en LIMIT %s),
    sueltos AS (UPDATE cuentas_ingreso SET reto_id = NULL WHERE reto_id IN (SELECT id FROM lote))
    DELETE FROM cuentas_reto WHERE id IN (SELECT id FROM lote)
"""


def crear_reto(*, sesion: str, ahora: datetime) -> Reto:
    """Make a challenge, a text of the server's own, for the anonymous session with this key."""
    identificador = uuid.uuid4()
    nonce = secrets.token_urlsafe(32)
    cadena = entre_barras(
        "1.0",
        "LOGIN",
        settings.URL_PUBLICA,  # the origin is signed: what another site had signed opens nothing here
        str(identificador),
        nonce,
        *(momento.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for momento in (ahora, ahora + VIGENCIA)),
        "Entrar al Buzón IMSS",
    )
    return Reto.objects.create(
        id=identificador,
        nonce=nonce,
        cadena=cadena,
        sesion=_huella(sesion),
        creado_en=ahora,
        vence_en=ahora + VIGENCIA,
    )


def consumir_reto(identificador: str, *, sesion: str, ahora: datetime) -> Reto:
    """Use the challenge up, before anything is verified; of any number of callers one alone succeeds.

    Raises RetoUsado, or RetoVencido when it is over, was never given to this session, or comes from the future
    (the clock went back: its five minutes would be longer).
    """
    try:
        propio = Reto.objects.filter(pk=uuid.UUID(identificador), sesion=_huella(sesion))
    except ValueError:
        raise RetoVencido("id") from None
    # One conditional UPDATE: of those who come at once PostgreSQL lets one alone change the row.
    vigente = propio.filter(usado_en=None, vence_en__gt=ahora, creado_en__lte=ahora + TOLERANCIA)
    if vigente.update(usado_en=ahora) == 1:
        return propio.get()
    if propio.filter(usado_en__isnull=False).exists():
        raise RetoUsado(identificador)
    raise RetoVencido(identificador)


def _huella(sesion: str) -> str:
    # Whoever reads the table gets no key that opens a session.
    return hashlib.sha256(sesion.encode()).hexdigest()


class EfirmaBackend(BaseBackend):
    """Whoever signs the challenge of this session with a FIEL in force is the taxpayer whom the certificate names."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest, *, reto: str, certificado: bytes, firma: bytes, ahora: datetime
    ) -> Usuario:
        """Return the user, with the entry that was made as `ingreso`; raises what `ingresar` does."""
        ingreso = ingresar(
            reto,
            certificado=certificado,
            firma=firma,
            sesion=str(request.session.session_key),
            direccion=str(direccion_cliente(request)),
            navegador=dicho_por(request),
            ahora=ahora,
        )
        usuario = ingreso.contribuyente.usuario
        usuario.ingreso = ingreso
        return usuario

    def get_user(self, user_id: int) -> Usuario | None:
        """Return the user of a session that this backend opened."""
        return Usuario.objects.filter(pk=user_id, is_active=True).first()


def ingresar(
    reto_id: str,
    *,
    certificado: bytes,
    firma: bytes,
    sesion: str,
    direccion: str,
    ahora: datetime,
    navegador: str = "",
) -> Ingreso:
    """Write the entry of whoever signed the challenge of this session with a FIEL in force.

    The challenge is used up first, whatever follows. Raises the refusals of the challenge, of the
    certificate and of the signature, and DemasiadasSolicitudes for too many entries of one RFC: counted
    after the signature, since a certificate is public and must not serve to lock its holder out.
    """
    reto = consumir_reto(reto_id, sesion=sesion, ahora=ahora)
    validado = validar_certificado(
        certificado,
        en=ahora,
        prueba=lambda leido: verificar_firma(leido, texto=reto.cadena.encode(), firma=firma),
    )
    contar("ingresar_rfc", clave=validado.certificado.rfc)
    return _escribir_ingreso(validado, reto=reto, direccion=direccion, navegador=navegador, ahora=ahora)


@transaction.atomic
def _escribir_ingreso(
    validado: CertificadoValidado, *, reto: Reto, direccion: str, navegador: str, ahora: datetime
) -> Ingreso:
    certificado = validado.certificado
    ingreso = Ingreso.objects.create(
        contribuyente=_contribuyente(certificado, ahora=ahora),
        reto=reto,
        certificado=certificado.der,
        certificado_numero=certificado.numero,
        certificado_sha256=certificado.sha256,
        representante_rfc=certificado.representante_rfc,
        revocacion=validado.evidencia,
        direccion=direccion,
        navegador=navegador,
        ocurrido_en=ahora,
        actividad_en=ahora,
    )
    bitacora.anotar(
        "cuentas.ingresar",
        ahora=ahora,
        rfc=certificado.rfc,
        detalle={
            "certificado": ingreso.certificado_numero,
            "direccion": direccion,
            "revocacion": ingreso.revocacion["estado"],
        },
    )
    return ingreso


def _contribuyente(certificado: Certificado, *, ahora: datetime) -> Contribuyente:
    # Two first entries at once make one user, whose row then lets them pass one after the other.
    Usuario.objects.bulk_create(
        [Usuario(username=certificado.rfc, password=make_password(None), date_joined=ahora)],
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


def anotar_uso(ingreso: Ingreso, *, ahora: datetime) -> None:
    """Write that the session of this entry was used, at most once a minute and in one statement."""
    if ahora - ingreso.actividad_en >= PASO_DE_ACTIVIDAD:
        Ingreso.objects.filter(pk=ingreso.pk, cerrado_en=None).update(actividad_en=ahora)


def salir(ingreso: Ingreso, *, ahora: datetime) -> None:
    """Write that this session was left, not closed from another one."""
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
    borrar_retos(vencidos_antes_de=ahora - RETENCION_DE_RETOS)


def borrar_retos(*, vencidos_antes_de: datetime) -> None:
    """Delete the challenges that were over by then, one batch a transaction and none of them loaded; entries stay."""
    with connection.cursor() as cursor:
        borrados = LOTE
        while borrados == LOTE:
            cursor.execute(_BORRAR, [vencidos_antes_de, LOTE])
            borrados = cursor.rowcount
