"""Reads of the log."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from buzon.bitacora.models import OBJETO, Asiento, Lectura, RechazoAsentado


def asientos_de(rfc: str) -> QuerySet[Asiento]:
    """Return the entries about an RFC, newest first, without their detail."""
    return Asiento.objects.filter(rfc=rfc).order_by("-id").only("evento", "creado_en")


def asientos_del_folio(folio: str, *, rfc: str, eventos: Collection[str]) -> list[Asiento]:
    """Return the entries of these events about a folio of an RFC, oldest first."""
    suyos = Asiento.objects.filter(rfc=rfc, evento__in=eventos, detalle__folio=folio)
    return list(suyos.order_by("pk"))


def de_autor(asientos: QuerySet[Asiento], usuario: str) -> QuerySet[Asiento]:
    """Return those of one author: a user name of the staff, or `servidor:` and who ran a command there."""
    # `has_key` is the condition of the index `asiento_autor`: without it PostgreSQL reads the whole log.
    return asientos.alias(autor=KT("detalle__autor")).filter(detalle__has_key="autor", autor=usuario)


def de_objeto(asientos: QuerySet[Asiento], objeto: str) -> QuerySet[Asiento]:
    """Return those about one account or thing: what `OBJETO` says."""
    return asientos.alias(objeto=OBJETO).filter(objeto=objeto)


def lecturas_de(rfc: str) -> QuerySet[Lectura]:
    """Return who of the staff opened a page about an RFC, newest first."""
    return Lectura.objects.filter(rfc=rfc).order_by("-id")


def rechazos_de(rfc: str) -> QuerySet[RechazoAsentado]:
    """Return what was refused to an RFC while it was inside, newest first."""
    return RechazoAsentado.objects.filter(rfc=rfc).order_by("-id")
