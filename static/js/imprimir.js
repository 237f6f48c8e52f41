// The buttons that print the page: hidden in the HTML, shown where JavaScript runs.

import { alLlegar } from "./llegada.js";

export function activar(boton, imprimir = () => globalThis.print()) {
  boton.hidden = false;
  boton.addEventListener("click", () => imprimir());
}

alLlegar("[data-imprimir]", (boton) => activar(boton));
