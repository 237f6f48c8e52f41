"""The institution's seal on a PDF (PAdES). Nothing else imports pyHanko (a contract of import-linter).

pyHanko takes as long to load as a third of the portal, and most processes never use it: it is loaded at the first seal.
The worker loads it at its start (`documentos.tasks`). It reads PDFs of our own making alone.
"""

from collections.abc import Sequence
from datetime import datetime
from importlib import import_module

from buzon.documentos.pdf.datos import Adjunto
from buzon.documentos.sello.llave import Sello


def sellar(
    pdf: bytes, *, sello: Sello, razon: str, ahora: datetime, adjuntos: Sequence[Adjunto] = ()
) -> bytes:
    """Return the PDF with its attachments, certified: see `firma.sellar`."""
    firma = import_module("buzon.documentos.sello.firma")
    sellado: bytes = firma.sellar(pdf, sello=sello, razon=razon, ahora=ahora, adjuntos=adjuntos)
    return sellado
