"""SMS: the interface of a gateway, files in its place, and one gateway that stands in for another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from buzon.mensajes.archivos import POR_ARCHIVO, guardar, nombre_de_archivo
from buzon.mensajes.entrega import EnDuda, Entrega, FallaPermanente, FallaTemporal
from buzon.mensajes.reglas import INTENTOS_CON_DUDA, por_preguntar


@dataclass(frozen=True, slots=True)
class SMS:
    """A text to a ten-digit number; `dudosa` is the gateway that may already have taken it in earlier tries.

    After `paciencia` tries another gateway may be asked besides.
    """

    id: str
    numero: str
    texto: str
    en: datetime
    intentos: int = 0
    dudosa: str = ""
    paciencia: int = INTENTOS_CON_DUDA


class PasarelaSMS(Protocol):
    """Whoever takes an SMS. The same id again is the same SMS, and is not sent twice."""

    @property
    def nombre(self) -> str:
        """How a delivery names it."""

    def enviar(self, sms: SMS) -> Entrega:
        """Hand it over. Raises FallaTemporal, EnDuda, FallaPermanente."""


@dataclass(frozen=True, slots=True)
class PasarelaDeArchivos:
    """Writes a file: the number in its first line, then the text."""

    carpeta: Path
    nombre: str = POR_ARCHIVO

    def enviar(self, sms: SMS) -> Entrega:
        """Write it. Raises OSError."""
        nombre = nombre_de_archivo(sms.id, en=sms.en, sufijo=".txt")
        guardar(self.carpeta, nombre=nombre, contenido=f"{sms.numero}\n{sms.texto}\n".encode())
        return Entrega(self.nombre, nombre)


@dataclass(frozen=True, slots=True)
class PasarelasDeRespaldo:
    """Asks the first, and the next ones where it fails; see `reglas.por_preguntar` for what stays with one."""

    pasarelas: Sequence[PasarelaSMS]
    nombre: str = "respaldo"

    def enviar(self, sms: SMS) -> Entrega:
        """Give it to the first that takes it.

        Raises EnDuda at once where one may have taken it, FallaPermanente where everyone refused it.
        """
        orden = {una.nombre: una for una in self.pasarelas}
        fallas: dict[str, FallaTemporal | FallaPermanente] = {}
        pendientes = por_preguntar(
            list(orden), dudosa=sms.dudosa, intentos=sms.intentos, paciencia=sms.paciencia
        )
        while pendientes:
            nombre = pendientes.pop(0)
            try:
                return orden[nombre].enviar(sms)
            except EnDuda:
                # Nobody else is asked for what this one may have, unless it already waited long enough for it.
                if nombre != sms.dudosa or not pendientes:
                    raise
            except (FallaTemporal, FallaPermanente) as falla:
                fallas[nombre] = falla
                if nombre == sms.dudosa and isinstance(falla, FallaPermanente):
                    # It says that it does not have it: the others may.
                    pendientes = [otra for otra in orden if otra not in fallas]
        motivo = "; ".join(str(falla) for falla in fallas.values())
        # Given up only where each was asked and none wants it.
        if len(fallas) == len(orden) and all(isinstance(una, FallaPermanente) for una in fallas.values()):
            raise FallaPermanente(motivo)
        raise FallaTemporal(motivo)
