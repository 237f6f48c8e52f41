"""WSGI entry point, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buzon.config.settings")

django = get_wsgi_application()

from buzon.config.arranque import exigir_lo_indispensable  # noqa: E402  (needs the apps loaded)
from buzon.web.cuerpos import con_lugar  # noqa: E402
from buzon.web.utf8 import solo_utf8  # noqa: E402

exigir_lo_indispensable()
application = solo_utf8(con_lugar(django))
