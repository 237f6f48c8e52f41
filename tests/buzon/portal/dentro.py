"""A taxpayer inside, without the steps of the entrance."""

from django.test import Client

from buzon.cuentas.middleware import INGRESO
from buzon.cuentas.models import Ingreso


def navegador_de(rfc: str) -> Client:
    """A client inside as the last one who entered with a certificate of that RFC."""
    ingreso = Ingreso.objects.select_related("contribuyente__usuario").filter(contribuyente__rfc=rfc).last()
    assert ingreso is not None, rfc
    navegador = Client()
    navegador.force_login(ingreso.contribuyente.usuario)
    sesion = navegador.session
    sesion[INGRESO] = ingreso.pk
    sesion.save()
    return navegador
