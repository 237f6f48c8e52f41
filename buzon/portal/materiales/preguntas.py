"""The questions that people ask."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Pregunta:
    pregunta: Promise
    respuesta: Promise


PREGUNTAS = (
    Pregunta(
        _("¿Mi clave privada o mi contraseña se envían a algún lado?"),
        _(
            "No. Se abren en tu navegador para firmar y no salen de tu equipo. Lo que se envía es la firma y tu "
            "certificado."
        ),
    ),
    Pregunta(
        _("¿Qué ven los demás si autorizo?"),
        _(
            "Tu RFC, tu nombre o razón social, el sentido, cuándo se calculó y hasta cuándo es válida, y el folio de "
            "tu autorización. Nunca tus adeudos, tus registros ni tus datos de contacto."
        ),
    ),
    Pregunta(
        _("¿Por qué mi e.firma dice que es un sello digital (CSD)?"),
        _(
            "Porque elegiste los archivos con los que facturas. La e.firma son otros dos archivos que el SAT te "
            "entregó; su certificado suele empezar con tu RFC."
        ),
    ),
    Pregunta(
        _("Soy representante legal. ¿Con qué e.firma entro?"),
        _("Con la de la empresa, si actúas por ella. La tuya abre sólo tu propio Buzón."),
    ),
    Pregunta(
        _("¿Hasta cuándo es válida una opinión?"),
        _(
            "Hasta las 23:59:59 (Centro de México) del día en que se generó. La autorización, en cambio, sigue "
            "vigente hasta que la canceles."
        ),
    ),
    Pregunta(
        _("Ya pagué y sigue negativa. ¿Qué hago?"),
        _(
            "La opinión refleja lo que el registro tiene en ese momento y se recalcula cada noche. Si al día "
            "siguiente no cambió, presenta una aclaración y adjunta tu comprobante."
        ),
    ),
    Pregunta(
        _("No me llegó el código. ¿Qué hago?"),
        _(
            "Revisa el correo no deseado y usa «Reenviar códigos». Si el correo o el celular están mal escritos, "
            "usa «Corregir correo o celular». Tienes 72 horas para confirmarlos."
        ),
    ),
    Pregunta(
        _("¿Qué pasa si cambio de correo o de celular?"),
        _(
            "Cámbialo en «Medios de contacto» con tu e.firma. El anterior sigue en uso hasta que confirmes el "
            "nuevo, y recibe un aviso del cambio."
        ),
    ),
    Pregunta(
        _("Cerré la página antes de descargar el acuse. ¿Lo perdí?"),
        _("No. Está en el historial de la misma página y en los mensajes de tu Buzón, siempre."),
    ),
    Pregunta(
        _("¿Cuándo se resuelve mi aclaración?"),
        _(
            "A más tardar 10 días naturales después del día en que la presentaste. El seguimiento dice el día "
            "exacto y cuántos quedan."
        ),
    ),
    Pregunta(
        _("¿Cómo sé que un acuse que me entregan es auténtico?"),
        _(
            "En «Verificar un acuse», con su folio y su código de verificación o con el archivo PDF. También dice "
            "si la autorización sigue vigente."
        ),
    ),
)
