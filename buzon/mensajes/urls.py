"""Addresses of the inbox below its list, which is the home of the Buzón."""

from django.urls import path

from buzon.mensajes import views

app_name = "mensajes"
urlpatterns = [
    path("marcar/", views.marcar, name="marcar"),
    path("<int:mensaje_id>/", views.mensaje, name="mensaje"),
    path("<int:mensaje_id>/no-leido/", views.no_leido, name="no_leido"),
]
