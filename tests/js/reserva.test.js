import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const CARPETA = new URL("../../static/js/", import.meta.url);
const PLANTILLAS = new URL("../../templates/", import.meta.url);
const PROHIBIDO = /console\.|localStorage|sessionStorage|indexedDB|document\.cookie|sendBeacon|XMLHttpRequest|WebSocket|innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|serviceWorker/;

for (const nombre of readdirSync(CARPETA)) {
  test(`${nombre} no guarda, no registra y no interpreta texto como código`, () => {
    const fuente = readFileSync(new URL(nombre, CARPETA), "utf8");
    assert.doesNotMatch(nombre === "rescate.js" ? fuente.replace("() => sessionStorage", "") : fuente, PROHIBIDO);
  });
}

test("lo que conserva un texto no está donde se firma, y sólo mira la caja del texto", () => {
  const plantillas = readdirSync(PLANTILLAS, { recursive: true }).filter((nombre) => nombre.endsWith(".html"));
  const con = (algo) => plantillas.filter((nombre) => readFileSync(new URL(nombre, PLANTILLAS), "utf8").includes(algo)).sort();
  assert.deepEqual(con("js/rescate.js"), ["admin/base_site.html", "promociones/aclaraciones.html", "promociones/solicitud.html"]);
  for (const nombre of con("js/rescate.js")) assert.doesNotMatch(readFileSync(new URL(nombre, PLANTILLAS), "utf8"), /efirma/);
  assert.doesNotMatch(readFileSync(new URL("rescate.js", CARPETA), "utf8"), /FormData|elements|contrasena|password|files|\binput\[/);
});

test("sólo el borrador, el diálogo, el rescate y el aviso de la sesión usan la red, y todo cabe en 925 líneas", () => {
  const fuentes = readdirSync(CARPETA).map((nombre) => [nombre, readFileSync(new URL(nombre, CARPETA), "utf8")]);
  assert.deepEqual(fuentes.filter(([, fuente]) => /\bfetch\b/.test(fuente)).map(([nombre]) => nombre), ["borrador.js", "dialogo.js", "rescate.js", "sesion.js"]);
  for (const sin of ["borrador.js", "rescate.js", "sesion.js"]) assert.doesNotMatch(fuentes.find(([nombre]) => nombre === sin)[1], /\bimport\b/);
  assert.ok(fuentes.reduce((total, [, fuente]) => total + fuente.split("\n").length, 0) <= 925);
});
