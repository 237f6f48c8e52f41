"""The Celery application: broker settings come from Django's settings, prefix CELERY_."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buzon.config.settings")

app = Celery("buzon")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect  # type: ignore[untyped-decorator]
def con_nuestros_registros(**_: Any) -> None:
    """Keep Celery from replacing the handlers: its own format holds what a task took, and how it failed."""
    dictConfig(settings.LOGGING)
