import assert from "node:assert/strict";
import test from "node:test";

import { Autoguardado, enviar } from "../../static/js/borrador.js";

function banco({ guardar = async () => ({ guardado_en: "ahora" }), ahora } = {}) {
  const dichos = [], turnos = [], esperas = [];
  const uno = new Autoguardado({
    guardar, decir: (algo) => dichos.push(algo), despues: (accion, ms) => { esperas.push(ms); return turnos.push(accion); }, ahora, olvidar: (turno) => turno && (turnos[turno - 1] = null),
  });
  return { uno, dichos, turnos, esperas, correr: async () => { for (const accion of turnos.splice(0)) await accion?.(); } };
}

test("varios cambios seguidos se guardan una vez", async () => {
  let veces = 0;
  const { uno, dichos, correr } = banco({ guardar: async () => ({ guardado_en: String(++veces) }) });
  uno.cambio(); uno.cambio(); uno.cambio();
  await correr();
  assert.equal(veces, 1);
  assert.deepEqual(dichos, [{ guardado_en: "1" }]);
});

test("lo que cambia mientras se guarda se guarda después", async () => {
  const { uno, dichos, correr } = banco({ guardar: async () => { if (!dichos.length) uno.pendiente = true; return {}; } });
  uno.cambio();
  await correr();
  await correr();
  assert.equal(dichos.length, 2);
});

test("a quien no deja de escribir se le guarda a los diez segundos", async () => {
  let reloj = 0;
  const { uno, esperas, dichos, correr } = banco({ ahora: () => reloj });
  for (; reloj <= 9_000; reloj += 1_000) uno.cambio();
  assert.deepEqual(esperas.slice(-4), [3_000, 3_000, 2_000, 1_000]);
  await correr();
  assert.equal(dichos.length, 1);
  uno.cambio();
  assert.equal(esperas.at(-1), 3_000);
});

test("al dejar la página se guarda sin esperar, y una vez", async () => {
  const { uno, dichos, correr } = banco();
  uno.cambio();
  await uno.intentar();
  await correr();
  assert.equal(dichos.length, 1);
});

test("al enviar el formulario ya no se guarda", async () => {
  const { uno, dichos, correr } = banco();
  uno.cambio();
  uno.parar();
  await correr();
  assert.deepEqual(dichos, []);
});

test("manda los textos y no los archivos", async () => {
  const datos = [["texto", "hola & ñ"], ["creditos", "a"], ["creditos", "b"], ["archivos", { size: 3 }]];
  let pedido;
  const respuesta = await enviar("/x/", datos, { red: async (url, opciones) => { pedido = { url, ...opciones }; return Response.json({ guardado_en: "hoy" }); } });
  assert.deepEqual(respuesta, { guardado_en: "hoy" });
  assert.equal(pedido.url, "/x/");
  assert.equal(String(pedido.body), "texto=hola+%26+%C3%B1&creditos=a&creditos=b");
});

test("de lo que se guardó a medias sólo se sabe la versión", async () => {
  const a_medias = Response.json({ guardado_en: "hoy", version: 4 }, { status: 422 });
  assert.deepEqual(await enviar("/x/", [], { red: async () => a_medias }), { version: 4 });
});

for (const [caso, red] of [
  ["sin red", async () => { throw new TypeError("sin red"); }],
  ["rechazado", async () => Response.json({ codigo: "borrador_rebasado" }, { status: 409 })],
]) {
  test(`dice que no se guardó: ${caso}`, async () => assert.equal(await enviar("/x/", [], { red }), null));
}

for (const [caso, respuesta, dicho] of [
  ["la sesión terminó", { ok: false, type: "opaqueredirect" }, { fin: "sesionterminada" }],
  ["el formulario venció", Response.json({ codigo: "formulario_vencido" }, { status: 403 }), { fin: "formulariovencido" }],
  ["otro 403", Response.json({ codigo: "sin_permiso" }, { status: 403 }), null],
  ["un 403 que no se entiende", new Response("<!doctype html>", { status: 403 }), null],
]) {
  test(`reconoce por qué no se guarda: ${caso}`, async () => {
    assert.deepEqual(await enviar("/x/", [], { red: async () => respuesta }), dicho);
  });
}

test("sobrevive a su página lo que cabe", async () => {
  const vistos = [];
  const red = async (url, { keepalive }) => { vistos.push(keepalive); return Response.error(); };
  await enviar("/x/", [["texto", "ñ".repeat(4_000)]], { red });
  await enviar("/x/", [["texto", "ñ".repeat(40_000)]], { red });
  assert.deepEqual(vistos, [true, false]);
});
