"""What search counts and filters of a path: pairs of a facet and one of its values."""

from catalogue.paths.formats.content import PathContent

# Minutes up to which a path is of each length: within a day, some days, more.
LENGTHS = (("day", 7 * 60), ("days", 35 * 60))
LONGEST = "long"


def facets_of(content: PathContent, runs=()) -> list[tuple[str, str]]:
    """Return the facts of `content` and of its sessions (rows of PathRun) that one may search by, each once."""
    skills = [use for module in content.modules() for use in module.skills]
    pairs = [
        ("language", content.language),
        ("level", str(content.level) if content.level else ""),
        ("mode", content.mode),
        ("length", length_of(content.minutes)),
        # Not to choose by: to put the shortest first.
        ("minutes", str(content.minutes) if content.minutes else ""),
        ("certification", content.certification.title[:120] if content.is_registered else ""),
        ("always-open", "1" if content.is_always_open else ""),
        ("organisation", content.provider.name[:120] if content.provider else ""),
        *(("audience", code) for code in content.audiences),
        *(("domain", str(block.domain)) for block in content.blocks),
        *(("block", block.certification_block.title[:120]) for block in content.blocks if block.certification_block),
        *(("framework", use.framework) for use in skills),
        *(("skill", use.identifier) for use in skills),
        *(("place", run.commune or run.place[:120]) for run in runs),
        *(("department", run.department) for run in runs),
    ]
    return sorted({(facet, value) for facet, value in pairs if value})


def length_of(minutes: int) -> str:
    return next((name for name, most in LENGTHS if minutes <= most), LONGEST) if minutes else ""
