"""No order of the staff passes over a message that its page had not shown: it is looked at under the request's lock."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from buzon.documentos.models import Documento
from buzon.padron.models import Subdelegacion
from buzon.promociones.errores import SinConfirmacion, SolicitudResuelta
from buzon.promociones.models import Comunicacion, Correccion, Solicitud
from buzon.promociones.reglas import Sentido
from buzon.promociones.selectors import ultima_comunicacion
from buzon.promociones.services import atencion, correcciones, reparto
from buzon.promociones.services.retenidas import retener
from buzon.web.errores import EstadoCambiado
from tests.buzon.promociones.particular import MOTIVO, OTRA_OFICINA
from tests.buzon.promociones.test_correcciones import ANA, JEFA, PAGADO, proponer

pytestmark = pytest.mark.django_db
Presentada = Callable[..., Solicitud]
TEXTO = "Con lo que enviaste queda resuelta tu solicitud."
ME_DESISTO = "Me desisto de mi solicitud."


def desistir(solicitud: Solicitud) -> Comunicacion:
    return atencion.escribir(solicitud, rfc=solicitud.rfc, texto=ME_DESISTO, ahora=timezone.now())


def ordenes(solicitud: Solicitud) -> dict[str, Callable[[int], object]]:
    """Each order upon a request without a correction that waits, by what it has seen."""
    comun: dict[str, Any] = {"quien": ANA, "ahora": timezone.now()}
    oficina = Subdelegacion.objects.get(pk=OTRA_OFICINA)
    return {
        "responder": lambda visto: atencion.responder(solicitud, texto=TEXTO, visto=visto, **comun),
        "requerir": lambda visto: atencion.requerir_informacion(solicitud, texto=TEXTO, visto=visto, **comun),
        "resolver": lambda visto: atencion.resolver(
            solicitud, sentido=Sentido.IMPROCEDENTE, texto=TEXTO, visto=visto, **comun
        ),
        "turnar": lambda visto: reparto.reasignar(
            solicitud, subdelegacion=oficina, motivo=MOTIVO, visto=visto, **comun
        ),
        "proponer": lambda visto: correcciones.proponer(
            solicitud, cambios=[PAGADO], texto=TEXTO, visto=visto, **comun
        ),
    }


@pytest.mark.parametrize("orden", ["responder", "requerir", "resolver", "turnar", "proponer"])
def test_una_orden_sobre_un_mensaje_sin_leer(presentada: Presentada, orden: str) -> None:
    solicitud = presentada()
    dicho = desistir(solicitud)
    for visto in (0, dicho.pk + 1, dicho.pk - 1):
        with pytest.raises(EstadoCambiado):
            ordenes(solicitud)[orden](visto)
    solicitud.refresh_from_db()
    assert (solicitud.estado, Comunicacion.objects.count(), Correccion.objects.count()) == (
        "PRESENTADA",
        1,
        0,
    )
    ordenes(solicitud)[orden](dicho.pk)


@pytest.mark.parametrize("orden", ["aprobar", "rechazar", "retirar"])
def test_una_decision_sobre_un_mensaje_sin_leer(presentada: Presentada, orden: str) -> None:
    solicitud, ahora = presentada(), timezone.now()
    una = proponer(solicitud)
    decisiones: dict[str, Callable[[int], object]] = {
        "aprobar": lambda visto: correcciones.aprobar(una, quien=JEFA, ahora=ahora, visto=visto),
        "rechazar": lambda visto: correcciones.rechazar(
            una, motivo=MOTIVO, quien=JEFA, ahora=ahora, visto=visto
        ),
        "retirar": lambda visto: correcciones.retirar(una, quien=ANA, ahora=ahora, visto=visto),
    }
    dicho = desistir(solicitud)
    with pytest.raises(EstadoCambiado):
        decisiones[orden](0)
    una.refresh_from_db()
    assert una.estado == "PENDIENTE"
    decisiones[orden](dicho.pk)


def test_el_segundo_clic_no_es_un_cambio(presentada: Presentada) -> None:
    solicitud, ahora = presentada(), timezone.now()
    primera = atencion.responder(solicitud, texto=TEXTO, quien=ANA, ahora=ahora, visto=0)
    assert atencion.responder(solicitud, texto=TEXTO, quien=ANA, ahora=ahora, visto=0) == primera


def test_lo_resuelto_se_dice_antes_que_lo_nuevo(presentada: Presentada) -> None:
    solicitud, ahora = presentada(), timezone.now()
    atencion.resolver(solicitud, sentido=Sentido.ORIENTACION, texto=TEXTO, quien=ANA, ahora=ahora, visto=0)
    for orden in ("responder", "resolver", "turnar", "proponer"):
        with pytest.raises(SolicitudResuelta):
            ordenes(solicitud)[orden](0)


@pytest.mark.django_db(transaction=True)
def test_se_mira_con_la_solicitud_retenida(presentada: Presentada) -> None:
    """The order waits for the message that is being written, and then finds it."""
    solicitud, dicho = presentada(), []

    def resolver() -> None:
        try:
            ordenes(solicitud)["resolver"](0)
        except EstadoCambiado as rechazo:
            dicho.append(rechazo.codigo)
        finally:
            connections.close_all()

    with transaction.atomic():
        retener(solicitud)
        desistir(solicitud)
        hilo = threading.Thread(target=resolver)
        hilo.start()
        hilo.join(0.5)
        assert hilo.is_alive()
    hilo.join(30)
    assert dicho == ["estado_cambiado"]
    assert not Documento.objects.filter(clase="resolucion").exists()


def _preparada(solicitud: Solicitud) -> str:
    visto = ultima_comunicacion(solicitud)
    return atencion.preparar_resolucion(
        solicitud, sentido=Sentido.PROCEDENTE, texto=TEXTO, quien=ANA, visto=visto
    ).sello


def confirmar(solicitud: Solicitud, sello: str, **otros: Any) -> Comunicacion:
    datos = {"sentido": Sentido.PROCEDENTE, "texto": TEXTO, "quien": ANA} | otros
    return atencion.resolver_lo_confirmado(solicitud, sello=sello, ahora=timezone.now(), **datos)


def test_sin_haber_visto_no_hay_que_confirmar(presentada: Presentada) -> None:
    solicitud = presentada()
    desistir(solicitud)
    with pytest.raises(EstadoCambiado):
        atencion.preparar_resolucion(solicitud, sentido=Sentido.PROCEDENTE, texto=TEXTO, quien=ANA, visto=0)


@pytest.mark.parametrize(
    "otros",
    [
        {"texto": TEXTO + " O no."},
        {"sentido": Sentido.IMPROCEDENTE},
        {"quien": JEFA},
    ],
    ids=["texto", "sentido", "autora"],
)
def test_solo_se_sella_lo_que_se_mostro(presentada: Presentada, otros: dict[str, Any]) -> None:
    solicitud = presentada()
    sello = _preparada(solicitud)
    with pytest.raises(SinConfirmacion):
        confirmar(solicitud, sello, **otros)
    confirmar(solicitud, sello)


def test_un_sello_falso_de_otra_solicitud_o_viejo(
    presentada: Presentada, monkeypatch: pytest.MonkeyPatch
) -> None:
    solicitud = presentada()
    de_otra, suyo = _preparada(presentada()), _preparada(solicitud)
    for falso in ("", "x", suyo[:-1], suyo.partition(":")[0], de_otra):
        with pytest.raises(SinConfirmacion):
            confirmar(solicitud, falso)
    with monkeypatch.context() as luego:
        luego.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 9 * 3600)
        with pytest.raises(SinConfirmacion):
            confirmar(solicitud, suyo)
    desistir(solicitud)
    with pytest.raises(EstadoCambiado):
        confirmar(solicitud, suyo)
    assert not Documento.objects.filter(clase="resolucion").exists()


def test_el_salto_de_renglon_del_navegador_es_el_mismo_texto(presentada: Presentada) -> None:
    solicitud, texto = presentada(), TEXTO + "\n\nAtentamente."
    sello = atencion.preparar_resolucion(
        solicitud, sentido=Sentido.PROCEDENTE, texto=texto, quien=ANA, visto=0
    ).sello
    assert confirmar(solicitud, sello, texto=texto.replace("\n", "\r\n")).texto == texto
