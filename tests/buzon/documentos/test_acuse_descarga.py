"""Download of an acuse: its owner and nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client

from buzon.cuentas.models import Usuario
from buzon.documentos.models import Documento
from buzon.web.archivos import como_archivo
from tests.personal.dentro import dentro
from tests.personas import Dentro

pytestmark = pytest.mark.django_db


def test_la_duena_descarga_los_bytes_guardados(
    activa: Callable[..., Dentro], sellado: Callable[..., Documento]
) -> None:
    documento, quien = sellado(persona="moral"), activa(persona="moral")
    respuesta = quien.http.get(f"/acuses/{documento.folio}.pdf")
    assert respuesta.status_code == 200
    assert respuesta.content == bytes(documento.pdf or b"")
    assert respuesta["Content-Type"] == "application/pdf"
    assert respuesta["Content-Disposition"].startswith(
        f'attachment; filename="Acuse_{documento.rfc}_{documento.folio}.pdf"'
    )
    assert respuesta["Cache-Control"] == "private, no-store"
    assert respuesta["X-Content-Type-Options"] == "nosniff"


def test_para_otra_persona_no_existe(
    activa: Callable[..., Dentro], sellado: Callable[..., Documento]
) -> None:
    documento, ajena = sellado(persona="moral"), activa(persona="fisica")
    assert ajena.http.get(f"/acuses/{documento.folio}.pdf").status_code == 404
    assert ajena.http.get(f"/acuses/{'9' * 23}.pdf").status_code == 404
    assert ajena.http.get("/acuses/no-es-un-folio.pdf").status_code == 404


def test_sin_entrar_lleva_a_ingresar(sellado: Callable[..., Documento]) -> None:
    respuesta = Client().get(f"/acuses/{sellado().folio}.pdf")
    assert respuesta.status_code == 302
    assert respuesta["Location"].startswith("/ingresar/")


def test_el_personal_tampoco_lo_descarga(sellado: Callable[..., Documento]) -> None:
    personal = dentro(Usuario.objects.create_superuser("personal"))
    assert personal.get(f"/acuses/{sellado().folio}.pdf").status_code != 200


@pytest.mark.usefixtures("encolados")
def test_pendiente_dice_que_espere(
    activa: Callable[..., Dentro], pendiente: Callable[..., Documento]
) -> None:
    documento, quien = pendiente(persona="moral"), activa(persona="moral")
    respuesta = quien.http.get(f"/acuses/{documento.folio}.pdf")
    assert respuesta.status_code == 409
    assert 'data-codigo="documento_pendiente"' in respuesta.content.decode()


def test_solo_se_lee(activa: Callable[..., Dentro], sellado: Callable[..., Documento]) -> None:
    documento, quien = sellado(persona="moral"), activa(persona="moral")
    assert quien.http.head(f"/acuses/{documento.folio}.pdf").status_code == 200
    assert quien.http.post(f"/acuses/{documento.folio}.pdf").status_code == 405
    assert quien.http.delete(f"/acuses/{documento.folio}.pdf").status_code == 405


def test_el_nombre_del_archivo_admite_enie_y_ampersand() -> None:
    disposicion = como_archivo('Acuse_ÑÑ&A010101AAA_1"\r\n.pdf')
    assert disposicion == (
        'attachment; filename="Acuse____A010101AAA_1___.pdf"; '
        "filename*=UTF-8''Acuse_%C3%91%C3%91%26A010101AAA_1%22%0D%0A.pdf"
    )
