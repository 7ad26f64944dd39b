"""One value of a venue: as files write it, to what we keep. Each reader returns the value, or raises `NotRead`."""

import re
from datetime import date, datetime
from urllib.parse import urlsplit

from outillerie.kits.formats.content import clean_text

MOST_ITEMS, LONGEST_ITEM = 40, 300
PHONE = re.compile(r"(\+33|\+590|\+594|\+262|\+596|\+269|\+687|\+689|\+508|\+681)\d{6,9}")
INSEE = re.compile(r"([013-9]\d|2[AB1-9])\d{3}")
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"]{1,64}@[^@\s<>()\[\],;:\"]{1,190}\.[^@\s<>()\[\],;:\"]{2,60}")
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
# A web address may hold «;»: it separates only before the next address.
_BETWEEN_ADDRESSES = re.compile(r"\s*(?:\||;\s*(?=https?://|www\.))\s*")
_BETWEEN = re.compile(r"\s*[|;]\s*")


class NotRead(ValueError):
    """The value is not one."""


def line(text: str, most: int) -> str:
    """Return a text on one line, cut at `most` characters."""
    return " ".join(clean_text(text[: 4 * most]).split())[:most].rstrip()


def items(text: str, *, are_addresses: bool = False) -> list[str]:
    """Return the values of a cell that holds several, `|` or `;` between them, each once."""
    between = _BETWEEN_ADDRESSES if are_addresses else _BETWEEN
    found = [line(part, LONGEST_ITEM) for part in between.split(text)]
    return list(dict.fromkeys(filter(None, found)))[:MOST_ITEMS]


def postcode(text: str) -> str:
    """Return five digits. A spreadsheet takes «02300» for a number, and writes «2300» or «2300.0»."""
    digits = re.sub(r"\s", "", text).removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and 4 <= len(digits) <= 5):
        raise NotRead(text)
    return digits.zfill(5)


def insee_code(text: str) -> str:
    """Return the official code of a commune, its leading zero given back."""
    code = re.sub(r"\s", "", text).removesuffix(".0").upper().zfill(5)
    if not INSEE.fullmatch(code):
        raise NotRead(text)
    return code


def phone(text: str) -> str:
    """Return a number as the standard writes it: `+33180059880`."""
    digits = re.sub(r"[\s.\-/()]", "", text)
    digits = re.sub(r"^(?:00|\+)?33\(?0?\)?", "+33", digits) if re.match(r"(00|\+)33", digits) else digits
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        digits = f"+33{digits[1:]}"
    elif re.fullmatch(r"[1-9]\d{8}", digits):
        digits = f"+33{digits}"
    if not PHONE.fullmatch(digits):
        raise NotRead(text)
    return digits


def day(text: str) -> date:
    """Return a day: `2024-05-30`, with an hour or without, or `30/05/2024`."""
    text = text.strip()
    try:
        if found := _FRENCH_DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text).date()
    except ValueError:
        raise NotRead(text) from None


def degrees(text: str, most: float) -> float:
    """Return an angle between -most and most; a decimal comma is read too."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        raise NotRead(text) from None
    if not -most <= value <= most:
        raise NotRead(text)
    return value


def web_address(text: str) -> str:
    """Return an http(s) address; `www.` alone is completed. Anything else could be a script."""
    text = line(text, 500)
    text = f"https://{text}" if text.lower().startswith("www.") else text
    try:
        parts = urlsplit(text)
    except ValueError:
        raise NotRead(text) from None
    if parts.scheme.lower() not in {"http", "https"} or "." not in (parts.hostname or "") or " " in text:
        raise NotRead(text)
    return text


def email(text: str) -> str:
    found = line(text, LONGEST_ITEM).removeprefix("mailto:")
    if not _EMAIL.fullmatch(found):
        raise NotRead(text)
    return found
