"""Addresses of the public look-up, and of 32D Consultar Mi Opinión."""

from django.urls import path

from opinion import views

app_name = "opinion"
urlpatterns = [
    path("", views.consulta, name="consulta"),
    path("<str:rfc>/", views.publica, name="publica"),
    path("<str:rfc>/qr.svg", views.qr, name="qr"),
]
mi_opinion = (
    [
        path("", views.mi_opinion, name="consulta"),
        path("<folio:folio>/", views.emitida, name="emitida"),
    ],
    "mi_opinion",
)
