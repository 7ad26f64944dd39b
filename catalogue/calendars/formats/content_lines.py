"""Content lines of iCalendar: how a value is written, escaped and folded.

RFC 5545, September 2009, https://www.rfc-editor.org/rfc/rfc5545: §3.1 (lines of 75 octets at most, folded), §3.3.11
(escaped texts), §3.3.5 (moments). What a line may not hold is taken out: the text that is read back is `clean` of the
text that was given.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

MOST_OCTETS = 75
END = "\r\n"
# Whatever some program takes for the end of a line is one.
BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
# A lone half of a pair of UTF-16 has no octets; controls and marks of no character are refused (§3.1).
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
SPECIAL = re.compile(r"[\\;,\n]")
ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def clean(text: str) -> str:
    """Return `text` without what a line may not hold. Its ends of lines are all `\\n`."""
    return FORBIDDEN.sub("", BREAKS.sub("\n", text))


def escaped(text: str) -> str:
    """Return `text` as a value of type TEXT."""
    return SPECIAL.sub(lambda found: ESCAPES[found[0]], clean(text))


def folded(line: str) -> str:
    """Return `line` and its end, on as many lines as it takes. No character is cut in two."""
    octets = line.encode()
    if len(octets) <= MOST_OCTETS:
        return line + END
    pieces, start, room = [], 0, MOST_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end].decode())
        # The space that begins the next line counts.
        start, room = end, MOST_OCTETS - 1
    pieces.append(octets[start:].decode())
    return f"{END} ".join(pieces) + END


def parameters(values: Mapping[str, str]) -> str:
    """Return `;NAME="value"…`. A quote cannot be written in a parameter: it becomes a typographic one."""
    return "".join(f';{name}="{quotable(value)}"' for name, value in values.items() if value)


def quotable(value: str) -> str:
    return " ".join(clean(value).split()).replace('"', "’")


def text_line(name: str, value: str) -> str:
    return folded(f"{name}:{escaped(value)}")


def utc(moment: datetime) -> str:
    """Return `moment` in UTC, to the second: `20270302T130000Z`."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def local_line(name: str, moment: datetime, zone: str) -> str:
    """Return `moment` on the wall of `zone`. An hour that comes twice means its first time there (§3.3.5): its second
    time is written in UTC."""
    wall = moment.astimezone(ZoneInfo(zone))
    if wall.fold:
        return f"{name}:{utc(moment)}{END}"
    return f"{name};TZID={zone}:{wall:%Y%m%dT%H%M%S}{END}"
