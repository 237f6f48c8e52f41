import assert from "node:assert/strict";
import { test } from "node:test";

import { pedir } from "../../static/js/pedir.js";

const FIJO = { cache: "no-store", mode: "same-origin", redirect: "manual", headers: { Accept: "application/json" } };

test("pide JSON a este portal, sin seguir a nadie: GET, o POST con datos", async () => {
  const vistos = [];
  const red = async (...pedido) => { vistos.push(pedido); return Response.json({}); };
  const datos = new FormData();
  await pedir("/sesion/", { red });
  await pedir("/borrador/", { datos, keepalive: true, red });
  assert.deepEqual(vistos, [
    ["/sesion/", { method: "GET", body: undefined, keepalive: false, ...FIJO }],
    ["/borrador/", { method: "POST", body: datos, keepalive: true, ...FIJO }],
  ]);
});

for (const [caso, respuesta, esperado] of [
  ["lo que se aceptó", Response.json({ version: 4 }), { ok: true, cuerpo: { version: 4 }, fin: "" }],
  ["un rechazo", Response.json({ codigo: "sin_permiso" }, { status: 403 }), { ok: false, cuerpo: { codigo: "sin_permiso" }, fin: "" }],
  ["el formulario vencido", Response.json({ codigo: "formulario_vencido" }, { status: 403 }), { ok: false, cuerpo: { codigo: "formulario_vencido" }, fin: "formulariovencido" }],
  ["una página en vez de JSON", new Response("<!doctype html>"), { ok: false, cuerpo: null, fin: "" }],
  ["un error sin JSON", new Response("<p>", { status: 503 }), { ok: false, cuerpo: null, fin: "" }],
  ["la sesión terminada", { type: "opaqueredirect", ok: false }, { fin: "sesionterminada" }],
]) {
  test(`distingue ${caso}`, async () => assert.deepEqual(await pedir("/", { red: async () => respuesta }), esperado));
}

test("si nadie responde, falla", async () => {
  await assert.rejects(pedir("/", { red: async () => { throw new TypeError("sin red"); } }), TypeError);
});

test("quien sigue siendo el de la página toma el token nuevo y repite, una vez", async () => {
  const campo = { value: "viejo" };
  globalThis.document = { querySelector: () => ({ dataset: { de: "marca" } }), querySelectorAll: () => [campo] };
  try {
    const enviados = [];
    const vencido = () => Response.json({ codigo: "formulario_vencido" }, { status: 403, headers: { "X-CSRFToken": "nuevo" } });
    const pide = (...respuestas) => pedir("/", {
      datos: new URLSearchParams({ csrfmiddlewaretoken: "viejo", acto: "a" }),
      red: async (url, { body, headers }) => { enviados.push(`${headers["X-Buzon-De"]} ${body}`); return respuestas.shift(); },
    });
    assert.deepEqual(await pide(vencido(), Response.json({ detalle: "sí" })), { ok: true, cuerpo: { detalle: "sí" }, fin: "" });
    assert.deepEqual(enviados.splice(0), ["marca csrfmiddlewaretoken=viejo&acto=a", "marca csrfmiddlewaretoken=nuevo&acto=a"]);
    assert.equal(campo.value, "nuevo");
    assert.equal((await pide(vencido(), vencido())).fin, "formulariovencido");
    assert.equal(enviados.length, 2);
  } finally {
    delete globalThis.document;
  }
});

test("lo de otra persona no se repite: la página ya no es de quien está dentro", async () => {
  const red = async () => Response.json({ codigo: "otra_sesion", detail: "Era de otra." }, { status: 409 });
  assert.deepEqual(await pedir("/", { red }), { ok: false, cuerpo: { codigo: "otra_sesion", detail: "Era de otra." }, fin: "formulariovencido" });
});
