"""The browser's reader and the server's read the same of one certificate (ASVS 1.5.3)."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from buzon.demo.personas import Persona
from buzon.efirma.certificado import leer_certificado

RAIZ = Path(__file__).resolve().parents[3]
NODE = shutil.which("node") or str(RAIZ / ".tools" / "node" / "bin" / "node")
GUION = """
import { readFileSync } from "node:fs";
import forge from "node-forge";
globalThis.forge = forge;
const { leerCertificado } = await import("./static/js/efirma.js");
const leidos = process.argv.slice(1).map((ruta) => {
  const c = leerCertificado(new Uint8Array(readFileSync(ruta)));
  const fechas = [c.desde.getTime() / 1000, c.hasta.getTime() / 1000];
  return [c.rfc, c.representanteRfc, c.titular, c.numero, ...fechas, c.esFiel];
});
console.log(JSON.stringify(leidos));
"""


def en_el_navegador(rutas: Sequence[Path]) -> list[list[object]]:
    orden = [NODE, "--input-type=module", "--eval", GUION, *map(str, rutas)]
    salida = subprocess.run(orden, cwd=RAIZ, capture_output=True, text=True, check=True)
    return list(json.loads(salida.stdout))


def en_el_servidor(ruta: Path) -> list[object]:
    c = leer_certificado(ruta.read_bytes())
    fechas = (int(c.desde.timestamp()), int(c.hasta.timestamp()))
    return [c.rfc, c.representante_rfc, c.titular, c.numero, *fechas, c.es_fiel]


def _comparar(rutas: Sequence[Path]) -> None:
    assert [[ruta.name, *leido] for ruta, leido in zip(rutas, en_el_navegador(rutas), strict=True)] == [
        [ruta.name, *en_el_servidor(ruta)] for ruta in rutas
    ]


def test_los_63_certificados_del_sat(carpeta_fiel: Path) -> None:
    rutas = sorted(ruta for ruta in carpeta_fiel.glob("20*/*.cer"))
    assert len(rutas) == 63
    _comparar(rutas)


def test_las_personas_de_demostracion(gente_demo: list[Persona]) -> None:
    _comparar([persona.cer for persona in gente_demo])


@pytest.mark.parametrize("sobra", [b"\0", b"\x30\x00"])
def test_ninguno_acepta_octetos_de_mas(gente_demo: list[Persona], tmp_path: Path, sobra: bytes) -> None:
    ruta = tmp_path / "largo.cer"
    ruta.write_bytes(gente_demo[0].cer.read_bytes() + sobra)
    with pytest.raises(subprocess.CalledProcessError):
        en_el_navegador([ruta])
