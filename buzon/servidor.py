"""granian, whose first process holds the secrets too: `python -m buzon.servidor` and granian's own arguments."""

from granian.cli import entrypoint

from buzon.proceso import volver_ilegible

volver_ilegible()

if __name__ == "__main__":
    entrypoint()  # type: ignore[no-untyped-call]
