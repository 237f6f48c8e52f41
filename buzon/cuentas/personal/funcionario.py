"""Who of the staff acts, and how far they see."""

from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from buzon.cuentas.errores import RfcPropio, SinPersonal
from buzon.cuentas.models import Ingreso, Personal


@dataclass(frozen=True, slots=True)
class Funcionario:
    """Whoever acts for the Institute: their name in the log, their own RFC and the office that they are confined to.

    `subdelegacion` is a key, or nothing for the whole country. A superuser without a row of the staff has no RFC.
    """

    usuario: str
    personal_id: int | None = None
    rol: str = ""
    rfc: str = ""
    subdelegacion: str = ""
    es_jefatura: bool = False

    @classmethod
    def de(cls, usuario: Any) -> "Funcionario":
        """Return who a member of the staff is, in one query at most: the account remembers its row."""
        personal: Personal | None = getattr(usuario, "personal", None)
        if personal is None:
            return cls(usuario.get_username())
        return cls(
            usuario=usuario.get_username(),
            personal_id=personal.pk,
            rol=personal.rol,
            rfc=personal.rfc,
            subdelegacion=personal.subdelegacion_id or "",
            es_jefatura=personal.es_jefatura,
        )

    @property
    def marca(self) -> str:
        """A mark of this account that does not say whose it is: of what its browser keeps for it (`rescate.js`)."""
        return salted_hmac("buzon.cuentas.marca_del_personal", self.usuario).hexdigest()[:32]

    def exigir_persona(self) -> None:
        """Raise SinPersonal where the account is of nobody who is known by an RFC."""
        if self.personal_id is None:
            raise SinPersonal(self.usuario)

    def es_suyo(self, rfc: str) -> bool:
        """Return whether an RFC is their own, or that of a company that they entered as the representative of."""
        return Ingreso.es_propio(rfc, de=self.rfc)

    def exigir_ajeno(self, rfc: str) -> None:
        """Raise RfcPropio where `es_suyo`."""
        if self.es_suyo(rfc):
            raise RfcPropio(self.usuario)
