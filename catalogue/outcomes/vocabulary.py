"""What La Coop calls things, from `fixtures/vocabularies/`: labels by code, and which of its codes are ours."""

import json
from functools import cache

from django.conf import settings

from catalogue.outcomes.formats.headcounts import BANDS
from outillerie.kits.models import Theme, ThemeMatch

FOLDER = settings.BASE_DIR / "fixtures" / "vocabularies"
KINDS = ("activity_types", "place_types", "material", "levels", "age", "gender", "status", "animations")
# A theme of ours is said to be one of theirs only when it means the same, or nearly.
SAME = (ThemeMatch.Strength.EXACT, ThemeMatch.Strength.CLOSE)


@cache
def read(name: str) -> dict:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def labels() -> dict[str, dict[str, str]]:
    """Return the labels of each kind, by code, in La Coop's order; those of its 30 themes under `themes`."""
    rows = {kind: {row["code"]: row["label"] for row in read("coop.json")[kind]} for kind in KINDS}
    themes = (row for row in read("themes.json")["themes"] if row["source"] == Theme.Source.LA_COOP)
    return {**rows, "themes": {row["source_code"]: row["label"] for row in themes}}


@cache
def codes() -> dict[str, tuple[str, ...]]:
    """Return the codes of each band, in La Coop's order."""
    return {band: tuple(labels()[band]) for band in BANDS}


@cache
def level_codes() -> dict[int, str]:
    """Return La Coop's level for each of our four: it has three, and its last one holds two of ours."""
    return {row["level"]: row["matches"][0]["code"] for row in read("levels.json")["levels"]}


@cache
def theme_codes() -> dict[str, str]:
    """Return La Coop's own code of each of its themes, by the code of our vocabulary."""
    themes = (row for row in read("themes.json")["themes"] if row["source"] == Theme.Source.LA_COOP)
    return {row["code"]: row["source_code"] for row in themes}


def same_themes() -> dict[str, tuple[str, ...]]:
    """Return, by the code of one of our themes, La Coop's codes that mean the same or nearly: one question."""
    found = {code: (theirs,) for code, theirs in theme_codes().items()}
    rows = ThemeMatch.objects.filter(strength__in=SAME, other__source=Theme.Source.LA_COOP).order_by("pk")
    for code, other in rows.values_list("theme__code", "other__code"):
        found[code] = (*found.get(code, ()), theme_codes()[other])
    return found
