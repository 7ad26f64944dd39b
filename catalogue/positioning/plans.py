"""The shortest way to what is missing, in words: which modules, where, when, and why each one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalogue.frameworks.models import Skill
from catalogue.frameworks.reading import level_label, skill_words
from catalogue.positioning.aims import name
from catalogue.positioning.formats.gap import ACQUIRED, Gain, Target, standings
from catalogue.positioning.formats.plan import Choice, Plan, plan
from catalogue.positioning.models import Positioning
from catalogue.positioning.offers import Place, offered_places
from catalogue.positioning.queries import Trees, gains_of, levels_by_framework, trees_of, worded_skills
from catalogue.positioning.reading import PositioningResult
from outillerie.kits.formats.timing import duration_label


@dataclass(frozen=True, kw_only=True)
class Lead:
    """Where to go on."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """A module of the plan, and why it is there."""

    title: str
    url: str
    path: str
    minutes: int
    duration: str
    when: str
    closes: tuple[str, ...]
    why: str


@dataclass(frozen=True, kw_only=True)
class PlanView:
    rows: tuple[PlanRow, ...]
    unclosed: tuple[str, ...]
    summary: str
    proof: str


def planned(targets: list[Target], gains: list[Gain], places: dict[str, Place], trees: Trees) -> Plan:
    done = {gain.source.module for gain in gains if gain.is_acquired}
    offers = [place.offer for place in places.values() if place.key not in done]
    return plan(targets, gains, offers, trees.skills)


def plan_view(made: Plan, places: dict[str, Place], skills: Iterable[Skill]) -> PlanView:
    labels = {name(skill): skill_label(skill) for skill in skills}
    rows = tuple(plan_row(choice, places[choice.key], labels) for choice in made.choices)
    return PlanView(
        rows=rows,
        unclosed=tuple(labels[skill] for skill in made.unclosed),
        summary=summary_of(rows),
        proof=proof_of(made),
    )


def skill_label(skill: Skill) -> str:
    words = skill_words(skill)
    return f"{words.code} {words.statement}".strip()


def plan_row(choice: Choice, place: Place, labels: dict[str, str]) -> PlanRow:
    return PlanRow(
        title=place.title,
        url=place_url(place),
        path=place.path,
        minutes=place.minutes,
        duration=minutes_label(place.minutes),
        when=when(place),
        closes=tuple(labels[skill] for skill in choice.closes),
        why=why(choice, labels),
    )


def why(choice: Choice, labels: dict[str, str]) -> str:
    if choice.alone:
        return _("Nothing else in this plan gives: %(skills)s") % {"skills": listed(labels, choice.alone)}
    return _("With the others, it gives: %(skills)s") % {"skills": listed(labels, choice.closes)}


def listed(labels: dict[str, str], skills: Iterable[str]) -> str:
    return ", ".join(labels[skill] for skill in skills)


def when(place: Place) -> str:
    if place.starts_on:
        day = date_format(place.starts_on, "DATE_FORMAT")
        if place.where:
            return _("from %(date)s, %(place)s") % {"date": day, "place": place.where}
        return _("from %(date)s") % {"date": day}
    return _("you may begin today") if place.days == 0 else _("dates to come")


def summary_of(rows: tuple[PlanRow, ...]) -> str:
    minutes = sum(row.minutes for row in rows)
    words = ngettext("%(count)s module, %(duration)s", "%(count)s modules, %(duration)s", len(rows))
    return words % {"count": len(rows), "duration": minutes_label(minutes)} if rows else ""


def proof_of(made: Plan) -> str:
    """Return what may be said of the plan: that it is the best one only when it is proven."""
    if made.is_proven:
        return _("No other set of modules is shorter; of those as short, this one lasts and makes you wait the least.")
    if made.is_shortest:
        return _("No other set has fewer modules. Another one may last a little less.")
    return _("This is the shortest set found; there are too many to be sure that it is the shortest of all.")


def minutes_label(minutes: int) -> str:
    return duration_label(minutes, get_language() or "fr") if minutes else ""


def place_url(place: Place) -> str:
    return f"{reverse('path', args=[place.slug])}#block-{place.block}"


def leads_of_plan(made: Plan, places: dict[str, Place]) -> dict[str, tuple[Lead, ...]]:
    """Return, by skill, the modules of the plan that give it."""
    found: dict[str, tuple[Lead, ...]] = {}
    for choice in made.choices:
        lead = Lead(label=places[choice.key].title, url=place_url(places[choice.key]))
        for skill in choice.closes:
            found[skill] = (*found.get(skill, ()), lead)
    return found


def plan_of_result(person, positioning: Positioning, result: PositioningResult, rank: int) -> dict:
    """Return the plan that closes what `person` says is missing, and that no module acquired, up to the level `rank`.

    What one says of oneself is never acquired: it only tells what to look for.
    """
    framework = positioning.framework
    levels = levels_by_framework([framework.pk]).get(framework.pk, [])
    ranks = [level.rank for level in levels]
    wanted = rank if rank in ranks else ranks[(len(ranks) - 1) // 2]
    below = {row.id for row in result.skills if row.rank is not None and row.rank < min(wanted, row.most)}
    skills = worded_skills(framework.skills.filter(pk__in=below))
    targets = [
        Target(skill=name(skill), rank=skill.level.rank if skill.level else wanted)
        for skill in skills
        if not skill.level or skill.level.rank <= wanted
    ]
    trees, gains = trees_of([framework.pk]), gains_of(person)
    missing = [row.target for row in standings(targets, gains, trees.skills) if row.state != ACQUIRED]
    places = offered_places(trees.framework_ids, timezone.localdate()) if missing else {}
    made = planned(missing, gains, places, trees)
    return {
        "plan": plan_view(made, places, skills) if missing else None,
        "wanted": [
            {"rank": level.rank, "label": level_label(level), "is_current": level.rank == wanted} for level in levels
        ],
    }
