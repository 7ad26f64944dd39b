"""What a verification reads elsewhere: documents of issuers, their lists, their keys; wherever they come from."""

import json
from dataclasses import dataclass
from typing import Protocol

JSON = "application/vc+ld+json, application/ld+json, application/json"


class NotRead(Exception):
    """Something could not be read now: nothing is proved, nothing is refuted. `code` says why, `url` what."""

    def __init__(self, code: str, url: str):
        super().__init__(code)
        self.code, self.url = code, url


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class Outside(Protocol):
    def read(self, url: str, accept: str) -> Answer:
        """GET `url`. Raises `NotRead`."""


def document_at(outside: Outside, url: str, *, statuses: tuple[int, ...] = (200,)) -> dict:
    """Return the JSON object at `url`. Raises `NotRead` for anything else."""
    answer = outside.read(url, JSON)
    if answer.status not in statuses:
        raise NotRead("unreachable", url)
    return as_object(answer.body, url)


def text_of(row: dict, member: str, *, most: int = 200) -> str:
    """Return a text of a document, as short as a page can show; a map of languages gives its first one."""
    value = row.get(member)
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    return value[:most] if isinstance(value, str) else ""


def as_object(body: bytes, url: str) -> dict:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise NotRead("unreadable-answer", url) from None
    if not isinstance(document, dict):
        raise NotRead("unreadable-answer", url)
    return document
