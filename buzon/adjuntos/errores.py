"""Why an attached file is not kept."""

from buzon.valores.rechazo import Rechazo


class ArchivoVacio(Rechazo):
    """It has no bytes."""

    codigo = "archivo_vacio"


class ArchivoDemasiadoGrande(Rechazo):
    """Too many bytes, pages or pixels."""

    codigo = "archivo_demasiado_grande"


class ArchivoTipo(Rechazo):
    """Not a PDF, JPEG or still PNG, or not what its name says."""

    codigo = "archivo_tipo"


class ArchivoDanado(Rechazo):
    """It cannot be read whole, or carries more than the document."""

    codigo = "archivo_danado"


class ArchivoActivo(Rechazo):
    """A PDF that does something, or carries other files."""

    codigo = "archivo_activo"


class ArchivoProtegido(Rechazo):
    """An encrypted PDF, with a password or without."""

    codigo = "archivo_protegido"


class ArchivoInfectado(Rechazo):
    """The antivirus knows it."""

    codigo = "archivo_infectado"


class AntivirusNoDisponible(Rechazo):
    """The antivirus did not say that it is clean."""

    codigo = "antivirus_no_disponible"
