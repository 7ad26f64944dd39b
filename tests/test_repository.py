"""What is in the repository: locked, licensed, explained, and about the project alone."""

import ast
import hashlib
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("dev", "prod", "run", "uv")
MADE_HERE = {"__pycache__", "node_modules", "test-results", "var"}
# Content that others wrote says what it says.
CONTENT = ("fixtures/", "tests/data/", "LICENSE", "LICENSES/")
TEXTS = {
    ".cfg",
    ".css",
    ".example",
    ".html",
    ".ini",
    ".js",
    ".json",
    ".md",
    ".po",
    ".py",
    ".sh",
    ".toml",
    ".txt",
    ".yml",
    "",
}
# An index of packages has one address here and another there: the files work with whichever a machine uses.
ADDRESSES = re.compile(
    r"--(?:extra-)?index[-]url|--find[-]links|https?://[^\s\"'>]*/simple\b|\bregistry\.[a-z]+\.(?:org|com|io)|\bpy[p]i\.org"
    r"|pythonhosted\.[o]rg"
)
MACHINE_PATHS = re.compile(r"(?<![\w./~:-])/(?:root|home|work|Users)/\w")
LEFTOVERS = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b|^(?:<{7}|>{7}|={7})(?: |$)", re.MULTILINE)
SETTINGS_READERS = {"secret", "switch", "number", "bool", "cache_url", "db_url", "int", "list", "str", "url"}
# The verbatim text of the GNU Affero General Public License, version 3.
LICENCE_SHA256 = "8486a10c4393cee1c25392769ddd3b2d6c242d6ec7928e1414efff7dfb2f07ef"


def texts_of_the_repository():
    """Return the texts that are ours, by name, without what a machine adds beside them."""
    found = {}
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name == ".ci" or not (name[0] == "." or name in MADE_HERE)]
        paths = {path.relative_to(ROOT).as_posix(): path for path in (Path(folder, name) for name in files)}
        found |= {
            name: path.read_text(encoding="utf-8")
            for name, path in paths.items()
            if path.suffix in TEXTS and name != ".env" and not name.startswith(CONTENT)
        }
    return found


def found_in(texts, pattern):
    return [f"{name}: {match[0]}" for name, text in texts.items() for match in pattern.finditer(text)]


def addresses_in_lock(lock):
    return re.findall(r"\S*://\S*", lock)


def unhashed(lock):
    """Return the requirements of a lock that no hash pins."""
    entries = re.findall(r"^([\w.\[\],-]+==\S+)(.*(?:\n[ ]+--hash.*)*)", lock, re.MULTILINE)
    return [name for name, rest in entries if "--hash=sha256:" not in rest]


def names_of(lock):
    return set(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", lock, re.MULTILINE))


def unexplained_dependencies(pyproject):
    """Return the dependencies whose line does not say why they are there."""
    lines = re.findall(r'^    "([^"]+)",(.*)$', pyproject, re.MULTILINE)
    return [name for name, rest in lines if re.match(r"[\w.-]+(?:\[|[<>=~])", name) and not re.search(r"#\s*\S", rest)]


def settings_read(source):
    """Return the names that the settings read from the environment."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args)
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in SETTINGS_READERS
        and isinstance(call.args[0], ast.Constant)
        and re.fullmatch(r"[A-Z][A-Z0-9_]+", str(call.args[0].value))
    }


def settings_explained(example):
    return set(re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))


def test_locks_name_no_address_and_pin_every_file():
    locks = {name: (ROOT / "requirements" / f"{name}.txt").read_text() for name in LOCKS}
    assert [line for lock in locks.values() for line in addresses_in_lock(lock) + unhashed(lock)] == []


def test_every_lock_is_part_of_the_full_one():
    full, *smaller = ((ROOT / "requirements" / f"{name}.txt").read_text() for name in ("dev", "prod", "run"))
    pinned = set(re.findall(r"^\S+==\S+", full, re.MULTILINE))
    assert [sorted(set(re.findall(r"^\S+==\S+", lock, re.MULTILINE)) - pinned) for lock in smaller] == [
        [],
        [],
    ]


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {re.split(r"[\[<>=~]", line)[0].lower() for line in project["project"]["dependencies"]}
    assert sorted(asked - names_of((ROOT / "requirements" / "run.txt").read_text())) == []


def test_every_dependency_says_why_it_is_there():
    assert unexplained_dependencies((ROOT / "pyproject.toml").read_text()) == []


def test_no_text_names_a_package_host_or_a_path_of_a_machine():
    texts = texts_of_the_repository()
    assert found_in(texts, ADDRESSES) + found_in(texts, MACHINE_PATHS) == []


def test_nothing_is_left_to_finish():
    assert found_in(texts_of_the_repository(), LEFTOVERS) == []


def test_the_licence_is_whole():
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == LICENCE_SHA256
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "AGPL-3.0-or-later"


def test_every_setting_is_explained_and_every_explained_setting_is_read():
    read = settings_read((ROOT / "outillerie" / "settings.py").read_text(encoding="utf-8"))
    explained = settings_explained((ROOT / ".env.example").read_text(encoding="utf-8"))
    assert sorted(read - explained) + sorted(explained - read) == []


@pytest.mark.parametrize("command", sorted(path.name for path in (ROOT / "bin").iterdir() if path.is_file()))
def test_commands_can_be_run(command):
    path = ROOT / "bin" / command
    assert os.access(path, os.X_OK)
    if path.read_text(encoding="utf-8").startswith("#!/bin/sh"):
        assert subprocess.run(["sh", "-n", path]).returncode == 0


# --- the checks themselves can fail ---


def test_an_address_or_a_missing_hash_in_a_lock_is_refused():
    lock = (
        "-i https://packages.example/index\n"
        "django==6.1.3 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via wagtail\n"
        "wagtail==8.0.1\n    # via -r\nicalendar[tz]==7 ; python_version < '3.14' \\\n    --hash=sha256:cc\n"
    )
    assert addresses_in_lock(lock) == ["https://packages.example/index"]
    assert unhashed(lock) == ["wagtail==8.0.1"]
    assert names_of(lock) == {"django", "wagtail", "icalendar"}


def test_a_dependency_without_its_reason_is_refused():
    pyproject = 'dependencies = [\n    "a>=1",  # why\n    "b[c]>=2",\n    "d>=3",#\n]\nselect = [\n    "E",\n]\n'
    assert unexplained_dependencies(pyproject) == ["b[c]>=2", "d>=3"]


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        (ADDRESSES, "pip install --index" + "-url x"),
        (ADDRESSES, "https://packages.example/" + "simple/"),
        (ADDRESSES, "registry." + "example.org"),
        (MACHINE_PATHS, "open('/" + "home/anne/kits')"),
        (LEFTOVERS, "# TO" + "DO: later"),
        (LEFTOVERS, "<" * 7 + " HEAD"),
    ],
)
def test_what_does_not_belong_is_refused(pattern, wrong):
    assert len(found_in({"a.py": wrong}, pattern)) == 1


def test_a_setting_without_its_explanation_is_seen():
    source = 'A = env.str("A_NAME", "")\nB = switch("B_NAME", False)\nC = other("C_NAME")\nD = env.list("D_NAME")'
    assert settings_read(source) == {"A_NAME", "B_NAME", "D_NAME"}
    assert settings_explained("# A_NAME=x\nB_NAME=\n# Not D_NAME=\n") == {"A_NAME", "B_NAME"}
