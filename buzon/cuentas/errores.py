"""Why entering, activating or changing a means of contact is refused."""

from collections.abc import Sequence

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


class RetoVencido(Rechazo):
    """The challenge is over, or was never given to this session."""

    codigo = "reto_vencido"
    titulo = marcado("Pasó el tiempo para entrar")
    mensaje = marcado("El texto para entrar venció. Ya hay uno nuevo: elige tus archivos otra vez.")


class RetoUsado(Rechazo):
    """The challenge was already answered."""

    codigo = "reto_usado"
    titulo = marcado("Ese intento ya se usó")
    mensaje = marcado("Cada intento de entrada sirve una vez. Ya hay uno nuevo: inténtalo otra vez.")


class OtraSesion(Rechazo):
    """Somebody else entered in this browser since the page was shown: nothing of it is taken for theirs."""

    codigo = "otra_sesion"
    titulo = marcado("En otra pestaña entró otra persona")
    mensaje = marcado(
        "Esta página era de quien había entrado antes, así que nada se envió ni cambió. Abre de nuevo la que necesites."
    )
    status = 409


class CodigoRechazado(Rechazo):
    """A code was not accepted; `canales` says of which means of contact."""

    def __init__(self, canales: Sequence[str]) -> None:
        super().__init__(", ".join(canales))
        self.canales = tuple(canales)


class CodigoIncorrecto(CodigoRechazado):
    """A six-digit code does not match."""

    codigo = "codigo_incorrecto"
    titulo = marcado("El código no coincide")
    mensaje = marcado("No es el del último mensaje. Revisa sus seis dígitos, o pide otro.")


class CodigoVencido(CodigoRechazado):
    """A code is older than ten minutes, had five wrong tries, or was not sent yet."""

    codigo = "codigo_vencido"
    titulo = marcado("El código ya no sirve")
    mensaje = marcado("Venció o tuvo demasiados intentos. Pide otro.")


class RegistroVencido(Rechazo):
    """The means of contact were not confirmed within 72 hours."""

    codigo = "registro_vencido"
    titulo = marcado("Pasaron 72 horas")
    mensaje = marcado("Tu registro se canceló porque no se confirmó a tiempo. Captura tus datos de nuevo.")
    status = 409


class MediosSinConfirmar(Rechazo):
    """The Terms are signed once, after both means of contact are confirmed."""

    codigo = "medios_sin_confirmar"
    titulo = marcado("Este paso ya no procede")
    mensaje = marcado(
        "Los términos se firman una vez, con correo y celular confirmados. Vuelve al inicio de tu Buzón."
    )
    status = 409


class MedioRepetido(Rechazo):
    """The address is already one of the person's means of contact."""

    codigo = "medio_repetido"
    titulo = marcado("Ya tienes ese medio de contacto")
    mensaje = marcado(
        "Está en tu lista, confirmado o por confirmar. Escribe otro, o confirma el que ya está."
    )
    status = 409


class MediosCompletos(Rechazo):
    """The channel already holds five means of contact."""

    codigo = "medios_completos"
    titulo = marcado("Ya tienes cinco")
    mensaje = marcado(
        "Puedes tener hasta cinco correos y cinco celulares. Quita o cambia uno de los que ya tienes."
    )
    status = 409


class UltimoMedio(Rechazo):
    """It is the last confirmed means of contact of its channel."""

    codigo = "ultimo_medio"
    titulo = marcado("Es el último confirmado")
    mensaje = marcado(
        "Tu Buzón necesita al menos un correo y un celular confirmados. Cámbialo por otro en vez de quitarlo."
    )
    status = 409


class CambioRebasado(Rechazo):
    """The means of contact are not as the change needs them: another change came first."""

    codigo = "cambio_rebasado"
    titulo = marcado("Tus medios de contacto cambiaron mientras tanto")
    mensaje = marcado(
        "Este cambio ya no procede y no tuvo efectos. Revisa cómo están ahora y empieza otro si hace falta."
    )
    status = 409


class MedioCaducado(Rechazo):
    """It was not confirmed within 72 hours."""

    codigo = "medio_caducado"
    titulo = marcado("Pasaron 72 horas")
    mensaje = marcado("Ese medio de contacto no se confirmó a tiempo y ya no se agregará. Agrégalo de nuevo.")
    status = 409


class SinPersonal(Rechazo):
    """An account that is nobody's of the staff (a superuser's) does nothing that takes two persons."""

    codigo = "sin_personal"
    titulo = marcado("Tu cuenta no es de una persona del personal")
    mensaje = marcado(
        "Las correcciones las proponen y las deciden personas con función y RFC propios. Nada cambió."
    )
    status = 403


class RfcPropio(Rechazo):
    """A member of the staff acts on their own RFC, or on that of whom they represent."""

    codigo = "rfc_propio"
    titulo = marcado("No puedes actuar sobre tu propio RFC")
    mensaje = marcado("Lo tuyo, y lo de quien representas, lo atiende otra persona. Nada cambió.")
    status = 403
