// From the entrance on, one page takes the place of another without a full load (htmx, `hx-boost`), so that the e.firma
// chosen once lasts as long as the visit (archivos.js). Leaving, an ended session and another person are full loads.

import "./dialogo.js";
import "./mostrar.js";
import { llego } from "./llegada.js";
import { deQuien, renovar } from "./pedir.js";

/** What the entrance does not use: it comes with the second page, or with the first of somebody inside. */
const loDemas = () => import("./dentro.js");

const esPagina = (respuesta) => /^text\/html/.test(respuesta.getResponseHeader("Content-Type") ?? "");

/** htmx leaves there the address of each page, with its RFC or its folio. */
const olvidarRuta = () => globalThis.sessionStorage?.removeItem("htmx-current-path-for-history");

/** A page begins at its heading, for the eyes and for a screen reader, unless it names another beginning (`autofocus`). */
function comenzar() {
  olvidarRuta();
  llego();
  loDemas();
  if (document.activeElement !== document.body) return;
  const titulo = document.querySelector("main h1");
  titulo?.setAttribute("tabindex", "-1");
  titulo?.focus({ preventScroll: true });
}

function alRecibir(evento) {
  const { xhr, boosted, requestConfig } = evento.detail;
  if (!boosted) return;
  const token = xhr.getResponseHeader("X-CSRFToken");
  if (xhr.status === 403 && token && !requestConfig.elt.dataset.renovado) {
    evento.preventDefault();
    requestConfig.elt.dataset.renovado = "";
    renovar(token);
    requestConfig.elt.requestSubmit(requestConfig.triggeringEvent?.submitter);
  } else if (esPagina(xhr)) {
    Object.assign(evento.detail, { shouldSwap: true, isError: false }); // a refusal is a page too
    document.documentElement.lang = xhr.responseText.match(/<html lang="([\w-]+)"/)?.[1] ?? document.documentElement.lang;
  } else {
    evento.preventDefault(); // a file: the browser knows what to do with it
    location.assign(requestConfig.path);
  }
}

const sinRed = () => document.querySelector("[data-sin-red]")?.removeAttribute("hidden");

if (globalThis.document) {
  olvidarRuta();
  if (document.querySelector("[data-de]")) loDemas();
  const oye = (nombre, hacer) => document.addEventListener(`htmx:${nombre}`, hacer);
  oye("beforeProcessNode", ({ target }) => target.matches?.("a[download]") && target.setAttribute("hx-boost", "false"));
  oye("configRequest", ({ detail: { headers, elt } }) => elt.matches("[data-efirma=ingreso]") || Object.assign(headers, deQuien()));
  oye("beforeSwap", alRecibir);
  oye("beforeHistoryUpdate", ({ detail: { history: va } }) => { if (va.path === location.pathname + location.search) va.type = "replace"; });
  for (const paso of ["pushedIntoHistory", "replacedInHistory"]) oye(paso, olvidarRuta);
  oye("sendError", sinRed);
  oye("historyCacheMissLoad", ({ detail: { xhr: { responseURL } } }) => {
    const { pathname, search } = new URL(responseURL);
    const entrada = document.querySelector("[data-entrada]")?.dataset.entrada.split("?")[0];
    if (pathname === entrada) location.replace(responseURL); // the session is over, and with it the visit
    else history.replaceState(history.state, "", pathname + search);
  });
  oye("historyCacheMissLoadError", () => location.reload());
  oye("afterSettle", ({ detail: { boosted } }) => (boosted ? comenzar() : llego()));
  oye("historyRestore", comenzar);
}
