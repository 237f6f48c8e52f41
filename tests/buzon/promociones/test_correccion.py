"""What may change into what, and a change in words: pure."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.padron.cambios import CAMPOS_DE, Cambio, Campo, ClaseDeHecho, hechos_por_clave, valor_de
from buzon.padron.hechos import EstadoRegistro, Hechos, Registro, SituacionCredito
from buzon.promociones.correccion import (
    SITUACIONES,
    Pedido,
    cambios_de,
    renglones,
    texto_con_cambios,
)
from buzon.promociones.errores import CambioNoPermitido, CorreccionVacia
from tests.buzon.padron.fabricas import credito, cualesquiera, garantia, hechos, nrp, registro

UNOS = hechos(
    registro(1, creditos=(credito(garantia=garantia()),)),
    registro(2, estado=EstadoRegistro.BAJA, b251=True),
)
C, R = f"{nrp(1)}-000000001", nrp(1)
VALORES = {
    Campo.SITUACION: [uno.value for uno in SITUACIONES],
    Campo.ESTADO: [uno.value for uno in EstadoRegistro],
    Campo.TRABAJADORES: ["0", "7", "999999"],
    Campo.GARANTIA: ["NINGUNA", "G-77"],
}


@st.composite
def pedidos(draw: st.DrawFn) -> tuple[Hechos, Pedido]:
    """A change of one of these facts into a value of its field."""
    unos = draw(cualesquiera.filter(lambda h: any(not r.b251 or r.creditos for r in h.registros)))
    llaves = [
        llave
        for llave, hecho in hechos_por_clave(unos).items()
        if not (isinstance(hecho, Registro) and hecho.b251)
    ]
    clase, clave = draw(st.sampled_from(llaves))
    campo = draw(st.sampled_from(CAMPOS_DE[clase]))
    return unos, Pedido(clase, clave, campo, draw(st.sampled_from(VALORES[campo])))


@given(pedidos())
def test_lo_admitido_va_de_lo_que_hay_a_lo_pedido(caso: tuple[Hechos, Pedido]) -> None:
    unos, pedido = caso
    hecho = hechos_por_clave(unos)[ClaseDeHecho(pedido.clase), pedido.clave]
    ahora = valor_de(hecho, Campo(pedido.campo))
    pedido_como_valor: Any = None if pedido.a == "NINGUNA" else pedido.a
    if pedido.campo == Campo.TRABAJADORES:
        pedido_como_valor = int(pedido.a)
    if pedido_como_valor == ahora:
        with pytest.raises(CorreccionVacia):
            cambios_de(unos, [pedido])
        return
    (cambio,) = cambios_de(unos, [pedido])
    assert (cambio.clave, cambio.campo, cambio.de, cambio.a) == (
        pedido.clave,
        pedido.campo,
        ahora,
        pedido_como_valor,
    )
    assert texto_con_cambios("Procede.", [cambio]).startswith("Procede.\n\nCon esta resolución")
    with pytest.raises(CambioNoPermitido):
        cambios_de(unos, [pedido, pedido])


@given(cualesquiera, st.builds(Pedido, st.text(), st.text(), st.text(), st.text()))
def test_cualquier_otra_cosa_es_un_rechazo(unos: Hechos, pedido: Pedido) -> None:
    with pytest.raises(CambioNoPermitido):
        cambios_de(unos, [pedido])


@pytest.mark.parametrize(
    "pedido",
    [
        ("credito", C, "situacion", "POR_DETERMINAR"),
        ("credito", C, "situacion", "pagado"),
        ("credito", C, "situacion", ""),
        ("credito", C, "estado", "BAJA"),
        ("credito", C, "importe", "0"),
        ("credito", C, "garantia", ""),
        ("credito", C, "garantia", "G" * 21),
        ("credito", C, "garantia", "G\x00"),
        ("credito", f"{nrp(9)}-000000001", "situacion", "PAGADO"),
        ("credito", f"{nrp(1)}-000000009", "situacion", "PAGADO"),
        ("registro", C, "estado", "BAJA"),
        ("registro", R, "situacion", "PAGADO"),
        ("registro", R, "estado", "CERRADO"),
        ("registro", R, "b251", "True"),
        ("registro", R, "trabajadores", "-1"),
        ("registro", R, "trabajadores", "1e3"),
        ("registro", R, "trabajadores", "٣"),
        ("registro", R, "trabajadores", "1000000" * 9),
        ("registro", nrp(2), "estado", "VIGENTE"),
        ("registro", nrp(2), "trabajadores", "3"),
    ],
)
def test_lo_que_no_se_admite(pedido: tuple[str, str, str, str]) -> None:
    with pytest.raises(CambioNoPermitido):
        cambios_de(UNOS, [Pedido(*pedido)])


def test_sin_cambios_no_hay_correccion() -> None:
    for unos in ([], [Pedido("credito", C, "garantia", "G-1"), Pedido("registro", R, "trabajadores", "3")]):
        with pytest.raises(CorreccionVacia):
            cambios_de(UNOS, unos)


def test_caben_cuarenta() -> None:
    muchos = hechos(*(registro(n) for n in range(41)))
    unos = [Pedido("registro", nrp(n), "trabajadores", "9") for n in range(41)]
    assert len(cambios_de(muchos, unos[:40])) == 40
    with pytest.raises(CambioNoPermitido):
        cambios_de(muchos, unos)


def test_en_palabras() -> None:
    cambios = cambios_de(
        UNOS,
        [
            Pedido("credito", C, "situacion", "PAGADO"),
            Pedido("credito", C, "garantia", "ninguna"),
            Pedido("registro", R, "estado", "HUELGA"),
            Pedido("registro", R, "trabajadores", "007"),
        ],
    )
    assert texto_con_cambios("Procede.", cambios).split("\n\n") == [
        "Procede.",
        "Con esta resolución el padrón se corrige así:",
        "Crédito fiscal 000000001 del registro patronal Y55-00001-10-0: su situación pasa de «Firme» a «Pagado».",
        "Crédito fiscal 000000001 del registro patronal Y55-00001-10-0: su garantía pasa de «G-1» a «Ninguna».",
        "Registro patronal Y55-00001-10-0: su estado pasa de «Vigente» a «Huelga».",
        "Registro patronal Y55-00001-10-0: su número de trabajadores pasa de «3» a «7».",
    ]
    assert [(uno.campo, uno.de, uno.a) for uno in renglones(cambios, controlan={})][1] == (
        "garantía",
        "G-1",
        "Ninguna",
    )
    folio_hostil = Cambio(ClaseDeHecho.CREDITO, C, Campo.GARANTIA, "FIRME", SituacionCredito.FIRME.value)
    assert "«FIRME» a «FIRME»" in texto_con_cambios("", [folio_hostil])
