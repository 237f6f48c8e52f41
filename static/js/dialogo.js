// The e.firma dialogue: reads the two files and the password, validates, signs the exact text of the page and
// posts the certificate and the signature. The .key and its password never leave this module.

import { Archivos, leerArchivo, olvidar, recordados, recordar } from "./archivos.js";
import { ErrorEfirma, abrirLlave, aBase64, corresponden, exigirCertificado, firmar, leerCertificado } from "./efirma.js";
import { alLlegar } from "./llegada.js";
import { Rechazos, elDia } from "./rechazos.js";
import { preguntar, retoNuevo } from "./validar.js";

const ESPERA_MAXIMA_MS = 30_000; // as in sesion.js
const MARGEN_MS = 60_000; // a challenge about to end is changed for another before it is signed

/** Does `hacer` once nothing is left; `falta` says how many milliseconds are, each time that it is asked; NaN, that nobody waits. */
export function alVencer(falta, hacer, despues = (...uno) => setTimeout(...uno)) {
  const ms = falta();
  if (Number.isNaN(ms)) return;
  if (ms <= 0) hacer();
  else despues(() => alVencer(falta, hacer, despues), Math.min(ms, ESPERA_MAXIMA_MS));
}

const pausa = () => new Promise((seguir) => setTimeout(seguir, 30));

/** forge opens the files: it is fetched once a visit, by the first page that asks for an e.firma. */
const hayForge = () => typeof globalThis.forge?.pki?.certificateFromAsn1 === "function"; // an element of the page may bear its name
const cargar = (src) => new Promise((seguir) => {
  if (hayForge()) seguir();
  else document.head.append(Object.assign(document.createElement("script"), { src, onload: seguir, onerror: seguir }));
});

class Dialogo {
  par = null;
  turno = 0;
  ocupado = false;
  enviando = false;
  vencido = false;

  constructor(formulario, signal) {
    this.formulario = formulario;
    this.signal = signal;
    this.datos = formulario.dataset;
    const buscar = (selector) => formulario.querySelector(selector);
    this.campos = [this.cer, this.key, this.contrasena] = ["#cer", "#key", "#contrasena"].map(buscar);
    this.boton = { validar: buscar("[data-validar]"), firmar: buscar("[data-firmar]") };
    [this.estado, this.elegida, this.zona, this.mayus] = ["[data-estado]", "[data-elegida]", "[data-zona]", "[data-mayus]"].map(buscar);
    this.cadena = (formulario.closest(".firmar") ?? formulario).querySelector("[data-cadena]");
    this.rechazos = new Rechazos(formulario, this.campos);
    this.desfase = Number(this.datos.ahora) * 1000 - Date.now();
    this.archivos = new Archivos(this.zona, { cambio: (falla) => this.alElegir(falla), listo: cargar(this.datos.forge) });
  }

  async iniciar() {
    this.formulario.addEventListener("submit", (evento) => this.alEnviar(evento), { capture: true });
    await this.archivos.listo;
    if (!globalThis.crypto?.subtle || !hayForge()) {
      this.rechazos.mostrar(new ErrorEfirma("navegador_sin_firma"));
      return;
    }
    this.boton.validar.disabled = false;
    if (this.esActo) alVencer(() => this.falta(), () => this.vencer());
    for (const campo of this.campos) campo.addEventListener("input", () => this.invalidar(campo));
    for (const tecla of ["keydown", "keyup"]) this.contrasena.addEventListener(tecla, (evento) => this.verMayusculas(evento));
    this.formulario.addEventListener("htmx:sendError", (evento) => this.sinRed(evento));
    this.formulario.querySelector("[data-otra]").addEventListener("click", () => this.usarOtra());
    const visita = recordados(this.datos.rfc);
    if (visita) this.usarLaDeLaVisita(visita);
  }

  /** Before htmx, which sends whatever is submitted: only what was signed here is. */
  alEnviar(evento) {
    if (this.enviando) return;
    evento.preventDefault();
    evento.stopImmediatePropagation();
    if (!this.boton.validar.disabled) this.atender(evento.submitter === this.boton.firmar ? this.enviar : this.validar);
  }

  falta() {
    if (this.signal.aborted) return NaN;
    return this.ocupado ? 1000 : this.datos.vence * 1000 - this.ahora;
  }

  /** Run one action at a time; an action returns true when the page is being left. */
  async atender(accion) {
    if (this.ocupado) return;
    this.ocupado = true;
    try {
      this.ocupado = await accion.call(this);
    } catch (error) {
      this.ocupado = false;
      this.decir(null);
      this.rechazos.mostrar(error);
    }
  }

  /** Its hour is over: the server would refuse the signature. */
  vencer() {
    this.invalidar();
    this.rechazos.limpiar();
    this.decir("vencido");
    this.vencido = this.boton.validar.disabled = true;
  }

  get ahora() {
    return Date.now() + this.desfase;
  }

  get esActo() {
    return this.datos.efirma === "acto";
  }

  decir(nombre, detalle = "") {
    if (this.vencido) return;
    const dicho = nombre ? this.rechazos.plantilla(nombre) : "";
    if (detalle) dicho.querySelector("[data-detalle]").textContent = detalle; // before it is shown: a screen reader says it once
    this.estado.replaceChildren(dicho);
  }

  invalidar(campo) {
    this.turno += 1;
    this.par = null;
    this.formulario.elements.firma.value = "";
    if (this.boton.firmar) this.boton.firmar.disabled = true;
    this.decir(null);
    if (campo) this.rechazos.desmarcar(campo);
  }

  async leerPar() {
    await this.archivos.listo;
    const faltan = [...this.archivos.faltan, !this.contrasena.value && "falta_contrasena"].filter(Boolean);
    if (faltan.length) throw new ErrorEfirma(...faltan);
    const certificado = leerCertificado(await leerArchivo(this.archivos.cer));
    exigirCertificado(certificado, { ahora: this.ahora, rfc: this.datos.rfc });
    const llave = await abrirLlave(await leerArchivo(this.archivos.key), this.contrasena.value);
    await corresponden(certificado, llave);
    recordar({ cer: this.archivos.cer, key: this.archivos.key }, certificado);
    return { certificado, llave };
  }

  async validar() {
    this.invalidar();
    this.rechazos.limpiar();
    this.decir("validando");
    const { turno } = this;
    await pausa();
    const par = await this.leerPar();
    const { csrfmiddlewaretoken: token, acto } = this.formulario.elements;
    const detalle = this.esActo ? await preguntar(this.datos.validarUrl, { token: token.value, acto: acto.value, certificado: aBase64(par.certificado.der) }) : "";
    if (turno !== this.turno) return false;
    this.par = par;
    if (!this.esActo) return this.enviar();
    this.decir("valida", detalle);
    this.boton.firmar.disabled = false;
    return false;
  }

  async enviar() {
    const { elements } = this.formulario;
    if (this.par) {
      const { certificado, llave } = this.par;
      this.decir("enviando");
      if (!this.esActo && this.datos.vence * 1000 - this.ahora < MARGEN_MS) await this.cambiarReto();
      elements.firma.value = await firmar(llave, this.cadena.textContent);
      elements.certificado.value = aBase64(certificado.der);
      this.par = null;
    }
    if (!elements.firma.value) return false;
    if (this.boton.firmar) this.boton.firmar.disabled = true;
    this.enviando = true;
    await pausa(); // Chromium does not submit while it is still at the click that signed
    this.formulario.requestSubmit();
    return true;
  }

  async cambiarReto() {
    const { reto, cadena, vence } = await retoNuevo(this.datos.retoUrl);
    this.formulario.elements.reto.value = reto;
    this.cadena.textContent = cadena;
    this.datos.vence = vence;
  }

  /** Nothing was sent: what was signed, and all that was chosen and typed, waits for another try. */
  sinRed(evento) {
    evento.stopPropagation();
    this.enviando = this.ocupado = false;
    if (this.boton.firmar) this.boton.firmar.disabled = false;
    this.decir(null);
    this.rechazos.mostrar(new ErrorEfirma(this.esActo ? "firma_sin_enviar" : "sin_respuesta"));
  }

  /** Say whose certificate was chosen, and what is wrong with it or with what cannot be taken, beside its field. */
  async alElegir(falla) {
    this.invalidar();
    this.campos.slice(0, 2).forEach((campo) => this.rechazos.desmarcar(campo));
    this.elegida.hidden = true;
    this.zona.hidden = false;
    try {
      const certificado = this.archivos.cer && leerCertificado(await leerArchivo(this.archivos.cer));
      this.nombrar(this.zona, certificado);
      if (certificado) exigirCertificado(certificado, { ahora: this.ahora, rfc: this.datos.rfc });
      if (falla) throw new ErrorEfirma(falla);
    } catch (error) {
      this.rechazos.marcar(this.rechazos.explicar(error.codigo, error.fecha));
    }
  }

  nombrar(donde, certificado) {
    const leido = donde.querySelector("[data-leido]");
    leido.hidden = !certificado;
    if (!certificado) return;
    const [titular, vigencia] = ["[data-titular]", "[data-vigencia]"].map((cual) => leido.querySelector(cual));
    const hasta = vigencia.dataset.vigencia.replace("{fecha}", elDia(certificado.hasta));
    if (titular.textContent === certificado.titular && vigencia.textContent === hasta) return; // said already
    [titular.textContent, vigencia.textContent] = [certificado.titular, hasta];
  }

  usarLaDeLaVisita({ archivos, certificado }) {
    Object.assign(this.archivos, archivos).dibujar();
    this.nombrar(this.elegida, certificado);
    this.elegida.hidden = false;
    this.zona.hidden = true;
  }

  usarOtra() {
    olvidar();
    Object.assign(this.archivos, { cer: null, key: null }).dibujar();
    this.alElegir("");
    this.zona.querySelector("input").focus();
  }

  verMayusculas(evento) {
    this.mayus.hidden = !evento.getModifierState?.("CapsLock");
  }
}

alLlegar("[data-efirma]", (formulario, signal) => new Dialogo(formulario, signal).iniciar());
globalThis.addEventListener?.("pageshow", (evento) => evento.persisted && location.reload());
