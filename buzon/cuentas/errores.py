"""Why entering, activating or changing a means of contact is refused."""

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


class MedioRepetido(Rechazo):
    """The address is already one of the person's means of contact."""

    codigo = "medio_repetido"


class MediosCompletos(Rechazo):
    """The channel already holds as many means of contact as it may."""

    codigo = "medios_completos"


class UltimoMedio(Rechazo):
    """It is the last confirmed means of contact of its channel."""

    codigo = "ultimo_medio"


class CambioRebasado(Rechazo):
    """The means of contact are not as the change needs them: another change came first."""

    codigo = "cambio_rebasado"


class MedioCaducado(Rechazo):
    """It was not confirmed within 72 hours."""

    codigo = "medio_caducado"


class SinPersonal(Rechazo):
    """An account that is nobody's of the staff (a superuser's) does nothing that takes two persons."""

    codigo = "sin_personal"


class RfcPropio(Rechazo):
    """A member of the staff may not act on her own RFC."""

    codigo = "rfc_propio"
