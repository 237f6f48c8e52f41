// The two files of the e.firma: chosen or dropped, together or one by one and in any order, told apart by what they hold.
// Those of the visit stay in this module's memory alone, as closed as on the disk: a full load of a page forgets them.

import { ErrorEfirma, clase } from "./efirma.js";

const MAXIMO_LECTURA = 20_000;

/** Read a chosen file; more than a key can weigh is never read. Throws archivo_cambiado where it is no longer what was chosen. */
export async function leerArchivo(archivo) {
  try {
    return new Uint8Array(await archivo.slice(0, MAXIMO_LECTURA).arrayBuffer());
  } catch {
    throw new ErrorEfirma("archivo_cambiado");
  }
}

let deLaVisita = null;

/** Remember the two files with which somebody signed, until the visit is over. */
export const recordar = (archivos, certificado) => { deLaVisita = { archivos, certificado }; };

/** Those of this visit, null without; of another RFC than the page's they are forgotten. */
export function recordados(rfc) {
  if (rfc && deLaVisita && deLaVisita.certificado.rfc !== rfc) olvidar();
  return deLaVisita;
}

export const olvidar = () => { deLaVisita = null; };

/** Where the files are put, once what reads them is there (`listo`); `cambio` is told each time, with the code of what cannot be taken, if any. */
export class Archivos {
  constructor(zona, { cambio, listo }) {
    Object.assign(this, { zona, cambio, cer: null, key: null, listo });
    for (const entrada of zona.querySelectorAll("input[type=file]")) {
      entrada.addEventListener("change", () => this.tomar([...entrada.files], entrada.id));
      if (entrada.files.length) this.tomar([...entrada.files], entrada.id); // chosen before this script came
    }
    zona.addEventListener("dragover", (evento) => { evento.preventDefault(); zona.dataset.encima = ""; });
    zona.addEventListener("dragleave", (evento) => zona.contains(evento.relatedTarget) || delete zona.dataset.encima);
    zona.addEventListener("drop", (evento) => {
      evento.preventDefault();
      delete zona.dataset.encima;
      this.tomar([...evento.dataTransfer.files]);
    });
  }

  /** Whoever validates waits for `listo`: files are read one after another. */
  tomar(archivos, entrada) {
    this.listo = this.listo.then(() => this.acomodar(archivos, entrada));
  }

  /** Each where it belongs; what is neither stays where it was put, for its field to say so. */
  async acomodar(archivos, entrada) {
    let falla = "";
    for (const archivo of archivos) {
      const es = await leerArchivo(archivo).then(clase, () => "");
      if (es === "pfx") falla = "archivo_pfx";
      else this[es || (entrada === "key" || /\.key$/i.test(archivo.name) ? "key" : "cer")] = archivo;
    }
    this.dibujar();
    await this.cambio(falla);
  }

  dibujar() {
    for (const cual of ["cer", "key"]) {
      const pieza = this.zona.querySelector(`[data-pieza=${cual}]`);
      pieza.toggleAttribute("data-listo", Boolean(this[cual]));
      const [nombre, boton] = ["nombre", "boton"].map((parte) => pieza.querySelector(`[data-${parte}]`));
      nombre.textContent = this[cual]?.name ?? "";
      boton.textContent = this[cual] ? boton.dataset.cambiar : boton.dataset.elegir;
    }
  }

  get faltan() {
    return [!this.cer && "falta_certificado", !this.key && "falta_llave"].filter(Boolean);
  }
}
