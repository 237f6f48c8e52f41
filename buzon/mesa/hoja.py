"""The sheet on which corrections are proposed (pure): an RFC's facts as they are, and a box for each new value."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from buzon.padron.cambios import CAMPOS_DE, Campo, ClaseDeHecho, hechos_por_clave, valor_de
from buzon.padron.hechos import Credito, EstadoRegistro, Hechos, Registro
from buzon.promociones.correccion import NOMBRES, SITUACIONES, en_palabras
from buzon.valores.identificadores import RegistroPatronal

MOSTRADOS = 200  # of each kind; the rest is found by its number, as on the taxpayer's page
_OPCIONES: dict[Campo, tuple[str, ...]] = {
    Campo.SITUACION: tuple(uno.value for uno in SITUACIONES),
    Campo.ESTADO: tuple(uno.value for uno in EstadoRegistro),
}


@dataclass(frozen=True, slots=True)
class Casilla:
    """What a field of a fact says now, and the input of its new value; without `opciones` it is written.

    `rechazada`: what was asked for there is why the sheet came back.
    """

    nombre: str
    campo: str
    ahora: str
    nuevo: str
    opciones: tuple[tuple[str, str], ...] = ()
    rechazada: bool = False


@dataclass(frozen=True, slots=True)
class Fila:
    """One fact, who controls its registro, and of a crédito its registro, its period and what it amounts to (pesos).

    Without `casillas` it is not corrected here; what is `ajena` is read, and somebody else corrects it.
    """

    hecho: str
    casillas: tuple[Casilla, ...]
    controla: str
    ajena: bool
    registro: str = ""
    periodo: str = ""
    importe: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Hoja:
    """Registros and créditos, first those that the request names; `faltan`, how many are only found by searching."""

    registros: tuple[Fila, ...]
    creditos: tuple[Fila, ...]
    faltan: int


@dataclass(frozen=True, slots=True)
class Potestad:
    """Who controls each registro (its name, by NRP), and the NRPs that whoever reads the sheet may correct."""

    controlan: Mapping[str, str]
    corrige: Collection[str]


def hoja_de(
    hechos: Hechos,
    *,
    nombrados: Collection[str],
    nuevos: Mapping[str, str],
    potestad: Potestad,
    buscado: str = "",
    rechazada: str = "",
) -> Hoja:
    """Return the sheet: `nombrados` are keys of facts, `nuevos` what was written already, by the name of its input.

    What was written on is there whatever is looked for; `rechazada` names the input that was refused.
    """
    clave_buscada = "".join(letra for letra in buscado.upper() if letra.isalnum())
    todos = hechos_por_clave(hechos)
    escritas = {nombre.partition(":")[2] for nombre in nuevos}
    llaves = [llave for llave in todos if llave[1] in escritas or clave_buscada in llave[1].replace("-", "")]
    llaves.sort(key=lambda llave: (llave[1] not in escritas, llave[1] not in nombrados))
    de_registro, de_credito = (
        [(llave, todos[llave]) for llave in llaves if llave[0] is clase]
        for clase in (ClaseDeHecho.REGISTRO, ClaseDeHecho.CREDITO)
    )
    faltan = max(0, len(de_registro) - MOSTRADOS) + max(0, len(de_credito) - MOSTRADOS)
    registros, creditos = (
        tuple(
            _fila(clase, clave, hecho, nuevos, rechazada, potestad)
            for (clase, clave), hecho in unos[:MOSTRADOS]
        )
        for unos in (de_registro, de_credito)
    )
    return Hoja(registros, creditos, faltan)


def _fila(
    clase: ClaseDeHecho,
    clave: str,
    hecho: Registro | Credito,
    nuevos: Mapping[str, str],
    rechazada: str,
    potestad: Potestad,
) -> Fila:
    corrige = () if isinstance(hecho, Registro) and hecho.b251 else CAMPOS_DE[clase]
    casillas = tuple(_casilla(campo, clave, hecho, nuevos, rechazada) for campo in corrige)
    nrp = clave.partition("-")[0]
    registro, de_quien = (
        str(RegistroPatronal(nrp)),
        (potestad.controlan.get(nrp, ""), nrp not in potestad.corrige),
    )
    if isinstance(hecho, Registro):
        return Fila(registro, casillas, *de_quien)
    return Fila(hecho.numero, casillas, *de_quien, registro, hecho.periodo, hecho.importe)


def _casilla(
    campo: Campo, clave: str, hecho: Registro | Credito, nuevos: Mapping[str, str], rechazada: str
) -> Casilla:
    nombre = f"{campo}:{clave}"
    opciones = tuple((valor, en_palabras(campo, valor)) for valor in _OPCIONES.get(campo, ()))
    ahora = en_palabras(campo, valor_de(hecho, campo))
    return Casilla(nombre, NOMBRES[campo], ahora, nuevos.get(nombre, ""), opciones, nombre == rechazada)
