"""Why a request, or what is written about it, is refused (pure)."""

from buzon.valores.rechazo import Rechazo


class AsuntoNoDisponible(Rechazo):
    """There is no such subject, or it is not open before the Buzón is active."""

    codigo = "asunto_no_disponible"


class TextoInsuficiente(Rechazo):
    """What is told is too short to act upon, or nothing."""

    codigo = "texto_insuficiente"


class TextoVacio(Rechazo):
    """A message that says nothing."""

    codigo = "texto_vacio"


class TextoDemasiadoLargo(Rechazo):
    """What is told is longer than a request or a message may be."""

    codigo = "texto_demasiado_largo"


class FaltaRegistro(Rechazo):
    """The subject is about a registro patronal and none was chosen."""

    codigo = "falta_registro"


class FaltaCredito(Rechazo):
    """The subject is about a crédito and none was chosen."""

    codigo = "falta_credito"


class SeleccionExcesiva(Rechazo):
    """More registros or créditos than one request takes."""

    codigo = "seleccion_excesiva"


class SentidoNoDisponible(Rechazo):
    """A request is not resolved in such a sense."""

    codigo = "sentido_no_disponible"


class SolicitudResuelta(Rechazo):
    """It was resolved: nobody writes to it, hands it over or resolves it any more."""

    codigo = "solicitud_resuelta"


class EspacioAgotado(Rechazo):
    """The files of a request weigh all that they may."""

    codigo = "espacio_agotado"


class MensajesAgotados(Rechazo):
    """The taxpayer has written to a request as often as she may."""

    codigo = "mensajes_agotados"


class CorreccionPendiente(Rechazo):
    """A correction of this request waits for its second person."""

    codigo = "correccion_pendiente"


class CorreccionVacia(Rechazo):
    """A correction that changes nothing of the register."""

    codigo = "correccion_vacia"


class CambioNoPermitido(Rechazo):
    """Not a fact of that RFC, or not a value that it may take; `casilla`, the box of the sheet that asked for it."""

    codigo = "cambio_no_permitido"

    def __init__(self, detalle: str = "", *, casilla: str = "") -> None:
        super().__init__(detalle)
        self.casilla = casilla


class MismaPersona(Rechazo):
    """Whoever proposes a correction does not decide it."""

    codigo = "misma_persona"


class PropuestaAjena(Rechazo):
    """Only whoever proposed a correction withdraws it."""

    codigo = "propuesta_ajena"


class CorreccionDecidida(Rechazo):
    """Somebody decided the correction already, or withdrew it."""

    codigo = "correccion_decidida"


class CorreccionDeOtraOficina(Rechazo):
    """It touches a registro that her office does not control, or that the request does not name (Regla Décima)."""

    codigo = "correccion_de_otra_oficina"


class EstadoCambiado(Rechazo):
    """Something was said about the request that the page which gives the order did not show."""

    codigo = "estado_cambiado"


class SinConfirmacion(Rechazo):
    """A resolution is to be sealed that is not the one whose confirmation was shown."""

    codigo = "sin_confirmacion"


class SolicitudDeSuOficina(Rechazo):
    """She sees it, and its own office attends to it."""

    codigo = "solicitud_de_su_oficina"


class AsignacionNoDisponible(Rechazo):
    """That person cannot attend to it: by her role, her office, or because it is her own."""

    codigo = "asignacion_no_disponible"
