"""Find which licence a text names, whatever form people paste: address, identifier, name, HTML.

A text that names no licence, several different ones, a version or a port not known here, or that also
says «tous droits réservés», gives `None`: a person must then choose. A name without a version («CC
BY-SA») is taken as the current version, and the answer says that the version was assumed, so that the
caller can ask. Work is bounded: a text longer than `LONGEST` characters is no statement of a licence, and
each pattern reads its text once.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from .licence import CC0, ETALAB, LICENCES, PORT_NAMES, Licence
from .phrases import AMBIGUOUS_PORTS, ELEMENT_PHRASES, OTHER_PHRASES, REFUSALS

LONGEST = 5_000


@dataclass(frozen=True)
class Recognised:
    licence: Licence
    is_version_assumed: bool = False


@dataclass(frozen=True)
class _Mention:
    """One licence named somewhere in the text; a `version` or a `port` not said is empty."""

    code: str
    version: str = ""
    port: str = ""


def recognise(text: str) -> Recognised | None:
    """Return the licence that `text` names, or None. See the module for what is refused."""
    if len(text) > LONGEST:
        return None
    plain = _plain(text)
    words = _words(plain)
    if _REFUSALS.search(words):
        return None
    mentions = _addresses(plain) | _open_licence(words) | _creative_commons(_words(_ADDRESS.sub(" ", plain)))
    return _only_one(mentions)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold()).replace("œ", "oe")
    return "".join(character for character in text if not unicodedata.combining(character))


def _words(plain: str) -> str:
    """Return the words and numbers of `plain`, one space apart; «4,0», «4_0» and «4-0» are the number 4.0."""
    return " ".join(_WORD.findall(_SPELT_VERSION.sub(".", plain)))


def _only_one(mentions: set[_Mention]) -> Recognised | None:
    codes = {mention.code for mention in mentions}
    versions = {mention.version for mention in mentions} - {""}
    ports = {mention.port for mention in mentions} - {""}
    if len(codes) != 1 or len(versions) > 1 or len(ports) > 1:
        return None
    code, version, port = codes.pop(), "".join(versions), "".join(ports)
    is_version_assumed = not version
    if code not in (CC0, ETALAB) and version in ("", "4.0"):
        # There is no port of version 4.0, whatever is written after it.
        version, port = "4.0", ""
    known = _BY_PARTS.get((code, version or _ONLY_VERSION.get(code, ""), port))
    return known and Recognised(known, is_version_assumed)


def _addresses(plain: str) -> set[_Mention]:
    mentions = set()
    for match in _ADDRESS.finditer(plain):
        version, port = match["version"] or "", match["port"] or ""
        if match["zero"]:
            mentions.add(_Mention(CC0, version or "1.0"))
        else:
            mentions.add(_Mention(_code(match["code"].split("-")), version, port))
    if _OPEN_LICENCE_ADDRESS.search(plain):
        mentions.add(_Mention(ETALAB, "2.0"))
    return mentions


def _open_licence(words: str) -> set[_Mention]:
    """Return the Licence Ouverte of Etalab, never «une licence ouverte» in a sentence."""
    versions = {_full_version(version) for version in _OPEN_LICENCE_VERSION.findall(words)}
    if versions:
        return {_Mention(ETALAB, version) for version in versions}
    is_named = "etalab" in words.split() and _LICENCE_WORD.search(words)
    return {_Mention(ETALAB)} if is_named or _OPEN_LICENCE_ALONE.fullmatch(words) else set()


def _creative_commons(words: str) -> set[_Mention]:
    words = _with_elements(words)
    mentions = {_Mention(CC0, version or "1.0") for version in _ZERO.findall(words)}
    runs = list(_RUN.finditer(words))
    strong = [run for run in runs if _is_strong(run, words)]
    weak = [run for run in runs if run["elements"] == "BY" and _is_alone(run, words)]
    return mentions | {_mention(run) for run in strong or weak}


def _with_elements(words: str) -> str:
    """Return `words` with the pieces of a licence as `cc`, `by`, `NC`, `3.0`, and empty words taken away."""
    words = _PHRASES.sub(lambda match: _MEANING[match[0]], words)
    return " ".join(_COMPACT.sub(_spaced, word) for word in words.split())


def _spaced(compact: re.Match[str]) -> str:
    return " ".join(filter(None, (compact["cc"], "by", *re.findall("nc|nd|sa", compact["elements"]))))


def _is_strong(run: re.Match[str], words: str) -> bool:
    elements = run["elements"].split()
    # An element said in full words counts wherever it stands; the letters «by» or «sa» may be any word.
    if run["cc"] or not {"NC", "ND", "SA"}.isdisjoint(elements):
        return True
    return len(elements) > 1 and (bool(run["version"]) or run[0] == words or "cc" in words.split())


def _is_alone(run: re.Match[str], words: str) -> bool:
    """Whether «Attribution» is a licence here: with its version and nothing else, or where CC is said."""
    return "cc" in words.split() or (run[0] == words and bool(run["version"]))


def _mention(run: re.Match[str]) -> _Mention:
    version = run["early"] or run["version"] or ""
    return _Mention(
        _code(run["elements"].lower().split()),
        "" if len(version) == 4 and "." not in version else _full_version(version),
        _PORTS.get(run["port"] or "", ""),
    )


def _code(elements: list[str]) -> str:
    """Return the elements once each, in their usual order; not every code is that of a licence."""
    return "-".join(sorted(set(elements), key=_ELEMENTS.index))


def _full_version(version: str) -> str:
    return f"{version}.0" if version and "." not in version else version


def _any_of(phrases: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))


_ELEMENTS = ("by", "nc", "sa", "nd")
_ONLY_VERSION = {CC0: "1.0", ETALAB: "2.0"}
_BY_PARTS = {(known.code, known.version, known.port): known for known in LICENCES.values()}
_MEANING = {
    phrase: meaning
    for meanings in (ELEMENT_PHRASES, OTHER_PHRASES)
    for meaning, phrases in meanings.items()
    for phrase in phrases
}

_WORD = re.compile(r"\d+(?:\.\d+)?|[a-z]+")
_SPELT_VERSION = re.compile(r"(?<=[1-4])[-_,](?=[05])")
_PORTS = {_words(_plain(spelling)): port for port, names in PORT_NAMES.items() for spelling in (port, *names)}
_PORT = "|".join(
    f"{phrase}$" if phrase in AMBIGUOUS_PORTS else phrase for phrase in sorted(_PORTS, key=len, reverse=True)
)
_REFUSALS = re.compile(rf"\b(?:{_any_of(REFUSALS)})\b")
_PHRASES = re.compile(rf"\b(?:{_any_of(_MEANING)})\b")
_COMPACT = re.compile(r"\A(?P<cc>cc)?by(?P<elements>(?:nc|nd|sa)*)\Z")
_ADDRESS = re.compile(
    r"(?:(?<=//)|(?<![\w./-]))(?:www\.)?creativecommons\.org/"
    r"(?:licen[cs]es/(?P<code>(?:by|nc|nd|sa)(?:-(?:by|nc|nd|sa)){0,3})|publicdomain/(?P<zero>zero))(?![\w-])"
    r"(?:/(?P<version>\d\.\d)(?:/(?P<port>[a-z]{2,3})(?![\w.-]))?)?"
)
_OPEN_LICENCE_ADDRESS = re.compile(r"(?<=//)(?:www\.)?etalab\.gouv\.fr/licence-ouverte-open-licence(?![\w-])")
_OPEN_LICENCE_VERSION = re.compile(
    r"\b(?:etalab|licence ouverte|ouverte open licen[cs]e|etalab licen[cs]e|lo|lov)"
    r"(?: version| v)? (\d(?:\.\d)?)\b"
)
_OPEN_LICENCE_ALONE = re.compile(r"(?:sous )?(?:la )?(?:licence ouverte(?: open licen[cs]e)?|etalab)")
_LICENCE_WORD = re.compile(r"\b(?:licen[cs]e|lo)\b")
_ZERO = re.compile(r"\bcc0(?: (\d\.\d))?(?![.\d])")
_ELEMENT = "(?:by|nc|nd|sa|BY|NC|ND|SA)"
_RUN = re.compile(
    rf"(?<!\S)(?:(?P<cc>cc) )?(?:(?P<early>\d\.\d) )?(?P<elements>{_ELEMENT}(?: {_ELEMENT})*)(?!\S)"
    rf"(?: (?P<version>\d+(?:\.\d+)?)(?!\S))?(?: (?P<port>{_PORT})(?!\S))?"
)
