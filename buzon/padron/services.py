"""Writes to the register. Every change of an RFC's facts ends in a request to recompute its opinion.

The register stands below `opinion` and cannot call it: the request goes by the task's name, after the commit.
A lost request is made up for by the nightly run.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from django.db import connection, transaction

from buzon.bitacora import services as bitacora
from buzon.padron import hechos, selectors
from buzon.padron.cambios import Cambio, Campo, ClaseDeHecho
from buzon.padron.errores import CorreccionRebasada, HechosNoDisponibles
from buzon.padron.models import Convenio, CreditoFiscal, Garantia, Patron, RegistroPatronal, Subdelegacion
from buzon.web.tareas import encolar

RECALCULAR = "opinion.recalcular_rfc"
_ESPACIO_DE_CERROJOS = 32  # 33 holds a load, 34 a national run
# As a load of the register takes them: neither then waits for the other in a ring.
_CERROJO = "LOCK TABLE padron_creditofiscal, padron_registropatronal IN ROW EXCLUSIVE MODE"


def bloquear(rfcs: Collection[str]) -> None:
    """Hold the RFCs until the transaction ends, so that one at a time reads and writes their facts."""
    # In the order of their locks, so that two who hold several never wait for each other in a ring.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, llave) FROM"
            " (SELECT hashtext(rfc) AS llave FROM unnest(%s::text[]) AS rfc ORDER BY 1) AS llaves",
            [_ESPACIO_DE_CERROJOS, list(rfcs)],
        )


def anotar_cambio(rfc: str, *, ahora: datetime) -> None:
    """Log that the facts of an RFC changed and ask for its opinion again: whoever writes them calls this."""
    bitacora.anotar("padron.hechos_cambiados", ahora=ahora, rfc=rfc)
    encolar(RECALCULAR, rfc=rfc)


def guardar_subdelegaciones(filas: Iterable[Subdelegacion]) -> None:
    """Add or replace offices of the catalogue."""
    Subdelegacion.objects.bulk_create(
        filas, update_conflicts=True, unique_fields=["clave"], update_fields=["nombre", "ooad", "es_demo"]
    )


@transaction.atomic
def guardar_hechos(nuevos: hechos.Hechos, *, ahora: datetime) -> bool:
    """Make the register say exactly this of an RFC; return whether anything changed.

    What is no longer among the facts leaves the register, and the RFC's marks of unreadable data are lifted.
    Raises IntegrityError where a registro patronal belongs to another RFC.
    """
    bloquear([nuevos.rfc])
    if _actuales(nuevos.rfc) == _en_orden(nuevos):
        return False
    # All of it again rather than what differs: an RFC has few rows. What names others goes before what it names.
    CreditoFiscal.objects.filter(registro__patron=nuevos.rfc).delete()
    RegistroPatronal.objects.filter(patron=nuevos.rfc).delete()
    Patron.objects.filter(rfc=nuevos.rfc).delete()
    if nuevos != hechos.Hechos(nuevos.rfc):
        _escribir(nuevos)
    anotar_cambio(nuevos.rfc, ahora=ahora)
    return True


def _actuales(rfc: str) -> hechos.Hechos | None:
    try:
        return selectors.hechos_de(rfc)
    except HechosNoDisponibles:
        return None


def _en_orden(datos: hechos.Hechos) -> hechos.Hechos:
    registros = [
        replace(registro, creditos=tuple(sorted(registro.creditos, key=lambda credito: credito.numero)))
        for registro in sorted(datos.registros, key=lambda registro: registro.nrp)
    ]
    return replace(datos, registros=tuple(registros))


def _escribir(nuevos: hechos.Hechos) -> None:
    Patron.objects.create(rfc=nuevos.rfc, nombre=nuevos.nombre, curp=nuevos.curp)
    RegistroPatronal.objects.bulk_create(
        RegistroPatronal(
            nrp=registro.nrp,
            patron_id=nuevos.rfc,
            estado=registro.estado,
            trabajadores=registro.trabajadores,
            subdelegacion_id=registro.subdelegacion,
            b251=registro.b251,
        )
        for registro in nuevos.registros
    )
    creditos = [(registro.nrp, credito) for registro in nuevos.registros for credito in registro.creditos]
    _escribir_respaldos([credito for _, credito in creditos])
    CreditoFiscal.objects.bulk_create(fila_de_credito(nrp, credito) for nrp, credito in creditos)


def _escribir_respaldos(creditos: list[hechos.Credito]) -> None:
    # One may back several credits: it is written over, and never taken away.
    garantias = {c.garantia.folio: c.garantia for c in creditos if c.garantia}
    Garantia.objects.bulk_create(
        [Garantia(g.folio, g.estado, g.importe, g.vence_el) for g in garantias.values()],
        update_conflicts=True,
        unique_fields=["folio"],
        update_fields=["estado", "importe", "vence_el"],
    )
    convenios = {c.convenio.folio: c.convenio for c in creditos if c.convenio}
    Convenio.objects.bulk_create(
        [Convenio(c.folio, c.estado, c.respaldo, c.termina_el) for c in convenios.values()],
        update_conflicts=True,
        unique_fields=["folio"],
        update_fields=["estado", "respaldo", "termina_el"],
    )


def fila_de_credito(nrp: str, credito: hechos.Credito) -> CreditoFiscal:
    """Return the row, not yet stored, of a credit of that registro patronal."""
    return CreditoFiscal(
        registro_id=nrp,
        numero=credito.numero,
        origen=credito.origen,
        tipo=credito.tipo,
        situacion=credito.situacion,
        periodo=credito.periodo,
        importe=credito.importe,
        limite_de_pago_el=credito.limite_de_pago_el,
        garantia_id=credito.garantia.folio if credito.garantia else None,
        convenio_id=credito.convenio.folio if credito.convenio else None,
    )


def retener_para_corregir(rfc: str) -> None:
    """Hold the RFC until the transaction ends, in the order of a load: what is read of it now is what is corrected."""
    with connection.cursor() as cursor:
        cursor.execute(_CERROJO)
    bloquear([rfc])


@transaction.atomic
def corregir(
    rfc: str, *, cambios: Sequence[Cambio], autores: dict[str, str], folio: str, ahora: datetime
) -> None:
    """Write what two persons decided, each fact only where it still says `de`; all of it, or nothing.

    `autores` says who proposed and who approved, `folio` upon which request. The caller holds nothing else of the
    register than `retener_para_corregir` does.
    Raises CorreccionRebasada, HechosNoDisponibles.
    """
    retener_para_corregir(rfc)
    # What is to secure a credit is held too, in one order: no other RFC takes it before this transaction ends.
    folios = [cambio.a for cambio in cambios if cambio.campo is Campo.GARANTIA and cambio.a is not None]
    list(Garantia.objects.select_for_update().filter(pk__in=folios).order_by("pk"))
    suyos = {registro.nrp for registro in selectors.hechos_de(rfc).registros}
    for cambio in cambios:
        if cambio.nrp not in suyos or not _escribir_cambio(rfc, cambio):
            raise CorreccionRebasada(f"{cambio.clase} {cambio.clave} {cambio.campo}")
    detalle = {**autores, "folio": folio, "cambios": [asdict(cambio) for cambio in cambios]}
    bitacora.anotar("padron.correccion", ahora=ahora, rfc=rfc, detalle=detalle)
    anotar_cambio(rfc, ahora=ahora)


def _escribir_cambio(rfc: str, cambio: Cambio) -> bool:
    """Change one row, if it says what it said; return whether it did."""
    if cambio.clase is ClaseDeHecho.CREDITO:
        if cambio.campo is Campo.GARANTIA and not selectors.puede_garantizar(cambio.a, rfc=rfc):
            return False
        campo = "garantia_id" if cambio.campo is Campo.GARANTIA else cambio.campo.value
        creditos = CreditoFiscal.objects.filter(registro=cambio.nrp, numero=cambio.numero)
        return creditos.filter(**{campo: cambio.de}).update(**{campo: cambio.a}) == 1
    # What the Institute dropped under article 251 is nobody's to correct upon a request (decision 0017).
    registros = RegistroPatronal.objects.filter(nrp=cambio.nrp, b251=False)
    return registros.filter(**{cambio.campo.value: cambio.de}).update(**{cambio.campo.value: cambio.a}) == 1
