"""The site as it is served, with one address more: what its speed is compared with."""

from outillerie.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
