"""The browser's reader and the server's read the same of one certificate (ASVS 1.5.3)."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from buzon.demo.emision import atributo, nombre, tlv
from buzon.demo.personas import Persona
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.errores import CertificadoIlegible

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


def _rdn(oid: str, etiqueta: int, octetos: bytes) -> bytes:
    """One RDN whose text is of that tag, in those octets."""
    return tlv(0x31, tlv(0x30, bytes.fromhex(oid), tlv(etiqueta, octetos)))


NOMBRE, COMUN, RFC = "0603550429", "0603550403", "060355042d"
EN_OCTETOS = [
    (etiqueta, codificacion) for etiqueta in (0x12, 0x13, 0x14, 0x16) for codificacion in ("utf-8", "latin-1")
]
TIPOS = [(0x0C, "utf-8"), *EN_OCTETOS, (0x1C, "utf-32-be"), (0x1E, "utf-16-be")]
TEXTOS = (
    ("JOSÉ PEÑA", "PEÑJ900722J45"),
    ("H\xa0&\xa0Ñ  SA DE CV ", "H&Ñ951128469 / MULE840312QA0"),
    ("PEN\u0303A", "MULE840312QA0"),
    ("ã©", "MULE840312QA0"),
    ("Ã, Â¿Y ESTO? ÿ", "MULE840312QA0"),
    ("A" * 255, "MULE840312QA0"),
)


def test_un_nombre_y_un_rfc_en_cada_tipo_de_texto(taller: Any, tmp_path: Path) -> None:
    rutas = []
    for etiqueta, codificacion in TIPOS:
        for titular, rfc in TEXTOS:
            try:
                octetos = titular.encode(codificacion)
            except UnicodeEncodeError:
                continue
            for oid in (NOMBRE, COMUN):
                sujeto = nombre(_rdn(oid, etiqueta, octetos), _rdn(RFC, etiqueta, rfc.encode(codificacion)))
                ruta = tmp_path / f"{len(rutas):03}-{etiqueta:02x}-{codificacion}.cer"
                ruta.write_bytes(taller.cer(sujeto=sujeto))
                rutas.append(ruta)
    assert len(rutas) > 100
    _comparar(rutas)


ILEGIBLES = (
    (0x0C, b"\xff"),
    (0x0C, b"\xef\xbb\xbfABC"),
    (0x0C, b"A" * 256),
    (0x13, b"\x80"),
    (0x14, b"AB\0"),
    (0x14, "A\u200bB".encode()),
    (0x1C, b"\0\0\0A\0"),
    (0x1C, b"\0\x11\0\0"),
    (0x1C, b"\0\0\xd8\0"),
    (0x1E, b"\xd8\0\0A"),
    (0x04, b"ABC"),
)


@pytest.mark.parametrize(("etiqueta", "octetos"), ILEGIBLES)
def test_lo_que_uno_no_lee_el_otro_tampoco(
    taller: Any, tmp_path: Path, etiqueta: int, octetos: bytes
) -> None:
    ruta = tmp_path / "ilegible.cer"
    ruta.write_bytes(
        taller.cer(sujeto=nombre(_rdn(NOMBRE, etiqueta, octetos), atributo("2.5.4.45", "MULE840312QA0")))
    )
    with pytest.raises(CertificadoIlegible):
        leer_certificado(ruta.read_bytes())
    with pytest.raises(subprocess.CalledProcessError, match="non-zero"):
        en_el_navegador([ruta])


def test_los_casos_que_se_vieron(carpeta_casos: Path) -> None:
    rutas = [carpeta_casos / f"{nombre}_con_utf8.cer" for nombre in ("t61", "printable")]
    _comparar(rutas)
    assert {leer_certificado(ruta.read_bytes()).titular for ruta in rutas} == {"JOSÉ PEÑA ÑÚÑEZ"}


@pytest.mark.parametrize("sobra", [b"\0", b"\x30\x00"])
def test_ninguno_acepta_octetos_de_mas(gente_demo: list[Persona], tmp_path: Path, sobra: bytes) -> None:
    ruta = tmp_path / "largo.cer"
    ruta.write_bytes(gente_demo[0].cer.read_bytes() + sobra)
    with pytest.raises(subprocess.CalledProcessError):
        en_el_navegador([ruta])
