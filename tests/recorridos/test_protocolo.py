"""Challenge and signature: what was signed for one purpose, text, person or moment serves for no other."""

import base64
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from autorizacion32d.models import Autorizacion
from buzon.actos.models import ActoFirmado
from buzon.cuentas.models import Ingreso
from buzon.demo import autoridad
from buzon.demo.emision import DIAS_DE_FIEL, Titular, emitir_persona
from buzon.demo.personas import Persona
from buzon.documentos.models import Documento
from buzon.efirma.certificado import leer_certificado
from tests.personas import CELULAR, CORREO, Dentro, cadena_mostrada

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]
Emitir = Callable[..., Persona]
HOSTIL = "<script>alert(1)</script> {{ 7*7 }} {% now 'Y' %} =HYPERLINK(1) | ../../etc ' \" &amp;"


@pytest.fixture
def emitir(gente_demo: list[Persona], settings: Settings, tmp_path: Path) -> Emitir:
    """Issue another e.firma of the demo authority: `emitir(persona)` renews, and `nombre=` renames."""
    ac = autoridad.crear_autoridad(settings.BUZON_DATOS / "demo", ahora=timezone.now()).intermedia

    def nueva(persona: Persona, *, nombre: str = "", desde: datetime | None = None) -> Persona:
        anterior = leer_certificado(persona.cer.read_bytes())
        titular = Titular(
            nombre or anterior.titular,
            anterior.rfc,
            anterior.curp,
            anterior.representante_rfc,
            anterior.representante_curp,
        )
        desde = desde or timezone.now() - timedelta(days=1)
        par = emitir_persona(ac, titular=titular, desde=desde, contrasena=persona.contrasena)
        cer, key = tmp_path / "nueva.cer", tmp_path / "nueva.key"
        cer.write_bytes(par.cer)
        key.write_bytes(par.key)
        return replace(persona, cer=cer, key=key, nombre=titular.nombre)

    return nueva


@pytest.fixture
def revocar(settings: Settings, tmp_path: Path) -> Callable[[Persona], None]:
    """Revoke an e.firma: from now on the CRL says so, in a copy of the authority's folder."""
    copia = tmp_path / "demo"
    shutil.copytree(settings.BUZON_DATOS / "demo", copia)
    settings.EFIRMA_CRLS = [copia / "crls"]

    def revocada(persona: Persona) -> None:
        numero = leer_certificado(persona.cer.read_bytes()).numero
        autoridad.revocar(copia, numero, ahora=timezone.now())
        autoridad.emitir_crl(copia, ahora=timezone.now())

    return revocada


def codigo(respuesta: Any) -> str:
    return str(respuesta.context["rechazo"].codigo)


def ruta(pagina: HttpResponse) -> str:
    return str(pagina.request["PATH_INFO"])  # type: ignore[attr-defined]


def firmas_de(tramite: str) -> list[str]:
    firmados = ActoFirmado.objects.filter(tramite=tramite)
    return [base64.b64encode(bytes(acto.firma)).decode() for acto in firmados]


def autorizado() -> bool:
    return ActoFirmado.objects.filter(tramite__startswith="autorizacion32d").exists()


# Purpose


def test_lo_firmado_para_un_acto_no_sirve_para_otro(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    (terminos,) = firmas_de("cuentas.activar")
    pagina = quien.guardar("autorizar")
    autorizar = quien.envio(pagina, "acto")
    otra = quien.guardar("autorizar")
    for envio, esperado in (
        (autorizar | {"firma": terminos}, "firma_invalida"),
        (quien.envio(otra, "acto"), "peticion_malformada"),
        (quien.envio(otra, "acto") | {"acto": autorizar["acto"]}, "firma_invalida"),
    ):
        assert codigo(quien.http.post(ruta(pagina), envio)) == esperado
    assert quien.http.post("/activacion/terminos/", autorizar).status_code == 404
    assert not autorizado()
    assert quien.http.post(ruta(pagina), autorizar).status_code == 302
    cancelar = quien.guardar("cancelar")
    envio = quien.envio(cancelar, "acto") | {"firma": autorizar["firma"]}
    assert codigo(quien.http.post(ruta(cancelar), envio)) == "firma_invalida"
    assert Autorizacion.objects.get(rfc=quien.persona.rfc).estado == "AUTORIZADA"


def test_lo_firmado_para_un_acto_no_abre_la_puerta(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    acto = quien.envio(quien.guardar("autorizar"), "acto")
    for firma in (acto["firma"], *firmas_de("cuentas.activar")):
        ladron = Client()
        envio = quien.envio(ladron.get("/ingresar/"), "reto") | {"firma": firma}
        assert codigo(ladron.post("/ingresar/", envio)) == "firma_invalida"
    ladron = Client()
    ladron.get("/ingresar/")
    envio = {"reto": acto["acto"], "certificado": acto["certificado"], "firma": acto["firma"]}
    assert codigo(ladron.post("/ingresar/", envio)) == "reto_vencido"


# Text


def casi_iguales(cadena: str) -> list[str]:
    return [
        cadena.replace("Autorizo", "Autoriza"),
        cadena.replace("Version:1", "Version:2"),
        cadena.replace("Autorizo hacer", "Autorizo hаcer"),  # a Cyrillic «а»
        unicodedata.normalize("NFD", cadena),
    ]


@pytest.mark.parametrize("cual", range(4), ids=["una letra", "otra versión", "letra parecida", "NFD"])
def test_un_texto_casi_igual_es_otro(activa: Callable[..., Dentro], cual: int) -> None:
    quien = activa(persona="moral")
    pagina = quien.guardar("autorizar")
    cadena = cadena_mostrada(pagina.content.decode())
    parecida = casi_iguales(cadena)[cual]
    assert parecida != cadena
    envio = quien.envio(pagina, "acto") | {"firma": quien.firma(parecida), "cadena": parecida}
    assert codigo(quien.http.post(ruta(pagina), envio)) == "firma_invalida"
    assert not autorizado()


def test_ni_texto_ni_rfc_ni_algoritmo_se_toman_del_envio(elegir: Callable[..., Persona]) -> None:
    quien, otra = Dentro(elegir(persona="fisica")), elegir(persona="moral")
    ajenos = {"cadena": "otra", "rfc": otra.rfc, "nombre": otra.nombre, "algoritmo": "SHA1", "next": "/x/"}
    envio = quien.envio(quien.http.get("/ingresar/"), "reto") | ajenos
    assert codigo(quien.http.post("/ingresar/", envio | {"firma": quien.firma("otra")})) == "firma_invalida"
    envio = quien.envio(quien.http.get("/ingresar/"), "reto") | ajenos
    assert quien.http.post("/ingresar/", envio).headers["Location"] == "/buzon/"
    assert Ingreso.objects.get().contribuyente.rfc == quien.persona.rfc


@pytest.mark.parametrize("campo", ["reto", "certificado", "firma"])
def test_lo_que_no_llega_como_texto_no_llega(elegir: Callable[..., Persona], campo: str) -> None:
    quien = Dentro(elegir(persona="fisica"))
    envio: dict[str, Any] = quien.envio(quien.http.get("/ingresar/"), "reto")
    valor = envio.pop(campo)
    archivo = ContentFile(valor.encode(), name="x")
    for disfrazado in ({f"{campo}[]": valor}, {campo: archivo}, {campo: valor + "\0"}):
        assert codigo(quien.http.post("/ingresar/", envio | disfrazado)) == "peticion_malformada"


# Person


def test_el_certificado_de_una_con_la_firma_de_otra(elegir: Callable[..., Persona]) -> None:
    una, otra = Dentro(elegir(persona="fisica")), Dentro(elegir(persona="moral"))
    for certificado, firma in ((una, otra), (otra, una)):
        pagina = una.http.get("/ingresar/")
        envio = firma.envio(pagina, "reto") | {"certificado": certificado.certificado}
        assert codigo(una.http.post("/ingresar/", envio)) == "firma_invalida"
    assert not Ingreso.objects.exists()


def test_la_empresa_no_firma_lo_de_su_representante(
    elegir: Callable[..., Persona], activa: Callable[..., Dentro]
) -> None:
    empresa = Dentro(elegir(persona="moral"))
    certificado = leer_certificado(empresa.persona.cer.read_bytes())
    representante = activa(rfc=certificado.representante_rfc)
    pagina = representante.guardar("autorizar")
    assert codigo(representante.http.post(ruta(pagina), empresa.envio(pagina, "acto"))) == "rfc_distinto"
    assert not autorizado()


def test_la_efirma_renovada_no_firma_lo_preparado_con_la_anterior(
    activa: Callable[..., Dentro], emitir: Emitir
) -> None:
    quien = activa(persona="moral")
    anterior, renovada = quien.persona, emitir(quien.persona)
    pagina = quien.guardar("autorizar")
    quien.persona = renovada
    datos = {"acto": ruta(pagina).split("/")[-2], "certificado": quien.certificado}
    assert quien.http.post("/efirma/validar/", datos).json()["codigo"] == "certificado_distinto"
    assert codigo(quien.http.post(ruta(pagina), quien.envio(pagina, "acto"))) == "certificado_distinto"
    assert not autorizado()
    quien.ingresar()
    assert "Autorización exitosa" in quien.hacer("autorizar").content.decode()
    quien.persona = anterior
    assert quien.ingresar().request["PATH_INFO"] == "/buzon/"  # type: ignore[attr-defined]


def test_un_nombre_hostil_es_un_nombre(elegir: Callable[..., Persona], emitir: Emitir) -> None:
    """The subject of a certificate is text: to the page, to the template and to the text that is signed."""
    quien = Dentro(emitir(elegir(persona="moral"), nombre=HOSTIL))
    quien.ingresar()
    quien.activar()
    paginas = [quien.guardar("autorizar"), quien.hacer("autorizar"), quien.http.get("/buzon/")]
    paginas += [quien.http.get("/activacion/listo/"), Client().get(f"/opinion/{quien.persona.rfc}/")]
    for pagina in paginas:
        assert pagina.status_code == 200
        assert "<script>alert" not in pagina.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in pagina.content.decode()
    acto = ActoFirmado.objects.get(tramite="autorizacion32d.autorizar")
    assert f"|Nombre o Razon Social:{HOSTIL.replace('|', '¦')}|" in acto.cadena
    assert Documento.objects.get(folio=acto.folio).esta_sellado


# Moment


def test_un_reto_respondido_no_abre_otra_vez(elegir: Callable[..., Persona]) -> None:
    quien = Dentro(elegir(persona="fisica"))
    envio = quien.envio(quien.http.get("/ingresar/"), "reto")
    ladron = Client()
    ladron.cookies["sesion"] = quien.http.cookies["sesion"].value
    assert quien.http.post("/ingresar/", envio).status_code == 302
    for cliente in (ladron, quien.http):
        assert codigo(cliente.post("/ingresar/", envio)) == "reto_vencido"
    quien.http.post("/salir/")
    assert codigo(quien.http.post("/ingresar/", envio)) == "reto_vencido"
    assert Ingreso.objects.count() == 1


@pytest.mark.parametrize(("atraso", "status"), [(59, 302), (61, 422)])
def test_un_reto_del_futuro_no_sirve(elegir: Callable[..., Persona], atraso: int, status: int) -> None:
    quien = Dentro(elegir(persona="fisica"))
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(seconds=atraso), tick=False):
        envio = quien.envio(quien.http.get("/ingresar/"), "reto")
    with time_machine.travel(ahora, tick=False):
        respuesta = quien.http.post("/ingresar/", envio)
    assert respuesta.status_code == status
    assert status == 302 or codigo(respuesta) == "reto_vencido"


@pytest.mark.parametrize(("atraso", "status"), [(59, 302), (61, 409)])
def test_un_acto_del_futuro_no_se_firma(activa: Callable[..., Dentro], atraso: int, status: int) -> None:
    quien = activa(persona="fisica")
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(seconds=atraso), tick=False):
        pagina = quien.guardar("autorizar")
    with time_machine.travel(ahora, tick=False):
        respuesta = quien.http.post(ruta(pagina), quien.envio(pagina, "acto"))
    assert respuesta.status_code == status
    assert status == 302 or codigo(respuesta) == "acto_vencido"


def test_los_terminos_del_futuro_se_preparan_otra_vez(entrar: Callable[..., Dentro]) -> None:
    """Otherwise the page would go on offering an act that nobody may sign until the clock comes up with it."""
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", {"correo": CORREO, "celular": CELULAR})
    correo, celular = quien.codigos()
    quien.http.post("/activacion/codigos/", {"codigo_correo": correo, "codigo_celular": celular})
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(minutes=5), tick=False):
        futura = quien.http.get("/activacion/terminos/")
    with time_machine.travel(ahora, tick=False):
        envio = quien.envio(futura, "acto")
        assert codigo(quien.http.post("/activacion/terminos/", envio)) == "acto_vencido"
        envio = quien.envio(quien.http.get("/activacion/terminos/"), "acto")
        assert quien.http.post("/activacion/terminos/", envio).status_code == 302


def test_un_acto_ya_firmado_no_admite_otra_firma(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    pagina = quien.guardar("autorizar")
    envio = quien.envio(pagina, "acto")
    assert quien.http.post(ruta(pagina), envio).status_code == 302
    otra = quien.http.post(ruta(pagina), envio | {"firma": quien.firma("otro texto")})
    assert (otra.status_code, codigo(otra)) == (409, "acto_usado")
    assert quien.http.post(ruta(pagina), envio).status_code == 302
    assert ActoFirmado.objects.filter(tramite="autorizacion32d.autorizar").count() == 1


def test_revocada_despues_de_entrar_ya_no_firma(
    activa: Callable[..., Dentro], revocar: Callable[[Persona], None]
) -> None:
    quien = activa(persona="moral")
    pagina = quien.guardar("autorizar")
    revocar(quien.persona)
    datos = {"acto": ruta(pagina).split("/")[-2], "certificado": quien.certificado}
    assert quien.http.post("/efirma/validar/", datos).json()["codigo"] == "certificado_revocado"
    assert codigo(quien.firmar(pagina)) == "certificado_revocado"
    assert not autorizado()


def test_revocada_despues_de_firmar_lo_firmado_queda(
    activa: Callable[..., Dentro], revocar: Callable[[Persona], None]
) -> None:
    quien = activa(persona="moral")
    quien.hacer("autorizar")
    revocar(quien.persona)
    assert codigo(quien.hacer("cancelar")) == "certificado_revocado"
    acto = ActoFirmado.objects.get(tramite="autorizacion32d.autorizar")
    assert acto.revocacion["estado"] == "VIGENTE"
    assert Client().get(f"/api/v1/opiniones/{quien.persona.rfc}").json()["folio"] == acto.folio
    documento = Documento.objects.get(folio=acto.folio)
    datos = {"folio": acto.folio, "codigo": documento.codigo}
    assert Client().post("/verificar/", datos).status_code == 200
    assert quien.http.get(f"/acuses/{acto.folio}.pdf").status_code == 200


def test_vencida_despues_de_entrar_ya_no_firma(elegir: Callable[..., Persona], emitir: Emitir) -> None:
    ahora = timezone.now()
    por_vencer = ahora - timedelta(days=DIAS_DE_FIEL) + timedelta(minutes=5)
    quien = Dentro(emitir(elegir(persona="moral"), desde=por_vencer))
    with time_machine.travel(ahora, tick=False):
        quien.ingresar()
        quien.activar()
        pagina = quien.guardar("autorizar")
    with time_machine.travel(ahora + timedelta(minutes=6), tick=False):
        assert codigo(quien.firmar(pagina)) == "certificado_vencido"
    assert not autorizado()
