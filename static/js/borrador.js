// Saves what is being written, a while after the last key and without files, so that nothing is lost if the page or the
// session ends. Works only where the form says how: `data-borrador` is the address, its texts stand beside it.

const ESPERA_MS = 3_000;

/** Sends the form to `url` without its files. Returns what the server says, `null` where it did not save, and no more than
 *  the version of the draft where it saved a part. */
export async function enviar(url, datos, { pedir = fetch } = {}) {
  const cuerpo = new URLSearchParams([...datos].filter(([, valor]) => typeof valor === "string"));
  try {
    const respuesta = await pedir(url, { method: "POST", body: cuerpo, redirect: "manual", headers: { Accept: "application/json" } });
    const dicho = await respuesta.json();
    if (respuesta.ok) return dicho;
    return dicho.version === undefined ? null : { version: dicho.version };
  } catch {
    return null;
  }
}

/** Saves `esperaMs` after the last change; a change while it saves is saved after it. */
export class Autoguardado {
  constructor({ guardar, decir, esperaMs = ESPERA_MS, despues = (accion, ms) => setTimeout(accion, ms), olvidar = (turno) => clearTimeout(turno) }) {
    Object.assign(this, { guardar, decir, esperaMs, despues, olvidar });
  }

  cambio() {
    this.pendiente = true;
    this.olvidar(this.turno);
    this.turno = this.despues(() => this.intentar(), this.esperaMs);
  }

  async intentar() {
    if (this.guardando || !this.pendiente) return;
    this.guardando = true;
    this.pendiente = false;
    try {
      this.decir(await this.guardar());
    } finally {
      this.guardando = false;
      if (this.pendiente) this.cambio();
    }
  }

  parar() {
    this.pendiente = false;
    this.olvidar(this.turno);
  }
}

function enlazar(formulario) {
  const { borrador, guardado, sinGuardar } = formulario.dataset;
  const estado = formulario.querySelector("[data-guardado-en]");
  const autoguardado = new Autoguardado({
    guardar: () => enviar(borrador, new FormData(formulario)),
    decir: (respuesta) => {
      if (respuesta) formulario.elements.version.value = respuesta.version;
      estado.hidden = false;
      estado.textContent = respuesta?.guardado_en ? guardado.replace("{momento}", respuesta.guardado_en) : sinGuardar;
    },
  });
  formulario.addEventListener("input", (evento) => evento.target.type !== "file" && autoguardado.cambio());
  formulario.addEventListener("submit", () => autoguardado.parar());
}

globalThis.document?.querySelectorAll("form[data-borrador]").forEach(enlazar);
