"""The sealed resolution of a request: its cadena original and what its PDF says, in es-MX whoever writes it."""

import hashlib
from datetime import datetime

from django.conf import settings

from buzon.actos.cadena_original import entre_barras
from buzon.documentos.contenido import Bloque, Contenido
from buzon.documentos.pdf.datos import Campo, Encabezado, Panel, Parrafo
from buzon.promociones.leyendas import APARTADO, NIVEL_CENTRAL, TITULO_RESOLUCION
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Sentido
from buzon.valores.fechas import fecha_cadena, fecha_hora_larga, iso_centro
from buzon.valores.identificadores import RegistroPatronal

TRAMITE = "Resolucion de Aclaracion u Orientacion"


def contenido_de(
    solicitud: Solicitud, *, folio: str, sentido: Sentido, texto: str, ahora: datetime
) -> Contenido:
    """Return everything that the document of a resolution says, but what its seal adds."""
    return Contenido(
        titulo=TITULO_RESOLUCION,
        apartado=APARTADO,
        sentido=sentido.value,
        sentido_impreso=sentido.impreso,
        campos=_campos(solicitud, folio=folio, sentido=sentido, ahora=ahora),
        bloques=_bloques(solicitud, sentido=sentido, texto=texto),
        cadena=_cadena(solicitud, folio=folio, sentido=sentido, texto=texto, ahora=ahora),
        fundamento=settings.FUNDAMENTO,
    )


def _campos(solicitud: Solicitud, *, folio: str, sentido: Sentido, ahora: datetime) -> tuple[Campo, ...]:
    nrps = ", ".join(str(RegistroPatronal(nrp)) for nrp in solicitud.registros)
    creditos = ", ".join(credito["numero"] for credito in solicitud.creditos)
    return (
        Campo("Folio", folio),
        Campo("Fecha y hora de la resolución", fecha_hora_larga(ahora), f"({iso_centro(ahora)})"),
        Campo("RFC", solicitud.rfc),
        Campo("Nombre, denominación o razón social", solicitud.nombre),
        Campo("Folio de la solicitud", solicitud.folio),
        Campo("Fecha y hora de la solicitud", fecha_hora_larga(solicitud.presentada_en)),
        Campo("Asunto", solicitud.asunto_impreso),
        *([Campo("Registros patronales", nrps)] if nrps else []),
        *([Campo("Créditos fiscales", creditos)] if creditos else []),
        Campo("Resuelve", str(solicitud.subdelegacion or NIVEL_CENTRAL)),
        Campo("Sentido", sentido.impreso),
    )


def _bloques(solicitud: Solicitud, *, sentido: Sentido, texto: str) -> tuple[Bloque, ...]:
    return (
        Panel(
            f"Sentido de la resolución: {sentido.impreso}.",
            f"De la solicitud con folio {solicitud.folio}.",
        ),
        Encabezado("Resolución"),
        *(Parrafo(renglon) for renglon in texto.split("\n") if renglon.strip()),
    )


def _cadena(solicitud: Solicitud, *, folio: str, sentido: Sentido, texto: str, ahora: datetime) -> str:
    pares = (
        ("Invocante", settings.INVOCANTE),
        ("Tramite", TRAMITE),
        ("Fecha", fecha_cadena(ahora)),
        ("Folio", folio),
        ("RFC", solicitud.rfc),
        ("Nombre o Razon Social", solicitud.nombre),
        ("Folio de la Solicitud", solicitud.folio),
        ("Sentido", sentido.value),
        ("SHA256 del texto", hashlib.sha256(texto.encode()).hexdigest()),
    )
    return entre_barras(pares=pares)
