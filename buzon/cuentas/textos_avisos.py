"""What a person is told of her Buzón and of her e.firma. The subjects also travel by e-mail and SMS: nothing secret."""

from datetime import datetime

from django.urls import reverse

from buzon.actos.models import ActoFirmado
from buzon.cuentas.models import Contribuyente
from buzon.mensajes.models import Clase
from buzon.mensajes.services import Aviso
from buzon.valores.fechas import fecha_hora_larga


def buzon_activo(acto: ActoFirmado) -> Aviso:
    """The Terms were signed."""
    datos = {"cuando": fecha_hora_larga(acto.firmado_en), "folio": acto.folio}
    return Aviso(
        clase=Clase.ACTO,
        asunto="Tu Buzón está activo",
        texto=(
            "El {cuando} firmaste los Términos y Condiciones con tu e.firma y tu Buzón quedó activo. "
            "Folio: {folio}.\n\n"
            "Aquí encontrarás los avisos de lo que firmes y de los cambios en tu opinión del cumplimiento. También te "
            "avisamos, sin dar detalles, en los medios de contacto que confirmaste.\n\n"
            "Si no fuiste tú, acude a tu subdelegación y pide al SAT que revoque tu e.firma."
        ).format(**datos),
        clave=f"acto:{acto.folio}",
        enlace=reverse("cuentas:activado"),
    )


def efirma_por_vencer(contribuyente: Contribuyente, *, dias: int, umbral: int) -> Aviso:
    """The certificate of the last entry ends soon; `umbral` is the mark that was passed."""
    if contribuyente.efirma_hasta is None:
        raise ValueError("sin fecha de vencimiento")
    cuando = "hoy" if dias == 0 else "mañana" if dias == 1 else f"en {dias} días"
    datos = {
        "cuando": cuando,
        "fecha": fecha_hora_larga(contribuyente.efirma_hasta),
        "numero": contribuyente.efirma_numero,
    }
    return Aviso(
        clase=Clase.EFIRMA,
        asunto="Tu e.firma está por vencer",
        texto=(
            "La e.firma con la que entraste la última vez (certificado {numero}) vence {cuando}: el {fecha}, "
            "hora del Centro de México. Después no podrás entrar ni firmar con ella.\n\n"
            "Renuévala ante el SAT antes de esa fecha; mientras esté vigente puedes hacerlo sin cita:\n\n"
            "Persona física: en el portal del SAT, con CertiSAT Web y tu e.firma vigente; o con SAT ID, en "
            "satid.sat.gob.mx o en la aplicación SAT Móvil, con tu identificación oficial.\n\n"
            "Persona moral: en el portal del SAT, con CertiSAT Web, la e.firma vigente de la empresa y la de su "
            "representante legal.\n\n"
            "Si vence, una persona física todavía puede renovarla con SAT ID durante un año; en otro caso hay que "
            "acudir con cita a una oficina del SAT. Cuando tengas la nueva, entra con ella al Buzón; no hay que avisar "
            "nada más. Si ya la renovaste y aún no entras con ella, ignora este mensaje."
        ).format(**datos),
        clave=f"efirma:{contribuyente.efirma_numero}:{umbral}",
    )


def intentos_fallidos(ahora: datetime) -> tuple[str, str]:
    """Return subject and text of what a member of the staff is told while somebody fails in her name."""
    cuando = fecha_hora_larga(ahora)
    texto = (
        f"El {cuando} hicimos esperar a quien intenta entrar con tu cuenta del personal, porque falló demasiadas "
        "veces. Cada vez tendrá que esperar más.\n\n"
        "Desde un navegador con el que ya hayas entrado puedes entrar como siempre: no espera por lo que otros fallan. "
        "Si no eres tú quien lo intenta, entra, cambia tu contraseña y avisa a quien opera el portal. Hoy no te "
        "escribiremos otra vez por esto."
    )
    return "Alguien intenta entrar con tu cuenta", texto
