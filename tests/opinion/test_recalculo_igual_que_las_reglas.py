"""The national run decides what the pure rules decide, over any register: recalculo.sql against opinion/reglas/."""

from collections import Counter
from datetime import datetime, time

import pytest
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
from tests.hipotesis import ejemplos
from tests.opinion.padrones import CREDITOS, Caso, cargar, padrones, rfc_de, vaciar, vaciar_el_registro

pytestmark = pytest.mark.django_db

# Without shrinking: a failure names the RFCs that differ with their facts.
POCOS = settings(ejemplos(6, *HealthCheck), phases=(Phase.explicit, Phase.generate))
Veredictos = dict[str, tuple[object, ...]]


def _correr(ahora: datetime) -> Corrida:
    return recalcular_opiniones(ahora=ahora, origen=OrigenDeCorrida.ORDEN)


def _guardado() -> Veredictos:
    calculadas = OpinionCalculada.objects.values_list("rfc", "sentido", "motivo", "anexo", "version_reglas")
    senaladas = OpinionNoDisponible.objects.values_list("rfc", "causa")
    dicho: Veredictos = {rfc: (NO_DISPONIBLE, causa) for rfc, causa in senaladas}
    for rfc, *decidido in calculadas:
        assert rfc not in dicho
        dicho[rfc] = tuple(decidido)
    return dicho


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
            dicho[rfc] = (veredicto.sentido, veredicto.motivo, veredicto.anexo, VERSION)
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
    vaciar()
    cargar(casos, ahora=ahora)
    corrida = _correr(ahora)
    _exigir_iguales(casos)
    _exigir_las_cuentas(corrida)
    assert (corrida.muestra_revisada, corrida.muestra_discrepante) == (corrida.leidas, 0)
    assert _correr(ahora).cambiadas == 0


def _exigir_las_cuentas(corrida: Corrida) -> None:
    sentidos = Counter(OpinionCalculada.objects.values_list("sentido", flat=True))
    assert corrida.positivas == sentidos["POSITIVA"]
    assert corrida.negativas == sentidos["NEGATIVA"]
    assert corrida.sin_opinion == sentidos["SIN_OPINION"]
    assert corrida.cambiadas == sentidos.total()
    assert corrida.no_disponibles == OpinionNoDisponible.objects.count()
    assert corrida.leidas == corrida.cambiadas + corrida.no_disponibles


@POCOS
@given(antes=padrones(minimo=15, maximo=25), despues=padrones(minimo=15, maximo=25))
def test_sobre_lo_que_hubiera_y_como_de_uno_en_uno(antes: list[Caso], despues: list[Caso]) -> None:
    """A run leaves what recomputing each RFC would, verdicts and history, whatever was stored before."""
    ahora = datetime.combine(HOY, time(2), tzinfo=ZONA)
    rfcs = [caso.hechos.rfc for caso in despues if caso.inscrito]
    dichos = []
    for de_uno_en_uno in (False, True):
        vaciar()
        cargar(antes, ahora=ahora)
        _correr(ahora)
        vaciar_el_registro()
        cargar(despues, ahora=ahora)
        if de_uno_en_uno:
            _de_uno_en_uno(rfcs, ahora=ahora)
        else:
            _correr(ahora)
            _exigir_iguales(despues)
        cambios = CambioDeOpinion.objects.filter(rfc__in=rfcs).order_by("rfc", "id")
        dichos.append((list(cambios.values_list("rfc", "de", "a", "motivo")), _de(rfcs)))
    assert dichos[0] == dichos[1]


def _de(rfcs: list[str]) -> Veredictos:
    return {rfc: dicho for rfc, dicho in _guardado().items() if rfc in rfcs}


def _de_uno_en_uno(rfcs: list[str], *, ahora: datetime) -> None:
    for rfc in rfcs:
        recalcular_rfc(rfc, ahora=ahora)


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
    _exigir_iguales(casos)
    motivos = set(OpinionCalculada.objects.values_list("motivo", flat=True))
    assert motivos == {Motivo.CON_ADEUDOS, Motivo.AL_CORRIENTE}
