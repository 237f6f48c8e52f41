"""Addresses of 32D Autorización de Terceros and of 32D Consulta de Terceros Autorizados."""

from django.urls import path

from buzon.cuentas.firma import views as escritorio
from terceros import views
from terceros.tramite import AutorizacionDeTerceros, terceros

app_name = "terceros"
tramite = AutorizacionDeTerceros()
urlpatterns = [
    path("", terceros, name="lista"),
    path(
        "<uuid:acto_id>/",
        escritorio.certificar(tramite, "terceros/certificar.html"),
        name="certificar",
    ),
    path("actos/<folio:folio>/", escritorio.acto(tramite, "terceros/acto.html"), name="acto"),
    path("consulta/", views.consulta, name="consulta"),
    path("consulta/lista.csv", views.hoja, {"formato": "csv"}, name="csv"),
    path("consulta/lista.xlsx", views.hoja, {"formato": "xlsx"}, name="xlsx"),
    path("consulta/<folio:folio>/", views.emitida, name="emitida"),
    path("consulta/<folio:folio>.pdf", views.pdf, name="pdf"),
]
consultas = ([path("", views.quien_consulto, name="consultas")], "quien")
