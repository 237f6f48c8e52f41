"""The six files: their columns, what each value must look like, and where it goes (docs/padron.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from buzon.padron import hechos
from buzon.padron.hechos import NRP, PERIODO

# The date inside is checked for month and day; 31 of a short month passes, as in the register's own constraint.
_RFC = r"^[A-ZÑ&]{3,4}[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[A-Z0-9]{2}[0-9A]$"
_TEXTO = r"^[^[:cntrl:][:space:]]([^[:cntrl:]]*[^[:cntrl:][:space:]])?$"
_IMPORTE = r"^[0-9]{1,14}(\.[0-9]{1,2})?$"
_FECHA = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class Motivo(StrEnum):
    """Why a value, a row or a file is refused."""

    FALTA = "falta"
    FORMATO = "formato"
    FECHA = "fecha"
    REPETIDA = "repetida"
    NO_EXISTE = "no_existe"
    GENERICO = "rfc_generico"
    B251_SIN_BAJA = "b251_sin_baja"
    SIN_LIMITE = "sin_limite"
    COLUMNAS = "columnas"
    CODIFICACION = "codificacion"
    CSV = "csv"
    ENCABEZADO = "encabezado"
    ARCHIVO = "archivo"


@dataclass(frozen=True, slots=True)
class Columna:
    """One column: `tipo` of PostgreSQL, and the value's form as a regular expression or as a list of words."""

    nombre: str
    que_es: str
    forma: str = ""
    palabras: tuple[str, ...] = ()
    tipo: str = "text"
    obligatoria: bool = True
    maximo: int = 0

    @property
    def en_tabla(self) -> str:
        """Name of the column in the register's table."""
        return _EN_TABLA.get(self.nombre, self.nombre)

    @property
    def valor(self) -> str:
        """SQL of the value to be stored, from the text that was read."""
        # An absent text is stored as an empty one; what has another type, and a folio, as null.
        if self.tipo == "text":
            return f"coalesce({self.nombre}, '')" if not self.obligatoria else self.nombre
        return f"{self.nombre}::{self.tipo}"

    @property
    def faltas(self) -> Iterator[tuple[str, Motivo]]:
        """Conditions in SQL under which the text is refused; on an absent value they are null."""
        if self.obligatoria:
            yield f"{self.nombre} IS NULL", Motivo.FALTA
        if self.palabras:
            lista = ", ".join(f"'{palabra}'" for palabra in self.palabras)
            yield f"{self.nombre} NOT IN ({lista})", Motivo.FORMATO
        if self.forma:
            yield f"{self.nombre} !~ '{self.forma}'", Motivo.FORMATO
        if self.maximo:
            yield f"length({self.nombre}) > {self.maximo}", Motivo.FORMATO
        if self.tipo == "date":
            yield f"NOT pg_input_is_valid({self.nombre}, 'date')", Motivo.FECHA


_EN_TABLA = {"subdelegacion": "subdelegacion_id", "garantia": "garantia_id", "convenio": "convenio_id"}


@dataclass(frozen=True, slots=True)
class Referencia:
    """A column that names a row of another file, or (`o_registrada`) one that the register already has."""

    columna: str
    archivo: str
    clave: str
    o_registrada: bool = False


@dataclass(frozen=True, slots=True)
class Archivo:
    """One file, the table that it fills, its key, and what its rows must hold besides their columns."""

    nombre: str
    tabla: str
    columnas: tuple[Columna, ...]
    clave: tuple[str, ...]
    referencias: tuple[Referencia, ...] = ()
    reglas: tuple[tuple[str, str, Motivo], ...] = ()

    @property
    def entrada(self) -> str:
        """Name of the staging table."""
        return f"entrada_{self.nombre}"

    @property
    def encabezado(self) -> list[str]:
        """The first line."""
        return [columna.nombre for columna in self.columnas]

    @property
    def lista(self) -> str:
        """The columns in SQL."""
        return ", ".join(self.encabezado)


def _palabras(enumeracion: type[StrEnum]) -> tuple[str, ...]:
    return tuple(opcion.value for opcion in enumeracion)


def _logico(nombre: str, que_es: str) -> Columna:
    return Columna(nombre, que_es, palabras=("t", "f"), tipo="boolean")


def _importe(nombre: str = "importe") -> Columna:
    return Columna(nombre, "pesos, con dos decimales a lo más: 1234.50", _IMPORTE, tipo="numeric(16,2)")


def _fecha(nombre: str) -> Columna:
    return Columna(nombre, "AAAA-MM-DD, o nada", _FECHA, tipo="date", obligatoria=False)


def _folio(nombre: str, *, obligatoria: bool = True) -> Columna:
    # Without one it is null, not an empty text: it is a reference.
    return Columna(nombre, "hasta 20 caracteres", _TEXTO, tipo="varchar", obligatoria=obligatoria, maximo=20)


SUBDELEGACIONES = Archivo(
    "subdelegaciones",
    "padron_subdelegacion",
    (
        Columna("clave", "4 dígitos: 2 del OOAD y 2 propios", "^[0-9]{4}$"),
        Columna("nombre", "hasta 120 caracteres", _TEXTO, maximo=120),
        Columna("ooad", "hasta 120 caracteres", _TEXTO, maximo=120),
    ),
    ("clave",),
)
PATRONES = Archivo(
    "patrones",
    "padron_patron",
    (
        Columna("rfc", "12 caracteres si es moral, 13 si es física, en mayúsculas", _RFC),
        Columna("nombre", "hasta 255 caracteres", _TEXTO, maximo=255),
        Columna("curp", "18 caracteres, o nada", "^[A-Z0-9Ñ]{18}$", obligatoria=False),
        Columna(
            "personas", "cuántas personas tienen ese RFC: de 1 a 9999", "^[1-9][0-9]{0,3}$", tipo="smallint"
        ),
    ),
    ("rfc",),
    reglas=(("rfc", "rfc IN ('XAXX010101000', 'XEXX010101000')", Motivo.GENERICO),),
)
REGISTROS = Archivo(
    "registros",
    "padron_registropatronal",
    (
        Columna("nrp", "11 caracteres", NRP),
        Columna("rfc", "uno de patrones.csv", _RFC),
        Columna("estado", "VIGENTE, HUELGA o BAJA", palabras=_palabras(hechos.EstadoRegistro)),
        Columna("trabajadores", "entero de 0 a 99999999", "^[0-9]{1,8}$", tipo="integer"),
        Columna("subdelegacion", "clave de 4 dígitos", "^[0-9]{4}$"),
        _logico("b251", "t si la baja es por el artículo 251 de la LSS, f si no"),
        _logico("legible", "f si el origen no da datos ciertos, t si los da"),
    ),
    ("nrp",),
    (
        Referencia("rfc", "patrones", "rfc"),
        Referencia("subdelegacion", "subdelegaciones", "clave", o_registrada=True),
    ),
    (("b251", "b251 = 't' AND estado IS DISTINCT FROM 'BAJA'", Motivo.B251_SIN_BAJA),),
)
GARANTIAS = Archivo(
    "garantias",
    "padron_garantia",
    (
        _folio("folio"),
        Columna("estado", "VIGENTE, INSUFICIENTE o CANCELADA", palabras=_palabras(hechos.EstadoGarantia)),
        _importe(),
        _fecha("vence_el"),
    ),
    ("folio",),
)
CONVENIOS = Archivo(
    "convenios",
    "padron_convenio",
    (
        _folio("folio"),
        Columna("estado", "VIGENTE, INCUMPLIDO o CONCLUIDO", palabras=_palabras(hechos.EstadoConvenio)),
        Columna("respaldo", "GARANTIA, DISPENSA o NINGUNO", palabras=_palabras(hechos.RespaldoConvenio)),
        _fecha("termina_el"),
    ),
    ("folio",),
)
CREDITOS = Archivo(
    "creditos",
    "padron_creditofiscal",
    (
        Columna("nrp", "uno de registros.csv", NRP),
        Columna("numero", "9 dígitos, sin repetir en su registro patronal", "^[0-9]{9}$"),
        Columna("origen", "IMSS o RCV", palabras=_palabras(hechos.Origen)),
        Columna("tipo", "CUOTAS, MULTA o CAPITAL_CONSTITUTIVO", palabras=_palabras(hechos.TipoCredito)),
        Columna(
            "situacion",
            ", ".join(_palabras(hechos.SituacionCredito)),
            palabras=_palabras(hechos.SituacionCredito),
        ),
        Columna("periodo", "aaaa-mm o aaaa-Bn", PERIODO),
        _importe(),
        _fecha("limite_de_pago_el"),
        _folio("garantia", obligatoria=False),
        _folio("convenio", obligatoria=False),
    ),
    ("nrp", "numero"),
    (
        Referencia("nrp", "registros", "nrp"),
        Referencia("garantia", "garantias", "folio"),
        Referencia("convenio", "convenios", "folio"),
    ),
    (
        (
            "limite_de_pago_el",
            "situacion = 'POR_DETERMINAR' AND limite_de_pago_el IS NULL",
            Motivo.SIN_LIMITE,
        ),
    ),
)

# Each after those that it names.
ARCHIVOS = (SUBDELEGACIONES, PATRONES, REGISTROS, GARANTIAS, CONVENIOS, CREDITOS)
POR_NOMBRE = {archivo.nombre: archivo for archivo in ARCHIVOS}
