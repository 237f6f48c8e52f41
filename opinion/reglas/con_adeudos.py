"""Rule 2: some credit of some registro patronal, in baja or not, counts as debt."""

from datetime import date

from buzon.padron.hechos import Credito, EstadoRegistro, Hechos, Registro
from opinion.reglas.creditos import cuenta_como_adeudo
from opinion.reglas.veredicto import Adeudo, Grupo, Motivo, Veredicto


def con_adeudos(hechos: Hechos, *, hoy: date) -> Veredicto | None:
    """A debt makes the opinion negative, whatever the state of the registros and the number of workers.

    Source: CFF 32-D fr. I and II; Reglas, definition of Negativa (DOF 04-05-2023).
    Rows 2, 5 and 8 of the decision table.
    """
    adeudos = tuple(
        _adeudo(registro, credito)
        for registro in hechos.registros
        for credito in registro.creditos
        if cuenta_como_adeudo(credito, hoy=hoy)
    )
    return Veredicto(_motivo(hechos), adeudos) if adeudos else None


def _motivo(hechos: Hechos) -> Motivo:
    estados = {registro.estado for registro in hechos.registros}
    if EstadoRegistro.HUELGA in estados:
        return Motivo.CON_ADEUDOS_EN_HUELGA
    if estados == {EstadoRegistro.BAJA}:
        return Motivo.CON_ADEUDOS_EN_BAJA
    return Motivo.CON_ADEUDOS


def _adeudo(registro: Registro, credito: Credito) -> Adeudo:
    return Adeudo(
        registro.nrp, credito.numero, credito.periodo, credito.importe, grupo_de(registro), credito.origen
    )


def grupo_de(registro: Registro) -> Grupo:
    """Return the group under which the credits of a registro are listed."""
    if registro.estado is EstadoRegistro.HUELGA:
        return Grupo.HUELGA
    return Grupo.B251 if registro.b251 else Grupo.VIGENTE
