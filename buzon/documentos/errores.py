"""Why a document is not given, not recognised or not sealed."""

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


class DocumentoPendiente(Rechazo):
    """It is signed, but its PDF is still being sealed."""

    codigo = "documento_pendiente"
    titulo = marcado("El documento todavía no está listo")
    mensaje = marcado("Se está sellando. Espera unos segundos y vuelve a intentarlo.")
    status = 409


class DocumentoNoEncontrado(Rechazo):
    """No document has that folio and that code."""

    codigo = "documento_no_encontrado"
    titulo = marcado("No encontramos ese documento")
    # Which of the two is wrong is not told: whoever has a folio alone would learn that its document exists.
    mensaje = marcado(
        "El folio y el código están bien escritos, pero no hay un documento que tenga los dos. Cópialos otra vez del "
        "mismo documento, o elige su archivo PDF."
    )


class DocumentoAlterado(Rechazo):
    """A PDF with our seal whose content is not what was sealed."""

    codigo = "documento_alterado"
    titulo = marcado("El archivo fue alterado")
    mensaje = marcado("Su sello no corresponde a su contenido. Pide el documento original.")


class DocumentoAjeno(Rechazo):
    """A file without our seal."""

    codigo = "documento_ajeno"
    titulo = marcado("No es un documento de este portal")
    mensaje = marcado("El archivo no lleva el sello de este portal. Elige el PDF tal como se descargó.")


class SelloNoDisponible(Exception):
    """The institution's seal cannot be used; its text tells the operator what to put right."""
