"""The institution's seal on a PDF (PAdES). Nothing else imports pyHanko."""

from buzon.documentos.sello.firma import sellar
from buzon.documentos.sello.llave import Sello, cargar_sello
from buzon.documentos.sello.validacion import ResultadoSello, validar_sello

__all__ = ["ResultadoSello", "Sello", "cargar_sello", "sellar", "validar_sello"]
