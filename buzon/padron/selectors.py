"""Reads of the register: the facts of an RFC, in three queries whatever their number."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from buzon.padron import hechos
from buzon.padron.cambios import Valor
from buzon.padron.errores import HechosNoDisponibles
from buzon.padron.models import (
    Convenio,
    CreditoFiscal,
    Garantia,
    Patron,
    RegistroPatronal,
    Subdelegacion,
)


def hechos_de(rfc: str) -> hechos.Hechos:
    """Return everything that the rules need to know of an RFC; nobody registered: facts without registros.

    Raises HechosNoDisponibles where the register does not give them with certainty.
    """
    lectura = hechos_por_rfc([rfc])[rfc]
    if isinstance(lectura, HechosNoDisponibles):
        raise lectura
    return lectura


def esta_inscrito(rfc: str) -> bool:
    return Patron.objects.filter(rfc=rfc).exists()


def patron_de(rfc: str) -> Patron | None:
    return Patron.objects.filter(rfc=rfc).first()


def tiene_registro_en(rfc: str, *, subdelegacion: str) -> bool:
    """Whether that subdelegación controls a registro patronal of the RFC."""
    return RegistroPatronal.objects.filter(patron=rfc, subdelegacion=subdelegacion).exists()


def creditos_por_situacion(rfc: str) -> QuerySet[CreditoFiscal, tuple[str, int, Decimal]]:
    """Return how many créditos of an RFC stand in each situación, and what they add up to."""
    filas = CreditoFiscal.objects.filter(registro__patron=rfc).order_by("situacion")
    return filas.values_list("situacion").annotate(cuantos=Count("pk"), importes=Sum("importe"))


def oficinas_de(datos: hechos.Hechos) -> dict[str, str]:
    """Return the name of each subdelegación that controls a registro of these facts, by its key."""
    claves = {registro.subdelegacion for registro in datos.registros}
    return {oficina.clave: str(oficina) for oficina in Subdelegacion.objects.filter(clave__in=claves)}


def registros_con_oficina(rfc: str) -> QuerySet[RegistroPatronal]:
    """Return the registros of an RFC with the subdelegación that controls each, by NRP."""
    return RegistroPatronal.objects.filter(patron=rfc).select_related("subdelegacion").order_by("nrp")


def quien_controla(rfc: str) -> dict[str, Subdelegacion]:
    """Return the subdelegación that controls each registro of an RFC, by NRP."""
    return {registro.nrp: registro.subdelegacion for registro in registros_con_oficina(rfc)}


def creditos_por_registro(rfc: str) -> QuerySet[CreditoFiscal]:
    """Return the créditos of an RFC, registro by registro."""
    return CreditoFiscal.objects.filter(registro__patron=rfc).order_by("registro", "numero")


def puede_garantizar(folio: Valor, *, rfc: str) -> bool:
    """Whether a credit of the RFC may stand under that guarantee: none, or one that secures nobody else's."""
    if folio is None:
        return True
    suya = str(folio)
    if not Garantia.objects.filter(pk=suya).exists():
        return False
    return not CreditoFiscal.objects.filter(garantia=suya).exclude(registro__patron=rfc).exists()


def hechos_por_rfc(rfcs: Collection[str]) -> dict[str, hechos.Hechos | HechosNoDisponibles]:
    """Return the facts of every RFC asked for, or the refusal to give them."""
    patrones = Patron.objects.in_bulk(rfcs)
    registros = defaultdict(list)
    for registro in RegistroPatronal.objects.filter(patron__in=rfcs).order_by("nrp"):
        registros[registro.patron_id].append(registro)
    creditos = _creditos_por_nrp(rfcs)
    return {rfc: _leer(rfc, patrones.get(rfc), registros[rfc], creditos) for rfc in rfcs}


def _creditos_por_nrp(rfcs: Collection[str]) -> dict[str, list[hechos.Credito]]:
    creditos = defaultdict(list)
    filas = CreditoFiscal.objects.filter(registro__patron__in=rfcs).select_related("garantia", "convenio")
    for fila in filas.order_by("registro", "numero"):
        creditos[fila.registro_id].append(_credito(fila))
    return creditos


def _leer(
    rfc: str,
    patron: Patron | None,
    registros: list[RegistroPatronal],
    creditos: dict[str, list[hechos.Credito]],
) -> hechos.Hechos | HechosNoDisponibles:
    if patron is None:
        return hechos.Hechos(rfc)
    # The two causes in the words of opinion/recalculo.sql: the nightly run and this write the same ones.
    if patron.personas > 1:
        return HechosNoDisponibles(f"{rfc}: {patron.personas} personas")
    ilegibles = [registro.nrp for registro in registros if not registro.legible]
    if ilegibles:
        return HechosNoDisponibles(f"{rfc}: ilegible {', '.join(ilegibles)}")
    leidos = tuple(
        hechos.Registro(
            nrp=registro.nrp,
            estado=hechos.EstadoRegistro(registro.estado),
            trabajadores=registro.trabajadores,
            subdelegacion=registro.subdelegacion_id,
            b251=registro.b251,
            creditos=tuple(creditos.get(registro.nrp, [])),
        )
        for registro in registros
    )
    return hechos.Hechos(rfc, patron.nombre, patron.curp, leidos)


def _credito(fila: CreditoFiscal) -> hechos.Credito:
    return hechos.Credito(
        numero=fila.numero,
        origen=hechos.Origen(fila.origen),
        tipo=hechos.TipoCredito(fila.tipo),
        situacion=hechos.SituacionCredito(fila.situacion),
        periodo=fila.periodo,
        importe=fila.importe,
        limite_de_pago_el=fila.limite_de_pago_el,
        garantia=_garantia(fila.garantia),
        convenio=_convenio(fila.convenio),
    )


def _garantia(fila: Garantia | None) -> hechos.Garantia | None:
    if fila is None:
        return None
    return hechos.Garantia(fila.folio, hechos.EstadoGarantia(fila.estado), fila.importe, fila.vence_el)


def _convenio(fila: Convenio | None) -> hechos.Convenio | None:
    if fila is None:
        return None
    estado, respaldo = hechos.EstadoConvenio(fila.estado), hechos.RespaldoConvenio(fila.respaldo)
    return hechos.Convenio(fila.folio, estado, respaldo, fila.termina_el)
