// Starts what a page brings: when it is loaded and, where pages are exchanged (navegar.js), each time that one arrives.

const partes = [];

/** `iniciar(elemento, señal)` for each element that arrives; the signal is aborted once its page is gone. */
export function alLlegar(selector, iniciar) {
  const parte = { selector, iniciar, vivos: new Map() };
  partes.push(parte);
  if (globalThis.document) buscar(parte);
}

function buscar({ selector, iniciar, vivos }) {
  vivos.forEach((fin, elemento) => {
    if (elemento.isConnected) return;
    vivos.delete(elemento);
    fin.abort();
  });
  for (const elemento of document.querySelectorAll(selector)) {
    if (vivos.has(elemento)) continue;
    const fin = new AbortController();
    vivos.set(elemento, fin);
    iniciar(elemento, fin.signal);
  }
}

/** Another page, or a part of one, has arrived. */
export const llego = () => partes.forEach(buscar);
