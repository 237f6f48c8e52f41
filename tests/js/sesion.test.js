import assert from "node:assert/strict";
import { test } from "node:test";

import { Guardia, Reloj, comoReloj, preguntar } from "../../static/js/sesion.js";

/** A guard with a clock of its own: `avanzar` runs what was due, as timers do; `dormir` moves the clock alone. */
function escena({ inactividad = 900, maximo = 28_800, respuestas = [] } = {}) {
  let ahora = 0;
  let pendiente = null;
  const hechos = [];
  const pedidos = [];
  const vista = {
    abrir: (esMaximo) => hechos.push(esMaximo ? "abrir máximo" : "abrir"),
    cerrar: () => hechos.push("cerrar"),
    contar: (tiempo, enVozAlta) => { vista.tiempo = tiempo; if (enVozAlta) hechos.push(`decir ${tiempo}`); },
    decir: (falla) => hechos.push(falla),
    terminar: () => hechos.push("terminar"),
  };
  const guardia = new Guardia({
    segundos: { inactividad, maximo }, aviso: 120, vista, ahora: () => ahora,
    despues: (accion, ms) => { pendiente = { accion, en: ahora + ms }; return 1; },
    olvidar: () => { pendiente = null; },
    preguntar: async (datos) => {
      pedidos.push(datos ? "POST" : "GET");
      const respuesta = respuestas.length ? respuestas.shift() : { inactividad: inactividad - ahora / 1000, maximo: maximo - ahora / 1000 };
      if (respuesta instanceof Error) throw respuesta;
      return respuesta;
    },
  });
  const avanzar = async (segundos) => {
    const fin = ahora + segundos * 1000;
    while (pendiente && pendiente.en <= fin) {
      const { accion, en } = pendiente;
      pendiente = null;
      ahora = en;
      await accion();
    }
    ahora = fin;
  };
  return { guardia, vista, hechos, pedidos, avanzar, dormir: (segundos) => { ahora += segundos * 1000; } };
}

test("el tiempo se escribe en minutos y segundos", () => {
  assert.deepEqual([120, 65, 9, 0].map(comoReloj), ["2:00", "1:05", "0:09", "0:00"]);
});

test("el reloj toma el límite más cercano", () => {
  const reloj = new Reloj({ inactividad: 900, maximo: 300 }, 1000);
  assert.equal(reloj.quedan(1000), 300);
  assert.equal(reloj.quedan(301_000), 0);
  assert.equal(reloj.quedan(999_000), 0);
  assert.ok(reloj.esMaximo);
});

test("avisa dos minutos antes y no pregunta antes", async () => {
  const { guardia, hechos, pedidos, avanzar } = escena();
  await guardia.mirar();
  await avanzar(779);
  assert.deepEqual([hechos, pedidos], [[], []]);
  await avanzar(1);
  assert.deepEqual([hechos, pedidos], [["abrir"], ["GET"]]);
});

test("cuenta hacia atrás, anuncia de vez en cuando y al final termina", async () => {
  const { guardia, vista, hechos, avanzar } = escena({ respuestas: [...Array(40).fill(new Error("sin red"))] });
  await guardia.mirar();
  await avanzar(780 + 55);
  assert.equal(vista.tiempo, "1:05");
  await avanzar(66);
  assert.deepEqual(hechos, ["abrir", "decir 1:00", "decir 0:30", "decir 0:10", "terminar"]);
});

test("otra pestaña mantuvo viva la sesión: no avisa, o deja de avisar", async () => {
  const { guardia, hechos, pedidos, avanzar } = escena({
    respuestas: [{ inactividad: 400, maximo: 9000 }, { inactividad: 119, maximo: 9000 }, { inactividad: 900, maximo: 9000 }],
  });
  await guardia.mirar();
  await avanzar(780);
  assert.deepEqual([hechos, pedidos.length], [[], 1]);
  await avanzar(280);
  assert.deepEqual([hechos, pedidos.length], [["abrir"], 2]);
  await avanzar(10);
  assert.deepEqual([hechos, pedidos.length], [["abrir", "cerrar"], 3]);
});

test("la sesión terminó en otro lado: sale", async () => {
  const { guardia, hechos, avanzar } = escena({ respuestas: [null] });
  await guardia.mirar();
  await avanzar(10_000);
  assert.deepEqual(hechos, ["terminar"]);
});

test("seguir dentro usa la sesión y cierra el aviso", async () => {
  const { guardia, hechos, pedidos, avanzar } = escena();
  await guardia.mirar();
  await avanzar(785);
  guardia.consultar = async (datos) => { pedidos.push(datos ? "POST" : "GET"); return { inactividad: 900, maximo: 9000 }; };
  await guardia.seguir({});
  assert.deepEqual([hechos, pedidos], [["abrir", "cerrar"], ["GET", "POST"]]);
  guardia.consultar = async () => ({ inactividad: 120, maximo: 9000 });
  await avanzar(779);
  assert.deepEqual(hechos, ["abrir", "cerrar"]);
  await avanzar(1);
  assert.deepEqual(hechos, ["abrir", "cerrar", "abrir"]);
});

test("seguir dentro sin respuesta lo dice y sigue avisando", async () => {
  const { guardia, hechos, avanzar } = escena();
  await guardia.mirar();
  await avanzar(785);
  guardia.consultar = async () => { throw new Error("sin red"); };
  await guardia.seguir({});
  assert.deepEqual(hechos, ["abrir", "sinRespuesta"]);
});

test("seguir dentro que el servidor rechaza dice por qué, y no que no hay red", async () => {
  const { guardia, hechos, avanzar } = escena();
  await guardia.mirar();
  await avanzar(785);
  for (const motivo of ["vencida", "conError"]) {
    guardia.consultar = async () => { throw Object.assign(new Error("403"), { motivo }); };
    await guardia.seguir({});
  }
  assert.deepEqual(hechos, ["abrir", "vencida", "conError"]);
});

test("el límite máximo no se alarga: se lee, y no vuelve a avisar hasta el final", async () => {
  const { guardia, hechos, pedidos, avanzar } = escena({ inactividad: 900, maximo: 200 });
  await guardia.mirar();
  await avanzar(85);
  await guardia.seguir({});
  assert.deepEqual(hechos, ["abrir máximo", "cerrar"]);
  assert.ok(!pedidos.includes("POST"));
  guardia.consultar = async () => null;
  await avanzar(120);
  assert.deepEqual(hechos, ["abrir máximo", "cerrar", "terminar"]);
});

test("si mientras avisa el motivo es otro, lo dice", async () => {
  const { guardia, hechos, avanzar } = escena({ respuestas: [{ inactividad: 120, maximo: 9000 }, { inactividad: 900, maximo: 100 }] });
  await guardia.mirar();
  await avanzar(791);
  assert.deepEqual(hechos, ["abrir", "abrir máximo"]);
});

test("una computadora que durmió mira el reloj al despertar", async () => {
  const { guardia, hechos, dormir } = escena({ respuestas: [null] });
  await guardia.mirar();
  dormir(3600);
  await guardia.mirar();
  assert.deepEqual(hechos, ["terminar"]);
});

test("lo que el servidor responde", async () => {
  const con = (respuesta) => ({ red: async () => respuesta });
  const segundos = { inactividad: 5, maximo: 9 };
  assert.deepEqual(await preguntar("/sesion/", con(Response.json(segundos))), segundos);
  assert.equal(await preguntar("/sesion/", con({ type: "opaqueredirect" })), null);
  const conMotivo = (motivo) => (error) => error.motivo === motivo;
  await assert.rejects(preguntar("/", con(Response.json({ codigo: "formulario_vencido" }, { status: 403 }))), conMotivo("vencida"));
  for (const status of [403, 429, 500]) await assert.rejects(preguntar("/", con(new Response("<p>", { status }))), conMotivo("conError"));
  await assert.rejects(preguntar("/", { red: async () => { throw new TypeError("red"); } }), conMotivo(undefined));
  const vistos = [];
  const red = async (url, opciones) => { vistos.push([url, opciones.method]); return Response.json(segundos); };
  await preguntar("/sesion/seguir/", { datos: {}, red });
  await preguntar("/sesion/", { red });
  assert.deepEqual(vistos, [["/sesion/seguir/", "POST"], ["/sesion/", "GET"]]);
});
