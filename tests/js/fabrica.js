// Makes e.firmas for the tests: RSA by node:crypto, certificates by node-forge with the SAT's profile.

import { generateKeyPairSync } from "node:crypto";
import forge from "node-forge";

globalThis.forge = forge;

export const T61 = 20;
export const CONTRASENA = "12345678a";
const OIDS = { "2.5.4.3": "titular", "2.5.4.41": "titular", "2.5.4.45": "rfc", "2.5.4.11": "unidad" };
const FIEL = [
  { name: "keyUsage", digitalSignature: true, nonRepudiation: true, dataEncipherment: true, keyAgreement: true },
  { name: "extKeyUsage", emailProtection: true, clientAuth: true },
];
const CSD = [{ name: "keyUsage", digitalSignature: true, nonRepudiation: true }];

export function nuevoPar() {
  return generateKeyPairSync("rsa", { modulusLength: 2048 });
}

export function certificar({ publicKey }, opciones = {}) {
  const datos = { rfc: "CACX7605101P8", titular: "XOCHILT CASAS CHAVEZ", numero: "30001000000500000001", etiqueta: 19, esCsd: false, ...opciones };
  const certificado = forge.pki.createCertificate();
  certificado.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: "spki", format: "pem" }));
  certificado.serialNumber = Buffer.from(datos.numero, "ascii").toString("hex");
  certificado.validity.notBefore = datos.desde ?? new Date("2024-01-01T00:00:00Z");
  certificado.validity.notAfter = datos.hasta ?? new Date("2027-12-31T00:00:00Z");
  const atributos = Object.entries(OIDS).filter(([, campo]) => datos[campo])
    .map(([type, campo]) => ({ type, value: datos[campo], valueTagClass: datos.etiqueta }));
  certificado.setSubject(atributos);
  certificado.setIssuer([{ type: "2.5.4.3", value: "AC de pruebas" }]);
  certificado.setExtensions(datos.extensiones ?? (datos.esCsd ? CSD : FIEL));
  const emisor = forge.pki.privateKeyFromPem(EMISOR.privateKey.export({ type: "pkcs8", format: "pem" }));
  certificado.sign(emisor, forge.md.sha256.create());
  return aBytes(forge.asn1.toDer(forge.pki.certificateToAsn1(certificado)).getBytes());
}

export function cifrar({ privateKey }, contrasena = CONTRASENA, cipher = "des-ede3-cbc") {
  const passphrase = typeof contrasena === "string" ? Buffer.from(contrasena, "utf8") : contrasena;
  return new Uint8Array(privateKey.export({ type: "pkcs8", format: "der", cipher, passphrase }));
}

/** PKCS#12 PBE (`3des`) or PBES2 with a chosen number of iterations, both by forge. */
export function cifrarConForge({ privateKey }, contrasena, opciones) {
  const llave = forge.pki.privateKeyFromPem(privateKey.export({ type: "pkcs8", format: "pem" }));
  const info = forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(llave));
  return aBytes(forge.asn1.toDer(forge.pki.encryptPrivateKeyInfo(info, contrasena, opciones)).getBytes());
}

/** The same pair in one PKCS#12 file, as other authorities hand it out. */
export function empaquetar(par) {
  const llave = forge.pki.privateKeyFromPem(par.privateKey.export({ type: "pkcs8", format: "pem" }));
  const certificado = forge.pki.certificateFromAsn1(forge.asn1.fromDer(Buffer.from(certificar(par)).toString("binary")));
  return aBytes(forge.asn1.toDer(forge.pkcs12.toPkcs12Asn1(llave, [certificado], CONTRASENA)).getBytes());
}

/** The same DER with another OID in the place of one of its own. */
export function cambiarOid(bytes, viejo, nuevo) {
  const raiz = forge.asn1.fromDer(Buffer.from(bytes).toString("binary"));
  const recorrer = (nodo) => {
    if (Array.isArray(nodo.value)) nodo.value.forEach(recorrer);
    else if (nodo.type === forge.asn1.Type.OID && forge.asn1.derToOid(nodo.value) === viejo) nodo.value = forge.asn1.oidToDer(nuevo).getBytes();
  };
  recorrer(raiz);
  return aBytes(forge.asn1.toDer(raiz).getBytes());
}

/** SEQUENCE inside SEQUENCE, so deep. */
export function anidar(profundidad) {
  let nodo = [];
  for (let i = 0; i < profundidad; i += 1) {
    const largo = nodo.length;
    nodo = [0x30, ...(largo < 0x80 ? [largo] : [0x82, largo >> 8, largo & 0xff]), ...nodo];
  }
  return new Uint8Array(nodo);
}

export const aBytes = (binario) => Uint8Array.from(Buffer.from(binario, "binary"));
const EMISOR = nuevoPar();
