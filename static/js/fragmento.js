// The QR of a document leads to its verification with the folio in the address and the code in the fragment, which
// no server and no log sees. This writes both into the form, takes the code out of the address bar and verifies.

import { alLlegar } from "./llegada.js";

export const leerCodigo = (fragmento) => fragmento.match(/([A-Z2-7]{4}-){7}[A-Z2-7]{4}$/i)?.[0] ?? "";

/** Once: without its fragment the page that Back or a reload brings only shows the form. */
export function verificar({ hash, search, pathname }, formulario, historial = globalThis.history) {
  const codigo = leerCodigo(hash);
  if (!codigo) return;
  const campos = formulario.elements;
  campos.codigo.value = codigo;
  campos.folio.value ||= new URLSearchParams(search).get("folio") ?? "";
  historial.replaceState(historial.state, "", pathname + search);
  if (campos.folio.value) formulario.requestSubmit();
}

alLlegar("form[data-verificar]", (formulario) => verificar(location, formulario));
