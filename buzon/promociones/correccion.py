"""Corrections of the register by resolution (pure): what may change into what, and a change in words.

The words are es-MX, because the sealed resolution says them; a page translates those that it shows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from buzon.padron.cambios import CAMPOS_DE, Cambio, Campo, ClaseDeHecho, Valor, hechos_por_clave, valor_de
from buzon.padron.hechos import Credito, EstadoRegistro, Hechos, Registro, SituacionCredito
from buzon.promociones.errores import CambioNoPermitido, CorreccionVacia
from buzon.promociones.reglas import MAXIMO_DE_RENGLONES
from buzon.valores.captura import entero, sin_invisibles
from buzon.valores.identificadores import RegistroPatronal
from buzon.valores.marcas import marcado

SIN_GARANTIA = "NINGUNA"
MAXIMO_DE_TRABAJADORES = 999_999
# What is past its determination does not go back to before it: that is the register's to say.
SITUACIONES = tuple(uno for uno in SituacionCredito if uno is not SituacionCredito.POR_DETERMINAR)
_FOLIO_MAXIMO = 20  # of a guarantee, in the register
NOMBRES = {
    Campo.SITUACION: marcado("situación"),
    Campo.GARANTIA: marcado("garantía"),
    Campo.ESTADO: marcado("estado"),
    Campo.TRABAJADORES: marcado("número de trabajadores"),
}


@dataclass(frozen=True, slots=True)
class Pedido:
    """A change as a form asks for it; nothing of it was looked at yet."""

    clase: str
    clave: str
    campo: str
    a: str


@dataclass(frozen=True, slots=True)
class Renglon:
    """A change in words, for a table; without `credito` it is of the registro itself. `controla`: whose that is."""

    registro: str
    credito: str
    campo: str
    de: str
    a: str
    controla: str = ""


def cambios_de(hechos: Hechos, pedidos: Collection[Pedido]) -> tuple[Cambio, ...]:
    """Return what would change of these facts; what is so already is no change.

    Raises CambioNoPermitido (a fact of somebody else's, a value or a change that is none, the same twice, more than
    MAXIMO_DE_RENGLONES) and CorreccionVacia. Whether a guarantee exists is not known here.
    """
    nombrados = hechos_por_clave(hechos)
    cambios = [_cambio(nombrados, pedido) for pedido in pedidos]
    llaves = {(cambio.clase, cambio.clave, cambio.campo) for cambio in cambios}
    if len(llaves) != len(cambios) or len(cambios) > MAXIMO_DE_RENGLONES:
        raise CambioNoPermitido(f"{len(cambios)} cambios de {len(llaves)} hechos")
    distintos = tuple(cambio for cambio in cambios if cambio.de != cambio.a)
    if not distintos:
        raise CorreccionVacia
    return distintos


def _cambio(nombrados: dict[tuple[ClaseDeHecho, str], Registro | Credito], pedido: Pedido) -> Cambio:
    try:
        clase, campo = ClaseDeHecho(pedido.clase), Campo(pedido.campo)
        hecho = nombrados[clase, pedido.clave]
        # Nothing of a registro that the Institute dropped (article 251 LSS) is corrected by a request.
        if campo not in CAMPOS_DE[clase] or (isinstance(hecho, Registro) and hecho.b251):
            raise ValueError(pedido.campo)
        return Cambio(clase, pedido.clave, campo, valor_de(hecho, campo), _leer(campo, pedido.a))
    except (KeyError, ValueError):
        casilla = f"{pedido.campo}:{pedido.clave}"
        raise CambioNoPermitido(f"{pedido.clase} {casilla}"[:80], casilla=casilla) from None


def _leer(campo: Campo, texto: str) -> Valor:
    """Return the value that a form writes; raises ValueError for none of that field."""
    match campo:
        case Campo.SITUACION:
            return SITUACIONES[SITUACIONES.index(SituacionCredito(texto))].value
        case Campo.ESTADO:
            return EstadoRegistro(texto).value
        case Campo.TRABAJADORES:
            if (cuantos := entero(texto, digitos=len(str(MAXIMO_DE_TRABAJADORES)))) is None:
                raise ValueError(texto[:40])
            return cuantos
        case Campo.GARANTIA:
            return _leer_garantia(texto)


def _leer_garantia(texto: str) -> str | None:
    folio = sin_invisibles(texto).strip()
    if not folio or len(folio) > _FOLIO_MAXIMO or not folio.isprintable():
        raise ValueError(folio[:40])
    return None if folio.upper() == SIN_GARANTIA else folio


def renglones(cambios: Sequence[Cambio], *, controlan: Mapping[str, str]) -> list[Renglon]:
    """Return the changes in words, one row each; `controlan`, the name of who controls each registro, by NRP."""
    return [
        Renglon(
            str(RegistroPatronal(uno.nrp)),
            uno.numero,
            NOMBRES[uno.campo],
            en_palabras(uno.campo, uno.de),
            en_palabras(uno.campo, uno.a),
            controlan.get(uno.nrp, ""),
        )
        for uno in cambios
    ]


def texto_con_cambios(texto: str, cambios: Sequence[Cambio]) -> str:
    return "\n\n".join((texto, "Con esta resolución el padrón se corrige así:", *map(_parrafo, cambios)))


def _parrafo(cambio: Cambio) -> str:
    registro = RegistroPatronal(cambio.nrp)
    hecho = f"Registro patronal {registro}"
    if cambio.clase is ClaseDeHecho.CREDITO:
        hecho = f"Crédito fiscal {cambio.numero} del registro patronal {registro}"
    de, a = en_palabras(cambio.campo, cambio.de), en_palabras(cambio.campo, cambio.a)
    return f"{hecho}: su {NOMBRES[cambio.campo]} pasa de «{de}» a «{a}»."


def en_palabras(campo: Campo, valor: Valor) -> str:
    """Return a value as people read it; a folio stays as it is."""
    if valor is None:
        return marcado("Ninguna")
    if campo in {Campo.SITUACION, Campo.ESTADO}:
        return str(valor).replace("_", " ").capitalize()
    return str(valor)
