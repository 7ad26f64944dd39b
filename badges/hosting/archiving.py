"""The archive: every badge, its proof and what it takes to check it, in a folder that any web server can give for decades.

It is written beside its place, then renamed: what stands there is whole, or it is the former one. `site/` is what is
given on the web. What names every file stands out of it: the address of a hidden badge is known to its holder alone.
"""

import hashlib
import json
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.hosting import archive_files, archive_pages
from badges.hosting.archive_readme import readme
from badges.hosting.archive_servers import server_files
from outillerie.errors import Refused

FORMAT = "outillerie-badge-archive/1"
MANIFEST = "manifest.json"
SITE = "site/"
# No archive takes a day to write.
ABANDONED_AFTER = 24 * 3600
PARTS = (
    archive_files.image_files,
    archive_files.achievement_files,
    archive_files.issuer_files,
    archive_files.credential_files,
    archive_files.endorsement_files,
    archive_pages.page_files,
    archive_pages.look_files,
)


class NotOurFolder(Refused):
    pass


@dataclass
class Archive:
    """What was written: SHA-256 by path. `kept_lists` says why the status lists could not be signed again."""

    folder: Path
    digests: dict[str, str] = field(default_factory=dict)
    folders: set[Path] = field(default_factory=set)
    kept_lists: str = ""

    @property
    def site(self) -> Path:
        return self.folder / SITE

    def write(self, path: str, content: bytes | str) -> None:
        content = content.encode() if isinstance(content, str) else content
        target = self.folder / path
        if target.parent not in self.folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.folders.add(target.parent)
        target.write_bytes(content)
        self.digests[path] = hashlib.sha256(content).hexdigest()


def write_archive(target: Path, *, say: Callable[[int], None] = lambda count: None) -> Archive:
    """Write the archive of every badge at `target`, in place of a former one. Raise NotOurFolder for anything else.

    `say` is told the number of files from time to time.
    """
    target = target.resolve()
    check_is_free(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    archive = Archive(target.with_name(f".{target.name}.{token_hex(4)}"))
    archive.folder.mkdir()
    try:
        fill(archive, say)
        put_in_place(archive.folder, target)
    except BaseException:
        shutil.rmtree(archive.folder, ignore_errors=True)
        raise
    archive.folder = target
    remove_abandoned(target)
    return archive


def check_is_free(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())) and not is_archive(target):
        raise NotOurFolder(
            _("%(folder)s holds something else than an archive of badges. Give an empty folder, or one to be created.")
            % {"folder": target}
        )


def is_archive(folder: Path) -> bool:
    try:
        return json.loads((folder / MANIFEST).read_bytes())["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError):
        return False


def fill(archive: Archive, say: Callable[[int], None]) -> None:
    for part in PARTS:
        for path, content in part():
            archive.write(SITE + path, content)
            if len(archive.digests) % 1000 == 0:
                say(len(archive.digests))
    archive_files.images_of.cache_clear()
    try:
        archive_files.sign_every_list()
    except Refused as refusal:
        # The lists as they were last signed say the same bits: an archive made without the secret is still right.
        archive.kept_lists = str(refusal)
    gone = dict(archive_files.gone_files())
    for path, content in [*gone.items(), *archive_files.status_files()]:
        archive.write(SITE + path, content)
    now = timezone.now().replace(microsecond=0)
    for path, content in (server_files(settings.PERMANENT_URL, gone) | readme(now)).items():
        archive.write(path, content)
    manifest = {
        "format": FORMAT,
        "site": settings.PERMANENT_URL,
        "made_at": now.isoformat(),
        "files": dict(sorted(archive.digests.items())),
    }
    archive.write(MANIFEST, json.dumps(manifest, indent=0, ensure_ascii=False))


def remove_abandoned(target: Path) -> None:
    """Remove what runs that were killed left beside `target`: each is the size of an archive."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}(\.former)?")
    for folder in target.parent.iterdir():
        if ours.fullmatch(folder.name) and folder.stat().st_mtime < time.time() - ABANDONED_AFTER:
            shutil.rmtree(folder, ignore_errors=True)


def put_in_place(made: Path, target: Path) -> None:
    former = target.with_name(f".{target.name}.{token_hex(4)}.former")
    if target.exists():
        target.rename(former)
    try:
        made.rename(target)
    except BaseException:
        if former.exists():
            former.rename(target)
        raise
    shutil.rmtree(former, ignore_errors=True)
