"""The staff's forms of a correction: new values, the words of the resolution, and why one is turned down."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from buzon.padron.cambios import CAMPOS_DE
from buzon.promociones.correccion import Pedido
from buzon.promociones.forms.escrito import Escrito
from buzon.web.errores import PeticionMalformada

_CLASE_DE = {campo.value: clase.value for clase, campos in CAMPOS_DE.items() for campo in campos}


class ProponerForm(forms.Form):
    """The words of the resolution; new values are read by `nuevos_de`."""

    texto = Escrito(_("Texto de la resolución"))


class AprobarForm(forms.Form):
    """That she has looked at what changes: approving is done once and for all."""

    confirmo = forms.BooleanField(
        label=_("Revisé lo que cambia y lo apruebo."),
        error_messages={"required": _("Marca que revisaste lo que cambia.")},
    )


class RechazarForm(forms.Form):
    """Why it is turned down, for whoever proposed it."""

    motivo = Escrito(_("Motivo del rechazo"))


def nuevos_de(datos: QueryDict) -> dict[str, str]:
    """Return what was written in the boxes of the sheet, by their names; raises PeticionMalformada."""
    nuevos = {}
    for nombre, valores in datos.lists():
        if nombre.partition(":")[0] not in _CLASE_DE or ":" not in nombre:
            continue
        if len(valores) != 1:
            raise PeticionMalformada(nombre[:80])
        if valor := str(valores[0]).strip():
            nuevos[nombre] = valor
    return nuevos


def pedidos_de(nuevos: dict[str, str]) -> list[Pedido]:
    """Return the changes that those boxes ask for."""
    partes = [(*nombre.partition(":"), valor) for nombre, valor in nuevos.items()]
    return [Pedido(_CLASE_DE[campo], clave, campo, valor) for campo, _dos_puntos, clave, valor in partes]
