// The QR of a document leads to its verification with the folio in the address and the code in the fragment, which
// no server and no log sees. This writes both into the form and takes the code out of the address bar.

export function leerCodigo(fragmento) {
  const texto = decodeURIComponent(fragmento.replace(/^#/, ""));
  return (new URLSearchParams(texto).get("codigo") || texto).trim();
}

export function llenar({ hash, search, pathname }, { folio, codigo }, historial = globalThis.history) {
  const leido = hash && leerCodigo(hash);
  if (!leido || !codigo) return false;
  codigo.value = leido;
  folio.value ||= new URLSearchParams(search).get("folio") ?? "";
  historial.replaceState(null, "", pathname + search);
  return true;
}

if (globalThis.document) llenar(location, { folio: document.getElementById("id_folio"), codigo: document.getElementById("id_codigo") });
