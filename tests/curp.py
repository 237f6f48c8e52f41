"""CURP: the key of a natural person in the population register (18 characters)."""

import re

from stdnum.exceptions import ValidationError
from stdnum.mx import curp as stdnum_curp

from buzon.valores.rechazo import Rechazo

_ENTIDADES = "AS|B[CS]|C[CHLMS]|D[FG]|G[RT]|HG|JC|M[CNS]|N[ELT]|OC|PL|Q[RT]|S[LPR]|T[CLS]|VZ|YN|ZS"
_FORMATO = re.compile(rf"[A-Z]{{4}}[0-9]{{6}}[HMX](?:{_ENTIDADES})[A-Z]{{3}}[A-Z0-9][0-9]")


class CurpInvalida(Rechazo):
    """Not a CURP."""

    codigo = "curp_invalida"


def validar_curp(texto: str) -> str:
    """The CURP in upper case without spaces, or CurpInvalida (format, date, check digit)."""
    curp = "".join(texto.split()).upper() if texto.isascii() and len(texto) <= 64 else ""
    if not _FORMATO.fullmatch(curp):
        raise CurpInvalida("formato")
    try:
        stdnum_curp.get_birth_date(curp)
    except ValidationError as error:
        raise CurpInvalida("fecha") from error
    if stdnum_curp.calc_check_digit(curp) != curp[-1]:
        raise CurpInvalida("dígito verificador")
    return curp
