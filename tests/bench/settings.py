"""The portal's own settings, with one more address: the reference of the look-up."""

from buzon.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
