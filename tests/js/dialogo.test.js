import assert from "node:assert/strict";
import { test } from "node:test";

import { ErrorEfirma } from "../../static/js/efirma.js";
import { leerArchivo } from "../../static/js/archivos.js";
import { alVencer } from "../../static/js/dialogo.js";
import { preguntar, retoNuevo } from "../../static/js/validar.js";

const PAR = { token: "t", acto: "a1", certificado: "MII+", llave: "secreta", contrasena: "12345678a" };
const respuesta = (status, cuerpo) => async () => new Response(JSON.stringify(cuerpo), { status });

test("pregunta por POST, con tres datos y ninguno más, y devuelve el detalle", async () => {
  const red = async (url, { method, body }) => {
    assert.deepEqual([url, method], ["/efirma/validar/", "POST"]);
    assert.equal(String(body), "csrfmiddlewaretoken=t&acto=a1&certificado=MII%2B");
    return Response.json({ codigo: "", detalle: "Certificado 3000, no revocado." });
  };
  assert.equal(await preguntar("/efirma/validar/", PAR, red), "Certificado 3000, no revocado.");
});

test("un rechazo del servidor conserva su código y su frase, también como problema", async () => {
  const simple = respuesta(422, { codigo: "certificado_revocado", mensaje: "Fue revocada." });
  const problema = respuesta(429, { codigo: "demasiadas_solicitudes", title: "Demasiadas", detail: "Espera." });
  const esDelServidor = (error, codigo) => !(error instanceof ErrorEfirma) && error.codigo === codigo && !error.codigos;
  await assert.rejects(preguntar("/", PAR, simple), (error) => esDelServidor(error, "certificado_revocado")
    && error.message === "Fue revocada." && error.titulo === undefined);
  await assert.rejects(preguntar("/", PAR, problema), (error) => error.message === "Espera." && error.titulo === "Demasiadas");
  const vencido = respuesta(403, { codigo: "formulario_vencido", title: "El formulario venció", detail: "Ábrela de nuevo." });
  await assert.rejects(preguntar("/", PAR, vencido), (error) => esDelServidor(error, "formulario_vencido"));
});

for (const [nombre, red, codigo] of [
  ["sin red", async () => { throw new TypeError("red"); }, "sin_respuesta"],
  ["con HTML", async () => new Response("<!doctype html>", { status: 500 }), "con_error"],
  ["con HTML que dice que sí", async () => new Response("<!doctype html>", { status: 200 }), "con_error"],
  ["con un error sin código", respuesta(500, {}), "con_error"],
  ["con un 403 sin código", async () => new Response("<!doctype html>", { status: 403 }), "con_error"],
  ["con una redirección", async () => ({ type: "opaqueredirect", ok: false }), "sesion_terminada"],
]) {
  test(`${nombre} es ${codigo}`, async () => {
    await assert.rejects(preguntar("/", PAR, red), (error) => error instanceof ErrorEfirma && error.codigo === codigo);
  });
}

test("lee un archivo, y de uno enorme sólo el principio", async () => {
  assert.deepEqual(await leerArchivo(new Blob([new Uint8Array([1, 2])])), new Uint8Array([1, 2]));
  assert.equal((await leerArchivo(new Blob([new Uint8Array(1e6)]))).length, 20_000);
});

test("un archivo que ya no se puede leer cambió", async () => {
  const roto = { slice: () => ({ arrayBuffer: async () => { throw new DOMException("NotReadableError"); } }) };
  await assert.rejects(leerArchivo(roto), (error) => error.codigo === "archivo_cambiado");
});

test("al vencer mira el reloj a menudo, y actúa una vez", () => {
  const esperas = [];
  const turnos = [];
  let falta = 65_000;
  let veces = 0;
  alVencer(() => falta, () => { veces += 1; }, (accion, ms) => { esperas.push(ms); turnos.push(accion); });
  falta = 5_000;
  turnos.shift()();
  assert.equal(veces, 0);
  falta = -3_600_000;
  turnos.shift()();
  assert.deepEqual([veces, esperas, turnos], [1, [30_000, 5_000], []]);
});

test("cuando ya nadie espera, no mira más", () => {
  const turnos = [];
  alVencer(() => NaN, () => assert.fail("actuó"), (accion) => turnos.push(accion));
  assert.deepEqual(turnos, []);
});

test("pide otro reto, o dice por qué no lo hay", async () => {
  const nuevo = { reto: "r2", cadena: "||LOGIN||", vence: 5 };
  assert.deepEqual(await retoNuevo("/ingresar/", respuesta(200, nuevo)), nuevo);
  await assert.rejects(retoNuevo("/", respuesta(429, { codigo: "demasiadas_solicitudes", detail: "Espera." })), { message: "Espera." });
  await assert.rejects(retoNuevo("/", respuesta(500, {})), (error) => error.codigo === "con_error");
  await assert.rejects(retoNuevo("/", async () => { throw new TypeError("red"); }), (error) => error.codigo === "sin_respuesta");
});
