"""Each procedure from its first screen to its last.

Each picture is cut out of what the browser tests saw (`make capturas`); `static/img/materiales/` holds two of each
step, of a desktop's and of a phone's screen.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Formato:
    """Pictures of one width of the screen: their size, so that the page keeps their place until they come."""

    pantalla: int
    sufijo: str
    ancho: int
    alto: int


ESCRITORIO = Formato(1280, "", 1140, 600)
TELEFONO = Formato(390, "-telefono", 390, 560)


@dataclass(frozen=True, slots=True)
class Paso:
    """One step: what to do, and what the screen shows then, from the element `desde` down."""

    titulo: Promise
    texto: Promise
    captura: str
    alt: Promise
    desde: str = "main h1"

    @property
    def archivo(self) -> str:
        return self.archivo_de(ESCRITORIO)

    @property
    def archivo_del_telefono(self) -> str:
        return self.archivo_de(TELEFONO)

    def archivo_de(self, formato: Formato) -> str:
        return f"img/materiales/{self.captura}{formato.sufijo}.webp"


@dataclass(frozen=True, slots=True)
class Procedimiento:
    clave: str
    titulo: Promise
    entrada: Promise
    pasos: tuple[Paso, ...]


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
                _("Página de ingreso con los campos de la e.firma: certificado, clave privada y contraseña"),
                desde=".efirma",
            ),
            Paso(
                _("Registra tus medios de contacto"),
                _("Escribe un correo electrónico y un celular que revises, y presiona «Enviar códigos»."),
                "medios",
                _("Formulario con los campos Correo electrónico y Teléfono celular"),
                desde="main form",
            ),
            Paso(
                _("Confírmalos"),
                _("Copia el código de seis dígitos de cada mensaje. Cada código sirve diez minutos."),
                "codigos",
                _("Formulario con los campos Código del correo y Código del celular"),
                desde="main form",
            ),
            Paso(
                _("Firma los Términos y Condiciones"),
                _(
                    "Lee los términos y la cadena original, elige tus archivos, presiona «Validar» y luego «Firmar». "
                    "Tu Buzón queda activo y puedes descargar el acuse."
                ),
                "terminos",
                _("Los tres campos de la e.firma ya llenos, la e.firma válida y el botón Firmar habilitado"),
                desde=".efirma",
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
                _("Los tres campos de la e.firma ya llenos, la e.firma válida y el botón Firmar habilitado"),
                desde=".efirma",
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
                desde="main form",
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
                desde="article[data-sentido]",
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
                _("Formulario de Aclaraciones u Orientaciones, con el asunto y los registros patronales"),
                desde="main form",
            ),
            Paso(
                _("Fírmala y sigue su avance"),
                _(
                    "Al firmar recibes folio y acuse. En la página de tu solicitud ves la Subdelegación, el día exacto "
                    "en que debe resolverse, los mensajes y, al final, la resolución sellada."
                ),
                "aclaracion-seguimiento",
                _("Página de seguimiento de una solicitud, con su folio, su estado y su plazo"),
            ),
        ),
    ),
    Procedimiento(
        "cuenta",
        _("Usa tu Buzón y cuida tu cuenta"),
        _("Cada acto, cada cambio de sentido y cada respuesta dejan un mensaje, que también te avisamos."),
        (
            Paso(
                _("Lee tus mensajes"),
                _(
                    "En «Inicio» están todos, los nuevos marcados. Búscalos por palabra o folio, y ábrelos para ver "
                    "qué pasó y a dónde ir."
                ),
                "bandeja",
                _("Inicio del Buzón con la búsqueda y la lista de mensajes nuevos"),
            ),
            Paso(
                _("Mantén al día tus medios de contacto"),
                _(
                    "En «Mi cuenta», «Medios de contacto», agrega, cambia o quita correos y celulares. Cada cambio se "
                    "firma, y el medio nuevo se usa desde que escribes el código que recibe."
                ),
                "contactos-confirmados",
                _("Página Medios de contacto con los correos y celulares confirmados"),
            ),
            Paso(
                _("Revisa tus sesiones"),
                _(
                    "En «Mi cuenta», «Sesiones», ve cuándo y desde dónde se entró, y cierra la que no reconozcas."
                ),
                "sesiones",
                _("Página Sesiones con las entradas abiertas y el botón para cerrar las otras"),
            ),
        ),
    ),
)
