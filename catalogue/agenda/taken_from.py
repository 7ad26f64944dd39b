"""What a session comes from, and what it counts for: a kit at its version, the blocks of paths."""

from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.browsing.queries import newest_versions
from catalogue.paths.queries import public_paths
from catalogue.sessions.models import PeerSession, SessionFacet
from outillerie.kits.formats.text import typography
from outillerie.kits.models import KitVersion
from outillerie.kits.models.kits import FileRole
from outillerie.kits.origins import attribution_forms
from outillerie.kits.queries import public_kits
from outillerie.kits.reading import file_row, version_url

# What participants leave with; the rest is for whoever facilitates, and one link away.
HANDED_OUT = (FileRole.HANDOUT, FileRole.SLIDES, FileRole.EASY_TO_READ)


def kit_words(version: KitVersion | None) -> dict | None:
    """Return the kit of a session at its version: its page, its handouts, its credits. A kit withdrawn since keeps its
    credits, which its licence asks for, and no link."""
    if version is None:
        return None
    label = _("%(title)s, version %(number)s") % {"title": version.title, "number": version.number}
    is_public = public_kits().filter(pk=version.kit_id).exists()
    return {
        "title": typography(label, version.content.language),
        "url": version_url(version) if is_public else "",
        "files": [file_row(version, file) for file in version.content.files if is_public and file.role in HANDED_OUT],
        "attribution": attribution_forms(version),
    }


def paths_of(session: PeerSession) -> list[dict]:
    """Return the public paths that the session counts for, with the number of the block: {number, title, url}."""
    if session.module_id is None:
        return []
    rows = SessionFacet.objects.filter(session=session, facet="path").values_list("value", flat=True)
    slugs = dict(public_paths().filter(pk__in=[int(row) for row in rows]).order_by("title").values_list("pk", "slug"))
    versions = newest_versions(slugs)
    found = []
    for pk, slug in slugs.items():
        content = versions[pk].content if pk in versions else None
        block = content and content.block_of(str(session.module.key))
        if block:
            found.append(
                {
                    "number": content.blocks.index(block) + 1,
                    "title": typography(content.title, content.language),
                    "url": reverse("path", args=[slug]),
                }
            )
    return found
