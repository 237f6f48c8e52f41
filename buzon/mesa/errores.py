"""Why the staff does not see something."""

from buzon.valores.rechazo import Rechazo


class ExpedienteNoEncontrado(Rechazo):
    """Nothing of that RFC, or nothing that her office has to do with: one answer for both."""

    codigo = "expediente_no_encontrado"


class MotivoInsuficiente(Rechazo):
    """A means of contact is revealed for a reason, in words."""

    codigo = "motivo_insuficiente"
