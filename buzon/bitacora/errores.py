"""Refusals of the log."""

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


class DescargaDemasiadoLarga(Rechazo):
    """More than 20,000 entries of the log were asked for as a file."""

    codigo = "descarga_demasiado_larga"
    titulo = marcado("Son demasiados renglones para un archivo")
    mensaje = marcado("Acota las fechas, o agrega otro filtro: un archivo lleva hasta 20,000 renglones.")
