"""Open and past sessions: seen, closed from another one, ended by time; and how long this one has."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buzon.bitacora.models import Asiento
from buzon.cuentas.models import Ingreso, MedioContacto, Usuario
from tests.personal.dentro import dentro
from tests.personas import CELULAR, CORREO, Dentro

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]
RUTA = "/buzon/sesiones/"


def otra_sesion(quien: Dentro) -> Dentro:
    """The same person before another computer."""
    otra = Dentro(quien.persona)
    otra.ingresar()
    return otra


def ingreso(quien: Dentro) -> Ingreso:
    return Ingreso.objects.get(pk=quien.http.session["ingreso"])


def html(respuesta: Any) -> str:
    return str(respuesta.content.decode())


def test_las_abiertas_y_esta_marcada(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    otra_sesion(quien)
    pagina = html(quien.http.get(RUTA))
    assert pagina.count("Esta sesión</span>") == 1
    assert pagina.count("Cerrar la sesión de las") == 1
    assert pagina.count("127.0.0.1") == 2
    assert ingreso(quien).certificado_numero in pagina


def test_esta_va_primero_y_cada_boton_dice_la_hora_de_la_suya(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    entradas = [timezone.now() + timedelta(seconds=n) for n in (61, 122, 183)]
    for en in entradas:
        with time_machine.travel(en, tick=False):
            otra_sesion(quien)
    pagina = html(quien.http.get(RUTA))
    abiertas = pagina[pagina.index(">Abiertas<") : pagina.index('id="anteriores"')].split("<li")[1:]
    assert ["Esta sesión</span>" in una for una in abiertas] == [True, False, False, False]
    horas = re.findall(r"Cerrar la sesión de las (\d\d:\d\d:\d\d)</button>", "".join(abiertas))
    assert horas == [f"{timezone.localtime(en):%H:%M:%S}" for en in reversed(entradas)]


def test_sin_javascript_cuanto_dura_se_dice_en_el_contenido(activa: Callable[..., Dentro]) -> None:
    pagina = html(activa(persona="fisica").http.get("/buzon/"))
    contenido = pagina[pagina.index("<main") : pagina.index("</main>")]
    assert "<noscript><p>Tu sesión termina tras 15 minutos" in contenido
    assert pagina.count("<noscript>") == contenido.count("<noscript>")


def test_cerrar_otra_la_termina_en_su_siguiente_peticion(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    otra = otra_sesion(quien)
    clave = ingreso(otra).pk
    assert otra.http.get(RUTA).status_code == 200
    assert "Cerraste esa sesión" in html(quien.http.post(f"{RUTA}{clave}/cerrar/", follow=True))
    respuesta = otra.http.get(RUTA, follow=True)
    assert respuesta.request["PATH_INFO"] == "/ingresar/"
    assert "se cerró desde otra" in html(respuesta)
    assert "sesion" not in otra.http.session
    assert otra.http.get(RUTA).status_code == 302
    assert quien.http.get(RUTA).status_code == 200
    assert "La cerraste desde otra sesión" in html(quien.http.get(RUTA))
    assert Asiento.objects.get(evento="cuentas.cerrar_sesiones").rfc == quien.persona.rfc
    assert "ya había terminado" in html(quien.http.post(f"{RUTA}{clave}/cerrar/", follow=True))


def test_una_sesion_cerrada_no_firma(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    otra = otra_sesion(quien)
    pagina = otra.guardar("autorizar")
    quien.http.post(f"{RUTA}cerrar-otras/")
    respuesta = otra.http.post(pagina.request["PATH_INFO"], otra.envio(pagina, "acto"))  # type: ignore[attr-defined]
    assert respuesta.headers["Location"] == "/ingresar/"


def test_cerrar_todas_las_demas(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    otras = [otra_sesion(quien) for _ in range(3)]
    assert "Cerraste 3 sesiones" in html(quien.http.post(f"{RUTA}cerrar-otras/", follow=True))
    assert "No había otras" in html(quien.http.post(f"{RUTA}cerrar-otras/", follow=True))
    assert quien.http.get(RUTA).status_code == 200
    assert [otra.http.get(RUTA).status_code for otra in otras] == [302] * 3


def test_antes_de_activar_tambien_se_ven_y_se_cierran(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    otra, tercera = otra_sesion(quien), otra_sesion(quien)
    activacion = html(quien.http.get(RUTA))
    assert activacion.count("Cerrar la sesión de las ") == 2
    assert "se cambian sin firmar" in activacion
    assert 'href="/buzon/contactos/"' not in activacion
    assert "Cerraste esa sesión" in html(quien.http.post(f"{RUTA}{ingreso(otra).pk}/cerrar/", follow=True))
    assert otra.http.get("/activacion/").headers["Location"].startswith("/ingresar/")
    assert "Cerraste 1 sesión" in html(quien.http.post(f"{RUTA}cerrar-otras/", follow=True))
    assert tercera.http.get("/activacion/").status_code == 302
    assert quien.http.get("/activacion/listo/").headers["Location"] == "/activacion/"


def test_cada_paso_de_la_activacion_lleva_a_las_sesiones(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    enlace = f'<a href="{RUTA}">Sesiones</a>'
    assert enlace in html(quien.http.get("/activacion/"))
    quien.http.post("/activacion/", {"correo": CORREO, "celular": CELULAR})
    assert enlace in html(quien.http.get("/activacion/codigos/"))
    MedioContacto.objects.update(confirmado_en=timezone.now())
    assert enlace in html(quien.http.get("/activacion/terminos/"))


def test_la_de_otro_no_existe_ni_se_cierra(activa: Callable[..., Dentro]) -> None:
    quien, extrana = activa(persona="fisica"), activa(persona="moral")
    for clave in (ingreso(quien).pk, 10**25):
        assert extrana.http.post(f"{RUTA}{clave}/cerrar/").status_code == 404
    extrana.http.post(f"{RUTA}cerrar-otras/")
    assert quien.http.get(RUTA).status_code == 200
    assert Client().get(RUTA).headers["Location"].startswith("/ingresar/?next=")
    assert Client().post(f"{RUTA}cerrar-otras/").status_code == 302


def test_cerrar_no_se_hace_con_get(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    otra = otra_sesion(quien)
    assert quien.http.get(f"{RUTA}{ingreso(otra).pk}/cerrar/").status_code == 405
    assert quien.http.get(f"{RUTA}cerrar-otras/").status_code == 405
    assert otra.http.get(RUTA).status_code == 200


def test_salir_y_entrar_encima_se_anotan_como_salida(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    primera = ingreso(quien)
    quien.ingresar()
    segunda = ingreso(quien)
    quien.http.post("/salir/")
    for cerrada in (primera, segunda):
        cerrada.refresh_from_db()
        assert (cerrada.cierre, cerrada.cerrado_en is None) == ("SALIDA", False)
    quien.ingresar()
    assert html(quien.http.get(RUTA)).count("Saliste") == 2


def test_como_termino_cada_una_y_por_paginas(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    base, ahora = ingreso(quien), timezone.now()
    for dias in range(1, 25):
        base.pk, base.reto = None, None
        base.ocurrido_en = ahora - timedelta(days=dias)
        base.actividad_en = base.ocurrido_en + (timedelta(hours=8) if dias == 1 else timedelta(minutes=5))
        base.save(force_insert=True)
    primera = html(quien.http.get(RUTA))
    assert primera.count("Llegó a su tiempo máximo") == 1
    assert primera.count("Terminó por falta de uso") == 19
    assert html(quien.http.get(f"{RUTA}?pagina=2")).count("Terminó por falta de uso") == 4
    for rara in ("0", "-1", "99", "x", "1e400", "\0"):
        assert quien.http.get(RUTA, {"pagina": rara}).status_code == 200


def test_la_actividad_se_escribe_una_vez_por_minuto_y_sin_leer_mas(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    inicio = ingreso(quien).actividad_en

    def consultas(segundos: int) -> list[str]:
        with (
            time_machine.travel(inicio + timedelta(seconds=segundos), tick=False),
            CaptureQueriesContext(connection) as vistas,
        ):
            quien.http.get("/sesion/" if segundos < 0 else "/activacion/listo/")
        return [c["sql"] for c in vistas if "cuentas_ingreso" in c["sql"]]

    assert len(consultas(59)) == 1
    assert ingreso(quien).actividad_en == inicio
    lectura, escritura = consultas(61)
    assert (lectura.split()[0], escritura.split()[0]) == ("SELECT", "UPDATE")
    assert ingreso(quien).actividad_en == inicio + timedelta(seconds=61)
    assert len(consultas(120)) == 1


def test_preguntar_cuanto_queda_no_es_usarla(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(minutes=14), tick=False):
        respuesta = quien.http.get("/sesion/")
        assert respuesta.headers["Cache-Control"] == "private, no-store"
        assert 50 <= respuesta.json()["inactividad"] <= 61
        assert respuesta.json()["maximo"] < 8 * 3600 - 14 * 60 + 2
    with time_machine.travel(ahora + timedelta(minutes=16), tick=False):
        assert quien.http.get("/sesion/").headers["Location"] == "/ingresar/"


def test_seguir_dentro_la_alarga_pero_no_mas_de_ocho_horas(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(minutes=14), tick=False):
        assert quien.http.post("/sesion/seguir/").json()["inactividad"] == 15 * 60
    with time_machine.travel(ahora + timedelta(minutes=28), tick=False):
        assert quien.http.get("/activacion/").status_code == 200
    for minutos in range(40, 8 * 60, 10):
        with time_machine.travel(ahora + timedelta(minutes=minutos), tick=False):
            assert quien.http.post("/sesion/seguir/").json()["maximo"] <= (8 * 60 - minutos) * 60 + 1
    with time_machine.travel(ahora + timedelta(hours=8, seconds=1), tick=False):
        assert quien.http.post("/sesion/seguir/").headers["Location"] == "/ingresar/"


def test_seguir_pide_post_y_su_ficha(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    assert quien.http.get("/sesion/seguir/").status_code == 405
    estricta = Client(enforce_csrf_checks=True)
    estricta.cookies = quien.http.cookies
    assert estricta.post("/sesion/seguir/").status_code == 403
    assert Client().get("/sesion/").status_code == 302


def test_cada_pagina_de_adentro_lleva_el_aviso_y_las_de_afuera_no(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    for ruta in ("/buzon/", "/cobranza/32d/autorizacion/", RUTA, "/soporte/", "/no-existe/"):
        assert 'data-inactividad="900"' in html(quien.http.get(ruta)), ruta
    for ruta in ("/", "/ingresar/", "/soporte/"):
        assert "data-inactividad" not in html(Client().get(ruta)), ruta


def test_las_del_personal_no_se_tocan() -> None:
    staff = dentro(Usuario.objects.create_superuser("personal"))
    assert staff.get("/admin/").status_code == 200
    assert staff.get(RUTA).headers["Location"] == "/ingresar/"
    assert not Ingreso.objects.exists()


@pytest.fixture
def staff() -> Client:
    """A member of the staff inside, without permissions."""
    cliente = dentro(Usuario.objects.create_user("empleada", is_staff=True))
    assert cliente.get("/admin/").status_code == 200
    return cliente


def test_el_personal_pregunta_cuanto_le_queda_y_la_alarga(staff: Client) -> None:
    ahora = timezone.now()
    with time_machine.travel(ahora + timedelta(minutes=14), tick=False):
        assert 50 <= staff.get("/sesion/").json()["inactividad"] <= 61
        assert staff.post("/sesion/seguir/").json()["inactividad"] == 15 * 60
    with time_machine.travel(ahora + timedelta(minutes=28), tick=False):
        assert staff.get("/admin/").status_code == 200
    with time_machine.travel(ahora + timedelta(minutes=44), tick=False):
        assert staff.get("/sesion/").status_code == 302
        assert Client().post("/sesion/seguir/").status_code == 302


def test_el_personal_no_pasa_de_ocho_horas_ni_sin_su_ficha(staff: Client) -> None:
    ahora = timezone.now()
    estricta = Client(enforce_csrf_checks=True)
    estricta.cookies = staff.cookies
    assert estricta.post("/sesion/seguir/").status_code == 403
    for minutos in range(10, 8 * 60, 10):
        with time_machine.travel(ahora + timedelta(minutes=minutos), tick=False):
            assert staff.post("/sesion/seguir/").json()["maximo"] <= (8 * 60 - minutos) * 60 + 1
    with time_machine.travel(ahora + timedelta(hours=8, seconds=1), tick=False):
        assert staff.post("/sesion/seguir/").status_code == 302


def test_una_cuenta_que_no_entro_con_su_efirma_no_pregunta() -> None:
    ajena = Client()
    ajena.force_login(Usuario.objects.create(username="PER850102A10", password="!"))
    assert ajena.get("/sesion/").headers["Location"] == "/ingresar/"
    assert ajena.post("/sesion/seguir/").headers["Location"] == "/ingresar/"


def test_las_paginas_del_personal_llevan_el_aviso(staff: Client) -> None:
    for ruta in ("/admin/", "/admin/password_change/"):
        pagina = html(staff.get(ruta))
        assert 'data-inactividad="900"' in pagina, ruta
        assert f'data-entrada="/admin/login/?next={ruta}"' in pagina, ruta
        assert 'action="/admin/logout/"' in pagina, ruta
    assert "data-inactividad" not in html(Client().get("/admin/login/"))


def test_dice_el_navegador_con_que_se_entro(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    assert "Navegador desconocido" in html(quien.http.get(RUTA))
    otra = Dentro(quien.persona)
    otra.http.defaults["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
    )
    otra.ingresar()
    assert "Firefox en Windows" in html(quien.http.get(RUTA))
