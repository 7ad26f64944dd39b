"""The site as it is served, with one address more: what its speed is compared with."""

import sys

# A hub on SQLite installs `requirements/run.txt`, where psycopg is not: that of the tests would weigh ten megabytes.
sys.modules["psycopg"] = None

from outillerie.settings import *  # noqa: E402, F403

ROOT_URLCONF = "tests.bench.urls"
