"""Acts of tests, prepared as the portal does, and somebody who signs them."""

from datetime import datetime
from typing import Any

from buzon.actos.cadena_original import CANCELAR_OPINION, Firmante, Manifestacion, Tramite
from buzon.actos.models import ActoPreparado
from buzon.actos.services import preparar
from buzon.efirma.certificado import leer_certificado
from buzon.valores.identificadores import es_persona_moral
from tests.personas import Dentro

HUELLA = "ab" * 32


def firmante_de(quien: Dentro) -> Firmante:
    """Who signs, as the session of that person would say."""
    leido = leer_certificado(quien.persona.cer.read_bytes())
    return Firmante(leido.rfc, leido.titular, leido.curp, leido.representante_rfc, leido.numero, leido.sha256)


def alguien(rfc: str = "EKU9003173C9") -> Firmante:
    """A signer whose certificate nobody looks at."""
    representante = "VADA800927DJ3" if es_persona_moral(rfc) else ""
    return Firmante(rfc, "ESCUELA KEMPER URGATE", "", representante, "30001000000500003416", HUELLA)


def acto(
    ahora: datetime, *, firmante: Firmante | None = None, tramite: Tramite = CANCELAR_OPINION, **otros: Any
) -> ActoPreparado:
    """Prepare an act of cancellation; `otros` are what else `preparar` takes."""
    comun: dict[str, Any] = {
        "manifestacion": Manifestacion("Cancelo la autorización", "1.0"),
        "titulo": "Acuse de cancelación",
        "apartado": "Cobranza",
        "campos": [("Folio que se cancela", "1" * 23)],
    }
    return preparar(tramite, firmante=firmante or alguien(), ahora=ahora, **(comun | otros))
