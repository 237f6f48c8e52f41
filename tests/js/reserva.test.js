import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const CARPETA = new URL("../../static/js/", import.meta.url);
const PROHIBIDO = /console\.|localStorage|sessionStorage|indexedDB|document\.cookie|sendBeacon|XMLHttpRequest|WebSocket|innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|serviceWorker/;

for (const nombre of readdirSync(CARPETA)) {
  test(`${nombre} no guarda, no registra y no interpreta texto como código`, () => {
    assert.doesNotMatch(readFileSync(new URL(nombre, CARPETA), "utf8"), PROHIBIDO);
  });
}

test("sólo el borrador, el diálogo y el aviso de la sesión usan la red, y todo cabe en 800 líneas", () => {
  const fuentes = readdirSync(CARPETA).map((nombre) => [nombre, readFileSync(new URL(nombre, CARPETA), "utf8")]);
  assert.deepEqual(fuentes.filter(([, fuente]) => /\bfetch\b/.test(fuente)).map(([nombre]) => nombre), ["borrador.js", "dialogo.js", "sesion.js"]);
  for (const sin of ["borrador.js", "sesion.js"]) assert.doesNotMatch(fuentes.find(([nombre]) => nombre === sin)[1], /\bimport\b/);
  assert.ok(fuentes.reduce((total, [, fuente]) => total + fuente.split("\n").length, 0) <= 800);
});
