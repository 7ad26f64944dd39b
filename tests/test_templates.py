"""Templates and stylesheets keep the house rules: nothing unused, nothing inline, colours by their role."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
APPS = ("outillerie", "catalogue", "badges")
LONGEST_TEMPLATE = 120
LONGEST_STYLESHEET = 150
# Django shows these by itself.
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
# The modules that may say «this HTML is ours», and why: what they take is plain or cleaned.
AUDITED: dict[str, str] = {}

FORBIDDEN_IN_TEMPLATES = {
    "the safe filter": re.compile(r"\|\s*safe(seq)?\b"),
    "autoescape off": re.compile(r"{%\s*autoescape\s+off"),
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"""=\s*["']?\s*javascript:""", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    # Data for machines is not run by the browser: JSON-LD may stand in the page.
    "code in a script element": re.compile(
        r"""<script\b(?![^>]*\bsrc\s*=)(?![^>]*type=["']application/(ld\+)?json["'])""", re.IGNORECASE
    ),
    "a colour": re.compile(r"""(?<!href)=["']#[0-9a-f]{3,8}["']""", re.IGNORECASE),
}
FORBIDDEN_IN_CODE = re.compile(r"\b(mark_safe|SafeString|SafeText)\b")
# On paper no policy applies and a length may depend on a value: only custom properties, only there.
PRINTED_LENGTHS = re.compile(r"""\sstyle="(?:\s*--[\w-]+:[^;":]+;?)+\"""")
COMMENTS = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)

COLOURS = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\("
    r"|(?<![-\w])(?:white|black|red|blue|green|yellow|gray|grey|orange|purple|pink|brown|silver|navy)(?![-\w])",
    re.IGNORECASE,
)
OPTIONS = re.compile(r"\boptions?\s*:|\bno options?\b", re.IGNORECASE)


def templates():
    """Return our templates by the name that Django gives them."""
    folders = [TEMPLATES, *(ROOT / app / "templates" for app in APPS)]
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def stylesheets():
    paths = (path for app in APPS for path in sorted((ROOT / app / "static").rglob("*.css")))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def python_sources():
    paths = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def names_in_code(source):
    """Return patterns of the template names that a module may ask for; a computed part is anything."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = (re.escape(part.value) if isinstance(part, ast.Constant) else "[^/]+" for part in node.values)
            yield "".join(parts)


def unused_templates(found, sources, used_elsewhere):
    """Return the templates that no code, no other template and no package of ours asks for."""
    endings = (".html", ".txt", ".xml", ".svg")
    in_code = {name for source in sources for name in names_in_code(source) if name.endswith(endings)}
    asked = re.compile("|".join([*in_code, r"(?!)"]))
    quoted = {
        name.split("#")[0]
        for own, content in found.items()
        for name in re.findall(r"""["']([\w./-]+\.\w+(?:#\w+)?)["']""", COMMENTS.sub("", content))
        if name.split("#")[0] != own
    }
    used = quoted | used_elsewhere | ERROR_PAGES
    return [name for name in found if name not in used and not asked.fullmatch(name)]


def templates_that_packages_ask_for():
    """Return the names that Wagtail, allauth and Django ask for, and those of our page types."""
    from django.template import engines
    from wagtail.models import get_page_models

    ours = {TEMPLATES, *(ROOT / app / "templates" for app in APPS)}
    folders = {Path(folder) for folder in engines["django"].template_dirs} - ours
    overridden = {name for name in templates() if any((folder / name).exists() for folder in folders)}
    return overridden | {model.template for model in get_page_models()}


def forbidden_in(found):
    return [
        f"{name}: {what}: {match[0][:60]}"
        for name, content in found.items()
        for what, pattern in FORBIDDEN_IN_TEMPLATES.items()
        if (match := pattern.search(without_what_is_allowed(name, content)))
    ]


def without_what_is_allowed(name, content):
    content = COMMENTS.sub("", content)
    return PRINTED_LENGTHS.sub("", content) if name.startswith("pdf/") else content


def unescaped_html(sources, audited):
    return [name for name, source in sources.items() if name not in audited and FORBIDDEN_IN_CODE.search(source)]


def colours_outside_tokens(found):
    return [
        f"{name}: {match[0]}"
        for name, content in found.items()
        if not name.endswith("/tokens.css")
        for value in re.findall(r":([^:;{}]*)[;}]", re.sub(r"/\*.*?\*/|url\([^)]*\)", "", content, flags=re.DOTALL))
        for match in COLOURS.finditer(value)
    ]


def components_without_options(found):
    components = {name: content for name, content in found.items() if name.startswith("components/")}
    return [name for name, content in components.items() if not declares_options(content)]


def declares_options(content):
    first = re.match(r"\s*(?:{%\s*load [^%]*%}\s*)*({#.*?#}|{%\s*comment.*?endcomment\s*%})", content, re.DOTALL)
    return first is not None and OPTIONS.search(first[1]) is not None


def too_long(found, longest):
    counts = {name: len(content.splitlines()) for name, content in found.items()}
    return [f"{name}: {count} lines" for name, count in counts.items() if count > longest]


def test_every_template_is_used():
    assert unused_templates(templates(), python_sources().values(), templates_that_packages_ask_for()) == []


def test_templates_hold_no_code_no_style_and_no_unescaped_value():
    assert forbidden_in(templates()) == []


def test_code_escapes_what_it_shows():
    assert unescaped_html(python_sources(), AUDITED) == []


def test_every_audited_module_still_needs_it():
    sources = python_sources()
    assert [name for name in AUDITED if not FORBIDDEN_IN_CODE.search(sources.get(name, ""))] == []


def test_colours_come_from_the_tokens():
    assert colours_outside_tokens(stylesheets()) == []


def test_every_component_declares_its_options():
    assert components_without_options(templates()) == []


def test_a_template_holds_one_idea():
    assert too_long(templates(), LONGEST_TEMPLATE) == []


def test_a_stylesheet_holds_one_idea():
    assert too_long(stylesheets(), LONGEST_STYLESHEET) == []


# --- the checks themselves can fail ---


def test_a_template_that_nothing_asks_for_is_refused():
    found = {
        "base.html": '{# "kits/forgotten.html" #}',
        "kits/page.html": '{% extends "base.html" %}{% include "kits/rows.html#row" %}',
        "kits/rows.html": '{% include "kits/rows.html" %}',
        "kits/forgotten.html": "",
        "kits/lonely.html": '{% include "kits/lonely.html" %}',
        "emails/welcome.txt": "",
        "emails/more/welcome.txt": "",
        "404.html": "",
        "account/login.html": "",
    }
    sources = ['render(request, "kits/page.html")', 'name = f"emails/{kind}.txt"']
    assert unused_templates(found, sources, {"account/login.html"}) == [
        "kits/forgotten.html",
        "kits/lonely.html",
        "emails/more/welcome.txt",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        "{{ text|safe }}",
        "{{ texts | safeseq }}",
        "{% autoescape off %}{{ text }}{% endautoescape %}",
        '<p class="a" style="margin:7px">',
        "<a href='#' onClick='go()'>",
        '<a href="javascript:go()">',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<path fill="#fff"/>',
    ],
)
def test_code_style_and_unescaped_values_are_refused(wrong):
    assert len(forbidden_in({"page.html": wrong})) == 1


@pytest.mark.parametrize(
    "right",
    [
        "{{ text|safe_filename }}",
        "{# |safe #}",
        "<script src=\"{% static 'a.js' %}\" defer></script>",
        '<script type="application/ld+json">{}</script>',
        '<a href="#fff">',
        '<p data-on="1" class="style">',
    ],
)
def test_what_only_looks_like_it_passes(right):
    assert forbidden_in({"page.html": right}) == []


def test_a_length_may_be_inline_on_paper_only():
    length = '<li style="--ticks: {{ ticks }}; --height: 9mm">'
    assert forbidden_in({"pdf/kit.html": length}) == []
    assert len(forbidden_in({"kits/kit.html": length, "pdf/other.html": '<li style="color: red">'})) == 2


def test_unescaped_html_is_refused_outside_audited_modules():
    sources = {
        "a.py": "from django.utils.safestring import mark_safe",
        "b.py": "mark_safe('x')",
        "c.py": "format_html('x')",
    }
    assert unescaped_html(sources, {"b.py": "why"}) == ["a.py"]


def test_colours_outside_the_tokens_are_refused():
    found = {
        "css/tokens.css": ":root { --color-ink: #1B2333; }",
        "css/card.css": "#fade a:hover { color: #1B2333; background: RGB(0 0 0); border-color: white }",
        "css/good.css": "/* color: red; */ p { white-space: nowrap; color: var(--white); mask: url(#a1b2) }",
    }
    assert colours_outside_tokens(found) == [
        "css/card.css: #1B2333",
        "css/card.css: RGB(",
        "css/card.css: white",
    ]


def test_a_component_that_hides_its_options_is_refused():
    found = {
        "components/card.html": "{# A card. Options: kit, title_level (2 or 3) #}<article>",
        "components/rule.html": "{% load i18n %}\n{% comment %}The rule. No options.{% endcomment %}",
        "components/tag.html": "{# A tag. #}<p>{# options: late #}",
        "components/bare.html": "<p>",
        "kits/page.html": "<p>",
    }
    assert components_without_options(found) == ["components/tag.html", "components/bare.html"]


def test_a_template_of_two_ideas_is_refused():
    assert too_long({"short.html": "x\n" * 120, "long.html": "x\n" * 121}, 120) == ["long.html: 121 lines"]
