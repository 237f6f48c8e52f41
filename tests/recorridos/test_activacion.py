"""Activating: codes with their limits, corrections, coming back, and the Terms."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.cuentas import activacion, codigos, vencimientos
from buzon.cuentas.errores import MediosSinConfirmar
from buzon.cuentas.models import Contribuyente, MedioContacto
from buzon.valores.rechazo import Rechazo
from tests.esperas import alguien_espera, esperar_a
from tests.personas import CELULAR, CORREO, Dentro, al_confirmar, ultimos_codigos

pytestmark = pytest.mark.django_db
MEDIOS = {"correo": CORREO, "celular": CELULAR}


def codigos_de(correo: str, celular: str) -> dict[str, str]:
    return {"codigo_correo": correo, "codigo_celular": celular}


def test_activa_y_da_su_acuse(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    pagina = quien.activar()
    assert "Buzón activado" in pagina.content.decode()
    contribuyente = Contribuyente.objects.get(rfc=quien.persona.rfc)
    assert contribuyente.acto_activacion is not None
    assert "SHA256 de los terminos" in contribuyente.acto_activacion.cadena
    assert quien.http.get(f"/acuses/{contribuyente.acto_activacion.folio}.pdf").status_code == 200
    assert quien.http.get("/buzon/").status_code == 200


def test_el_codigo_no_se_guarda(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    codigos = ultimos_codigos()
    for medio in MedioContacto.objects.all():
        assert not set(codigos) & {str(valor) for valor in vars(medio).values()}


def test_codigo_equivocado_y_los_acertados_se_quedan(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    correo, celular = ultimos_codigos()
    otro = f"{(int(celular) + 1) % 10**6:06d}"
    respuesta = quien.http.post("/activacion/codigos/", codigos_de(correo, otro))
    assert respuesta.status_code == 422
    assert 'data-codigo="codigo_incorrecto"' in respuesta.content.decode()
    assert (
        quien.http.post("/activacion/codigos/", codigos_de("", celular)).headers["Location"]
        == "/activacion/terminos/"
    )


def test_dice_cual_de_los_dos_codigos_fallo_y_por_que(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    malos = tuple(f"{(int(codigo) + 1) % 10**6:06d}" for codigo in ultimos_codigos())
    ambos = quien.http.post("/activacion/codigos/", codigos_de(*malos)).text
    for campo, canal in (("codigo_correo", "correo"), ("codigo_celular", "celular")):
        assert ambos.count(f'<a href="#id_{campo}">Código del {canal}: No es el del último mensaje.') == 1
    MedioContacto.objects.filter(canal="CELULAR").update(codigo_intentos=5)
    distintos = quien.http.post("/activacion/codigos/", codigos_de(*malos))
    assert 'data-codigo="codigo_vencido"' in distintos.text
    assert '<a href="#id_codigo_celular">Código del celular: Venció' in distintos.text
    assert '<a href="#id_codigo_correo">Código del correo: No es el del último mensaje.' in distintos.text
    vacios = quien.http.post("/activacion/codigos/", codigos_de("", "12345x")).text
    assert '<a href="#id_codigo_correo">Escribe los seis dígitos que llegaron a tu correo.' in vacios
    assert '<a href="#id_codigo_celular">El código del celular son seis dígitos, sin letras.' in vacios


def test_cinco_intentos_y_se_acabo(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    buenos = ultimos_codigos()
    malos = tuple(f"{(int(codigo) + 1) % 10**6:06d}" for codigo in buenos)
    for _ in range(5):
        quien.http.post("/activacion/codigos/", codigos_de(*malos))
    respuesta = quien.http.post("/activacion/codigos/", codigos_de(*buenos))
    assert 'data-codigo="codigo_vencido"' in respuesta.content.decode()


@pytest.mark.parametrize(("segundos", "status"), [(599, 302), (600, 422)])
def test_el_codigo_vale_diez_minutos(entrar: Callable[..., Dentro], segundos: int, status: int) -> None:
    quien = entrar(persona="fisica")
    inicio = timezone.now()
    with time_machine.travel(inicio, tick=False):
        quien.http.post("/activacion/", MEDIOS)
    with time_machine.travel(inicio + timedelta(seconds=segundos), tick=False):
        respuesta = quien.http.post("/activacion/codigos/", codigos_de(*ultimos_codigos()))
    assert respuesta.status_code == status


def test_reenviar_deja_sin_efecto_el_anterior(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    viejos = ultimos_codigos()
    quien.http.post("/activacion/reenviar/")
    nuevos = ultimos_codigos()
    if viejos != nuevos:
        assert quien.http.post("/activacion/codigos/", codigos_de(*viejos)).status_code == 422
    assert quien.http.post("/activacion/codigos/", codigos_de(*nuevos)).status_code == 302


def test_corregir_el_correo_y_volver_despues(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    quien.http.post("/activacion/", MEDIOS | {"correo": "otra@ejemplo.mx"})
    assert MedioContacto.objects.get(canal="CORREO").destino == "otra@ejemplo.mx"
    quien.http.post("/salir/")
    assert quien.ingresar().request["PATH_INFO"] == "/activacion/codigos/"  # type: ignore[attr-defined]


def test_a_las_72_horas_se_empieza_de_nuevo(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    tarde = timezone.now() + timedelta(hours=72)
    assert activacion.paso_de(quien.persona.rfc, ahora=tarde) is activacion.Paso.MEDIOS
    vencimientos.cancelar_vencidos(ahora=tarde)
    assert not MedioContacto.objects.exists()


@pytest.mark.parametrize(
    ("horas", "correo", "sigue"),
    [
        (71, CORREO, True),
        (71, CORREO.upper(), True),
        (71, "otra@ejemplo.mx", False),
        (72, CORREO, False),
    ],
)
def test_escribir_lo_mismo_no_alarga_las_72_horas(
    entrar: Callable[..., Dentro], horas: int, correo: str, sigue: bool
) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    desde = timezone.now() - timedelta(hours=horas)
    MedioContacto.objects.update(registrado_en=desde)
    quien.http.post("/activacion/", MEDIOS | {"correo": correo})
    assert (MedioContacto.objects.get(canal="CORREO").registrado_en == desde) is sigue
    assert quien.http.get("/activacion/terminos/").headers["Location"] == "/activacion/codigos/"
    assert quien.http.post("/activacion/codigos/", codigos_de(*ultimos_codigos())).status_code == 302


def test_los_codigos_se_piden_con_medida(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    respuestas = [quien.http.post("/activacion/", MEDIOS) for _ in range(11)]
    assert [respuesta.status_code for respuesta in respuestas] == [302] * 10 + [429]
    assert re.search(r"Espera \d+ minutos?", respuestas[-1].content.decode())


def test_solo_se_cuenta_la_direccion_a_la_que_se_envia(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    MedioContacto.objects.filter(canal="CORREO").update(confirmado_en=timezone.now())
    otros = [quien.http.post("/activacion/", MEDIOS | {"celular": f"55876543{n:02}"}) for n in range(10)]
    assert {respuesta.status_code for respuesta in otros} == {302}
    assert quien.http.post("/activacion/", MEDIOS | {"celular": "5587654399"}).status_code == 302
    assert MedioContacto.objects.get(canal="CORREO").confirmado_en


def test_un_codigo_pedido_sin_broker_se_envia_despues(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    sin_broker = timezone.now()
    MedioContacto.objects.update(codigo_enviado_en=None, codigo_envios=0, codigo_proximo_en=sin_broker)
    enviados = ultimos_codigos()
    with al_confirmar():
        codigos.reenviar_pendientes(ahora=timezone.now() + timedelta(minutes=1))
    assert ultimos_codigos() == enviados
    assert not MedioContacto.objects.filter(codigo_enviado_en=None).exists()


def test_lo_que_no_se_pudo_entregar_se_dice(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    assert "No se pudo entregar" not in quien.http.get("/activacion/codigos/").content.decode()
    MedioContacto.objects.filter(canal="CORREO").update(codigo_devuelto=True)
    assert quien.http.get("/activacion/codigos/").content.decode().count("No se pudo entregar") == 1


@pytest.mark.django_db(transaction=True)  # threads on connections of their own
@pytest.mark.parametrize(
    "orden",
    [
        lambda rfc: activacion.confirmar(rfc, codigos={}, ahora=timezone.now()),
        lambda rfc: activacion.reenviar_codigos(rfc, ahora=timezone.now()),
        lambda rfc: activacion.registrar_medios(
            rfc, destinos={"CORREO": "otra@ejemplo.mx"}, ahora=timezone.now()
        ),
    ],
    ids=["confirmar", "reenviar", "registrar"],
)
def test_dos_pestanas_se_esperan_sin_retener_medios(
    entrar: Callable[..., Dentro], orden: Callable[[str], None]
) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)

    def en_otra_pestana() -> None:
        try:
            with suppress(Rechazo):
                orden(quien.persona.rfc)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as otra:
        with transaction.atomic():
            Contribuyente.objects.select_for_update().get(rfc=quien.persona.rfc)
            hecho = otra.submit(en_otra_pestana)
            assert esperar_a(alguien_espera)
            assert len(MedioContacto.objects.select_for_update(nowait=True)) == 2
        hecho.result(timeout=20)


def test_medios_mal_escritos(entrar: Callable[..., Dentro]) -> None:
    respuesta = entrar(persona="fisica").http.post("/activacion/", {"correo": "x", "celular": "123"})
    assert respuesta.status_code == 422
    assert "10 dígitos" in respuesta.content.decode()


def test_senala_el_codigo_que_fallo_y_ya_no_pide_el_confirmado(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    correo, celular = ultimos_codigos()
    otro = f"{(int(celular) + 1) % 10**6:06d}"
    pagina = quien.http.post("/activacion/codigos/", codigos_de(correo, otro)).content.decode()
    assert 'name="codigo_correo"' not in pagina
    assert 'aria-invalid="true"' in pagina
    assert 'name="codigo_correo"' not in quien.http.get("/activacion/codigos/").content.decode()


@pytest.mark.parametrize("escrito", ["", "12ab56", "12345", "1234567", "١٢٣٤٥٦"])
def test_lo_que_no_son_seis_digitos_no_gasta_intentos(entrar: Callable[..., Dentro], escrito: str) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    respuesta = quien.http.post("/activacion/codigos/", codigos_de(escrito, escrito))
    assert respuesta.status_code == 422
    assert "seis dígitos" in respuesta.content.decode()
    assert set(MedioContacto.objects.values_list("codigo_intentos", flat=True)) == {0}


def test_reenviar_lo_dice(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.http.post("/activacion/", MEDIOS)
    pagina = quien.http.post("/activacion/reenviar/", follow=True)
    assert "Te enviamos códigos nuevos" in pagina.content.decode()
    assert quien.http.get("/activacion/reenviar/").headers["Location"] == "/activacion/codigos/"


def test_con_el_buzon_activo_los_medios_no_se_tocan_por_aqui(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    quien.http.post("/activacion/", MEDIOS | {"correo": "otra@ejemplo.mx"})
    with pytest.raises(MediosSinConfirmar):
        activacion.registrar_medios(
            quien.persona.rfc, destinos={"CORREO": "otra@ejemplo.mx"}, ahora=timezone.now()
        )
    assert MedioContacto.objects.get(canal="CORREO").destino == CORREO
    respuesta = quien.http.post("/activacion/reenviar/")
    assert respuesta.headers["Location"] == "/activacion/listo/"
    assert not Asiento.objects.filter(evento="cuentas.reenviar_codigos").exists()


def test_un_envio_vacio_se_rechaza(entrar: Callable[..., Dentro]) -> None:
    assert entrar(persona="fisica").http.post("/activacion/").status_code == 422
