"""A workshop of certificates: an authority of tests that signs whatever a test needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from buzon.demo import emision
from buzon.demo.emision import Emisor, Titular, atributo, nombre
from buzon.efirma.cadena import validar_cadena
from buzon.efirma.certificado import Certificado, exigir_fiel, leer_certificado

FISICA = Titular("BEGOÑA ÑAÑEZ MUÑOZ", "ÑAMB900722J45", "XAMB900722MVZXXG00")
MORAL = Titular(
    "HERRAJES & EMPAQUES DE EJEMPLO SA DE CV",
    "H&E0703285CA",
    representante_rfc="MULE840312QA0",
    representante_curp="MULE840312MJCSCL09",
)
NOMBRE_DE_AC = nombre(atributo("2.5.4.3", "AC DE PRUEBAS", emision.UTF8))


@dataclass
class Taller:
    """Authority, anchor and the key of the holder; `cer` changes one part at a time of a good FIEL."""

    ahora: datetime = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    fisica: Titular = FISICA
    moral: Titular = MORAL
    ac: Emisor = field(default_factory=lambda: Emisor(NOMBRE_DE_AC, emision.nueva_llave()))
    llave: RSAPrivateKey = field(default_factory=emision.nueva_llave)

    def __post_init__(self) -> None:
        self.ancla = self.certificar_ac(self.ac)
        self.fiel = self.cer()

    def cer(
        self,
        *,
        emisor: Emisor | None = None,
        sujeto: bytes | Titular = FISICA,
        llave: bytes | None = None,
        desde: datetime | bytes | None = None,
        hasta: datetime | bytes | None = None,
        extensiones: Iterable[bytes] = emision.EXTENSIONES_DE_FIEL,
        serie: bytes | None = None,
    ) -> bytes:
        desde = desde or self.ahora - timedelta(days=100)
        hasta = hasta or self.ahora + timedelta(days=1360)
        return emision.emitir_certificado(
            emisor or self.ac,
            sujeto=sujeto if isinstance(sujeto, bytes) else emision.sujeto_de_fiel(sujeto),
            llave=llave or emision.llave_en_der(self.llave.public_key()),
            desde=desde if isinstance(desde, bytes) else emision.tiempo(desde),
            hasta=hasta if isinstance(hasta, bytes) else emision.tiempo(hasta),
            extensiones=extensiones,
            serie=serie,
        )

    def certificar_ac(
        self,
        ac: Emisor,
        *,
        por: Emisor | None = None,
        desde: datetime | None = None,
        hasta: datetime | None = None,
        extensiones: Iterable[bytes] | None = None,
    ) -> bytes:
        return self.cer(
            emisor=por or ac,
            sujeto=ac.nombre,
            llave=emision.llave_en_der(ac.llave.public_key()),
            desde=desde or self.ahora - timedelta(days=3650),
            hasta=hasta or self.ahora + timedelta(days=3650),
            extensiones=extensiones or emision.extensiones_de_autoridad(ac.llave.public_key()),
        )

    def validar(
        self, cer: bytes, *, en: datetime | None = None, anclas: list[bytes] | None = None
    ) -> Certificado:
        """The whole validation, as the portal does it (revocation apart)."""
        certificado = leer_certificado(cer)
        exigir_fiel(certificado)
        validar_cadena(certificado, anclas=[self.ancla] if anclas is None else anclas, en=en or self.ahora)
        return certificado

    def firmar(self, texto: bytes) -> bytes:
        return self.llave.sign(texto, PKCS1v15(), SHA256())


@pytest.fixture(scope="session")
def taller() -> Taller:
    return Taller()
