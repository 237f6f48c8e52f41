"""Why something about third parties is refused."""

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


class TerceroInvalido(Rechazo):
    """What was written is not an RFC, or is a generic one; the refusal that it comes from says why."""

    codigo = "tercero_invalido"
    titulo = marcado("Revisa a quién quieres autorizar")
    mensaje = marcado("«%(rfc)s» no es un RFC.")


class TerceroSinEscribir(TerceroInvalido):
    mensaje = marcado("Escribe el RFC de quien podrá consultar tu opinión.")


class TerceroPropio(Rechazo):
    """One's own RFC among the third parties."""

    codigo = "tercero_propio"
    titulo = marcado("Ese RFC es el tuyo")
    mensaje = marcado("Tú ya ves tu opinión. Escribe el RFC de otra persona o empresa.")


class TerceroYaAutorizado(Rechazo):
    """An authorisation of that third party is in force."""

    codigo = "tercero_ya_autorizado"
    titulo = marcado("Ya está autorizado")
    mensaje = marcado(
        "%(rfc)s ya puede ver tu opinión. Para cambiar hasta cuándo, cancela esa autorización y firma otra."
    )


class YaTeAutorizo(TerceroYaAutorizado):
    """Whoever is asked has authorised the asker already, which the asker's list says."""

    titulo = marcado("Ya te autorizó")
    mensaje = marcado("Ese RFC ya te autorizó: está en tu lista.")


class MotivoSinElegir(Rechazo):
    """The reason is none of the closed list."""

    codigo = "motivo_sin_elegir"
    titulo = marcado("Falta para qué la necesitas")
    mensaje = marcado("Elige para qué necesitas ver su opinión.")


class DemasiadosTerceros(Rechazo):
    """More RFCs than one act takes."""

    codigo = "lote_demasiado_grande"
    titulo = marcado("Son demasiados para una sola firma")
    mensaje = marcado("Escribiste %(n)s RFC; en una firma caben hasta %(maximo)s. Divídelos en varias.")


class VigenciaInvalida(Rechazo):
    """The last day is over already, or further away than any authorisation may reach."""

    codigo = "vigencia_invalida"
    titulo = marcado("Revisa hasta cuándo")
    mensaje = marcado(
        "Elige un día de hoy en adelante, a más tardar dentro de diez años, o déjalo en blanco."
    )


class TerceroNoAutorizado(Rechazo):
    """No authorisation of that RFC for whoever asks is in force; the same for RFCs that nobody knows."""

    codigo = "tercero_no_autorizado"
    titulo = marcado("No tienes una autorización vigente")
    mensaje = marcado(
        "Ese RFC no te ha autorizado a ver su opinión, o su autorización ya terminó. Puedes pedírsela en «32D Consulta "
        "de Terceros Autorizados»."
    )
    status = 404
