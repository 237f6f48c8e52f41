"""Words of the changes of means of contact: what is signed, by version, and what every address is told."""

from datetime import datetime

from django.urls import reverse

from buzon.actos.models import ActoFirmado
from buzon.cuentas.models import CambioDeMedio, MedioContacto
from buzon.mensajes.models import Clase
from buzon.mensajes.services import Aviso
from buzon.valores.contacto import enmascarar
from buzon.valores.fechas import fecha_hora_larga
from buzon.valores.marcas import marcado

VERSION = "1.0"
TITULO_ACUSE = "Acuse de modificación de medios de contacto"
APARTADO = "Mi cuenta, Medios de contacto"
_O = CambioDeMedio.Operacion
_C = MedioContacto.Canal
# Each begins with the movement that the cadena original names, so that the two say the same.
IMPRESOS = {
    _O.AGREGAR.value: "MODIFICACIÓN: ALTA DE MEDIO DE CONTACTO",
    _O.SUSTITUIR.value: "MODIFICACIÓN: SUSTITUCIÓN DE MEDIO DE CONTACTO",
    _O.QUITAR.value: "MODIFICACIÓN: BAJA DE MEDIO DE CONTACTO",
    _O.PRINCIPAL.value: "MODIFICACIÓN: CAMBIO DE MEDIO DE CONTACTO PRINCIPAL",
}
MANIFESTACIONES = {
    (_O.AGREGAR.value, _C.CORREO.value): marcado("Agrego este correo electrónico a mis medios de contacto"),
    (_O.AGREGAR.value, _C.CELULAR.value): marcado("Agrego este teléfono celular a mis medios de contacto"),
    (
        _O.SUSTITUIR.value,
        _C.CORREO.value,
    ): marcado("Cambio este correo electrónico por otro, cuando el nuevo se confirme"),
    (
        _O.SUSTITUIR.value,
        _C.CELULAR.value,
    ): marcado("Cambio este teléfono celular por otro, cuando el nuevo se confirme"),
    (_O.QUITAR.value, _C.CORREO.value): marcado("Quito este correo electrónico de mis medios de contacto"),
    (_O.QUITAR.value, _C.CELULAR.value): marcado("Quito este teléfono celular de mis medios de contacto"),
    (_O.PRINCIPAL.value, _C.CORREO.value): marcado("Hago de este correo electrónico mi correo principal"),
    (_O.PRINCIPAL.value, _C.CELULAR.value): marcado("Hago de este teléfono celular mi celular principal"),
}
_ROTULOS = {_C.CORREO.value: "Correo electrónico", _C.CELULAR.value: "Teléfono celular"}
_EN_FRASE = {_C.CORREO.value: "correo", _C.CELULAR.value: "celular"}
_ASUNTOS = {
    _O.AGREGAR.value: "Firmaste el alta de {} de tu Buzón",
    _O.SUSTITUIR.value: "Firmaste el cambio de {} de tu Buzón",
    _O.QUITAR.value: "Quitaste {} de tu Buzón",
    _O.PRINCIPAL.value: "Hiciste principal {} de tu Buzón",
}
_SI_NO_FUISTE_TU = (
    "Si no fuiste tú, alguien usó tu e.firma: entra a tu Buzón, cierra las demás sesiones en «Sesiones» y corrige "
    "tus medios de contacto; revoca tu e.firma en el SAT y llama al 800 623 23 23, opción 5, luego opción 5."
)


def manifestacion(cambio: CambioDeMedio) -> str:
    """Return the sentence that is signed."""
    return MANIFESTACIONES[cambio.operacion, cambio.canal]


def datos(cambio: CambioDeMedio) -> tuple[tuple[str, str], ...]:
    """Return the addresses that the change names, in full: they are part of the signed text."""
    rotulo = _ROTULOS[cambio.canal]
    nuevo = ((f"{rotulo} nuevo", cambio.nuevo),) if cambio.nuevo else ()
    return ((rotulo, cambio.destino), *nuevo)


def aviso_de_firma(cambio: CambioDeMedio, *, firmado: ActoFirmado) -> Aviso:
    """Return what every present means of contact is told when a change is signed."""
    texto = (
        f"El {fecha_hora_larga(firmado.firmado_en)} (Centro de México) se firmó con tu e.firma este cambio: "
        f"{_que_cambio(cambio)}\n\nFolio {firmado.folio}.\n\n{_SI_NO_FUISTE_TU}"
    )
    return Aviso(
        clase=Clase.CUENTA,
        asunto=_ASUNTOS[cambio.operacion].format(f"un {_EN_FRASE[cambio.canal]}"),
        texto=texto,
        clave=f"medios:{firmado.folio}",
        enlace=reverse("cuentas:contactos_acto", args=[firmado.folio]),
    )


def _que_cambio(cambio: CambioDeMedio) -> str:
    medio, viejo = _EN_FRASE[cambio.canal], enmascarar(cambio.destino)
    frases = {
        _O.AGREGAR.value: f"se agregó el {medio} {viejo}, que empezará a usarse cuando se confirme.",
        _O.QUITAR.value: f"se quitó el {medio} {viejo}.",
        _O.PRINCIPAL.value: f"el {medio} principal es {viejo}.",
    }
    if cambio.nuevo:
        nuevo = enmascarar(cambio.nuevo)
        return f"el {medio} {viejo} se cambiará por {nuevo} cuando el nuevo se confirme; hasta entonces sigue en uso."
    return frases[cambio.operacion]


def aviso_de_sustitucion(anterior: MedioContacto, *, nuevo: MedioContacto, ahora: datetime) -> Aviso:
    """Return what is told, also to the one that goes, when its replacement is confirmed."""
    medio, viejo = _EN_FRASE[nuevo.canal], anterior.destino_enmascarado
    texto = (
        f"El {fecha_hora_larga(ahora)} (Centro de México) se confirmó el {medio} {nuevo.destino_enmascarado}, que toma "
        f"el lugar de {viejo}. Los avisos de tu Buzón ya no llegarán a {viejo}.\n\n{_SI_NO_FUISTE_TU}"
    )
    return Aviso(
        clase=Clase.CUENTA,
        asunto=f"Se cambió un {medio} de tu Buzón",
        texto=texto,
        clave=f"medio-sustituido:{nuevo.pk}",
        enlace=reverse("cuentas:contactos"),
    )


def aviso_de_caducidad(medio: MedioContacto) -> Aviso:
    """Return what is told when nobody confirmed an address in time."""
    nombre, direccion = _EN_FRASE[medio.canal], medio.destino_enmascarado
    anterior = medio.sustituye
    queda = f" {anterior.destino_enmascarado} sigue en uso." if anterior else ""
    desde = fecha_hora_larga(medio.registrado_en)
    texto = (
        f"El {nombre} {direccion}, que registraste el {desde} (Centro de México), no se confirmó con su código en "
        f"72 horas y se descartó: no recibirá los avisos de tu Buzón.{queda}\n\n"
        "Si todavía lo quieres, agrégalo otra vez en «Medios de contacto» y confírmalo con el código que le llegue."
    )
    return Aviso(
        clase=Clase.CUENTA,
        asunto=f"Un {nombre} de tu Buzón no se confirmó a tiempo",
        texto=texto,
        clave=f"medio-caducado:{medio.pk}",
        enlace=reverse("cuentas:contactos"),
    )
