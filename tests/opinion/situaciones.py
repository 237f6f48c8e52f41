"""Situations of the public look-up: who authorised, who never did, who cancelled."""

from datetime import datetime, timedelta

from autorizacion32d.models import Autorizacion
from autorizacion32d.reglas import Estado
from opinion.models import Corrida, OpinionCalculada, OrigenDeCorrida
from opinion.recalculo import recalcular_opiniones
from opinion.reglas import VERSION, Motivo

RFC, OTRO = "EKU9003173C9", "XIA190128J61"
NOMBRE = "ESCUELA KEMPER URGATE SA DE CV"
FOLIO = "17954608825755451363986"
HORA = timedelta(hours=1)


def autorizar(rfc: str = RFC, *, ahora: datetime, nombre: str = NOMBRE, folio: str = FOLIO) -> Autorizacion:
    """The row that a signed authorisation leaves."""
    return Autorizacion.objects.create(
        rfc=rfc, estado=Estado.AUTORIZADA, nombre=nombre, folio=folio, ultimo_folio=folio, autorizada_en=ahora
    )


def cancelar(rfc: str = RFC, *, ahora: datetime) -> None:
    """What a signed cancellation changes."""
    Autorizacion.objects.filter(rfc=rfc).update(estado=Estado.CANCELADA, cancelada_en=ahora)


def calcular(rfc: str = RFC, *, ahora: datetime, motivo: Motivo = Motivo.AL_CORRIENTE) -> OpinionCalculada:
    """A stored verdict, whatever the facts."""
    return OpinionCalculada.objects.create(
        rfc=rfc,
        sentido=motivo.sentido,
        motivo=motivo,
        anexo=motivo.anexo,
        version_reglas=VERSION,
        calculada_en=ahora - timedelta(hours=2),
    )


def publicar(
    rfc: str = RFC, *, ahora: datetime, nombre: str = NOMBRE, motivo: Motivo = Motivo.AL_CORRIENTE
) -> None:
    """Authorised and calculated."""
    autorizar(rfc, ahora=ahora, nombre=nombre)
    calcular(rfc, ahora=ahora, motivo=motivo)


def correr(ahora: datetime) -> Corrida:
    """A national run, as it is stored."""
    corrida = recalcular_opiniones(ahora=ahora, origen=OrigenDeCorrida.ORDEN)
    guardada = Corrida.objects.get(pk=corrida.pk)
    assert (guardada.muestra_revisada, guardada.cambiadas) == (corrida.muestra_revisada, corrida.cambiadas)
    return guardada
