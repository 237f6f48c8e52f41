// Asks the server whether a certificate may sign. What it sends is named here: no key, no password.

import { ErrorEfirma } from "./efirma.js";
import { pedir } from "./pedir.js";

/** The server's refusal, a problem document, with its heading and its sentence. */
const delServidor = ({ codigo, title, titulo = title, detail, mensaje = detail }) => Object.assign(new Error(mensaje), { codigo, titulo });

/** → the detail of a certificate (base64) that may sign. Throws ErrorEfirma, or the server's refusal. */
export async function preguntar(url, { token, acto, certificado }, red) {
  const datos = new URLSearchParams({ csrfmiddlewaretoken: token, acto, certificado });
  const { ok, cuerpo, fin } = await pedir(url, { datos, red }).catch(() => { throw new ErrorEfirma("sin_respuesta"); });
  if (fin === "sesionterminada") throw new ErrorEfirma("sesion_terminada");
  if (!ok) throw cuerpo?.codigo ? delServidor(cuerpo) : new ErrorEfirma("con_error");
  return cuerpo.detalle ?? "";
}

/** → another challenge for the entrance: `reto`, `cadena`, `vence` (seconds). Throws ErrorEfirma. */
export async function retoNuevo(url, red) {
  const { ok, cuerpo } = await pedir(url, { red }).catch(() => { throw new ErrorEfirma("sin_respuesta"); });
  if (!ok) throw cuerpo?.codigo ? delServidor(cuerpo) : new ErrorEfirma("con_error");
  return cuerpo;
}
