"""What leaves the site of a path: what its newest version says, where it is, and its dates. Plain values, no Django."""

import re
from dataclasses import dataclass
from datetime import date

from catalogue.paths.formats.content import PathContent
from catalogue.paths.formats.state import upcoming
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.formats.text import plain

# What XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets), halves of characters included; a sheet refuses them too.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Session:
    """A dated session (LHÉO: session; schema.org: CourseInstance)."""

    key: str
    starts_on: date
    ends_on: date | None = None
    enrolment_opens_on: date | None = None
    enrolment_closes_on: date | None = None
    mode: str = "onsite"
    place: str = ""
    address: str = ""
    postcode: str = ""
    commune: str = ""
    department: str = ""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A path that everybody may read. `url` is absolute, `published_at` an ISO 8601 moment.

    `certification_blocks` are the codes of all the blocks of its certification, those that it leaves out included.
    """

    slug: str
    url: str
    number: int
    published_at: str
    content: PathContent
    sessions: tuple[Session, ...] = ()
    certification_blocks: frozenset[str] = frozenset()

    def upcoming(self, today: date) -> list[Session]:
        """Return the sessions that are not over, the nearest first."""
        return upcoming(self.sessions, today)


def words(markdown: str) -> str:
    """Return a free text as plain words that XML and sheets accept."""
    try:
        text = plain(markdown)
    except FormatRefused:
        # Too intricate to be laid out: what was typed is readable as it is.
        text = markdown
    return legal(text).strip()


def legal(text: str) -> str:
    return _ILLEGAL.sub("", text)
