"""kit.json: a kit as JSON-LD. Our own format, version 1, published in docs/kit-format.md.

Any reader of schema.org (https://schema.org/LearningResource) understands the outer object; `kit` holds every
field, exactly, as `content.to_dict` writes it. The context is inside the document: nothing is fetched to
understand it.
"""

import functools
import json
import math
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .content import FORMAT, KitContent, clean_text, fingerprint, from_dict, to_dict
from .names import check_names
from .refusals import FormatRefused, gettext_noop

MAX_BYTES = 5_000_000
MAX_DEPTH = 30
# What every language reads back exactly (RFC 8259 §6).
MAX_INTEGER = 2**53 - 1

SCHEMA_PATH = Path(__file__).with_name("kit-1.schema.json")

CONTEXT = {
    "@vocab": "https://schema.org/",
    "license": {"@type": "@id"},
    "url": {"@type": "@id"},
    "isBasedOn": {"@type": "@id"},
    "format": "urn:outillerie-kit:1:format",
    "fingerprint": "urn:outillerie-kit:1:fingerprint",
    "kit": {"@id": "urn:outillerie-kit:1:kit", "@type": "@json"},
}
_CREDIT_PROPERTIES = {"author": "creator", "translator": "translator"}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.?)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What surrounds the content of a published version. A draft has none of it."""

    number: int | None = None
    published_at: datetime | None = None
    page_url: str = ""
    licence_url: str = ""
    fingerprint: str = ""
    """As read: not that of the content when somebody edited kit.json by hand, empty when absent."""


def write(content: KitContent, publication: Publication | None = None) -> bytes:
    """Return kit.json: UTF-8, two spaces, the same bytes for the same values."""
    publication = publication or Publication()
    published_at = publication.published_at
    document = {
        "@context": CONTEXT,
        "@type": "LearningResource",
        "url": publication.page_url,
        "version": publication.number,
        "datePublished": published_at.isoformat() if published_at else "",
        "license": publication.licence_url,
        **_described(content),
        "format": FORMAT,
        "fingerprint": fingerprint(content),
    }
    document = {key: value for key, value in document.items() if value not in ("", None, [])}
    text = json.dumps({**document, "kit": to_dict(content)}, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode() + b"\n"


def read(data: bytes) -> tuple[KitContent, Publication]:
    """Return the content that kit.json holds and what surrounds it. Raises FormatRefused."""
    document = _cleaned(parsed(data))
    _check_schema(document)
    content = from_dict(document["kit"])
    check_names(file.name for file in content.files)
    check_names(picture.name for picture in content.pictures)
    return content, Publication(
        number=document.get("version"),
        published_at=_moment(document.get("datePublished", "")),
        page_url=document.get("url", ""),
        licence_url=document.get("license", ""),
        fingerprint=document.get("fingerprint", ""),
    )


def parsed(data: bytes) -> Any:
    """Return the values of a JSON text, refusing what two readers may understand differently (RFC 7493)."""
    if len(data) > MAX_BYTES:
        raise FormatRefused(gettext_noop("kit.json is larger than %(megabytes)s MB."), megabytes=MAX_BYTES // 1_000_000)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FormatRefused(gettext_noop("kit.json is not written in UTF-8.")) from None
    _check_depth(text)
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_float,
        )
    except json.JSONDecodeError as error:
        raise FormatRefused(
            gettext_noop("kit.json is not JSON: line %(line)s, column %(column)s."),
            line=error.lineno,
            column=error.colno,
        ) from None


def _described(content: KitContent) -> dict[str, Any]:
    """Return the schema.org properties of `content`, for those who know nothing of our own."""
    people: dict[str, list] = {"creator": [], "contributor": [], "translator": []}
    for credit in content.credits:
        person = {"@type": "Person", "name": credit.name}
        people[_CREDIT_PROPERTIES.get(credit.role, "contributor")].append(person)
    return {
        "name": content.title,
        "description": content.hook,
        "inLanguage": content.language,
        "timeRequired": f"PT{content.duration}M" if content.duration else "",
        "teaches": list(content.objectives),
        **people,
        "publisher": {"@type": "Organization", "name": content.organisation} if content.organisation else "",
        "isBasedOn": _based_on(content),
    }


def _based_on(content: KitContent) -> str | list[str]:
    """Return the addresses of what the kit is made from, nearest first: a text when there is one only."""
    addresses = list(dict.fromkeys(filter(None, [*(source.url for source in content.sources), content.source_url])))
    return addresses[0] if len(addresses) == 1 else addresses


def _check_depth(text: str) -> None:
    depth = 0
    for match in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > MAX_DEPTH:
            raise FormatRefused(gettext_noop("kit.json nests values more than %(depth)s deep."), depth=MAX_DEPTH)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise FormatRefused(gettext_noop("kit.json says the same thing twice: a key is repeated in an object."))
    return values


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
        raise FormatRefused(gettext_noop("kit.json holds a number too large to be read exactly."))
    return int(digits)


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise FormatRefused(gettext_noop("kit.json holds something that is not a finite number."))
    return number


def _check_schema(document: Any) -> None:
    error = next(_validator().iter_errors(document), None)
    if error is not None:
        raise FormatRefused(
            gettext_noop("kit.json does not follow the format at «%(place)s» (rule «%(rule)s»)."),
            place="/".join(str(key) for key in error.absolute_path)[:200] or "/",
            rule=error.validator,
        )


def _is_whole(checker: Any, value: Any) -> bool:
    """Return whether `value` was written as a whole number: JSON Schema alone would take 30.0 too."""
    return isinstance(value, int) and not isinstance(value, bool)


@functools.cache
def _validator():
    """Return the validator of the schema. What checks schemas is eight megabytes: only an import needs it."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    strict = extend(Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole))
    return strict(json.loads(SCHEMA_PATH.read_text(encoding="utf-8")))


def _cleaned(value: Any) -> Any:
    """Return `value` with clean texts. Databases refuse NUL, and a lone surrogate is no character."""
    if isinstance(value, str):
        if "\x00" in value or re.search("[\ud800-\udfff]", value):
            raise FormatRefused(gettext_noop("kit.json holds a character that no text may hold."))
        return clean_text(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return value


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise FormatRefused(gettext_noop("kit.json gives a date of publication that is not one.")) from None
