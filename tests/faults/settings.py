"""The site as it is served, for processes that tests start: static files from where they lie, and a patience of their own."""

import os

from outillerie.settings import *  # noqa: F403
from outillerie.settings import DATABASES, STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    options = DATABASES["default"]["OPTIONS"]
    # The site waits 20 s for the lock, and takes it when a transaction begins. A test of a lock cannot wait as long;
    # a control begins without it.
    options["timeout"] = float(os.environ.get("SQLITE_PATIENCE", options["timeout"]))
    options["transaction_mode"] = os.environ.get("SQLITE_BEGINS", options["transaction_mode"])
