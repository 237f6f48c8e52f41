import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { CONTRASENA } from "./fabrica.js";
import { abrirLlave, clase, corresponden, leerCertificado } from "../../static/js/efirma.js";

const CARPETA = new URL("../../../shared/fiel-pruebas/", import.meta.url);
const FILA = /^\| (20\d\d-\w+\/\w+) \| ([^|]+) \| [^|]* \| ([^|]+) \| (FIEL|CSD) \| [^|]+ \| (\d{20}) \| ([\d-]+) \| ([\d-]+) \|/;

/** The SAT's own test pairs, as the table of their MANIFEST describes them. */
function pares() {
  const filas = readFileSync(new URL("MANIFEST.md", CARPETA), "utf8").split("\n").map((fila) => fila.match(FILA));
  return filas.filter(Boolean).map(([, archivo, rfc, titular, clase, numero, desde, hasta]) => ({
    archivo, rfc: rfc.trim(), titular: titular.trim(), clase, numero, desde, hasta,
  }));
}

const leer = (archivo) => new Uint8Array(readFileSync(new URL(archivo, CARPETA)));
const skip = existsSync(CARPETA) ? false : "no está la carpeta ../shared/fiel-pruebas, junto al proyecto";

test("los 63 pares de prueba del SAT abren y se leen como dice su tabla", { skip }, async () => {
  const lista = pares();
  assert.equal(lista.length, 63);
  for (const par of lista) {
    const certificado = leerCertificado(leer(`${par.archivo}.cer`));
    const dia = (fecha) => fecha.toISOString().slice(0, 10);
    const rfc = [certificado.rfc, certificado.representanteRfc].filter(Boolean).join(" / ");
    assert.deepEqual(
      [rfc, certificado.titular, certificado.numero, certificado.esFiel, dia(certificado.desde), dia(certificado.hasta)],
      [par.rfc, par.titular, par.numero, par.clase === "FIEL", par.desde, par.hasta], par.archivo);
    assert.deepEqual(["cer", "key"].map((tipo) => clase(leer(`${par.archivo}.${tipo}`))), ["cer", "key"], par.archivo);
    await corresponden(certificado, await abrirLlave(leer(`${par.archivo}.key`), CONTRASENA));
  }
});
