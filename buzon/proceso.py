"""What a process of the portal asks of the kernel about itself. Without Django, for every process."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def volver_ilegible() -> None:
    """Keep this process's environment and memory, where the secrets are, from others of its account (not from root).

    Its children by fork are so too; whatever it executes is not, and has to ask for itself. Only Linux has it.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
