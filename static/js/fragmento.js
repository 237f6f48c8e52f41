// The QR of a document leads to its verification with the folio in the address and the code in the fragment, which
// no server and no log sees. This writes both into the form and takes the code out of the address bar.

export const leerCodigo = (fragmento) => fragmento.match(/[A-Z0-9-]{4,80}$/i)?.[0] ?? "";

export function llenar({ hash, search, pathname }, { folio, codigo }, historial = globalThis.history) {
  const leido = leerCodigo(hash);
  if (!leido || !codigo) return false;
  codigo.value = leido;
  folio.value ||= new URLSearchParams(search).get("folio") ?? "";
  historial.replaceState(null, "", pathname + search);
  return true;
}

if (globalThis.document) llenar(location, { folio: document.getElementById("id_folio"), codigo: document.getElementById("id_codigo") });
