"""The portal as granian serves it, with the reference beside."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

from buzon.config.wsgi import application

__all__ = ["application"]
