// Copies the text of an element (a folio, an RFC). Where the clipboard is closed, it selects the text instead.

import { alLlegar } from "./llegada.js";

export async function copiar(boton, elemento, { portapapeles = globalThis.navigator?.clipboard, seleccion = globalThis.getSelection } = {}) {
  const texto = boton.querySelector("[data-texto]");
  try {
    await portapapeles.writeText(elemento.textContent.trim());
    texto.textContent = boton.dataset.copiado;
    return true;
  } catch {
    seleccion().selectAllChildren(elemento);
    return false;
  }
}

alLlegar("[data-copiar]", (boton) => {
  boton.hidden = false;
  boton.addEventListener("click", () => copiar(boton, document.getElementById(boton.dataset.copiar)));
});
