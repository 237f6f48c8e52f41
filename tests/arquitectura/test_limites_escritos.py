"""The limits are those that docs/seguridad.md says: their numbers, their edges, and who counts by which."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from buzon.cuentas.personal import accesos
from buzon.web import limites
from buzon.web.errores import DemasiadasSolicitudes
from tests.limites import se_permite

RAIZ = Path(settings.BASE_DIR)
SEGUNDOS = {"minute": 60, "hour": 3600, "day": 86400}
# Where each is counted, and by what: a new place, or another key, has to be added here.
USOS = Counter(
    {
        ("consulta", "opinion.views.consulta", "red"): 1,
        ("consulta", "opinion.views.publica", "red"): 1,
        ("api", "opinion.api.abierta", "red"): 1,
        ("qr", "opinion.views.qr", "red"): 1,
        ("reto", "buzon.cuentas.views.ingreso.ingresar", "clave_de_red(request)"): 1,
        ("ingresar", "buzon.cuentas.views.ingreso._entrar", "red"): 1,
        ("ingresar_rfc", "buzon.cuentas.ingreso.ingresar", "validado.certificado.rfc"): 1,
        ("codigos_rfc", "buzon.cuentas.codigos.contar_pedidos", "rfc"): 1,
        ("codigos_destino", "buzon.cuentas.codigos.contar_pedidos", "destino_oculto"): 1,
        ("cambios_destino", "buzon.cuentas.contactos.preparar_cambio", "huella"): 1,
        ("firmar", "buzon.cuentas.firma.views.validar", "request.persona.rfc"): 1,
        ("firmar", "buzon.cuentas.firma.views.firmar_lo_enviado", "rfc"): 1,
        ("emitir", "opinion.views.mi_opinion", "titular.rfc"): 1,
        ("preparar", "buzon.cuentas.views.contactos._preparar", "request.persona.rfc"): 1,
        ("preparar", "buzon.promociones.captura.guardar", "persona.rfc"): 1,
        ("preparar", "autorizacion32d.tramite.estado", "request.persona.rfc"): 1,
        ("preparar", "buzon.cuentas.firma.views.vista", "request.persona.rfc"): 1,
        ("preparar", "terceros.tramite._guardar_lo_escrito", "request.persona.rfc"): 1,
        ("preparar", "terceros.tramite._cancelar", "request.persona.rfc"): 1,
        ("pedir", "terceros.views._hacer", "request.persona.rfc"): 1,
        ("hoja", "terceros.views.hoja", "request.persona.rfc"): 1,
        ("tercero", "terceros.views._hacer", "request.persona.rfc"): 1,
        ("promocion", "buzon.promociones.views.escribir.aclaraciones", "request.persona.rfc"): 1,
        ("promocion", "buzon.promociones.views.seguir._enviar", "request.persona.rfc"): 1,
        ("autoguardar", "buzon.promociones.views.escribir.autoguardar", "request.persona.rfc"): 1,
        ("personal", "buzon.mesa.sitio.login", "red"): 1,
        ("personal", "buzon.cuentas.personal.views.inscribir", "red"): 1,
        ("tramo", "buzon.cuentas.personal.accesos.contar", "self._clave"): 1,  # each of accesos.TRAMOS
        ("revelar", "buzon.mesa.views.revelar", "request.user.get_username()"): 1,
        ("verificar", "buzon.documentos.views.verificar", "red"): 1,
        ("verificar", "buzon.documentos.views.evidencia", "red"): 1,
    }
)  # fmt: skip


def _escritos() -> dict[str, tuple[int, int]]:
    """What the table of the document says: a row names one or more limits, and as many numbers, or one for all."""
    texto = (RAIZ / "docs" / "seguridad.md").read_text(encoding="utf-8")
    tabla = texto.partition("\n## Limits\n")[2].partition("\n## ")[0]
    escritos = {}
    for fila in re.findall(r"^\| (`.+) \|.*\| (.+) \|$", tabla, re.M):
        nombres, cuanto = re.findall(r"`(\w+)`", fila[0]), fila[1]
        numeros = [int(numero) for numero in re.findall(r"\d+", cuanto)]
        unidades = re.findall(r"an? (minute|hour|day)", cuanto)
        por_numero = unidades * (len(numeros) // len(unidades))
        veces = len(nombres) // len(numeros)
        for nombre, numero, unidad in zip(nombres, numeros * veces, por_numero * veces, strict=True):
            escritos[nombre] = (numero, SEGUNDOS[unidad])
    return escritos


def test_la_tabla_dice_los_que_hay() -> None:
    escritos = _escritos()
    assert len(escritos) > 10
    assert escritos == limites.LIMITES


@pytest.mark.usefixtures("_sin_limites_usados")
@pytest.mark.parametrize("nombre", _escritos())
def test_cada_uno_en_su_orilla(nombre: str) -> None:
    """N pass at one instant and the next one does not; another key is as it was."""
    cuantos, segundos = _escritos()[nombre]
    with time_machine.travel(timezone.now(), tick=False):
        assert all(se_permite(nombre, clave="una") for _ in range(cuantos))
        with pytest.raises(DemasiadasSolicitudes) as rechazo:
            limites.contar(nombre, clave="una")
        assert rechazo.value.cabeceras["RateLimit-Policy"] == f'"{nombre}";q={cuantos};w={segundos}'
        assert limites.contar(nombre, clave="otra")["RateLimit"].startswith(f'"{nombre}";r={cuantos - 1};')


def _usos() -> Counter[tuple[str, str, str]]:
    """Every `contar` and `limitar` of the code: the limit, the function that counts, and its key."""
    encontrados: Counter[tuple[str, str, str]] = Counter()
    for paquete in ("buzon", "autorizacion32d", "opinion", "terceros"):
        for ruta in (RAIZ / paquete).rglob("*.py"):
            modulo = ".".join(ruta.relative_to(RAIZ).with_suffix("").parts).removesuffix(".__init__")
            if modulo != "buzon.web.limites":
                for donde, llamada in _llamadas(ast.parse(ruta.read_text(encoding="utf-8"))):
                    # A name that is no literal is of those that run over a tuple of limits.
                    primero = llamada.args[0]
                    es_literal = isinstance(primero, ast.Constant)
                    nombre = ast.literal_eval(primero) if es_literal else ast.unparse(primero)
                    clave = next(
                        (ast.unparse(uno.value) for uno in llamada.keywords if uno.arg == "clave"), "red"
                    )
                    encontrados[nombre, ".".join(filter(None, (modulo, donde))), clave] += 1
    return encontrados


def _llamadas(arbol: ast.Module) -> list[tuple[str, ast.Call]]:
    """Calls by name, each with the innermost function that makes it, or that it decorates."""
    funciones = [nodo for nodo in ast.walk(arbol) if isinstance(nodo, ast.FunctionDef)]
    halladas = []
    for nodo in ast.walk(arbol):
        if not (isinstance(nodo, ast.Call) and isinstance(nodo.func, ast.Name)):
            continue
        if nodo.func.id in {"contar", "limitar"}:
            dentro_de = [una for una in funciones if nodo in ast.walk(una)]
            dentro_de.sort(key=lambda una: una.lineno)
            halladas.append((dentro_de[-1].name if dentro_de else "", nodo))
    return halladas


def test_quien_cuenta_y_por_que_clave() -> None:
    assert _usos() == USOS


def test_los_que_no_se_usan_no_estan() -> None:
    usados = {nombre for nombre, _, _ in USOS} - {"tramo"} | set(accesos.TRAMOS)
    assert usados == set(limites.LIMITES)
