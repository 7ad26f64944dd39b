"""What the search index keeps of a path: the stems of its texts, in its own language, the same on every database."""

from outillerie.discovery.text import stems

TITLE_WEIGHT = 8
LONG_TEXTS = ("summary", "audience", "place", "objectives", "programme", "methods", "prerequisites")


def stemmed_title(page) -> str:
    return " ".join(stems(page.title, page.language) * TITLE_WEIGHT)


def stemmed_text(page) -> str:
    """Return the stems of what the path says, of its blocks and modules, and of the skills that they work on."""
    texts = [getattr(page, name) for name in LONG_TEXTS]
    texts.append(page.organisation.name if page.organisation else "")
    texts.append(f"{page.certification.title} {page.certification.code or ''}" if page.certification else "")
    for block in page.blocks.all():
        texts += [block.title, block.aim]
        for row in block.module_rows.all():
            texts += [row.module.title, row.module.summary, row.module.aims]
            texts += [str(skill_row.skill) for skill_row in row.module.skill_rows.select_related("skill")]
    return " ".join(stems("\n".join(texts), page.language))
