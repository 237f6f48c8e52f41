"""The Celery application: broker settings come from Django's settings, prefix CELERY_."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buzon.config.settings")

app = Celery("buzon")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
