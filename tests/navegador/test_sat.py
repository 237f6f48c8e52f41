"""A real test e.firma of the SAT in the browser, where its folder is present."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.esperas import ESPERA_MS
from tests.navegador.grabadora import hallados
from tests.navegador.paseo import Paseo, activar, descargar_acuse, hacer_acto
from tests.portal_real import Portal, portal_en_marcha

pytestmark = pytest.mark.navegador
CASILLA = "Autorizo hacer pública mi opinión del cumplimiento"


def _paseo(navegador: Browser, portal: Portal, carpeta_fiel: Path) -> Paseo:
    archivos = carpeta_fiel / "2023-moral"
    persona = {
        "rfc": "EKU9003173C9",
        "cer": archivos / "eku9003173c9_fiel.cer",
        "key": archivos / "eku9003173c9_fiel.key",
        "contrasena": "12345678a",
        "correo": "escuela@ejemplo.mx",
        "celular": "5512345678",
    }
    page = navegador.new_page(viewport={"width": 1280, "height": 844})
    page.set_default_timeout(ESPERA_MS)
    paseo = Paseo(page, portal, persona)
    paseo.ir("/ingresar/")
    paseo.elegir_efirma()
    paseo.pulsar("Validar")
    expect(page.get_by_role("button", name="Enviar códigos")).to_be_visible()
    return paseo


def test_advertir_firma_y_lo_dice(
    navegador: Browser, molde: Path, carpeta_fiel: Path, tmp_path: Path
) -> None:
    entorno = {"EFIRMA_ANCLAS": str(carpeta_fiel / "ac-pruebas"), "EFIRMA_SIN_REVOCACION": "advertir"}
    with portal_en_marcha(tmp_path / "datos", molde=molde, **entorno) as portal:
        paseo = _paseo(navegador, portal, carpeta_fiel)
        activar(paseo)
        folio = hacer_acto(paseo, casilla=CASILLA, exito="Autorización exitosa", nombre="sat")
        expect(paseo.page.get_by_text("Revocación no consultada")).to_be_visible()
        assert "Revocación no consultada" in descargar_acuse(paseo, folio, tmp_path)
        paseo.ir("/opinion/EKU9003173C9/")
        expect(paseo.page.get_by_text(folio)).to_be_visible()
        assert not hallados(paseo.secretos, en=[*paseo.enviado, *portal.grabadora.recibido])
        paseo.page.close()


def test_rechazar_deja_entrar_y_no_firmar(
    navegador: Browser, molde: Path, carpeta_fiel: Path, tmp_path: Path
) -> None:
    entorno = {"EFIRMA_ANCLAS": str(carpeta_fiel / "ac-pruebas")}
    with portal_en_marcha(tmp_path / "datos", molde=molde, **entorno) as portal:
        paseo = _paseo(navegador, portal, carpeta_fiel)
        with pytest.raises(AssertionError):
            activar(paseo)
        alerta = paseo.page.get_by_role("alert")
        expect(alerta).to_have_attribute("data-codigo", "revocacion_no_disponible")
        expect(paseo.page.get_by_role("button", name="Firmar", exact=True)).to_be_disabled()
        paseo.page.close()
