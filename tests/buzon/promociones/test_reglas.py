"""The rules of a request, alone: states, what each subject demands, escalation and the light of the term."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from buzon.mesa.forms import Escrito
from buzon.promociones.errores import (
    AsuntoNoDisponible,
    FaltaCredito,
    FaltaRegistro,
    SeleccionExcesiva,
    SentidoNoDisponible,
    SolicitudResuelta,
    TextoDemasiadoLargo,
    TextoInsuficiente,
    TextoVacio,
)
from buzon.promociones.reglas import (
    ESPACIO_POR_SOLICITUD,
    MENSAJES_POR_SOLICITUD,
    Asunto,
    Clase,
    Estado,
    Nivel,
    Semaforo,
    asuntos_abiertos,
    clase_del_particular,
    exigir_mensaje,
    exigir_seleccion,
    exigir_texto,
    leer_asunto,
    leer_sentido,
    nivel_en,
    semaforo,
    siguiente,
    umbral,
)
from buzon.promociones.seleccion import (
    CreditoAjeno,
    CreditoElegido,
    CreditoOpcion,
    Opciones,
    RegistroAjeno,
    RegistroOpcion,
    VariasSubdelegaciones,
    leer_registro,
)
from buzon.promociones.texto import CRUDO_MAXIMO, limpio
from buzon.valores.fechas import ZONA
from buzon.valores.plazos import vencimiento
from tests.buzon.padron.fabricas import nrp

PRESENTADA, REQUERIDA, RESUELTA = Estado
dias = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_las_palabras_de_la_guia() -> None:
    assert [asunto.impreso for asunto in asuntos_abiertos(buzon_activo=True)] == [
        "32D Opinión Pública",
        "Activación Buzón IMSS",
        "Registro patronal (Regla Décima)",
        "Crédito fiscal (Regla Décima)",
        "Garantía (Regla Décima)",
    ]
    assert asuntos_abiertos(buzon_activo=False) == (Asunto.ACTIVACION,)


@pytest.mark.parametrize("texto", ["", "opinion_publica", "OTRO", "\x00"])
def test_un_asunto_que_no_hay(texto: str) -> None:
    with pytest.raises(AsuntoNoDisponible):
        leer_asunto(texto)
    with pytest.raises(SentidoNoDisponible):
        leer_sentido(texto)


@pytest.mark.parametrize(
    ("estado", "clase", "despues"),
    [
        (PRESENTADA, Clase.MENSAJE, PRESENTADA),
        (PRESENTADA, Clase.REQUERIMIENTO, REQUERIDA),
        (PRESENTADA, Clase.RESOLUCION, RESUELTA),
        (REQUERIDA, Clase.MENSAJE, REQUERIDA),
        (REQUERIDA, Clase.REQUERIMIENTO, REQUERIDA),
        (REQUERIDA, Clase.RESPUESTA, PRESENTADA),
        (REQUERIDA, Clase.RESOLUCION, RESUELTA),
    ],
)
def test_estados(estado: Estado, clase: Clase, despues: Estado) -> None:
    assert siguiente(estado, clase=clase) is despues


@pytest.mark.parametrize("clase", Clase)
def test_lo_resuelto_es_final(clase: Clase) -> None:
    with pytest.raises(SolicitudResuelta):
        siguiente(RESUELTA, clase=clase)


@pytest.mark.parametrize("estado", Estado)
def test_lo_que_el_particular_escribe_siempre_tiene_a_donde_ir(estado: Estado) -> None:
    clase = clase_del_particular(estado)
    assert (clase is Clase.RESPUESTA) == (estado is REQUERIDA)
    if estado is not RESUELTA:
        assert siguiente(estado, clase=clase) is PRESENTADA


def test_lo_que_pide_cada_asunto() -> None:
    for asunto, registros, creditos in product(Asunto, ([], ["a"]), ([], ["b"])):
        falta: type[Exception] | None = None
        if asunto is Asunto.REGISTRO_PATRONAL and not registros:
            falta = FaltaRegistro
        if asunto in {Asunto.CREDITO_FISCAL, Asunto.GARANTIA} and not creditos:
            falta = FaltaCredito
        if falta is None:
            exigir_seleccion(asunto, registros=registros, creditos=creditos)
        else:
            with pytest.raises(falta):
                exigir_seleccion(asunto, registros=registros, creditos=creditos)
    exigir_seleccion(Asunto.GARANTIA, registros=range(40), creditos=range(40))
    with pytest.raises(SeleccionExcesiva):
        exigir_seleccion(Asunto.GARANTIA, registros=[], creditos=range(41))


def test_largos_del_texto() -> None:
    for bueno in ("x" * 20, "ñ" * 4000, "👍" * 4000):
        exigir_texto(bueno)
        exigir_mensaje(bueno)
    exigir_mensaje("x")
    for malo, clase in (("x" * 19, TextoInsuficiente), ("x" * 4001, TextoDemasiadoLargo)):
        with pytest.raises(clase):
            exigir_texto(malo)
    with pytest.raises(TextoVacio):
        exigir_mensaje("")


@given(dias, st.times(), st.integers(0, 40))
def test_se_escala_el_dia_ocho_y_el_diez(dia: date, hora: time, pasan: int) -> None:
    presentada = datetime.combine(dia, hora, ZONA)
    nivel = nivel_en(presentada, hoy=dia + timedelta(days=pasan))
    assert nivel == (2 if pasan >= 10 else 1 if pasan >= 8 else 0)
    for cual in (Nivel.JEFATURA, Nivel.NORMATIVA):
        hoy = dia + timedelta(days=pasan)
        assert (vencimiento(presentada) <= umbral(cual, hoy=hoy)) == (nivel >= cual)


@pytest.mark.parametrize(
    ("restan", "luz"),
    [
        (10, Semaforo.EN_TIEMPO),
        (3, Semaforo.EN_TIEMPO),
        (2, Semaforo.POR_VENCER),
        (0, Semaforo.POR_VENCER),
        (-1, Semaforo.VENCIDA),
    ],
)
def test_semaforo(hoy: date, restan: int, luz: Semaforo) -> None:
    assert semaforo(hoy + timedelta(days=restan), hoy=hoy) is luz


def _registro(
    n: int, *, vigente: bool = True, trabajadores: int = 1, oficina: str = "3901"
) -> RegistroOpcion:
    return RegistroOpcion(nrp(n), nrp(n), "", vigente, trabajadores, oficina, oficina)


def _credito(n: int) -> CreditoOpcion:
    clave = CreditoElegido(nrp(n), "000000001")
    return CreditoOpcion(clave.nrp, "", clave.numero, clave.clave, "", "", Decimal(1), "")


@pytest.mark.parametrize(
    ("registros", "esperado"),
    [
        ((), None),
        ((_registro(1, trabajadores=1), _registro(2, trabajadores=5)), 2),
        ((_registro(1, trabajadores=9, vigente=False), _registro(2, trabajadores=0)), 2),
        ((_registro(3, trabajadores=5), _registro(2, trabajadores=5)), 2),
        ((_registro(2, vigente=False), _registro(1, vigente=False)), 1),
    ],
)
def test_sin_elegir_va_a_la_de_mas_trabajadores(
    registros: tuple[RegistroOpcion, ...], esperado: int | None
) -> None:
    elegido = Opciones(registros).subdelegacion_de((), creditos=())
    assert (elegido and elegido.nrp) == (nrp(esperado) if esperado else None)


def test_lo_elegido_va_a_quien_lo_controla() -> None:
    uno, dos, tres = _registro(1, trabajadores=99), _registro(2, oficina="1501"), _registro(3, oficina="1501")
    opciones = Opciones((uno, dos, tres), (_credito(1), _credito(3)))
    elegido = opciones.subdelegacion_de((dos,), creditos=(_credito(3),))
    assert elegido is not None
    assert elegido.subdelegacion == "1501"
    for registros, creditos in (((uno, dos), ()), ((uno,), (_credito(3),)), ((), (_credito(1), _credito(3)))):
        with pytest.raises(VariasSubdelegaciones):
            opciones.subdelegacion_de(registros, creditos=creditos)


@given(st.text(max_size=40) | st.from_regex(r"[A-Z0-9][0-9]{10}-[0-9]{9}"))
def test_una_clave_se_lee_o_se_rechaza(texto: str) -> None:
    with suppress(CreditoAjeno):
        assert CreditoElegido.leer(texto).clave == texto
    with pytest.raises(RegistroAjeno):
        leer_registro(f"{texto}\n")


@given(st.text())
def test_el_texto_limpio_no_cambia_al_limpiarlo_otra_vez(texto: str) -> None:
    una = limpio(texto)
    assert limpio(una) == una
    assert una == una.strip()
    assert not set(una) & set("\x00\r\u202e\u200f\x1b")
    una.encode()


@given(st.text(alphabet="áñÑü& <>\"'%😀\u0301 \n"))
def test_lo_que_se_ve_se_conserva(texto: str) -> None:
    assert "".join(limpio(texto).split()) == "".join(limpio(limpio(texto)).split())
    assert limpio("Pagué 1,000 & «más» 😀") == "Pagué 1,000 & «más» 😀"


def test_un_texto_enorme_se_rechaza_antes_de_normalizarlo() -> None:
    """NFC of a long run of combining marks would hold the whole process for seconds."""
    assert len(limpio("e\u0301" * (CRUDO_MAXIMO // 2))) == CRUDO_MAXIMO // 2
    with pytest.raises(TextoDemasiadoLargo):
        limpio("\u0301\u0316" * CRUDO_MAXIMO)


def test_al_personal_se_le_dice_que_no_cabe() -> None:
    with pytest.raises(ValidationError, match="4000"):
        Escrito("Texto").clean("\u0301\u0316" * CRUDO_MAXIMO)


def test_cuanto_cabe_en_una_solicitud_es_lo_que_se_dice() -> None:
    assert (ESPACIO_POR_SOLICITUD, MENSAJES_POR_SOLICITUD) == (104_857_600, 200)
