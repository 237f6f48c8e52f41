"""`python -m buzon.embebido`: the whole portal in one command, until Ctrl-C."""

import sys

from buzon.embebido.arranque import arrancar
from buzon.embebido.errores import ArranqueImposible

if __name__ == "__main__":
    try:
        arrancar()
    except ArranqueImposible as error:
        sys.exit(str(error))
