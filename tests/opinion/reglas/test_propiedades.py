"""What holds for any facts at all."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from buzon.padron.hechos import Credito, EstadoRegistro, Hechos, Registro, SituacionCredito
from opinion.reglas import REGLAS, Motivo, Sentido, evaluar
from opinion.reglas.creditos import cuenta_como_adeudo
from opinion.reglas.sin_trabajadores import trabajadores_de
from tests.buzon.padron.fabricas import HOY, credito, cualesquiera, registro, registros
from tests.hipotesis import ejemplos

con_registros = cualesquiera.filter(lambda hechos: bool(hechos.registros))
PESO = {Sentido.NEGATIVA: 0, Sentido.SIN_OPINION: 1, Sentido.POSITIVA: 2}


def _con_credito(hechos: Hechos, uno: Credito) -> Hechos:
    primero, *demas = hechos.registros
    return replace(hechos, registros=(replace(primero, creditos=(*primero.creditos, uno)), *demas))


@ejemplos(50)
@given(cualesquiera)
def test_forma_corta_de_la_tabla(hechos: Hechos) -> None:
    adeudos = [c for r in hechos.registros for c in r.creditos if cuenta_como_adeudo(c, hoy=HOY)]
    if not hechos.registros:
        esperado = Sentido.SIN_OPINION
    elif adeudos:
        esperado = Sentido.NEGATIVA
    elif all(r.estado is EstadoRegistro.BAJA for r in hechos.registros) or not trabajadores_de(hechos):
        esperado = Sentido.SIN_OPINION
    else:
        esperado = Sentido.POSITIVA
    veredicto = evaluar(hechos, hoy=HOY)
    assert veredicto.sentido is esperado
    assert len(veredicto.adeudos) == (len(adeudos) if hechos.registros else 0)


@ejemplos(50)
@given(con_registros)
def test_una_deuda_gana_a_todo(hechos: Hechos) -> None:
    assert evaluar(_con_credito(hechos, credito(numero="999999999")), hoy=HOY).sentido is Sentido.NEGATIVA


@ejemplos(50)
@given(con_registros)
def test_un_credito_pagado_no_cambia_nada(hechos: Hechos) -> None:
    pagado = credito(SituacionCredito.PAGADO, numero="999999999")
    assert evaluar(_con_credito(hechos, pagado), hoy=HOY) == evaluar(hechos, hoy=HOY)


@ejemplos(50)
@given(con_registros)
def test_pagarlo_todo_nunca_empeora_y_nunca_deja_negativa(hechos: Hechos) -> None:
    pagados = replace(
        hechos,
        registros=tuple(
            replace(r, creditos=tuple(replace(c, situacion=SituacionCredito.PAGADO) for c in r.creditos))
            for r in hechos.registros
        ),
    )
    antes, despues = evaluar(hechos, hoy=HOY).sentido, evaluar(pagados, hoy=HOY).sentido
    assert despues is not Sentido.NEGATIVA
    assert PESO[despues] >= PESO[antes]


@ejemplos(50)
@given(con_registros, st.integers(0, 50))
def test_mas_trabajadores_nunca_empeoran(hechos: Hechos, mas: int) -> None:
    primero, *demas = hechos.registros
    crecido = replace(hechos, registros=(replace(primero, trabajadores=primero.trabajadores + mas), *demas))
    assert PESO[evaluar(crecido, hoy=HOY).sentido] >= PESO[evaluar(hechos, hoy=HOY).sentido]


@ejemplos(50)
@given(cualesquiera, registros(estados=(EstadoRegistro.BAJA,)))
def test_un_registro_en_baja_sin_deuda_no_quita_la_positiva(hechos: Hechos, otro: Registro) -> None:
    limpio = replace(otro, creditos=())
    mas = replace(hechos, registros=(*hechos.registros, limpio))
    if evaluar(hechos, hoy=HOY).sentido is not Sentido.SIN_OPINION:
        assert evaluar(mas, hoy=HOY).sentido is evaluar(hechos, hoy=HOY).sentido


@ejemplos(50)
@given(con_registros, st.integers(1, 90))
def test_el_paso_del_tiempo_nunca_quita_un_adeudo(hechos: Hechos, despues: int) -> None:
    luego = HOY + timedelta(days=despues)
    assert set(evaluar(hechos, hoy=HOY).adeudos) <= set(evaluar(hechos, hoy=luego).adeudos)


@ejemplos(50)
@given(st.data(), cualesquiera)
def test_el_orden_de_los_registros_no_importa(datos: st.DataObject, hechos: Hechos) -> None:
    revueltos = replace(hechos, registros=tuple(datos.draw(st.permutations(hechos.registros))))
    assert evaluar(revueltos, hoy=HOY).motivo is evaluar(hechos, hoy=HOY).motivo


@ejemplos(50)
@given(cualesquiera)
def test_solo_una_negativa_lleva_adeudos(hechos: Hechos) -> None:
    veredicto = evaluar(hechos, hoy=HOY)
    assert bool(veredicto.adeudos) is (veredicto.sentido is Sentido.NEGATIVA)


def test_el_orden_de_las_reglas_decide() -> None:
    assert [str(regla).split()[1] for regla in REGLAS] == [
        "sin_registro_patronal",
        "con_adeudos",
        "todos_en_baja",
        "sin_trabajadores",
        "al_corriente",
    ]
    todo = registro(1, estado=EstadoRegistro.BAJA, trabajadores=0, creditos=(credito(),))
    assert evaluar(Hechos("EKU9003173C9", registros=(todo,)), hoy=HOY).motivo is Motivo.CON_ADEUDOS_EN_BAJA
