import assert from "node:assert/strict";
import { test } from "node:test";

import { copiar } from "../../static/js/copiar.js";
import { leerCodigo, llenar } from "../../static/js/fragmento.js";
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

test("lee el código del fragmento, con nombre o solo", () => {
  assert.equal(leerCodigo("#codigo=YLIP-RIXE-FMVF"), "YLIP-RIXE-FMVF");
  assert.equal(leerCodigo("#YLIP-RIXE-FMVF"), "YLIP-RIXE-FMVF");
  assert.equal(leerCodigo("#%zz<b>"), "");
});

test("llena folio y código, y quita el código de la dirección", () => {
  const campos = { folio: { value: "" }, codigo: { value: "" } };
  const direcciones = [];
  const historial = { replaceState: (_estado, _titulo, url) => direcciones.push(url) };
  assert.ok(llenar({ hash: "#codigo=ABCD", search: "?folio=123", pathname: "/verificar/" }, campos, historial));
  assert.deepEqual([campos.folio.value, campos.codigo.value, direcciones], ["123", "ABCD", ["/verificar/?folio=123"]]);
  assert.equal(llenar({ hash: "", search: "", pathname: "/verificar/" }, campos, historial), false);
});
