"""Why a document is not given, not recognised or not sealed."""

from buzon.valores.rechazo import Rechazo


class DocumentoPendiente(Rechazo):
    """It is signed, but its PDF is still being sealed."""

    codigo = "documento_pendiente"


class DocumentoNoEncontrado(Rechazo):
    """No document has that folio and that code."""

    codigo = "documento_no_encontrado"


class DocumentoAlterado(Rechazo):
    """A PDF with our seal whose content is not what was sealed."""

    codigo = "documento_alterado"


class DocumentoAjeno(Rechazo):
    """A file without our seal."""

    codigo = "documento_ajeno"


class SelloNoDisponible(Exception):
    """The institution's seal cannot be used; its text tells the operator what to put right."""
