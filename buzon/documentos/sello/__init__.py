"""The institution's seal on a PDF (PAdES). Nothing else imports pyHanko."""

from buzon.documentos.sello.firma import firmar_cadena, sellar
from buzon.documentos.sello.llave import Sello, cargar_sello
from buzon.documentos.sello.validacion import ResultadoSello, sello_digital_vale, validar_sello

__all__ = [
    "ResultadoSello",
    "Sello",
    "cargar_sello",
    "firmar_cadena",
    "sellar",
    "sello_digital_vale",
    "validar_sello",
]
