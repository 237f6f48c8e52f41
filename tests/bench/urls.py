"""The portal's addresses, and the reference behind the same middleware."""

from django.urls import include, path

from tests.bench.orm import publica

urlpatterns = [
    path("bench/orm/<str:rfc>/", publica),
    path("", include("buzon.config.urls")),
]
