import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const CARPETA = new URL("../../static/js/", import.meta.url);
const PLANTILLAS = new URL("../../templates/", import.meta.url);
const PROHIBIDO = /console\.|localStorage|sessionStorage|indexedDB|document\.cookie|sendBeacon|XMLHttpRequest|WebSocket|EventSource|innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|serviceWorker/;

const FUENTES = readdirSync(CARPETA).map((nombre) => [nombre, readFileSync(new URL(nombre, CARPETA), "utf8")]);
const de = (nombre) => FUENTES.find(([uno]) => uno === nombre)[1];

for (const [nombre, fuente] of FUENTES) {
  test(`${nombre} no guarda, no registra y no interpreta texto como código`, () => {
    assert.doesNotMatch(nombre === "rescate.js" ? fuente.replace("() => sessionStorage", "") : fuente, PROHIBIDO);
  });
}

test("lo que conserva un texto no está donde se firma, y sólo mira la caja del texto", () => {
  const plantillas = readdirSync(PLANTILLAS, { recursive: true }).filter((nombre) => nombre.endsWith(".html"));
  const con = (algo) => plantillas.filter((nombre) => readFileSync(new URL(nombre, PLANTILLAS), "utf8").includes(algo)).sort();
  assert.deepEqual(con("js/rescate.js"), ["admin/base_site.html", "promociones/aclaraciones.html", "promociones/solicitud.html"]);
  for (const nombre of con("js/rescate.js")) assert.doesNotMatch(readFileSync(new URL(nombre, PLANTILLAS), "utf8"), /efirma/);
  assert.doesNotMatch(de("rescate.js"), /FormData|elements|contrasena|password|files|\binput\[/);
});

const IMPORTAN = {
  "borrador.js": ["pedir"], "dialogo.js": ["efirma", "rechazos", "validar"], "rescate.js": ["pedir"], "sesion.js": ["pedir"], "validar.js": ["efirma", "pedir"],
};

test("uno solo usa la red, y sólo la de este portal; cada uno importa lo que dice la lista", () => {
  assert.deepEqual(FUENTES.filter(([, fuente]) => /\bfetch\b/.test(fuente)).map(([nombre]) => nombre), ["pedir.js"]);
  const pedir = de("pedir.js");
  assert.equal(pedir.match(/\bfetch\b/g).length, 1);
  assert.match(pedir, /mode: "same-origin", redirect: "manual"/);
  for (const [nombre, fuente] of FUENTES) {
    assert.doesNotMatch(fuente, /https?:|["'`]\/\//, nombre);
    const importa = [...fuente.matchAll(/^import \{[^}]+\} from "\.\/(\w+)\.js";$/gm)].map(([, modulo]) => modulo);
    assert.equal(fuente.replace(/^ *(?:\/\/|\/\*\*| \*).*$/gm, "").match(/\bimport\b/g)?.length ?? 0, importa.length, nombre);
    assert.deepEqual(importa, IMPORTAN[nombre] ?? [], nombre);
  }
});

test("la llave no llega a lo que usa la red", () => {
  assert.match(de("validar.js"), /^import \{ ErrorEfirma \} from/m);
  for (const sin of ["pedir.js", "validar.js", "rechazos.js"]) {
    assert.doesNotMatch(de(sin), /llave|contrasena|#key|\bkey:|\.value|files|FormData|arrayBuffer|elements/, sin);
  }
});

test("ningún módulo pasa de 200 líneas, y todo cabe en 905 y en 39,530 bytes", () => {
  const lineas = FUENTES.map(([, fuente]) => fuente.split("\n").length - 1);
  assert.ok(Math.max(...lineas) <= 200);
  assert.ok(lineas.reduce((total, suyas) => total + suyas) <= 905);
  assert.ok(FUENTES.reduce((total, [, fuente]) => total + Buffer.byteLength(fuente), 0) <= 39_530);
});
