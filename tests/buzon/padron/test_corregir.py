"""Two corrections at once never put one guarantee behind two RFCs."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from django.utils import timezone

from buzon.padron import services
from buzon.padron.cambios import Cambio, Campo, ClaseDeHecho
from buzon.padron.models import CreditoFiscal, Garantia
from buzon.padron.services import guardar_hechos
from buzon.valores.rechazo import Rechazo
from tests.buzon.padron.fabricas import credito, hechos, nrp, oficina, registro
from tests.esperas import alguien_espera, esperar_a

UNO, OTRO = "LOAA800101AB1", "URE180429TM6"
ESPERA = 30


def _garantizar(rfc: str, numero: int, *folios: str) -> None:
    cambios = [
        Cambio(ClaseDeHecho.CREDITO, f"{nrp(numero)}-{n:09d}", Campo.GARANTIA, None, folio)
        for n, folio in enumerate(folios, start=1)
    ]
    autores = {"autor": "ana", "aprobada_por": "jefa"}
    services.corregir(rfc, cambios=cambios, autores=autores, folio="1" * 23, ahora=timezone.now())


@pytest.fixture
def dos_patrones(transactional_db: None) -> None:
    oficina()
    Garantia.objects.bulk_create(Garantia(folio, "VIGENTE", 1) for folio in ("G-1", "G-2"))
    for rfc, numero in ((UNO, 1), (OTRO, 2)):
        creditos = tuple(credito(numero=f"{n:09d}") for n in (1, 2))
        guardar_hechos(hechos(registro(numero, creditos=creditos), rfc=rfc), ahora=timezone.now())


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
@pytest.mark.usefixtures("dos_patrones")
def test_una_garantia_no_respalda_a_dos_a_la_vez() -> None:
    escrita, termino = threading.Event(), threading.Event()

    def primera() -> str:
        try:
            with transaction.atomic():
                _garantizar(UNO, 1, "G-1")
                escrita.set()
                # The second one waits for this transaction, or passes it by.
                assert esperar_a(lambda: termino.is_set() or alguien_espera())
        finally:
            connections.close_all()
        return ""

    def segunda() -> str:
        assert escrita.wait(ESPERA)
        try:
            _garantizar(OTRO, 2, "G-1")
        except Rechazo as rechazo:
            return rechazo.codigo
        finally:
            termino.set()
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as hilos:
        dichos = [hilo.result(ESPERA) for hilo in (hilos.submit(primera), hilos.submit(segunda))]
    assert dichos == ["", "correccion_rebasada"]
    de_quien = CreditoFiscal.objects.filter(garantia="G-1").values_list("registro__patron", flat=True)
    assert list(de_quien) == [UNO]


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
@pytest.mark.usefixtures("dos_patrones")
def test_dos_garantias_en_otro_orden_no_se_traban() -> None:
    barrera = threading.Barrier(2)

    def una(rfc: str, numero: int, *folios: str) -> str:
        barrera.wait(ESPERA)
        try:
            _garantizar(rfc, numero, *folios)
        except Rechazo as rechazo:
            return rechazo.codigo
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as hilos:
        turnos = [hilos.submit(una, UNO, 1, "G-1", "G-2"), hilos.submit(una, OTRO, 2, "G-2", "G-1")]
        assert sorted(turno.result(ESPERA) for turno in turnos) == ["", "correccion_rebasada"]
