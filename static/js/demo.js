// Of the demonstration alone: puts into the entrance the e.firma of the demo person that the address names (`?como=3`), whose
// keys are public. It is validated and signs as any other.

const numero = new URLSearchParams(globalThis.location?.search).get("como");

async function elegir(tipo) {
  const respuesta = await fetch(`/demo/personas/${numero}.${tipo}`, { mode: "same-origin" });
  if (!respuesta.ok) return;
  const campo = document.getElementById(tipo);
  if (campo.type !== "file") {
    campo.value = await respuesta.text();
    return;
  }
  const { items, files } = new DataTransfer();
  items.add(new File([await respuesta.blob()], `demostracion.${tipo}`));
  campo.files = files;
  campo.dispatchEvent(new Event("change"));
}

if (/^\d{1,2}$/.test(numero ?? "")) ["cer", "key", "contrasena"].forEach(elegir);
