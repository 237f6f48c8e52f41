// How the e.firma dialogue shows a refusal, with the words that stand in the page.

/** An instant with its hour: of a certificate that ends today the day alone would say that it still stands. */
export const enCentro = (instante) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "medium", hourCycle: "h23", timeZone: "America/Mexico_City" }).format(instante);

export const elDia = (instante) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "America/Mexico_City" }).format(instante);

export class Rechazos {
  constructor(formulario, campos) {
    Object.assign(this, { formulario, campos });
  }

  plantilla(nombre) {
    return this.formulario.querySelector(`template[data-${nombre}]`).content.cloneNode(true);
  }

  explicar(codigo, fecha) {
    const textos = this.plantilla("rechazos");
    const texto = textos.querySelector(`[data-codigo="${codigo}"]`) ?? textos.querySelector('[data-codigo="no_validada"]');
    if (fecha) texto.querySelector("b").textContent = texto.querySelector("b").textContent.replace("{fecha}", enCentro(fecha));
    return texto;
  }

  /** Show the sentence that the server sent with its `codigo`, or those of the page for the `codigos` found here. */
  mostrar(error) {
    const codigos = error.codigos ?? [error.codigo ?? "sin_respuesta"];
    const resumen = this.plantilla("resumen").firstElementChild;
    const lista = resumen.querySelector("ul");
    const renglon = lista.firstElementChild;
    const textos = codigos.map((codigo) => this.explicar(codigo, error.fecha));
    resumen.dataset.codigo = resumen.querySelector("code").textContent = codigos[0];
    resumen.querySelector("h2").textContent = error.titulo || textos[0].dataset.titulo;
    if (error.codigo && !error.codigos) {
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

  limpiar() {
    document.querySelector(".resumen")?.remove();
    this.campos.forEach((campo) => this.desmarcar(campo));
  }
}
