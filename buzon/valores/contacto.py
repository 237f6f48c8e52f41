"""Addresses of contact as they may be shown: enough for their owner to know them, too little for anybody else."""

import re

_DIRECCION = re.compile(r"""[^\s|:"]+@[^\s|:"]+|(?<![\w.])\d{10}(?![\w.])""")


def enmascarar(direccion: str) -> str:
    """Return an e-mail or a ten-digit number with all but its ends hidden."""
    cuenta, arroba, dominio = direccion.partition("@")
    return f"{cuenta[:2]}***@{dominio}" if arroba else f"** **** {direccion[-4:]}"


def enmascarar_en(texto: str) -> str:
    """Return a text with every e-mail and every ten-digit number in it masked."""
    return _DIRECCION.sub(lambda hallada: enmascarar(hallada[0]), texto)
