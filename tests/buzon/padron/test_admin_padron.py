"""The staff's pages of the register: corrections leave a trace, ask for the opinion again, and erase nothing."""

import pytest
from django.contrib import admin
from django.db import models
from django.test import RequestFactory
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.padron.admin import rfcs_afectados
from buzon.padron.models import Convenio, CreditoFiscal, Garantia, Patron, RegistroPatronal, Subdelegacion
from buzon.padron.services import guardar_hechos
from tests.buzon.padron.fabricas import RFC, convenio, credito, garantia, hechos, oficina, registro

pytestmark = pytest.mark.django_db

HECHOS: list[type[models.Model]] = [Patron, RegistroPatronal, CreditoFiscal, Garantia, Convenio]


@pytest.fixture(autouse=True)
def _hechos() -> None:
    oficina()
    uno = credito(garantia=garantia(), convenio=convenio())
    guardar_hechos(hechos(registro(1, creditos=(uno,))), ahora=timezone.now())


@pytest.mark.parametrize("modelo", HECHOS)
def test_cada_hecho_sabe_de_quien_es(modelo: type[models.Model]) -> None:
    assert rfcs_afectados(modelo._default_manager.get()) == {RFC}


def test_una_oficina_no_es_de_nadie() -> None:
    assert rfcs_afectados(Subdelegacion.objects.get()) == set()


@pytest.mark.parametrize("modelo", HECHOS)
def test_guardar_anota_el_cambio(modelo: type[models.Model]) -> None:
    antes = Asiento.objects.filter(evento="padron.hechos_cambiados", rfc=RFC).count()
    fila = modelo._default_manager.get()
    admin.site.get_model_admin(modelo).save_model(RequestFactory().post("/admin/"), fila, None, True)
    assert Asiento.objects.filter(evento="padron.hechos_cambiados", rfc=RFC).count() == antes + 1


@pytest.mark.parametrize("modelo", [*HECHOS, Subdelegacion])
def test_no_se_borra_ni_se_cambia_de_clave(modelo: type[models.Model]) -> None:
    peticion = RequestFactory().get("/admin/")
    pagina = admin.site.get_model_admin(modelo)
    assert not pagina.has_delete_permission(peticion)
    assert not pagina.get_readonly_fields(peticion)
    clave = "numero" if modelo is CreditoFiscal else modelo._meta.pk.name
    assert clave in pagina.get_readonly_fields(peticion, modelo._default_manager.get())
