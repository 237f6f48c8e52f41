"""What the taxpayer is told of a request, in the inbox and by its means of contact, and the staff by e-mail.

Spanish whoever reads it, so no gettext: a notice stays as it was told. Its key is of what happened: it is told once.
"""

from collections.abc import Sequence

from buzon.mensajes.models import Clase as ClaseDeMensaje
from buzon.mensajes.services import Aviso
from buzon.promociones.leyendas import NIVEL_CENTRAL, enlace_de
from buzon.promociones.models import Comunicacion, Correccion, EstadoDeCorreccion, Solicitud
from buzon.promociones.reglas import Clase, Nivel, Sentido
from buzon.valores.fechas import fecha_larga


def de_presentacion(solicitud: Solicitud) -> Aviso:
    """Return what is told when it is filed."""
    texto = (
        "Recibimos tu solicitud sobre «{asunto}», con folio {folio}.\n\n"
        "La atiende: {oficina}. Debe resolverse a más tardar el {dia}."
    ).format(**_datos(solicitud), oficina=solicitud.subdelegacion or NIVEL_CENTRAL)
    return _aviso(solicitud, "Recibimos tu solicitud", texto, clave=f"acto:{solicitud.folio}")


def de_comunicacion(comunicacion: Comunicacion, *, solicitud: Solicitud) -> Aviso:
    """Return what is told when the Institute writes, asks or resolves; what it wrote stands on the request's page."""
    asunto, frase = _FRASES[Clase(comunicacion.clase)]
    datos = _datos(solicitud)
    if solicitud.sentido_resolucion:
        datos["sentido"] = Sentido(solicitud.sentido_resolucion).impreso
    return _aviso(solicitud, asunto, frase.format(**datos), clave=f"comunicacion:{comunicacion.pk}")


def de_traslado(solicitud: Solicitud, *, asiento: int) -> Aviso:
    """Return what is told when another office takes it; each hand-over is an entry of the log."""
    texto = (
        "Tu solicitud con folio {folio} ahora la atiende: {oficina}. El plazo no cambia: debe resolverse a más "
        "tardar el {dia}."
    ).format(**_datos(solicitud), oficina=solicitud.subdelegacion or NIVEL_CENTRAL)
    return _aviso(solicitud, "Otra oficina atiende tu solicitud", texto, clave=f"traslado:{asiento}")


_FRASES = {
    Clase.MENSAJE: (
        "Tienes un mensaje sobre tu solicitud",
        "El Instituto te escribió sobre tu solicitud con folio {folio}. Ábrela para leerlo y contestar.",
    ),
    Clase.REQUERIMIENTO: (
        "Te pedimos información para tu solicitud",
        "Hace falta información para resolver tu solicitud con folio {folio}. Ábrela para leer qué se pide y "
        "contestar. El plazo para resolverla sigue corriendo: termina el {dia}.",
    ),
    Clase.RESOLUCION: (
        "Tu solicitud se resolvió",
        "Tu solicitud con folio {folio} se resolvió. Sentido: {sentido}. Ábrela para leer la resolución y "
        "descargarla.",
    ),
}


# Of the rest it says how many: they are in the queue.
FOLIOS_EN_UN_AVISO = 20


def de_escalamiento(filas: Sequence[Solicitud], *, nivel: Nivel) -> tuple[str, str]:
    """Return subject and text of what the staff is told: folios and terms, and nothing of whose they are."""
    cuantas = "1 solicitud escalada" if len(filas) == 1 else f"{len(filas)} solicitudes escaladas"
    renglones = [
        f"Folio {fila.folio}: debe resolverse a más tardar el {fecha_larga(fila.vence_el)}."
        for fila in filas[:FOLIOS_EN_UN_AVISO]
    ]
    if (restan := len(filas) - FOLIOS_EN_UN_AVISO) > 0:
        renglones.append(f"Y {restan} más.")
    entrada = "Nadie las ha resuelto y ahora te corresponden:"
    return f"{cuantas} a {nivel.impreso}", f"{entrada}\n\n" + "\n".join(renglones)


def de_correccion(solicitud: Solicitud) -> tuple[str, str]:
    """Return subject and text of what whoever may decide a correction is told: a folio and its term alone."""
    texto = (
        "Hay una corrección del padrón por aprobar o rechazar, en la solicitud con folio {folio}. La solicitud debe "
        "resolverse a más tardar el {dia}."
    ).format(**_datos(solicitud))
    return "Una corrección del padrón espera tu decisión", texto


def de_decision(una: Correccion) -> tuple[str, str]:
    """Return subject and text of what whoever proposed a correction is told once somebody decides it."""
    asunto, frase = _DECISIONES[EstadoDeCorreccion(una.estado)]
    return asunto, frase.format(**_datos(una.solicitud))


_DECISIONES = {
    EstadoDeCorreccion.APROBADA: (
        "Se aprobó la corrección que propusiste",
        "Se aprobó la corrección del padrón que propusiste en la solicitud con folio {folio}: el padrón quedó "
        "corregido y la solicitud, resuelta.",
    ),
    EstadoDeCorreccion.RECHAZADA: (
        "Se rechazó la corrección que propusiste",
        "Se rechazó la corrección del padrón que propusiste en la solicitud con folio {folio}. Ábrela para leer el "
        "motivo. La solicitud sigue abierta y debe resolverse a más tardar el {dia}.",
    ),
}


def _datos(solicitud: Solicitud) -> dict[str, str]:
    return {
        "folio": solicitud.folio,
        "asunto": solicitud.asunto_impreso,
        "dia": fecha_larga(solicitud.vence_el),
    }


def _aviso(solicitud: Solicitud, asunto: str, texto: str, *, clave: str) -> Aviso:
    return Aviso(ClaseDeMensaje.SOLICITUD, asunto, texto, clave, enlace_de(solicitud.folio))
