"""What each sense means, in words for the public: the same for everybody who has it, and never a debt."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opinion.reglas import Sentido

EXPLICACIONES: dict[Sentido, str | Promise] = {
    Sentido.POSITIVA: _(
        "está inscrita ante el IMSS y al corriente en sus obligaciones fiscales en materia de seguridad social."
    ),
    Sentido.NEGATIVA: _("no está al corriente en sus obligaciones fiscales en materia de seguridad social."),
    Sentido.SIN_OPINION: _(
        "no tiene en los controles del IMSS los datos necesarios para decidir; por ejemplo, un registro patronal "
        "vigente o trabajadores. No es una opinión negativa."
    ),
}
