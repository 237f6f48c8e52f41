"""The explanation in words: every rule and class has its own, in es-MX, exact to the cent and the day."""

import json
from datetime import timedelta

from hypothesis import given

from buzon.padron.hechos import (
    EstadoConvenio,
    EstadoGarantia,
    EstadoRegistro,
    Hechos,
    RespaldoConvenio,
    SituacionCredito,
    TipoCredito,
)
from opinion import textos
from opinion.ficha import ficha_de, nrp
from opinion.reglas import REGLAS, Sentido
from opinion.reglas.creditos import CLASES
from opinion.reglas.explicacion import SIN_CLASE, Resultado, explicar, nombre_de
from tests.buzon.padron.fabricas import HOY, convenio, credito, cualesquiera, garantia, hechos, registro
from tests.hipotesis import ejemplos

OFICINAS = {"1501": "Naucalpan, México Poniente", "3901": "Polanco, CDMX Norte"}


def ficha(*registros: object) -> dict[str, object]:
    return ficha_de(explicar(hechos(*registros), hoy=HOY), hoy=HOY, oficinas=OFICINAS)  # type: ignore[arg-type]


def test_cada_regla_y_cada_clase_tienen_sus_palabras() -> None:
    assert list(textos.REGLAS) == [nombre_de(regla) for regla in REGLAS]
    se_cumplen = {"con_adeudos", "al_corriente"}  # their steps are the credits; all the rest
    assert all(
        texto.paso and texto.hacer for regla, texto in textos.REGLAS.items() if regla not in se_cumplen
    )
    nombres = [getattr(clase, "__name__", "") for clase, _ in CLASES]
    assert list(textos.CLASES) == [*nombres, SIN_CLASE]
    assert all(
        textos.CLASES[nombre].paso for nombre, (_, cuenta) in zip(nombres, CLASES, strict=True) if cuenta
    )
    for tabla, enumeracion in (
        (textos.RESULTADOS, Resultado),
        (textos.ESTADOS, EstadoRegistro),
        (textos.TIPOS, TipoCredito),
        (textos.GARANTIAS, EstadoGarantia),
        (textos.CONVENIOS, EstadoConvenio),
        (textos.RESPALDOS, RespaldoConvenio),
        (textos.MI_SENTIDO, Sentido),
    ):
        assert set(tabla) == set(enumeracion)  # type: ignore[call-overload]


@ejemplos(50)
@given(cualesquiera)
def test_es_json_y_nombra_cada_adeudo_una_vez(datos: Hechos) -> None:
    explicacion = explicar(datos, hoy=HOY)
    dicho = ficha_de(explicacion, hoy=HOY, oficinas=OFICINAS)
    assert json.loads(json.dumps(dicho)) == dicho
    en_pasos = [(c["nrp"], c["numero"]) for paso in dicho["pasos"] for c in paso["creditos"]]
    assert sorted(en_pasos) == sorted((nrp(v.nrp), v.credito.numero) for v in explicacion.adeudos)
    que_cuentan = [c for r in dicho["registros"] for c in r["creditos"] if c["cuenta"]]
    assert len(que_cuentan) == len(explicacion.adeudos)
    assert all(hallazgo["encontro"] and hallazgo["fuente"] for hallazgo in dicho["hallazgos"])


def test_lo_que_se_encontro() -> None:
    dos = (credito(), credito(SituacionCredito.PAGADO, numero="000000002"))
    encontro = [
        h["encontro"]
        for h in ficha(registro(creditos=dos), registro(2, estado=EstadoRegistro.BAJA))["hallazgos"]
    ]  # type: ignore[attr-defined]
    assert encontro == [
        "2 registros patronales.",
        "2 créditos revisados; 1 cuenta como adeudo: $1,234.50.",
        "Vigente: 1, en huelga: 0, de baja: 1.",
        "6 trabajadores.",
        "No se revisó: una regla anterior ya decidió.",
    ]
    nada = [h["encontro"] for h in ficha()["hallazgos"]]  # type: ignore[attr-defined]
    assert nada[0] == "Ningún registro patronal con tu RFC."
    assert set(nada[1:]) == {"No se revisó: una regla anterior ya decidió."}


def test_un_credito_con_todo_lo_que_se_sabe_de_el() -> None:
    uno = credito(
        SituacionCredito.DETERMINADO,
        limite=HOY,
        garantia=garantia(vence_el=HOY - timedelta(days=1)),
        convenio=convenio(EstadoConvenio.CONCLUIDO, termina_el=HOY),
    )
    (registro_dicho,) = ficha(registro(creditos=(uno,)))["registros"]  # type: ignore[misc]
    assert registro_dicho["subdelegacion"] == "Polanco, CDMX Norte"
    (dicho,) = registro_dicho["creditos"]
    assert dicho["importe"] == "$1,234.50"
    assert dicho["clase"] == "Determinado, sin garantía"
    assert dicho["grupo"] == "Vigente, IMSS"
    assert dicho["datos"] == [
        "Límite de pago: 23 de noviembre de 2026",
        "Garantía G-1, vigente, por $5,000.00; venció el 22 de noviembre de 2026",
        "Convenio C-1, concluido, con garantía; termina el 23 de noviembre de 2026",
    ]


def test_un_paso_suma_lo_suyo() -> None:
    unos = tuple(credito(numero=f"{n:09}") for n in range(3))
    (paso,) = ficha(registro(creditos=unos))["pasos"]  # type: ignore[misc]
    assert paso["importe"] == "3 créditos, $3,703.50 en total"
