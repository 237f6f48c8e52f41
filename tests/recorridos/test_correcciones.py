"""A debtor asks, two persons of the office correct the register, and the opinion changes: through HTTP, whole."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buzon.cuentas.models import Personal, Usuario
from buzon.demo.padron import crear_padron
from buzon.documentos.models import Documento
from buzon.mensajes.models import Mensaje
from buzon.padron.hechos import SituacionCredito
from buzon.padron.models import CreditoFiscal
from buzon.promociones.models import Correccion, Solicitud
from opinion.models import CambioDeOpinion, OpinionCalculada
from opinion.reglas.creditos import EXTINGUIDOS
from tests.buzon.documentos.herramientas import texto_de
from tests.personal.conftest import dentro
from tests.personas import Dentro

pytestmark = pytest.mark.django_db
TEXTO = "Se acreditó el pago de los créditos: procede la corrección."


def _personal(nombre: str, subdelegacion: str, *, es_jefatura: bool) -> Client:
    cuenta = Usuario.objects.create_user(nombre, is_staff=True)
    Personal.objects.create(
        usuario=cuenta,
        rol="SUBDELEGACION",
        rfc=f"PEA{nombre[0].upper()}800101AB1",
        subdelegacion_id=subdelegacion,
        es_jefatura=es_jefatura,
        creado_en=timezone.now(),
    )
    return dentro(cuenta)


def _sentido(rfc: str) -> str:
    return str(OpinionCalculada.objects.get(rfc=rfc).sentido)


def _la_suya(quien: Dentro) -> str:
    encontrado = re.search(
        r'data-sentido="(\w+)"', quien.http.get("/cobranza/32d/mi-opinion/").content.decode()
    )
    return encontrado[1] if encontrado else ""


def test_de_la_negativa_a_la_positiva(activa: Callable[..., Dentro], tmp_path: Path) -> None:
    crear_padron(ahora=timezone.now())
    deudora = activa(persona="moral", sentido="NEGATIVA")
    rfc = deudora.persona.rfc
    assert _sentido(rfc) == "NEGATIVA"
    assert _la_suya(deudora) == "NEGATIVA"
    deudora.hacer("autorizar")
    assert Client().get(f"/api/v1/opiniones/{rfc}").json()["sentido"] == "NEGATIVA"
    deudores = CreditoFiscal.objects.filter(registro__patron=rfc).exclude(situacion__in=EXTINGUIDOS)
    claves = [f"{uno.registro_id}-{uno.numero}" for uno in deudores]
    datos = {
        "asunto": "CREDITO_FISCAL",
        "texto": "Ya pagué este crédito: adjunto.",
        "creditos": claves[:1],
        "accion": "continuar",
    }
    deudora.firmar(deudora.http.post("/promociones/aclaraciones/", datos, follow=True))
    solicitud = Solicitud.objects.get()
    seguimiento = f"/promociones/aclaraciones/{solicitud.folio}/"

    atiende = _personal("atiende", str(solicitud.subdelegacion_id), es_jefatura=False)
    jefa = _personal("jefa", str(solicitud.subdelegacion_id), es_jefatura=True)
    cambios = {f"situacion:{clave}": SituacionCredito.PAGADO.value for clave in claves}
    ruta = reverse("admin:promociones_correccion_proponer", args=[solicitud.pk])
    assert atiende.post(ruta, cambios | {"texto": TEXTO}).status_code == 302
    assert TEXTO not in deudora.http.get(seguimiento).content.decode()
    assert _sentido(rfc) == "NEGATIVA"
    mensajes = Mensaje.objects.filter(rfc=rfc).count()

    una = Correccion.objects.get()
    assert (
        jefa.post(
            reverse("admin:promociones_correccion_aprobar", args=[una.pk]), {"confirmo": "on"}
        ).status_code
        == 302
    )
    assert _sentido(rfc) == "POSITIVA"
    cambio = CambioDeOpinion.objects.filter(rfc=rfc).latest("pk")
    assert (cambio.de, cambio.a) == ("NEGATIVA", "POSITIVA")
    assert _la_suya(deudora) == "POSITIVA"
    assert Client().get(f"/api/v1/opiniones/{rfc}").json()["sentido"] == "POSITIVA"
    nuevos = Mensaje.objects.filter(rfc=rfc).order_by("pk")[mensajes:]
    assert "Tu solicitud se resolvió" in [mensaje.asunto for mensaje in nuevos]
    html = deudora.http.get(seguimiento).content.decode()
    for dicho in ("Resuelta", "Descargar resolución", "pasa de «Firme» a «Pagado»"):
        assert dicho in html, dicho
    assert "jefa" not in html

    documento = Documento.objects.get(clase="resolucion")
    assert documento.esta_sellado
    dicho = " ".join(texto_de(bytes(documento.pdf or b""), "-layout", en=tmp_path).split())
    assert "Con esta resolución el padrón se corrige así:" in dicho
    for clave in claves:
        assert clave.partition("-")[2] in dicho
    call_command("revisar_invariantes")
