// Takes the focus to what a form of the staff's pages answers: its error note or, without one, the first field marked.
// Django writes them without role or tabindex; the portal's own pages do it in their HTML (`autofocus`).

export function enfocarError(raiz) {
  const aviso = raiz.querySelector(".errornote") ?? raiz.querySelector(".errorlist");
  if (!aviso) return null;
  aviso.setAttribute("tabindex", "-1");
  if (aviso.matches(".errornote")) aviso.setAttribute("role", "alert");
  aviso.focus();
  return aviso;
}

if (globalThis.document) enfocarError(document);
