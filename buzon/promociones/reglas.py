"""Aclaraciones u Orientaciones (pure): subjects, states, who may write when, escalation and the light of the term.

Sources: guide of 23-09-2022 (subjects, open all day and year); Regla Décima of ACDO.AS2.HCT.270422/107.P.DIR (what may
be clarified, at which Subdelegación, in 10 natural days from the day after filing).
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

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
from buzon.valores.marcas import Rotulado, marcado
from buzon.valores.plazos import DIAS_PARA_RESOLVER, dias_restantes, dias_transcurridos

# Of our own: no law at hand sets these bounds, nor the days of the levels (decisiones/0016).
TEXTO_MINIMO, TEXTO_MAXIMO = 20, 4000
MAXIMO_DE_RENGLONES = 40
# Of one request, by the taxpayer: fifty messages' files, and more messages than any conversation takes.
ESPACIO_POR_SOLICITUD, MENSAJES_POR_SOLICITUD = 100 * 1024 * 1024, 200
DIA_DE_JEFATURA = 8
DIAS_POR_VENCER = 2


class Asunto(Rotulado):
    """What a request is about; the first two are the guide's, the others Regla Décima's."""

    OPINION_PUBLICA = "OPINION_PUBLICA", marcado("32D Opinión Pública")
    ACTIVACION = "ACTIVACION", marcado("Activación Buzón IMSS")
    REGISTRO_PATRONAL = "REGISTRO_PATRONAL", marcado("Registro patronal (Regla Décima)")
    CREDITO_FISCAL = "CREDITO_FISCAL", marcado("Crédito fiscal (Regla Décima)")
    GARANTIA = "GARANTIA", marcado("Garantía (Regla Décima)")

    @property
    def abierto_sin_buzon(self) -> bool:
        return self is Asunto.ACTIVACION

    @property
    def exige_registro(self) -> bool:
        return self is Asunto.REGISTRO_PATRONAL

    @property
    def exige_credito(self) -> bool:
        """Whether it names at least one crédito: the one in question, or the one that the guarantee secures."""
        return self in {Asunto.CREDITO_FISCAL, Asunto.GARANTIA}


class Estado(Rotulado):
    """Where a request stands; the term runs until it is resolved, whatever happens."""

    PRESENTADA = "PRESENTADA", marcado("Presentada")
    INFORMACION_REQUERIDA = "INFORMACION_REQUERIDA", marcado("Información requerida")
    RESUELTA = "RESUELTA", marcado("Resuelta")


class De(StrEnum):
    PARTICULAR = "PARTICULAR"
    INSTITUTO = "INSTITUTO"


class Clase(Rotulado):
    MENSAJE = "MENSAJE", marcado("Mensaje")
    REQUERIMIENTO = "REQUERIMIENTO", marcado("Requerimiento de información")
    RESPUESTA = "RESPUESTA", marcado("Respuesta al requerimiento")
    RESOLUCION = "RESOLUCION", marcado("Resolución")


CLASES_DE = {
    De.PARTICULAR: (Clase.MENSAJE, Clase.RESPUESTA),
    De.INSTITUTO: (Clase.MENSAJE, Clase.REQUERIMIENTO, Clase.RESOLUCION),
}


class Sentido(Rotulado):
    PROCEDENTE = "PROCEDENTE", marcado("Procedente")
    IMPROCEDENTE = "IMPROCEDENTE", marcado("Improcedente")
    ORIENTACION = "ORIENTACION", marcado("Orientación")


class Nivel(IntEnum):
    """To whom a request that nobody resolves is raised; it only grows."""

    NINGUNO = 0
    JEFATURA = 1
    NORMATIVA = 2

    @property
    def impreso(self) -> str:
        return (marcado("Sin escalar"), marcado("Jefatura de la subdelegación"), marcado("Normativa"))[self]


class Semaforo(Rotulado):
    """How the term of an open request stands."""

    EN_TIEMPO = "EN_TIEMPO", marcado("En tiempo")
    POR_VENCER = "POR_VENCER", marcado("Vence pronto")
    VENCIDA = "VENCIDA", marcado("Vencida")


def leer_asunto(texto: str) -> Asunto:
    try:
        return Asunto(texto)
    except ValueError:
        raise AsuntoNoDisponible(texto[:40]) from None


def leer_sentido(texto: str) -> Sentido:
    try:
        return Sentido(texto)
    except ValueError:
        raise SentidoNoDisponible(texto[:40]) from None


def asuntos_abiertos(*, buzon_activo: bool) -> tuple[Asunto, ...]:
    """Return the subjects that a person may file now, in the order of the menu."""
    return tuple(asunto for asunto in Asunto if buzon_activo or asunto.abierto_sin_buzon)


def exigir_que_quepa(texto: str) -> None:
    """Raise TextoDemasiadoLargo; takes a text that was already cleaned, as the others do."""
    if len(texto) > TEXTO_MAXIMO:
        raise TextoDemasiadoLargo(f"{len(texto)} letras")


def exigir_texto(texto: str) -> None:
    """Raise TextoInsuficiente or TextoDemasiadoLargo where a request may not be filed with this text."""
    if len(texto) < TEXTO_MINIMO:
        raise TextoInsuficiente(f"{len(texto)} letras")
    exigir_que_quepa(texto)


def exigir_mensaje(texto: str) -> None:
    """Raise TextoVacio or TextoDemasiadoLargo where nothing, or too much, is said about a request."""
    if not texto:
        raise TextoVacio
    exigir_que_quepa(texto)


def exigir_cuantos(*, registros: Collection[object], creditos: Collection[object]) -> None:
    """Raise SeleccionExcesiva: one request, and its acuse, name so many at most."""
    if max(len(registros), len(creditos)) > MAXIMO_DE_RENGLONES:
        raise SeleccionExcesiva(f"{len(registros)} registros, {len(creditos)} créditos")


def exigir_seleccion(asunto: Asunto, *, registros: Collection[object], creditos: Collection[object]) -> None:
    """Raise FaltaRegistro, FaltaCredito or SeleccionExcesiva: what Regla Décima asks each subject to name."""
    exigir_cuantos(registros=registros, creditos=creditos)
    if asunto.exige_registro and not registros:
        raise FaltaRegistro(asunto)
    if asunto.exige_credito and not creditos:
        raise FaltaCredito(asunto)


TRANSICIONES = {
    (Estado.PRESENTADA, Clase.MENSAJE): Estado.PRESENTADA,
    (Estado.PRESENTADA, Clase.REQUERIMIENTO): Estado.INFORMACION_REQUERIDA,
    (Estado.PRESENTADA, Clase.RESOLUCION): Estado.RESUELTA,
    (Estado.INFORMACION_REQUERIDA, Clase.MENSAJE): Estado.INFORMACION_REQUERIDA,
    (Estado.INFORMACION_REQUERIDA, Clase.REQUERIMIENTO): Estado.INFORMACION_REQUERIDA,
    (Estado.INFORMACION_REQUERIDA, Clase.RESPUESTA): Estado.PRESENTADA,
    (Estado.INFORMACION_REQUERIDA, Clase.RESOLUCION): Estado.RESUELTA,
}


def siguiente(estado: Estado, *, clase: Clase) -> Estado:
    """Return the state after a communication; raises SolicitudResuelta where there is none."""
    try:
        return TRANSICIONES[estado, clase]
    except KeyError:
        raise SolicitudResuelta(f"{estado} {clase}") from None


def clase_del_particular(estado: Estado) -> Clase:
    """Return what the taxpayer's writing is: the answer to what was asked, or a message unasked for."""
    return Clase.RESPUESTA if estado is Estado.INFORMACION_REQUERIDA else Clase.MENSAJE


def nivel_en(presentada_en: datetime, *, hoy: date) -> Nivel:
    """Return the level that an open request has reached: the head's on day 8, Normativa's on day 10 (the last)."""
    dia = dias_transcurridos(presentada_en, hoy=hoy)
    if dia >= DIAS_PARA_RESOLVER:
        return Nivel.NORMATIVA
    return Nivel.JEFATURA if dia >= DIA_DE_JEFATURA else Nivel.NINGUNO


def umbral(nivel: Nivel, *, hoy: date) -> date:
    """Return the latest `vence_el` whose open request has reached the level: `nivel_en`, for sets."""
    dia = DIAS_PARA_RESOLVER if nivel is Nivel.NORMATIVA else DIA_DE_JEFATURA
    return hoy + timedelta(days=DIAS_PARA_RESOLVER - dia)


def semaforo(vence_el: date, *, hoy: date) -> Semaforo:
    """Return how the term of an open request stands; its last day is still in time."""
    restan = dias_restantes(vence_el, hoy=hoy)
    if restan < 0:
        return Semaforo.VENCIDA
    return Semaforo.POR_VENCER if restan <= DIAS_POR_VENCER else Semaforo.EN_TIEMPO
