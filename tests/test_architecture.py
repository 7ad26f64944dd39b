"""The house keeps its shape: what may import what, what each file is for (docs/architecture.md)."""

import ast
import re
from pathlib import Path

import pytest

from tests.ideas import IDEAS

ROOT = Path(__file__).parents[1]
# From the bottom up: each app may import those before it, never those after.
APPS = ("outillerie.accounts", "outillerie", "catalogue", "badges")
PLUMBING = {
    "__init__.py",
    "apps.py",
    "demo.py",
    "demo_season.py",
    "environment.py",
    "errors.py",
    "installation.py",
    "models.py",
    "settings.py",
    "urls.py",
    "wagtail_hooks.py",
    "wsgi.py",
}

# Plain Python: a published standard, a rule or a drawing, that any program could use.
PURE = re.compile(
    r"outillerie/(licences|drawing)/|outillerie/printing/(imposition|laying)\.py|/formats/|badges/openbadges/"
)
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
