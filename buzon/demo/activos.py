"""Activates the Buzón of the demo people who are listed as active, by the portal's own way."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

from buzon.cuentas import activacion
from buzon.cuentas.firma import services as escritorio
from buzon.cuentas.ingreso import crear_reto, ingresar
from buzon.cuentas.models import Contribuyente, MedioContacto
from buzon.cuentas.peticion import PersonaDentro
from buzon.demo.personas import Persona, personas

SESION = "demostracion"


def firmar(persona: Persona, cadena: str) -> bytes:
    """Return her signature of a text, as her browser would make it."""
    llave = load_der_private_key(persona.key.read_bytes(), persona.contrasena.encode())
    if not isinstance(llave, RSAPrivateKey):
        raise TypeError("la e.firma demo es RSA")
    return llave.sign(cadena.encode(), PKCS1v15(), SHA256())


def activar_personas(*, ahora: datetime) -> None:
    """Enter, confirm the means of contact and sign the Terms for each person listed as active."""
    activos = set(Contribuyente.objects.filter(acto_activacion__isnull=False).values_list("rfc", flat=True))
    for persona in personas():
        if persona.buzon_activo and persona.rfc not in activos:
            _activar(persona, ahora=ahora)


def _activar(persona: Persona, *, ahora: datetime) -> None:
    certificado = persona.cer.read_bytes()
    reto = crear_reto(sesion=SESION, ahora=ahora)
    ingreso = ingresar(
        str(reto.pk),
        certificado=certificado,
        firma=firmar(persona, reto.cadena),
        sesion=SESION,
        direccion="127.0.0.1",
        ahora=ahora,
    )
    destinos = {MedioContacto.Canal.CORREO: "contacto@ejemplo.mx", MedioContacto.Canal.CELULAR: "5512345678"}
    for canal, destino in destinos.items():
        MedioContacto.objects.update_or_create(
            contribuyente=ingreso.contribuyente,
            canal=canal,
            defaults={
                "destino": destino,
                "registrado_en": ahora,
                "codigo_pedido_en": ahora,
                "codigo_enviado_en": ahora,
                "confirmado_en": ahora,
                "principal": True,
            },
        )
    acto = activacion.preparar_terminos(PersonaDentro.de(ingreso).firmante, ahora=ahora)
    firma = firmar(persona, acto.cadena)
    escritorio.firmar(
        activacion.ActivacionDelBuzon(), acto, certificado=certificado, firma=firma, ahora=ahora
    )
