"""Which addresses open without a session: exactly these."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

PUBLICAS = {
    "",
    "soporte/",
    "legal/",
    "privacidad/",
    "glosario/",
    "accesibilidad/",
    "materiales/",
    "materiales/<slug:clave>/",
    "ingresar/",
    "verificar/",
    "verificar/<str:nombre>",
    "verificar/sello/raiz.<str:tipo>",
    "livez",
    "readyz",
    ".well-known/security.txt",
    "idioma/",
    "opinion/",
    "opinion/<str:rfc>/",
    "opinion/<str:rfc>/qr.svg",
    "api/v1/opiniones/<path:rfc>",
    "api/v1/openapi.json",
    "api/v1/",
    "demo/",
    "demo/personas/",
    "demo/personas/<int:numero>.<str:tipo>",
    "demo/mensajes/",
}


def rutas(resolver: URLResolver, prefijo: str = "") -> Iterator[tuple[str, URLPattern]]:
    for patron in resolver.url_patterns:
        ruta = prefijo + str(patron.pattern)
        if isinstance(patron, URLResolver):
            yield from rutas(patron, ruta)
        else:
            yield ruta, patron


def test_las_publicas_son_exactamente_estas() -> None:
    encontradas = {
        ruta
        for ruta, patron in rutas(get_resolver())
        if not ruta.startswith("admin/") and not getattr(patron.callback, "login_required", True)
    }
    assert encontradas == PUBLICAS
