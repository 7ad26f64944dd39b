"""Where a verification reads what it needs: through the one door to the outside, or in a folder kept for that."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from badges.verification.formats.outside import Answer, NotRead
from outillerie.gate.fetching import NotFetched, fetch

# A badge needs four documents at most: its own, what it is, who issues it, what was revoked.
MOST_REQUESTS = 8
SECONDS = 12


@dataclass
class Gate:
    """The network. One verification asks few things, each once, and all of them within a bounded time."""

    seconds: float = SECONDS
    started: float = field(default_factory=time.monotonic)
    known: dict[str, Answer] = field(default_factory=dict)

    def read(self, url: str, accept: str) -> Answer:
        if url not in self.known:
            left = self.started + self.seconds - time.monotonic()
            if len(self.known) >= MOST_REQUESTS or left <= 0:
                raise NotRead("too-slow", url)
            try:
                found = fetch(url, accept=accept, seconds=min(5, left))
            except NotFetched as refusal:
                raise NotRead(refusal.code, url) from None
            self.known[url] = Answer(found.status, found.body)
        return self.known[url]


@dataclass
class Folder:
    """A takeaway or an archive: each document under the path of its address, or under its host then its path.

    Each says which address it is of: a folder of somebody else proves nothing of a badge.
    """

    folder: Path

    def read(self, url: str, accept: str) -> Answer:
        root = self.folder.resolve()
        try:
            parts = urlsplit(url)
            path = unquote(parts.path).strip("/")
            places = [place.resolve() for place in (root / parts.netloc / path, root / path)]
        except ValueError:
            # No address at all, or one with a sign that no file bears.
            raise NotRead("bad-address", url) from None
        for found in places:
            if found.is_relative_to(root) and found.is_file():
                return Answer(200, found.read_bytes())
        raise NotRead("not-in-folder", url)
