"""The national run decides what the pure rules decide, over any register: recalculo.sql against opinion/reglas/."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, time

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from autorizacion32d.reglas import Estado
from buzon.padron import selectors as padron
from buzon.padron.errores import HechosNoDisponibles
from buzon.padron.hechos import EstadoRegistro, Hechos, Registro
from buzon.valores.fechas import ZONA
from opinion.models import (
    NO_DISPONIBLE,
    CambioDeOpinion,
    Corrida,
    OpinionCalculada,
    OpinionNoDisponible,
    OrigenDeCorrida,
)
from opinion.recalculo import recalcular_opiniones
from opinion.reglas import VERSION, Motivo, evaluar
from opinion.services import recalcular_rfc
from tests.buzon.padron.fabricas import HOY, OFICINA, nrp
from tests.opinion.padrones import CREDITOS, Caso, cargar, padrones, rfc_de

pytestmark = pytest.mark.django_db

# Without shrinking: a failure names the RFCs that differ with their facts.
POCOS = settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
Veredictos = dict[str, tuple[object, ...]]


def _correr(ahora: datetime) -> Corrida:
    return recalcular_opiniones(ahora=ahora, origen=OrigenDeCorrida.ORDEN)


def _guardado() -> Veredictos:
    calculadas = OpinionCalculada.objects.values_list("rfc", "sentido", "motivo", "anexo", "version_reglas")
    senaladas = OpinionNoDisponible.objects.values_list("rfc", "causa")
    dicho = {rfc: (NO_DISPONIBLE, causa) for rfc, causa in senaladas}
    assert not set(dicho) & {fila[0] for fila in calculadas}
    return dicho | {rfc: decidido for rfc, *decidido in calculadas}  # type: ignore[misc]


def _segun_las_reglas(casos: list[Caso]) -> Veredictos:
    dicho: Veredictos = {}
    lecturas = padron.hechos_por_rfc([caso.hechos.rfc for caso in casos])
    for caso in casos:
        rfc = caso.hechos.rfc
        lectura = lecturas[rfc]
        if not caso.es_legible:
            assert isinstance(lectura, HechosNoDisponibles)
            dicho[rfc] = (NO_DISPONIBLE, lectura.detalle.removeprefix(f"{rfc}: "))
        elif caso.inscrito or caso.autorizacion is Estado.AUTORIZADA:
            veredicto = evaluar(caso.hechos, hoy=HOY)
            dicho[rfc] = [veredicto.sentido, veredicto.motivo, veredicto.anexo, VERSION]  # type: ignore[assignment]
    return dicho


def _exigir_iguales(casos: list[Caso]) -> None:
    guardado, debido = _guardado(), _segun_las_reglas(casos)
    distintos = [
        (caso, guardado.get(caso.hechos.rfc), debido.get(caso.hechos.rfc))
        for caso in casos
        if guardado.get(caso.hechos.rfc) != debido.get(caso.hechos.rfc)
    ]
    assert not distintos, f"{len(distintos)} distintos; el primero: {distintos[0]}"
    assert guardado.keys() == debido.keys()


@POCOS
@given(casos=padrones(), hora=st.sampled_from([time(0, 0), time(2, 0), time(23, 59, 59)]))
def test_cualquier_padron(casos: list[Caso], hora: time) -> None:
    ahora = datetime.combine(HOY, hora, tzinfo=ZONA)
    with transaction.atomic():
        cargar(casos, ahora=ahora)
        corrida = _correr(ahora)
        _exigir_iguales(casos)
        _exigir_las_cuentas(corrida)
        assert (corrida.muestra_revisada, corrida.muestra_discrepante) == (corrida.leidas, 0)
        assert _correr(ahora).cambiadas == 0
        transaction.set_rollback(True)


def _exigir_las_cuentas(corrida: Corrida) -> None:
    sentidos = Counter(OpinionCalculada.objects.values_list("sentido", flat=True))
    assert corrida.positivas == sentidos["POSITIVA"]
    assert corrida.negativas == sentidos["NEGATIVA"]
    assert corrida.sin_opinion == sentidos["SIN_OPINION"]
    assert corrida.cambiadas == sentidos.total()
    assert corrida.no_disponibles == OpinionNoDisponible.objects.count()
    assert corrida.leidas == corrida.cambiadas + corrida.no_disponibles


@POCOS
@given(antes=padrones(minimo=20, maximo=30), despues=padrones(minimo=20, maximo=30))
def test_sobre_cualquier_padron_anterior_y_como_de_uno_en_uno(antes: list[Caso], despues: list[Caso]) -> None:
    """A run leaves what recomputing each RFC would, verdicts and history, whatever was stored before."""
    ahora = datetime.combine(HOY, time(2), tzinfo=ZONA)
    historias = []
    for recalcular in (_correr, lambda ahora: _de_uno_en_uno(despues, ahora=ahora)):
        with transaction.atomic():
            with transaction.atomic():
                cargar(antes, ahora=ahora)
                _correr(ahora)
            _vaciar_el_padron()
            cargar(despues, ahora=ahora)
            recalcular(ahora)
            rfcs = [caso.hechos.rfc for caso in despues if caso.inscrito]
            cambios = CambioDeOpinion.objects.filter(rfc__in=rfcs).order_by("rfc", "id")
            historias.append((list(cambios.values_list("rfc", "de", "a", "motivo")), _de(rfcs)))
            if recalcular is _correr:
                _exigir_iguales(despues)
            transaction.set_rollback(True)
    assert historias[0] == historias[1]


def _de(rfcs: list[str]) -> Veredictos:
    return {rfc: dicho for rfc, dicho in _guardado().items() if rfc in rfcs}


def _de_uno_en_uno(casos: list[Caso], *, ahora: datetime) -> None:
    for caso in casos:
        recalcular_rfc(caso.hechos.rfc, ahora=ahora)


def _vaciar_el_padron() -> None:
    from autorizacion32d.models import Autorizacion
    from buzon.padron import models

    tablas = (models.CreditoFiscal, models.RegistroPatronal, models.Patron, models.Garantia, models.Convenio)
    for tabla in (*tablas, Autorizacion):
        tabla.objects.all().delete()


def test_todo_credito_que_puede_haber(ahora: datetime) -> None:
    """One RFC a kind of credit: each situation and pay date with each guarantee and each agreement."""
    casos = [
        Caso(
            Hechos(
                rfc_de(numero),
                "",
                "",
                (Registro(nrp(numero), EstadoRegistro.VIGENTE, 1, OFICINA, False, (credito,)),),
            )
        )
        for numero, credito in enumerate(CREDITOS)
    ]
    cargar(casos, ahora=ahora)
    _correr(ahora)
    _exigir_iguales([replace(caso, hechos=replace(caso.hechos)) for caso in casos])
    motivos = set(OpinionCalculada.objects.values_list("motivo", flat=True))
    assert motivos == {Motivo.CON_ADEUDOS, Motivo.AL_CORRIENTE}
