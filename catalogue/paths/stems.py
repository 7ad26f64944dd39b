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
    blocks = list(page.blocks.all())
    texts += [text for block in blocks for text in (block.title, block.aim)]
    for module in modules_in(blocks):
        texts += [module.title, module.summary, module.aims]
        texts += [str(skill_row.skill) for skill_row in module.skill_rows.all()]
    return " ".join(stems("\n".join(texts), page.language))


def modules_in(blocks) -> list:
    """Return the modules of `blocks` with their skills, in a number of statements that does not grow."""
    from catalogue.paths.models import Module

    ids = [row.module_id for block in blocks for row in block.module_rows.all()]
    return list(Module.objects.filter(pk__in=ids).prefetch_related("skill_rows__skill__texts"))
