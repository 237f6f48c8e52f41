"""Addresses of 32D Autorización de Opinión Pública."""

from django.urls import path

from autorizacion32d.tramite import AutorizacionDeOpinion, estado
from buzon.cuentas.firma import views as escritorio

app_name = "autorizacion32d"
tramite = AutorizacionDeOpinion()
urlpatterns = [
    path("", estado, name="estado"),
    path(
        "<uuid:acto_id>/",
        escritorio.certificar(tramite, "autorizacion32d/certificar.html"),
        name="certificar",
    ),
    path(
        "actos/<folio:folio>/",
        escritorio.acto(tramite, "autorizacion32d/acto.html"),
        name="acto",
    ),
]
