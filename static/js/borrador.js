// Saves what is being written, a while after the last key and without files, so that nothing is lost if the page or the
// session ends. Works only where the form says how: `data-borrador` is the address, its texts stand beside it.

const ESPERA_MS = 3_000;

/** Sends the form to `url` without its files. Returns what the server says, or `null` where it did not save. */
export async function enviar(url, datos, { pedir = fetch } = {}) {
  const cuerpo = new URLSearchParams([...datos].filter(([, valor]) => typeof valor === "string"));
  try {
    const respuesta = await pedir(url, { method: "POST", body: cuerpo, redirect: "manual", headers: { Accept: "application/json" } });
    return respuesta.ok ? await respuesta.json() : null;
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
      estado.hidden = false;
      estado.textContent = respuesta ? guardado.replace("{momento}", respuesta.guardado_en) : sinGuardar;
    },
  });
  formulario.addEventListener("input", (evento) => evento.target.type !== "file" && autoguardado.cambio());
  formulario.addEventListener("submit", () => autoguardado.parar());
}

globalThis.document?.querySelectorAll("form[data-borrador]").forEach(enlazar);
