"""The cadena original of an opinion: the text that its sello digital signs and its QR contains (pure)."""

from datetime import datetime

from buzon.actos.cadena_original import entre_barras
from buzon.valores.fechas import fecha_cadena, fecha_cadena_fin
from opinion.reglas import Sentido

TRAMITE = "Carta de No Adeudo Art. 32D"


def componer(
    *,
    invocante: str,
    folio: str,
    rfc: str,
    nombre: str,
    curp: str,
    sentido: Sentido,
    emitida_en: datetime,
    vigente_hasta: datetime,
) -> str:
    """Return the text, fields in the observed order, in the two date styles of the institution."""
    pares = (
        ("Invocante", invocante),
        ("Tramite", TRAMITE),
        ("Fecha", fecha_cadena(emitida_en)),
        ("Folio", folio),
        ("RFC", rfc),
        ("Nombre o Razon Social", nombre),
        ("CURP", curp),
        ("Opinion", sentido.en_cadena),
        ("FechaInicioVigencia", fecha_cadena(emitida_en)),
        ("FechaFinVigencia", fecha_cadena_fin(vigente_hasta)),
    )
    return entre_barras(pares=pares)
