"""The decision table of the opinion, row by row."""

import pytest

from buzon.padron.hechos import EstadoRegistro, Hechos, Registro
from opinion.reglas import REGLAS, Motivo, Sentido, evaluar
from tests.buzon.padron.fabricas import HOY, credito, hechos, registro

VIGENTE, HUELGA, BAJA = EstadoRegistro.VIGENTE, EstadoRegistro.HUELGA, EstadoRegistro.BAJA
DEUDA = (credito(),)


def _uno(estado: EstadoRegistro, *, deuda: bool, trabajadores: int) -> Registro:
    return registro(1, estado=estado, trabajadores=trabajadores, creditos=DEUDA if deuda else ())


VECINOS = [(), (registro(9, estado=BAJA, trabajadores=0),)]
OTROS_CON_HUELGA = [*VECINOS, (registro(8, trabajadores=0),)]


@pytest.mark.parametrize(
    ("fila", "casos", "sentido", "motivo", "anexo"),
    [
        (1, [()], Sentido.SIN_OPINION, Motivo.SIN_REGISTRO_PATRONAL, 3),
        (
            2,
            [
                (_uno(HUELGA, deuda=True, trabajadores=t), *otros)
                for t in (0, 5)
                for otros in OTROS_CON_HUELGA
            ],
            Sentido.NEGATIVA,
            Motivo.CON_ADEUDOS_EN_HUELGA,
            1,
        ),
        (
            3,
            [(_uno(HUELGA, deuda=False, trabajadores=5), *otros) for otros in OTROS_CON_HUELGA],
            Sentido.POSITIVA,
            Motivo.AL_CORRIENTE,
            2,
        ),
        (
            4,
            [(_uno(HUELGA, deuda=False, trabajadores=0), *otros) for otros in OTROS_CON_HUELGA],
            Sentido.SIN_OPINION,
            Motivo.SIN_TRABAJADORES,
            4,
        ),
        (
            5,
            [(_uno(VIGENTE, deuda=True, trabajadores=t), *otros) for t in (0, 5) for otros in VECINOS],
            Sentido.NEGATIVA,
            Motivo.CON_ADEUDOS,
            1,
        ),
        (
            6,
            [(_uno(VIGENTE, deuda=False, trabajadores=5), *otros) for otros in VECINOS],
            Sentido.POSITIVA,
            Motivo.AL_CORRIENTE,
            2,
        ),
        (
            7,
            [(_uno(VIGENTE, deuda=False, trabajadores=0), *otros) for otros in VECINOS],
            Sentido.SIN_OPINION,
            Motivo.SIN_TRABAJADORES,
            4,
        ),
        (
            8,
            [(_uno(BAJA, deuda=True, trabajadores=t), *otros) for t in (0, 5) for otros in VECINOS],
            Sentido.NEGATIVA,
            Motivo.CON_ADEUDOS_EN_BAJA,
            1,
        ),
        (
            9,
            [(_uno(BAJA, deuda=False, trabajadores=t), *otros) for t in (0, 5) for otros in VECINOS],
            Sentido.SIN_OPINION,
            Motivo.TODOS_EN_BAJA,
            5,
        ),
    ],
)
def test_fila_de_la_tabla(
    fila: int, casos: list[tuple[Registro, ...]], sentido: Sentido, motivo: Motivo, anexo: int
) -> None:
    for registros in casos:
        veredicto = evaluar(hechos(*registros), hoy=HOY)
        assert (veredicto.sentido, veredicto.motivo, veredicto.anexo) == (sentido, motivo, anexo), (
            fila,
            registros,
        )


def test_la_deuda_de_un_registro_en_baja_pesa_sobre_los_vigentes() -> None:
    con_deuda = registro(1, estado=BAJA, trabajadores=0, creditos=DEUDA)
    assert evaluar(hechos(con_deuda, registro(2)), hoy=HOY).motivo is Motivo.CON_ADEUDOS


def test_no_inscrito_es_sin_opinion() -> None:
    assert evaluar(Hechos("XIA190128J61"), hoy=HOY).motivo is Motivo.SIN_REGISTRO_PATRONAL


def test_cada_regla_es_un_archivo_con_su_nombre_y_nombra_su_fuente() -> None:
    for regla in REGLAS:
        nombre, modulo, texto = (getattr(regla, campo) for campo in ("__name__", "__module__", "__doc__"))
        assert modulo == f"opinion.reglas.{nombre}"
        assert "Source:" in texto


@pytest.mark.parametrize(
    ("sentido", "impreso", "en_cadena"),
    [
        (Sentido.POSITIVA, "Positiva", "POSITIVA"),
        (Sentido.NEGATIVA, "Negativa", "NEGATIVA"),
        (Sentido.SIN_OPINION, "Sin Opinión", "SIN OPINIÓN"),
    ],
)
def test_sentido_impreso(sentido: Sentido, impreso: str, en_cadena: str) -> None:
    assert (sentido.impreso, sentido.en_cadena) == (impreso, en_cadena)
