"""What a trámite says of itself at the desk, and the one way in which its acts are signed."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db import transaction

from buzon.actos import services as actos
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.bitacora import services as bitacora
from buzon.cuentas.avisos import avisar
from buzon.cuentas.peticion import PersonaDentro
from buzon.documentos import services as documentos
from buzon.mensajes.services import Aviso, Destino

Sujeto = TypeVar("Sujeto")


@dataclass(frozen=True, slots=True)
class Efecto:
    """What is told of an act that took effect, also to `ademas`, and logged of it besides its folio."""

    aviso: Aviso
    detalle: dict[str, str] = field(default_factory=dict)
    ademas: Sequence[Destino] = ()


class TramiteFirmado(ABC, Generic[Sujeto]):
    """A trámite whose acts are signed at the desk; `Sujeto` is what they change, held while they do.

    Where the desk's own two pages serve, `inicio` and `pagina` name the pages where an act begins and where it is
    shown once it is signed.
    """

    claves: ClassVar[Sequence[str]]
    inicio: ClassVar[str]
    pagina: ClassVar[str]

    @abstractmethod
    def exigir_procedente(
        self, acto: ActoPreparado, *, ahora: datetime, sujeto: Sujeto | None = None
    ) -> None:
        """Raise the refusal of an act that does not fit what is there: asked early without `sujeto`, then with it."""

    @abstractmethod
    def bloquear(self, rfc: str, *, ahora: datetime) -> Sujeto:
        """Return what the act will change, held until the end of the transaction."""

    @abstractmethod
    def surtir_efecto(self, acto: ActoPreparado, *, sujeto: Sujeto, firmado: ActoFirmado) -> Efecto:
        """Change it, inside the transaction of the signature."""

    def otra_vez(self, acto: ActoPreparado, *, persona: PersonaDentro, ahora: datetime) -> ActoPreparado:
        """Prepare the same anew, where the desk's own page certifies; raises what preparing it does."""
        raise NotImplementedError

    def contexto(self, acto: ActoPreparado) -> dict[str, Any]:
        """Return what the page that certifies shows besides the act."""
        return {}

    def contexto_firmado(self, firmado: ActoFirmado) -> dict[str, Any]:
        """Return what the page of the signed act shows besides it."""
        return {}


def exigir_firmable(tramite: TramiteFirmado[Any], acto: ActoPreparado, *, ahora: datetime) -> None:
    """Tell early, without locks, what would refuse the signature: time, tries, or what changed meanwhile."""
    actos.exigir_firmable(acto, ahora=ahora)
    tramite.exigir_procedente(acto, ahora=ahora)


def firmar(
    tramite: TramiteFirmado[Any], acto: ActoPreparado, *, certificado: bytes, firma: bytes, ahora: datetime
) -> ActoFirmado:
    """Make the act: of any number of submissions of one act, one takes effect and all get its folio.

    Raises the refusals of `actos.services.comprobar`, and under the lock those of the trámite: then nothing is written.
    """
    anterior = actos.ya_firmado(acto, firma=firma)
    if anterior is not None:
        return anterior
    # What is slow comes before any lock: whoever answers late for a certificate keeps nobody else waiting.
    comprobada = actos.comprobar(acto, certificado=certificado, firma=firma, ahora=ahora)
    with transaction.atomic():
        # First what changes and then the act, always in this order: no two signatures hold what the other waits for.
        sujeto = tramite.bloquear(acto.rfc, ahora=ahora)
        firmado, es_nuevo = actos.registrar(acto, comprobada=comprobada, ahora=ahora)
        if es_nuevo:
            tramite.exigir_procedente(acto, ahora=ahora, sujeto=sujeto)
            efecto = tramite.surtir_efecto(acto, sujeto=sujeto, firmado=firmado)
            documentos.crear_pendiente(firmado, ahora=ahora)
            avisar(acto.rfc, aviso=efecto.aviso, ahora=ahora, ademas=efecto.ademas)
            detalle = {"folio": acto.folio, **efecto.detalle}
            bitacora.anotar(acto.tramite, ahora=ahora, rfc=acto.rfc, detalle=detalle)
    return firmado
