"""What a person is told of the files that they add, and of the créditos that they named."""

from collections.abc import Callable
from typing import Any

import pytest

from buzon.promociones.models import Adjunto, Solicitud
from tests.personas import Dentro
from tests.recorridos.test_promociones import (
    RUTA,
    archivo,
    deudora,
    enviar,
    foto,
    html,
    pdf,
    presentar,
    un_credito,
)

__all__ = ["deudora"]
pytestmark = pytest.mark.django_db


def test_el_mismo_archivo_con_otro_nombre_se_dice(activa: Callable[..., Dentro]) -> None:
    quien, contenido = activa(persona="fisica"), pdf()
    enviar(quien, archivos=[archivo("recibo.pdf", contenido)])
    pagina = html(enviar(quien, archivos=[archivo("copia.pdf", contenido), archivo("foto.jpg", foto())]))
    assert "«copia.pdf» es el mismo archivo que «recibo.pdf», que ya estaba: se conserva uno solo." in pagina
    assert "«foto.jpg» es el mismo" not in pagina
    assert sorted(Adjunto.objects.values_list("nombre", flat=True)) == ["foto.jpg", "recibo.pdf"]


def test_un_archivo_vacio_se_nombra(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    respuesta = enviar(quien, archivos=[archivo("recibo.pdf", pdf()), archivo("nada.pdf", b"")])
    assert respuesta.status_code == 422
    assert "«nada.pdf»: El archivo está vacío." in html(respuesta)


def test_los_creditos_se_reconocen_al_certificar_y_al_seguir(deudora: Dentro) -> None:
    campos: dict[str, Any] = {"asunto": "CREDITO_FISCAL", "creditos": [un_credito(deudora)]}
    certificar = enviar(deudora, "continuar", **campos)
    presentar(deudora, **campos)
    solicitud = Solicitud.objects.get()
    credito = solicitud.creditos[0]
    for pagina in (html(certificar), html(deudora.http.get(f"{RUTA}{solicitud.folio}/"))):
        assert f'<span lang="es-MX">{credito["tipo"]}, {credito["periodo"]}</span>, $' in pagina
