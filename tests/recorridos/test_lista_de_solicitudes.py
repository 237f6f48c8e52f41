"""What the page of requests offers and lists, and what it says of one that was resolved."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from buzon.cuentas.personal.funcionario import Funcionario
from buzon.demo.padron import crear_padron
from buzon.padron.models import CreditoFiscal
from buzon.promociones.models import Borrador, Solicitud
from buzon.promociones.reglas import Sentido
from buzon.promociones.services.atencion import resolver
from buzon.promociones.textos import renglones
from buzon.valores.fechas import dia_en_centro
from tests.personas import Dentro, al_confirmar
from tests.recorridos.test_promociones import RUTA, deudora, enviar, html, presentar

__all__ = ["deudora"]
pytestmark = pytest.mark.django_db
CON_REGISTRO = ("REGISTRO_PATRONAL", "CREDITO_FISCAL", "GARANTIA")


def asuntos(pagina: str) -> list[str]:
    return re.findall(r'<option value="([A-Z_]+)"', pagina)


def test_sin_registros_no_se_ofrece_lo_que_no_se_puede_presentar(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    pagina = html(quien.http.get(RUTA))
    assert asuntos(pagina) == ["OPINION_PUBLICA", "ACTIVACION"]
    assert "Por eso no se ofrecen los asuntos de registro patronal" in pagina
    assert "explícalo con el asunto «32D Opinión Pública»." in pagina
    for asunto in CON_REGISTRO:
        respuesta = enviar(quien, "continuar", asunto=asunto)
        assert respuesta.status_code == 422
        assert "Elige un asunto de la lista." in html(respuesta)
    assert Borrador.objects.get().asunto == ""
    assert not Solicitud.objects.exists()


def test_con_registros_y_creditos_se_ofrece_todo(deudora: Dentro) -> None:
    assert asuntos(html(deudora.http.get(RUTA)))[2:] == list(CON_REGISTRO)


def test_con_registros_y_sin_creditos(activa: Callable[..., Dentro]) -> None:
    crear_padron(ahora=timezone.now())
    quien = activa(persona="moral", sentido="POSITIVA")
    CreditoFiscal.objects.filter(registro__patron=quien.persona.rfc).delete()
    pagina = html(quien.http.get(RUTA))
    assert asuntos(pagina) == ["OPINION_PUBLICA", "ACTIVACION", "REGISTRO_PATRONAL"]
    assert "Por eso no se ofrecen los asuntos de crédito fiscal y de garantía" in pagina


def test_sin_buzon_no_se_manda_a_un_asunto_que_no_hay(entrar: Callable[..., Dentro]) -> None:
    pagina = html(entrar(persona="fisica").http.get(RUTA))
    assert asuntos(pagina) == ["ACTIVACION"]
    assert "que aparece cuando activas tu Buzón" in pagina
    assert "Por eso no se ofrecen" not in pagina


def test_la_lista_dice_cuando_vence_y_en_que_sentido_se_resolvio(deudora: Dentro) -> None:
    assert "Ve cómo van tus solicitudes" not in html(deudora.http.get(RUTA))
    for _ in range(2):
        presentar(deudora)
    abierta, resuelta = Solicitud.objects.order_by("pk")
    _resolver(resuelta, Sentido.IMPROCEDENTE)
    pagina = html(deudora.http.get(RUTA))
    assert "Tienes 1 solicitud sin resolver." in pagina
    assert 'href="#solicitudes"' in pagina
    assert "Debe resolverse a más tardar el" in pagina
    assert "Quedan 10 días naturales." in pagina
    assert '<span class="etiqueta" data-tono="mal">Improcedente</span>' in pagina
    assert "Resuelta el <time" in pagina
    hoy = dia_en_centro(timezone.now()) + timedelta(days=12)
    vencida, cerrada = renglones([abierta, Solicitud.objects.get(pk=resuelta.pk)], hoy=hoy)
    assert (vencida.plazo, vencida.esta_vencida) == ("Venció hace 2 días.", True)
    assert (cerrada.plazo, cerrada.esta_vencida) == ("", False)


@pytest.mark.parametrize("sentido", list(Sentido))
def test_lo_resuelto_dice_que_se_resolvio_y_que_sigue(deudora: Dentro, sentido: Sentido) -> None:
    presentar(deudora)
    solicitud = Solicitud.objects.get()
    _resolver(solicitud, sentido)
    pagina = html(deudora.http.get(f"{RUTA}{solicitud.folio}/"))
    assert f"Resolución: {sentido.impreso}" in pagina
    assert "<b>Resuelta el</b>" in pagina
    assert "Debe resolverse" not in pagina
    assert pagina.count("Se revisó todo y esto es lo que procede.") == 1
    assert ("presenta otra aclaración" in pagina) == (sentido is Sentido.IMPROCEDENTE)


def _resolver(solicitud: Solicitud, sentido: Sentido) -> None:
    texto = "Se revisó todo y esto es lo que procede."
    with al_confirmar():
        resolver(solicitud, sentido=sentido, texto=texto, quien=Funcionario("ana"), ahora=timezone.now())
