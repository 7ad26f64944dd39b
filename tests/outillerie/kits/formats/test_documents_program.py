"""The process that reads documents: bounded in time, in memory, in what it gives and in what it gets."""

import subprocess
import sys

import pypandoc
import pytest

from outillerie.kits.formats.documents import read_document
from outillerie.kits.formats.office import html_of, open_office, pandoc
from outillerie.kits.formats.refusals import FormatRefused
from tests.documents import PNG, docx, p, parts_of, picture, run, table, zipped

TOO_LONG = (
    "This document is too long for one kit. Cut it into several documents, one for each workshop, then send them."
)
TOO_INTRICATE = "This document is too intricate to be read. Save it as plain text (.txt), then send it again."


def refusal(data):
    with pytest.raises(FormatRefused) as refused:
        read_document("essai.docx", data)
    return str(refused.value)


def pages(count):
    for number in range(count):
        yield p(f"Partie {number}", style="Titre1")
        yield from (p(run(f"Chacun écrit la carte {number}, puis montre {line}. " * 10)) for line in range(4))
        yield table(("Étape", "Durée", "Contenu"), *[("Chercher", "10 min", f"En binôme {number}. " * 10)] * 4)


def test_a_document_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(pandoc, "SECONDS", 0)
    assert refusal(docx(p("Bonjour."))) == TOO_INTRICATE


def test_a_document_that_takes_too_much_memory_is_refused(monkeypatch):
    # 64 MB is the least that the program accepts.
    monkeypatch.setattr(pandoc, "_OPTIONS", [option.replace("192", "64") for option in pandoc._OPTIONS])
    assert refusal(docx(*pages(100))) == TOO_LONG


def test_a_document_that_gives_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(pandoc, "MOST_HTML", 10_000)
    assert refusal(docx(*[p(f"Bonjour {number}") for number in range(1000)])) == TOO_INTRICATE


def test_without_its_program_the_site_says_what_to_do_instead(monkeypatch):
    def missing():
        raise OSError("No pandoc was found")

    monkeypatch.setattr(pypandoc, "get_pandoc_path", missing)
    assert refusal(docx(p("Bonjour."))) == (
        "Documents of word processors cannot be read on this site just now. Save this one as plain text (.txt), then"
        " send it again."
    )


def test_the_program_gets_no_picture_and_nothing_that_the_document_hid():
    parts = parts_of(docx(p("Bonjour."), p(picture("plan")), media={"plan": PNG})) | {"word/secret.bin": b"secret"}
    office = open_office(zipped(parts), "docx")
    given = parts_of(office.package)
    assert (given["word/media/plan.png"], "word/secret.bin" in given) == (b"", False)
    assert 'src="media/plan.png"' in html_of(office.package, "docx")


# In a process of its own: the memory of what other tests started does not count.
MEASURE = """
import resource, sys
from outillerie.kits.formats.office import html_of
html_of(sys.stdin.buffer.read(), "docx")
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
"""


def test_fifty_pages_are_read_soon_in_little_memory():
    package = open_office(docx(*pages(50)), "docx").package
    measured = subprocess.run([sys.executable, "-c", MEASURE], input=package, capture_output=True, check=True)
    kilobytes, seconds = map(float, measured.stdout.split())
    assert (kilobytes < 250_000, seconds < 5) == (True, True)
