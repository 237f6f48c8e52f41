"""Addresses of the staff's room, under /admin/: each asks for two factors, as the rest of it does."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.urls import path, reverse_lazy

from buzon.mesa import views

app_name = "personal"


def _del_personal(vista: Callable[..., HttpResponse]) -> Any:
    envuelta = admin.site.admin_view(vista)
    envuelta.login_url = reverse_lazy("admin:login")  # type: ignore[attr-defined]
    return envuelta


urlpatterns = [
    path("expediente/", _del_personal(views.buscar), name="buscar"),
    path("expediente/<str:rfc>/", _del_personal(views.expediente), name="expediente"),
    path(
        "expediente/<str:rfc>/medios/<int:medio_id>/revelar/",
        _del_personal(views.revelar),
        name="revelar",
    ),
    path("tablero/", _del_personal(views.tablero), name="tablero"),
    path("tablero/<slug:clave>.svg", _del_personal(views.grafica), name="grafica"),
    path("tablero/<slug:clave>.csv", _del_personal(views.tabla), name="tabla"),
]
