"""Templates: Normativa writes them, the others read them, nobody erases one."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from buzon.demo.plantillas import TEXTOS, preparar_plantillas
from buzon.promociones.models import Plantilla
from tests.personal.expedientes import ultimo_asiento, url

pytestmark = pytest.mark.django_db
DeRol = Callable[..., Client]


def test_normativa_escribe_y_queda_quien(de_rol: DeRol) -> None:
    quien = de_rol("NORMATIVA")
    datos = {"titulo": "Falta el pago", "asunto": "", "texto": "Falta\r\nel pago.\u202e", "activa": "on"}
    assert quien.post(url(Plantilla, "add"), datos).status_code == 302
    una = Plantilla.objects.get()
    assert una.texto == "Falta\nel pago."
    asiento = ultimo_asiento()
    assert asiento.evento == "promociones.plantilla"
    assert (asiento.detalle["autor"], asiento.detalle["plantilla"]) == ("normativa0", una.pk)
    del datos["activa"]
    assert quien.post(url(Plantilla, "change", una.pk), datos).status_code == 302
    una.refresh_from_db()
    assert not una.activa
    assert ultimo_asiento().detalle["activa"] is False


@pytest.mark.usefixtures("expediente")
def test_los_demas_leen_y_nadie_borra(de_rol: DeRol, cliente: Callable[..., Client]) -> None:
    una = Plantilla.objects.get()
    titulo = una.titulo
    datos = {"titulo": "Otra", "asunto": "", "texto": "y"}
    for rol, oficina in (("SUBDELEGACION", "3901"), ("ORIENTADOR", ""), ("AUDITORIA", "")):
        quien = de_rol(rol, subdelegacion=oficina)
        assert quien.get(url(Plantilla, "changelist")).status_code == 200
        assert quien.post(url(Plantilla, "add"), datos).status_code == 403
        assert quien.post(url(Plantilla, "change", una.pk), datos).status_code == 403
    assert de_rol("OPERACION").get(url(Plantilla, "changelist")).status_code == 403
    for quien in (cliente(superusuario=True), de_rol("NORMATIVA")):
        assert quien.post(url(Plantilla, "delete", una.pk), {"post": "yes"}).status_code == 403
        lista = {"action": "delete_selected", "_selected_action": str(una.pk), "index": "0", "post": "yes"}
        quien.post(url(Plantilla, "changelist"), lista)
    assert Plantilla.objects.get().titulo == titulo


def test_la_demo_trae_textos_y_no_pisa_los_cambiados() -> None:
    preparar_plantillas(ahora=timezone.now())
    Plantilla.objects.filter(titulo=TEXTOS[0][0]).update(texto="Cambiado")
    preparar_plantillas(ahora=timezone.now())
    assert Plantilla.objects.count() == len(TEXTOS)
    assert Plantilla.objects.get(titulo=TEXTOS[0][0]).texto == "Cambiado"
    for una in Plantilla.objects.all():
        una.full_clean()
