"""The illustrated guide as data: the steps of each procedure, what each sentido means, and the questions people ask.

Each screenshot is one that the browser tests took (`make capturas`); `static/img/materiales/` holds them.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ANCHO, ALTO = 1280, 844


@dataclass(frozen=True, slots=True)
class Paso:
    """One step: what to do, and what the screen shows then."""

    titulo: Promise
    texto: Promise
    captura: str
    alt: Promise

    @property
    def archivo(self) -> str:
        """The screenshot's static path."""
        return f"img/materiales/{self.captura}.webp"


@dataclass(frozen=True, slots=True)
class Procedimiento:
    """A whole procedure, from its first screen to its last."""

    clave: str
    titulo: Promise
    entrada: Promise
    pasos: tuple[Paso, ...]


@dataclass(frozen=True, slots=True)
class Significado:
    """What a sentido says, and what to do with it."""

    sentido: str
    icono: str
    nombre: Promise
    significa: Promise
    hacer: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Pregunta:
    """A question that people ask, and its answer."""

    pregunta: Promise
    respuesta: Promise


PROCEDIMIENTOS = (
    Procedimiento(
        "entrar",
        _("Entra y activa tu Buzón"),
        _("La activación se hace una sola vez y toma unos cinco minutos."),
        (
            Paso(
                _("Entra con tu e.firma"),
                _(
                    "En «Ingresar al Buzón IMSS», elige tu certificado (.cer) y tu clave privada (.key), escribe su "
                    "contraseña y presiona «Validar». La clave se abre en tu navegador y no se envía."
                ),
                "ingresar",
                _("Página de ingreso con los tres campos de la e.firma y el botón Validar"),
            ),
            Paso(
                _("Registra tus medios de contacto"),
                _("Escribe un correo electrónico y un celular que revises, y presiona «Enviar códigos»."),
                "medios",
                _("Formulario con los campos Correo electrónico y Teléfono celular"),
            ),
            Paso(
                _("Confírmalos"),
                _("Copia el código de seis dígitos de cada mensaje. Cada código sirve diez minutos."),
                "codigos",
                _("Formulario con los campos Código del correo y Código del celular"),
            ),
            Paso(
                _("Firma los Términos y Condiciones"),
                _(
                    "Lee los términos y la cadena original, elige tus archivos, presiona «Validar» y luego «Firmar». "
                    "Tu Buzón queda activo y puedes descargar el acuse."
                ),
                "terminos",
                _("Diálogo de e.firma bajo los Términos y Condiciones, con el botón Firmar habilitado"),
            ),
        ),
    ),
    Procedimiento(
        "autorizar",
        _("Autoriza hacer pública tu opinión"),
        _("Son tres pasos: Guardar, Certificar y Acuse. Surte efecto al firmar."),
        (
            Paso(
                _("Guarda tu decisión"),
                _(
                    "En el menú «Cobranza», abre «32D Autorización de Opinión Pública», activa la casilla «Autorizo "
                    "hacer pública mi opinión del cumplimiento» y presiona «Guardar»."
                ),
                "autorizar-guardar",
                _("Página 32D Autorización de Opinión Pública con la casilla activada"),
            ),
            Paso(
                _("Certifica con tu e.firma"),
                _(
                    "Lee el texto exacto que vas a firmar. Elige tus archivos, presiona «Validar»; cuando tu e.firma "
                    "es válida se habilita «Firmar»."
                ),
                "autorizar-certificar",
                _("Diálogo de e.firma con la cadena original y el botón Firmar habilitado"),
            ),
            Paso(
                _("Descarga tu acuse"),
                _(
                    "Verás «Autorización exitosa» con tu folio. El acuse es un PDF sellado: guárdalo; cualquiera puede "
                    "comprobarlo en «Verificar un acuse»."
                ),
                "autorizar-exito",
                _("Mensaje Autorización exitosa con el folio y el enlace Descargar acuse"),
            ),
        ),
    ),
    Procedimiento(
        "cancelar",
        _("Cancela la autorización"),
        _(
            "En la misma página y con los mismos pasos. Desde la firma, la consulta pública deja de mostrarla."
        ),
        (
            Paso(
                _("Activa la casilla de cancelación"),
                _(
                    "En «32D Autorización de Opinión Pública» activa «Cancelar la autorización para hacer pública mi "
                    "opinión del cumplimiento» y presiona «Guardar»."
                ),
                "cancelar-guardar",
                _("Página de autorización vigente, con la casilla de cancelación activada"),
            ),
            Paso(
                _("Certifica y descarga el acuse"),
                _(
                    "Valida, firma y guarda el acuse de cancelación. Nada de lo anterior se borra de tu historial."
                ),
                "cancelar-exito",
                _("Mensaje Cancelación exitosa con el folio y el enlace Descargar acuse"),
            ),
        ),
    ),
    Procedimiento(
        "consultar",
        _("Consulta opiniones"),
        _("La tuya, con sus razones, y la de quien autorizó hacerla pública."),
        (
            Paso(
                _("Consulta tu opinión"),
                _(
                    "En «Cobranza», «32D Consultar Mi Opinión» dice el sentido, qué revisó cada regla y qué te falta. "
                    "«Obtener mi opinión» la emite en un PDF sellado que vale ese día."
                ),
                "mi-opinion",
                _("Página 32D Consultar Mi Opinión con el sentido y lo que falta para que sea positiva"),
            ),
            Paso(
                _("Consulta la de un proveedor"),
                _(
                    "En «Consulta de opinión pública» escribe su RFC. Si la autorizó, verás el sentido y hasta cuándo "
                    "vale; si no, la respuesta es la misma que para un RFC que no existe."
                ),
                "opinion-publica",
                _("Resultado de la consulta pública de un RFC, con su sentido y su vigencia"),
            ),
        ),
    ),
    Procedimiento(
        "aclarar",
        _("Presenta una aclaración u orientación"),
        _("Las 24 horas, los 365 días. La Subdelegación tiene 10 días naturales para resolver."),
        (
            Paso(
                _("Escribe tu solicitud"),
                _(
                    "En «Promociones Electrónicas», «Aclaraciones u Orientaciones», elige el asunto, los registros o "
                    "créditos, explica qué pides y adjunta hasta cinco archivos. El borrador se conserva."
                ),
                "aclaracion-escribir",
                _("Formulario de Aclaraciones u Orientaciones con asunto, registros, texto y archivos"),
            ),
            Paso(
                _("Fírmala y sigue su avance"),
                _(
                    "Al firmar recibes folio y acuse. En la página de tu solicitud ves la Subdelegación, el día exacto "
                    "en que debe resolverse, los mensajes y, al final, la resolución sellada."
                ),
                "aclaracion-seguimiento",
                _("Página de seguimiento de una solicitud, con su estado, su plazo y sus mensajes"),
            ),
        ),
    ),
)

SENTIDOS = (
    Significado(
        "POSITIVA",
        "bien",
        _("Positiva"),
        _(
            "Estás inscrito ante el IMSS, tienes trabajadores y no hay créditos fiscales que cuenten como adeudo."
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
        "no",
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
        "info",
        _("Sin Opinión"),
        _(
            "No es negativa: los controles del IMSS no tienen con qué decidir, porque no hay registro patronal, todos "
            "están de baja o no hay trabajadores."
        ),
        (
            _("Si no tienes trabajadores y no te corresponde tenerlos, no hay nada que corregir."),
            _("Si los tienes, revisa sus altas y que el registro patronal esté relacionado con tu RFC."),
            _(
                "Si algo no es correcto, presenta una aclaración con asunto «Registro patronal (Regla Décima)»."
            ),
        ),
    ),
)

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
            "Tu RFC, tu nombre o razón social, el sentido, cuándo se calculó y hasta cuándo vale, y el folio de "
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
        _("¿Cuánto vale una opinión?"),
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
