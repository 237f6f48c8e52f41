// The one module that uses the network: it asks this portal alone, for JSON.

/** POST with `datos`, GET without → what the server says (`cuerpo`, null if it is not JSON), whether that is a yes (`ok`), and
 *  the event that says why this page can send no more (`fin`), if so. Throws where nobody answers. */
export async function pedir(url, { datos, keepalive = false, red = fetch } = {}) {
  const respuesta = await red(url, {
    method: datos ? "POST" : "GET", body: datos, keepalive, cache: "no-store", mode: "same-origin", redirect: "manual",
    headers: { Accept: "application/json" },
  });
  if (respuesta.type === "opaqueredirect") return { fin: "sesionterminada" };
  const cuerpo = await respuesta.json().catch(() => null);
  return { ok: respuesta.ok && cuerpo !== null, cuerpo, fin: cuerpo?.codigo === "formulario_vencido" ? "formulariovencido" : "" };
}
