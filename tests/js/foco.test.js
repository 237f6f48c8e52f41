import assert from "node:assert/strict";
import { test } from "node:test";

import { enfocarError } from "../../static/js/foco.js";

function elemento(clase) {
  const atributos = {};
  return { atributos, enfocado: false, matches: (selector) => selector === clase, setAttribute: (nombre, valor) => { atributos[nombre] = valor; }, focus() { this.enfocado = true; } };
}

const pagina = (hay) => ({ querySelector: (selector) => hay[selector] ?? null });

test("la nota de error toma el foco y se anuncia", () => {
  const [nota, lista] = [elemento(".errornote"), elemento(".errorlist")];
  assert.equal(enfocarError(pagina({ ".errornote": nota, ".errorlist": lista })), nota);
  assert.deepEqual([nota.enfocado, lista.enfocado, nota.atributos], [true, false, { tabindex: "-1", role: "alert" }]);
});

test("sin nota, el primer campo señalado, que sigue siendo una lista", () => {
  const lista = elemento(".errorlist");
  assert.equal(enfocarError(pagina({ ".errorlist": lista })), lista);
  assert.deepEqual([lista.enfocado, lista.atributos], [true, { tabindex: "-1" }]);
});

test("sin errores nadie toma el foco", () => assert.equal(enfocarError(pagina({})), null));
