"""A SQLite database as migrations leave it, kept from one run to the next: making it takes most of a short run.

Its name is a digest of every migration of every app: another branch, or another Django, has another one. On PostgreSQL,
and in a fresh clone, migrations run.
"""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings

FOLDER = settings.DATA_DIR / "migrated"


def kept() -> Path:
    """Return where the database of these migrations is kept, or would be."""
    digest = hashlib.sha256(django.__version__.encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"


def lay(database: str) -> bool:
    """Put a copy of what was kept where this run has its database. Return whether there was one."""
    try:
        shutil.copyfile(kept(), database)
    except FileNotFoundError:
        return False
    return True


def keep(database: str) -> None:
    """Keep a copy of a database that was just migrated, instead of those of other migrations."""
    target = kept()
    FOLDER.mkdir(exist_ok=True)
    half_way = target.with_suffix(f".{os.getpid()}")
    connection = sqlite3.connect(database)
    connection.execute("VACUUM INTO ?", [str(half_way)])
    connection.close()
    half_way.replace(target)
    for other in FOLDER.glob("*.sqlite3"):
        if other != target:
            other.unlink(missing_ok=True)


def forget(database: str) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(database + suffix).unlink(missing_ok=True)
