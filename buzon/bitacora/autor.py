"""Who gives an order that no page gave."""

import os
from getpass import getuser


def operador() -> str:
    """Return who gives an order on the server, as the log names her: the operating system's user."""
    try:
        nombre = getuser()
    except (KeyError, OSError):  # a container's number that has no name
        nombre = str(os.getuid())
    return f"servidor:{nombre}"
