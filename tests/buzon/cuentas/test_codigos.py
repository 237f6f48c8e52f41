"""A code leaves once, is the same one whenever it is tried again, and holds nothing up meanwhile."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from buzon.cuentas import codigos
from buzon.cuentas.errores import CodigoIncorrecto, CodigoVencido
from buzon.cuentas.models import Contribuyente, MedioContacto, Usuario
from buzon.cuentas.tasks import enviar_codigo
from buzon.mensajes import envios
from buzon.mensajes.direcciones import leer_sms_url
from buzon.mensajes.fallas import EnDuda, FallaPermanente, FallaTemporal
from buzon.web import http
from buzon.web.errores import DemasiadasSolicitudes
from tests.buzon.mensajes.pasarelas import Pasarela, contesta, cuelga, pasarela

pytestmark = pytest.mark.django_db
Pedido = dict[str, Any]


@pytest.fixture
def pedidos(monkeypatch: pytest.MonkeyPatch) -> list[Pedido]:
    """The tasks that were enqueued, in order."""
    pedidos: list[Pedido] = []
    monkeypatch.setattr(codigos, "encolar", lambda tarea, **datos: pedidos.append(datos))
    return pedidos


@pytest.fixture
def medio(db: None, ahora: datetime, pedidos: list[Pedido]) -> MedioContacto:
    """A cell phone whose code was asked for just now."""
    usuario = Usuario.objects.create(username="EKU9003173C9", password="!")
    quien = Contribuyente.objects.create(
        usuario=usuario, rfc="EKU9003173C9", nombre="ESCUELA", creado_en=ahora
    )
    medio = MedioContacto.objects.create(
        contribuyente=quien,
        canal="CELULAR",
        destino="5512345678",
        registrado_en=ahora,
        codigo_pedido_en=ahora,
    )
    codigos.pedir([medio], ahora=ahora)
    medio.refresh_from_db()
    return medio


@pytest.fixture
def a(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pasarela]:
    """The only gateway: it takes the message and never answers."""
    monkeypatch.setattr(http, "PLAZO_S", 0.3)
    with pasarela(cuelga) as una:
        settings.SMS_PASARELAS = leer_sms_url(una.url)
        yield una


def intentar(medio: MedioContacto, *, ahora: datetime) -> None:
    """Make the next try, as a worker does, and read how it ended."""
    medio.refresh_from_db()
    codigos.enviar(medio.pk, envio=medio.codigo_envio, intentos=medio.codigo_envios, ahora=ahora)
    medio.refresh_from_db()


def enviado_por(una: Pasarela) -> str:
    return re.findall(r"(?<!\d)\d{6}(?!\d)", una.pedidos[-1]["texto"])[0]


def una_hora(medio: MedioContacto, *, desde: datetime, pedidos: list[Pedido]) -> None:
    """What beat does for an hour, and a worker with what beat asks for."""
    for segundos in range(0, 3600, 15):
        ahora = desde + timedelta(seconds=segundos)
        pedidos.clear()
        codigos.reenviar_pendientes(ahora=ahora)
        for uno in pedidos:
            codigos.enviar(uno["medio_id"], envio=uno["envio"], intentos=uno["intentos"], ahora=ahora)


def test_en_una_hora_de_dudas_es_un_codigo_con_una_identidad(
    medio: MedioContacto, ahora: datetime, pedidos: list[Pedido], a: Pasarela
) -> None:
    una_hora(medio, desde=ahora, pedidos=pedidos)
    assert 5 <= len(a.pedidos) <= 9
    assert len({pedido["id"] for pedido in a.pedidos}) == 1
    assert len({pedido["texto"] for pedido in a.pedidos}) == 1
    medio.refresh_from_db()
    assert codigos.comprobar(medio, codigo=enviado_por(a), ahora=medio.codigo_enviado_en) is None  # type: ignore[arg-type]


def test_lo_que_quiza_llego_sirve(medio: MedioContacto, ahora: datetime, a: Pasarela) -> None:
    intentar(medio, ahora=ahora)
    assert (medio.codigo_enviado_en, medio.codigo_por) == (ahora, a.nombre)
    assert medio.codigo_proximo_en == ahora + timedelta(seconds=30)
    bueno = enviado_por(a)
    malo = f"{(int(bueno) + 1) % 10**6:06d}"
    assert codigos.comprobar(medio, codigo=malo, ahora=ahora) is CodigoIncorrecto
    assert codigos.comprobar(medio, codigo=bueno, ahora=ahora) is None
    assert codigos.comprobar(medio, codigo=bueno, ahora=ahora + codigos.VIGENCIA) is CodigoVencido


def test_con_dos_pasarelas_la_segunda_no_espera_una_hora(
    medio: MedioContacto, ahora: datetime, a: Pasarela, settings: Settings
) -> None:
    with pasarela(contesta()) as b:
        settings.SMS_PASARELAS = leer_sms_url(f"{a.url} {b.url}")
        intentar(medio, ahora=ahora)
        assert b.pedidos == []
        intentar(medio, ahora=ahora)
        assert len(b.pedidos) == 1
        assert b.pedidos[0]["texto"] == a.pedidos[0]["texto"]
        assert medio.codigo_proximo_en is None


def test_copias_de_un_intento_son_un_intento(medio: MedioContacto, ahora: datetime, a: Pasarela) -> None:
    for _ in range(20):
        enviar_codigo(medio_id=medio.pk, envio=str(medio.codigo_envio), intentos=0, de_otra_version=1)
    assert len(a.pedidos) == 1
    a.contestar = contesta()
    intentar(medio, ahora=ahora)
    assert medio.codigo_proximo_en is None
    intentar(medio, ahora=ahora)
    assert len(a.pedidos) == 2


def test_pedirlo_de_nuevo_es_otro_codigo_y_deja_el_viejo(
    medio: MedioContacto, ahora: datetime, a: Pasarela
) -> None:
    a.contestar = contesta()
    viejo = medio.codigo_envio
    intentar(medio, ahora=ahora)
    primero = enviado_por(a)
    codigos.pedir([medio], ahora=ahora)
    codigos.enviar(medio.pk, envio=viejo, intentos=0, ahora=ahora)
    assert len(a.pedidos) == 1
    intentar(medio, ahora=ahora)
    assert len({pedido["id"] for pedido in a.pedidos}) == 2
    if enviado_por(a) != primero:
        assert codigos.comprobar(medio, codigo=primero, ahora=ahora) is CodigoIncorrecto


def test_una_direccion_que_se_rechaza_no_se_intenta_mas(
    medio: MedioContacto, ahora: datetime, pedidos: list[Pedido], a: Pasarela
) -> None:
    a.contestar = contesta(422)
    una_hora(medio, desde=ahora, pedidos=pedidos)
    medio.refresh_from_db()
    assert len(a.pedidos) == 1
    assert (medio.codigo_devuelto, medio.codigo_enviado_en, medio.codigo_proximo_en) == (True, None, None)


@pytest.mark.parametrize("falla", [FallaTemporal("no"), EnDuda("quizá", por="a"), FallaPermanente("nunca")])
def test_mientras_sale_no_se_retiene_nada(
    medio: MedioContacto, ahora: datetime, monkeypatch: pytest.MonkeyPatch, falla: OSError
) -> None:
    """Somebody who asks again, or confirms, while a server thinks is not kept waiting; what it answers is of before."""

    def tarda(*_: Any, **__: Any) -> None:
        codigos.pedir([medio], ahora=ahora)
        raise falla

    monkeypatch.setattr(envios, "enviar_sms", tarda)
    antes = medio.codigo_envio
    intentar(medio, ahora=ahora)
    assert medio.codigo_envio != antes
    assert (medio.codigo_envios, medio.codigo_enviado_en, medio.codigo_devuelto) == (0, None, False)
    assert medio.codigo_proximo_en == ahora + codigos.EN_COLA


def test_un_intento_que_no_termina_se_repite(
    medio: MedioContacto, ahora: datetime, pedidos: list[Pedido], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envios, "enviar_sms", lambda *_, **__: (_ for _ in ()).throw(RecursionError))
    with pytest.raises(RecursionError):
        codigos.enviar(medio.pk, envio=medio.codigo_envio, intentos=0, ahora=ahora)
    pedidos.clear()
    codigos.reenviar_pendientes(ahora=ahora + codigos.EN_CURSO - timedelta(seconds=1))
    assert pedidos == []
    codigos.reenviar_pendientes(ahora=ahora + codigos.EN_CURSO)
    assert pedidos == [{"medio_id": medio.pk, "envio": str(medio.codigo_envio), "intentos": 1}]


def test_pasada_una_hora_ya_no_se_envia(medio: MedioContacto, ahora: datetime, pedidos: list[Pedido]) -> None:
    pedidos.clear()
    codigos.reenviar_pendientes(ahora=ahora + codigos.ENVIO_MAXIMO)
    assert pedidos == []


def test_lo_pendiente_se_busca_por_su_indice(medio: MedioContacto) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    pendientes = MedioContacto.objects.filter(codigo_proximo_en__lte=timezone.now())
    assert "medio_por_enviar" in pendientes.order_by("codigo_proximo_en").explain()


def test_cada_medio_tiene_otro_codigo(
    medio: MedioContacto, ahora: datetime, a: Pasarela, settings: Settings
) -> None:
    a.contestar = contesta()
    numeros = [f"55000000{n:02}" for n in range(12)]
    for numero in numeros:
        otro = MedioContacto.objects.create(
            contribuyente=medio.contribuyente,
            canal="CELULAR",
            destino=numero,
            registrado_en=ahora,
            codigo_pedido_en=ahora,
        )
        codigos.pedir([otro], ahora=ahora)
        intentar(otro, ahora=ahora)
    de_una_clave = {pedido["texto"] for pedido in a.pedidos}
    assert len(de_una_clave) >= len(numeros) - 1


def test_sin_la_clave_del_portal_no_se_calcula(medio: MedioContacto, settings: Settings) -> None:
    uno = codigos._codigo(medio)
    assert re.fullmatch(r"\d{6}", uno)
    otros = set()
    for n in range(5):
        settings.SECRET_KEY = f"otra clave del portal, la número {n}"
        otros.add(codigos._codigo(medio))
    assert len(otros | {uno}) >= 5


def test_pedirlo_empieza_de_cero(medio: MedioContacto, ahora: datetime, pedidos: list[Pedido]) -> None:
    cambios = {"codigo_intentos": 3, "codigo_envios": 2, "codigo_devuelto": True, "codigo_por": "a"}
    MedioContacto.objects.update(**cambios, codigo_enviado_en=ahora)
    pedidos.clear()
    despues = ahora + timedelta(minutes=3)
    codigos.pedir([medio], ahora=despues)
    medio.refresh_from_db()
    assert pedidos == [{"medio_id": medio.pk, "envio": str(medio.codigo_envio), "intentos": 0}]
    assert (medio.codigo_pedido_en, medio.codigo_enviado_en) == (despues, None)
    assert medio.codigo_proximo_en == despues + timedelta(seconds=20)
    assert (medio.codigo_intentos, medio.codigo_envios) == (0, 0)
    assert (medio.codigo_devuelto, medio.codigo_por) == (False, "")


def test_a_lo_confirmado_no_se_le_pide(medio: MedioContacto, ahora: datetime, pedidos: list[Pedido]) -> None:
    MedioContacto.objects.update(confirmado_en=ahora)
    pedidos.clear()
    codigos.pedir([medio], ahora=ahora)
    codigos.enviar(medio.pk, envio=medio.codigo_envio, intentos=0, ahora=ahora)
    assert pedidos == []
    medio.refresh_from_db()
    assert medio.codigo_envios == 0


def test_el_malo_gasta_un_intento(medio: MedioContacto, ahora: datetime) -> None:
    medio.codigo_enviado_en = ahora
    malo = f"{(int(codigos._codigo(medio)) + 1) % 10**6:06d}"
    assert codigos.comprobar(medio, codigo=malo, ahora=ahora) is CodigoIncorrecto
    medio.refresh_from_db()
    assert medio.codigo_intentos == 1


def test_mientras_se_intenta_nadie_mas_lo_intenta(
    medio: MedioContacto, ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    vistos = []

    def enviar_sms(*_: Any, intentos: int, **__: Any) -> None:
        vistos.append((intentos, MedioContacto.objects.get().codigo_proximo_en))

    monkeypatch.setattr(envios, "enviar_sms", enviar_sms)
    intentar(medio, ahora=ahora)
    assert vistos == [(1, ahora + timedelta(minutes=2))]
    assert (medio.codigo_envios, medio.codigo_enviado_en, medio.codigo_proximo_en) == (1, ahora, None)


def test_lo_que_falla_se_intenta_despues(
    medio: MedioContacto, ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envios, "enviar_sms", lambda *_, **__: (_ for _ in ()).throw(FallaTemporal("no")))
    intentar(medio, ahora=ahora)
    assert (medio.codigo_enviado_en, medio.codigo_proximo_en) == (None, ahora + timedelta(seconds=30))


def test_lo_pendiente_se_pide_una_vez_por_minuto_y_durante_una_hora(
    medio: MedioContacto, ahora: datetime, pedidos: list[Pedido]
) -> None:
    for segundos, cuantos in ((19, 0), (20, 1), (79, 0), (80, 1)):
        pedidos.clear()
        codigos.reenviar_pendientes(ahora=ahora + timedelta(seconds=segundos))
        assert len(pedidos) == cuantos, segundos
    pedidos.clear()
    codigos.reenviar_pendientes(ahora=ahora + timedelta(hours=1))
    assert pedidos == []
    codigos.reenviar_pendientes(ahora=ahora + timedelta(hours=1, microseconds=-1))
    assert len(pedidos) == 1


def test_al_correo_se_le_escribe_un_correo(
    medio: MedioContacto, ahora: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    escritos: list[Pedido] = []
    monkeypatch.setattr(envios, "enviar_correo", lambda envio, **datos: escritos.append(datos))
    MedioContacto.objects.update(canal="CORREO", destino="persona@ejemplo.mx")
    intentar(medio, ahora=ahora)
    assert [(uno["destino"], uno["en"]) for uno in escritos] == [("persona@ejemplo.mx", ahora)]
    assert codigos._codigo(medio) in escritos[0]["texto"]


@pytest.mark.usefixtures("_sin_limites_usados")
def test_las_mayusculas_no_hacen_otra_direccion() -> None:
    for n in range(10):
        codigos.contar_pedidos(f"rfc {n}", destinos=["Persona@ejemplo.mx" if n % 2 else "persona@ejemplo.mx"])
    with pytest.raises(DemasiadasSolicitudes):
        codigos.contar_pedidos("otro", destinos=["PERSONA@ejemplo.mx"])
