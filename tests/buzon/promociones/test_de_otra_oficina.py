"""Regla Décima: an office corrects what it controls and the request names; all else is Normativa's."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from buzon.cuentas.models import Personal
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.mensajes.models import Envio
from buzon.padron.models import CreditoFiscal, RegistroPatronal
from buzon.promociones.alcance import impedimento
from buzon.promociones.correccion import Pedido
from buzon.promociones.errores import CorreccionDeOtraOficina
from buzon.promociones.models import Correccion, Solicitud
from buzon.promociones.reglas import Asunto
from buzon.promociones.services import correcciones, reparto
from buzon.web.errores import NoEncontrado
from tests.buzon.padron.fabricas import OFICINA
from tests.buzon.promociones.particular import CREDITO, CREDITO_DE_OTRA, DOS, OTRA_OFICINA, UNO
from tests.buzon.promociones.test_correcciones import (
    ANA,
    JEFA,
    NORMATIVA,
    OTRA,
    OTRA_NORMATIVA,
    PAGADO,
    aprobar,
    elevada,
    proponer,
)

pytestmark = pytest.mark.django_db
Presentada = Callable[..., Solicitud]
EVA = Funcionario("eva", 6, "SUBDELEGACION", "PEAA800106AB1", OTRA_OFICINA)
TRABAJADORES_DE_OTRA = Pedido("registro", DOS, "trabajadores", "12")
PAGADO_DE_OTRA = Pedido("credito", f"{DOS}-000000002", "situacion", "PAGADO")


def padron() -> list[object]:
    return [
        list(RegistroPatronal.objects.order_by("pk").values()),
        list(CreditoFiscal.objects.order_by("pk").values()),
    ]


def pasar_a(solicitud: Solicitud, oficina: str | None) -> None:
    """Put it at another office, also past what `reasignar` lets be done while a correction waits."""
    Solicitud.objects.filter(pk=solicitud.pk).update(subdelegacion=oficina)


@pytest.mark.parametrize("cambio", [TRABAJADORES_DE_OTRA, PAGADO_DE_OTRA])
def test_lo_de_otra_oficina_no_se_propone(presentada: Presentada, cambio: Pedido) -> None:
    solicitud = presentada(asunto=Asunto.OPINION_PUBLICA, creditos=())
    assert solicitud.subdelegacion_id == OFICINA
    antes = padron()
    for quien in (ANA, JEFA):
        for cambios in ((cambio,), (PAGADO, cambio)):
            with pytest.raises(CorreccionDeOtraOficina):
                proponer(solicitud, *cambios, quien=quien)
    assert not Correccion.objects.exists()
    assert padron() == antes


def test_lo_que_la_solicitud_no_nombra_tampoco(presentada: Presentada) -> None:
    sin_nombrar = presentada(asunto=Asunto.OPINION_PUBLICA, creditos=())
    with pytest.raises(CorreccionDeOtraOficina):
        proponer(sin_nombrar, PAGADO)
    for rasgos in ({"creditos": (CREDITO,)}, {"creditos": (), "registros": (UNO,)}):
        nombrado = presentada(asunto=Asunto.OPINION_PUBLICA, **rasgos)
        proponer(nombrado, PAGADO, Pedido("registro", UNO, "trabajadores", "9"))


def test_normativa_corrige_lo_que_sea_del_rfc(presentada: Presentada) -> None:
    solicitud = elevada(presentada(asunto=Asunto.OPINION_PUBLICA, creditos=()))
    una = proponer(solicitud, PAGADO, TRABAJADORES_DE_OTRA, quien=NORMATIVA)
    antes = padron()
    with pytest.raises(CorreccionDeOtraOficina):
        aprobar(una, JEFA)
    assert padron() == antes
    impide = impedimento(correcciones.exigir_aprobable, una, quien=JEFA)
    assert isinstance(impide, CorreccionDeOtraOficina)
    assert impedimento(correcciones.exigir_aprobable, una, quien=OTRA_NORMATIVA) is None
    aprobar(una, OTRA_NORMATIVA)
    assert RegistroPatronal.objects.get(pk=DOS).trabajadores == 12


def test_turnada_entre_la_propuesta_y_la_aprobacion(presentada: Presentada) -> None:
    solicitud = presentada()
    una = proponer(solicitud, PAGADO)
    pasar_a(solicitud, OTRA_OFICINA)
    antes = padron()
    with pytest.raises(CorreccionDeOtraOficina):
        aprobar(una, OTRA)
    with pytest.raises(NoEncontrado):
        aprobar(una, JEFA)
    assert padron() == antes
    aprobar(una, NORMATIVA)
    assert padron() != antes


def test_turnada_antes_de_proponer(presentada: Presentada) -> None:
    de_otra = presentada(asunto=Asunto.CREDITO_FISCAL, creditos=(CREDITO_DE_OTRA,))
    assert de_otra.subdelegacion_id == OTRA_OFICINA
    ahora, motivo = timezone.now(), "La atiende mejor esa oficina."
    oficina = RegistroPatronal.objects.get(pk=UNO).subdelegacion
    reparto.reasignar(de_otra, subdelegacion=oficina, motivo=motivo, quien=EVA, ahora=ahora)
    with pytest.raises(NoEncontrado):
        proponer(de_otra, PAGADO_DE_OTRA, quien=EVA)
    for cambio in (PAGADO_DE_OTRA, PAGADO):
        with pytest.raises(CorreccionDeOtraOficina):
            proponer(de_otra, cambio)


def test_el_registro_paso_a_otra_oficina_en_el_padron(presentada: Presentada) -> None:
    una = proponer(presentada(), PAGADO)
    RegistroPatronal.objects.filter(pk=UNO).update(subdelegacion=OTRA_OFICINA)
    antes = padron()
    with pytest.raises(CorreccionDeOtraOficina):
        aprobar(una, JEFA)
    assert padron() == antes
    aprobar(una, NORMATIVA)


def test_se_avisa_a_quien_puede_aprobarla(
    presentada: Presentada, jefatura: Personal, alguien: Callable[..., Personal]
) -> None:
    alguien("NORMATIVA", correo="normativa@personal.ejemplo.mx")
    solicitud = elevada(presentada())
    proponer(solicitud, PAGADO, TRABAJADORES_DE_OTRA, quien=NORMATIVA)
    assert [envio.destino for envio in Envio.objects.filter(aviso__isnull=False)] == [
        "normativa@personal.ejemplo.mx"
    ]
