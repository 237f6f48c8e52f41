"""One place where a refusal becomes words for people, a status and an entry of the log."""

import logging
import math
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from buzon.bitacora import services as bitacora
from buzon.valores.rechazo import Rechazo
from buzon.web.direccion import clave_de_red, direccion_cliente
from buzon.web.errores import DemasiadasSolicitudes
from buzon.web.formato import fecha_hora_larga
from buzon.web.fragmentos import cambia_de_pagina
from buzon.web.limites import con_cabeceras

registro = logging.getLogger(__name__)


def registrar(request: HttpRequest, rechazo: Rechazo) -> None:
    """Leave the refusal in the log, in a transaction of its own, after the refused one was rolled back."""
    objeto = rechazo.detalle if isinstance(rechazo, DemasiadasSolicitudes) else ""
    asentar(request, rechazo.codigo, detalle=rechazo.detalle, objeto=objeto)


def registrar_al_personal(request: HttpRequest, codigo: str) -> None:
    """Leave in the log that Django refused something to a member of the staff; of anybody else's nothing is written."""
    usuario = getattr(request, "user", None)
    if usuario is not None and usuario.is_staff:
        asentar(request, codigo)


def asentar(request: HttpRequest, codigo: str, *, detalle: str = "", objeto: str = "") -> None:
    """Write it with whose it is: a taxpayer's name is their RFC, a member of the staff is an author."""
    usuario = getattr(request, "user", None)
    nombre = usuario.get_username() if usuario is not None and usuario.is_authenticated else ""
    es_del_personal = usuario is not None and usuario.is_staff
    negado = bitacora.Negado(
        codigo=codigo,
        objeto=objeto,
        ruta=imprimible(request.path),
        red=clave_de_red(request),
        direccion=str(direccion_cliente(request)),
        detalle=imprimible(detalle),
        rfc="" if es_del_personal else nombre,
        autor=nombre if es_del_personal else "",
    )
    # A log that cannot be written does not change the answer: whoever is refused stays refused.
    try:
        bitacora.anotar_rechazo(negado, ahora=timezone.now())
    except DatabaseError:
        registro.exception("rechazo %s sin asiento: la base de datos no responde", codigo)


def imprimible(texto: str) -> str:
    """Return somebody else's text as the log may hold it: 500 signs, none of which PostgreSQL or a terminal obeys."""
    return "".join(letra for letra in texto if letra.isprintable())[:500]


def problema(rechazo: Rechazo) -> dict[str, Any]:
    """Return the refusal as an RFC 9457 problem document."""
    visible = vista_de(rechazo)
    return {
        "type": "about:blank",
        "title": visible.titulo,
        "status": visible.status,
        "detail": visible.mensaje,
        "codigo": visible.codigo,
    }


def pide_json(request: HttpRequest) -> bool:
    """Tell whether a program asks, not a person before a page: the API, a script's `fetch`, or whoever prefers JSON."""
    if cambia_de_pagina(request):
        return False
    es_de_un_guion = request.headers.get("Sec-Fetch-Dest") == "empty" or "HX-Request" in request.headers
    prefiere = request.get_preferred_type(["text/html", "application/json", "application/problem+json"])
    return request.path.startswith("/api/") or es_de_un_guion or prefiere in _JSON


_JSON = ("application/json", "application/problem+json")


def respuesta(request: HttpRequest, rechazo: Rechazo) -> HttpResponse:
    """Return the refusal as a page, or as `application/problem+json` where JSON was asked for."""
    salida: HttpResponse
    if pide_json(request):
        salida = JsonResponse(
            problema(rechazo), status=rechazo.status, content_type="application/problem+json"
        )
    else:
        visible = vista_de(rechazo)
        contexto = {"rechazo": visible}
        salida = dibujar(request, "rechazo.html", contexto, titulo=visible.titulo, status=rechazo.status)
    salida.headers.setdefault("Cache-Control", "no-store")
    return con_cabeceras(salida, getattr(rechazo, "cabeceras", {}))


def dibujar(
    request: HttpRequest, plantilla: str, contexto: dict[str, Any], *, titulo: StrOrPromise, status: int
) -> HttpResponse:
    """Render the page; the partial `cuerpo` of its template is what both shells show."""
    if not es_del_personal(request):
        return render(request, plantilla, contexto, status=status)
    del_sitio = admin.site.each_context(request) | {"title": titulo, "subtitle": None}
    dentro = {"cuerpo": f"{plantilla}#cuerpo"}
    return render(request, "admin/error.html", del_sitio | contexto | dentro, status=status)


def es_del_personal(request: HttpRequest) -> bool:
    """Whether it is a page of the staff's, asked for by somebody inside; before it is known who asks, nobody is."""
    return (
        request.path.startswith("/admin/")
        and hasattr(request, "user")
        and hasattr(request.user, "is_verified")
        and admin.site.has_permission(request)
    )


def pagina(
    request: HttpRequest, plantilla: str, contexto: dict[str, Any], *, rechazo: Rechazo | None
) -> HttpResponse:
    """Render a page again with the refusal that its form met (logged, and with its own status), if any.

    `dicho_en_su_campo`: the context's form says it beside the field that it is about, so the summary says it there.
    """
    if rechazo is None:
        return render(request, plantilla, contexto | {"rechazo": None})
    registrar(request, rechazo)
    visible = vista_de(rechazo)
    form = contexto.get("form")
    dichos = [error for suyos in form.errors.values() for error in suyos] if form else []
    en_su_campo = any(visible.mensaje in dicho for dicho in dichos)
    contexto = contexto | {"rechazo": visible, "dicho_en_su_campo": en_su_campo}
    salida = render(request, plantilla, contexto, status=visible.status)
    return con_cabeceras(salida, getattr(rechazo, "cabeceras", {}))


@dataclass(frozen=True, slots=True)
class RechazoVisible:
    codigo: str
    titulo: str
    mensaje: str
    status: int


def vista_de(rechazo: Rechazo) -> RechazoVisible:
    mensaje = _(rechazo.mensaje)
    if isinstance(rechazo, DemasiadasSolicitudes):
        mensaje = _espera(rechazo)
    elif (momento := getattr(rechazo, "momento", None)) is not None:
        # With its hour: of what ends, or starts, today the day alone would say the contrary.
        mensaje %= {"cuando": fecha_hora_larga(momento)}
    elif rechazo.datos:
        mensaje %= rechazo.datos
    return RechazoVisible(rechazo.codigo, _(rechazo.titulo), mensaje, rechazo.status)


def _espera(rechazo: DemasiadasSolicitudes) -> str:
    segundos = int(rechazo.cabeceras["Retry-After"])
    if segundos < 60:
        frase = ngettext("Espera %(n)s segundo", "Espera %(n)s segundos", segundos) % {"n": segundos}
    else:
        minutos = math.ceil(segundos / 60)
        frase = ngettext("Espera %(n)s minuto", "Espera %(n)s minutos", minutos) % {"n": minutos}
    return f"{frase} {_('antes de intentarlo otra vez.')}"
