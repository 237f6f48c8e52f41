import assert from "node:assert/strict";
import { test } from "node:test";

import { copiar } from "../../static/js/copiar.js";
import { leerCodigo, verificar } from "../../static/js/fragmento.js";
import { activar } from "../../static/js/imprimir.js";
import { alternar } from "../../static/js/mostrar.js";

function boton(dataset = {}, atributos = {}) {
  const texto = { textContent: "Copiar folio" };
  return {
    dataset, hidden: true, textContent: "Mostrar", texto, alPulsar: null,
    querySelector: () => texto,
    getAttribute: (nombre) => atributos[nombre],
    setAttribute: (nombre, valor) => { atributos[nombre] = valor; },
    addEventListener(_tipo, accion) { this.alPulsar = accion; },
  };
}

test("mostrar y ocultar la contraseña cambia el campo, el texto y la etiqueta", () => {
  const mostrar = boton({ textoOcultar: "Ocultar", etiquetaOcultar: "Ocultar contraseña" }, { "aria-label": "Mostrar contraseña" });
  const campo = { type: "password" };
  alternar(mostrar, campo);
  assert.deepEqual([campo.type, mostrar.textContent, mostrar.getAttribute("aria-label")], ["text", "Ocultar", "Ocultar contraseña"]);
  alternar(mostrar, campo);
  assert.deepEqual([campo.type, mostrar.textContent, mostrar.getAttribute("aria-label")], ["password", "Mostrar", "Mostrar contraseña"]);
});

test("copiar escribe el texto sin espacios alrededor y lo dice", async () => {
  const copiado = [];
  const pulsado = boton({ copiado: "Copiado" });
  const hecho = await copiar(pulsado, { textContent: " 17954608825755451363986\n" }, { portapapeles: { writeText: async (texto) => copiado.push(texto) } });
  assert.deepEqual([hecho, copiado, pulsado.texto.textContent], [true, ["17954608825755451363986"], "Copiado"]);
});

test("sin portapapeles, copiar selecciona el texto", async () => {
  const elemento = { textContent: "x" };
  const seleccionado = [];
  const seleccion = () => ({ selectAllChildren: (nodo) => seleccionado.push(nodo) });
  const hecho = await copiar(boton(), elemento, { portapapeles: undefined, seleccion });
  assert.deepEqual([hecho, seleccionado], [false, [elemento]]);
});

test("imprimir muestra el botón e imprime al pulsarlo", () => {
  let veces = 0;
  const pulsado = boton();
  activar(pulsado, () => { veces += 1; });
  assert.equal(pulsado.hidden, false);
  pulsado.alPulsar();
  assert.equal(veces, 1);
});

const CODIGO = "YLIP-RIXE-FMVF-2345-6723-ABCD-EFGH-IJKL";

test("lee el código del fragmento, con nombre o solo, y ninguna otra cosa", () => {
  assert.equal(leerCodigo(`#codigo=${CODIGO}`), CODIGO);
  assert.equal(leerCodigo(`#${CODIGO}`), CODIGO);
  for (const otra of ["", "#contenido", "#%zz<b>", `#${CODIGO.slice(0, -1)}`]) assert.equal(leerCodigo(otra), "");
});

function formulario() {
  return { elements: { folio: { value: "" }, codigo: { value: "" } }, enviados: 0, requestSubmit() { this.enviados += 1; } };
}

test("el QR llena folio y código, quita el código de la dirección y verifica una vez", () => {
  const suyo = formulario();
  const direcciones = [];
  const historial = { state: null, replaceState: (_estado, _titulo, url) => direcciones.push(url) };
  verificar({ hash: `#${CODIGO}`, search: "?folio=123", pathname: "/verificar/" }, suyo, historial);
  assert.deepEqual([suyo.elements.folio.value, suyo.elements.codigo.value, direcciones, suyo.enviados], ["123", CODIGO, ["/verificar/?folio=123"], 1]);
  verificar({ hash: "", search: "?folio=123", pathname: "/verificar/" }, suyo, historial); // Back, or a reload
  assert.equal(suyo.enviados, 1);
});

test("sin folio, el código queda escrito y nada se envía", () => {
  const suyo = formulario();
  verificar({ hash: `#${CODIGO}`, search: "", pathname: "/verificar/" }, suyo, { replaceState() {} });
  assert.deepEqual([suyo.elements.codigo.value, suyo.enviados], [CODIGO, 0]);
});
