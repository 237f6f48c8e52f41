"""Whose acts are found, and which of them still stand."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from buzon.actos import selectors
from buzon.actos.cadena_original import AUTORIZAR_OPINION, CANCELAR_OPINION, MODIFICAR_MEDIOS
from buzon.actos.models import ActoPreparado
from buzon.actos.selectors import a_la_vista, permiso_para_leer
from tests.buzon.actos.preparados import HUELLA, acto
from tests.personal.expedientes import acto_de

RFC, AJENO = "EKU9003173C9", "MISC491214B86"
CANCELAR = CANCELAR_OPINION.clave


@pytest.mark.django_db
def test_lo_preparado_es_de_quien_lo_pidio(ahora: datetime) -> None:
    uno = acto(ahora)
    assert selectors.preparado_por_id(str(uno.pk), rfc=RFC) == uno
    assert selectors.preparado_por_id(uno.pk, rfc=AJENO) is None
    assert selectors.preparado_por_id(uuid4(), rfc=RFC) is None
    assert selectors.preparado_por_id("no es un uuid", rfc=RFC) is None
    assert selectors.preparado_de(uno.pk, rfc=RFC, tramites=[CANCELAR]) == uno
    assert selectors.preparado_de(uno.pk, rfc=AJENO, tramites=[CANCELAR]) is None
    assert selectors.preparado_de(uno.pk, rfc=RFC, tramites=[AUTORIZAR_OPINION.clave]) is None


def vigente(ahora: datetime, *, sha256: str = HUELLA) -> ActoPreparado | None:
    return selectors.preparado_vigente(
        RFC, tramite=CANCELAR, certificado_sha256=sha256, ahora=ahora, vigente_en=ahora
    )


@pytest.mark.django_db
def test_vale_el_ultimo_que_nadie_intento(ahora: datetime) -> None:
    acto(ahora - timedelta(minutes=1))
    ultimo = acto(ahora)
    assert vigente(ahora) == ultimo
    assert vigente(ahora, sha256="otro") is None
    ActoPreparado.objects.update(intentos=1)
    assert vigente(ahora) is None


@pytest.mark.django_db
def test_lo_firmado_ya_no_esta_vigente(ahora: datetime) -> None:
    firmado = acto_de(RFC, "2" * 23, ahora, tramite=CANCELAR, certificado_sha256=HUELLA)
    assert vigente(ahora) is None
    assert selectors.firmado_con(firmado.preparado) == firmado
    assert selectors.firmado_con(acto(ahora)) is None


@pytest.mark.django_db
def test_lo_firmado_se_lista_del_ultimo_al_primero(ahora: datetime) -> None:
    viejo = acto_de(RFC, "2" * 23, ahora - timedelta(days=1), tramite=CANCELAR)
    nuevo = acto_de(RFC, "3" * 23, ahora, tramite=AUTORIZAR_OPINION.clave)
    acto_de(AJENO, "4" * 23, ahora, tramite=CANCELAR)
    assert list(selectors.firmados_de(RFC)) == [nuevo, viejo]
    assert list(selectors.historial_de(RFC, tramites=[CANCELAR])) == [viejo]
    assert selectors.firmado_de("2" * 23, rfc=RFC, tramites=[CANCELAR]) == viejo
    assert selectors.firmado_de("2" * 23, rfc=AJENO, tramites=[CANCELAR]) is None
    assert selectors.firmado_de("3" * 23, rfc=RFC, tramites=[CANCELAR]) is None


def test_solo_lo_de_los_medios_se_lee_enmascarado() -> None:
    medios, otro = (ActoPreparado(tramite=t.clave) for t in (MODIFICAR_MEDIOS, CANCELAR_OPINION))
    assert (permiso_para_leer(medios), permiso_para_leer(otro)) == ("cuentas.revelar_medio", "")
    texto = "Agregar el correo persona@ejemplo.mx"
    assert "persona@" not in a_la_vista(medios, texto)
    assert a_la_vista(otro, texto) == texto
