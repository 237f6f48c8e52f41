"""File a request: prepare the act from the draft, then sign it in one transaction."""

from datetime import datetime

from buzon.actos.cadena_original import Firmante
from buzon.actos.models import ActoFirmado, ActoPreparado


def preparar(firmante: Firmante, *, buzon_activo: bool, ahora: datetime) -> ActoPreparado:
    """Store the text to be signed for the whole of the draft, and what its signature will file (`Preparada`).

    Raises AsuntoNoDisponible, TextoInsuficiente, TextoDemasiadoLargo, FaltaRegistro, FaltaCredito, SeleccionExcesiva,
    RegistroAjeno, CreditoAjeno and VariasSubdelegaciones.
    """
    raise NotImplementedError


def exigir_firmable(acto: ActoPreparado, *, ahora: datetime) -> None:
    """Tell early, without locks, what would refuse the signature: time, tries, or a draft that changed.

    Raises ActoVencido, ActoAgotado, BorradorCambiado.
    """
    raise NotImplementedError


def presentar(acto: ActoPreparado, *, certificado: bytes, firma: bytes, ahora: datetime) -> ActoFirmado:
    """File the request: of any number of submissions of one act, one takes effect and all get its folio.

    The folio is the request's. Raises BorradorCambiado when the draft is not what was prepared, and the refusals of
    `actos.services.comprobar`.
    """
    raise NotImplementedError
