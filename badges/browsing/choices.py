"""What badges may be searched by. A badge says all of it in its content: there are no other rows to count."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from badges.achievements.formats.content import AchievementContent
from badges.achievements.models import AchievementVersion
from badges.awarding.formats.rules import leaves, problems
from outillerie.discovery.shelf import TITLE, Facet, Shelf
from outillerie.discovery.text import fold
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain

BY_LEVEL, NEWEST = "niveau", "recent"
TRAINING, SESSIONS, KITS, APPLYING, DECISION, OTHER_BADGES = (
    "formation", "seances", "kits", "candidature", "decision", "badges",
)  # fmt: skip
# How one comes to a badge, by the leaves of its rule.
WAYS = {
    TRAINING: _("By following a path or a module"),
    SESSIONS: _("By taking part in sessions, or facilitating"),
    KITS: _("By publishing kits"),
    OTHER_BADGES: _("By gathering other badges"),
    APPLYING: _("By applying"),
    DECISION: _("A trainer decides"),
}
WAY_OF_LEAF = {
    "module": TRAINING,
    "block": TRAINING,
    "path": TRAINING,
    "minutes": SESSIONS,
    "facilitated": SESSIONS,
    "kits_published": KITS,
    "kits_reused": KITS,
    "badge": OTHER_BADGES,
    "application": APPLYING,
    "decision": DECISION,
}
# A list longer than this is no choice any more: words find the rest.
MOST_VALUES = 6
FACETS = (
    Facet(code="domain", name="domaine", legend=_("Theme")),
    Facet(code="level", name="niveau", legend=_("Level")),
    Facet(code="way", name="obtention", legend=_("How one gets it")),
    Facet(code="tag", name="mot", legend=_("Keyword"), most=MOST_VALUES),
    Facet(code="framework", name="referentiel", legend=_("Skill framework"), most=MOST_VALUES),
    Facet(code="issuer", name="emetteur", legend=_("Given by"), most=MOST_VALUES),
    # Hundreds of skills would drown the others: the page of a badge leads here, and it can then be taken off.
    Facet(code="skill", name="competence", legend=_("Skill"), is_offered=False),
)
ORDERS = {BY_LEVEL: _("By level"), TITLE: _("By name"), NEWEST: _("The newest")}
BADGES_PER_PAGE = 10
Labels = dict[str, dict[str, str]]


def badge_shelf(versions: Iterable[AchievementVersion]) -> Shelf:
    """Return the shelf of the badges whose newest `versions` these are."""
    return Shelf(
        route="badges",
        facets=FACETS,
        values_of=partial(values_of, labels_said(versions)),
        orders=ORDERS,
        per_page=BADGES_PER_PAGE,
        rows=AchievementVersion,
        owner="achievement_id",
        count_label=count_label,
    )


def values_of(said: Labels, code: str) -> dict:
    """Return the values that the facet `code` may take, in the order of reading, with their labels."""
    fixed = {"domain": Domain.choices, "level": Level.choices}
    if code in fixed:
        return {str(value): label for value, label in fixed[code]}
    if code == "way":
        return WAYS
    return dict(sorted(said.get(code, {}).items(), key=lambda pair: fold(pair[1])))


def labels_said(versions: Iterable[AchievementVersion]) -> Labels:
    """Return what badges say of themselves, by facet: each value with its label."""
    found: Labels = defaultdict(dict)
    for version in versions:
        content, issuer = version.content, version.achievement.issuer
        found["issuer"][issuer.slug] = issuer.name
        found["tag"] |= {fold(tag): tag for tag in content.tags}
        found["framework"] |= {skill.framework: skill.framework for skill in content.skills if skill.framework}
        found["skill"] |= {
            skill.identifier: " ".join(filter(None, [skill.code, skill.name]))
            for skill in content.skills
            if skill.identifier
        }
    return found


def facets_of(version: AchievementVersion) -> dict[str, set[str]]:
    """Return the values that a badge has, by facet."""
    content = version.content
    return {
        "domain": {str(content.domain)},
        "level": {str(content.level)},
        "way": ways_of(content),
        "tag": {fold(tag) for tag in content.tags},
        "framework": {skill.framework for skill in content.skills if skill.framework},
        "issuer": {version.achievement.issuer.slug},
        "skill": {skill.identifier for skill in content.skills if skill.identifier},
    }


def ways_of(content: AchievementContent) -> set[str]:
    ways = {WAY_OF_LEAF[leaf["kind"]] for leaf in asked_by(content) if leaf["kind"] in WAY_OF_LEAF}
    return ways | ({APPLYING} if content.accepts_applications else set())


def asked_by(content: AchievementContent) -> list[dict]:
    """Return what the rule of a badge asks for, in its order, whatever joins it."""
    return [] if problems(content.rule) else list(leaves(content.rule))


def count_label(count: int) -> str:
    if not count:
        return gettext("No badge")
    return ngettext("%(count)s badge", "%(count)s badges", count) % {"count": count}
