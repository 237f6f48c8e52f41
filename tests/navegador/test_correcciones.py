"""A correction in a real browser: one proposes it, another one approves it, at desktop and at phone width."""

import pytest
from playwright.sync_api import Browser, expect

from tests.navegador.inspeccion import al_llegar
from tests.navegador.personal import Recorrido, entrar
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
# What stands after who controls it, the field, the value before and the one after: on a phone they are no columns.
SIGUE = "casillas => casillas.map(una => getComputedStyle(una, '::after').content)"
_SEPARA = {1280: ["none"] * 4, 390: ["none", '":"', '" →"', "none"]}


def presentada(portal: Portal) -> str:
    """File a request about a crédito of the second office, and return its key."""
    salida = portal.manage("shell", "-c", PRESENTA)
    assert salida.returncode == 0, salida.stderr
    return salida.stdout.strip().splitlines()[-1]


def funcionaria(navegador: Browser, portal: Portal, usuario: str, *, ancho: int) -> Recorrido:
    """A member of the staff in a browser of their own, who has entered with both factors."""
    contexto = navegador.new_context(viewport={"width": ancho, "height": 844}, locale="es-MX")
    recorrido = Recorrido(contexto.new_page())
    entrar(recorrido.page, portal, usuario)
    return recorrido


@pytest.mark.parametrize(("ancho", "situacion"), [(1280, "Pagado"), (390, "Cancelado")])
def test_una_propone_y_otra_aprueba(portal: Portal, navegador: Browser, ancho: int, situacion: str) -> None:
    clave = presentada(portal)
    una = funcionaria(navegador, portal, "otra_subdelegacion", ancho=ancho)
    una.page.goto(f"{portal.url}/admin/promociones/solicitud/{clave}/change/")
    una.mirar("correccion-solicitud")
    with al_llegar(una.page):
        una.page.get_by_role("link", name="Proponer corrección").click()
    una.mirar("correccion-proponer")
    una.page.get_by_label(f"Situación, {NUMERO}").select_option(label=situacion)
    una.page.get_by_label("Texto de la resolución").fill("Se acreditó el pago del crédito: procede.")
    una.page.get_by_role("button", name="Proponer").click()
    expect(una.page.get_by_text("Falta que otra persona la apruebe")).to_be_visible()
    expect(una.page.get_by_role("button", name="Aprobar")).to_have_count(0)
    una.mirar("correccion-propuesta")

    otra = funcionaria(navegador, portal, "normativa", ancho=ancho)
    otra.page.goto(f"{portal.url}/admin/promociones/correccion/")
    otra.mirar("correccion-lista")
    with al_llegar(otra.page):
        otra.page.locator("#result_list tbody th a").first.click()
    expect(otra.page.get_by_role("cell", name=situacion, exact=True)).to_be_visible()
    assert otra.page.locator(".antes-y-despues tbody td").evaluate_all(SIGUE) == _SEPARA[ancho]
    otra.mirar("correccion-por-decidir")
    otra.page.get_by_label("Motivo del rechazo").fill("No.")
    otra.page.get_by_role("button", name="Rechazar").click()
    expect(otra.page.locator(".errorlist")).to_be_visible()
    otra.quejas.clear()  # the browser names the 422
    otra.mirar("correccion-motivo-corto")
    otra.page.get_by_label("Revisé lo que cambia y lo apruebo").check()
    otra.page.get_by_role("button", name="Aprobar").click()
    expect(otra.page.get_by_text("El padrón quedó corregido")).to_be_visible()
    otra.mirar("correccion-aprobada")
    una.page.context.close()
    otra.page.context.close()
