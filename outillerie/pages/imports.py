"""Pages of free text written in a file of the repository: YAML, its texts in Markdown."""

from pathlib import Path

import yaml
from wagtail.models import Page

from outillerie.kits.formats.text import render, typography
from outillerie.pages.models import PlainPage

LANGUAGE = "fr"


def rows_of(path: Path) -> list[dict]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))["pages"]


def write_pages(home: Page, rows: list[dict], *, overwrite: bool = False) -> None:
    """Give the hub the pages of `rows`. A page that it has already is left alone unless `overwrite`."""
    for row in rows:
        page = PlainPage.objects.filter(kind=row["kind"]).first() if row["kind"] else None
        if page is None:
            add_page(home, row)
        elif overwrite:
            rewrite_page(page, row)


def add_page(home: Page, row: dict) -> None:
    page = filled(PlainPage(slug=row["slug"], kind=row["kind"]), row)
    # Its own copy: adding a child changes what the tree knows of its parent.
    Page.objects.get(pk=home.pk).add_child(instance=page)
    page.save_revision().publish()


def rewrite_page(page: PlainPage, row: dict) -> None:
    before = words_of(page)
    if words_of(filled(page, row)) != before:
        page.save_revision().publish()


def filled(page: PlainPage, row: dict) -> PlainPage:
    page.title, page.lead = (typography(row[name], LANGUAGE) for name in ("title", "lead"))
    page.body = [block_of(block) for block in row["blocks"]]
    return page


def words_of(page: PlainPage) -> tuple:
    return page.title, page.lead, [(block["type"], block["value"]) for block in page.body.get_prep_value()]


def block_of(row: dict) -> tuple[str, object]:
    """Return a block of `FreeText` and its value. A list is a paragraph that holds one."""
    match row["type"]:
        case "heading" | "subheading":
            return row["type"], typography(row["text"], LANGUAGE)
        case "list":
            return "paragraph", rich_text("\n".join(f"- {item}" for item in row["items"]))
        case kind:
            return kind, rich_text(row["text"])


def rich_text(markdown: str) -> str:
    return str(render(markdown, language=LANGUAGE))
