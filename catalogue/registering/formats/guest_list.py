"""A list of guests as people paste it: one a line, a name then an address, however they are set apart."""

import re
from dataclasses import dataclass

MOST_LINES = 100
LONGEST_NAME = 120
LONGEST_ADDRESS = 254
# Good enough to see that something is an address; the mail says whether it is the right one.
ADDRESS = re.compile(r"[^\s<>,;\"'()@]+@[^\s<>,;\"'()@]+\.[^\s<>,;\"'()@.]{2,}")


@dataclass(frozen=True)
class GuestLine:
    """`number` counts from 1 in what was pasted. `email` is empty when the line holds no address, or more than one;
    `name` is the beginning of the address when the line says nothing else."""

    number: int
    text: str
    name: str
    email: str


def guest_lines(text: str) -> list[GuestLine]:
    """Return the lines of `text` that say something, blank ones left out: no more than `MOST_LINES` + 1."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    return [read_line(number, line) for number, line in lines if line][: MOST_LINES + 1]


def read_line(number: int, line: str) -> GuestLine:
    found = ADDRESS.findall(line)
    if len(found) != 1 or len(found[0]) > LONGEST_ADDRESS:
        return GuestLine(number, line, "", "")
    name = " ".join(re.sub(r"[\s<>,;\"()]+", " ", line.replace(found[0], " ")).split()).strip(" -–:")
    return GuestLine(number, line, (name or found[0].partition("@")[0])[:LONGEST_NAME], found[0].lower())
