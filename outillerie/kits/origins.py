"""Where a kit comes from, as its page shows it: the works it is made from, those made from it, and whom to credit.

Everything is said by the content of the version: nothing here asks for the sources, which may have gone away.
"""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outillerie.kits.exports import parts_of
from outillerie.kits.formats.content import File, KitContent, Picture, Source
from outillerie.kits.formats.credits import is_credited_with_kit, own_part, sources_of
from outillerie.kits.formats.text import SafeHtml, typography
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.queries import newest_versions, public_adaptations
from outillerie.licences import attribution
from outillerie.licences.licence import LICENCES

LONGEST_ADDRESS = 60
MOST_ADAPTATIONS = 6


def origins(version: KitVersion, *, adaptations: Sequence[dict] = ()) -> dict:
    """Return the context of the components `lineage` and `attribution`; `adaptations` are {title, url, detail}."""
    return {
        "lineage": {"above": pieces_above(version.content), "adaptations": list(adaptations)},
        "attribution": attribution_forms(version),
    }


def adaptation_pieces(kit: KitPage) -> list[dict]:
    """Return the first public kits made from `kit`, with who made them."""
    adapted = list(public_adaptations(kit)[:MOST_ADAPTATIONS])
    versions = newest_versions(adapted) if adapted else {}
    return [
        {
            "title": typography(versions[page.pk].title, versions[page.pk].content.language),
            "url": reverse("kit", args=[page.slug]),
            "detail": ", ".join(credit.name for credit in versions[page.pk].content.credits),
        }
        for page in adapted
        if page.pk in versions
    ]


def pieces_above(content: KitContent) -> list[dict]:
    """Return what the kit is made from, the farthest first. What was given back to the kit did not come before it."""
    sources = [source for source in content.sources if source.relation != "contribution"]
    pieces = [source_piece(source, content) for source in reversed(sources)]
    is_told = content.source_url in {"", *(source.url for source in content.sources)}
    return pieces if is_told else [original_piece(content.source_url), *pieces]


def original_piece(address: str) -> dict:
    return {
        "title": _("Original resource"),
        "url": attribution.web_address(address),
        "label": "",
        "detail": Truncator(address).chars(LONGEST_ADDRESS),
    }


def source_piece(source: Source, content: KitContent) -> dict:
    licence = LICENCES.get(source.licence)
    people = ", ".join(source.authors) or source.organisation
    return {
        "title": typography(source.title, content.language),
        "url": attribution.web_address(source.url),
        "label": source_label(source, content),
        "detail": " · ".join(filter(None, [people, licence.short_name if licence else ""])),
    }


def source_label(source: Source, content: KitContent) -> str:
    has_own_source = any(other.through == source.url for other in content.sources if other.through)
    if source.relation == "part":
        label = _("parts taken from it")
    else:
        label = _("adaptation") if has_own_source else _("original kit")
    return f"{label}, {_('version %(number)s') % {'number': source.version}}" if source.version else label


def attribution_forms(version: KitVersion) -> dict:
    """Return the credits to copy: as text, with the addresses; as safe HTML, the kit's, then those of the rest."""
    parts, language = parts_of(version), get_language() or "fr"
    whole, *others = attribution.attribution_lines(parts, form=attribution.as_html, language=language)
    return {
        "text": "\n".join(attribution.attribution_lines(parts, language=language)),
        "html": SafeHtml(whole),
        "others": [SafeHtml(line) for line in others],
    }


def own_attribution(row: File | Picture, content: KitContent) -> str:
    """Return the credit of a file or picture that the kit's does not cover, nothing when it does.

    What came with a source of the kit is credited in full with it: here, its author and licence are enough.
    """
    if is_credited_with_kit(row, content):
        return ""
    part = own_part(row, content)
    if sources_of(row, content):
        people = ", ".join(part.authors) or part.organisation
        return " · ".join(filter(None, [people, part.licence.short_name if part.licence else ""]))
    return SafeHtml(attribution.as_html(part, language=get_language() or "fr"))
