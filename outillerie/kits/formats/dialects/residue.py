"""What a web site left in the text of a sheet: Pandoc fences and attributes, template tags, shortcodes.

These marks are worked on as text, before Markdown is parsed, and never inside code. Pandoc's marks are
those of its `fenced_divs`, `bracketed_spans` and `attributes` extensions
(https://pandoc.org/MANUAL.html); kramdown writes `{:target="_blank"}`; Jekyll templates are Liquid
(https://shopify.github.io/liquid/).
"""

import re

from outillerie.kits.formats.dialects.imported import Account

# The kind of loss of a part of a page, by a word of its class or id.
_RESIDUE = (
    ("comments", r"comments?|respond|reply|webmention|disqus"),
    ("share", r"share|sharing|sharedaddy|social|syndication|jp-relatedposts|addtoany"),
    (
        "navigation",
        r"nav|navigation|menu|breadcrumb|skip-link|site-header|site-branding|custom-header|pagination",
    ),
    ("footer", r"footer|widgets?|sidebar|cookie|newsletter|screen-reader-text|search-form|colophon"),
)
_RESIDUE_PATTERNS = [(kind, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)) for kind, words in _RESIDUE]

_CODE = re.compile(
    r"(^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?^[ \t]*\2[ \t]*$|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\3(?!`))", re.M | re.S
)
_DIV = re.compile(r"^[ \t]*(?:\d+[.)][ \t]+|[-*][ \t]+)?:{3,}[ \t]*(\{[^}]*\}|[\w-]+)?[ \t]*:*[ \t]*$")

_ATTRIBUTE = r"""(?:[#.][^\s{}=]+|[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s}"']+))"""
_ATTRIBUTES = rf"\{{:?\s*{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})*\s*\}}"
_SPAN = re.compile(rf"\[((?:\\.|[^\[\]\\]|\[(?:\\.|[^\[\]\\])*\](?:\([^()\s]*\))?)*)\]({_ATTRIBUTES})")
_SKIP_LINK = re.compile(rf"\[[^\[\]]*\]\(#[^()\s]*\)(?={_ATTRIBUTES})")
_ANY_ATTRIBUTES = re.compile(_ATTRIBUTES)

_SITE = re.compile(r"\{\{-?\s*(?:site\.(?:url|baseurl)|base_?url|root|page\.root)\s*(?:\|[^}]*)?-?\}\}")
_SITE_PATH = re.compile(r"\{\{-?\s*[\"']([^\"'{}]+)[\"']\s*\|\s*(?:relative_url|absolute_url|prepend)[^}]*\}\}")
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+(\w*)[^%]*%\}(.{0,20000}?)\{%-?\s*endhighlight\s*-?%\}", re.S)
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_SHORTCODE_VIDEO = re.compile(r"\{[{%][<%]?\s*(youtube|vimeo)\s+\"?(?:id=)?\"?([\w-]{6,20})\"?[^}]*\}+")
_LIQUID = re.compile(r"\{\{(?:[^{}]|\{(?!\{)|\}(?!\})){0,1000}\}\}|\{%(?:[^%{]|%(?!\})){0,1000}%\}")
_SHORTCODE = re.compile(
    r"\[(/?)(caption|gallery|audio|video|playlist|embed|vc_\w+|et_pb_\w+|contact-form-7)\b[^\]\n]*\]"
)
_TABLE_OF_CONTENTS = re.compile(r"^(?:\[TOC\]|\{:\s*toc\s*\}|\[\[_?TOC_?\]\])[ \t]*$", re.M | re.I)
_VIDEO_SITES = {"youtube": "https://youtu.be/", "vimeo": "https://vimeo.com/"}


def residue_kind(names: str) -> str | None:
    """Return the kind of loss of a part of a page named `names` (its classes and id); None for real
    content."""
    return next((kind for kind, pattern in _RESIDUE_PATTERNS if pattern.search(names)), None)


def without_site_marks(text: str, account: Account) -> str:
    """Return `text` as plain Markdown and HTML: no fence, attribute, template tag nor shortcode is left."""
    text = _without_fences(text, account)
    return outside_code(_liquid_code(text), lambda part: _without_marks(part, account))


def outside_code(text: str, change) -> str:
    """Return `text` with `change` applied to what is not a code block nor a code span."""
    parts, start = [], 0
    for code in _CODE.finditer(text):
        parts += [change(text[start : code.start()]), code[0]]
        start = code.end()
    return "".join([*parts, change(text[start:])])


def _liquid_code(text: str) -> str:
    return _HIGHLIGHT.sub(lambda match: f"\n```{match[1]}\n{match[2].strip(chr(10))}\n```\n", text)


def _without_fences(text: str, account: Account) -> str:
    if ":::" not in text:
        return text
    lines = text.split("\n")
    dropped = _dropped_lines(lines, account)
    return "\n".join(line for n, line in enumerate(lines) if n not in dropped)


def _dropped_lines(lines: list[str], account: Account) -> set[int]:
    """Return the numbers of the fence lines, and of all lines of a fenced part that is the site's, not
    the sheet's.

    A closing fence without its opening is dropped too; an opening that is never closed takes nothing with it.
    """
    dropped: set[int] = set()
    opened: list[tuple[int, str | None]] = []
    for number, line in enumerate(lines):
        if not (fence := _DIV.match(line)):
            continue
        dropped.add(number)
        if fence[1]:
            opened.append((number, residue_kind(fence[1])))
        elif opened:
            start, kind = opened.pop()
            if kind and not any(outer for _, outer in opened):
                dropped.update(range(start, number))
                if any(line.strip() and not _DIV.match(line) for line in lines[start:number]):
                    account.lose(kind)
    return dropped


def _without_marks(text: str, account: Account) -> str:
    text = _TABLE_OF_CONTENTS.sub("", text)
    text = _SITE_PATH.sub(r"\1", _SITE.sub("", _RAW.sub("", text)))
    text = _SHORTCODE_VIDEO.sub(lambda match: _video_link(match, account), text)
    text = _LIQUID.sub(lambda match: _lost("liquid", match, account), text)
    text = _SHORTCODE.sub(lambda match: _lost("embed", match, account) if not match[1] else "", text)
    text = _SKIP_LINK.sub(lambda match: _skip_link(match, account), text)
    for _ in range(4):
        text, count = _SPAN.subn(_span_text, text)
        if not count:
            break
    return _ANY_ATTRIBUTES.sub("", text)


def _lost(kind: str, match: re.Match, account: Account) -> str:
    account.lose(kind, match[0])
    return ""


def _video_link(match: re.Match, account: Account) -> str:
    account.lose("embed", match[0])
    return f"<{_VIDEO_SITES[match[1]]}{match[2]}>"


def _skip_link(match: re.Match, account: Account) -> str:
    """Drop «Aller au contenu principal», a link that only attributes give away; keep other links."""
    following = _ANY_ATTRIBUTES.match(match.string, match.end())
    if following and re.search("skip-link|screen-reader-text", following[0]):
        account.lose("navigation")
        return ""
    return match[0]


def _span_text(match: re.Match) -> str:
    return "" if "screen-reader-text" in match[2] else match[1]
