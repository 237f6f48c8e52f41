"""Why a request, or what is written about it, is refused (pure)."""

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


class AsuntoNoDisponible(Rechazo):
    """There is no such subject, or it is not open before the Buzón is active."""

    codigo = "asunto_no_disponible"
    titulo = marcado("Elige un asunto")
    mensaje = marcado("Elige un asunto de la lista.")


class TextoInsuficiente(Rechazo):
    """A request of under 20 characters."""

    codigo = "texto_insuficiente"
    titulo = marcado("Falta explicar")
    mensaje = marcado("Escribe al menos 20 caracteres: qué pasa, desde cuándo y qué pides.")


class TextoVacio(Rechazo):
    """A message that says nothing."""

    codigo = "texto_vacio"
    titulo = marcado("Falta el mensaje")
    mensaje = marcado("Escribe el mensaje antes de enviarlo.")


class TextoDemasiadoLargo(Rechazo):
    """What is told is over 4,000 characters."""

    codigo = "texto_demasiado_largo"
    titulo = marcado("El texto es demasiado largo")
    mensaje = marcado("Caben 4,000 caracteres. Acórtalo, o adjunta lo demás en un archivo PDF.")


class FaltaRegistro(Rechazo):
    """The subject is about a registro patronal and none was chosen."""

    codigo = "falta_registro"
    titulo = marcado("Falta el registro patronal")
    mensaje = marcado("Elige al menos un registro patronal de la lista.")


class FaltaCredito(Rechazo):
    """The subject is about a crédito and none was chosen."""

    codigo = "falta_credito"
    titulo = marcado("Falta el crédito fiscal")
    mensaje = marcado(
        "Elige al menos un crédito fiscal de la lista: el que aclaras, o el que la garantía respalda."
    )


class SeleccionExcesiva(Rechazo):
    """More registros or créditos than one request takes: 40 of each."""

    codigo = "seleccion_excesiva"
    titulo = marcado("Elegiste demasiados")
    mensaje = marcado(
        "Una solicitud admite hasta 40 registros patronales y 40 créditos. Presenta otra con los que falten."
    )


class SentidoNoDisponible(Rechazo):
    """A request is not resolved in such a sense."""

    codigo = "sentido_no_disponible"
    titulo = marcado("Falta el sentido")
    mensaje = marcado("Elige el sentido de la resolución: procedente, improcedente u orientación.")


class SolicitudResuelta(Rechazo):
    """It was resolved: nobody writes to it, hands it over or resolves it any more."""

    codigo = "solicitud_resuelta"
    titulo = marcado("La solicitud ya se resolvió")
    mensaje = marcado("Ya no admite mensajes ni cambios. Si sigues en desacuerdo, presenta otra solicitud.")
    status = 409


class EspacioAgotado(Rechazo):
    """The files of a request weigh all that they may: 100 MB."""

    codigo = "espacio_agotado"
    titulo = marcado("Ya no caben más archivos")
    mensaje = marcado(
        "Los archivos de una solicitud pueden pesar 100 MB en total. Envía tu mensaje sin éste, o uno más "
        "ligero."
    )
    status = 409


class MensajesAgotados(Rechazo):
    """The taxpayer has written to a request 200 times."""

    codigo = "mensajes_agotados"
    titulo = marcado("Ya no caben más mensajes")
    mensaje = marcado(
        "Ya enviaste 200 en esta solicitud. Espera la resolución, o presenta otra solicitud con lo que falte."
    )
    status = 409


class CorreccionPendiente(Rechazo):
    """A correction of this request waits for its second person."""

    codigo = "correccion_pendiente"
    titulo = marcado("Hay una corrección por aprobar")
    mensaje = marcado("Otra persona debe aprobarla o rechazarla antes de otra cosa. Nada cambió.")
    status = 409


class CorreccionVacia(Rechazo):
    """A correction that changes nothing of the register."""

    codigo = "correccion_vacia"
    titulo = marcado("Falta qué corregir")
    mensaje = marcado("Escribe al menos un valor nuevo, distinto del que ya tiene el padrón.")


class CambioNoPermitido(Rechazo):
    """Not a fact of that RFC, not a value of it, a guarantee of nobody or of another; over 40 changes.

    `casilla` is the box of the sheet that asked for it.
    """

    codigo = "cambio_no_permitido"
    titulo = marcado("Ese cambio no se admite")
    mensaje = marcado(
        "Un valor nuevo no es de los admitidos, o es de un hecho ajeno. Una garantía ha de existir y no "
        "respaldar a nadie más. Caben 40 cambios."
    )

    def __init__(self, detalle: str = "", *, casilla: str = "") -> None:
        super().__init__(detalle)
        self.casilla = casilla


class MismaPersona(Rechazo):
    """Whoever proposes a correction does not decide it."""

    codigo = "misma_persona"
    titulo = marcado("Quien propone no decide")
    mensaje = marcado("La corrección la aprueba o la rechaza otra persona. Nada cambió.")
    status = 403


class PropuestaAjena(Rechazo):
    """Only whoever proposed a correction withdraws it."""

    codigo = "propuesta_ajena"
    titulo = marcado("Sólo la retira quien la propuso")
    mensaje = marcado("Si no procede, quien puede decidirla la rechaza con su motivo. Nada cambió.")
    status = 403


class CorreccionDecidida(Rechazo):
    """Somebody decided the correction already, or withdrew it."""

    codigo = "correccion_decidida"
    titulo = marcado("La corrección ya se decidió")
    mensaje = marcado("Ya se aprobó, se rechazó o se retiró. Revisa en qué quedó.")
    status = 409


class CorreccionDeOtraOficina(Rechazo):
    """It touches a registro that the office does not control, or that the request does not name (Regla Décima)."""

    codigo = "correccion_de_otra_oficina"
    titulo = marcado("No le toca a tu subdelegación")
    mensaje = marcado(
        "Cada una corrige los registros que controla y que la solicitud nombra. Lo demás lo corrige "
        "Normativa: turna la solicitud a nivel central."
    )
    status = 403


class SinConfirmacion(Rechazo):
    """A resolution is to be sealed that is not the one whose confirmation was shown (8 hours)."""

    codigo = "sin_confirmacion"
    titulo = marcado("Falta ver cómo queda la resolución")
    mensaje = marcado(
        "Sólo se sella la que se te mostró para confirmar. Presiona «Enviar» y revísala. Nada cambió."
    )
    status = 409


class SolicitudDeSuOficina(Rechazo):
    """Normativa acts on a request that its office attends to and that was not raised to it."""

    codigo = "solicitud_de_su_oficina"
    titulo = marcado("La atiende su subdelegación")
    mensaje = marcado("Puedes leerla. Normativa actúa en las de nivel central y en las que se le escalaron.")
    status = 403


class AsignacionNoDisponible(Rechazo):
    """That person cannot attend to it: by role, by office, or because the RFC is their own."""

    codigo = "asignacion_no_disponible"
    titulo = marcado("Esa persona no puede atenderla")
    mensaje = marcado("Por su función, por su subdelegación o porque es suya. Elige a otra; nada cambió.")
    status = 409
