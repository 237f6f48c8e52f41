// Shows and hides a password. The button comes hidden in the HTML: without JavaScript it would do nothing.

import { alLlegar } from "./llegada.js";

export function alternar(boton, campo) {
  const ocultar = campo.type === "password";
  const { dataset } = boton;
  dataset.textoMostrar ??= boton.textContent;
  dataset.etiquetaMostrar ??= boton.getAttribute("aria-label");
  campo.type = ocultar ? "text" : "password";
  boton.textContent = ocultar ? dataset.textoOcultar : dataset.textoMostrar;
  boton.setAttribute("aria-label", ocultar ? dataset.etiquetaOcultar : dataset.etiquetaMostrar);
}

alLlegar("[data-mostrar]", (boton) => {
  boton.hidden = false;
  boton.addEventListener("click", () => alternar(boton, document.getElementById(boton.dataset.mostrar)));
});
