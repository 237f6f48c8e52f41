"""The checker finds what was broken on purpose: otherwise "todo concuerda" would mean nothing."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from buzon.portal import invariantes
from tests.buzon.promociones.particular import Particular
from tests.personas import Dentro

pytestmark = pytest.mark.django_db(transaction=True)  # PostgreSQL has checked the rows before they are broken

ROTURAS = {
    "cada_acto_tiene_su_documento": "DELETE FROM documentos_documento WHERE rfc = %s",
    "cada_acto_tiene_su_asiento": "DELETE FROM bitacora_asiento WHERE rfc = %s",
    "cada_firma_se_sostiene": "UPDATE actos_actofirmado SET cadena = cadena || ' ' WHERE rfc = %s",
    "cada_acto_surtio_su_efecto": "DELETE FROM autorizacion32d_transicion USING autorizacion32d_autorizacion a"
    " WHERE autorizacion_id = a.id AND a.rfc = %s",
    "el_estado_es_la_suma_de_sus_actos": "UPDATE autorizacion32d_autorizacion SET ultimo_folio = '' WHERE rfc = %s",
    "cada_documento_esta_entero": "UPDATE documentos_documento SET pdf = 'x' WHERE rfc = %s",
    "cada_acto_tiene_su_mensaje": "DELETE FROM mensajes_mensaje WHERE rfc = %s"
    " AND id > (SELECT min(id) FROM mensajes_mensaje)",
    "cada_opinion_tiene_su_documento": "UPDATE opinion_emitida SET cadena = cadena || ' ' WHERE rfc = %s",
    "cada_solicitud_viene_de_su_acto": "UPDATE promociones_solicitud SET texto = 'otro' WHERE rfc = %s",
    "cada_solicitud_esta_como_se_dijo": "UPDATE promociones_solicitud SET estado = 'INFORMACION_REQUERIDA'"
    " WHERE rfc = %s",
    "cada_correccion_es_de_dos_personas": "INSERT INTO promociones_correccion (solicitud_id, cambios, texto, estado,"
    " propuesta_por, propuesta_en, decidida_por, decidida_en, motivo)"
    " SELECT id, '[]', 'x', 'APROBADA', 'ana', now(), 'luz', now(), '' FROM promociones_solicitud WHERE rfc = %s",
    "cada_ingreso_gasto_su_reto": "UPDATE cuentas_reto SET usado_en = NULL WHERE %s <> ''",
    "cada_buzon_tiene_sus_medios": "UPDATE cuentas_mediocontacto SET principal = false WHERE %s <> ''",
}


def test_cada_invariante_tiene_su_rotura() -> None:
    assert {invariante.__name__ for invariante in invariantes.INVARIANTES} == set(ROTURAS)


@pytest.mark.parametrize("nombre", ROTURAS)
def test_encuentra_lo_roto(activa: Callable[..., Dentro], nombre: str) -> None:
    quien = activa(persona="moral")
    quien.hacer("autorizar")
    quien.http.post("/cobranza/32d/mi-opinion/")
    Particular.de(quien.persona).pedir_orientacion()
    assert not list(invariantes.hallazgos())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(ROTURAS[nombre], [quien.persona.rfc])
        cursor.execute("SET session_replication_role = DEFAULT")
    assert list(getattr(invariantes, nombre)())
    with pytest.raises(CommandError, match="hallazgo"):
        call_command("revisar_invariantes")
