"""`python -m buzon.embebido`: the whole portal in one command, until Ctrl-C."""

import sys

from buzon.embebido.arranque import arrancar
from buzon.embebido.errores import ArranqueImposible
from buzon.proceso import volver_ilegible

if __name__ == "__main__":
    volver_ilegible()
    try:
        arrancar()
    except ArranqueImposible as error:
        sys.exit(str(error))
