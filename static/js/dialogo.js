// The e.firma dialogue: reads the two files and the password, validates, signs the exact text of the page and
// posts the certificate and the signature. The .key and its password never leave this module.

import { ErrorEfirma, abrirLlave, aBase64, corresponden, exigirCertificado, firmar, leerCertificado } from "./efirma.js";

const MAXIMO_LECTURA = 20_000;
const ESPERA_MAXIMA_MS = 30_000; // timers stand still while a computer sleeps: the clock is looked at often

/** A refusal that came from the server (a problem document), with its heading and the sentence to show. */
export class ErrorServidor extends Error {
  constructor({ codigo, title, titulo = title, detail, mensaje = detail }) {
    super(mensaje);
    Object.assign(this, { codigo, titulo });
  }
}

/** Ask the server whether this certificate may sign → its detail. Throws ErrorServidor or ErrorEfirma. */
export async function preguntar(url, datos, pedir = fetch) {
  let respuesta;
  try {
    respuesta = await pedir(url, { method: "POST", body: datos, headers: { Accept: "application/json" }, redirect: "manual" });
  } catch {
    throw new ErrorEfirma("sin_respuesta");
  }
  if (respuesta.type === "opaqueredirect") throw new ErrorEfirma("sesion_terminada");
  const cuerpo = await respuesta.json().catch(() => null);
  if (!respuesta.ok || !cuerpo) throw cuerpo?.codigo ? new ErrorServidor(cuerpo) : new ErrorEfirma("con_error");
  return cuerpo.detalle ?? "";
}

/** Read a chosen file; more than a key can weigh is never read. */
export async function leerArchivo(archivo, ilegible) {
  try {
    return new Uint8Array(await archivo.slice(0, MAXIMO_LECTURA).arrayBuffer());
  } catch {
    throw new ErrorEfirma(ilegible);
  }
}

/** Does `hacer` once nothing is left; `falta` says how many milliseconds are, each time that it is asked. */
export function alVencer(falta, hacer, despues = (accion, ms) => setTimeout(accion, ms)) {
  const ms = falta();
  if (ms <= 0) hacer();
  else despues(() => alVencer(falta, hacer, despues), Math.min(ms, ESPERA_MAXIMA_MS));
}

/** An instant with its hour: of a certificate that ends today the day alone would say that it still stands. */
const enCentro = (instante) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "medium", hourCycle: "h23", timeZone: "America/Mexico_City" }).format(instante);

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
    [this.cer, this.key, this.contrasena] = ["#cer", "#key", "#contrasena"].map(buscar);
    this.boton = { validar: buscar("[data-validar]"), firmar: buscar("[data-firmar]") };
    this.estado = buscar("[data-estado]");
    this.leido = buscar("[data-leido]");
    this.desfase = Number(this.datos.ahora) * 1000 - Date.now();
  }

  iniciar() {
    // An element of the page may bear the library's name: it has no functions.
    if (!globalThis.crypto?.subtle || typeof globalThis.forge?.pki?.certificateFromAsn1 !== "function") {
      this.rechazar(new ErrorEfirma("navegador_sin_firma"));
      return;
    }
    this.boton.validar.disabled = false;
    if (this.esActo) alVencer(() => (this.ocupado ? 1000 : this.datos.vence * 1000 - this.ahora), () => this.vencer());
    this.formulario.addEventListener("submit", (evento) => {
      evento.preventDefault();
      this.atender(evento.submitter === this.boton.firmar ? this.enviar : this.validar);
    });
    for (const campo of [this.cer, this.key, this.contrasena]) {
      campo.addEventListener("input", () => this.invalidar(campo));
    }
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
      this.rechazar(error);
    }
  }

  /** Its hour is over: the server would refuse the signature. */
  vencer() {
    this.invalidar();
    this.limpiarErrores();
    this.decir("vencido");
    this.vencido = this.boton.validar.disabled = true;
  }

  get ahora() {
    return Date.now() + this.desfase;
  }

  get esActo() {
    return this.datos.efirma === "acto";
  }

  plantilla(nombre) {
    return this.formulario.querySelector(`template[data-${nombre}]`).content.cloneNode(true);
  }

  decir(nombre) {
    if (this.vencido) return;
    this.estado.replaceChildren(...(nombre ? [this.plantilla(nombre)] : []));
  }

  invalidar(campo) {
    this.turno += 1;
    this.par = null;
    if (this.boton.firmar) this.boton.firmar.disabled = true;
    this.decir(null);
    if (campo) this.desmarcar(campo);
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
    this.limpiarErrores();
    this.decir("validando");
    const { turno } = this;
    await pausa();
    const par = await this.leerPar();
    const detalle = this.esActo ? await preguntar(this.datos.validarUrl, this.consulta(par)) : "";
    if (turno !== this.turno) return false;
    this.par = par;
    if (!this.esActo) return this.enviar();
    this.decir("valida");
    this.estado.querySelector("[data-detalle]").textContent = detalle;
    this.boton.firmar.disabled = false;
    return false;
  }

  consulta({ certificado }) {
    const datos = new FormData();
    datos.set("csrfmiddlewaretoken", this.formulario.elements.csrfmiddlewaretoken.value);
    datos.set("acto", this.formulario.elements.acto.value);
    datos.set("certificado", aBase64(certificado.der));
    return datos;
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
      this.marcar(this.explicar(error.codigo, error.fecha));
    }
  }

  explicar(codigo, fecha) {
    const textos = this.plantilla("rechazos");
    const texto = textos.querySelector(`[data-codigo="${codigo}"]`) ?? textos.querySelector('[data-codigo="no_validada"]');
    if (fecha) texto.querySelector("b").textContent = texto.querySelector("b").textContent.replace("{fecha}", enCentro(fecha));
    return texto;
  }

  /** Show the refusals of an error: a summary on top, which takes the focus, and each one beside its field. */
  rechazar(error) {
    const codigos = error.codigos ?? [error.codigo ?? "sin_respuesta"];
    this.decir(null);
    const resumen = this.plantilla("resumen").firstElementChild;
    const lista = resumen.querySelector("ul");
    const renglon = lista.firstElementChild;
    const textos = codigos.map((codigo) => this.explicar(codigo, error.fecha));
    resumen.dataset.codigo = resumen.querySelector("code").textContent = codigos[0];
    resumen.querySelector("h2").textContent = error.titulo || textos[0].dataset.titulo;
    if (error instanceof ErrorServidor) {
      renglon.textContent = error.message;
    } else {
      lista.replaceChildren(...textos.map((texto) => {
        const copia = renglon.cloneNode(true);
        copia.firstElementChild.href = `#${texto.dataset.campo}`;
        copia.firstElementChild.textContent = texto.textContent;
        this.marcar(texto);
        return copia;
      }));
    }
    document.querySelector(".resumen")?.remove();
    document.getElementById("contenido").prepend(resumen);
    resumen.focus();
  }

  marcar(texto) {
    const campo = this.formulario.querySelector(`#${texto.dataset.campo}`);
    this.desmarcar(campo);
    const error = this.plantilla("error").firstElementChild;
    error.id = `${campo.id}-error`;
    error.lastElementChild.textContent = texto.querySelector("b").textContent;
    const caja = campo.closest(".campo");
    caja.dataset.error = "";
    caja.querySelector("small").after(error);
    campo.setAttribute("aria-invalid", "true");
    campo.setAttribute("aria-describedby", `${campo.id}-ayuda ${error.id}`);
  }

  desmarcar(campo) {
    const caja = campo.closest(".campo");
    delete caja.dataset.error;
    caja.querySelector(".error")?.remove();
    campo.removeAttribute("aria-invalid");
    campo.setAttribute("aria-describedby", `${campo.id}-ayuda`);
  }

  limpiarErrores() {
    document.querySelector(".resumen")?.remove();
    [this.cer, this.key, this.contrasena].forEach((campo) => this.desmarcar(campo));
  }
}

globalThis.document?.querySelectorAll("[data-efirma]").forEach((formulario) => new Dialogo(formulario).iniciar());
globalThis.addEventListener?.("pageshow", (evento) => evento.persisted && location.reload());
