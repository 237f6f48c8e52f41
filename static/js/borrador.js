// Saves what is being written, a while after the last key and without files, so that nothing is lost if the page or the
// session ends. Works only where the form says how: `data-borrador` is the address, its texts stand beside it.

const ESPERA_MS = 3_000;
const MAXIMO_MS = 10_000; // also for whoever does not stop typing
const CABE_AL_SALIR = 60_000; // a request that outlives its page carries no more than 64 KiB

/** Sends the form to `url` without its files → what the server says, `null` where it did not save, no more than the version of
 *  the draft where it saved a part; with `fin`, the event that says why this page saves no more. */
export async function enviar(url, datos, { pedir = fetch } = {}) {
  const cuerpo = new URLSearchParams([...datos].filter(([, valor]) => typeof valor === "string"));
  const keepalive = String(cuerpo).length < CABE_AL_SALIR;
  try {
    const respuesta = await pedir(url, { method: "POST", body: cuerpo, keepalive, redirect: "manual", headers: { Accept: "application/json" } });
    if (respuesta.type === "opaqueredirect") return { fin: "sesionterminada" };
    const dicho = await respuesta.json();
    if (respuesta.ok) return dicho;
    if (dicho.codigo === "formulario_vencido") return { fin: "formulariovencido" };
    return dicho.version === undefined ? null : { version: dicho.version };
  } catch {
    return null;
  }
}

/** Saves `esperaMs` after the last change and `maximoMs` after the first one; a change while it saves is saved after it. */
export class Autoguardado {
  constructor({ guardar, decir, esperaMs = ESPERA_MS, maximoMs = MAXIMO_MS, ahora = Date.now, despues, olvidar }) {
    Object.assign(this, { guardar, decir, esperaMs, maximoMs, ahora });
    this.despues = despues ?? ((accion, ms) => setTimeout(accion, ms));
    this.olvidar = olvidar ?? ((turno) => clearTimeout(turno));
  }

  cambio() {
    this.pendiente = true;
    this.desde ??= this.ahora();
    this.olvidar(this.turno);
    const quedan = Math.max(0, this.desde + this.maximoMs - this.ahora());
    this.turno = this.despues(() => this.intentar(), Math.min(this.esperaMs, quedan));
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

function enlazar(formulario) {
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
  document.addEventListener("visibilitychange", () => document.hidden && autoguardado.intentar());
  globalThis.addEventListener("pagehide", () => autoguardado.intentar());
}

globalThis.document?.querySelectorAll("form[data-borrador]").forEach(enlazar);
