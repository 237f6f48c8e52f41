import assert from "node:assert/strict";
import test from "node:test";

import { frase, largo } from "../../static/js/contador.js";

test("cuenta como el servidor: letras, saltos de una pieza, sin lo que rodea", () => {
  assert.equal(largo("  ñandú\r\n😀 \n"), 7);
  assert.equal(largo("n\u0303"), 1);
  assert.equal(largo(""), 0);
});

test("dice cuántos quedan o cuántos sobran", () => {
  const textos = { maximo: "4000", quedan: "Quedan {n}.", sobran: "Sobran {n}." };
  assert.equal(frase(0, textos, "es-MX"), "Quedan 4,000.");
  assert.equal(frase(4_000, textos, "es-MX"), "Quedan 0.");
  assert.equal(frase(4_001, textos, "es-MX"), "Sobran 1.");
});
