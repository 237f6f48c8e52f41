"""WSGI entry point, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buzon.config.settings")

application = get_wsgi_application()

from buzon.config.arranque import exigir_lo_indispensable  # noqa: E402  (needs the apps loaded)

exigir_lo_indispensable()
