"""Why entering or activating is refused."""

from collections.abc import Sequence

from buzon.valores.rechazo import Rechazo


class RetoVencido(Rechazo):
    """The challenge is over, or was never given to this session."""

    codigo = "reto_vencido"


class RetoUsado(Rechazo):
    """The challenge was already answered."""

    codigo = "reto_usado"


class CodigoRechazado(Rechazo):
    """A code was not accepted; `canales` says of which means of contact."""

    def __init__(self, canales: Sequence[str]) -> None:
        super().__init__(", ".join(canales))
        self.canales = tuple(canales)


class CodigoIncorrecto(CodigoRechazado):
    """A six-digit code does not match."""

    codigo = "codigo_incorrecto"


class CodigoVencido(CodigoRechazado):
    """A code is older than ten minutes, had five wrong tries, or was not sent yet."""

    codigo = "codigo_vencido"


class RegistroVencido(Rechazo):
    """The means of contact were not confirmed within 72 hours."""

    codigo = "registro_vencido"


class MediosSinConfirmar(Rechazo):
    """The Terms are signed once, after both means of contact are confirmed."""

    codigo = "medios_sin_confirmar"
