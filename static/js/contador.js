// Says how many characters are left for a text: before the eyes at each key, aloud when one stops typing near the limit.

import { alLlegar } from "./llegada.js";

const CERCA = 400;
const PAUSA_MS = 1_500;

/** The length of the text as the server counts it: code points, each line break as one, without the blanks around it. */
export const largo = (texto) => [...texto.replace(/\r\n?/g, "\n").trim().normalize("NFC")].length;

/** The sentence for a text of that length. */
export function frase(cuantos, { maximo, quedan, sobran }, idioma) {
  const libres = Number(maximo) - cuantos;
  return (libres < 0 ? sobran : quedan).replace("{n}", Math.abs(libres).toLocaleString(idioma));
}

function enlazar(contador) {
  const { dataset } = contador;
  const texto = document.getElementById(dataset.contador);
  const [aLaVista, enVoz] = ["a-la-vista", "en-voz"].map((parte) => contador.querySelector(`[data-${parte}]`));
  let turno;
  const contar = () => {
    const cuantos = largo(texto.value);
    aLaVista.textContent = frase(cuantos, dataset, document.documentElement.lang);
    contador.toggleAttribute("data-sobra", cuantos > Number(dataset.maximo));
    clearTimeout(turno);
    if (cuantos > Number(dataset.maximo) - CERCA) turno = setTimeout(() => { enVoz.textContent = aLaVista.textContent; }, PAUSA_MS);
  };
  texto.addEventListener("input", contar);
  contar();
  contador.hidden = false;
}

alLlegar("[data-contador]", enlazar);
