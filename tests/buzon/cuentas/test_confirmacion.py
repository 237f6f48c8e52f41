"""What the code of a means of contact does, and what may be given up, without a browser."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from buzon.bitacora.models import Asiento
from buzon.cuentas import codigos
from buzon.cuentas.codigos import confirmar_medio, desistir, reenviar_codigo
from buzon.cuentas.errores import CodigoIncorrecto, CodigoVencido
from buzon.cuentas.models import Contribuyente, MedioContacto, Usuario
from buzon.mensajes.models import Envio, Mensaje
from buzon.web.errores import DemasiadasSolicitudes, NoEncontrado

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]
RFC, AJENO = "EKU9003173C9", "ÑAMB900722J45"
VIEJO, NUEVO = "viejo@ejemplo.mx", "nuevo@ejemplo.mx"
Agregar = Callable[..., MedioContacto]


@pytest.fixture
def pedidos(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The tasks that were enqueued, in order."""
    pedidos: list[dict[str, Any]] = []
    monkeypatch.setattr(codigos, "encolar", lambda tarea, **datos: pedidos.append(datos))
    return pedidos


@pytest.fixture
def agregar(ahora: datetime, pedidos: list[dict[str, Any]]) -> Agregar:
    """Write an e-mail of the taxpayer whose code was sent just now; `otros` are fields that it has otherwise."""
    for rfc in (RFC, AJENO):
        usuario = Usuario.objects.create(username=rfc, password="!")
        Contribuyente.objects.create(usuario=usuario, rfc=rfc, nombre="X", creado_en=ahora)

    def uno(destino: str = NUEVO, **otros: Any) -> MedioContacto:
        comun = {"registrado_en": ahora, "codigo_pedido_en": ahora, "codigo_enviado_en": ahora}
        quien = Contribuyente.objects.get(rfc=RFC)
        return MedioContacto.objects.create(
            contribuyente=quien, canal="CORREO", destino=destino, **(comun | otros)
        )

    return uno


def confirmar(medio: MedioContacto, *, ahora: datetime, codigo: str = "", rfc: str = RFC) -> MedioContacto:
    return confirmar_medio(rfc, medio_id=medio.pk, codigo=codigo or codigos._codigo(medio), ahora=ahora)


def malo(medio: MedioContacto) -> str:
    return f"{(int(codigos._codigo(medio)) + 1) % 10**6:06d}"


def asientos() -> list[tuple[str, dict[str, str]]]:
    return list(Asiento.objects.order_by("pk").values_list("evento", "detalle"))


def test_con_su_codigo_queda_confirmado_una_vez(agregar: Agregar, ahora: datetime) -> None:
    medio = agregar()
    for despues in (timedelta(0), timedelta(hours=80)):
        assert confirmar(medio, ahora=ahora + despues).confirmado_en == ahora
    medio.refresh_from_db()
    assert (medio.confirmado_en, medio.principal) == (ahora, False)
    assert asientos() == [("cuentas.confirmar_medio", {"medio": medio.destino_enmascarado})]
    assert not Mensaje.objects.exists()


def test_el_malo_se_rechaza_y_se_cuenta(agregar: Agregar, ahora: datetime) -> None:
    medio = agregar()
    for _ in range(5):
        with pytest.raises(CodigoIncorrecto):
            confirmar(medio, ahora=ahora, codigo=malo(medio))
    with pytest.raises(CodigoVencido):
        confirmar(medio, ahora=ahora)
    medio.refresh_from_db()
    assert (medio.codigo_intentos, medio.confirmado_en) == (5, None)


@pytest.mark.parametrize("principal", [True, False])
def test_quien_sustituye_hereda_y_al_que_se_va_se_le_avisa(
    agregar: Agregar, ahora: datetime, principal: bool
) -> None:
    viejo = agregar(VIEJO, confirmado_en=ahora, principal=principal)
    medio = agregar(sustituye=viejo)
    confirmar(medio, ahora=ahora)
    assert MedioContacto.objects.get() == medio
    medio.refresh_from_db()
    assert (medio.principal, medio.sustituye) == (principal, None)
    detalle = {"medio": medio.destino_enmascarado, "en_lugar_de": viejo.destino_enmascarado}
    assert asientos() == [("cuentas.confirmar_medio", detalle)]
    assert Mensaje.objects.get().asunto == "Se cambió un correo de tu Buzón"
    assert set(Envio.objects.values_list("destino", flat=True)) == {VIEJO, NUEVO}


def test_lo_de_otro_no_existe(agregar: Agregar, ahora: datetime) -> None:
    medio = agregar()
    with pytest.raises(NoEncontrado):
        confirmar(medio, ahora=ahora, rfc=AJENO)
    with pytest.raises(NoEncontrado):
        reenviar_codigo(AJENO, medio_id=medio.pk, ahora=ahora)
    with pytest.raises(NoEncontrado):
        desistir(AJENO, medio_id=medio.pk, ahora=ahora)
    with pytest.raises(NoEncontrado):
        desistir(RFC, medio_id=medio.pk + 1, ahora=ahora)


def test_el_codigo_se_pide_otra_vez(agregar: Agregar, ahora: datetime, pedidos: list[dict[str, Any]]) -> None:
    medio = agregar()
    despues = ahora + timedelta(minutes=1)
    assert reenviar_codigo(RFC, medio_id=medio.pk, ahora=despues) == medio
    antes = medio.codigo_envio
    medio.refresh_from_db()
    assert (medio.codigo_pedido_en, medio.codigo_enviado_en) == (despues, None)
    assert medio.codigo_envio != antes
    assert [pedido["envio"] for pedido in pedidos] == [str(medio.codigo_envio)]
    assert asientos() == [("cuentas.reenviar_codigo", {"medio": medio.destino_enmascarado})]


def test_los_codigos_de_una_direccion_se_piden_con_medida(agregar: Agregar, ahora: datetime) -> None:
    medio = agregar()
    for _ in range(10):
        reenviar_codigo(RFC, medio_id=medio.pk, ahora=ahora)
    with pytest.raises(DemasiadasSolicitudes):
        reenviar_codigo(RFC, medio_id=medio.pk, ahora=ahora)


def test_al_confirmado_no_se_le_envia_otro(
    agregar: Agregar, ahora: datetime, pedidos: list[dict[str, Any]]
) -> None:
    medio = agregar(confirmado_en=ahora)
    assert reenviar_codigo(RFC, medio_id=medio.pk, ahora=ahora) == medio
    assert (pedidos, asientos()) == ([], [])


def test_se_desiste_de_lo_que_no_se_confirmo(agregar: Agregar, ahora: datetime) -> None:
    viejo, medio = agregar(VIEJO, confirmado_en=ahora), agregar()
    assert desistir(RFC, medio_id=medio.pk, ahora=ahora)
    assert not desistir(RFC, medio_id=viejo.pk, ahora=ahora)
    assert MedioContacto.objects.get() == viejo
    assert asientos() == [("cuentas.desistir_de_medio", {"medio": medio.destino_enmascarado})]
