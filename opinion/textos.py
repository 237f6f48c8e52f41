"""What the opinion says in words: to the public, each sense; to its holder, each rule and class of credits."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from buzon.padron.hechos import (
    EstadoConvenio,
    EstadoGarantia,
    EstadoRegistro,
    RespaldoConvenio,
    SituacionCredito,
    TipoCredito,
)
from opinion.reglas import Sentido
from opinion.reglas.explicacion import SIN_CLASE, Resultado

Texto = str | Promise


@dataclass(frozen=True, slots=True)
class TextoRegla:
    """A rule for people. `hacer` is what to do where it is not met; `paso` heads the step that says it."""

    titulo: Texto
    reviso: Texto
    fuente: Texto
    hacer: Texto = ""
    paso: Texto = ""


@dataclass(frozen=True, slots=True)
class TextoClase:
    """A class of credits: its name, why it counts or not, and what to do; `paso` heads the step that deals with it."""

    nombre: Texto
    porque: Texto
    fuente: Texto
    hacer: Texto = ""
    paso: Texto = ""


REGLAS: dict[str, TextoRegla] = {
    "sin_registro_patronal": TextoRegla(
        _("Tener un registro patronal"),
        _("Los registros patronales que el padrón tiene con tu RFC."),
        _("Reglas de carácter general, definición de «Sin Opinión» (DOF 4 de mayo de 2023)"),
        _(
            "Si ya contratas trabajadores, da de alta tu registro patronal en la Subdelegación de tu domicilio. Si ya "
            "lo tienes, pide que lo relacionen con tu RFC."
        ),
        _("Da de alta tu registro patronal"),
    ),
    "con_adeudos": TextoRegla(
        _("No tener adeudos"),
        _("Todos los créditos fiscales de todos tus registros patronales, también los dados de baja."),
        _("Código Fiscal de la Federación, artículo 32-D, fracciones I y II"),
        _("Resuelve cada crédito que cuenta; abajo dice cuál es y cómo."),
    ),
    "todos_en_baja": TextoRegla(
        _("Tener un registro patronal que no esté de baja"),
        _("El estado de cada uno de tus registros patronales."),
        _("Reglas de carácter general, definición de «Sin Opinión» (DOF 4 de mayo de 2023)"),
        _(
            "Si sigues contratando trabajadores, reanuda actividades de tu registro patronal, o da de alta uno nuevo, "
            "en tu Subdelegación."
        ),
        _("Reanuda un registro patronal"),
    ),
    "sin_trabajadores": TextoRegla(
        _("Tener trabajadores"),
        _("Los trabajadores de tus registros patronales, salvo los de modalidades 32, 33 y 40."),
        _("Reglas de carácter general, definición de «Sin Opinión» (DOF 4 de mayo de 2023)"),
        _("Inscríbelos en un registro patronal tuyo que esté vigente."),
        _("Inscribe a tus trabajadores"),
    ),
    "al_corriente": TextoRegla(
        _("Estar al corriente"),
        _("El resultado de las revisiones anteriores."),
        _("Reglas de carácter general, definición de «Positiva» (DOF 4 de mayo de 2023)"),
    ),
}

_PAGO = _("Paga, con actualizaciones y recargos, en tu Subdelegación.")
CLASES: dict[str, TextoClase] = {
    "es_extinguido": TextoClase(
        _("Extinguido"), _("No se cuenta como adeudo: ya no se debe nada."), "CFF 146, 146-A; LSS 297, 298"
    ),
    "es_por_vencer": TextoClase(
        _("Por vencer"),
        _("No se cuenta como adeudo: su fecha límite de pago no ha pasado."),
        "LSS 39",
        _("Paga a más tardar en su fecha límite, para que no cuente después."),
    ),
    "es_de_convenio_roto": TextoClase(
        _("Convenio incumplido"),
        _("Sí se cuenta como adeudo: el convenio de pago se incumplió y se debe completo."),
        "CFF 66-A, fracción IV",
        _("Paga el saldo completo, o acuerda un convenio nuevo en tu Subdelegación."),
        _("Paga lo que quedó de los convenios incumplidos"),
    ),
    "es_de_convenio_vigente": TextoClase(
        _("En convenio"),
        _(
            "No se cuenta como adeudo: lo cubre un convenio vigente que se cumple, con garantía o con su dispensa."
        ),
        "CFF 32-D, 66; LSS 40 C",
        _("Sigue pagando a tiempo: si el convenio se incumple, contará completo."),
    ),
    "es_impugnado_con_garantia": TextoClase(
        _("Impugnado, con garantía"),
        _("No se cuenta como adeudo: está impugnado y el interés fiscal está garantizado."),
        "CFF 32-D, 141, 144; LSS 294, 295",
        _("Mantén vigente la garantía mientras se resuelve."),
    ),
    "es_impugnado_sin_garantia": TextoClase(
        _("Impugnado, sin garantía"),
        _("Sí se cuenta como adeudo: está impugnado, pero nada garantiza su pago."),
        "CFF 32-D, 144",
        _("Garantiza el interés fiscal (fianza, depósito, hipoteca…) mientras se resuelve, o paga."),
        _("Garantiza los créditos que impugnaste"),
    ),
    "es_firme": TextoClase(
        _("Firme"),
        _("Sí se cuenta como adeudo: es definitivo y no se ha pagado; una garantía ya no lo quita."),
        "CFF 32-D, fracción I",
        _("Paga, con actualizaciones y recargos, o acuerda un convenio de pago, en tu Subdelegación."),
        _("Paga los créditos firmes"),
    ),
    "es_determinado_con_garantia": TextoClase(
        _("Determinado, con garantía"),
        _("No se cuenta como adeudo: todavía no es firme y está garantizado."),
        "CFF 32-D, fracción II; 141",
        _("Mantén vigente la garantía."),
    ),
    "es_determinado_sin_garantia": TextoClase(
        _("Determinado, sin garantía"),
        _("Sí se cuenta como adeudo: no se ha pagado ni garantizado."),
        "CFF 32-D, fracción II",
        _("Paga, o garantiza el interés fiscal, en tu Subdelegación."),
        _("Paga o garantiza los créditos determinados"),
    ),
    SIN_CLASE: TextoClase(
        _("Otro"),
        _("Sí se cuenta como adeudo: no se ha pagado."),
        "CFF 32-D",
        _PAGO,
        _("Paga los demás créditos"),
    ),
}

RESULTADOS: dict[Resultado, Texto] = {
    Resultado.CUMPLE: _("Cumple"),
    Resultado.NO_CUMPLE: _("No cumple"),
    Resultado.NO_APLICA: _("No aplica"),
}
ESTADOS: dict[EstadoRegistro, Texto] = {
    EstadoRegistro.VIGENTE: _("Vigente"),
    EstadoRegistro.HUELGA: _("En huelga"),
    EstadoRegistro.BAJA: _("De baja"),
}
TIPOS: dict[TipoCredito, Texto] = {
    TipoCredito.CUOTAS: _("Cuotas"),
    TipoCredito.MULTA: _("Multa"),
    TipoCredito.CAPITAL_CONSTITUTIVO: _("Capital constitutivo"),
}
EXTINCIONES: dict[SituacionCredito, Texto] = {
    SituacionCredito.PAGADO: _("Pagado"),
    SituacionCredito.CANCELADO: _("Cancelado"),
    SituacionCredito.PRESCRITO: _("Prescrito"),
    SituacionCredito.CORREGIDO: _("Corregido"),
}
GARANTIAS: dict[EstadoGarantia, Texto] = {
    EstadoGarantia.VIGENTE: _("vigente"),
    EstadoGarantia.INSUFICIENTE: _("insuficiente"),
    EstadoGarantia.CANCELADA: _("cancelada"),
}
CONVENIOS: dict[EstadoConvenio, Texto] = {
    EstadoConvenio.VIGENTE: _("vigente"),
    EstadoConvenio.INCUMPLIDO: _("incumplido"),
    EstadoConvenio.CONCLUIDO: _("concluido"),
}
RESPALDOS: dict[RespaldoConvenio, Texto] = {
    RespaldoConvenio.GARANTIA: _("con garantía"),
    RespaldoConvenio.DISPENSA: _("con dispensa de garantía"),
    RespaldoConvenio.NINGUNO: _("sin garantía ni dispensa"),
}
MI_SENTIDO: dict[Sentido, Texto] = {
    Sentido.POSITIVA: _(
        "Tienes registro patronal y trabajadores, y estás al corriente en tus obligaciones de seguridad social."
    ),
    Sentido.NEGATIVA: _("No estás al corriente: hay créditos fiscales que cuentan como adeudo."),
    Sentido.SIN_OPINION: _(
        "Faltan datos para decidir. No es una opinión negativa: no se encontró ningún adeudo."
    ),
}
# The same for everybody who has that sense, and never a debt: it is read after the name.
EXPLICACIONES: dict[Sentido, Texto] = {
    Sentido.POSITIVA: _("está al corriente en sus obligaciones fiscales en materia de seguridad social."),
    Sentido.NEGATIVA: _("no está al corriente en sus obligaciones fiscales en materia de seguridad social."),
    Sentido.SIN_OPINION: _(
        "no tiene en los controles del IMSS los datos necesarios para decidir; por ejemplo, un registro patronal "
        "vigente o trabajadores. No es una opinión negativa."
    ),
}
