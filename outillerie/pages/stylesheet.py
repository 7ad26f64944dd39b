"""One stylesheet for the whole site, joined from `css/components/` in the order of `css/order.txt`.

A browser then makes one request, and nobody needs a front-end build: `collectstatic` and `runserver` find the
joined file like any other.
"""

from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.files.storage import FileSystemStorage

FOLDER = settings.BASE_DIR / "outillerie" / "static" / "outillerie" / "css"
NAME = "outillerie/css/site.css"
# The parts are in the joined file; what is for paper is read in the package, where it finds its drawings.
NOT_SERVED = ("outillerie/css/components/", "outillerie/css/print/")


def joined() -> bytes:
    names = (FOLDER / "order.txt").read_text().split()
    return b"\n".join((FOLDER / name).read_bytes() for name in names)


def write_joined(target: Path) -> None:
    """Bring `target` up to date, at once for whoever reads it, and only when something changed."""
    css = joined()
    if target.exists() and target.read_bytes() == css:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{token_hex(4)}")
    draft.write_bytes(css)
    draft.replace(target)


class BundleFinder(BaseFinder):
    def __init__(self, *args, **kwargs):
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "bundle")
        self.storage.prefix = None
        super().__init__(*args, **kwargs)

    def check(self, **options):
        return []

    def find(self, path, find_all=False, **options):
        if path != NAME:
            return []
        found = self.storage.path(NAME)
        write_joined(Path(found))
        return [found] if find_all else found

    def list(self, ignore_patterns):
        self.find(NAME)
        yield NAME, self.storage


class ServedFinder(AppDirectoriesFinder):
    def list(self, ignore_patterns):
        return (pair for pair in super().list(ignore_patterns) if not pair[0].startswith(NOT_SERVED))
