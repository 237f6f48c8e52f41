"""When a challenge, a code, an address to be confirmed and a session are over: to the microsecond."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import RequestFactory
from pytest_django import Settings

from buzon.cuentas import activacion, codigos, ingreso, reglas, selectors, vencimientos
from buzon.cuentas.errores import CodigoVencido, MedioCaducado, RegistroVencido, RetoVencido
from buzon.cuentas.middleware import ACTIVIDAD_EN, ENTRO_EN, _restante
from buzon.cuentas.models import Contribuyente, Ingreso, MedioContacto, Reto, Usuario

pytestmark = pytest.mark.django_db
MICRO, SEGUNDO, MINUTO = timedelta(microseconds=1), timedelta(seconds=1), timedelta(minutes=1)
CINCO, DIEZ, TRES_DIAS = 5 * MINUTO, 10 * MINUTO, timedelta(hours=72)
RFC, SESION = "EKU9003173C9", "s" * 32


@pytest.mark.parametrize(
    ("en", "se_consume"),
    [
        (-MINUTO - MICRO, False),
        (-MINUTO, True),
        (CINCO - MICRO, True),
        (CINCO, False),
        (CINCO + MICRO, False),
    ],
)
def test_un_reto(ahora: datetime, en: timedelta, se_consume: bool) -> None:
    reto = ingreso.crear_reto(sesion=SESION, ahora=ahora)
    if se_consume:
        assert ingreso.consumir_reto(str(reto.pk), sesion=SESION, ahora=ahora + en) == reto
    else:
        with pytest.raises(RetoVencido):
            ingreso.consumir_reto(str(reto.pk), sesion=SESION, ahora=ahora + en)


def test_un_reto_se_borra_pasada_su_fecha(ahora: datetime) -> None:
    reto = ingreso.crear_reto(sesion=SESION, ahora=ahora)
    ingreso.borrar_retos(vencidos_antes_de=reto.vence_en)
    assert Reto.objects.exists()
    ingreso.borrar_retos(vencidos_antes_de=reto.vence_en + MICRO)
    assert not Reto.objects.exists()


@pytest.fixture
def contribuyente(ahora: datetime) -> Contribuyente:
    usuario = Usuario.objects.create(username=RFC, password="!")
    return Contribuyente.objects.create(usuario=usuario, rfc=RFC, nombre="ESCUELA", creado_en=ahora)


@pytest.fixture
def medio(contribuyente: Contribuyente, ahora: datetime) -> MedioContacto:
    """An e-mail that was written, and its code sent, just now."""
    return MedioContacto.objects.create(
        contribuyente=contribuyente,
        canal="CORREO",
        destino="persona@ejemplo.mx",
        registrado_en=ahora,
        codigo_pedido_en=ahora,
        codigo_enviado_en=ahora,
    )


def test_un_codigo_diez_minutos(medio: MedioContacto, ahora: datetime) -> None:
    bueno = codigos._codigo(medio)
    for en, rechazo in ((DIEZ - MICRO, None), (DIEZ, CodigoVencido), (DIEZ + MICRO, CodigoVencido)):
        assert codigos.comprobar(medio, codigo=bueno, ahora=ahora + en) is rechazo


def test_un_codigo_cinco_intentos(medio: MedioContacto, ahora: datetime) -> None:
    bueno = codigos._codigo(medio)
    for intentos, rechazo in ((4, None), (5, CodigoVencido), (6, CodigoVencido)):
        medio.codigo_intentos = intentos
        assert codigos.comprobar(medio, codigo=bueno, ahora=ahora) is rechazo


def test_un_codigo_que_no_salio_no_sirve(medio: MedioContacto, ahora: datetime) -> None:
    medio.codigo_enviado_en = None
    assert codigos.comprobar(medio, codigo=codigos._codigo(medio), ahora=ahora) is CodigoVencido


Uso = Callable[[MedioContacto, datetime], object]
USOS: dict[str, tuple[Uso, type[Exception]]] = {
    "confirmar": (
        lambda m, en: codigos.confirmar_medio(RFC, medio_id=m.pk, codigo=codigos._codigo(m), ahora=en),
        MedioCaducado,
    ),
    "reenviar": (lambda m, en: codigos.reenviar_codigo(RFC, medio_id=m.pk, ahora=en), MedioCaducado),
    "activar": (
        lambda m, en: activacion.confirmar(RFC, codigos={"CORREO": codigos._codigo(m)}, ahora=en),
        RegistroVencido,
    ),
    "reenviar al activar": (lambda m, en: activacion.reenviar_codigos(RFC, ahora=en), RegistroVencido),
}


@pytest.mark.usefixtures("_sin_limites_usados")
@pytest.mark.parametrize("uso", USOS)
def test_setenta_y_dos_horas(medio: MedioContacto, ahora: datetime, uso: str) -> None:
    usar, rechazo = USOS[uso]
    MedioContacto.objects.update(codigo_enviado_en=ahora + TRES_DIAS)
    medio.refresh_from_db()
    for de_mas in (timedelta(0), MICRO):
        with pytest.raises(rechazo):
            usar(medio, ahora + TRES_DIAS + de_mas)
    usar(medio, ahora + TRES_DIAS - MICRO)


def test_lo_que_vence_se_descarta_en_el_mismo_instante(medio: MedioContacto, ahora: datetime) -> None:
    assert reglas.PLAZO_DE_CONFIRMACION == TRES_DIAS
    vencimientos.cancelar_vencidos(ahora=ahora + TRES_DIAS - MICRO)
    assert MedioContacto.objects.exists()
    vencimientos.cancelar_vencidos(ahora=ahora + TRES_DIAS)
    assert not MedioContacto.objects.exists()


@pytest.mark.parametrize(
    ("quieta", "dentro", "vencida"),
    [
        (15 * MINUTO, 15 * MINUTO, False),
        (15 * MINUTO + MICRO, 15 * MINUTO + MICRO, True),
        (timedelta(0), timedelta(hours=8), False),
        (timedelta(0), timedelta(hours=8) + MICRO, True),
        (15 * MINUTO - MICRO, timedelta(hours=8) - MICRO, False),
    ],
)
def test_una_sesion(ahora: datetime, quieta: timedelta, dentro: timedelta, vencida: bool) -> None:
    """It lives its last instant, with nothing left, and none more."""
    peticion = RequestFactory().get("/")
    peticion.user, peticion.session = AnonymousUser(), SessionStore()
    peticion.session[ENTRO_EN] = (ahora - dentro).timestamp()
    peticion.session[ACTIVIDAD_EN] = (ahora - quieta).timestamp()
    queda = _restante(peticion, ahora=ahora)
    assert (queda is None) is vencida
    if queda is not None:
        assert (queda.inactividad >= 0, queda.maximo >= 0) == (True, True)
        assert (queda.inactividad == 0) is (quieta >= 15 * MINUTO)
        assert (queda.maximo == 0) is (dentro >= timedelta(hours=8))


def test_los_limites_de_una_sesion(settings: Settings) -> None:
    assert (settings.SESION_INACTIVIDAD_S, settings.SESION_MAXIMA_S) == (15 * 60, 8 * 60 * 60)


@pytest.mark.parametrize(
    ("quieta", "dentro", "abierta"),
    [
        (16 * MINUTO - MICRO, timedelta(hours=1), True),
        (16 * MINUTO, timedelta(hours=1), False),
        (timedelta(0), timedelta(hours=8) - MICRO, True),
        (timedelta(0), timedelta(hours=8), False),
    ],
)
def test_una_sesion_en_la_lista(
    contribuyente: Contribuyente, ahora: datetime, quieta: timedelta, dentro: timedelta, abierta: bool
) -> None:
    """A minute longer than it may be without use, since that is written once a minute."""
    Ingreso.objects.create(
        contribuyente=contribuyente,
        certificado=b"\x30\x82",
        certificado_numero="30001000000500003416",
        certificado_sha256="a" * 64,
        revocacion={},
        direccion="127.0.0.1",
        ocurrido_en=ahora - dentro,
        actividad_en=ahora - quieta,
    )
    assert selectors.ingresos_abiertos(RFC, ahora=ahora).exists() is abierta
    assert bool(selectors.ingresos_pasados(RFC, ahora=ahora, pagina="1").object_list) is not abierta
