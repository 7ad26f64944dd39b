"""The house keeps its shape: what may import what, what each file is for (docs/architecture.md)."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# From the bottom up: each app may import those before it, never those after.
APPS = ("outillerie.accounts", "outillerie", "catalogue", "badges")
PLUMBING = {
    "__init__.py",
    "apps.py",
    "demo.py",
    "errors.py",
    "installation.py",
    "models.py",
    "settings.py",
    "urls.py",
    "wagtail_hooks.py",
    "wsgi.py",
}

# Plain Python: a published standard, a rule or a drawing, that any program could use.
PURE = re.compile(r"outillerie/(licences|drawing)/|outillerie/printing/imposition\.py|/formats/|badges/openbadges/")
FRAMEWORKS = {
    "django",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "django_htmx",
    "ninja",
    "rest_framework",
}

RULES_WITHOUT_HTTP = {"models", "queries", "permissions", "actions"}
HTTP = ("django.http", "django.shortcuts", "django.template", "django.views", "django.urls.resolvers")

FILES_OF_A_SLICE = {
    "__init__", "actions", "api", "apps", "documents", "emails", "events", "exports", "forms", "imports", "models",
    "permissions", "queries", "receivers", "urls", "views", "wagtail_hooks",
}  # fmt: skip
FOLDERS_OF_A_SLICE = {"documents", "formats", "locale", "management", "migrations", "models", "static", "templatetags"}
# What has an idea of its own, and therefore a name of its own.
IDEAS = {
    "catalogue/frameworks": {
        "stems": "what the index keeps of a skill",
    },
    "catalogue/paths": {
        "facets": "what search counts and filters of a path",
        "panels": "the form of the back office",
        "stems": "what the index keeps of a path",
    },
    "outillerie/accounts": {
        "adapter": "what allauth asks of us",
        "personal_data": "what the site knows of people: the registry",
        "groups": "the five groups of people",
    },
    "outillerie/collections": {
        "prints": "the booklets that the worker makes",
        "reading": "a collection as its pages show it",
    },
    "outillerie/arrivals": {
        "wording": "what a reading made of a document, in words",
    },
    "outillerie/discovery": {
        "choices": "what may be searched for",
        "counts": "how many kits each choice would leave",
        "feeds": "the newest kits as Atom",
        "listing": "what the page of the search shows",
        "search_backend": "Wagtail's search, ranked once",
        "search_request": "an address of search, read and written",
        "share_images": "the picture of a shared address",
        "sitemaps": "what search engines may read",
        "stems": "what the index keeps of a kit",
        "suggestions": "the nearest words that kits use",
        "synonyms": "words that mean the same",
        "text": "how a text becomes words to search",
    },
    "outillerie/field_reports": {
        "kept_answers": "what someone typed just before they had to sign in",
        "reading": "a field report as its card shows it",
        "receivers": "what a new version means for the reports that it answers",
    },
    "outillerie/kits": {
        "cards": "what the card of a kit says",
        "facets": "what search counts and filters",
        "origins": "where a kit comes from, and whom to credit",
        "panels": "the form of the back office",
        "quotas": "how much one person and the hub may keep",
        "prints": "what the worker makes once for each version",
        "reading": "a kit as its page shows it",
        "settling": "what was read, brought to what the database holds",
        "sources": "sheets found under a path",
        "uploads": "what may come in: sniffed, bounded, re-encoded",
        "wording": "differences in words",
    },
    "outillerie/moderation": {
        "back_office": "Wagtail's own buttons, which lead to our deeds",
        "finishing": "what Wagtail publishes once a reading ends well",
        "middleware": "a refusal in the back office is a sentence",
        "reading": "a proposal as its readers and its author see it",
        "reports": "what readers report, and what is done about it",
        "suspicions": "what deserves a second look",
        "trust": "whose kits need no reading",
    },
    "outillerie/notifications": {
        "wording": "what was told, in words",
    },
    "outillerie/privacy": {
        "account_holdings": "what is known of a person as an account",
        "activity": "the last day that somebody came",
        "back_office_holdings": "what Wagtail keeps of people",
        "confirmation": "making sure that who erases an account is its person",
        "durations": "how long things are kept",
        "erasure": "the fates of the registry, done",
        "files": "files that go with what they belonged to",
        "holdings": "all that this app tells the registry",
        "idle": "accounts that sleep",
        "journal": "the list of erasures, kept apart from backups",
        "kit_holdings": "what is known of a person who makes kits",
        "leaving": "what becomes of what a person shared",
        "names": "how a person is named",
        "processings": "the purposes that personal data serve",
        "redaction": "names that leave kits",
        "register": "the register of processing, in words",
        "terms": "nobody contributes under terms they have not accepted",
        "upkeep": "what the worker forgets every day",
        "wording": "rows of an export in words",
    },
    "outillerie/outbox": {
        "mail": "the mail backend that writes rows",
        "tasks": "what the worker runs",
    },
    "outillerie/pages": {
        "additions": "what the apps above add to the site",
        "demo": "the demonstration hub",
        "health": "whether the site works, for a machine that watches",
        "samples": "what the page of components shows",
        "blocks": "the dozen blocks of free text",
        "colour": "contrast of the accent colour",
        "context": "what every template knows",
        "installation": "what every hub needs before its first page",
        "middleware": "what surrounds every answer",
        "preferences": "how a reader likes pages shown",
        "throttling": "a bound on costly pages for each address",
        "stylesheet": "the one stylesheet, made of many",
    },
    "outillerie/people": {
        "space": "what someone finds in their own space",
    },
    "outillerie/printing": {
        "ornaments": "colours, weave and glyph of a sheet",
        "renderer": "the child process that makes PDF",
        "typesetter": "the only place where WeasyPrint runs",
    },
    "outillerie/remix": {
        "announcements": "who is told of a new version",
        "proposals": "what is given back",
        "showing": "what its pages show",
        "updates": "what a source changed, taken or declined",
        "wording": "changes in words to decide on",
    },
    "outillerie/writing": {
        "parts": "who made a file or a picture of a draft",
        "answers": "what a browser sent, and the form that judges it",
        "fields": "how a field of the editor looks on a page of the site",
        "keeping": "what a session remembers of what was typed",
        "rows": "rows as they were typed: moved, removed, added",
        "showing": "what the pages of writing show",
        "stages": "the six stages, made of the panels of the editor",
        "wording": "what is missing, what would help, when it was saved",
    },
}
NAMELESS = {
    "base", "common", "constants", "core", "functions", "helper", "helpers", "lib", "managers", "misc",
    "mixins", "service", "services", "shared", "tools", "types", "util", "utils",
}  # fmt: skip
LONGEST_MODULE = 400
MODEL_REFERENCE = re.compile(r"(outillerie|catalogue|badges)\.[A-Z]\w+$")


def modules(root=ROOT):
    """Return every Python module of the apps, migrations left out, as `folder/name.py` → its tree."""
    paths = (path for app in ("outillerie", "catalogue", "badges") for path in sorted((root / app).rglob("*.py")))
    return {
        path.relative_to(root).as_posix(): ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        for path in paths
        if "migrations" not in path.parts
    }


def imported_names(path, tree):
    """Return the full names that a module imports, wherever in it: `from a import b` gives `a.b`."""
    package = path.removesuffix(".py").removesuffix("/__init__").split("/")
    if not path.endswith("__init__.py"):
        package = package[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def referred_models(tree):
    """Return the models that a module names in a string, as foreign keys do: `outillerie.KitPage`."""
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [string for string in strings if MODEL_REFERENCE.match(string)]


def app_of(name):
    """Return the place of an import or of a path in `APPS`, or None when it is not ours."""
    dotted = name.removesuffix(".py").replace("/", ".") + "."
    if dotted.startswith("outillerie.accounts."):
        return 0
    return next((APPS.index(app) for app in APPS[1:] if dotted.startswith(f"{app}.")), None)


def imports_upwards(found):
    return [
        f"{path} imports {name}"
        for path, tree in found.items()
        for name in [*imported_names(path, tree), *referred_models(tree)]
        if (above := app_of(name)) is not None and above > app_of(path) and not is_plumbing(path)
    ]


def is_plumbing(path):
    return path in {"outillerie/settings.py", "outillerie/urls.py"}


def impurities(found):
    """Return what a pure module imports that is a framework's, or ours and not pure."""
    return [
        f"{path} imports {name}"
        for path, tree in found.items()
        if PURE.search(path)
        for name in imported_names(path, tree)
        if name.split(".")[0] in FRAMEWORKS or (app_of(name) is not None and not PURE.search(file_of(name, found)))
    ]


def file_of(name, found):
    """Return the path of the module that `name` is, or is in."""
    parts = name.split(".")
    candidates = ["/".join(parts[:size]) for size in range(len(parts), 0, -1)]
    paths = (path for candidate in candidates for path in (f"{candidate}.py", f"{candidate}/__init__.py"))
    return next((path for path in paths if path in found), f"{candidates[0]}/")


def http_in_rules(found):
    return [
        f"{path} imports {name}"
        for path, tree in found.items()
        if is_a_rule(path)
        for name in imported_names(path, tree)
        if f"{name}.".startswith(tuple(f"{module}." for module in HTTP))
    ]


def is_a_rule(path):
    parts = path.removesuffix(".py").split("/")
    return parts[-1] in RULES_WITHOUT_HTTP or "models" in parts


def nameless_files(found):
    return [path for path in found if NAMELESS & set(path.removesuffix(".py").split("/"))]


def strangers(found, ideas):
    """Return the files that are neither at a usual place nor declared as an idea."""
    return [path for path in found if not is_at_its_place(path, ideas)]


def is_at_its_place(path, ideas):
    if PURE.search(path):
        return True
    folders, name = path.split("/")[:-1], path.split("/")[-1]
    if len(folders) == 1:
        return name in PLUMBING
    slice_folders = folders[1:]
    if slice_folders[0] in FOLDERS_OF_A_SLICE:
        return True
    if len(slice_folders) > 1:
        return slice_folders[1] in FOLDERS_OF_A_SLICE
    return name.removesuffix(".py") in FILES_OF_A_SLICE | set(ideas.get("/".join(folders), {}))


def too_long(folder, pattern, longest):
    paths = (path for path in folder.rglob(pattern) if "migrations" not in path.parts)
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{path.name}: {count} lines" for path, count in sorted(lines.items()) if count > longest]


def test_imports_go_down_only():
    assert imports_upwards(modules()) == []


def test_pure_modules_know_no_framework():
    assert impurities(modules()) == []


def test_models_queries_permissions_and_actions_know_nothing_of_http():
    assert http_in_rules(modules()) == []


def test_no_file_is_named_after_nothing():
    assert nameless_files(modules()) == []


def test_a_slice_keeps_its_things_where_every_slice_does():
    assert strangers(modules(), IDEAS) == []


def test_every_declared_idea_has_its_file():
    declared = [f"{folder}/{name}.py" for folder, names in IDEAS.items() for name in names]
    assert [path for path in declared if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("app", ["outillerie", "catalogue", "badges", "tests"])
def test_a_module_holds_one_idea(app):
    assert too_long(ROOT / app, "*.py", LONGEST_MODULE) == []


# --- the checks themselves can fail ---


def house(**files):
    return {name.replace("__", "/") + ".py": ast.parse(source) for name, source in files.items()}


def test_an_import_from_above_is_refused():
    found = house(
        outillerie__accounts__models="import outillerie.kits.models",
        outillerie__kits__queries="from badges.issuing import models\nfrom catalogue import venues",
        outillerie__kits__models="owner = ForeignKey('badges.Issuer')\nuser = ForeignKey('accounts.User')",
        badges__issuing__actions="from outillerie.kits.models import KitPage\nfrom catalogue import paths",
        outillerie__kits__views="from ..accounts import models\nfrom . import forms\nfrom ...badges import x",
    )
    assert imports_upwards(found) == [
        "outillerie/accounts/models.py imports outillerie.kits.models",
        "outillerie/kits/queries.py imports badges.issuing.models",
        "outillerie/kits/queries.py imports catalogue.venues",
        "outillerie/kits/models.py imports badges.Issuer",
        "outillerie/kits/views.py imports badges.x",
    ]


def test_a_framework_in_a_pure_module_is_refused():
    found = house(
        outillerie__licences__licence="import re, django.utils.text",
        outillerie__printing__imposition="from pypdf import PdfReader",
        outillerie__printing__renderer="from django.conf import settings",
        outillerie__kits__formats__sheet="import outillerie.licences\nfrom outillerie.kits import models",
        outillerie__kits__models="import wagtail",
    )
    assert impurities(found) == [
        "outillerie/licences/licence.py imports django.utils.text",
        "outillerie/kits/formats/sheet.py imports outillerie.kits.models",
    ]


def test_http_in_a_rule_is_refused_even_inside_a_function():
    found = house(
        outillerie__kits__actions="def publish():\n    from django.shortcuts import render",
        outillerie__kits__models__kits="import django.http",
        outillerie__kits__views="import django.http",
    )
    assert http_in_rules(found) == [
        "outillerie/kits/actions.py imports django.shortcuts.render",
        "outillerie/kits/models/kits.py imports django.http",
    ]


def test_names_that_say_nothing_are_refused():
    found = house(outillerie__kits__utils="", outillerie__common__links="", outillerie__kits__models="")
    assert nameless_files(found) == ["outillerie/kits/utils.py", "outillerie/common/links.py"]


def test_a_file_that_no_slice_has_is_refused_until_it_is_declared():
    found = house(
        outillerie__settings="",
        outillerie__search="",
        outillerie__kits__models__kits="",
        outillerie__kits__covers="",
        outillerie__kits__covers__big="",
        outillerie__licences__anything="",
        outillerie__management__commands__worker="",
    )
    assert strangers(found, {}) == [
        "outillerie/search.py",
        "outillerie/kits/covers.py",
        "outillerie/kits/covers/big.py",
    ]
    assert strangers(found, {"outillerie/kits": {"covers": "why"}}) == [
        "outillerie/search.py",
        "outillerie/kits/covers/big.py",
    ]


def test_a_module_of_two_ideas_is_refused(tmp_path):
    (tmp_path / "short.py").write_text("x = 1\n" * 400)
    (tmp_path / "long.py").write_text("x = 1\n" * 401)
    assert too_long(tmp_path, "*.py", 400) == ["long.py: 401 lines"]
