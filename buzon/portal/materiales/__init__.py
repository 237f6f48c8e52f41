"""The illustrated guide as data: the steps of each procedure, what each sentido means, and the questions people ask."""

from buzon.portal.materiales.preguntas import PREGUNTAS
from buzon.portal.materiales.procedimientos import ALTO, ANCHO, PROCEDIMIENTOS, Paso
from buzon.portal.materiales.sentidos import SENTIDOS

__all__ = ["ALTO", "ANCHO", "PREGUNTAS", "PROCEDIMIENTOS", "SENTIDOS", "Paso"]
