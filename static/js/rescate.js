// Keeps in this tab the text that could not be sent because the session or the form was over, and gives it back to the same
// person once inside again. Only the `textarea` of a form that says, or holds what says, `data-rescate` (a mark of
// whose it is): no file and nothing else.

import { alLlegar } from "./llegada.js";
import { pedir } from "./pedir.js";

/** Why what bears this token would not be taken: the event that says so, or nothing. Where the server cannot say, the form is sent as ever. */
export const impedimento = (url, token, { red } = {}) =>
  pedir(url, { datos: new URLSearchParams({ csrfmiddlewaretoken: token }), red }).then(({ fin }) => fin, () => "");

/** One text of one page, of one person. `guardadoEn`: the instant at which the server last kept something, 0 for never. */
export class Rescate {
  constructor({ clave, de, guardadoEn = 0, almacen, ahora = Date.now }) {
    Object.assign(this, { clave: `rescate:${clave}`, de, guardadoEn, almacen, ahora });
  }

  /** Keep the text → whether this browser lets it be kept. */
  guardar(texto) {
    try {
      this.almacen().setItem(this.clave, JSON.stringify({ de: this.de, texto, en: this.ahora() }));
      return true;
    } catch {
      return false;
    }
  }

  /** The text to give back, or null; another person's, one that the server has, or one of a draft emptied since is erased. */
  tomar(delServidor) {
    try {
      const { de, texto, en } = JSON.parse(this.almacen().getItem(this.clave));
      const fueVaciado = !delServidor && this.guardadoEn > en;
      if (de === this.de && texto !== delServidor && !fueVaciado) return texto;
    } catch { /* nothing was kept, or nothing that can be read */ }
    this.borrar();
    return null;
  }

  /** Erase what other people kept, whatever the page on which they were writing. */
  purgar() {
    try {
      const almacen = this.almacen(), suyas = Object.keys(almacen).filter((una) => una.startsWith("rescate:"));
      suyas.filter((una) => JSON.parse(almacen.getItem(una)).de !== this.de).forEach((una) => almacen.removeItem(una));
    } catch { /* a browser that keeps nothing; what cannot be read is erased where it is taken */ }
  }

  borrar() {
    try {
      this.almacen().removeItem(this.clave);
    } catch { /* a browser that keeps nothing has nothing to erase */ }
  }
}

class Formulario {
  constructor(dice) {
    const formulario = dice.closest("form");
    const { rescate: de, rescateClave: clave = location.pathname, ahora, actualizado, seguirUrl } = dice.dataset;
    const desfase = Number(ahora) * 1000 - Date.now();
    Object.assign(this, { formulario, seguirUrl, texto: formulario.querySelector("textarea") });
    this.token = formulario.querySelector("[name=csrfmiddlewaretoken]").value;
    [this.fin, this.recuperado] = ["fin", "recuperado"].map((parte) => formulario.querySelector(`[data-rescate-${parte}]`));
    this.rescate = new Rescate({
      clave, de, guardadoEn: Number(actualizado) * 1000, almacen: () => sessionStorage, ahora: () => Date.now() + desfase,
    });
  }

  iniciar(signal) {
    this.rescate.purgar();
    const recuperado = this.rescate.tomar(this.texto.value.replaceAll("\r\n", "\n"));
    if (recuperado !== null) this.texto.value = recuperado;
    if (recuperado !== null) this.formulario.closest("details")?.setAttribute("open", "");
    this.recuperado.hidden = recuperado === null;
    this.recuperado.querySelector("button").addEventListener("click", () => this.descartar());
    // Before htmx, which sends whatever is submitted.
    this.formulario.addEventListener("submit", (evento) => this.enviar(evento), { capture: true });
    this.formulario.addEventListener("input", () => this.terminada && this.conservar());
    this.formulario.addEventListener("guardado", () => this.rescate.borrar());
    for (const motivo of ["sesionterminada", "formulariovencido"]) document.addEventListener(motivo, () => this.terminar(motivo), { signal });
  }

  conservar() {
    // Where the server keeps no draft, what the page came back with is nowhere else.
    const loTieneElServidor = this.texto.value === this.texto.defaultValue && this.rescate.guardadoEn > 0;
    const seConserva = !this.texto.value || loTieneElServidor || this.rescate.guardar(this.texto.value);
    this.fin.querySelector("[data-conservado]").hidden = !seConserva;
    this.fin.querySelector("[data-no-conservado]").hidden = seConserva;
  }

  terminar(motivo) {
    this.terminada = motivo;
    this.conservar();
    this.fin.querySelectorAll("[data-motivo]").forEach((dicho) => { dicho.hidden = dicho.dataset.motivo !== motivo; });
    this.fin.hidden = false;
  }

  descartar() {
    this.rescate.borrar();
    this.texto.value = this.texto.defaultValue;
    this.recuperado.hidden = true;
    this.texto.focus();
  }

  /** Ask first whether the session stands: what is sent without one is lost. */
  async enviar(evento) {
    if (this.comprobada) return;
    evento.preventDefault();
    evento.stopImmediatePropagation();
    if (this.preguntando) return;
    this.preguntando = true;
    const motivo = this.terminada || await impedimento(this.seguirUrl, this.token);
    this.preguntando = false;
    if (motivo) {
      this.terminar(motivo);
      this.fin.focus();
      return;
    }
    this.rescate.borrar();
    this.comprobada = true;
    this.formulario.requestSubmit(evento.submitter);
    this.comprobada = false;
  }
}

alLlegar("[data-rescate]", (dice, señal) => new Formulario(dice).iniciar(señal));
