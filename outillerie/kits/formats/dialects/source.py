"""`source.yml`, beside the sheets of a folder: what holds for all of them and that none says."""

from outillerie.kits.formats.dialects.credits import licence_in
from outillerie.kits.formats.dialects.facts import as_text
from outillerie.kits.formats.dialects.front_matter import load_yaml
from outillerie.kits.formats.dialects.imported import Defaults, SheetRefused
from outillerie.kits.formats.dialects.words import folded
from outillerie.kits.formats.refusals import gettext_noop

UNREADABLE = gettext_noop(
    "source.yml cannot be read: write one «key: value» a line, among licence, auteur, organisation, source,"
    " langue, modifications."
)
UNKNOWN_LICENCE = gettext_noop("source.yml names a licence that is not known here: %(licence)s.")


def read_source(text: str) -> Defaults:
    """Return the defaults that `source.yml` gives; raise `SheetRefused` when it cannot be trusted."""
    values = load_yaml(text)
    if values is None:
        raise SheetRefused(UNREADABLE)
    said = {folded(key): as_text(value) for key, value in values.items()}
    licence = licence_in(said.get("licence", ""))
    if said.get("licence") and not licence:
        raise SheetRefused(UNKNOWN_LICENCE, licence=said["licence"][:80])
    return Defaults(
        licence=licence,
        author=said.get("auteur", ""),
        organisation=said.get("organisation", ""),
        source_url=said.get("source", ""),
        language=said.get("langue", "fr"),
        changes=said.get("modifications", ""),
    )
