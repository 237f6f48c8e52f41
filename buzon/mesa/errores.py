"""Why the staff does not see something."""

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


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
