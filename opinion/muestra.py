"""The run's own check: some RFCs at random, decided again by the pure rules and compared with what is stored.

Facts are read before the run and again after it. Who changed meanwhile is left out: neither verdict would be wrong.
"""

from datetime import date

from django.db import connection

from buzon.padron import selectors as padron
from buzon.padron.hechos import Hechos
from opinion.models import OpinionCalculada, OpinionNoDisponible
from opinion.reglas import VERSION, evaluar
from opinion.selectors import causa_de

TAMANO = 500
"""RFCs a run."""

Muestra = dict[str, Hechos | str]
"""The facts of each RFC, or why they cannot be read."""

# Of the pages that hold some 10,000 rows, taken at random, some rows at random: what it costs does not grow with the
# register. `reltuples` is what PostgreSQL believes that a table has, and is -1 before its first ANALYZE.
_ELEGIR = """
    SELECT rfc FROM (
        (SELECT rfc FROM padron_patron TABLESAMPLE SYSTEM (
            (SELECT least(100, 1000000 / greatest(reltuples, 1)) FROM pg_class
              WHERE oid = 'padron_patron'::regclass)))
        UNION
        (SELECT rfc FROM autorizacion32d_autorizacion TABLESAMPLE SYSTEM (
            (SELECT least(100, 1000000 / greatest(reltuples, 1)) FROM pg_class
              WHERE oid = 'autorizacion32d_autorizacion'::regclass))
          WHERE estado = 'AUTORIZADA')
    ) AS algunos ORDER BY random() LIMIT %s
"""


def tomar() -> Muestra:
    """Choose the RFCs, registered or only authorised, and read their facts."""
    with connection.cursor() as cursor:
        cursor.execute(_ELEGIR, [TAMANO])
        return _leer([rfc for (rfc,) in cursor.fetchall()])


def comparar(leida: Muestra, *, hoy: date) -> tuple[int, list[str]]:
    """Return how many RFCs of the sample could be compared, and those whose stored verdict is not the rules'."""
    # Verdicts first, facts after: a verdict that follows a change of the facts is never read without the change.
    guardadas = OpinionCalculada.objects.in_bulk(list(leida))
    senaladas = OpinionNoDisponible.objects.in_bulk(list(leida))
    vigente = _leer(list(leida))
    estables = [rfc for rfc, hechos in leida.items() if vigente[rfc] == hechos]
    distintas = [
        rfc
        for rfc in estables
        if _segun_las_reglas(leida[rfc], hoy=hoy) != _guardado(guardadas.get(rfc), senaladas.get(rfc))
    ]
    return len(estables), sorted(distintas)


def _leer(rfcs: list[str]) -> Muestra:
    return {
        rfc: lectura if isinstance(lectura, Hechos) else causa_de(lectura, rfc=rfc)
        for rfc, lectura in padron.hechos_por_rfc(rfcs).items()
    }


def _segun_las_reglas(hechos: Hechos | str, *, hoy: date) -> tuple[object, ...]:
    if isinstance(hechos, str):
        return (hechos,)
    veredicto = evaluar(hechos, hoy=hoy)
    return (veredicto.sentido.value, veredicto.motivo.value, veredicto.anexo, VERSION)


def _guardado(calculada: OpinionCalculada | None, senalada: OpinionNoDisponible | None) -> tuple[object, ...]:
    if calculada is None:
        return () if senalada is None else (senalada.causa,)
    return (calculada.sentido, calculada.motivo, calculada.anexo, calculada.version_reglas)
