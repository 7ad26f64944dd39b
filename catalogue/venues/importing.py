"""A file that becomes venues in two steps: what it would change, then the change. It waits an hour in between."""

import zlib
from secrets import token_urlsafe

from django.core.cache import cache
from django.utils.translation import gettext as _

from catalogue.venues.imports import Defaults, ImportReport
from catalogue.venues.telling import MOST_SHOWN, count_lines, labels_of
from outillerie.errors import Refused

ONE_HOUR_SECONDS = 3_600


class FileForgotten(Refused):
    pass


def keep_file(data: bytes, defaults: Defaults, *, by) -> str:
    """Keep a file for an hour and return the token that `by`, and nobody else, takes it back with."""
    token = token_urlsafe(16)
    kept = (zlib.compress(data), defaults.source, defaults.updated_on, defaults.prefix)
    cache.set(place_of(token, by), kept, ONE_HOUR_SECONDS)
    return token


def kept_file(token: str, *, by) -> tuple[bytes, Defaults]:
    kept = cache.get(place_of(token, by)) if token.isascii() and len(token) < 60 else None
    if kept is None:
        raise FileForgotten(_("This file is no longer kept here. Choose it again."))
    data, source, updated_on, prefix = kept
    return zlib.decompress(data), Defaults(source=source, updated_on=updated_on, prefix=prefix)


def forget_file(token: str, *, by) -> None:
    cache.delete(place_of(token, by))


def place_of(token: str, by) -> str:
    return f"venues-file|{by.pk}|{token}"


def report_page(report: ImportReport) -> dict:
    """Return what an import would do, ready to be shown."""
    return {
        "report": report,
        "counts": count_lines(report),
        "rejected": report.rejected[:MOST_SHOWN],
        "remarks": report.remarks[:MOST_SHOWN],
        "waiting": [
            {"name": name, "fields": ", ".join(labels_of(names))} for name, names in report.waiting[:MOST_SHOWN]
        ],
        "missing": report.missing[:MOST_SHOWN],
    }
