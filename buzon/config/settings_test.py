"""Settings of the test suite: the portal's own, in demo mode, over the servers that `tests.servidores` starts."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("MODO", "demo")
os.environ.setdefault("SECRET_KEY", "sólo-para-las-pruebas-" + "x" * 40)
os.environ.setdefault("BUZON_DATOS", str(Path(tempfile.gettempdir()) / f"buzon-pruebas-{os.getuid()}"))
os.environ.setdefault("URL_PUBLICA", "http://127.0.0.1:8000")

from buzon.config.settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = BUZON_DATOS / "estaticos"  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
CONTEO_CADA_S = 0
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # the portal's own takes 0.3 s a password
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
