"""Who of the staff sees a request, acts on it, and corrects what of the register.

The one home of «nobody acts on their own RFC, nor for another office»: pages ask it what they offer (`impedimento`),
services ask it again under the lock. Which RFCs are somebody's own is known a floor below (`Ingreso.es_propio`), where
accounts, documents and deliveries ask it too.

Source of what an office corrects: Regla Décima of ACDO.AS2.HCT.270422/107.P.DIR (the Subdelegación that controls the
registros of the request).
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from buzon.cuentas import selectors as cuentas
from buzon.cuentas.errores import RfcPropio
from buzon.cuentas.models import Personal
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.cuentas.personal.roles import ROLES_QUE_RESPONDEN, Rol
from buzon.padron import selectors as padron
from buzon.promociones.errores import CorreccionDeOtraOficina, SolicitudDeSuOficina
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Nivel
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoEncontrado


def alcanza(oficina: str, *, subdelegacion: str | None) -> bool:
    """Return whether somebody of an office ("": of the whole country) sees the requests of a subdelegación."""
    return not oficina or oficina == subdelegacion


def puede_actuar(rol: str, *, oficina: str, subdelegacion: str | None, escalada: int) -> bool:
    """Return whether a role acts on a request: Normativa on what came up to it, the others on what they see.

    The account of the whole system has no role; those of AUDITORIA and OPERACION only look.
    """
    match rol:
        case Rol.NORMATIVA:
            # An office answers for its own ten days; what has none, or ran late, must reach somebody.
            return subdelegacion is None or escalada >= Nivel.NORMATIVA
        case Rol.AUDITORIA | Rol.OPERACION:
            return False
    return alcanza(oficina, subdelegacion=subdelegacion)


def alcance_de(quien: Funcionario) -> Q:
    """Return which requests a member of the staff sees: their office's, also once raised; without an office, all."""
    return Q(subdelegacion=quien.subdelegacion) if quien.subdelegacion else Q()


def visibles_para(quien: Funcionario) -> QuerySet[Solicitud]:
    return Solicitud.objects.filter(alcance_de(quien))


def ve_el_expediente(quien: Funcionario, rfc: str) -> bool:
    """Return whether they may open an RFC whole: of an office, only what has a registro patronal or a request there."""
    oficina = quien.subdelegacion
    return (
        not oficina
        or padron.tiene_registro_en(rfc, subdelegacion=oficina)
        or visibles_para(quien).filter(rfc=rfc).exists()
    )


def propias(de_quienes: Collection[str], solicitudes: Collection[Solicitud]) -> set[tuple[str, int]]:
    """Return which requests are of somebody's own, as pairs (their RFC, key of the request), in one query.

    One's own is what is of one's RFC, what one signed, and what is of a company that one ever entered for.
    """
    pares = cuentas.representaciones({una.rfc for una in solicitudes}, representantes=de_quienes)
    return {
        (rfc, una.pk)
        for rfc in filter(None, de_quienes)
        for una in solicitudes
        if rfc in {una.rfc, una.acto.representante_rfc} or (una.rfc, rfc) in pares
    }


def ajenas_para(quien: Funcionario) -> QuerySet[Solicitud]:
    """Return the requests that somebody sees and that are not `propias`: the same rule, in SQL."""
    if not quien.rfc:
        return visibles_para(quien)  # a superuser; "" would exclude all that no representative signed
    entro_por_ella = Exists(cuentas.entradas_como_representante(OuterRef("rfc"), de=quien.rfc))
    suyas = Q(rfc=quien.rfc) | Q(acto__representante_rfc=quien.rfc) | entro_por_ella
    return visibles_para(quien).exclude(suyas)


def pueden_recibir(personas: Collection[Personal], solicitudes: Collection[Solicitud]) -> list[Personal]:
    """Return who of these may be given every one of the requests: they can act on each, and none is their own."""
    con_lo_suyo = {rfc for rfc, _clave in propias([una.rfc for una in personas], solicitudes)}
    return [
        una
        for una in personas
        if una.rol in ROLES_QUE_RESPONDEN
        and una.usuario.is_active
        and una.rfc not in con_lo_suyo
        and all(
            puede_actuar(
                una.rol,
                oficina=una.subdelegacion_id or "",
                subdelegacion=solicitud.subdelegacion_id,
                escalada=solicitud.escalada,
            )
            for solicitud in solicitudes
        )
    ]


def exigir_visible(quien: Funcionario, solicitud: Solicitud) -> None:
    """Raise NoEncontrado for another office's: as if it were not there, so that nothing is learnt of it."""
    if not alcanza(quien.subdelegacion, subdelegacion=solicitud.subdelegacion_id):
        raise NoEncontrado(solicitud.folio)


def exigir_ajenas(quien: Funcionario, solicitudes: Collection[Solicitud]) -> None:
    """Raise RfcPropio where one of the requests is their own (`propias`)."""
    if propias([quien.rfc], solicitudes):
        raise RfcPropio(quien.usuario)


def exigir_alcance(quien: Funcionario, solicitudes: Collection[Solicitud]) -> None:
    """Raise NoEncontrado, SolicitudDeSuOficina or RfcPropio where they may not act on one of the requests."""
    for solicitud in solicitudes:
        exigir_visible(quien, solicitud)
        if not _es_de_su_oficina(quien, solicitud):
            raise SolicitudDeSuOficina(solicitud.folio)
    exigir_ajenas(quien, solicitudes)


def exigir_decidible(quien: Funcionario, solicitud: Solicitud) -> None:
    """Raise SinPersonal, NoEncontrado or RfcPropio where they may not decide or withdraw a request's correction.

    Normativa decides those of any office, also where the request is for the office alone to attend to.
    """
    quien.exigir_persona()
    exigir_visible(quien, solicitud)
    exigir_ajenas(quien, [solicitud])


def impedimento(exigir: Callable[..., None], *args: Any, **kwargs: Any) -> Rechazo | None:
    """Return the refusal that a demand raises, for the page that says why before anybody tries; None where none."""
    try:
        exigir(*args, **kwargs)
    except Rechazo as rechazo:
        return rechazo
    return None


def las_que_puede(quien: Funcionario, solicitudes: Collection[Solicitud]) -> list[Solicitud]:
    """Return those of the requests that they may act on, in the order given."""
    suyas = propias([quien.rfc], solicitudes)
    return [una for una in solicitudes if (quien.rfc, una.pk) not in suyas and _es_de_su_oficina(quien, una)]


def _es_de_su_oficina(quien: Funcionario, solicitud: Solicitud) -> bool:
    return puede_actuar(
        quien.rol,
        oficina=quien.subdelegacion,
        subdelegacion=solicitud.subdelegacion_id,
        escalada=solicitud.escalada,
    )


def corregibles(quien: Funcionario, solicitud: Solicitud, *, controlan: Mapping[str, str]) -> set[str]:
    """Return the NRPs whose facts they may propose to correct, or approve, upon a request (Regla Décima).

    `controlan` is the subdelegación that controls each registro of the RFC, by NRP. An office corrects the registros
    that it controls and that the request which it has names, by themselves or by one of their créditos; Normativa, all.
    """
    if quien.rol == Rol.NORMATIVA:
        return set(controlan)
    if not quien.subdelegacion or quien.subdelegacion != solicitud.subdelegacion_id:
        return set()
    # No text at hand says so: to name a crédito is taken as naming its registro.
    nombrados = {*solicitud.registros, *(credito["nrp"] for credito in solicitud.creditos)}
    return {nrp for nrp, oficina in controlan.items() if oficina == quien.subdelegacion and nrp in nombrados}


def exigir_corregibles(
    quien: Funcionario, solicitud: Solicitud, *, nrps: Collection[str], controlan: Mapping[str, str]
) -> None:
    """Raise CorreccionDeOtraOficina where one of the registros is not theirs to correct upon this request.

    What is no registro of the RFC any more is not looked at here: `padron.services.corregir` refuses it.
    """
    ajenos = (set(nrps) & set(controlan)) - corregibles(quien, solicitud, controlan=controlan)
    if ajenos:
        raise CorreccionDeOtraOficina(", ".join(sorted(ajenos))[:200])
