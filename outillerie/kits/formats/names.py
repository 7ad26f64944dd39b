"""Names of files that are safe in an archive, a folder and an address, on every system."""

import itertools
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from .refusals import FormatRefused, gettext_noop

MAX_LENGTH = 150

# What Windows refuses or reads as a path is refused too: an archive made on one system opens on another.
_SAFE = re.compile(r"[^\x00-\x20\x7f./\\:*?\"<>|~-][^\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]*")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def is_safe_name(name: str) -> bool:
    """Return whether `name` can be the name of a file of a kit: accents and spaces are welcome."""
    return (
        len(name.encode("utf-8", "replace")) <= MAX_LENGTH
        and _SAFE.fullmatch(name) is not None
        and not name.endswith((".", " "))
        and _DEVICES.fullmatch(name) is None
        and unicodedata.is_normalized("NFC", name)
    )


def folded(name: str) -> str:
    """Return what two names must not share: some systems take them for one file."""
    return unicodedata.normalize("NFC", name).casefold()


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return `name`, or the first of «plan-2.png», «plan-3.png»… that none of the `taken` names is for any system."""
    met = {folded(each) for each in taken}
    path = PurePosixPath(name)
    candidates = (f"{_cut(path.stem, path.suffix)}-{number}{path.suffix}" for number in itertools.count(2))
    return next(each for each in itertools.chain([name], candidates) if folded(each) not in met)


def _cut(stem: str, suffix: str) -> str:
    """Return `stem` short enough for a number to follow it."""
    room = MAX_LENGTH - len(suffix.encode("utf-8", "replace")) - len("-99999")
    return stem.encode("utf-8", "ignore")[: max(room, 1)].decode("utf-8", "ignore")


def check_names(names: Iterable[str]) -> None:
    """Refuse the names of one folder when one is not safe, or when two are one file for some system."""
    seen: set[str] = set()
    for name in names:
        if not is_safe_name(name):
            raise FormatRefused(gettext_noop("«%(name)s» is not a safe name for a file."), name=name[:100])
        if folded(name) in seen:
            raise FormatRefused(gettext_noop("Two files of the kit are named «%(name)s»."), name=name)
        seen.add(folded(name))
