"""Composition root. The Celery app is imported here so that `shared_task` finds its broker."""

from buzon.config.celery import app as celery_app

__all__ = ["celery_app"]
