"""All addresses of the portal, app by app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from opinion.api import api
from opinion.urls import mi_opinion
from terceros.urls import consultas

urlpatterns = [
    path("", include("buzon.portal.urls")),
    path("buzon/mensajes/", include("buzon.mensajes.urls")),
    path("", include("buzon.cuentas.urls")),
    path("", include("buzon.documentos.urls")),
    path("", include("buzon.web.urls")),
    path("cobranza/32d/autorizacion/", include("autorizacion32d.urls")),
    path("cobranza/32d/terceros/", include("terceros.urls")),
    path("cobranza/32d/consultas/", include(consultas)),
    path("cobranza/32d/mi-opinion/", include(mi_opinion)),
    path("promociones/aclaraciones/", include("buzon.promociones.urls")),
    path("opinion/", include("opinion.urls")),
    path("api/v1/", api.urls),
    # Before Django's own, which answers whatever else lies below /admin/.
    path("admin/", include("buzon.mesa.urls")),
    path("admin/", admin.site.urls),
]

if settings.ES_DEMO:
    urlpatterns.append(path("demo/", include("buzon.demo.urls")))

handler400 = "buzon.portal.views.error_400"
handler403 = "buzon.portal.views.error_403"
handler404 = "buzon.portal.views.error_404"
handler500 = "buzon.portal.views.error_500"
