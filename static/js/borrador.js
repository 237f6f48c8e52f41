// Saves what is being written, a while after the last key and without files, so that nothing is lost if the page or the
// session ends. Works only where the form says how: `data-borrador` is the address, its texts stand beside it.

import { alLlegar } from "./llegada.js";
import { pedir } from "./pedir.js";

const ESPERA_MS = 3_000;
const MAXIMO_MS = 10_000; // also for whoever does not stop typing
const CABE_AL_SALIR = 60_000; // a request that outlives its page carries no more than 64 KiB

/** Sends the form to `url` without its files → what the server says, `null` where it did not save, no more than the version of
 *  the draft where it saved a part; with `fin`, the event that says why this page saves no more. */
export async function enviar(url, formulario, { red } = {}) {
  const datos = new URLSearchParams([...formulario].filter(([, valor]) => typeof valor === "string"));
  const keepalive = String(datos).length < CABE_AL_SALIR;
  const { ok, cuerpo, fin } = await pedir(url, { datos, keepalive, red }).catch(() => ({}));
  if (fin) return { fin };
  if (ok) return cuerpo;
  return cuerpo?.version === undefined ? null : { version: cuerpo.version };
}

/** Saves ESPERA_MS after the last change and MAXIMO_MS after the first one; a change while it saves is saved after it. */
export class Autoguardado {
  constructor({ guardar, decir, ahora = Date.now, despues = (...uno) => setTimeout(...uno), olvidar = (uno) => clearTimeout(uno) }) {
    Object.assign(this, { guardar, decir, ahora, despues, olvidar });
  }

  cambio() {
    this.pendiente = true;
    this.desde ??= this.ahora();
    this.olvidar(this.turno);
    const quedan = Math.max(0, this.desde + MAXIMO_MS - this.ahora());
    this.turno = this.despues(() => this.intentar(), Math.min(ESPERA_MS, quedan));
  }

  async intentar() {
    if (this.guardando || !this.pendiente) return;
    this.guardando = true;
    this.parar();
    try {
      this.decir(await this.guardar());
    } finally {
      this.guardando = false;
      if (this.pendiente) this.cambio();
    }
  }

  parar() {
    this.pendiente = false;
    this.desde = undefined;
    this.olvidar(this.turno);
  }
}

function enlazar(formulario, signal) {
  const { borrador, guardado, sinGuardar } = formulario.dataset;
  const estado = formulario.querySelector("[data-guardado-en]");
  const autoguardado = new Autoguardado({
    guardar: () => enviar(borrador, new FormData(formulario)),
    decir: (respuesta) => {
      estado.hidden = Boolean(respuesta?.fin);
      if (respuesta?.fin) return document.dispatchEvent(new Event(respuesta.fin));
      if (respuesta) formulario.elements.version.value = respuesta.version;
      estado.textContent = respuesta?.guardado_en ? guardado.replace("{momento}", respuesta.guardado_en) : sinGuardar;
      return respuesta?.guardado_en && formulario.dispatchEvent(new Event("guardado"));
    },
  });
  formulario.addEventListener("input", (evento) => evento.target.type !== "file" && autoguardado.cambio());
  formulario.addEventListener("submit", () => autoguardado.parar());
  document.addEventListener("visibilitychange", () => document.hidden && autoguardado.intentar(), { signal });
  globalThis.addEventListener("pagehide", () => autoguardado.intentar(), { signal });
  signal.addEventListener("abort", () => autoguardado.intentar());
  // Whoever writes at once is ahead of this script.
  if ([...formulario.querySelectorAll("textarea")].some(({ value, defaultValue }) => value !== defaultValue)) autoguardado.cambio();
}

alLlegar("form[data-borrador]", enlazar);
