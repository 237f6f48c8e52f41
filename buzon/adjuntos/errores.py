"""Why an attached file is not kept."""

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


class ArchivoVacio(Rechazo):
    """It has no bytes."""

    codigo = "archivo_vacio"
    titulo = marcado("El archivo está vacío")
    mensaje = marcado("Elige otro, o guárdalo otra vez antes de adjuntarlo.")


class ArchivoDemasiadoGrande(Rechazo):
    """Over 4 MB (also once written again), 500 pages, 50,000 objects or 50 megapixels."""

    codigo = "archivo_demasiado_grande"
    titulo = marcado("El archivo es demasiado grande")
    mensaje = marcado(
        "Cada archivo puede pesar hasta 4 MB y tener hasta 500 páginas o 50 megapixeles. Redúcelo o "
        "divídelo en partes."
    )
    status = 413


class ArchivoTipo(Rechazo):
    """Not a PDF, JPEG or still PNG by its first bytes, or another extension."""

    codigo = "archivo_tipo"
    titulo = marcado("No recibimos ese tipo de archivo")
    mensaje = marcado(
        "Adjunta un PDF, JPG o PNG sin animación, con la terminación que le corresponde (.pdf, .jpg o "
        ".png). Si es otra cosa, guárdala como PDF."
    )


class ArchivoDanado(Rechazo):
    """It cannot be read whole, within memory and time, or carries more than the document."""

    codigo = "archivo_danado"
    titulo = marcado("No pudimos leer el archivo completo")
    mensaje = marcado(
        "Está incompleto, dañado o trae algo más que el documento. Ábrelo, guárdalo otra vez con otro "
        "nombre y adjunta esa copia."
    )


class ArchivoActivo(Rechazo):
    """A PDF with JavaScript, actions that leave it or start by themselves, embedded files, media or XFA."""

    codigo = "archivo_activo"
    titulo = marcado("El PDF trae algo más que páginas")
    mensaje = marcado(
        "Contiene programas, otros archivos o formularios dinámicos. Ábrelo, elige «Imprimir», luego "
        "«Guardar como PDF», y adjunta esa copia."
    )


class ArchivoProtegido(Rechazo):
    """An encrypted PDF, with a password or without."""

    codigo = "archivo_protegido"
    titulo = marcado("El PDF está protegido")
    mensaje = marcado(
        "Pide contraseña para abrirse. Guárdalo otra vez como PDF sin contraseña y adjunta esa copia."
    )


class ArchivoInfectado(Rechazo):
    """The antivirus knows it."""

    codigo = "archivo_infectado"
    titulo = marcado("El archivo tiene un virus")
    mensaje = marcado("No lo guardamos. Revisa tu equipo con un antivirus y adjunta un archivo limpio.")


class AntivirusNoDisponible(Rechazo):
    """The antivirus did not say that it is clean."""

    codigo = "antivirus_no_disponible"
    titulo = marcado("No podemos revisar archivos por ahora")
    mensaje = marcado("Nuestro antivirus no responde, así que no guardamos el archivo. Inténtalo más tarde.")
    status = 503
