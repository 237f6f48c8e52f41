"""A message with its deliveries, folders of its own, and ways to the senders."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from buzon.mensajes import salida, services
from buzon.mensajes.direcciones import leer_sms_url
from buzon.mensajes.models import Canal, Clase, Envio
from buzon.mensajes.services import Aviso, Destino, depositar

RFC, CORREO, CELULAR = "EKU9003173C9", "persona@ejemplo.mx", "5512345678"
SECRETO = "17954608825755451363986"


@pytest.fixture(autouse=True)
def _carpetas(settings: Settings, tmp_path: Path) -> None:
    settings.CARPETA_CORREO, settings.CARPETA_SMS = tmp_path / "correo", tmp_path / "sms"


@pytest.fixture
def envio(db: None, ahora: datetime, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Envio]:
    """Return a delivery that nobody has taken yet: `envio(Canal.SMS)`."""
    monkeypatch.setattr(services, "encolar", lambda *_, **__: None)

    def nuevo(canal: Canal = Canal.CORREO, **cambios: Any) -> Envio:
        destino = Destino(canal, CORREO if canal == Canal.CORREO else CELULAR)
        datos = {
            "clase": Clase.OPINION,
            "asunto": "Cambió el sentido de tu opinión del cumplimiento",
            "texto": f"Pasó de Positiva a Negativa. Folio: {SECRETO}. Código 482913.",
            "clave": f"prueba:{Envio.objects.count()}",
            "enlace": "/cobranza/32d/mi-opinion/",
        } | cambios
        mensaje = depositar(RFC, aviso=Aviso(**datos), destinos=[destino], ahora=ahora)
        return Envio.objects.get(mensaje=mensaje)

    return nuevo


def intentar(envio: Envio, *, ahora: datetime) -> bool:
    """Make the next try of a delivery, as the task that beat asks for does once its wait is over."""
    return salida.enviar(envio.pk, intentos=Envio.objects.get(pk=envio.pk).intentos, ahora=ahora)


@pytest.fixture
def por_smtp(settings: Settings) -> Callable[[int], None]:
    """Point the portal at an SMTP server."""

    def puerto(numero: int) -> None:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{numero}"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", numero
        settings.EMAIL_TIMEOUT = 1

    return puerto


@pytest.fixture
def por_pasarelas(settings: Settings) -> Callable[..., None]:
    """Point the portal at gateways, in order."""

    def urls(*direcciones: str) -> None:
        settings.SMS_PASARELAS = leer_sms_url(" ".join(direcciones))

    return urls
