"""What the API answers, as pydantic schemas."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from buzon.valores.fechas import iso_centro
from opinion.reglas import Sentido
from opinion.selectors import OpinionPublica

Instante = Annotated[
    str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-11-23T23:59:59-06:00"])
]


class OpinionEsquema(Schema):
    """An opinion whose holder authorised to make it public; instants in Centro de México."""

    rfc: Annotated[str, Field(examples=["EKU9003173C9"])]
    nombre: Annotated[str, Field(description="Como en el certificado del acto de autorización.")]
    sentido: Sentido
    calculada_en: Instante
    vigente_hasta: Instante
    folio: Annotated[str, Field(description="De la autorización.", pattern="^[0-9]{23}$")]
    autorizada_en: Instante

    @classmethod
    def de(cls, opinion: OpinionPublica) -> "OpinionEsquema":
        """Build the answer."""
        return cls(
            rfc=opinion.rfc,
            nombre=opinion.nombre,
            sentido=opinion.sentido,
            calculada_en=iso_centro(opinion.calculada_en),
            vigente_hasta=iso_centro(opinion.vigente_hasta),
            folio=opinion.folio,
            autorizada_en=iso_centro(opinion.autorizada_en),
        )


class Problema(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    codigo: Annotated[str, Field(description="Estable; es lo que un programa debe leer.")]
