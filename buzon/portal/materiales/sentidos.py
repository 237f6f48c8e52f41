"""What each sentido of the opinion means, and what to do with it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Significado:
    sentido: str
    nombre: Promise
    significa: Promise
    hacer: tuple[Promise, ...]


SENTIDOS = (
    Significado(
        "POSITIVA",
        _("Positiva"),
        _(
            "Estás dado de alta en el IMSS, tienes trabajadores y no hay créditos fiscales que cuenten como adeudo."
        ),
        (
            _("Puedes autorizar que se consulte, u obtener hoy mismo el PDF sellado."),
            _(
                "El PDF vale hasta las 23:59:59 del día en que lo obtienes: genera uno nuevo cuando te lo pidan."
            ),
        ),
    ),
    Significado(
        "NEGATIVA",
        _("Negativa"),
        _(
            "Hay al menos un crédito fiscal que cuenta como adeudo, en cualquiera de tus registros patronales."
        ),
        (
            _("«32D Consultar Mi Opinión» dice cuál crédito es, por qué cuenta y qué hacer con cada uno."),
            _("Puedes pagarlo, garantizarlo si lo impugnaste, o pedir un convenio de pago."),
            _("Si no es correcto, presenta una aclaración con asunto «Crédito fiscal (Regla Décima)»."),
        ),
    ),
    Significado(
        "SIN_OPINION",
        _("Sin Opinión"),
        _(
            "No es negativa: los controles del IMSS no tienen con qué decidir, porque no hay registro patronal, todos "
            "están de baja o no hay trabajadores."
        ),
        (
            _("Si no tienes trabajadores y no te corresponde tenerlos, no hay nada que corregir."),
            _("Si los tienes, revisa sus altas y que el registro patronal esté relacionado con tu RFC."),
            _(
                "Si te falta un registro patronal, presenta una aclaración con asunto «32D Opinión Pública»; si uno de "
                "los que tienes no es correcto, con «Registro patronal (Regla Décima)»."
            ),
        ),
    ),
)
