"""Opening what there is of an RFC, revealing an address, changing an account: what the staff does stays written."""

from datetime import datetime

from django.db import transaction

from buzon.bitacora import services as bitacora
from buzon.cuentas import selectors as cuentas
from buzon.cuentas.models import MedioContacto, Usuario
from buzon.cuentas.personal.cuentas import CambioDeCuenta, cambiar_cuenta
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.mesa.expediente import Expediente, Lector, expediente_de
from buzon.promociones import alcance
from buzon.promociones.services import reparto
from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoEncontrado

MOTIVO_MINIMO, MOTIVO_MAXIMO = 10, 200


class ExpedienteNoEncontrado(Rechazo):
    """Nothing of that RFC, or nothing that the reader's office has to do with: one answer for both."""

    codigo = "expediente_no_encontrado"
    titulo = marcado("No hay expediente de ese RFC")
    mensaje = marcado(
        "No tiene nada en el padrón ni en el portal, o no tiene nada que ver con tu subdelegación."
    )
    status = 404


class MotivoInsuficiente(Rechazo):
    """A means of contact is to be revealed without a reason of 10 letters, or with one over 200 characters."""

    codigo = "motivo_insuficiente"
    titulo = marcado("Falta el motivo")
    mensaje = marcado("Escribe para qué necesitas el dato, en 10 letras o más y no más de 200 caracteres.")


def abrir_expediente(rfc: str, *, lector: Lector, ahora: datetime) -> Expediente:
    """Return what the reader may see of an RFC, once it is written who opened it.

    Raises ExpedienteNoEncontrado where there is nothing, and where the reader's office has nothing to do with it.
    """
    funcionario = lector.funcionario
    _exigir_alcance(rfc, funcionario)
    expediente = expediente_de(rfc, lector=lector)
    if not expediente.existe:
        raise ExpedienteNoEncontrado(rfc)
    bitacora.anotar("personal.expediente", ahora=ahora, rfc=rfc, detalle={"autor": funcionario.usuario})
    return expediente


def revelar_medio(
    medio_id: int, *, rfc: str, funcionario: Funcionario, motivo: str, ahora: datetime
) -> MedioContacto:
    """Return a means of contact to be shown whole, once it is written who asked for it and why.

    Raises ExpedienteNoEncontrado, NoEncontrado (no such means of that RFC), MotivoInsuficiente, and RfcPropio where it
    is their own or of whom they represent. The taxpayer is not told: it would warn whoever is being looked into.
    """
    _exigir_alcance(rfc, funcionario)
    funcionario.exigir_ajeno(rfc)
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


@transaction.atomic
def cambiar_personal(usuario: Usuario, cambio: CambioDeCuenta, *, autor: str, ahora: datetime) -> int:
    """Change an account of the staff, and free the open requests that it may no longer attend to; return how many.

    Raises CambioImposible, and IntegrityError where the office has a head already.
    """
    personal = cambiar_cuenta(usuario, cambio, autor=autor, ahora=ahora)
    return reparto.liberar(personal, autor=autor, ahora=ahora) if personal is not None else 0


def _exigir_alcance(rfc: str, funcionario: Funcionario) -> None:
    if not alcance.ve_el_expediente(funcionario, rfc):
        raise ExpedienteNoEncontrado(rfc)


def _exigir_motivo(texto: str) -> str:
    motivo = "".join(letra for letra in " ".join(texto.split()) if letra.isprintable())
    # Letters, and not signs: ten dots say nothing to whoever reads the log.
    letras = sum(letra.isalpha() for letra in motivo)
    if letras < MOTIVO_MINIMO or len(motivo) > MOTIVO_MAXIMO:
        raise MotivoInsuficiente(f"{letras} letras de {len(motivo)}")
    return motivo
