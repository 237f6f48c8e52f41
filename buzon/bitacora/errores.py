"""Refusals of the log."""

from buzon.valores.rechazo import Rechazo


class DescargaDemasiadoLarga(Rechazo):
    """More entries were asked for as a file than one takes."""

    codigo = "descarga_demasiado_larga"
