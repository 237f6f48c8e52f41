"""What a sender gives back for a message that it took."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entrega:
    """Who took a message, and how that sender calls it."""

    por: str
    referencia: str = ""
