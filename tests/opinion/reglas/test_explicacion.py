"""The explanation says what the verdict says, rule by rule and credit by credit."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.padron.hechos import EstadoConvenio, EstadoRegistro, Hechos, Registro, SituacionCredito
from opinion.reglas import REGLAS, Motivo, Sentido, evaluar
from opinion.reglas.creditos import CLASES
from opinion.reglas.explicacion import SIN_CLASE, Resultado, explicar, nombre_de
from tests.buzon.padron.fabricas import HOY, convenio, credito, cualesquiera, garantia, hechos, registro

VIGENTE, HUELGA, BAJA = EstadoRegistro.VIGENTE, EstadoRegistro.HUELGA, EstadoRegistro.BAJA
DEUDA = (credito(),)
SI, NO, NADA = Resultado.CUMPLE, Resultado.NO_CUMPLE, Resultado.NO_APLICA


def _uno(estado: EstadoRegistro, *, deuda: bool = False, trabajadores: int = 5) -> Registro:
    return registro(1, estado=estado, trabajadores=trabajadores, creditos=DEUDA if deuda else ())


FILAS = {
    1: (Hechos("XIA190128J61"), "sin_registro_patronal", [NO, NADA, NADA, NADA, NADA]),
    2: (hechos(_uno(HUELGA, deuda=True)), "con_adeudos", [SI, NO, SI, SI, NADA]),
    3: (hechos(_uno(HUELGA)), "al_corriente", [SI, SI, SI, SI, SI]),
    4: (hechos(_uno(HUELGA, trabajadores=0)), "sin_trabajadores", [SI, SI, SI, NO, NADA]),
    5: (hechos(_uno(VIGENTE, deuda=True, trabajadores=0)), "con_adeudos", [SI, NO, SI, NO, NADA]),
    6: (hechos(_uno(VIGENTE)), "al_corriente", [SI, SI, SI, SI, SI]),
    7: (hechos(_uno(VIGENTE, trabajadores=0)), "sin_trabajadores", [SI, SI, SI, NO, NADA]),
    8: (hechos(_uno(BAJA, deuda=True)), "con_adeudos", [SI, NO, NO, SI, NADA]),
    9: (hechos(_uno(BAJA, trabajadores=0)), "todos_en_baja", [SI, SI, NO, NO, NADA]),
}


@pytest.mark.parametrize("fila", FILAS)
def test_cada_fila_de_la_tabla(fila: int) -> None:
    datos, decide, resultados = FILAS[fila]
    explicacion = explicar(datos, hoy=HOY)
    assert [h.resultado for h in explicacion.hallazgos] == resultados
    assert [h.regla for h in explicacion.hallazgos] == [nombre_de(regla) for regla in REGLAS]
    assert [h.regla for h in explicacion.hallazgos if h.decide] == [decide]
    assert explicacion.veredicto == evaluar(datos, hoy=HOY)


@given(cualesquiera, st.integers(-90, 90))
def test_dice_lo_mismo_que_las_reglas(datos: Hechos, dias: int) -> None:
    dia = HOY + timedelta(days=dias)
    explicacion, veredicto = explicar(datos, hoy=dia), evaluar(datos, hoy=dia)
    assert explicacion.veredicto == veredicto
    faltan = [h for h in explicacion.hallazgos if h.resultado is Resultado.NO_CUMPLE]
    assert bool(faltan) is bool(explicacion.pasos) is (veredicto.sentido is not Sentido.POSITIVA)
    assert sum(h.decide for h in explicacion.hallazgos) == 1


@given(cualesquiera)
def test_cada_credito_se_nombra_una_vez(datos: Hechos) -> None:
    explicacion, veredicto = explicar(datos, hoy=HOY), evaluar(datos, hoy=HOY)
    del_veredicto = Counter((a.nrp, a.numero, a.grupo, a.origen, a.importe) for a in veredicto.adeudos)
    assert (
        Counter(
            (v.nrp, v.credito.numero, v.grupo, v.credito.origen, v.credito.importe)
            for v in explicacion.adeudos
        )
        == del_veredicto
    )
    en_pasos = Counter((v.nrp, v.credito.numero) for paso in explicacion.pasos for v in paso.creditos)
    assert en_pasos == Counter((a.nrp, a.numero) for a in veredicto.adeudos)
    todos = [(r.nrp, c.numero) for r in datos.registros for c in r.creditos]
    assert [(v.nrp, v.credito.numero) for v in explicacion.creditos] == todos
    assert explicacion.importe == sum((a.importe for a in veredicto.adeudos), Decimal(0))


@given(cualesquiera)
def test_seguir_los_pasos_de_adeudo_los_quita(datos: Hechos) -> None:
    por_pagar = {(v.nrp, v.credito.numero) for paso in explicar(datos, hoy=HOY).pasos for v in paso.creditos}

    def pagado(uno: Registro) -> Registro:
        creditos = tuple(
            replace(c, situacion=SituacionCredito.PAGADO) if (uno.nrp, c.numero) in por_pagar else c
            for c in uno.creditos
        )
        return replace(uno, creditos=creditos)

    despues = replace(datos, registros=tuple(map(pagado, datos.registros)))
    assert evaluar(despues, hoy=HOY).sentido is not Sentido.NEGATIVA


def test_cada_credito_dice_la_clase_que_decide() -> None:
    uno = registro(
        creditos=(
            credito(
                SituacionCredito.PAGADO, numero="000000001", convenio=convenio(EstadoConvenio.INCUMPLIDO)
            ),
            credito(SituacionCredito.FIRME, numero="000000002", garantia=garantia()),
            credito(SituacionCredito.IMPUGNADO, numero="000000003", garantia=garantia()),
            credito(SituacionCredito.DETERMINADO, numero="000000004"),
        )
    )
    vistos = explicar(hechos(uno), hoy=HOY).creditos
    assert [(v.clase, v.cuenta) for v in vistos] == [
        ("es_extinguido", False),
        ("es_firme", True),
        ("es_impugnado_con_garantia", False),
        ("es_determinado_sin_garantia", True),
    ]
    conocidas = {getattr(clase, "__name__", ""): cuenta for clase, cuenta in CLASES}
    assert all(conocidas[v.clase] is v.cuenta for v in vistos)
    assert SIN_CLASE not in conocidas


def test_los_pasos_van_por_clase_en_el_orden_de_la_ley() -> None:
    uno = registro(
        trabajadores=0,
        creditos=(
            credito(SituacionCredito.DETERMINADO, numero="000000001"),
            credito(SituacionCredito.FIRME, numero="000000002"),
            credito(SituacionCredito.FIRME, numero="000000003"),
            credito(SituacionCredito.FIRME, numero="000000004", convenio=convenio(EstadoConvenio.INCUMPLIDO)),
        ),
    )
    pasos = explicar(hechos(uno), hoy=HOY).pasos
    assert [(p.accion, len(p.creditos), p.importe) for p in pasos] == [
        ("es_de_convenio_roto", 1, Decimal("1234.50")),
        ("es_firme", 2, Decimal("2469.00")),
        ("es_determinado_sin_garantia", 1, Decimal("1234.50")),
        ("sin_trabajadores", 0, Decimal("0.00")),
    ]


def test_dice_que_trabajadores_cuentan() -> None:
    explicacion = explicar(hechos(registro(1, modalidad="40"), registro(2, trabajadores=4)), hoy=HOY)
    assert [r.cuenta_trabajadores for r in explicacion.registros] == [False, True]
    assert explicacion.trabajadores == 4
    assert explicacion.veredicto.motivo is Motivo.AL_CORRIENTE
