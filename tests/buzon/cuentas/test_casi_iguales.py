"""Secrets are compared whole: codes, second factors, the session of a challenge and of an entry, signatures."""

import uuid
from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from buzon.actos.errores import ActoUsado, CertificadoDistinto, RfcDistinto
from buzon.actos.services import validar_certificado_del_acto, ya_firmado
from buzon.confianza.services import validar_para_firmar
from buzon.cuentas import codigos, ingreso, selectors
from buzon.cuentas.activacion import confirmar
from buzon.cuentas.errores import CodigoIncorrecto, RetoVencido
from buzon.cuentas.models import Contribuyente, Ingreso, MedioContacto, Reto, Usuario
from buzon.cuentas.personal import segundo_factor
from buzon.cuentas.peticion import leer_firma
from buzon.demo.personas import Persona
from buzon.web.errores import PeticionMalformada
from tests.casi_iguales import casi_iguales
from tests.personal.expedientes import acto_de, crear_expediente

pytestmark = pytest.mark.django_db


@pytest.fixture
def medio(ahora: datetime) -> MedioContacto:
    """An e-mail whose code was sent just now, of a Buzón that is not active."""
    rfc = "EKU9003173C9"
    quien = Contribuyente.objects.create(
        usuario=Usuario.objects.create(username=rfc, password="!"), rfc=rfc, nombre="ESCUELA", creado_en=ahora
    )
    return MedioContacto.objects.create(
        contribuyente=quien,
        canal="CORREO",
        destino="persona@ejemplo.mx",
        registrado_en=ahora,
        codigo_pedido_en=ahora,
        codigo_enviado_en=ahora,
    )


def test_el_codigo_de_un_medio(medio: MedioContacto, ahora: datetime) -> None:
    bueno = codigos._codigo(medio)
    for cerca in casi_iguales(bueno):
        assert codigos.comprobar(medio, codigo=cerca, ahora=ahora) is CodigoIncorrecto, cerca
    assert codigos.comprobar(medio, codigo=bueno, ahora=ahora) is None


def test_el_codigo_al_activar(medio: MedioContacto, ahora: datetime) -> None:
    bueno = codigos._codigo(medio)
    for cerca in ("", bueno[:4], bueno[:5], bueno[:4] + bueno[:3:-1].translate({48: 49}), f"{bueno}0"):
        MedioContacto.objects.update(codigo_intentos=0)
        if cerca != bueno:
            with pytest.raises(CodigoIncorrecto):
                confirmar(medio.contribuyente.rfc, codigos={"CORREO": cerca}, ahora=ahora)
    medio.refresh_from_db()
    assert medio.confirmado_en is None


def test_cada_intento_equivocado_se_cuenta(medio: MedioContacto, ahora: datetime) -> None:
    bueno = codigos._codigo(medio)
    for _ in range(codigos.INTENTOS):
        medio.refresh_from_db()
        assert codigos.comprobar(medio, codigo=bueno[:5], ahora=ahora) is CodigoIncorrecto
    medio.refresh_from_db()
    assert codigos.comprobar(medio, codigo=bueno, ahora=ahora) is codigos.CodigoVencido


def test_la_sesion_y_el_id_de_un_reto(ahora: datetime) -> None:
    sesion = "k3j4h5g6f7d8s9a0q1w2e3r4t5y6u7i8"
    reto = ingreso.crear_reto(sesion=sesion, ahora=ahora)
    for cerca in casi_iguales(sesion):
        with pytest.raises(RetoVencido):
            ingreso.consumir_reto(str(reto.pk), sesion=cerca, ahora=ahora)
    for cerca in casi_iguales(str(reto.pk)):
        if _como_uuid(cerca) != reto.pk:
            with pytest.raises(RetoVencido):
                ingreso.consumir_reto(cerca, sesion=sesion, ahora=ahora)
    assert not Reto.objects.filter(usado_en__isnull=False).exists()
    assert ingreso.consumir_reto(str(reto.pk), sesion=sesion, ahora=ahora) == reto


def _como_uuid(texto: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(texto)
    except ValueError:
        return None


def test_el_ingreso_de_una_sesion_es_de_su_cuenta() -> None:
    """The mark of the session names an entry; another account's is as if there were none."""
    duena, extrana = (crear_expediente(numero).rfc for numero in (1, 2))
    suyo = Ingreso.objects.get(contribuyente__rfc=duena)
    cuentas = {rfc: Usuario.objects.get(username=rfc).pk for rfc in (duena, extrana)}
    assert selectors.ingreso_de(suyo.pk, usuario_id=cuentas[duena]) == suyo
    assert selectors.ingreso_de(suyo.pk, usuario_id=cuentas[extrana]) is None
    assert selectors.ingreso_de(suyo.pk + 10**6, usuario_id=cuentas[duena]) is None


def _codigos_que_valen(dispositivo: TOTPDevice) -> set[str]:
    """Those of this half minute and of the ones beside it, which are accepted too."""
    totp = TOTP(dispositivo.bin_key)
    ahora = timezone.now().timestamp()
    validos = set()
    for pasos in (-2, -1, 0, 1, 2):
        totp.time = ahora + 30 * pasos
        validos.add(f"{totp.token():06d}")
    return validos


@pytest.fixture
def ana() -> Usuario:
    return Usuario.objects.create_user("ana", password="una frase muy larga", is_staff=True)


def test_el_codigo_de_la_aplicacion(ana: Usuario) -> None:
    aparato = TOTPDevice.objects.create(user=ana, key=segundo_factor.llave_nueva(), name="prueba")
    totp = TOTP(aparato.bin_key)
    totp.time = timezone.now().timestamp()
    bueno = f"{totp.token():06d}"
    for cerca in casi_iguales(bueno) - _codigos_que_valen(aparato):
        # django-otp reads it as a number: zeros in front, and spaces, are the form's to refuse.
        if cerca.strip("\0").isdecimal() and int(cerca.strip("\0")) == int(bueno):
            continue
        TOTPDevice.objects.update(throttling_failure_count=0)
        assert segundo_factor.renovar_codigos(ana, codigo=cerca, ahora=timezone.now()) is None, cerca
    assert not StaticDevice.objects.exists()
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert segundo_factor.renovar_codigos(ana, codigo=bueno, ahora=timezone.now())


def test_inscribirse_pide_el_codigo_entero(ana: Usuario) -> None:
    llave = segundo_factor.llave_nueva()
    totp = TOTP(bytes.fromhex(llave))
    totp.time = timezone.now().timestamp()
    bueno = f"{totp.token():06d}"
    for cerca in ("", bueno[:5], f"{bueno}0", bueno[1:] + str((int(bueno[0]) + 5) % 10)):
        if cerca.isdecimal() and int(cerca) == int(bueno):
            continue
        assert segundo_factor.inscribir(ana, llave=llave, codigo=cerca, ahora=timezone.now()) is None
    assert not TOTPDevice.objects.exists()


@pytest.mark.usefixtures("_sin_limites_usados")
def test_el_codigo_de_recuperacion(ana: Usuario, settings: Settings) -> None:
    settings.LIMITES_FACTOR = 1000
    TOTPDevice.objects.create(user=ana, key=segundo_factor.llave_nueva(), name="prueba")
    bueno = segundo_factor.nuevos_codigos(ana, ahora=timezone.now())[0]
    datos = {"username": "ana", "password": "una frase muy larga", "next": "/admin/"}
    cerca = {
        bueno[:4],
        bueno[:11],
        bueno[1:],
        f"{bueno}2",
        bueno[:-1] + ("2" if bueno[-1] != "2" else "3"),
        "",
    }
    for codigo in cerca:
        StaticDevice.objects.update(throttling_failure_count=0)
        assert Client().post("/admin/login/", datos | {"otp_token": codigo}).status_code == 200, codigo
    assert segundo_factor.codigos_restantes(ana) == segundo_factor.CODIGOS
    StaticDevice.objects.update(throttling_failure_count=0)
    assert Client().post("/admin/login/", datos | {"otp_token": bueno}).status_code == 302
    assert segundo_factor.codigos_restantes(ana) == segundo_factor.CODIGOS - 1


def test_la_firma_con_que_se_firmo(ahora: datetime) -> None:
    firmado = acto_de("EKU9003173C9", "1" * 23, ahora)
    buena = bytes(firmado.firma)
    for cerca in (buena[:-1], buena[1:], buena + b"\0", buena[:-1] + b"\xfe", b""):
        with pytest.raises(ActoUsado):
            ya_firmado(firmado.preparado, firma=cerca)
    assert ya_firmado(firmado.preparado, firma=buena) == firmado


@pytest.mark.usefixtures("gente_demo")
def test_el_certificado_y_el_rfc_que_nombra_el_acto(elegir: Callable[..., Persona], ahora: datetime) -> None:
    cer, en = elegir().cer.read_bytes(), timezone.now()
    certificado = validar_para_firmar(cer, en=en).certificado
    acto = acto_de(certificado.rfc, "1" * 23, ahora).preparado
    acto.certificado_sha256 = certificado.sha256
    assert validar_certificado_del_acto(acto, certificado=cer, ahora=en).certificado == certificado
    for cerca in casi_iguales(certificado.sha256):
        acto.certificado_sha256 = cerca
        with pytest.raises(CertificadoDistinto):
            validar_certificado_del_acto(acto, certificado=cer, ahora=en)
    for cerca in casi_iguales(certificado.rfc):
        acto.rfc = cerca
        with pytest.raises(RfcDistinto):
            validar_certificado_del_acto(acto, certificado=cer, ahora=en)


def test_el_acto_que_dice_la_pagina() -> None:
    """The form of one act signs that act and no other."""
    esperado = str(uuid.uuid4())

    def leer(acto: str) -> str:
        peticion = RequestFactory().post("/")
        peticion.POST = QueryDict(mutable=True)  # type: ignore[misc]
        peticion.POST.update({"acto": acto, "certificado": "AAAA", "firma": "AAAA"})  # type: ignore[attr-defined]
        return leer_firma(peticion, campo_id="acto", esperado=esperado).id

    assert leer(esperado) == esperado
    for cerca in casi_iguales(esperado):
        with pytest.raises(PeticionMalformada):
            leer(cerca)
