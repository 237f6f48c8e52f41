"""What the opinion keeps: verdicts, what they were before, the runs that recompute them, and the opinions issued."""

from opinion.models.avisado import Avisado
from opinion.models.calculada import OpinionCalculada
from opinion.models.cambio import NO_DISPONIBLE, CambioDeOpinion
from opinion.models.corrida import Corrida, EstadoDeCorrida, OrigenDeCorrida
from opinion.models.emitida import OpinionEmitida
from opinion.models.no_disponible import OpinionNoDisponible

__all__ = [
    "NO_DISPONIBLE",
    "Avisado",
    "CambioDeOpinion",
    "Corrida",
    "EstadoDeCorrida",
    "OpinionCalculada",
    "OpinionEmitida",
    "OpinionNoDisponible",
    "OrigenDeCorrida",
]
