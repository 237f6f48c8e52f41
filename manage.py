#!/usr/bin/env python
"""Entry to Django: every command of the portal, with configuration errors in one plain sentence."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named in the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buzon.config.settings")
    try:
        list(settings.INSTALLED_APPS)  # Django runs some commands in spite of settings that cannot be read
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
