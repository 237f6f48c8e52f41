// The buttons that print the page: hidden in the HTML, shown where JavaScript runs.

export function activar(boton, imprimir = () => globalThis.print()) {
  boton.hidden = false;
  boton.addEventListener("click", () => imprimir());
}

globalThis.document?.querySelectorAll("[data-imprimir]").forEach((boton) => activar(boton));
