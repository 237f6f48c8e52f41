"""How many examples hypothesis takes, and which.

No profile has a deadline, nor the check of slow generation: they measure the machine and whoever else uses it.
"""

import os

from hypothesis import HealthCheck, settings

CUANTOS = 100
SIN_RELOJ = (HealthCheck.too_slow,)
settings.register_profile("rapido", max_examples=20, deadline=None, suppress_health_check=SIN_RELOJ)
settings.register_profile(
    "ci", max_examples=CUANTOS, deadline=None, suppress_health_check=SIN_RELOJ, derandomize=True
)
settings.register_profile("largo", max_examples=CUANTOS * 20, deadline=None, suppress_health_check=SIN_RELOJ)


def elegir_perfil() -> None:
    """Take the profile that HYPOTHESIS_PROFILE names; without it `ci`, whose examples are the same in every run."""
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "ci")


def ejemplos(cuantos: int, *sin: HealthCheck, pasos: int = 50) -> settings:
    """Settings of a property that takes so many examples in `ci`, and in proportion in the other profiles.

    `sin` are the health checks that do not apply to it; `pasos`, the longest run of a state machine.
    """
    return settings(
        max_examples=max(1, cuantos * settings.default.max_examples // CUANTOS),
        suppress_health_check=(*SIN_RELOJ, *sin),
        stateful_step_count=pasos,
    )
