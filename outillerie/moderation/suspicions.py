"""What deserves a second look before publication. A suspicion decides nothing: a person does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from outillerie.kits.formats.content import KitContent, to_dict

# A kit that teaches something cites a few sites; a kit that sells something cites the same one everywhere.
MANY_LINKS = 15
LINK = re.compile(r"https?://[^\s)\]>\"']+", re.IGNORECASE)
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
PHONE = re.compile(r"(?<![\d/-])(?:\+33[ .]?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)")
MOST_SHOWN = 5


@dataclass(frozen=True)
class Suspicions:
    """Web addresses when there are many, e-mail addresses and telephone numbers: the first few of each, once."""

    links: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


def suspicions(content: KitContent) -> Suspicions:
    text = "\n".join(texts(to_dict(content)))
    links = LINK.findall(text)
    contacts = [*MAIL.findall(text), *PHONE.findall(text)]
    return Suspicions(links=firsts(links) if len(links) >= MANY_LINKS else (), contacts=firsts(contacts))


def texts(value) -> Iterator[str]:
    """Give every text of a plain value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


def firsts(found: list[str]) -> tuple[str, ...]:
    return tuple(list(dict.fromkeys(found))[:MOST_SHOWN])
