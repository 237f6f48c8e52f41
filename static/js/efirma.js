// e.firma in the browser, without DOM or network. node-forge (global `forge`) reads the certificate and opens
// the .key; WebCrypto holds the key, not extractable, and signs. Nothing here is stored, logged or sent.

const MAXIMO_CERTIFICADO = 8192;
const MAXIMO_LLAVE = 16384;
const MAXIMO_ITERACIONES = 1_000_000;
const ALGORITMO = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const OID = { nombre: "2.5.4.41", comun: "2.5.4.3", rfc: "2.5.4.45", unidad: "2.5.4.11", pbes2: "1.2.840.113549.1.5.13", hmacSha224: "1.2.840.113549.2.8" };
const USOS_FIEL = ["digitalSignature", "nonRepudiation", "dataEncipherment", "keyAgreement"];

/** A refusal with one or more of the stable codes; their texts for people stand in the page. */
export class ErrorEfirma extends Error {
  constructor(...codigos) {
    super(codigos.join());
    this.codigos = codigos;
    [this.codigo] = codigos;
  }
}

const aBinario = (bytes) => bytes.reduce((texto, byte) => texto + String.fromCharCode(byte), "");
const aBytes = (binario) => Uint8Array.from(binario, (letra) => letra.charCodeAt(0));
export const aBase64 = (bytes) => btoa(aBinario(bytes));

/** PEM is taken too: what stands between its two lines is the DER. */
function quitarPem(bytes) {
  if (bytes[0] === 0x30) return bytes;
  const cuerpo = aBinario(bytes).match(/-----BEGIN [A-Z ]+-----([A-Za-z0-9+/=\s]+)-----END/);
  return cuerpo ? aBytes(atob(cuerpo[1].replace(/\s/g, ""))) : bytes;
}

const deUtf8 = (valor) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(aBytes(valor));
const deUtf32 = (valor) => String.fromCodePoint(...(valor.match(/[^]{1,4}/g) ?? []).map((letra) => Number(`0x${forge.util.bytesToHex(letra).padEnd(8, "-")}`)));
const deUnByte = (valor) => { try { return deUtf8(valor); } catch { return valor; } };
/** By tag: UTF8, Numeric, Printable, T61, IA5, Universal and BMPString (which forge decodes). SAT writes Latin-1 into T61; an authority, UTF-8. */
const LECTORES = { 12: deUtf8, 18: deUnByte, 19: deUnByte, 20: deUnByte, 22: deUnByte, 28: deUtf32, 30: (valor) => valor };

/** As the server reads it (`buzon/efirma/identidad.py`): nothing invisible, 255 letters at most. */
function leerTexto({ value, valueTagClass } = { value: "", valueTagClass: 12 }) {
  const texto = LECTORES[valueTagClass](value).replaceAll("\u00a0", " ");
  if ([...texto].length > 255 || /\p{C}|(?! )\p{Z}/u.test(texto)) throw new RangeError();
  return texto.normalize("NFC").trim();
}

/** The 20 ASCII digits that SAT stores as the serial number; the plain hexadecimal of any other. */
function leerNumero(hexadecimal) {
  const texto = forge.util.hexToBytes(hexadecimal.length % 2 ? `0${hexadecimal}` : hexadecimal);
  return /^\d+$/.test(texto) ? texto : hexadecimal;
}

function esFiel(certificado, unidad) {
  const usos = certificado.getExtension("keyUsage") ?? {};
  const extendidos = certificado.getExtension("extKeyUsage") ?? {};
  return USOS_FIEL.every((uso) => usos[uso]) && Boolean(extendidos.emailProtection && extendidos.clientAuth) && !unidad;
}

function interpretar(der) {
  const certificado = forge.pki.certificateFromAsn1(forge.asn1.fromDer(aBinario(der)));
  const atributo = (oid) => leerTexto(certificado.subject.attributes.find(({ type }) => type === oid));
  const [rfc, representanteRfc = ""] = atributo(OID.rfc).split("/").map((parte) => parte.trim());
  return {
    rfc, representanteRfc,
    titular: atributo(OID.nombre) || atributo(OID.comun),
    numero: leerNumero(certificado.serialNumber),
    desde: certificado.validity.notBefore,
    hasta: certificado.validity.notAfter,
    esFiel: esFiel(certificado, atributo(OID.unidad)),
    spki: aBytes(forge.asn1.toDer(forge.pki.publicKeyToAsn1(certificado.publicKey)).getBytes()),
    der,
  };
}

/** Read a .cer (DER or PEM). Throws certificado_ilegible. */
export function leerCertificado(bytes) {
  try {
    if (bytes.length > MAXIMO_CERTIFICADO) throw new RangeError();
    return interpretar(quitarPem(bytes));
  } catch {
    throw new ErrorEfirma("certificado_ilegible");
  }
}

/** What a file holds, whatever its name: "cer", "key", "pfx" (both in one, which the SAT does not give) or "". */
export function clase(bytes) {
  try {
    const { INTEGER, OCTETSTRING } = forge.asn1.Type;
    const [primero, segundo] = forge.asn1.fromDer(aBinario(quitarPem(bytes))).value;
    if (primero.type === INTEGER) return primero.value.charCodeAt(0) === 3 ? "pfx" : "key";
    return segundo.type === OCTETSTRING ? "key" : "cer";
  } catch {
    return "";
  }
}

/** Throw the refusal that this certificate earns at the instant `ahora`; `rfc`, where given, must be its RFC. */
export function exigirCertificado(certificado, { ahora, rfc = "" }) {
  if (!certificado.esFiel) throw new ErrorEfirma("certificado_es_csd");
  if (!certificado.rfc) throw new ErrorEfirma("certificado_sin_rfc");
  if (rfc && certificado.rfc !== rfc) throw new ErrorEfirma("rfc_distinto");
  const fecha = ahora > certificado.hasta ? certificado.hasta : certificado.desde;
  if (ahora > certificado.hasta) throw Object.assign(new ErrorEfirma("certificado_vencido"), { fecha });
  if (ahora < certificado.desde) throw Object.assign(new ErrorEfirma("certificado_aun_no_vigente"), { fecha });
}

function iteraciones(oid, parametros) {
  const [, { value: contador }, ...otros] = (oid === OID.pbes2 ? parametros.value[0].value[1] : parametros).value;
  if (otros.some(({ value }) => Array.isArray(value) && forge.asn1.derToOid(value[0].value) === OID.hmacSha224)) throw new RangeError(); // forge would take SHA-512/224
  return contador.length > 4 ? Infinity : parseInt(forge.util.bytesToHex(contador), 16);
}

/** EncryptedPrivateKeyInfo → a function that tries one password. Throws llave_ilegible. */
function prepararCifrado(bytes) {
  try {
    const [algoritmo, cifrado] = forge.asn1.fromDer(aBinario(bytes)).value;
    const oid = forge.asn1.derToOid(algoritmo.value[0].value);
    const parametros = algoritmo.value[1];
    const vueltas = iteraciones(oid, parametros);
    if (!(vueltas >= 1 && vueltas <= MAXIMO_ITERACIONES)) throw new RangeError();
    if (!cifrado.value.length || cifrado.value.length % 8) throw new RangeError();
    return (contrasena) => {
      const cifra = forge.pki.pbe.getCipher(oid, parametros, contrasena);
      return () => {
        cifra.update(forge.util.createBuffer(cifrado.value));
        return cifra.finish() ? cifra.output.getBytes() : "";
      };
    };
  } catch {
    throw new ErrorEfirma("llave_ilegible");
  }
}

const LATIN_1 = aBinario(Uint8Array.from({ length: 128 }, (_, i) => i + 128));
/** What the bytes from 128 on mean in Latin-1, CP1252 (Windows) and CP850 (its consoles), in which programs took passwords. */
const ALFABETOS = [LATIN_1, `€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ${LATIN_1.slice(32)}`,
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0"];
const codificar = (texto, altas) => [...texto].map((letra) => (letra < "\x80" ? letra : String.fromCharCode(128 + altas.indexOf(letra)))).join("");

async function intentar(preparar, contrasena) {
  let abrir;
  try {
    abrir = preparar(contrasena);
  } catch {
    throw new ErrorEfirma("llave_ilegible");
  }
  let der;
  try {
    der = aBytes(abrir());
    return await crypto.subtle.importKey("pkcs8", der, ALGORITMO, false, ["sign"]);
  } catch {
    return null;
  } finally {
    der?.fill(0);
  }
}

/** Open a .key; the password is tried as UTF-8, Latin-1, CP1252 and CP850. Throws llave_ilegible, contrasena_incorrecta. */
export async function abrirLlave(bytes, contrasena) {
  if (bytes.length > MAXIMO_LLAVE) throw new ErrorEfirma("llave_ilegible");
  const preparar = prepararCifrado(quitarPem(bytes));
  const escrita = contrasena.normalize("NFC");
  const utf8 = aBinario(new TextEncoder().encode(escrita));
  const otras = ALFABETOS.map((altas) => codificar(escrita, altas)).filter((binario) => !binario.includes("\x7f")); // -1: a letter that it lacks
  for (const intento of new Set([utf8, ...otras])) {
    const llave = await intentar(preparar, intento);
    if (llave) return llave;
  }
  throw new ErrorEfirma("contrasena_incorrecta");
}

/** Throw llave_no_corresponde unless a signature of the key verifies with the certificate. */
export async function corresponden(certificado, llave) {
  const prueba = crypto.getRandomValues(new Uint8Array(32));
  const publica = await crypto.subtle.importKey("spki", certificado.spki, ALGORITMO, false, ["verify"]);
  const firma = await crypto.subtle.sign(ALGORITMO.name, llave, prueba);
  const hacenPareja = await crypto.subtle.verify(ALGORITMO.name, publica, firma, prueba);
  if (!hacenPareja) throw new ErrorEfirma("llave_no_corresponde");
}

/** Sign the UTF-8 bytes of the text (RSASSA-PKCS1-v1_5, SHA-256) → base64. */
export async function firmar(llave, texto) {
  const firma = await crypto.subtle.sign(ALGORITMO.name, llave, new TextEncoder().encode(texto));
  return aBase64(new Uint8Array(firma));
}
