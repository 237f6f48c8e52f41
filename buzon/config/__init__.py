"""Composition root. The Celery app is imported here so that `shared_task` finds its broker.

Every process that reads the settings holds the secrets, so it keeps others of its account from reading it.
"""

from buzon.config.celery import app as celery_app
from buzon.proceso import volver_ilegible

__all__ = ["celery_app"]

volver_ilegible()
