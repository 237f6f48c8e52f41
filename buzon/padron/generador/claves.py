"""Keys that nobody else has, by construction: each number of a sequence gives its own key, and no set is kept.

A prime stride walks all pairs of (date, homoclave) of its kind of person once before it repeats one, whatever the
letters in front. The homoclave begins with a character that neither the people of the demonstration, nor the samples
that SAT publishes, nor its generic RFCs have there; no NRP begins with Y, as those of the demonstration do.
"""

from datetime import date, timedelta

from stdnum.mx import curp as stdnum_curp
from stdnum.mx import rfc as stdnum_rfc

# The shorter of the two calendars gives 6.9 million pairs; an office, 1.8 million NRP, of which it needs a fiftieth.
MAXIMO_DE_PATRONES = 5_000_000
INICIALES_DE_HOMOCLAVE = "27CEFMOSV"
HOMOCLAVES = tuple(
    uno + otro for uno in INICIALES_DE_HOMOCLAVE for otro in "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
PASO = 2_654_435_761
_LETRAS_DE_MUNICIPIO = "ABCDEFGHIJKLMNOPQRSTUVWXZ"
_MUNICIPIOS_POR_OFICINA = 18


def _dias(desde: date, hasta: date) -> tuple[tuple[str, str], ...]:
    """Return every day as it stands in a key, with the character that tells its century in a CURP."""
    dias = (desde + timedelta(days=dias) for dias in range((hasta - desde).days))
    return tuple((f"{dia:%y%m%d}", "0" if dia.year < 2000 else "A") for dia in dias)


# Less than a century each: two figures of the year tell its days apart.
NACIMIENTOS = _dias(date(1945, 1, 1), date(2005, 1, 1))
CONSTITUCIONES = _dias(date(1960, 1, 1), date(2025, 1, 1))


def dia_y_homoclave(dias: tuple[tuple[str, str], ...], numero: int) -> tuple[tuple[str, str], str]:
    """Return the pair of a number; numbers below len(dias) * 315 give different pairs."""
    lugar = numero * PASO % (len(dias) * len(HOMOCLAVES))
    return dias[lugar % len(dias)], HOMOCLAVES[lugar // len(dias)]


def rfc_de(letras: str, fecha: str, homoclave: str) -> str:
    """Return the RFC with its check digit."""
    clave = letras + fecha + homoclave
    return f"{clave}{stdnum_rfc.calc_check_digit(clave)}"


def curp_de(inicio: str, entidad: str, consonantes: str, siglo: str) -> str:
    """Return the CURP with its check digit; `inicio`: letters, date and sex. Ñ stands as X."""
    clave = (inicio + entidad + consonantes + siglo).replace("Ñ", "X")
    return f"{clave}{stdnum_curp.calc_check_digit(clave)}"


def nrp_de(oficina: int, numero: int, modalidad: str) -> str:
    """Return the NRP of the registro `numero` of the office that stands at `oficina` in the catalogue."""
    vuelta, lugar = divmod(numero, _MUNICIPIOS_POR_OFICINA)
    letra, municipio = divmod(oficina * _MUNICIPIOS_POR_OFICINA + lugar, 100)
    return (
        f"{_LETRAS_DE_MUNICIPIO[letra]}{municipio:02d}{vuelta + 1:05d}{modalidad}{(vuelta + municipio) % 10}"
    )
