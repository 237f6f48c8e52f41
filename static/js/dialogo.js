// The e.firma dialogue: reads the two files and the password, validates, signs the exact text of the page and
// posts the certificate and the signature. The .key and its password never leave this module.

import { ErrorEfirma, abrirLlave, aBase64, corresponden, exigirCertificado, firmar, leerCertificado } from "./efirma.js";
import { Rechazos, enCentro } from "./rechazos.js";
import { preguntar } from "./validar.js";

const MAXIMO_LECTURA = 20_000;
const ESPERA_MAXIMA_MS = 30_000; // as in sesion.js

/** Read a chosen file; more than a key can weigh is never read. */
export async function leerArchivo(archivo, ilegible) {
  try {
    return new Uint8Array(await archivo.slice(0, MAXIMO_LECTURA).arrayBuffer());
  } catch {
    throw new ErrorEfirma(ilegible);
  }
}

/** Does `hacer` once nothing is left; `falta` says how many milliseconds are, each time that it is asked. */
export function alVencer(falta, hacer, despues = (...uno) => setTimeout(...uno)) {
  const ms = falta();
  if (ms <= 0) hacer();
  else despues(() => alVencer(falta, hacer, despues), Math.min(ms, ESPERA_MAXIMA_MS));
}

const pausa = () => new Promise((seguir) => setTimeout(seguir, 30));

class Dialogo {
  par = null;
  turno = 0;
  ocupado = false;
  vencido = false;

  constructor(formulario) {
    this.formulario = formulario;
    this.datos = formulario.dataset;
    const buscar = (selector) => formulario.querySelector(selector);
    this.campos = [this.cer, this.key, this.contrasena] = ["#cer", "#key", "#contrasena"].map(buscar);
    this.boton = { validar: buscar("[data-validar]"), firmar: buscar("[data-firmar]") };
    this.estado = buscar("[data-estado]");
    this.leido = buscar("[data-leido]");
    this.rechazos = new Rechazos(formulario, this.campos);
    this.desfase = Number(this.datos.ahora) * 1000 - Date.now();
  }

  iniciar() {
    // An element of the page may bear the library's name: it has no functions.
    if (!globalThis.crypto?.subtle || typeof globalThis.forge?.pki?.certificateFromAsn1 !== "function") {
      this.rechazos.mostrar(new ErrorEfirma("navegador_sin_firma"));
      return;
    }
    this.boton.validar.disabled = false;
    if (this.esActo) alVencer(() => (this.ocupado ? 1000 : this.datos.vence * 1000 - this.ahora), () => this.vencer());
    this.formulario.addEventListener("submit", (evento) => {
      evento.preventDefault();
      this.atender(evento.submitter === this.boton.firmar ? this.enviar : this.validar);
    });
    for (const campo of this.campos) campo.addEventListener("input", () => this.invalidar(campo));
    this.cer.addEventListener("change", () => this.nombrar());
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

  decir(nombre) {
    if (this.vencido) return;
    this.estado.replaceChildren(...(nombre ? [this.rechazos.plantilla(nombre)] : []));
  }

  invalidar(campo) {
    this.turno += 1;
    this.par = null;
    if (this.boton.firmar) this.boton.firmar.disabled = true;
    this.decir(null);
    if (campo) this.rechazos.desmarcar(campo);
  }

  async leerPar() {
    const faltan = [
      !this.cer.files.length && "falta_certificado",
      !this.key.files.length && "falta_llave",
      !this.contrasena.value && "falta_contrasena",
    ].filter(Boolean);
    if (faltan.length) throw new ErrorEfirma(...faltan);
    const certificado = leerCertificado(await leerArchivo(this.cer.files[0], "certificado_ilegible"));
    exigirCertificado(certificado, { ahora: this.ahora, rfc: this.datos.rfc });
    const llave = await abrirLlave(await leerArchivo(this.key.files[0], "llave_ilegible"), this.contrasena.value);
    await corresponden(certificado, llave);
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
    this.decir("valida");
    this.estado.querySelector("[data-detalle]").textContent = detalle;
    this.boton.firmar.disabled = false;
    return false;
  }

  async enviar() {
    if (!this.par) return false;
    const { certificado, llave } = this.par;
    const { elements } = this.formulario;
    this.decir("enviando");
    elements.firma.value = await firmar(llave, this.formulario.querySelector("[data-cadena]").textContent);
    elements.certificado.value = aBase64(certificado.der);
    this.par = null;
    this.key.value = this.contrasena.value = "";
    if (this.boton.firmar) this.boton.firmar.disabled = true;
    this.formulario.submit();
    return true;
  }

  /** Say whose certificate was chosen, and what is wrong with it, beside its field. */
  async nombrar() {
    this.leido.hidden = true;
    const [archivo] = this.cer.files;
    if (!archivo) return;
    try {
      const certificado = leerCertificado(await leerArchivo(archivo, "certificado_ilegible"));
      const vigencia = this.leido.querySelector("[data-vigencia]");
      this.leido.querySelector("[data-titular]").textContent = certificado.titular;
      vigencia.textContent = vigencia.dataset.vigencia.replace("{fecha}", enCentro(certificado.hasta));
      this.leido.hidden = false;
      exigirCertificado(certificado, { ahora: this.ahora, rfc: this.datos.rfc });
    } catch (error) {
      this.rechazos.marcar(this.rechazos.explicar(error.codigo, error.fecha));
    }
  }
}

globalThis.document?.querySelectorAll("[data-efirma]").forEach((formulario) => new Dialogo(formulario).iniciar());
globalThis.addEventListener?.("pageshow", (evento) => evento.persisted && location.reload());
