"""Turtle (https://www.w3.org/TR/turtle/) to triples and back."""

import codecs
import re
from urllib.parse import urljoin

from catalogue.frameworks.formats.json_text import check_size, cleaned
from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop
from catalogue.frameworks.formats.triples import (
    MOST_DEPTH,
    PREFIXES,
    RDF,
    TYPE,
    XSD,
    Graph,
    Literal,
    Node,
    Uri,
    too_deep,
)

_TOKENS = re.compile(
    r"""
    (?P<blank>(?:[ \t\r\n]+|\#[^\n]*)+)
  | (?P<uri><[^\x00-\x20<>"{}|^`]*>)
  | (?P<long>\"{3}(?:\\.|[^\\"]|\"(?!\"\"))*+\"{3}|'{3}(?:\\.|[^\\']|'(?!''))*+'{3})
  | (?P<text>"(?:\\.|[^"\\\r\n])*+"|'(?:\\.|[^'\\\r\n])*+')
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<type>\^\^)
  | (?P<number>[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w:]))
  | (?P<node>_:[\w\-](?:[\w\-.]*[\w\-])?)
  | (?P<name>(?:[^\W\d_][\w\-]*(?:\.[\w\-]+)*)?:(?:(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])*(?<!\.))?)
  | (?P<word>[A-Za-z]+)
  | (?P<mark>[.;,\[\]()])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def read_turtle(data: bytes) -> Graph:
    """Return the triples of a document in UTF-8. Raises FrameworkRefused with the line."""
    check_size(data)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        raise FrameworkRefused(gettext_noop("This Turtle file is not written in UTF-8.")) from None
    return _Reader(text).graph


def write_turtle(graph: Graph) -> bytes:
    """Return the triples as Turtle, one paragraph a subject."""
    lines = [f"@prefix {prefix}: <{address}> ." for prefix, address in PREFIXES.items()]
    for subject, rows in graph.said.items():
        said = " ;\n    ".join(f"{_written(Uri(predicate))} {_written(node)}" for predicate, node in rows)
        lines.append(f"\n{_written(Uri(subject))}\n    {said} .")
    return ("\n".join(lines) + "\n").encode()


def _written(node: Node) -> str:
    if isinstance(node, Uri):
        return "a" if node == TYPE else _short(node)
    text = node.text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    if node.language:
        return f'"{text}"@{node.language}'
    return f'"{text}"^^{_short(Uri(node.datatype))}' if node.datatype else f'"{text}"'


def _short(uri: Uri) -> str:
    for prefix, address in PREFIXES.items():
        local = uri.removeprefix(address)
        if local != uri and re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", local):
            return f"{prefix}:{local}"
    if uri.startswith("_:"):
        return uri
    escaped = re.sub(r'[\x00-\x20<>"{}|^`\\]', lambda match: f"\\u{ord(match[0]):04X}", uri)
    return f"<{escaped}>"


class _Reader:
    def __init__(self, text: str):
        self.graph = Graph()
        self.prefixes: dict[str, str] = {}
        self.base = ""
        self.depth = 0
        self.text = text
        self.tokens = self._tokens()
        self.kind, self.symbol, self.at = "", "", 0
        self._next()
        while self.kind:
            self._statement()

    def _tokens(self):
        position = 0
        while position < len(self.text):
            match = _TOKENS.match(self.text, position)
            if not match or match.end() == position:
                self.at = position
                raise self._refused()
            if match.lastgroup != "blank":
                yield match.lastgroup, match[0], position
            position = match.end()

    def _next(self) -> str:
        """Return the current token, and go to the next one."""
        token = self.symbol
        self.kind, self.symbol, self.at = next(self.tokens, ("", "", len(self.text)))
        return token

    def _refused(self) -> FrameworkRefused:
        line = self.text.count("\n", 0, self.at) + 1
        near = self.text[self.at : self.at + 20].split("\n")[0]
        return FrameworkRefused(gettext_noop("This is not Turtle, near “%(near)s”."), line=line, near=near)

    def _take(self, mark: str) -> None:
        if self.symbol != mark:
            raise self._refused()
        self._next()

    def _statement(self) -> None:
        word = self.symbol.lower()
        if word in {"@prefix", "@base", "prefix", "base"}:
            self._directive(word)
            return
        is_bracketed = self.symbol == "["
        subject = self._object()
        if isinstance(subject, Literal):
            raise self._refused()
        if not (is_bracketed and self.symbol == "."):
            self._predicates(subject)
        self._take(".")

    def _directive(self, word: str) -> None:
        self._next()
        if word.endswith("prefix"):
            if self.kind != "name" or not self.symbol.endswith(":"):
                raise self._refused()
            prefix = self._next()[:-1]
            self.prefixes[prefix] = self._address()
        else:
            self.base = self._address()
        if word.startswith("@"):
            self._take(".")

    def _address(self) -> str:
        if self.kind != "uri":
            raise self._refused()
        address = _unescaped(self._next()[1:-1])
        return urljoin(self.base, address) if self.base else address

    def _predicates(self, subject: Uri) -> None:
        while True:
            predicate = self._predicate()
            self.graph.add(subject, predicate, self._object())
            while self.symbol == ",":
                self._next()
                self.graph.add(subject, predicate, self._object())
            if self.symbol != ";":
                return
            while self.symbol == ";":
                self._next()
            if self.symbol in {".", "]"}:
                return

    def _predicate(self) -> str:
        if self.kind == "word" and self.symbol == "a":
            self._next()
            return TYPE
        if self.kind not in {"uri", "name"}:
            raise self._refused()
        return self._uri()

    def _uri(self) -> Uri:
        if self.kind == "uri":
            return Uri(self._address())
        prefix, _, local = self.symbol.partition(":")
        if prefix not in self.prefixes:
            raise self._refused()
        self._next()
        return Uri(self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))

    def _object(self) -> Node:
        if self.kind in {"uri", "name"}:
            return self._uri()
        if self.kind == "node":
            return Uri(self._next())
        if self.kind in {"text", "long"}:
            return self._literal()
        if self.kind == "number":
            kind = "integer" if re.fullmatch(r"[+-]?\d+", self.symbol) else "decimal"
            return Literal(self._next(), "", XSD + kind)
        if self.kind == "word" and self.symbol in {"true", "false"}:
            return Literal(self._next(), "", f"{XSD}boolean")
        if self.symbol in {"[", "("}:
            return self._bracketed()
        raise self._refused()

    def _literal(self) -> Literal:
        quotes = 3 if self.kind == "long" else 1
        text = cleaned(_unescaped(self._next()[quotes:-quotes]))
        if self.kind == "language":
            return Literal(text, self._next()[1:])
        if self.kind == "type":
            self._next()
            if self.kind not in {"uri", "name"}:
                raise self._refused()
            return Literal(text, "", self._uri())
        return Literal(text)

    def _bracketed(self) -> Uri:
        """Return a node without a name, or the first link of a list."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise too_deep()
        opening = self._next()
        node = self._list() if opening == "(" else self.graph.blank()
        if opening == "[" and self.symbol != "]":
            self._predicates(node)
        self._take("]" if opening == "[" else ")")
        self.depth -= 1
        return node

    def _list(self) -> Uri:
        members = []
        while self.kind and self.symbol != ")":
            members.append(self._object())
        first = Uri(f"{RDF}nil")
        for member in reversed(members):
            link = self.graph.blank()
            self.graph.add(link, f"{RDF}first", member)
            self.graph.add(link, f"{RDF}rest", first)
            first = link
        return first


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(
        lambda match: (
            _character(int(match[1] or match[2], 16)) if match[1] or match[2] else _CHARACTERS.get(match[3], match[3])
        ),
        text,
    )


def _character(code: int) -> str:
    """Return a character by its number; one that no text may hold becomes NUL, which is refused."""
    return chr(code) if code <= 0x10FFFF else "\x00"
