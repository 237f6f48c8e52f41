"""A correction in a real browser: one proposes it, another one approves it, at desktop and at phone width."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.navegador.personal import entrar
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
RFC, NRP, NUMERO = "SFO150617N34", "Y1000001101", "010000002"
PRESENTA = f"""
from django.utils import timezone
from buzon.demo.personas import personas
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Asunto
from buzon.promociones.seleccion import CreditoElegido
from tests.buzon.promociones.particular import Particular
uno = Particular.de(next(p for p in personas() if p.rfc == "{RFC}" and p.situacion == "vigente"))
uno.escribir(Asunto.CREDITO_FISCAL, creditos=(CreditoElegido("{NRP}", "{NUMERO}"),))
folio = uno.presentar(uno.preparar()).folio
print(Solicitud.objects.get(folio=folio).pk)
"""


def presentada(portal: Portal) -> str:
    """File a request about a crédito of the second office, and return its key."""
    salida = portal.manage("shell", "-c", PRESENTA)
    assert salida.returncode == 0, salida.stderr
    return salida.stdout.strip().splitlines()[-1]


class Funcionaria:
    """A member of the staff in a browser of her own, who enters with both factors."""

    def __init__(self, navegador: Browser, portal: Portal, usuario: str, *, ancho: int) -> None:
        self.ancho, self.portal, self.quejas = ancho, portal, list[str]()
        self.contexto = navegador.new_context(viewport={"width": ancho, "height": 844}, locale="es-MX")
        self.page: Page = self.contexto.new_page()
        self.page.on("console", lambda m: self.quejas.append(m.text) if m.type == "error" else None)
        entrar(self.page, portal, usuario)

    def ir(self, ruta: str) -> None:
        self.page.goto(self.portal.url + ruta)

    def mirar(self, nombre: str) -> None:
        self.page.wait_for_load_state("load")
        assert self.quejas == [], f"{nombre} {self.ancho}: {self.quejas}"
        resultado = Axe().run(self.page)
        assert resultado.violations_count == 0, f"{nombre} {self.ancho}: {resultado.generate_report()}"
        self.quejas.clear()  # axe itself runs into the policy


@pytest.mark.parametrize(("ancho", "situacion"), [(1280, "Pagado"), (390, "Cancelado")])
def test_una_propone_y_otra_aprueba(portal: Portal, navegador: Browser, ancho: int, situacion: str) -> None:
    clave = presentada(portal)
    una = Funcionaria(navegador, portal, "otra_subdelegacion", ancho=ancho)
    una.ir(f"/admin/promociones/solicitud/{clave}/change/")
    una.mirar("solicitud")
    una.page.get_by_role("link", name="Proponer corrección").click()
    una.mirar("proponer")
    una.page.get_by_label(f"Situación, {NUMERO}").select_option(label=situacion)
    una.page.get_by_label("Texto de la resolución").fill("Se acreditó el pago del crédito: procede.")
    una.page.get_by_role("button", name="Proponer").click()
    expect(una.page.get_by_text("Falta que otra persona la apruebe")).to_be_visible()
    expect(una.page.get_by_role("button", name="Aprobar")).to_have_count(0)
    una.mirar("propuesta")

    otra = Funcionaria(navegador, portal, "normativa", ancho=ancho)
    otra.ir("/admin/promociones/correccion/")
    otra.mirar("lista")
    otra.page.locator("#result_list tbody th a").first.click()
    expect(otra.page.get_by_role("cell", name=situacion, exact=True)).to_be_visible()
    otra.mirar("por-decidir")
    otra.page.get_by_label("Motivo del rechazo").fill("No.")
    otra.page.get_by_role("button", name="Rechazar").click()
    expect(otra.page.locator(".errorlist")).to_be_visible()
    otra.quejas.clear()  # the browser names the 422
    otra.mirar("motivo-corto")
    otra.page.get_by_label("Revisé lo que cambia y lo apruebo").check()
    otra.page.get_by_role("button", name="Aprobar").click()
    expect(otra.page.get_by_text("El padrón quedó corregido")).to_be_visible()
    otra.mirar("aprobada")
    una.contexto.close()
    otra.contexto.close()
