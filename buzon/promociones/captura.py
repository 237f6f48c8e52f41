"""What a person sends from the page of a request: saved as far as it goes, so that an error loses nothing."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict

from buzon.actos.models import ActoPreparado
from buzon.cuentas.peticion import PersonaDentro
from buzon.promociones import selectors, services
from buzon.promociones.forms.particular import SolicitudForm
from buzon.promociones.models import Borrador
from buzon.promociones.seleccion import CreditoElegido
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import PeticionMalformada
from buzon.web.limites import contar

GUARDAR, CONTINUAR, BUSCAR, QUITAR = "guardar", "continuar", "buscar", "quitar:"


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
    quitado = _quitado(accion)
    form.full_clean()
    _agregar(form, rfc=persona.rfc, ahora=ahora)  # first: files cannot be shown again beside a refused text
    _escribir(form, rfc=persona.rfc, ahora=ahora)
    if quitado is not None:
        services.quitar_adjunto(persona.rfc, adjunto_id=quitado, ahora=ahora)
    if form.errors or accion != CONTINUAR:
        return None
    contar("preparar", clave=persona.rfc)
    return services.preparar(persona.firmante, buzon_activo=persona.buzon_activo, ahora=ahora)


def _escribir(form: SolicitudForm, *, rfc: str, ahora: datetime) -> None:
    dicho = iniciales(selectors.borrador_de(rfc)) | form.cleaned_data
    try:
        borrador = services.guardar_borrador(
            rfc,
            asunto=dicho["asunto"],
            texto=dicho["texto"],
            registros=dicho["registros"],
            creditos=[CreditoElegido.leer(clave) for clave in dicho["creditos"]],
            version=form.version,
            ahora=ahora,
        )
    except services.BorradorRebasado as rebasado:
        form.version = rebasado.version
        raise
    form.version = borrador.version


def leer_version(datos: QueryDict) -> int | None:
    """Return which draft the page was drawn from, None where it does not say; raises PeticionMalformada."""
    texto = str(datos.get("version", ""))
    if not texto:
        return None
    if not (texto.isascii() and texto.isdecimal() and len(texto) < 10):
        raise PeticionMalformada("version")
    return int(texto)


def _quitado(accion: str) -> UUID | None:
    if accion in {GUARDAR, CONTINUAR, BUSCAR}:
        return None
    try:
        return UUID(accion.removeprefix(QUITAR))
    except ValueError:
        raise PeticionMalformada("accion") from None


def _agregar(form: SolicitudForm, *, rfc: str, ahora: datetime) -> None:
    for orden, archivo in enumerate(form.cleaned_data.get("archivos", [])):
        nombre, en = str(archivo.name), ahora + timedelta(microseconds=orden)
        try:
            services.agregar_adjunto(rfc, nombre=nombre, contenido=archivo.read(), ahora=en)
        except Rechazo as error:
            form.marcar_archivo(error, nombre=nombre)
