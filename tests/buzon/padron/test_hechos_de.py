"""The facts of an RFC as they come out of the register."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from buzon.padron.errores import HechosNoDisponibles
from buzon.padron.hechos import EstadoRegistro, Hechos
from buzon.padron.models import Patron, RegistroPatronal
from buzon.padron.selectors import hechos_de, hechos_por_rfc
from buzon.padron.services import guardar_hechos
from tests.buzon.padron.fabricas import RFC, convenio, credito, garantia, hechos, nrp, oficina, registro

pytestmark = pytest.mark.django_db

OTRO = "XIA190128J61"
VARIOS = hechos(
    registro(1, creditos=(credito(garantia=garantia()), credito(numero="000000002", convenio=convenio()))),
    registro(2, estado=EstadoRegistro.HUELGA),
    registro(3, estado=EstadoRegistro.BAJA, b251=True, creditos=(credito(),)),
)


@pytest.fixture(autouse=True)
def _registro() -> None:
    oficina()
    guardar_hechos(VARIOS, ahora=timezone.now())


def test_devuelve_lo_que_se_guardo() -> None:
    assert hechos_de(RFC) == VARIOS


def test_tres_consultas_sean_cuantos_sean(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    guardar_hechos(hechos(registro(9, creditos=(credito(),)), rfc=OTRO), ahora=timezone.now())
    with django_assert_num_queries(3):
        hechos_de(RFC)
    with django_assert_num_queries(3):
        assert set(hechos_por_rfc([RFC, OTRO, "JES900109Q90"])) == {RFC, OTRO, "JES900109Q90"}


def test_no_inscrito_son_hechos_sin_registros() -> None:
    assert hechos_de(OTRO) == Hechos(OTRO)


def test_no_mezcla_los_de_otro() -> None:
    guardar_hechos(hechos(registro(9, creditos=(credito(),)), rfc=OTRO), ahora=timezone.now())
    assert [uno.nrp for uno in hechos_de(OTRO).registros] == [nrp(9)]
    assert hechos_de(RFC) == VARIOS


def test_rehusa_si_el_rfc_es_de_mas_de_una_persona() -> None:
    Patron.objects.update(personas=2)
    with pytest.raises(HechosNoDisponibles) as rechazo:
        hechos_de(RFC)
    assert rechazo.value.codigo == "no_disponible"


def test_rehusa_si_un_registro_es_ilegible() -> None:
    RegistroPatronal.objects.filter(nrp=nrp(2)).update(legible=False)
    with pytest.raises(HechosNoDisponibles, match=nrp(2)):
        hechos_de(RFC)
