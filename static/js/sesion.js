// Warns before the session ends, says how long it has, and stays inside when asked. The server decides: before it
// warns, and while it warns, the page asks it, since another tab may have kept the session alive or ended it.

import { alLlegar } from "./llegada.js";
import { pedir } from "./pedir.js";

const SONDEO_MS = 10_000;
const ESPERA_MAXIMA_MS = 30_000; // timers stand still while a computer sleeps: the clock is looked at often
const ANUNCIOS_S = [60, 30, 10];

/** «1:05», minutes and seconds. */
export const comoReloj = (segundos) => `${Math.floor(segundos / 60)}:${String(segundos % 60).padStart(2, "0")}`;

/** The seconds left, `null` when the session is over. Throws where the server did not answer, or refused: `motivo` is the text that says why. */
export async function preguntar(url, { datos, red } = {}) {
  const { ok, cuerpo, fin } = await pedir(url, { datos, red });
  if (fin === "sesionterminada") return null;
  if (ok) return cuerpo;
  throw Object.assign(new Error(fin), { motivo: fin ? "vencida" : "conError" });
}

/** The instants at which a session ends, from the seconds that the server gave at `ahora` (milliseconds). */
export class Reloj {
  constructor({ inactividad, maximo }, ahora) {
    this.inactividad = ahora + inactividad * 1000;
    this.maximo = ahora + maximo * 1000;
  }

  get esMaximo() {
    return this.maximo <= this.inactividad;
  }

  quedan(ahora) {
    return Math.max(0, Math.ceil((Math.min(this.inactividad, this.maximo) - ahora) / 1000));
  }
}

/** Decides when to look, ask, warn and leave. `vista` draws; `preguntar` asks; `ahora` and `despues` are the clock. */
export class Guardia {
  visto = false; // the warning that cannot be answered was read
  abierto = false; // or why it is open
  consultado = -Infinity;

  constructor({ segundos, aviso, vista, preguntar: consultar, ahora = Date.now, despues = (...uno) => setTimeout(...uno), olvidar = (uno) => clearTimeout(uno) }) {
    Object.assign(this, { aviso, vista, consultar, ahora, despues, olvidar });
    this.reloj = new Reloj(segundos, ahora());
  }

  get quedan() {
    return this.reloj.quedan(this.ahora());
  }

  /** One look at the clock; the next one is set before it ends. */
  async mirar() {
    if (this.mirando || this.terminado) return;
    this.mirando = true;
    this.olvidar(this.turno);
    try {
      if (this.quedan <= this.aviso && (this.quedan === 0 || this.ahora() - this.consultado >= SONDEO_MS)) await this.preguntar();
      if (!this.terminado) this.dibujar();
    } finally {
      this.mirando = false;
    }
    if (!this.terminado) this.turno = this.despues(() => this.mirar(), this.proxima());
  }

  proxima() {
    const falta = (this.quedan - this.aviso) * 1000;
    return falta <= 0 ? 1000 : Math.min(falta, ESPERA_MAXIMA_MS);
  }

  /** Take what the server says → which text tells why it could not, or nothing. */
  async preguntar(datos) {
    this.consultado = this.ahora();
    try {
      this.tomar(await this.consultar(datos));
      return "";
    } catch ({ motivo = "sinRespuesta" }) {
      if (this.quedan === 0) this.terminar();
      return motivo;
    }
  }

  tomar(segundos) {
    if (!segundos) this.terminar();
    else this.reloj = new Reloj(segundos, this.ahora());
  }

  terminar() {
    this.dejar();
    this.vista.terminar();
  }

  /** Its page is gone: that of another looks after the session. */
  dejar() {
    this.terminado = true;
    this.olvidar(this.turno);
  }

  dibujar() {
    const { quedan } = this;
    const toca = quedan <= this.aviso && !(this.reloj.esMaximo && this.visto);
    const motivo = this.reloj.esMaximo ? "maximo" : "inactividad";
    if (toca && this.abierto !== motivo) this.vista.abrir(this.reloj.esMaximo);
    if (!toca && this.abierto) this.vista.cerrar();
    this.abierto = toca && motivo;
    if (toca) this.vista.contar(comoReloj(quedan), ANUNCIOS_S.includes(quedan));
  }

  /** The person is here: use the session, and go on from what the server says. */
  async seguir(datos) {
    const falla = this.reloj.esMaximo ? "" : await this.preguntar(datos);
    if (this.reloj.esMaximo) this.visto = true;
    if (falla) this.vista.decir(falla);
    if (!this.terminado) this.dibujar();
  }
}

class Vista {
  constructor(dialogo) {
    const buscar = (parte) => dialogo.querySelector(`[data-${parte}]`);
    this.dialogo = dialogo;
    this.datos = dialogo.dataset;
    [this.texto, this.cuenta, this.anuncio, this.formulario, this.entendido] = ["texto", "cuenta", "anuncio", "seguir", "entendido"].map(buscar);
  }

  abrir(esMaximo) {
    this.texto.textContent = esMaximo ? this.datos.porMaximo : this.datos.porInactividad;
    this.formulario.hidden = esMaximo;
    this.entendido.hidden = !esMaximo;
    if (!this.dialogo.open) this.dialogo.showModal();
  }

  cerrar() {
    this.dialogo.close();
  }

  contar(tiempo, enVozAlta) {
    this.cuenta.textContent = this.datos.quedan.replace("{tiempo}", tiempo);
    if (enVozAlta) this.anuncio.textContent = this.cuenta.textContent;
  }

  decir(falla) {
    this.texto.textContent = this.anuncio.textContent = this.datos[falla];
  }

  terminar() {
    document.dispatchEvent(new Event("sesionterminada"));
    location.assign(this.datos.entrada);
  }
}

function vigilar(dialogo, signal) {
  const { inactividad, maximo, aviso, url } = dialogo.dataset;
  const vista = new Vista(dialogo);
  const guardia = new Guardia({
    segundos: { inactividad: Number(inactividad), maximo: Number(maximo) },
    aviso: Number(aviso),
    vista,
    preguntar: (datos) => preguntar(datos ? vista.formulario.action : url, { datos }),
  });
  const seguir = (evento) => {
    evento.preventDefault();
    guardia.seguir(new FormData(vista.formulario));
  };
  vista.formulario.addEventListener("submit", seguir);
  vista.entendido.addEventListener("click", seguir);
  dialogo.addEventListener("cancel", seguir);
  document.addEventListener("visibilitychange", () => document.hidden || guardia.mirar(), { signal });
  globalThis.addEventListener("pageshow", () => guardia.mirar(), { signal });
  signal.addEventListener("abort", () => guardia.dejar());
  guardia.mirar();
}

alLlegar("dialog[data-sesion]", vigilar);
