"""The words of every refusal, in one table: what a person reads, and the HTTP status."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class TextoRechazo:
    """What a person reads: a heading, one sentence that says what to do, and the HTTP status."""

    titulo: str | Promise
    mensaje: str | Promise
    status: int = 422


_CERTIFICADO = _("No aceptamos este certificado")
_FIRMA = _("No pudimos aceptar tu firma")
TEXTOS: dict[str, TextoRechazo] = {
    "certificado_ilegible": TextoRechazo(
        _CERTIFICADO,
        _("El archivo no es un certificado que podamos leer. Elige el archivo .cer de tu e.firma."),
    ),
    "certificado_es_csd": TextoRechazo(
        _CERTIFICADO,
        _("Es un certificado de sello digital (CSD), que sólo sirve para facturar. Usa el de tu e.firma."),
    ),
    "certificado_sin_rfc": TextoRechazo(
        _CERTIFICADO,
        _("El certificado no contiene un RFC. Usa el archivo .cer de tu e.firma, emitida por el SAT."),
    ),
    "certificado_rfc_invalido": TextoRechazo(
        _CERTIFICADO, _("El RFC que contiene no es válido. Acude al SAT para revisar tu e.firma.")
    ),
    "certificado_vencido": TextoRechazo(
        _CERTIFICADO,
        _(
            "Tu e.firma venció el %(cuando)s (Centro de México). Renuévala en el SAT e inténtalo con la nueva."
        ),
    ),
    "certificado_aun_no_vigente": TextoRechazo(
        _CERTIFICADO,
        _("Tu e.firma todavía no está vigente: empieza a valer el %(cuando)s (Centro de México)."),
    ),
    "certificado_revocado": TextoRechazo(
        _CERTIFICADO, _("Tu e.firma fue revocada. Tramita una nueva en el SAT e inténtalo con ella.")
    ),
    "certificado_no_confiable": TextoRechazo(
        _CERTIFICADO, _("No lo emitió una autoridad que reconozcamos. Usa la e.firma que te dio el SAT.")
    ),
    "certificado_algoritmo": TextoRechazo(
        _CERTIFICADO, _("Su llave o su algoritmo ya no son seguros. Renueva tu e.firma en el SAT.")
    ),
    "certificado_distinto": TextoRechazo(
        _FIRMA,
        _(
            "Este acto se preparó con otro certificado. Sal, entra con el que vas a firmar y empieza de nuevo."
        ),
    ),
    "revocacion_no_disponible": TextoRechazo(
        _FIRMA,
        _("No pudimos comprobar que tu e.firma no esté revocada. Nada cambió; inténtalo más tarde."),
        422,
    ),
    "firma_invalida": TextoRechazo(
        _FIRMA,
        _("La firma no corresponde al texto o al certificado. Valida otra vez tu e.firma y vuelve a firmar."),
    ),
    "rfc_distinto": TextoRechazo(
        _FIRMA, _("El certificado es de otro RFC. Firma con la e.firma con la que entraste.")
    ),
    "reto_vencido": TextoRechazo(
        _("Pasó el tiempo para entrar"),
        _("El texto para entrar venció. Ya hay uno nuevo: elige tus archivos otra vez."),
    ),
    "reto_usado": TextoRechazo(
        _("Ese intento ya se usó"),
        _("Cada intento de entrada sirve una vez. Ya hay uno nuevo: inténtalo otra vez."),
    ),
    "acto_vencido": TextoRechazo(
        _("Pasó el tiempo para firmar"),
        _("Este acto venció sin efectos y nada cambió. Empieza otro desde el principio del trámite."),
        409,
    ),
    "acto_usado": TextoRechazo(
        _("Este acto ya se firmó"), _("Ya se firmó con otra firma. Revisa tu historial de actos."), 409
    ),
    "acto_agotado": TextoRechazo(
        _("Demasiados intentos de firma"),
        _("Este acto ya no admite más intentos y nada cambió. Empieza otro desde el principio del trámite."),
        409,
    ),
    "estado_cambiado": TextoRechazo(
        _("Cambió mientras tanto"),
        _("Algo ocurrió antes que esto, así que esto no tuvo efectos. Revisa cómo está ahora."),
        409,
    ),
    "sin_manifestacion": TextoRechazo(_("Falta activar la casilla"), _("Activa la casilla para continuar.")),
    "sin_seleccion": TextoRechazo(
        _("No elegiste ningún mensaje"),
        _("Activa la casilla de los que quieras marcar e inténtalo otra vez."),
    ),
    "codigo_incorrecto": TextoRechazo(
        _("El código no coincide"), _("Revisa los seis dígitos de cada mensaje, o pide códigos nuevos.")
    ),
    "codigo_vencido": TextoRechazo(
        _("El código ya no sirve"), _("Venció o tuvo demasiados intentos. Pide códigos nuevos.")
    ),
    "registro_vencido": TextoRechazo(
        _("Pasaron 72 horas"),
        _("Tu registro se canceló porque no se confirmó a tiempo. Captura tus datos de nuevo."),
        409,
    ),
    "medios_sin_confirmar": TextoRechazo(
        _("Este paso ya no procede"),
        _("Los términos se firman una vez, con correo y celular confirmados. Vuelve al inicio de tu Buzón."),
        409,
    ),
    "medio_repetido": TextoRechazo(
        _("Ya tienes ese medio de contacto"),
        _("Está en tu lista, confirmado o por confirmar. Escribe otro, o confirma el que ya está."),
        409,
    ),
    "medios_completos": TextoRechazo(
        _("Ya tienes cinco"),
        _("Puedes tener hasta cinco correos y cinco celulares. Quita o cambia uno de los que ya tienes."),
        409,
    ),
    "ultimo_medio": TextoRechazo(
        _("Es el último confirmado"),
        _(
            "Tu Buzón necesita al menos un correo y un celular confirmados. Cámbialo por otro en vez de quitarlo."
        ),
        409,
    ),
    "cambio_rebasado": TextoRechazo(
        _("Tus medios de contacto cambiaron mientras tanto"),
        _(
            "Este cambio ya no procede y no tuvo efectos. Revisa cómo están ahora y empieza otro si hace falta."
        ),
        409,
    ),
    "medio_caducado": TextoRechazo(
        _("Pasaron 72 horas"),
        _("Ese medio de contacto no se confirmó a tiempo y ya no se agregará. Agrégalo de nuevo."),
        409,
    ),
    "rfc_invalido": TextoRechazo(
        _("Ese RFC no es válido"),
        _(
            "Escribe los 12 caracteres si es persona moral o los 13 si es persona física, por ejemplo EKU9003173C9."
        ),
    ),
    "no_publica": TextoRechazo(
        _("Opinión no pública"),
        _("No hay una opinión pública con ese RFC: no existe, no la ha autorizado o la canceló."),
        404,
    ),
    "no_disponible": TextoRechazo(
        _("No podemos responder por ahora"),
        _("Los datos no se pueden leer en este momento. Inténtalo más tarde."),
        503,
    ),
    "recalculo_en_curso": TextoRechazo(
        _("Ya hay un recálculo en marcha"),
        _(
            "Ya se están recalculando todas las opiniones. Espera a que termine y repite la orden si hace falta."
        ),
        409,
    ),
    "documento_no_encontrado": TextoRechazo(
        _("No encontramos ese documento"),
        _("Revisa el folio y el código de verificación, como están en el documento."),
    ),
    "documento_alterado": TextoRechazo(
        _("El archivo fue alterado"), _("Su sello no corresponde a su contenido. Pide el documento original.")
    ),
    "documento_ajeno": TextoRechazo(
        _("No es un documento de este portal"),
        _("El archivo no lleva el sello de este portal. Elige el PDF tal como se descargó."),
    ),
    "documento_pendiente": TextoRechazo(
        _("El documento todavía no está listo"),
        _("Se está sellando. Espera unos segundos y vuelve a intentarlo."),
        409,
    ),
    "asunto_no_disponible": TextoRechazo(_("Elige un asunto"), _("Elige un asunto de la lista.")),
    "texto_insuficiente": TextoRechazo(
        _("Falta explicar"), _("Escribe al menos 20 caracteres: qué pasa, desde cuándo y qué pides.")
    ),
    "texto_vacio": TextoRechazo(_("Falta el mensaje"), _("Escribe el mensaje antes de enviarlo.")),
    "texto_demasiado_largo": TextoRechazo(
        _("El texto es demasiado largo"),
        _("Caben 4,000 caracteres. Acórtalo, o adjunta lo demás en un archivo PDF."),
    ),
    "falta_registro": TextoRechazo(
        _("Falta el registro patronal"), _("Elige al menos un registro patronal de la lista.")
    ),
    "falta_credito": TextoRechazo(
        _("Falta el crédito fiscal"),
        _("Elige al menos un crédito fiscal de la lista: el que aclaras, o el que la garantía respalda."),
    ),
    "seleccion_excesiva": TextoRechazo(
        _("Elegiste demasiados"),
        _(
            "Una solicitud admite hasta 40 registros patronales y 40 créditos. Presenta otra con los que falten."
        ),
    ),
    "registro_ajeno": TextoRechazo(
        _("Ese registro patronal no es tuyo"),
        _("Un registro patronal que elegiste ya no está a tu nombre. Revisa la lista y elige otra vez."),
    ),
    "credito_ajeno": TextoRechazo(
        _("Ese crédito no es tuyo"),
        _("Un crédito fiscal que elegiste ya no está a tu nombre. Revisa la lista y elige otra vez."),
    ),
    "varias_subdelegaciones": TextoRechazo(
        _("Son de varias subdelegaciones"),
        _(
            "Lo que elegiste, contando el registro de cada crédito, es de varias. Presenta una solicitud por cada una."
        ),
    ),
    "demasiados_adjuntos": TextoRechazo(
        _("Son demasiados archivos"), _("Caben 5 archivos. Quita alguno, o júntalos en un solo PDF.")
    ),
    "espacio_agotado": TextoRechazo(
        _("Ya no caben más archivos"),
        _(
            "Los archivos de una solicitud pueden pesar 100 MB en total. Envía tu mensaje sin éste, o uno más ligero."
        ),
        409,
    ),
    "mensajes_agotados": TextoRechazo(
        _("Ya no caben más mensajes"),
        _(
            "Ya enviaste 200 en esta solicitud. Espera la resolución, o presenta otra solicitud con lo que falte."
        ),
        409,
    ),
    "borrador_cambiado": TextoRechazo(
        _("Tu solicitud cambió mientras tanto"),
        _(
            "Lo que ibas a firmar ya no es tu borrador actual, así que no se presentó. Revísalo y prepáralo otra vez."
        ),
        409,
    ),
    "borrador_rebasado": TextoRechazo(
        _("Tu borrador cambió en otra ventana"),
        _(
            "Se guardó, se presentó o se descartó después de que abriste ésta. Lo que escribiste sigue aquí, sin "
            "guardar: si lo guardas otra vez, reemplaza a lo otro."
        ),
        409,
    ),
    "rfc_propio": TextoRechazo(
        _("No puedes actuar sobre tu propio RFC"),
        _("Lo tuyo, y lo de quien representas, lo atiende otra persona. Nada cambió."),
        403,
    ),
    "expediente_no_encontrado": TextoRechazo(
        _("No hay expediente de ese RFC"),
        _("No tiene nada en el padrón ni en el portal, o no tiene nada que ver con tu subdelegación."),
        404,
    ),
    "motivo_insuficiente": TextoRechazo(
        _("Falta el motivo"),
        _("Escribe para qué necesitas el dato, en 10 letras o más y no más de 200 caracteres."),
    ),
    "solicitud_resuelta": TextoRechazo(
        _("La solicitud ya se resolvió"),
        _("Ya no admite mensajes ni cambios. Si sigues en desacuerdo, presenta otra solicitud."),
        409,
    ),
    "correccion_pendiente": TextoRechazo(
        _("Hay una corrección por aprobar"),
        _("Otra persona debe aprobarla o rechazarla antes de otra cosa. Nada cambió."),
        409,
    ),
    "correccion_rebasada": TextoRechazo(
        _("El padrón cambió mientras tanto"),
        _(
            "Ya no dice lo que decía cuando se propuso, así que nada cambió. Recházala, y que se proponga otra vez."
        ),
        409,
    ),
    "correccion_decidida": TextoRechazo(
        _("La corrección ya se decidió"),
        _("Ya se aprobó, se rechazó o se retiró. Revisa en qué quedó."),
        409,
    ),
    "correccion_vacia": TextoRechazo(
        _("Falta qué corregir"),
        _("Escribe al menos un valor nuevo, distinto del que ya tiene el padrón."),
    ),
    "cambio_no_permitido": TextoRechazo(
        _("Ese cambio no se admite"),
        _(
            "Un valor nuevo no es de los admitidos, o es de un hecho ajeno. Una garantía ha de existir y no respaldar"
            " a nadie más. Caben 40 cambios."
        ),
    ),
    "misma_persona": TextoRechazo(
        _("Quien propone no decide"),
        _("La corrección la aprueba o la rechaza otra persona. Nada cambió."),
        403,
    ),
    "propuesta_ajena": TextoRechazo(
        _("Sólo la retira quien la propuso"),
        _("Si no procede, quien puede decidirla la rechaza con su motivo. Nada cambió."),
        403,
    ),
    "sin_personal": TextoRechazo(
        _("Tu cuenta no es de una persona del personal"),
        _("Las correcciones las proponen y las deciden personas con función y RFC propios. Nada cambió."),
        403,
    ),
    "sin_confirmacion": TextoRechazo(
        _("Falta ver cómo queda la resolución"),
        _("Sólo se sella la que se te mostró para confirmar. Presiona «Enviar» y revísala. Nada cambió."),
        409,
    ),
    "correccion_de_otra_oficina": TextoRechazo(
        _("No le toca a tu subdelegación"),
        _(
            "Cada una corrige los registros que controla y que la solicitud nombra. Lo demás lo corrige Normativa:"
            " turna la solicitud a nivel central."
        ),
        403,
    ),
    "solicitud_de_su_oficina": TextoRechazo(
        _("La atiende su subdelegación"),
        _("Puedes leerla. Normativa actúa en las de nivel central y en las que se le escalaron."),
        403,
    ),
    "asignacion_no_disponible": TextoRechazo(
        _("Esa persona no puede atenderla"),
        _("Por su función, por su subdelegación o porque es suya. Elige a otra; nada cambió."),
        409,
    ),
    "sentido_no_disponible": TextoRechazo(
        _("Falta el sentido"), _("Elige el sentido de la resolución: procedente, improcedente u orientación.")
    ),
    "archivo_vacio": TextoRechazo(
        _("El archivo está vacío"), _("Elige otro, o guárdalo otra vez antes de adjuntarlo.")
    ),
    "archivo_demasiado_grande": TextoRechazo(
        _("El archivo es demasiado grande"),
        _(
            "Cada archivo puede pesar hasta 4 MB y tener hasta 500 páginas o 50 megapixeles. "
            "Redúcelo o divídelo en partes."
        ),
        413,
    ),
    "archivo_tipo": TextoRechazo(
        _("No recibimos ese tipo de archivo"),
        _(
            "Adjunta un PDF, JPG o PNG sin animación, con la terminación que le corresponde (.pdf, .jpg o .png). "
            "Si es otra cosa, guárdala como PDF."
        ),
    ),
    "archivo_danado": TextoRechazo(
        _("No pudimos leer el archivo completo"),
        _(
            "Está incompleto, dañado o trae algo más que el documento. "
            "Ábrelo, guárdalo otra vez con otro nombre y adjunta esa copia."
        ),
    ),
    "archivo_activo": TextoRechazo(
        _("El PDF trae algo más que páginas"),
        _(
            "Contiene programas, otros archivos o formularios dinámicos. "
            "Ábrelo, elige «Imprimir», luego «Guardar como PDF», y adjunta esa copia."
        ),
    ),
    "archivo_protegido": TextoRechazo(
        _("El PDF está protegido"),
        _("Pide contraseña para abrirse. Guárdalo otra vez como PDF sin contraseña y adjunta esa copia."),
    ),
    "archivo_infectado": TextoRechazo(
        _("El archivo tiene un virus"),
        _("No lo guardamos. Revisa tu equipo con un antivirus y adjunta un archivo limpio."),
    ),
    "antivirus_no_disponible": TextoRechazo(
        _("No podemos revisar archivos por ahora"),
        _("Nuestro antivirus no responde, así que no guardamos el archivo. Inténtalo más tarde."),
        503,
    ),
    "peticion_malformada": TextoRechazo(
        _("Faltan datos en el envío"),
        _("El envío llegó incompleto o repetido. Vuelve a la página e inténtalo otra vez."),
    ),
    "no_encontrado": TextoRechazo(
        _("No encontramos esta página"), _("La dirección no existe, o lo que buscas no es tuyo."), 404
    ),
    "formulario_vencido": TextoRechazo(
        _("El formulario venció"),
        _("Por seguridad, esta página ya no puede enviarse. Nada cambió: ábrela de nuevo y repite el paso."),
        403,
    ),
    "metodo_no_permitido": TextoRechazo(
        _("Así no se usa esta dirección"), _("Vuelve a la página anterior y usa sus botones y enlaces."), 405
    ),
    "demasiado_grande": TextoRechazo(
        _("El envío es demasiado grande"),
        _("Pesa más de lo que esta página admite. Elige archivos más ligeros, o mándalos en varias veces."),
        413,
    ),
    "proxy_desconocido": TextoRechazo(
        _("El portal no reconoce por dónde llega tu petición"),
        _("No depende de ti: inténtalo más tarde. Si administras el portal, revisa PROXIES_DE_CONFIANZA."),
        400,
    ),
    "descarga_demasiado_larga": TextoRechazo(
        _("Son demasiados renglones para un archivo"),
        _("Acota las fechas, o agrega otro filtro: un archivo lleva hasta 20,000 renglones."),
    ),
    "demasiadas_solicitudes": TextoRechazo(
        _("Demasiadas solicitudes"), _("Espera un momento antes de intentarlo otra vez."), 429
    ),
}


def texto_de(codigo: str) -> TextoRechazo:
    """Return the text of a code; every code that the portal raises stands in TEXTOS."""
    return TEXTOS[codigo]
