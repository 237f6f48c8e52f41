// The one module that uses the network by itself: it asks this portal alone, for JSON.

/** Whose page this is, for the server to tell that somebody else has entered since in this browser. */
export const deQuien = () => {
  const de = globalThis.document?.querySelector("[data-de]")?.dataset.de;
  return de ? { "X-Buzon-De": de } : {};
};

/** The page goes on with the token that the server gives to its own person, who entered again in another tab. */
export const renovar = (token) => document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((campo) => { campo.value = token; });

/** POST with `datos`, GET without → what the server says (`cuerpo`, null if it is not JSON), whether that is a yes (`ok`), and
 *  the event that says why this page can send no more (`fin`), if so. Throws where nobody answers. */
export async function pedir(url, { datos, keepalive = false, red = fetch, otraVez = true } = {}) {
  const respuesta = await red(url, {
    method: datos ? "POST" : "GET", body: datos, keepalive, cache: "no-store", mode: "same-origin", redirect: "manual",
    headers: { Accept: "application/json", ...deQuien() },
  });
  if (respuesta.type === "opaqueredirect") return { fin: "sesionterminada" };
  const token = respuesta.headers.get("X-CSRFToken");
  if (token && otraVez) {
    renovar(token);
    datos.set("csrfmiddlewaretoken", token);
    return pedir(url, { datos, keepalive, red, otraVez: false });
  }
  const cuerpo = await respuesta.json().catch(() => null);
  return { ok: respuesta.ok && cuerpo !== null, cuerpo, fin: FINES[cuerpo?.codigo] ?? "" };
}

const FINES = { formulario_vencido: "formulariovencido", otra_sesion: "formulariovencido" };
