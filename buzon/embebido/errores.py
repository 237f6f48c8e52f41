"""What stops the portal before it is ready, each with one sentence for whoever started it."""


class ArranqueImposible(Exception):
    """The portal cannot start; the message says why and what to do."""


class Detenido(Exception):
    """Somebody asked the portal to stop."""
