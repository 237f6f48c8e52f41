"""What the taxpayer sends from the pages of a request: saved as far as it goes, so that an error loses nothing."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.http import QueryDict

from buzon.actos.models import ActoPreparado
from buzon.adjuntos.revision import MAXIMO_DE_ARCHIVOS
from buzon.cuentas.peticion import PersonaDentro
from buzon.promociones import selectors
from buzon.promociones.errores import EspacioAgotado, SolicitudResuelta
from buzon.promociones.forms import ConArchivosForm, MensajeForm, SolicitudForm
from buzon.promociones.models import Adjunto, Borrador, Solicitud
from buzon.promociones.seleccion import CreditoElegido
from buzon.promociones.services import atencion, presentacion
from buzon.promociones.services.borrador import (
    BorradorRebasado,
    DemasiadosAdjuntos,
    agregar_adjunto,
    agregar_al_mensaje,
    guardar_borrador,
    quitar_adjunto,
    quitar_del_mensaje,
)
from buzon.valores.captura import entero
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import PeticionMalformada
from buzon.web.limites import contar

GUARDAR, CONTINUAR, BUSCAR, ENVIAR, QUITAR = "guardar", "continuar", "buscar", "enviar", "quitar:"


def iniciales(borrador: Borrador) -> dict[str, Any]:
    """Return the draft as the form shows it."""
    creditos = [CreditoElegido(**credito).clave for credito in borrador.creditos]
    return {
        "asunto": borrador.asunto,
        "texto": borrador.texto,
        "registros": borrador.registros,
        "creditos": creditos,
    }


def guardar(
    form: SolicitudForm, *, accion: str, persona: PersonaDentro, ahora: datetime
) -> ActoPreparado | None:
    """Save the draft and its files; return the act to be signed where that was asked for and nothing is wrong.

    What is wrong with a file is noted beside its field and does not keep the rest from being saved. A field that cannot
    be read leaves of it what was saved before. The form takes the version that it is of from then on.
    Raises PeticionMalformada, DemasiadasSolicitudes and the refusals of `guardar_borrador` and `preparar`.
    """
    quitado = _quitado(accion, ordenes={GUARDAR, CONTINUAR, BUSCAR})
    form.full_clean()
    # First: files cannot be shown again beside a refused text.
    _recibir(form, partial(agregar_adjunto, persona.rfc), ahora=ahora)
    _escribir(form, rfc=persona.rfc, ahora=ahora)
    if quitado is not None:
        quitar_adjunto(persona.rfc, adjunto_id=quitado, ahora=ahora)
    if form.errors or accion != CONTINUAR:
        return None
    # Besides the limit of saving: preparing reads the register and keeps an act.
    contar("preparar", clave=persona.rfc)
    return presentacion.preparar(persona.firmante, buzon_activo=persona.buzon_activo, ahora=ahora)


def _escribir(form: SolicitudForm, *, rfc: str, ahora: datetime) -> None:
    dicho = iniciales(selectors.borrador_de(rfc)) | form.cleaned_data
    try:
        borrador = guardar_borrador(
            rfc,
            asunto=dicho["asunto"],
            texto=dicho["texto"],
            registros=dicho["registros"],
            creditos=[CreditoElegido.leer(clave) for clave in dicho["creditos"]],
            version=form.version,
            ahora=ahora,
        )
    except BorradorRebasado as rebasado:
        form.version = rebasado.version
        raise
    form.version = borrador.version


def leer_version(datos: QueryDict) -> int | None:
    """Return which draft the page was drawn from, None where it does not say; raises PeticionMalformada."""
    texto = str(datos.get("version", ""))
    if not texto:
        return None
    if (version := entero(texto, digitos=9)) is None:
        raise PeticionMalformada("version")
    return version


def enviar_mensaje(
    form: MensajeForm,
    solicitud: Solicitud,
    *,
    accion: str,
    guardados: Collection[str],
    rfc: str,
    ahora: datetime,
) -> bool:
    """Keep the files of a message and send it; tell whether it was sent.

    `guardados`: the kept files that the page listed. Nothing is sent where one more file is refused, where one is taken
    away, or without words; what was kept stays.
    Raises PeticionMalformada and the refusals of `escribir`.
    """
    listados, quitado = [_leer_id(uno) for uno in guardados], _quitado(accion, ordenes={ENVIAR})
    if quitado is not None:
        quitar_del_mensaje(solicitud, rfc=rfc, adjunto_id=quitado)
        form.sin_exigir_texto()
    form.full_clean()
    nuevos = _recibir(form, partial(agregar_al_mensaje, solicitud, rfc=rfc), ahora=ahora)
    if form.errors or quitado is not None:
        return False
    adjuntos = [*listados, *(uno.pk for uno in nuevos)]
    atencion.escribir(solicitud, rfc=rfc, texto=form.cleaned_data["texto"], adjuntos=adjuntos, ahora=ahora)
    return True


def _quitado(accion: str, *, ordenes: Collection[str]) -> UUID | None:
    if accion in ordenes:
        return None
    return _leer_id(accion.removeprefix(QUITAR))


def _leer_id(texto: str) -> UUID:
    try:
        return UUID(texto)
    except ValueError:
        raise PeticionMalformada("accion") from None


def _recibir(form: ConArchivosForm, agregar: Callable[..., Adjunto], *, ahora: datetime) -> list[Adjunto]:
    """Keep each file that is fit, and say beside the field which are not; raises what no other file would change."""
    recibidos = []
    for orden, archivo in enumerate(form.cleaned_data.get("archivos", [])):
        # They are listed by their instant: each has its own, in the order in which they were chosen.
        nombre, en = str(archivo.name), ahora + timedelta(microseconds=orden)
        try:
            if orden >= MAXIMO_DE_ARCHIVOS:  # before anything is examined
                raise DemasiadosAdjuntos(str(orden))
            adjunto = agregar(nombre=nombre, contenido=archivo.read(), ahora=en)
        except (SolicitudResuelta, EspacioAgotado):
            raise
        except Rechazo as error:
            form.marcar_archivo(error, nombre=nombre)
        else:
            recibidos.append(adjunto)
            if adjunto.agregado_en != en:  # it was there before
                form.repetidos.append((nombre, adjunto.nombre))
    return recibidos
