"""Opening what there is of an RFC and revealing an address: what the staff looks at stays written."""

from datetime import datetime

from buzon.bitacora import services as bitacora
from buzon.cuentas import selectors as cuentas
from buzon.cuentas.errores import RfcPropio
from buzon.cuentas.models import MedioContacto
from buzon.cuentas.personal import Funcionario
from buzon.personal import selectors
from buzon.personal.errores import ExpedienteNoEncontrado, MotivoInsuficiente
from buzon.personal.selectors import Expediente, Lector
from buzon.web.errores import NoEncontrado

MOTIVO_MINIMO, MOTIVO_MAXIMO = 10, 200


def abrir_expediente(rfc: str, *, lector: Lector, ahora: datetime) -> Expediente:
    """Return what the reader may see of an RFC, once it is written that she opened it.

    Raises ExpedienteNoEncontrado where there is nothing, and where her office has nothing to do with it.
    """
    funcionario = lector.funcionario
    _exigir_alcance(rfc, funcionario)
    expediente = selectors.expediente_de(rfc, lector=lector)
    if not expediente.existe:
        raise ExpedienteNoEncontrado(rfc)
    bitacora.anotar("personal.expediente", ahora=ahora, rfc=rfc, detalle={"autor": funcionario.usuario})
    return expediente


def revelar_medio(
    medio_id: int, *, rfc: str, funcionario: Funcionario, motivo: str, ahora: datetime
) -> MedioContacto:
    """Return a means of contact to be shown whole, once it is written who asked for it and why.

    Raises ExpedienteNoEncontrado, NoEncontrado (no such means of that RFC), MotivoInsuficiente, and RfcPropio where it
    is her own or of whom she represents. Nobody is told.
    """
    _exigir_alcance(rfc, funcionario)
    funcionario.exigir_ajeno(rfc)
    if cuentas.lo_representa(rfc, representante=funcionario.rfc):
        raise RfcPropio(funcionario.usuario)
    medio = cuentas.medio_de(medio_id, rfc=rfc)
    if medio is None:
        raise NoEncontrado(rfc)
    detalle = {
        "autor": funcionario.usuario,
        "canal": medio.canal,
        "medio": medio.destino_enmascarado,
        "motivo": _exigir_motivo(motivo),
    }
    bitacora.anotar("personal.revelacion", ahora=ahora, rfc=rfc, detalle=detalle)
    return medio


def _exigir_alcance(rfc: str, funcionario: Funcionario) -> None:
    if not selectors.esta_a_su_alcance(rfc, funcionario=funcionario):
        raise ExpedienteNoEncontrado(rfc)


def _exigir_motivo(texto: str) -> str:
    motivo = "".join(letra for letra in " ".join(texto.split()) if letra.isprintable())
    letras = sum(letra.isalpha() for letra in motivo)
    if letras < MOTIVO_MINIMO or len(motivo) > MOTIVO_MAXIMO:
        raise MotivoInsuficiente(f"{letras} letras de {len(motivo)}")
    return motivo
