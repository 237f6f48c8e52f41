"""Whatever the staff writes is kept in its tab if the session ends: its form says whose it is and what."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.cuentas.models import MedioContacto, Usuario
from buzon.promociones.models import Correccion, Plantilla, Solicitud
from tests.buzon.padron.fabricas import OFICINA
from tests.personal.dentro import dentro
from tests.personal.expedientes import Expediente, correccion_de, url

pytestmark = pytest.mark.django_db
DeRol = Callable[..., Client]
TEXTO = "Con lo que enviaste queda resuelta tu solicitud."


def formas_con_texto(html: str) -> list[str]:
    formas = re.findall(r"<form.*?</form>", html, re.DOTALL)
    return [forma for forma in formas if "<textarea" in forma]


def _revelar(rfc: str) -> str:
    return reverse("personal:revelar", args=[rfc, MedioContacto.objects.latest("pk").pk])


def paginas(expediente: Expediente, jefa: Client, normativa: Client) -> Iterator[tuple[str, str, str]]:
    """Yield each page with something to write on: its HTML, the names of what is written, and the page of it."""
    solicitud = Solicitud.objects.get(rfc=expediente.rfc)
    cambio, atender = url(Solicitud, "change", solicitud.pk), url(Solicitud, "atender", solicitud.pk)
    proponer, n = url(Correccion, "proponer", solicitud.pk), solicitud.pk
    una_plantilla = url(Plantilla, "change", Plantilla.objects.latest("pk").pk)
    expediente_ = reverse("personal:expediente", args=[expediente.rfc])
    medio = f"revelar:{MedioContacto.objects.latest('pk').pk}"

    def de(respuesta: object) -> str:
        return respuesta.content.decode()  # type: ignore[attr-defined]

    resolver = {"orden": "resolver", "sentido": "PROCEDENTE", "texto": TEXTO, "visto": "0"}
    yield de(jefa.get(cambio)), f"resolver:{n} turnar:{n}", cambio
    yield de(jefa.post(atender, {"orden": "responder", "texto": ""})), f"resolver:{n} turnar:{n}", cambio
    yield de(jefa.post(atender, resolver)), f"resolver:{n}", cambio
    yield de(jefa.get(proponer)), f"proponer:{n}", proponer
    yield de(jefa.post(proponer, {"texto": ""})), f"proponer:{n}", proponer
    yield de(normativa.get(una_plantilla)), f"plantilla:{Plantilla.objects.latest('pk').pk}", una_plantilla
    yield de(normativa.get(url(Plantilla, "add"))), "plantilla:nueva", url(Plantilla, "add")
    yield de(normativa.get(expediente_)), medio, expediente_
    yield de(normativa.post(_revelar(expediente.rfc), {"motivo": "no"})), medio, expediente_
    una = correccion_de(solicitud, ahora=timezone.now())
    pagina, rechazar = url(Correccion, "change", una.pk), url(Correccion, "rechazar", una.pk)
    yield de(jefa.get(pagina)), f"rechazar:{n}", pagina
    yield de(jefa.post(rechazar, {"motivo": ""})), f"rechazar:{n}", pagina


def test_todo_lo_que_se_escribe_se_conserva_en_la_pestana(expediente: Expediente, de_rol: DeRol) -> None:
    jefa = de_rol("SUBDELEGACION", subdelegacion=OFICINA, es_jefatura=True)
    normativa = de_rol("NORMATIVA")
    vistas = 0
    for html, claves, vuelta in paginas(expediente, jefa, normativa):
        formas = formas_con_texto(html)
        assert [re.findall(r'data-rescate-clave="([^"]+)"', forma) for forma in formas] == [
            [clave] for clave in claves.split()
        ], (claves, vuelta)
        for forma in formas:
            assert forma.count("<textarea") == 1
            assert re.search(r'data-rescate="[0-9a-f]{32}"', forma)
            assert f'href="/admin/login/?next={vuelta}"' in forma
        assert html.count("<textarea") == len(formas)
        assert f'data-entrada="/admin/login/?next={vuelta}"' in html
        assert html.count("js/rescate") == 1
        vistas += 1
    assert vistas == 11


def test_la_marca_es_de_la_cuenta_y_no_dice_cual(expediente: Expediente, de_rol: DeRol) -> None:
    pagina = url(Solicitud, "change", Solicitud.objects.get(rfc=expediente.rfc).pk)
    una, otra = (de_rol("SUBDELEGACION", subdelegacion=OFICINA) for _ in range(2))
    cuenta = Usuario.objects.order_by("-pk")[1]

    def marca(quien: Client) -> str:
        return re.findall(r'data-rescate="([^"]+)"', quien.get(pagina).content.decode())[0]

    marcas = [marca(una), marca(otra)]
    TOTPDevice.objects.filter(user=cuenta).delete()
    marcas.append(marca(dentro(cuenta)))
    assert marcas[0] == marcas[2] != marcas[1]
    assert cuenta.username not in marcas[0]


def test_la_entrada_no_lo_carga(expediente: Expediente) -> None:
    assert "rescate" not in Client().get("/admin/login/").content.decode()
