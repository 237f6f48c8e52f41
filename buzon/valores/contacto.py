"""Addresses of contact as they may be shown: enough for their owner to know them, too little for anybody else."""


def enmascarar(direccion: str) -> str:
    """Return an e-mail or a ten-digit number with all but its ends hidden."""
    cuenta, arroba, dominio = direccion.partition("@")
    return f"{cuenta[:2]}***@{dominio}" if arroba else f"** **** {direccion[-4:]}"
