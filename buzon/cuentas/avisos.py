"""Telling a person something, in the inbox and by the means of contact that they confirmed; and what is told.

What is told is kept, so it is Spanish always; the subjects also travel by e-mail and SMS: nothing secret.
"""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from buzon.actos.models import ActoFirmado
from buzon.cuentas.models import CambioDeMedio, MedioContacto
from buzon.mensajes import services as mensajes
from buzon.mensajes.models import Canal, Clase, Mensaje
from buzon.mensajes.services import Aviso, Destino
from buzon.valores.fechas import fecha_hora_larga


def avisar(rfc: str, *, aviso: Aviso, ahora: datetime, ademas: Sequence[Destino] = ()) -> Mensaje:
    """Tell it in the inbox of the RFC, to each of its confirmed e-mails, and by SMS to its principal cell phone.

    Runs inside the caller's transaction: what happened and its notice stand or fall together. `ademas` are further
    addresses, such as one that is just being replaced. Somebody without confirmed means only gets the message.
    """
    medios = MedioContacto.objects.filter(contribuyente__rfc=rfc, confirmado_en__isnull=False).order_by("pk")
    destinos = [
        destino_de(medio) for medio in medios if medio.canal == MedioContacto.Canal.CORREO or medio.principal
    ]
    return mensajes.depositar(rfc, aviso=aviso, destinos=[*destinos, *ademas], ahora=ahora)


def destino_de(medio: MedioContacto) -> Destino:
    canal = Canal.CORREO if medio.canal == MedioContacto.Canal.CORREO else Canal.SMS
    return Destino(canal, medio.destino)


def buzon_activo(acto: ActoFirmado) -> Aviso:
    return Aviso(
        clase=Clase.ACTO,
        asunto="Tu Buzón está activo",
        texto=(
            f"El {fecha_hora_larga(acto.firmado_en)} firmaste los Términos y Condiciones con tu e.firma y tu Buzón "
            f"quedó activo. Folio: {acto.folio}.\n\n"
            "Aquí encontrarás los avisos de lo que firmes y de los cambios en tu opinión del cumplimiento. También te "
            "avisamos, sin dar detalles, en los medios de contacto que confirmaste.\n\n"
            "Si no fuiste tú, acude a tu subdelegación y pide al SAT que revoque tu e.firma."
        ),
        clave=f"acto:{acto.folio}",
        enlace=reverse("cuentas:activado"),
    )


def efirma_por_vencer(numero: str, *, hasta: datetime, dias: int, umbral: int) -> Aviso:
    """Told of the certificate of the last entry; `umbral` is the mark that was passed, each of which tells once."""
    cuando = "hoy" if dias == 0 else "mañana" if dias == 1 else f"en {dias} días"
    return Aviso(
        clase=Clase.EFIRMA,
        asunto="Tu e.firma está por vencer",
        texto=(
            f"La e.firma con la que entraste la última vez (certificado {numero}) vence {cuando}: el "
            f"{fecha_hora_larga(hasta)}, hora del Centro de México. Después no podrás entrar ni firmar con ella.\n\n"
            "Renuévala ante el SAT antes de esa fecha; mientras esté vigente puedes hacerlo sin cita:\n\n"
            "Persona física: en el portal del SAT, con CertiSAT Web y tu e.firma vigente; o con SAT ID, en "
            "satid.sat.gob.mx o en la aplicación SAT Móvil, con tu identificación oficial.\n\n"
            "Persona moral: en el portal del SAT, con CertiSAT Web, la e.firma vigente de la empresa y la de su "
            "representante legal.\n\n"
            "Si vence, una persona física todavía puede renovarla con SAT ID durante un año; en otro caso hay que "
            "acudir con cita a una oficina del SAT. Cuando tengas la nueva, entra con ella al Buzón; no hay que avisar "
            "nada más. Si ya la renovaste y aún no entras con ella, ignora este mensaje."
        ),
        clave=f"efirma:{numero}:{umbral}",
    )


_O = CambioDeMedio.Operacion
_EN_FRASE: dict[str, str] = {MedioContacto.Canal.CORREO: "correo", MedioContacto.Canal.CELULAR: "celular"}
_ASUNTOS: dict[str, str] = {
    _O.AGREGAR: "Firmaste el alta de un {} de tu Buzón",
    _O.SUSTITUIR: "Firmaste el cambio de un {} de tu Buzón",
    _O.QUITAR: "Quitaste un {} de tu Buzón",
    _O.PRINCIPAL: "Hiciste principal un {} de tu Buzón",
}
_SI_NO_FUISTE_TU = (
    "Si no fuiste tú, alguien usó tu e.firma: entra a tu Buzón, cierra las demás sesiones en «Sesiones» y corrige "
    "tus medios de contacto; revoca tu e.firma en el SAT y llama al 800 623 23 23, opción 5, luego opción 5."
)


def cambio_firmado(cambio: CambioDeMedio, *, firmado: ActoFirmado) -> Aviso:
    """Told to every present means of contact when a change is signed."""
    texto = (
        f"El {fecha_hora_larga(firmado.firmado_en)} (Centro de México) se firmó con tu e.firma este cambio: "
        f"{_que_cambio(cambio)}\n\nFolio {firmado.folio}.\n\n{_SI_NO_FUISTE_TU}"
    )
    return Aviso(
        clase=Clase.CUENTA,
        asunto=_ASUNTOS[cambio.operacion].format(_EN_FRASE[cambio.canal]),
        texto=texto,
        clave=f"medios:{firmado.folio}",
        enlace=reverse("cuentas:contactos_acto", args=[firmado.folio]),
    )


def _que_cambio(cambio: CambioDeMedio) -> str:
    medio, viejo, nuevo = _EN_FRASE[cambio.canal], cambio.destino_enmascarado, cambio.nuevo_enmascarado
    frases: dict[str, str] = {
        _O.AGREGAR: f"se agregó el {medio} {viejo}, que empezará a usarse cuando se confirme.",
        _O.SUSTITUIR: (
            f"el {medio} {viejo} se cambiará por {nuevo} cuando el nuevo se confirme; hasta entonces sigue en uso."
        ),
        _O.QUITAR: f"se quitó el {medio} {viejo}.",
        _O.PRINCIPAL: f"el {medio} principal es {viejo}.",
    }
    return frases[cambio.operacion]


def medio_sustituido(anterior: MedioContacto, *, nuevo: MedioContacto, ahora: datetime) -> Aviso:
    """Told, also to the one that goes, when its replacement is confirmed."""
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


def medio_caducado(medio: MedioContacto) -> Aviso:
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


def intentos_fallidos(ahora: datetime) -> tuple[str, str]:
    """Return subject and text of what a member of the staff is told while somebody fails in their name."""
    cuando = fecha_hora_larga(ahora)
    texto = (
        f"El {cuando} hicimos esperar a quien intenta entrar con tu cuenta del personal, porque falló demasiadas "
        "veces. Cada vez tendrá que esperar más.\n\n"
        "Desde un navegador con el que ya hayas entrado puedes entrar como siempre: no espera por lo que otros fallan. "
        "Si no eres tú quien lo intenta, entra, cambia tu contraseña y avisa a quien opera el portal. Hoy no te "
        "escribiremos otra vez por esto."
    )
    return "Alguien intenta entrar con tu cuenta", texto
