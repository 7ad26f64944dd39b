"""The front matter of a sheet: the small part of YAML that people need, read the same by everyone.

YAML 1.2 (https://yaml.org/spec/1.2.2/) without anchors, aliases, tags or several documents. A scalar stays
the text that was typed until a field says what it expects: «no», «2026-01-31» and «1.10» are texts where a
text is expected.
"""

import itertools
import math
import re
from typing import Any

import yaml

from .content import clean_text
from .refusals import FormatRefused, gettext_noop

MAX_BYTES = 100_000
MAX_DEPTH = 20

_FENCED = re.compile(r"---[ \t]*\n(?P<yaml>.*?)(?:\n|(?<=\n))---[ \t]*(?:\n|\Z)", re.DOTALL)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULL = re.compile(r"~|null|Null|NULL|")
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]{1,16}")
# No more than PyYAML quotes when it writes a text that looks like one.
_FLOAT = re.compile(r"(?:[-+]?[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]{1,3})?")


class Scalar(str):
    """A scalar as typed; `is_plain` when nothing quoted it, so that it may be a number or a boolean."""

    is_plain = False


def split(text: str) -> tuple[str, str]:
    """Return the YAML and the body of a sheet. Raises FormatRefused without front matter."""
    match = _FENCED.match(text)
    if match is None:
        raise FormatRefused(gettext_noop("This sheet does not begin with a front matter between two «---» lines."))
    return match["yaml"], text[match.end() :]


def read(text: str) -> dict[str, Any]:
    """Return the mapping that the YAML `text` holds: dicts, lists and Scalars. Raises FormatRefused."""
    if len(text.encode()) > MAX_BYTES:
        raise FormatRefused(
            gettext_noop("The front matter is longer than %(kilobytes)s kB."), kilobytes=MAX_BYTES // 1000
        )
    try:
        values = _document(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise FormatRefused(
            gettext_noop("The front matter is not YAML: line %(line)s."), line=mark.line + 2 if mark else "?"
        ) from None
    if not isinstance(values, dict):
        raise FormatRefused(gettext_noop("The front matter is not a list of «key: value» lines."))
    return values


def write(values: dict[str, Any]) -> str:
    """Return `values` as YAML that `read` and `typed` read back equal."""
    return yaml.dump(
        values,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=float("inf"),
        default_flow_style=False,
    )


def typed(value: Any) -> Any:
    """Return `value` with plain scalars as the JSON values they look like; dates stay texts."""
    if isinstance(value, dict):
        return {clean_text(key): typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    if not value.is_plain:
        return clean_text(value)
    if is_null(value):
        return None
    if _BOOLEAN.fullmatch(value):
        return value.lower() == "true"
    if _INTEGER.fullmatch(value):
        return int(value)
    if _FLOAT.fullmatch(value) and math.isfinite(float(value)):
        return float(value)
    return clean_text(value)


def is_null(value: Any) -> bool:
    """Return whether `value` is a key left without value."""
    return isinstance(value, Scalar) and value.is_plain and _NULL.fullmatch(value) is not None


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the items of a list under their key, as people write them."""
        super().increase_indent(flow, indentless=False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Write lines as a block, and what only YAML takes for line ends as escapes, lest it be lost."""
    style = '"' if re.search("[\x85\u2028\u2029]", text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def _document(events: Any) -> Any:
    """Build the values from the parser's events: no recursion, no constructor, nothing resolved."""
    root: list[Any] = []
    open_nodes: list[list[Any]] = [root]
    kinds: list[type] = [list]
    for event in events:
        if getattr(event, "anchor", None) is not None:
            raise FormatRefused(gettext_noop("The front matter uses a YAML anchor or alias: write the value again."))
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) not in (None, "!"):
            raise FormatRefused(gettext_noop("The front matter uses a YAML tag: write a plain value."))
        if isinstance(event, yaml.ScalarEvent):
            scalar = Scalar(event.value)
            scalar.is_plain = bool(event.implicit[0])
            open_nodes[-1].append(scalar)
        elif isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append([])
            kinds.append(dict if isinstance(event, yaml.MappingStartEvent) else list)
            _check_depth(open_nodes)
        elif isinstance(event, yaml.CollectionEndEvent):
            items = open_nodes.pop()
            open_nodes[-1].append(_mapping(items) if kinds.pop() is dict else items)
    if len(root) > 1:
        raise FormatRefused(gettext_noop("The front matter holds several YAML documents."))
    return root[0] if root else {}


def _check_depth(open_nodes: list[list[Any]]) -> None:
    if len(open_nodes) > MAX_DEPTH:
        raise FormatRefused(gettext_noop("The front matter nests lists more than %(depth)s deep."), depth=MAX_DEPTH)


def _mapping(items: list[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in itertools.batched(items, 2):
        if not isinstance(key, Scalar):
            raise FormatRefused(gettext_noop("The front matter has a list where a key is expected."))
        if str(key) in values:
            raise FormatRefused(gettext_noop("The front matter gives «%(key)s» twice."), key=str(key)[:100])
        values[str(key)] = value
    return values
