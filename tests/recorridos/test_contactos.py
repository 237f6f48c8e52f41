"""Means of contact of an active Buzón: each change signed, told to whoever it touches, confirmed with its code."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.cookies import SimpleCookie
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.bitacora.models import Asiento, RechazoAsentado
from buzon.cuentas import codigos, vencimientos
from buzon.cuentas.models import CambioDeMedio, Contribuyente, MedioContacto
from buzon.documentos.models import Documento
from buzon.mensajes.models import Envio, Mensaje
from buzon.portal.templatetags.buzon import agrupado
from tests.personas import (
    CELULAR,
    CORREO,
    Dentro,
    cadena_mostrada,
    codigo_de,
    sin_limites_usados,
    ultimos_codigos,
)

pytestmark = pytest.mark.django_db
RUTA = "/buzon/contactos/"
OTRO_CORREO, OTRO_CELULAR = "otra@ejemplo.mx", "5587654321"


@pytest.fixture
def quien(activa: Callable[..., Dentro], settings: Settings) -> Dentro:
    settings.LIMITES_FACTOR = 100
    return activa(persona="fisica")


def medio(destino: str) -> MedioContacto:
    return MedioContacto.objects.get(destino=destino)


def agregar(quien: Dentro, destino: str) -> Any:
    """Post the form of the list; what follows is the page that certifies, or a refusal."""
    canal, campo = ("CORREO", "correo") if "@" in destino else ("CELULAR", "celular")
    return quien.http.post(RUTA, {"canal": canal, campo: destino}, follow=True)


def cambiar(quien: Dentro, viejo: str, nuevo: str) -> Any:
    campo = "correo" if "@" in nuevo else "celular"
    return quien.http.post(f"{RUTA}{medio(viejo).pk}/cambiar/", {campo: nuevo}, follow=True)


def sobre(quien: Dentro, destino: str, accion: str, **datos: str) -> Any:
    return quien.http.post(f"{RUTA}{medio(destino).pk}/{accion}/", datos, follow=True)


def codigo_para(destino: str) -> str:
    """The code of the newest message to that address."""
    carpeta = settings.CARPETA_CORREO if "@" in destino else settings.CARPETA_SMS
    suyos = [ruta for ruta in carpeta.glob("*.*") if destino in ruta.read_text(encoding="utf-8")]
    return codigo_de(max(suyos))


def confirmar(quien: Dentro, destino: str) -> Any:
    return sobre(quien, destino, "confirmar", codigo=codigo_para(destino))


def agregar_y_confirmar(quien: Dentro, destino: str) -> None:
    assert "Cambio firmado" in quien.firmar(agregar(quien, destino)).content.decode()
    assert "Confirmaste" in confirmar(quien, destino).content.decode()


def destinos_del_ultimo_aviso() -> set[str]:
    return set(Envio.objects.filter(mensaje=Mensaje.objects.latest("pk")).values_list("destino", flat=True))


def codigo_del_rechazo(respuesta: Any) -> str:
    return str(respuesta.context["rechazo"].codigo)


def todo_concuerda() -> None:
    salida = StringIO()
    call_command("revisar_invariantes", stdout=salida)
    assert "todo concuerda" in salida.getvalue()


def test_agrega_confirma_hace_principal_y_quita(quien: Dentro) -> None:
    pagina = quien.http.get(RUTA).content.decode()
    assert CORREO in pagina
    assert agrupado(CELULAR) in pagina
    assert pagina.count("Principal") == 2
    assert "hasta cinco correos y cinco celulares" in pagina
    certificar = agregar(quien, OTRO_CORREO)
    assert OTRO_CORREO in certificar.content.decode()
    assert not MedioContacto.objects.filter(destino=OTRO_CORREO).exists()
    hecho = quien.firmar(certificar)
    folio = hecho.request["PATH_INFO"].split("/")[-2]  # type: ignore[attr-defined]
    assert quien.http.get(f"/acuses/{folio}.pdf").status_code == 200
    nuevo = medio(OTRO_CORREO)
    assert (nuevo.confirmado_en, nuevo.principal) == (None, False)
    assert destinos_del_ultimo_aviso() == {CORREO, CELULAR}
    assert f"Código que llegó a {OTRO_CORREO}" in quien.http.get(RUTA).content.decode()
    assert "Confirmaste" in confirmar(quien, OTRO_CORREO).content.decode()

    quien.firmar(sobre(quien, OTRO_CORREO, "principal"))
    assert (medio(OTRO_CORREO).principal, medio(CORREO).principal) == (True, False)
    assert f"Si lo quitas, el principal será {CORREO}" in quien.http.get(RUTA).content.decode()
    quien.firmar(sobre(quien, OTRO_CORREO, "quitar"))
    assert destinos_del_ultimo_aviso() == {CORREO, OTRO_CORREO, CELULAR}
    assert medio(CORREO).principal
    assert not MedioContacto.objects.filter(destino=OTRO_CORREO).exists()
    assert ActoFirmado.objects.filter(tramite="cuentas.medios").count() == 3
    todo_concuerda()


def test_lo_que_se_firma_dice_un_solo_movimiento_y_el_asunto_lo_que_se_hizo(quien: Dentro) -> None:
    """What the table prints begins with the movement of the cadena; the subject travels by e-mail and SMS."""
    firmas: list[tuple[Callable[[], Any], str, str]] = [
        (lambda: agregar(quien, OTRO_CORREO), "ALTA DE MEDIO DE CONTACTO", "Firmaste el alta de un correo"),
        (lambda: sobre(quien, OTRO_CORREO, "principal"), "CAMBIO DE MEDIO", "Hiciste principal un correo"),
        (lambda: cambiar(quien, CELULAR, OTRO_CELULAR), "SUSTITUCIÓN", "Firmaste el cambio de un celular"),
        (lambda: sobre(quien, OTRO_CORREO, "quitar"), "BAJA DE MEDIO DE CONTACTO", "Quitaste un correo"),
    ]
    for pedir, impreso, asunto in firmas:
        pagina = pedir()
        assert f"<dd>MODIFICACIÓN: {impreso}" in pagina.text
        assert "|<wbr>Movimiento:MODIFICACION|" in pagina.text
        quien.firmar(pagina)
        assert Mensaje.objects.latest("pk").asunto == f"{asunto} de tu Buzón"
        if impreso.startswith("ALTA"):
            confirmar(quien, OTRO_CORREO)


def test_el_asiento_lleva_el_folio_y_el_medio_sin_completar(quien: Dentro) -> None:
    quien.firmar(agregar(quien, OTRO_CORREO))
    asiento = Asiento.objects.get(evento="cuentas.medios")
    folio = ActoFirmado.objects.get(tramite="cuentas.medios").folio
    assert asiento.detalle == {"folio": folio, "operacion": "AGREGAR", "medio": "ot***@ejemplo.mx"}
    confirmar(quien, OTRO_CORREO)
    assert not [a for a in Asiento.objects.all() if OTRO_CORREO in str(a.detalle)]
    assert OTRO_CORREO in ActoFirmado.objects.get(folio=folio).cadena


def test_el_aviso_dice_que_cambio_cuando_y_que_hacer(quien: Dentro) -> None:
    quien.firmar(cambiar(quien, CELULAR, OTRO_CELULAR))
    texto = Mensaje.objects.latest("pk").texto
    assert "** **** 5678" in texto
    assert "** **** 4321" in texto
    assert OTRO_CELULAR not in texto
    assert re.search(r"El \d+ de \w+ de \d{4}, \d\d:\d\d:\d\d horas", texto)
    assert "Si no fuiste tú" in texto


def test_sustituir_deja_el_viejo_en_uso_hasta_confirmar(quien: Dentro) -> None:
    quien.firmar(cambiar(quien, CELULAR, OTRO_CELULAR))
    assert (medio(CELULAR).principal, medio(OTRO_CELULAR).principal) == (True, False)
    assert destinos_del_ultimo_aviso() == {CORREO, CELULAR}
    for accion in ("quitar", "cambiar"):
        envio = {"celular": "5511112222"} if accion == "cambiar" else {}
        assert codigo_del_rechazo(sobre(quien, CELULAR, accion, **envio)) == "cambio_rebasado"
    confirmar(quien, OTRO_CELULAR)
    assert medio(OTRO_CELULAR).principal
    assert not MedioContacto.objects.filter(destino=CELULAR).exists()
    assert destinos_del_ultimo_aviso() == {CORREO, CELULAR, OTRO_CELULAR}
    todo_concuerda()


def test_el_codigo_del_numero_viejo_no_confirma_el_nuevo(quien: Dentro) -> None:
    quien.firmar(cambiar(quien, CELULAR, OTRO_CELULAR))
    viejo, clave_vieja = codigo_para(OTRO_CELULAR), medio(OTRO_CELULAR).pk
    sobre(quien, OTRO_CELULAR, "desistir")
    quien.firmar(cambiar(quien, CELULAR, "5511112222"))
    if viejo != codigo_para("5511112222"):
        respuesta = sobre(quien, "5511112222", "confirmar", codigo=viejo)
        assert (respuesta.status_code, codigo_del_rechazo(respuesta)) == (422, "codigo_incorrecto")
    assert quien.http.post(f"{RUTA}{clave_vieja}/confirmar/", {"codigo": viejo}).status_code == 404
    assert medio(CELULAR).principal


def test_el_ultimo_confirmado_no_se_quita_ni_preparado_de_antes(quien: Dentro) -> None:
    assert codigo_del_rechazo(sobre(quien, CORREO, "quitar")) == "ultimo_medio"
    agregar_y_confirmar(quien, OTRO_CORREO)
    uno, otro = sobre(quien, CORREO, "quitar"), sobre(quien, OTRO_CORREO, "quitar")
    quien.firmar(uno)
    tarde = quien.firmar(otro)
    assert (tarde.status_code, codigo_del_rechazo(tarde)) == (409, "ultimo_medio")
    assert "ya no se puede firmar" in tarde.content.decode()
    assert list(MedioContacto.objects.filter(canal="CORREO").values_list("destino", flat=True)) == [
        OTRO_CORREO
    ]
    todo_concuerda()


def test_solo_uno_confirmado_es_principal(quien: Dentro) -> None:
    quien.firmar(agregar(quien, OTRO_CORREO))
    assert codigo_del_rechazo(sobre(quien, OTRO_CORREO, "principal")) == "cambio_rebasado"
    assert codigo_del_rechazo(sobre(quien, CORREO, "principal")) == "cambio_rebasado"


@pytest.mark.parametrize(
    "repetido", [CORREO, "PERSONA@ejemplo.mx", "persona@EJEMPLO.MX", CELULAR, "+52 55 1234 5678"]
)
def test_el_mismo_dos_veces_se_rechaza(quien: Dentro, repetido: str) -> None:
    respuesta = agregar(quien, repetido)
    assert (respuesta.status_code, codigo_del_rechazo(respuesta)) == (409, "medio_repetido")
    _lo_dice_junto_al_campo(respuesta.text, repetido)
    assert not CambioDeMedio.objects.exists()


def _lo_dice_junto_al_campo(html: str, escrito: str) -> None:
    """What was written stays, marked, and the summary leads to it."""
    campo = "id_correo" if "@" in escrito else "id_celular"
    assert f'<a href="#{campo}">Está en tu lista' in html
    control = re.search(rf'<input [^>]*id="{campo}"[^>]*>', html)
    assert control
    assert f'value="{escrito}"' in control[0]
    assert 'aria-invalid="true"' in control[0]


def test_cambiar_por_uno_que_ya_esta_lo_dice_junto_al_campo(quien: Dentro) -> None:
    respuesta = cambiar(quien, CORREO, CORREO)
    assert (respuesta.status_code, codigo_del_rechazo(respuesta)) == (409, "medio_repetido")
    _lo_dice_junto_al_campo(respuesta.text, CORREO)


@pytest.mark.parametrize(
    ("codigo", "destino", "accion"),
    [
        ("medio_repetido", CORREO, "agregar"),
        ("ultimo_medio", CORREO, "quitar"),
        ("cambio_rebasado", CELULAR, "principal"),
    ],
)
def test_un_rechazo_no_deja_la_direccion_en_la_bitacora(
    quien: Dentro, codigo: str, destino: str, accion: str
) -> None:
    respuesta = agregar(quien, destino) if accion == "agregar" else sobre(quien, destino, accion)
    assert codigo_del_rechazo(respuesta) == codigo
    detalle = RechazoAsentado.objects.get(codigo=codigo).detalle
    assert detalle == ("pe***@ejemplo.mx" if destino == CORREO else "** **** 5678")


def test_la_base_tampoco_admite_el_mismo_dos_veces(quien: Dentro) -> None:
    uno = medio(CORREO)
    uno.pk, uno.destino, uno.principal = None, CORREO.upper(), False
    with pytest.raises(IntegrityError), transaction.atomic():
        uno.save()


def test_hasta_cinco_por_canal(quien: Dentro) -> None:
    for numero in range(4):
        quien.firmar(agregar(quien, f"m{numero}@ejemplo.mx"))
    assert codigo_del_rechazo(agregar(quien, "m9@ejemplo.mx")) == "medios_completos"
    assert "Ya tienes cinco" in quien.http.get(RUTA).content.decode()
    assert "Cambio firmado" in quien.firmar(cambiar(quien, CORREO, "m9@ejemplo.mx")).content.decode()
    assert "Cambio firmado" in quien.firmar(agregar(quien, OTRO_CELULAR)).content.decode()


@pytest.mark.parametrize(
    "malo",
    [
        "a@b@c.mx",
        "a@b.mx\nBcc: x@y.mx",
        "sin-arroba@",
        f"{'a' * 250}@b.mx",
        "ñandú@ana.mx",
        "ana@ñan_dú.mx",
        f"{'a' * 65}@b.mx",
        "a\0@b.mx",
        "<b>@b.mx",
    ],
)
def test_correos_hostiles(quien: Dentro, malo: str) -> None:
    respuesta = quien.http.post(RUTA, {"canal": "CORREO", "correo": malo})
    assert respuesta.status_code == 422
    assert not CambioDeMedio.objects.exists()


def test_un_dominio_con_otras_letras_se_firma_como_lo_tiene_el_dns(quien: Dentro) -> None:
    datos = {"canal": "CORREO", "correo": "ventas@peña.mx"}
    html = quien.http.post(RUTA, datos, follow=True).content.decode()
    assert "ventas@xn--pea-8ma.mx" in cadena_mostrada(html)
    assert CambioDeMedio.objects.get().destino == "ventas@xn--pea-8ma.mx"
    assert "peña.mx" not in html


@pytest.mark.parametrize(
    "malo", ["+1 212 555 0123", "9001234567", "8001234567", "3001234567", "123", "55 1234 567a"]
)
def test_numeros_extranjeros_y_de_costo_especial(quien: Dentro, malo: str) -> None:
    respuesta = quien.http.post(RUTA, {"canal": "CELULAR", "celular": malo})
    assert respuesta.status_code == 422
    assert "10 dígitos" in respuesta.content.decode()
    assert not CambioDeMedio.objects.exists()


def test_un_canal_que_no_existe_o_un_envio_vacio(quien: Dentro) -> None:
    assert quien.http.post(RUTA, {"canal": "PALOMA"}).status_code == 404
    assert quien.http.post(RUTA).status_code == 404
    assert quien.http.post(RUTA, {"canal": "CORREO"}).status_code == 422


def test_lo_que_se_firma_es_la_direccion_que_queda(quien: Dentro) -> None:
    assert agregar(quien, "a|Folio=1@ejemplo.mx").status_code == 422  # the cadena would say `¦`
    agregar(quien, "o'hara+1@ejemplo.mx")
    acto = ActoPreparado.objects.latest("creado_en")
    assert f"|Correo electrónico:{acto.cambio_de_medio.destino}|" in acto.cadena


def test_un_get_no_confirma_ni_cambia_nada(quien: Dentro) -> None:
    quien.firmar(agregar(quien, OTRO_CORREO))
    clave, codigo = medio(OTRO_CORREO).pk, codigo_para(OTRO_CORREO)
    for accion in ("confirmar", "reenviar", "desistir", "quitar", "principal"):
        respuesta = quien.http.get(f"{RUTA}{clave}/{accion}/", {"codigo": codigo})
        assert (respuesta.status_code, respuesta.headers["Location"]) == (302, RUTA)
    assert medio(OTRO_CORREO).confirmado_en is None
    assert codigo_para(OTRO_CORREO) == codigo


def test_cinco_codigos_malos_agotan_el_bueno_y_otro_sirve(quien: Dentro) -> None:
    quien.firmar(agregar(quien, OTRO_CORREO))
    bueno = codigo_para(OTRO_CORREO)
    malo = f"{(int(bueno) + 1) % 10**6:06d}"
    for _ in range(5):
        assert codigo_del_rechazo(sobre(quien, OTRO_CORREO, "confirmar", codigo=malo)) == "codigo_incorrecto"
    assert codigo_del_rechazo(sobre(quien, OTRO_CORREO, "confirmar", codigo=bueno)) == "codigo_vencido"
    assert "código nuevo" in sobre(quien, OTRO_CORREO, "reenviar").content.decode()
    assert "Confirmaste" in confirmar(quien, OTRO_CORREO).content.decode()


def test_lo_que_no_son_seis_digitos_no_gasta_intentos(quien: Dentro) -> None:
    quien.firmar(agregar(quien, OTRO_CORREO))
    for escrito in ("", "12345", "١٢٣٤٥٦", "a" * 300):
        assert sobre(quien, OTRO_CORREO, "confirmar", codigo=escrito).status_code == 422
    assert medio(OTRO_CORREO).codigo_intentos == 0


def test_confirmar_dos_veces_no_cambia_nada(quien: Dentro) -> None:
    quien.firmar(agregar(quien, OTRO_CORREO))
    confirmar(quien, OTRO_CORREO)
    cuando = medio(OTRO_CORREO).confirmado_en
    assert "Confirmaste" in confirmar(quien, OTRO_CORREO).content.decode()
    sobre(quien, OTRO_CORREO, "desistir")
    assert medio(OTRO_CORREO).confirmado_en == cuando


def test_los_codigos_se_piden_con_medida(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    quien.firmar(agregar(quien, OTRO_CORREO))
    estados = [sobre(quien, OTRO_CORREO, "reenviar").status_code for _ in range(10)]
    assert estados == [200] * 9 + [429]
    assert agregar(quien, OTRO_CORREO.upper().lower()).status_code in {409, 429}


def test_preparar_tambien_se_cuenta(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    estados = [agregar(quien, OTRO_CORREO).status_code for _ in range(11)]
    assert estados == [200] * 10 + [429]


def test_preparar_no_agota_los_codigos_de_una_direccion_ajena(
    activa: Callable[..., Dentro], entrar: Callable[..., Dentro]
) -> None:
    extrana = activa(persona="moral")
    assert [agregar(extrana, OTRO_CORREO).status_code for _ in range(11)] == [200] * 10 + [429]
    duena = entrar(persona="fisica")
    respuesta = duena.http.post("/activacion/", {"correo": OTRO_CORREO, "celular": OTRO_CELULAR})
    assert respuesta.status_code == 302


def test_firmar_espera_si_a_esa_direccion_se_le_envio_demasiado(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    pagina = agregar(quien, OTRO_CORREO)
    for numero in range(10):
        codigos.contar_pedidos(f"PER850102A1{numero}", destinos=[OTRO_CORREO.upper()])
    respuesta = quien.firmar(pagina)
    assert (respuesta.status_code, codigo_del_rechazo(respuesta)) == (429, "demasiadas_solicitudes")
    assert int(respuesta.headers["Retry-After"]) <= 360
    assert not MedioContacto.objects.filter(destino=OTRO_CORREO).exists()
    assert not ActoFirmado.objects.filter(tramite="cuentas.medios").exists()
    sin_limites_usados()
    assert "Cambio firmado" in quien.firmar(respuesta).content.decode()
    assert codigo_para(OTRO_CORREO)


@pytest.mark.parametrize(("horas", "queda"), [(71.9, True), (72, False)])
def test_a_las_72_horas_se_descarta_y_el_viejo_sigue(quien: Dentro, horas: float, queda: bool) -> None:
    quien.firmar(cambiar(quien, CELULAR, OTRO_CELULAR))
    luego = medio(OTRO_CELULAR).registrado_en + timedelta(hours=horas)
    vencimientos.cancelar_vencidos(ahora=luego)
    assert MedioContacto.objects.filter(destino=OTRO_CELULAR).exists() is queda
    assert medio(CELULAR).principal
    assert Asiento.objects.filter(evento="cuentas.medio_caducado").exists() is not queda
    todo_concuerda()


def test_despues_de_72_horas_el_codigo_no_confirma(quien: Dentro) -> None:
    quien.firmar(agregar(quien, OTRO_CORREO))
    MedioContacto.objects.filter(destino=OTRO_CORREO).update(
        registrado_en=timezone.now() - timedelta(hours=72)
    )
    respuesta = confirmar(quien, OTRO_CORREO)
    assert (respuesta.status_code, codigo_del_rechazo(respuesta)) == (409, "medio_caducado")
    assert codigo_del_rechazo(sobre(quien, OTRO_CORREO, "reenviar")) == "medio_caducado"


def test_una_activacion_sin_confirmar_se_cancela_entera(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", {"correo": CORREO, "celular": CELULAR})
    correo, _ = ultimos_codigos()
    quien.http.post("/activacion/codigos/", {"codigo_correo": correo, "codigo_celular": ""})
    quien.http.post("/activacion/codigos/", {"codigo_correo": correo, "codigo_celular": "000000"})
    assert MedioContacto.objects.filter(confirmado_en__isnull=False).count() == 1
    vencimientos.cancelar_vencidos(ahora=timezone.now() + timedelta(hours=72))
    assert not MedioContacto.objects.exists()
    asiento = Asiento.objects.get(evento="cuentas.registro_cancelado")
    assert asiento.rfc == quien.persona.rfc
    assert sorted(asiento.detalle["medios"]) == ["** **** 5678", "pe***@ejemplo.mx"]


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
def test_veinte_firmas_de_un_cambio_son_una(quien: Dentro) -> None:
    pagina = agregar(quien, OTRO_CORREO)
    url, envio = pagina.request["PATH_INFO"], quien.envio(pagina, "acto")

    def enviar(_: int) -> tuple[int, str]:
        pestana = Client()
        pestana.cookies = SimpleCookie({nombre: g.value for nombre, g in quien.http.cookies.items()})
        try:
            respuesta = pestana.post(url, envio)
            return respuesta.status_code, respuesta.headers.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as hilos:
        respuestas = set(hilos.map(enviar, range(20)))
    folio = ActoFirmado.objects.get(tramite="cuentas.medios").folio
    assert respuestas == {(302, f"{RUTA}actos/{folio}/")}
    assert Asiento.objects.filter(evento="cuentas.medios").count() == 1
    assert Mensaje.objects.filter(clave=f"medios:{folio}").count() == 1
    assert Documento.objects.filter(folio=folio).count() == 1
    assert MedioContacto.objects.filter(destino=OTRO_CORREO).count() == 1
    todo_concuerda()


def test_dos_pestanas_agregan_lo_mismo(quien: Dentro) -> None:
    una, otra = agregar(quien, OTRO_CORREO), agregar(quien, OTRO_CORREO)
    quien.firmar(una)
    tarde = quien.firmar(otra)
    assert (tarde.status_code, codigo_del_rechazo(tarde)) == (409, "medio_repetido")
    vista = quien.http.get(otra.request["PATH_INFO"])
    assert (vista.status_code, codigo_del_rechazo(vista)) == (409, "medio_repetido")
    assert ActoFirmado.objects.filter(tramite="cuentas.medios").count() == 1


def test_una_sesion_robada_no_cambia_nada_sin_la_efirma(quien: Dentro, activa: Callable[..., Dentro]) -> None:
    ladron = activa(persona="moral")
    pagina = agregar(quien, OTRO_CORREO)
    url, bueno = pagina.request["PATH_INFO"], quien.envio(pagina, "acto")
    ajena = {"certificado": ladron.certificado, "firma": ladron.envio(pagina, "acto")["firma"]}
    for envio, codigo in (
        (bueno | ajena, "rfc_distinto"),
        (bueno | {"firma": ajena["firma"]}, "firma_invalida"),
        ({"acto": bueno["acto"]}, "peticion_malformada"),
    ):
        respuesta = quien.http.post(url, envio)
        assert (respuesta.status_code, codigo_del_rechazo(respuesta)) == (422, codigo)
    assert not MedioContacto.objects.filter(destino=OTRO_CORREO).exists()
    assert not ActoFirmado.objects.filter(tramite="cuentas.medios").exists()


def test_lo_de_otro_no_existe(quien: Dentro, activa: Callable[..., Dentro]) -> None:
    extrana = activa(persona="moral")
    pagina = agregar(quien, OTRO_CORREO)
    preparado = pagina.request["PATH_INFO"]
    firmado = quien.firmar(pagina).request["PATH_INFO"]  # type: ignore[attr-defined]
    clave = medio(OTRO_CORREO).pk
    for url in (preparado, firmado):
        assert extrana.http.get(url).status_code == 404, url
        assert Client().get(url).status_code == 302, url
    for accion in ("cambiar", "quitar", "principal", "confirmar", "reenviar", "desistir"):
        for identificador in (clave, 10**25):
            respuesta = extrana.http.post(
                f"{RUTA}{identificador}/{accion}/", {"codigo": codigo_para(OTRO_CORREO)}
            )
            assert respuesta.status_code == 404, accion
    assert extrana.http.post(preparado, extrana.envio(pagina, "acto")).status_code == 404
    assert OTRO_CORREO not in extrana.http.get(RUTA).content.decode()
    assert medio(OTRO_CORREO).confirmado_en is None


def test_sin_sesion_o_sin_buzon_activo_no_se_abre(entrar: Callable[..., Dentro]) -> None:
    assert Client().get(RUTA).headers["Location"].startswith("/ingresar/?next=")
    quien = entrar(persona="fisica")
    assert quien.http.get(RUTA).headers["Location"] == "/activacion/"
    assert (
        quien.http.post(RUTA, {"canal": "CORREO", "correo": OTRO_CORREO}).headers["Location"]
        == "/activacion/"
    )


def test_un_acto_de_otro_tramite_no_se_firma_aqui(quien: Dentro) -> None:
    pagina = quien.guardar("autorizar")
    acto = pagina.request["PATH_INFO"].split("/")[-2]  # type: ignore[attr-defined]
    assert quien.http.post(f"{RUTA}{acto}/", quien.envio(pagina, "acto")).status_code == 404


def test_un_cambio_sin_firmar_vence(quien: Dentro) -> None:
    pagina = agregar(quien, OTRO_CORREO)
    with time_machine.travel(timezone.now() + timedelta(minutes=14), tick=False):
        assert quien.http.get(RUTA).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=20, seconds=1), tick=False):
        respuesta = quien.firmar(pagina)
    assert (respuesta.status_code, codigo_del_rechazo(respuesta)) == (409, "acto_vencido")
    assert Contribuyente.objects.get(rfc=quien.persona.rfc).medios.count() == 2
