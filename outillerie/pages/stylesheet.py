"""One stylesheet for the whole site, joined from `css/components/` in the order of `css/order.txt`.

A browser then makes one request, and nobody needs a front-end build: `collectstatic` and `runserver` find the joined
file like any other.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

FOLDER = Path(__file__).resolve().parent.parent / "static" / "outillerie" / "css"
NAME = "outillerie/css/site.css"


def joined() -> bytes:
    names = (FOLDER / "order.txt").read_text().split()
    return b"\n".join((FOLDER / name).read_bytes() for name in names)


class BundleStorage(Storage):
    prefix = None

    def _open(self, name, mode="rb"):
        return ContentFile(joined(), name)

    def exists(self, name):
        return name == NAME

    def path(self, name):
        raise NotImplementedError

    def get_modified_time(self, name):
        from datetime import UTC, datetime

        return datetime.fromtimestamp(max(path.stat().st_mtime for path in FOLDER.rglob("*")), UTC)


class BundleFinder(BaseFinder):
    def check(self, **options):
        return []

    def find(self, path, find_all=False, **options):
        if path != NAME:
            return []
        target = settings.DATA_DIR / "site.css"
        target.write_bytes(joined())
        return [str(target)] if find_all else str(target)

    def list(self, ignore_patterns):
        yield NAME, BundleStorage()
