import assert from "node:assert/strict";
import test from "node:test";

import { Rescate, impedimento } from "../../static/js/rescate.js";

function caja() {
  const guardado = new Map();
  return {
    guardado, setItem: (clave, valor) => guardado.set(clave, valor), getItem: (clave) => guardado.get(clave) ?? null, removeItem: (clave) => guardado.delete(clave),
  };
}

function banco(opciones = {}, almacen = caja()) {
  const nuevo = (otras = {}) => new Rescate({ clave: "/pagina/", de: "ana", almacen: () => almacen, ahora: () => 1_000, ...opciones, ...otras });
  return { almacen, nuevo };
}

test("lo conservado vuelve a la misma persona y dura hasta que se borra", () => {
  const { nuevo, almacen } = banco();
  assert.ok(nuevo().guardar("lo más nuevo"));
  assert.equal(nuevo().tomar("lo viejo"), "lo más nuevo");
  assert.equal(nuevo().tomar("lo viejo"), "lo más nuevo");
  nuevo().borrar();
  assert.equal(almacen.guardado.size, 0);
});

test("a otra persona no se le da, y se borra", () => {
  const { nuevo, almacen } = banco();
  nuevo().guardar("secreto");
  assert.equal(nuevo({ de: "eva" }).tomar(""), null);
  assert.equal(almacen.guardado.size, 0);
});

test("lo que otras personas escribían en otras páginas se borra, y lo propio y lo que no es de aquí se queda", () => {
  const almacen = {};
  const metodos = { setItem: (clave, valor) => { almacen[clave] = valor; }, getItem: (clave) => almacen[clave] ?? null, removeItem: (clave) => { delete almacen[clave]; } };
  for (const [nombre, value] of Object.entries(metodos)) Object.defineProperty(almacen, nombre, { value, enumerable: false });
  const nuevo = (otras) => new Rescate({ de: "ana", almacen: () => almacen, ...otras });
  nuevo({ clave: "resolver:1" }).guardar("de ana");
  nuevo({ clave: "resolver:2", de: "eva" }).guardar("de eva");
  almacen.otra = "de nadie";
  nuevo({ clave: "turnar:3" }).purgar();
  assert.deepEqual(Object.keys(almacen).sort(), ["otra", "rescate:resolver:1"]);
  assert.equal(nuevo({ clave: "resolver:1" }).tomar(""), "de ana");
});

test("lo de otra página no se mezcla", () => {
  const { nuevo } = banco();
  nuevo().guardar("de esta");
  assert.equal(nuevo({ clave: "/otra/" }).tomar(""), null);
  assert.equal(nuevo().tomar(""), "de esta");
});

for (const [caso, delServidor, guardadoEn, esperado] of [
  ["ya lo tiene el servidor", "uno", 500, null],
  ["el borrador se presentó o se descartó después", "", 2_000, null],
  ["el borrador estaba vacío desde antes", "", 500, "uno"],
  ["el servidor tiene otro, aunque sea más nuevo: se elige a la vista", "dos", 2_000, "uno"],
]) {
  test(`lo conservado, cuando ${caso}`, () => {
    const { nuevo, almacen } = banco();
    nuevo().guardar("uno");
    assert.equal(nuevo({ guardadoEn }).tomar(delServidor), esperado);
    assert.equal(almacen.guardado.size, esperado === null ? 0 : 1);
  });
}

test("un navegador que no guarda lo dice y nada falla", () => {
  const cerrado = () => { throw new Error("SecurityError"); };
  const { nuevo } = banco({ almacen: cerrado });
  assert.equal(nuevo().guardar("x"), false);
  assert.equal(nuevo().tomar(""), null);
});

test("lo que no se entiende se borra", () => {
  const { nuevo, almacen } = banco();
  almacen.setItem("rescate:/pagina/", "{");
  assert.equal(nuevo().tomar(""), null);
  assert.equal(almacen.guardado.size, 0);
});

test("si la sesión sigue, y es la que dibujó la página", async () => {
  const con = (respuesta) => ({ red: async () => respuesta });
  const vencido = Response.json({ codigo: "formulario_vencido" }, { status: 403 });
  assert.equal(await impedimento("/sesion/seguir/", "t", con(Response.json({ inactividad: 900 }))), "");
  assert.equal(await impedimento("/sesion/seguir/", "t", con({ type: "opaqueredirect" })), "sesionterminada");
  assert.equal(await impedimento("/sesion/seguir/", "t", con(vencido)), "formulariovencido");
  assert.equal(await impedimento("/sesion/seguir/", "t", con(new Response("<p>", { status: 403 }))), "");
  assert.equal(await impedimento("/sesion/seguir/", "t", con(new Response("<p>", { status: 503 }))), "");
  assert.equal(await impedimento("/sesion/seguir/", "t", { red: async () => { throw new TypeError("sin red"); } }), "");
  let visto;
  await impedimento("/sesion/seguir/", "t+", { red: async (url, { method, body }) => { visto = [url, method, String(body)]; return { ok: true }; } });
  assert.deepEqual(visto, ["/sesion/seguir/", "POST", "csrfmiddlewaretoken=t%2B"]);
});
