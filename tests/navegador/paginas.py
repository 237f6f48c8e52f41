"""Every page that opens with a GET, taken from the URL conf and from the registry of the staff's site.

A new address without arguments is visited as it is; one with arguments needs its example, or its reason not to be here.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.personal.expedientes import rfc_de

SIN_PAGINA = {
    "cuentas:salir": "POST",
    "cuentas:validar": "JSON, POST",
    "cuentas:reenviar": "POST",
    "cuentas:sesion": "JSON",
    "cuentas:seguir": "JSON, POST",
    "cuentas:contactos_quitar": "POST; un GET lleva a la lista",
    "cuentas:contactos_principal": "POST; un GET lleva a la lista",
    "cuentas:contactos_confirmar": "POST; un GET lleva a la lista",
    "cuentas:contactos_reenviar": "POST; un GET lleva a la lista",
    "cuentas:contactos_desistir": "POST; un GET lleva a la lista",
    "cuentas:cerrar_otras": "POST",
    "cuentas:cerrar_sesion": "POST",
    "mensajes:marcar": "POST",
    "mensajes:no_leido": "POST",
    "promociones:autoguardar": "JSON, POST",
    "promociones:descartar": "POST",
    "promociones:adjunto": "archivo",
    "promociones:plazo": "archivo",
    "terceros:pdf": "PDF",
    "terceros:csv": "archivo",
    "terceros:xlsx": "archivo",
    "terceros:emitida": "de dos personas: tests/navegador/test_terceros.py",
    "documentos:acuse": "PDF",
    "documentos:opinion": "PDF",
    "documentos:resolucion": "PDF",
    "documentos:evidencia": "archivo, POST",
    "documentos:raiz": "archivo",
    "web:livez": "para operadores",
    "web:readyz": "para operadores",
    "web:contacto_de_seguridad": "archivo",
    "api:openapi-json": "JSON",
    "api:api-root": "JSON",
    "api:opinion": "JSON",
    "opinion:qr": "imagen SVG",
    "demo:archivo": "archivo",
    "demo:inicio": "lleva a las personas",
    "admin:logout": "POST",
    "admin:jsi18n": "JavaScript",
    "admin:autocomplete": "JSON",
    "admin:promociones_solicitud_atender": "POST; su error, en tests/navegador/test_mesa.py",
    "admin:promociones_solicitud_adjunto": "archivo",
    "admin:promociones_solicitud_asignar": "POST",
    "admin:promociones_solicitud_turnar": "POST",
    "admin:promociones_correccion_aprobar": "POST",
    "admin:promociones_correccion_rechazar": "POST",
    "admin:promociones_correccion_retirar": "POST",
    "admin:promociones_correccion_proponer": "de quien tiene función: tests/navegador/test_correcciones.py",
    "admin:segundo_factor": "de quien no lo tiene todavía: tests/navegador/test_personal.py",
    "personal:revelar": "POST: tests/navegador/test_sala_personal.py",
    "personal:grafica": "imagen SVG",
    "personal:tabla": "CSV",
    "web:idioma": "POST",
    "admin:padron_carga_avance": "fragmento de la página de la carga",
    "admin:padron_carga_errores": "CSV",
    "admin:documentos_documento_reintentar": "POST",
    "admin:mensajes_envio_reintentar": "POST",
    "admin:opinion_corrida_grafica": "imagen SVG",
    "admin:app_list": "se visita la de IGUALES_EN_TODOS",
}
# They open one after another, for whoever has not activated: test_mientras_se_activa.
DE_LA_ACTIVACION = frozenset({"cuentas:medios", "cuentas:codigos", "cuentas:terminos", "cuentas:activado"})
# Of the staff, with arguments: `del_personal` has their examples.
CON_EJEMPLO_PROPIO = frozenset({"personal:expediente"})
DEL_PERSONAL = ("admin:", "personal:")
DE_CADA_MODELO = ("changelist", "add", "change", "delete")
AJENAS_A_LOS_MODELOS = ("descargar", "archivo")  # files
# The model whose empty list and app stand for everybody's: their templates are Django's, the same for all.
IGUALES_EN_TODOS = "cuentas.usuario"


def _rutas(resolver: URLResolver, espacio: str = "") -> Iterator[tuple[str, URLPattern]]:
    for patron in resolver.url_patterns:
        if isinstance(patron, URLResolver):
            propio = f"{espacio}{patron.namespace}:" if patron.namespace else espacio
            yield from _rutas(patron, propio)
        elif patron.name:
            yield espacio + patron.name, patron


def rutas() -> dict[str, URLPattern]:
    """Return every named route of the portal but those that each model of the staff's site brings by itself."""
    de_modelos = {
        f"admin:{modelo._meta.app_label}_{modelo._meta.model_name}_{accion}"
        for modelo in admin.site._registry
        for accion in (*DE_CADA_MODELO, *AJENAS_A_LOS_MODELOS)
    }
    return {nombre: patron for nombre, patron in _rutas(get_resolver()) if nombre not in de_modelos}


def con_argumentos(patron: URLPattern) -> bool:
    return bool(patron.pattern.regex.groups)


def _visitables(de_personal: bool) -> Iterator[tuple[str, URLPattern]]:
    for nombre, patron in rutas().items():
        if nombre.startswith(DEL_PERSONAL) == de_personal and nombre not in {*SIN_PAGINA, *DE_LA_ACTIVACION}:
            yield nombre, patron


def sin_entrada(ejemplos: dict[str, str]) -> list[str]:
    """Return the routes with arguments that have neither an example nor a reason."""
    todas = [*_visitables(de_personal=False), *_visitables(de_personal=True)]
    con_ejemplo = {*ejemplos, *CON_EJEMPLO_PROPIO}
    return [nombre for nombre, patron in todas if con_argumentos(patron) and nombre not in con_ejemplo]


def publicas() -> dict[str, str]:
    """Return the pages that open without a session, by name."""
    return {
        nombre: reverse(nombre)
        for nombre, patron in _visitables(de_personal=False)
        if not getattr(patron.callback, "login_required", True) and not con_argumentos(patron)
    }


def de_dentro(ejemplos: dict[str, str]) -> dict[str, str]:
    """Return the pages of an active Buzón, by name, with the examples of those that have arguments."""
    sin_argumentos = {
        nombre: reverse(nombre)
        for nombre, patron in _visitables(de_personal=False)
        if getattr(patron.callback, "login_required", True) and not con_argumentos(patron)
    }
    return sin_argumentos | ejemplos


def del_personal(filas: dict[str, str]) -> dict[str, str]:
    """Return the staff's pages: those of the site, and of each model its list, a row and its forms."""
    paginas = {
        nombre: reverse(nombre)
        for nombre, patron in _visitables(de_personal=True)
        if not con_argumentos(patron) and nombre != "admin:login"
    }
    paginas["personal:expediente"] = reverse("personal:expediente", args=[rfc_de(1)])
    ya_vistas: set[tuple[object, ...]] = set()
    for modelo, pagina in _los_mas_llenos_primero(filas):
        suyas = _de_un_modelo(modelo._meta, pagina, filas)
        nuevas = {n: dibujo for n in suyas if (dibujo := _dibujo(n, pagina)) not in ya_vistas}
        ya_vistas.update(nuevas.values())
        paginas |= {nombre: suyas[nombre] for nombre in nuevas}
    return paginas


def _los_mas_llenos_primero(filas: dict[str, str]) -> list[tuple[Any, admin.ModelAdmin[Any]]]:
    """Those with a row to show stand for those without."""
    todos = list(admin.site._registry.items())
    return sorted(todos, key=lambda par: par[0]._meta.label_lower not in filas)


def _dibujo(nombre: str, pagina: admin.ModelAdmin[Any]) -> tuple[object, ...]:
    """What a page of a model is drawn with: those that are drawn with the same stand for each other."""
    if nombre.endswith("_changelist"):
        partes = (pagina.list_filter, pagina.search_fields, pagina.actions, pagina.date_hierarchy)
        return ("lista", pagina.change_list_template, *map(bool, partes))
    if nombre.endswith("_change"):
        return ("renglón", pagina.change_form_template, *(una.template for una in pagina.inlines))
    return (nombre,)


def _de_un_modelo(meta: Any, pagina: admin.ModelAdmin[Any], filas: dict[str, str]) -> dict[str, str]:
    """The list, a row and the form of a model; what is drawn alike for all, only of one model."""
    nombre = f"admin:{meta.app_label}_{meta.model_name}"
    lista = reverse(f"{nombre}_changelist")
    paginas = {f"{nombre}_changelist": lista}
    if pagina.has_add_permission.__qualname__ != "SoloLectura.has_add_permission":
        paginas[f"{nombre}_add"] = reverse(f"{nombre}_add")
    if meta.label_lower in filas:
        paginas[f"{nombre}_change"] = reverse(f"{nombre}_change", args=[filas[meta.label_lower]])
    if meta.label_lower == IGUALES_EN_TODOS:
        paginas[f"{nombre} sin resultados"] = f"{lista}?q=zzz"
        paginas["admin:app_list"] = reverse("admin:app_list", args=[meta.app_label])
    return paginas
