import assert from "node:assert/strict";
import { generateKeyPairSync, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { CONTRASENA, T61, aBytes, anidar, cambiarOid, certificar, cifrar, cifrarConForge, empaquetar, nuevoPar } from "./fabrica.js";
import { ErrorEfirma, abrirLlave, clase, corresponden, exigirCertificado, firmar, leerCertificado } from "../../static/js/efirma.js";

const par = nuevoPar();
const otro = nuevoPar();
const AHORA = Date.parse("2026-11-23T19:00:00Z");
const rechazo = (codigo) => (error) => error instanceof ErrorEfirma && error.codigo === codigo;
const binario = (texto, codificacion) => Buffer.from(texto, codificacion).toString("binary");

test("lee de un certificado de persona física su RFC, titular, número y vigencia", () => {
  const certificado = leerCertificado(certificar(par));
  assert.equal(certificado.rfc, "CACX7605101P8");
  assert.equal(certificado.representanteRfc, "");
  assert.equal(certificado.titular, "XOCHILT CASAS CHAVEZ");
  assert.equal(certificado.numero, "30001000000500000001");
  assert.equal(certificado.desde.toISOString(), "2024-01-01T00:00:00.000Z");
  assert.equal(certificado.hasta.toISOString(), "2027-12-31T00:00:00.000Z");
  assert.equal(certificado.esFiel, true);
});

test("separa a la persona moral de su representante", () => {
  const { rfc, representanteRfc } = leerCertificado(certificar(par, { rfc: "EKU9003173C9 / VADA800927DJ3" }));
  assert.deepEqual([rfc, representanteRfc], ["EKU9003173C9", "VADA800927DJ3"]);
});

test("lee Ñ, acentos y & de un T61String en Latin-1, como los escribe el SAT", () => {
  const certificado = leerCertificado(certificar(par, { rfc: "H&Ñ951128469", titular: "ÑANDÚ & PEÑA SA DE CV", etiqueta: T61 }));
  assert.equal(certificado.rfc, "H&Ñ951128469");
  assert.equal(certificado.titular, "ÑANDÚ & PEÑA SA DE CV");
});

for (const etiqueta of [19, T61]) {
  test(`lee UTF-8 donde no toca (etiqueta ${etiqueta}), como lo escribió una autoridad del SAT`, () => {
    const certificado = leerCertificado(certificar(par, { titular: binario("JOSÉ PEÑA", "utf8"), etiqueta }));
    assert.equal(certificado.titular, "JOSÉ PEÑA");
  });
}

test("lo invisible en un nombre, o 256 letras, es certificado_ilegible, como en el servidor", () => {
  for (const titular of ["A\u0000B", "A\u0085B", "\u200bAB", "\u202eAB", "\ufeffAB", "A\nB", "A".repeat(256)]) {
    assert.throws(() => leerCertificado(certificar(par, { titular, etiqueta: 12 })), rechazo("certificado_ilegible"));
  }
});

test("lee un UTF8String, también sin componer", () => {
  const certificado = leerCertificado(certificar(par, { titular: "PEN\u0303A", etiqueta: 12 }));
  assert.equal(certificado.titular, "PEÑA");
});

test("admite el certificado en PEM y guarda su DER", () => {
  const der = certificar(par);
  const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString("base64")}\n-----END CERTIFICATE-----\n`;
  assert.deepEqual(leerCertificado(new TextEncoder().encode(pem)).der, der);
});

for (const [nombre, bytes] of [
  ["vacío", () => new Uint8Array()],
  ["de texto", () => new TextEncoder().encode("no soy un certificado")],
  ["truncado", () => certificar(par).slice(0, 400)],
  ["con bytes de más", () => new Uint8Array([...certificar(par), 0])],
  ["que es una llave", () => cifrar(par)],
  ["que es un PKCS#12", () => empaquetar(par)],
  ["anidado dos mil veces", () => anidar(2000)],
  ["que dice medir 4 GB", () => new Uint8Array([0x30, 0x84, 0xff, 0xff, 0xff, 0xff, ...certificar(par).slice(4)])],
  ["de más de 8 kB", () => new Uint8Array(8193).fill(0x30)],
]) {
  test(`un archivo ${nombre} es certificado_ilegible`, () => {
    assert.throws(() => leerCertificado(bytes()), rechazo("certificado_ilegible"));
  });
}

for (const [codigo, opciones, exigencia] of [
  ["certificado_es_csd", { esCsd: true, unidad: "SUCURSAL" }, {}],
  ["certificado_es_csd", { unidad: "SUCURSAL" }, {}],
  ["certificado_es_csd", { extensiones: [] }, {}],
  ["certificado_sin_rfc", { rfc: "" }, {}],
  ["certificado_vencido", { hasta: new Date(AHORA - 1000) }, {}],
  ["certificado_aun_no_vigente", { desde: new Date(AHORA + 1000) }, {}],
  ["rfc_distinto", {}, { rfc: "EKU9003173C9" }],
]) {
  test(`rechaza con ${codigo} ${JSON.stringify(opciones)}`, () => {
    const certificado = leerCertificado(certificar(par, opciones));
    assert.throws(() => exigirCertificado(certificado, { ahora: AHORA, ...exigencia }), rechazo(codigo));
  });
}

test("el que ya no vale, o todavía no, dice desde cuándo", () => {
  for (const [opciones, fecha] of [[{ hasta: new Date(AHORA - 1000) }, AHORA - 1000], [{ desde: new Date(AHORA + 1000) }, AHORA + 1000]]) {
    const certificado = leerCertificado(certificar(par, opciones));
    assert.throws(() => exigirCertificado(certificado, { ahora: AHORA }), (error) => error.fecha.getTime() === fecha);
  }
});

test("acepta el certificado vigente del RFC de la sesión, al segundo en que vence", () => {
  const certificado = leerCertificado(certificar(par, { hasta: new Date(AHORA) }));
  exigirCertificado(certificado, { ahora: AHORA, rfc: "CACX7605101P8" });
});

for (const cifra of ["des-ede3-cbc", "aes-128-cbc", "aes-256-cbc"]) {
  test(`abre una llave PBES2 con ${cifra} y no deja extraerla`, async () => {
    const llave = await abrirLlave(cifrar(par, CONTRASENA, cifra), CONTRASENA);
    assert.equal(llave.extractable, false);
    assert.deepEqual(llave.usages, ["sign"]);
  });
}

test("abre una llave en PEM y una PKCS#12 PBE", async () => {
  const pem = par.privateKey.export({ type: "pkcs8", format: "pem", cipher: "des-ede3-cbc", passphrase: CONTRASENA });
  await abrirLlave(new TextEncoder().encode(pem), CONTRASENA);
  await abrirLlave(cifrarConForge(par, "contraseña", { algorithm: "3des" }), "contraseña");
});

for (const [nombre, escrita, octetos] of [
  ["CP1252", "clave€œÑ", "clave\x80\x9c\xd1"],
  ["CP850", "Contraseña¡12", "Contrase\xa4a\xad12"],
  ["CP850", "ÁÉÍÓÚÜÑ¿", "\xb5\x90\xd6\xe0\xe9\x9a\xa5\xa8"],
]) {
  test(`abre con una contraseña cifrada en ${nombre}: ${escrita}`, async () => {
    const cifrada = cifrar(par, Buffer.from(octetos, "latin1"));
    await abrirLlave(cifrada, escrita);
    await assert.rejects(abrirLlave(cifrada, `${escrita}Ω`), rechazo("contrasena_incorrecta"));
  });
}

for (const codificacion of ["utf8", "latin1"]) {
  test(`abre con una contraseña con ñ cifrada en ${codificacion}, escrita de las dos maneras`, async () => {
    const cifrada = cifrar(par, Buffer.from("Contraseña¡12", codificacion));
    await abrirLlave(cifrada, "Contraseña¡12");
    await abrirLlave(cifrada, "Contrasen\u0303a¡12");
  });
}

test("cada letra está en su octeto: el primero, los últimos y los que rodean a los huecos", async () => {
  const deCp1252 = [[0x80, "€"], [0x82, "‚"], [0x8c, "Œ"], [0x8e, "Ž"], [0x91, "‘"], [0x9c, "œ"], [0x9f, "Ÿ"]];
  const deCp850 = [[0x80, "Ç"], [0xb0, "░"], [0xd5, "ı"], [0xfe, "■"]];
  for (const [octeto, letra] of [...deCp1252, ...deCp850]) await abrirLlave(cifrar(par, Buffer.from([octeto])), letra);
});

test("abre con una contraseña fuera de Latin-1", async () => {
  await abrirLlave(cifrar(par, "clave€œ😀"), "clave€œ😀");
});

for (const contrasena of ["", "12345678A", "12345678a ", "12345678a\r\n", "ñ", "€", "😀", "x".repeat(10_000)]) {
  test(`${JSON.stringify(contrasena.slice(0, 12))} es contrasena_incorrecta`, async () => {
    await assert.rejects(abrirLlave(cifrar(par), contrasena), rechazo("contrasena_incorrecta"));
  });
}

const CASO = new URL("../../../shared/casos/llave_aes256_hmac_sha224.key", import.meta.url);
test("el caso que se vio: con la contraseña correcta, una derivación con SHA-224 no es contrasena_incorrecta", { skip: existsSync(CASO) ? false : "no está la carpeta ../shared/casos, junto al proyecto" }, async () => {
  await assert.rejects(abrirLlave(new Uint8Array(readFileSync(CASO)), "Reservada.2026"), rechazo("llave_ilegible"));
});

test("300 contraseñas malas, aunque alguna descifre a un relleno válido, son contrasena_incorrecta", async () => {
  const cifrada = cifrarConForge(par, CONTRASENA, { algorithm: "aes128", count: 1 });
  for (let i = 0; i < 300; i += 1) {
    await assert.rejects(abrirLlave(cifrada, `mala${i}`), rechazo("contrasena_incorrecta"));
  }
});

test("una llave con el primer bloque cifrado alterado es contrasena_incorrecta: no se distingue", async () => {
  const cifrada = cifrar(par);
  const [, { value: bloques }] = forge.asn1.fromDer(Buffer.from(cifrada).toString("binary")).value;
  cifrada[cifrada.length - bloques.length] ^= 1;
  await assert.rejects(abrirLlave(cifrada, CONTRASENA), rechazo("contrasena_incorrecta"));
});

/** The same key with the first occurrence of an OID's bytes changed. */
function conOtroOid(bytes, oid) {
  const copia = Buffer.from(bytes);
  const lugar = copia.indexOf(Buffer.from(oid, "hex"));
  copia[lugar + oid.length / 2 - 1] += 0x40;
  return new Uint8Array(copia);
}

/** The same key, that says so many iterations (an INTEGER's contents in hexadecimal) where it says 32,768. */
function conVueltas(vueltas) {
  const raiz = forge.asn1.fromDer(Buffer.from(cifrarConForge(par, CONTRASENA, { algorithm: "aes128", count: 32_768 })).toString("binary"));
  raiz.value[0].value[1].value[0].value[1].value[1].value = forge.util.hexToBytes(vueltas);
  return aBytes(forge.asn1.toDer(raiz).getBytes());
}

for (const [nombre, bytes] of [
  ["vacía", () => new Uint8Array()],
  ["que es un certificado", () => certificar(par)],
  ["truncada", () => cifrar(par).slice(0, 900)],
  ["sin cifrar", () => new Uint8Array(par.privateKey.export({ type: "pkcs8", format: "der" }))],
  ["con otro esquema", () => conOtroOid(cifrar(par), "2a864886f70d01050d")],
  ["con otra derivación", () => conOtroOid(cifrar(par), "2a864886f70d01050c")],
  ["que deriva con SHA-224", () => cambiarOid(cifrarConForge(par, CONTRASENA, { algorithm: "aes256", prfAlgorithm: "sha256" }), "1.2.840.113549.2.9", "1.2.840.113549.2.8")],
  ["con otra cifra", () => conOtroOid(cifrar(par), "2a864886f70d0307")],
  ["que pide scrypt", () => cambiarOid(cifrar(par), "1.2.840.113549.1.5.12", "1.3.6.1.4.1.11591.4.11")],
  ["cifrada con MD5 y DES", () => cambiarOid(cifrarConForge(par, CONTRASENA, { algorithm: "3des" }), "1.2.840.113549.1.12.1.3", "1.2.840.113549.1.5.3")],
  ["PKCS#1", () => new Uint8Array(par.privateKey.export({ type: "pkcs1", format: "der" }))],
  ["PKCS#1 en PEM cifrado", () => new TextEncoder().encode(par.privateKey.export({ type: "pkcs1", format: "pem", cipher: "aes-128-cbc", passphrase: CONTRASENA }))],
  ["que es un PKCS#12", () => empaquetar(par)],
  ["anidada tres mil veces", () => anidar(3000)],
  ["sin vueltas", () => conVueltas("00")],
  ["con un millón y una vueltas", () => conVueltas("0f4241")],
  ["con 2³¹-1 vueltas", () => conVueltas("7fffffff")],
  ["con 2⁶³ vueltas", () => conVueltas("008000000000000000")],
  ["con 2³² más una vueltas", () => conVueltas("0100000001")],
  ["de más de 16 kB", () => new Uint8Array(16385).fill(0x30)],
]) {
  test(`una llave ${nombre} es llave_ilegible`, async () => {
    await assert.rejects(abrirLlave(bytes(), CONTRASENA), rechazo("llave_ilegible"));
  });
}

test("distingue el par que corresponde del que no", async () => {
  const certificado = leerCertificado(certificar(par));
  await corresponden(certificado, await abrirLlave(cifrar(par), CONTRASENA));
  const ajena = await abrirLlave(cifrar(otro), CONTRASENA);
  await assert.rejects(corresponden(certificado, ajena), rechazo("llave_no_corresponde"));
});

test("firma los bytes UTF-8 exactos: RSASSA-PKCS1-v1_5 con SHA-256", async () => {
  const texto = "||1.0|FIRMA|Nombre o Razon Social:ÑANDÚ & PEÑA|Manifestacion:Autorizo hacer pública mi opinión||";
  const firma = Buffer.from(await firmar(await abrirLlave(cifrar(par), CONTRASENA), texto), "base64");
  assert.equal(firma.length, 256);
  assert.ok(verify("RSA-SHA256", Buffer.from(texto, "utf8"), par.publicKey, firma));
  assert.ok(!verify("RSA-SHA256", Buffer.from(binario(texto, "utf8"), "utf8"), par.publicKey, firma));
});

// What the browser is given of the open key, each time that it is tried.
async function dada(hacer) {
  const original = crypto.subtle.importKey;
  const vistas = [];
  crypto.subtle.importKey = function importar(formato, bytes, ...resto) {
    if (formato === "pkcs8") vistas.push({ bytes, entonces: Buffer.from(bytes) });
    return original.call(this, formato, bytes, ...resto);
  };
  try {
    await hacer();
  } finally {
    crypto.subtle.importKey = original;
  }
  return vistas;
}

test("de la llave abierta no queda un octeto, se pudiera usar o no", async () => {
  const buena = await dada(() => abrirLlave(cifrar(par), CONTRASENA));
  const abierta = par.privateKey.export({ type: "pkcs8", format: "der" });
  assert.ok(buena.some(({ entonces }) => entonces.equals(abierta)));
  const otroTipo = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ajena = await dada(() => assert.rejects(abrirLlave(cifrar(otroTipo), CONTRASENA), ErrorEfirma));
  assert.ok(ajena.length > 0);
  for (const { bytes } of [...buena, ...ajena]) {
    assert.ok(bytes.length > 0);
    assert.ok(bytes.every((octeto) => octeto === 0));
  }
});

test("dice qué hay en un archivo por lo que contiene, en DER y en PEM", () => {
  const cer = certificar(par), key = cifrar(par);
  const pem = (nombre, der) => Buffer.from(`-----BEGIN ${nombre}-----\n${Buffer.from(der).toString("base64")}\n-----END ${nombre}-----\n`);
  assert.deepEqual([cer, key, pem("CERTIFICATE", cer), pem("ENCRYPTED PRIVATE KEY", key)].map(clase), ["cer", "key", "cer", "key"]);
  assert.equal(clase(new Uint8Array(par.privateKey.export({ type: "pkcs8", format: "der" }))), "key");
  const pfx = forge.pkcs12.toPkcs12Asn1(forge.pki.privateKeyFromPem(par.privateKey.export({ type: "pkcs8", format: "pem" })), null, CONTRASENA);
  assert.equal(clase(aBytes(forge.asn1.toDer(pfx).getBytes())), "pfx");
  for (const otro of [[], [0x30], [0x30, 0], [0x30, 3, 2, 1, 9], cer.slice(0, 90), Buffer.from("%PDF-1.7")]) {
    assert.ok(["", "key"].includes(clase(new Uint8Array(otro))), String(otro));
  }
});
