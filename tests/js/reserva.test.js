import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const CARPETA = new URL("../../static/js/", import.meta.url);
const PLANTILLAS = new URL("../../templates/", import.meta.url);
const PROHIBIDO = /console\.|localStorage|sessionStorage|indexedDB|document\.cookie|sendBeacon|XMLHttpRequest|WebSocket|EventSource|innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|serviceWorker/;

const FUENTES = readdirSync(CARPETA).map((nombre) => [nombre, readFileSync(new URL(nombre, CARPETA), "utf8")]);
const de = (nombre) => FUENTES.find(([uno]) => uno === nombre)[1];

// What may be stored: a text (rescate.js), where a browser keeps it for the tab; and navegar.js erases what htmx stores.
const PERMITIDO = { "rescate.js": "() => sessionStorage", "navegar.js": 'globalThis.sessionStorage?.removeItem("htmx-current-path-for-history")' };

for (const [nombre, fuente] of FUENTES) {
  test(`${nombre} no guarda, no registra y no interpreta texto como código`, () => {
    assert.doesNotMatch(fuente.replace(PERMITIDO[nombre], ""), PROHIBIDO);
  });
}

// Pages are exchanged, so what keeps a text stands beside what signs: neither reaches what the other holds.
test("lo que conserva un texto sólo mira la caja del texto", () => {
  const plantillas = readdirSync(PLANTILLAS, { recursive: true }).filter((nombre) => nombre.endsWith(".html"));
  const marcan = plantillas.filter((nombre) => /data-rescate[ =]/.test(readFileSync(new URL(nombre, PLANTILLAS), "utf8")));
  for (const nombre of marcan) assert.doesNotMatch(readFileSync(new URL(nombre, PLANTILLAS), "utf8"), /efirma/, nombre);
  assert.ok(marcan.length > 1);
  assert.doesNotMatch(de("rescate.js"), /FormData|elements|contrasena|password|files|\binput\[/);
});

test("lo elegido en la visita vive en un módulo, y sólo el diálogo lo alcanza", () => {
  assert.deepEqual(FUENTES.filter(([, fuente]) => /archivos\.js"/.test(fuente)).map(([nombre]) => nombre), ["dialogo.js"]);
  for (const nombre of ["archivos.js", "dialogo.js", "efirma.js"]) assert.doesNotMatch(de(nombre), /globalThis\.\w+ =|window\.|history\./, nombre);
  assert.doesNotMatch(de("archivos.js"), /contrasena|abrirLlave|\bllave\b/);
});

const IMPORTAN = {
  "archivos.js": ["efirma"], "borrador.js": ["llegada", "pedir"], "contador.js": ["llegada"], "copiar.js": ["llegada"],
  "dialogo.js": ["archivos", "efirma", "llegada", "rechazos", "validar"], "fragmento.js": ["llegada"], "imprimir.js": ["llegada"],
  "menu.js": ["llegada"], "mostrar.js": ["llegada"],
  "navegar.js": ["dialogo", "mostrar", "llegada", "pedir"],
  "dentro.js": ["borrador", "contador", "copiar", "fragmento", "imprimir", "menu", "rescate", "sesion"],
  "rescate.js": ["llegada", "pedir"], "sesion.js": ["llegada", "pedir"], "validar.js": ["efirma", "pedir"],
};

test("uno solo usa la red, y sólo la de este portal; cada uno importa lo que dice la lista", () => {
  // demo.js brings what the demonstration gives to everybody, and sends nothing; outside it the page does not load it.
  assert.deepEqual(FUENTES.filter(([, fuente]) => /\bfetch\b/.test(fuente)).map(([nombre]) => nombre), ["demo.js", "pedir.js"]);
  assert.doesNotMatch(de("demo.js"), /body:|POST|method/);
  const pedir = de("pedir.js");
  assert.equal(pedir.match(/\bfetch\b/g).length, 1);
  assert.match(pedir, /mode: "same-origin", redirect: "manual"/);
  assert.doesNotMatch(de("navegar.js").replace(/^\/\/.*$/gm, ""), /archivos|efirma\.js|elegida/);
  for (const [nombre, fuente] of FUENTES) {
    assert.doesNotMatch(fuente, /https?:|["'`]\/\//, nombre);
    const importa = [...fuente.matchAll(/^import (?:\{[^}]+\} from )?"\.\/(\w+)\.js";$/gm)].map(([, modulo]) => modulo);
    assert.equal(fuente.replace(/^ *(?:\/\/|\/\*\*| \*).*$/gm, "").replace('import("./dentro.js")', "").match(/\bimport\b/g)?.length ?? 0, importa.length, nombre);
    assert.deepEqual(importa, IMPORTAN[nombre] ?? [], nombre);
  }
});

test("la llave no llega a lo que usa la red", () => {
  assert.match(de("validar.js"), /^import \{ ErrorEfirma \} from/m);
  for (const sin of ["pedir.js", "validar.js", "rechazos.js"]) {
    assert.doesNotMatch(de(sin), /llave|contrasena|#key|\bkey:|\.value(?! = token)|files|FormData|arrayBuffer|elements/, sin);
  }
});

// Small enough to be read whole by whoever doubts where the key goes. The visit (archivos, llegada, navegar) took 250 lines.
test("ningún módulo pasa de 240 líneas, y todo cabe en 1,260 y en 55,000 bytes", () => {
  const lineas = FUENTES.map(([, fuente]) => fuente.split("\n").length - 1);
  assert.ok(Math.max(...lineas) <= 240);
  assert.ok(lineas.reduce((total, suyas) => total + suyas) <= 1_260);
  assert.ok(FUENTES.reduce((total, [, fuente]) => total + Buffer.byteLength(fuente), 0) <= 55_000);
});
