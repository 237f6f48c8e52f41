"""What was found of the seal of a file."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ResultadoSello:
    """What holds of the only seal of a file; `firmado_en` is what the file says of itself."""

    integro: bool = False
    del_portal: bool = False
    cobertura_total: bool = False
    firmado_en: datetime | None = None

    @property
    def vale(self) -> bool:
        """Our seal, over the whole file, untouched."""
        return self.integro and self.del_portal and self.cobertura_total
