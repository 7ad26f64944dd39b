"""Pictures and files that the texts of a kit call by name: `images/<name>`, `fichiers/<name>`."""

import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import quote

PART_OF_FOLDER = {"images": "pictures", "fichiers": "files"}
# What ends a Markdown address that is not between angle brackets.
_DELIMITERS = frozenset(" ()<>%\"'")

Names = Mapping[str, Mapping[str, str]]
"""By folder, the new name of each old one."""


def mentioned(texts: Iterable[str], names: Collection[str], *, folder: str) -> set[str]:
    """Return which of `names` are called in `texts`."""
    pattern, spellings = _pattern(folder, names)
    return {spellings[match[1]] for text in texts if f"{folder}/" in text for match in pattern.finditer(text)}


def renamed(value: Any, names: Names, *, spared: Collection[str] = ()) -> Any:
    """Return a text, or a row of texts, that calls pictures and files by their new names; not the `spared` ones."""
    if not any(names.values()):
        return value
    if isinstance(value, tuple):
        return tuple(renamed(each, names, spared=spared) for each in value)
    if dataclasses.is_dataclass(value):
        changed = {name: renamed(each, names, spared=spared) for name, each in vars(value).items()}
        return dataclasses.replace(value, **changed)
    if not isinstance(value, str) or value in spared:
        return value
    for folder, new_names in names.items():
        value = _renamed_in_folder(value, folder, new_names)
    return value


def _renamed_in_folder(text: str, folder: str, names: Mapping[str, str]) -> str:
    if not names or f"{folder}/" not in text:
        return text
    pattern, spellings = _pattern(folder, names)

    def respelled(match: re.Match) -> str:
        old = spellings[match[1]]
        new = names[old]
        is_bare = match[1] == old and _DELIMITERS & set(new) <= set(old)
        return f"{folder}/{new if is_bare else quote(new)}"

    return pattern.sub(respelled, text)


def _pattern(folder: str, names: Collection[str]) -> tuple[re.Pattern, dict[str, str]]:
    """Return what finds a name of `folder`, and the name that each of its spellings stands for."""
    spellings = {quote(name): name for name in names} | {name: name for name in names}
    longest_first = "|".join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True))
    return re.compile(rf"(?<![\w/.%-]){folder}/({longest_first})(?=[\s)>\"'#?\]]|$)"), spellings


def renamed_field(name: str, value: Any, names: Names, *, spared: Collection[str] = ()) -> Any:
    """Return the value of a field of the kit with the new names: the cover is one, without its folder."""
    if name == "cover":
        return value if value in spared else names.get("images", {}).get(value, value)
    return renamed(value, names, spared=spared)
