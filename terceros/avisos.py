"""What holders and third parties are told. The subjects also travel by e-mail and SMS: nothing secret.

A third party is told by a task, for those that have a Buzón: signing takes the same work whoever is named, and nobody
learns from it who has one. What is told bears a key, so that it is told once however often the task runs.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from autorizacion32d.reglas import Movimiento
from buzon.actos.models import ActoFirmado
from buzon.cuentas.avisos import avisar
from buzon.cuentas.models import Contribuyente
from buzon.mensajes.models import Clase, Mensaje
from buzon.mensajes.services import Aviso
from buzon.valores.fechas import fecha_hora_larga, fecha_larga
from terceros import peticiones
from terceros.leyendas import leyenda_de
from terceros.models import ActoSobreTerceros, AutorizacionDeTercero, Peticion
from terceros.reglas import Motivo as MotivoDePeticion
from terceros.reglas import ultimo_dia_de

AVISAR = "terceros.avisar"
registro = logging.getLogger(__name__)
MARGEN = timedelta(days=3)
"""So far back a pass looks for what nobody was told, and so long before its end an authorisation is told of."""
LOTE = 500
_SI_NO_FUISTE = "Si no fuiste tú, acude a tu subdelegación y pide al SAT que revoque tu e.firma."


def al_titular(firmado: ActoFirmado, sobre: ActoSobreTerceros) -> Aviso:
    """Told to the holder in the transaction of the signature."""
    lo_firmado = (
        f"Lo firmaste con tu e.firma el {fecha_hora_larga(firmado.firmado_en)}. Folio: {firmado.folio}."
    )
    rfcs = ", ".join(sobre.terceros)
    if leyenda_de(firmado.tramite).movimiento is Movimiento.CANCELAR:
        asunto = "Firmaste la cancelación de un tercero autorizado"
        efecto = f"Desde ese momento {rfcs} ya no ve tu opinión del cumplimiento."
    else:
        hasta = (
            f"hasta el {fecha_larga(ultimo_dia_de(sobre.termina_en))}"
            if sobre.termina_en
            else "hasta que la canceles"
        )
        asunto = "Firmaste una autorización de terceros"
        efecto = (
            f"Pueden ver y obtener tu opinión del cumplimiento, {hasta}: {rfcs}. Cuando la vean, lo sabrás en «Quién "
            "consultó mi opinión»."
        )
    return Aviso(
        clase=Clase.ACTO,
        asunto=asunto,
        texto="\n\n".join([lo_firmado, efecto, _SI_NO_FUISTE]),
        clave=f"acto:{firmado.folio}",
        enlace=reverse("terceros:acto", kwargs={"folio": firmado.folio}),
    )


@dataclass(frozen=True, slots=True)
class _Motivo:
    """Something that is told of an authorisation: which rows, to whom, and in which words."""

    clave: str
    a_quien: str
    cuales: Callable[[datetime], Q]
    redactar: Callable[[AutorizacionDeTercero], tuple[str, str, str]]


def _autorizado(una: AutorizacionDeTercero) -> tuple[str, str, str]:
    hasta = f"hasta el {fecha_larga(una.ultimo_dia)}" if una.ultimo_dia else "hasta que la cancele"
    texto = (
        f"{una.acto.nombre}, RFC {una.titular}, te autorizó a ver y obtener su opinión del cumplimiento, {hasta}.\n\n"
        "Está en «32D Consulta de Terceros Autorizados». Quien te autorizó sabrá cuándo la viste."
    )
    return "Te autorizaron a ver una opinión", texto, "terceros:consulta"


def _cancelado(una: AutorizacionDeTercero) -> tuple[str, str, str]:
    texto = (
        f"{una.acto.nombre}, RFC {una.titular}, canceló la autorización con la que veías su opinión del cumplimiento. "
        "Ya no puedes verla ni obtenerla."
    )
    return "Se canceló una autorización que tenías", texto, "terceros:consulta"


def _por_terminar_al_tercero(una: AutorizacionDeTercero) -> tuple[str, str, str]:
    texto = (
        f"La autorización con la que ves la opinión del cumplimiento de {una.acto.nombre}, RFC {una.titular}, es "
        f"válida hasta el {_ultimo(una)}. Si la necesitas después, pídela otra vez."
    )
    return "Una autorización que tienes está por terminar", texto, "terceros:consulta"


def _por_terminar_al_titular(una: AutorizacionDeTercero) -> tuple[str, str, str]:
    texto = (
        f"La autorización con la que {una.tercero} ve tu opinión del cumplimiento es válida hasta el {_ultimo(una)}. "
        "Termina sola; si quieres que continúe, firma otra cuando haya terminado."
    )
    return "Una autorización que diste está por terminar", texto, "terceros:lista"


def _ultimo(una: AutorizacionDeTercero) -> str:
    if una.ultimo_dia is None:
        raise ValueError(f"authorisation without end: {una.pk}")
    return fecha_larga(una.ultimo_dia)


def _por_terminar(ahora: datetime) -> Q:
    return Q(fin=None, termina_en__gt=ahora, termina_en__lte=ahora + MARGEN)


_MOTIVOS = (
    _Motivo("tercero-alta", "tercero", lambda ahora: Q(desde__gt=ahora - MARGEN), _autorizado),
    _Motivo(
        "tercero-baja",
        "tercero",
        lambda ahora: Q(cancelacion__isnull=False, fin__gt=ahora - MARGEN),
        _cancelado,
    ),
    _Motivo("tercero-fin", "tercero", _por_terminar, _por_terminar_al_tercero),
    _Motivo("titular-fin", "titular", _por_terminar, _por_terminar_al_titular),
)


def avisar_lo_pendiente(*, ahora: datetime, folio: str = "") -> int:
    """Tell whatever nobody was told yet, or only that of one act; returns how many were told."""
    cuantos = 0
    for motivo in _MOTIVOS:
        filas = _sin_avisar(motivo, ahora=ahora)
        if folio:
            filas = filas.filter(Q(acto__folio=folio) | Q(cancelacion__folio=folio))
        cuantos += sum(_avisar(motivo, una, ahora=ahora) for una in filas[:LOTE])
    return cuantos


POR_DIA = 5
"""So many petitions a day are told to one holder; the others wait on its page."""


def avisar_peticiones(*, ahora: datetime, titular: str = "") -> int:
    """Tell holders of the petitions that wait for them, POR_DIA a day at most; returns how many were told."""
    cuantas = 0
    esperan = peticiones.que_esperan(en=ahora).filter(*_por_decir("peticion", a_quien="titular"))
    for una in (esperan.filter(titular=titular) if titular else esperan).order_by("id")[:LOTE]:
        de_hoy = Mensaje.objects.filter(
            rfc=una.titular, clave__startswith="peticion:", creado_en__gt=ahora - timedelta(days=1)
        )
        if de_hoy.count() < POR_DIA:
            avisar(una.titular, aviso=_de_la_peticion(una), ahora=ahora)
            cuantas += 1
    return cuantas


def _de_la_peticion(una: Peticion) -> Aviso:
    texto = (
        f"{una.nombre}, RFC {una.solicitante}, pide que lo autorices a ver tu opinión del cumplimiento. Motivo: "
        f"{MotivoDePeticion(una.motivo).impreso}.\n\n"
        "No tienes que hacerlo. Si quieres, revísalo y fírmalo en «32D Autorización de Terceros»; ahí también puedes "
        "declinarla o no recibir más peticiones suyas. Quien la pide no sabrá qué decidiste.\n\n"
        "El Instituto no la pide ni la recomienda. Si no conoces a quien la pide, no la autorices."
    )
    return Aviso(
        clase=Clase.OPINION,
        asunto="Te piden autorización para ver tu opinión",
        texto=texto,
        clave=f"peticion:{una.pk}",
        enlace=reverse("terceros:lista"),
    )


def _por_decir(clave: str, *, a_quien: str) -> tuple[Any, Any]:
    """Return the conditions of a row that somebody with a Buzón was not told; `clave` begins the key of its message."""
    activo = Contribuyente.objects.filter(rfc=OuterRef(a_quien), acto_activacion__isnull=False)
    suya = Concat(Value(f"{clave}:"), Cast(OuterRef("pk"), CharField()))
    return Exists(activo), ~Exists(Mensaje.objects.filter(clave=suya))


def _sin_avisar(motivo: _Motivo, *, ahora: datetime) -> QuerySet[AutorizacionDeTercero]:
    filas = AutorizacionDeTercero.objects.filter(motivo.cuales(ahora)).select_related("acto")
    return filas.filter(*_por_decir(motivo.clave, a_quien=motivo.a_quien)).order_by("id")


def _avisar(motivo: _Motivo, una: AutorizacionDeTercero, *, ahora: datetime) -> int:
    asunto, texto, pagina = motivo.redactar(una)
    aviso = Aviso(
        clase=Clase.OPINION,
        asunto=asunto,
        texto=texto,
        clave=f"{motivo.clave}:{una.pk}",
        enlace=reverse(pagina),
    )
    try:
        avisar(getattr(una, motivo.a_quien), aviso=aviso, ahora=ahora)
    # Whatever fails is this one's alone: the others do not wait for it, and the next pass comes back to it.
    except Exception:
        registro.exception("No se pudo avisar %s de la autorización %s", motivo.clave, una.pk)
        return 0
    return 1
