"""What the public pages of frameworks show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.frameworks import queries
from catalogue.frameworks.models import Skill, SkillFramework, SkillLink, Use
from catalogue.frameworks.reading import (
    SkillWords,
    framework_label,
    level_label,
    reader_language,
    skill_words,
)
from outillerie.kits.formats.text import typography

# What a correspondence says of the other skill, from where the reader stands. Only the first two count as acquired.
STRENGTHS = {
    "exact": gettext_lazy("The same skill. Who has one has the other."),
    "close": gettext_lazy("Nearly the same skill. Who has one has the other."),
    "broader": gettext_lazy("A broader skill. Having one does not give the other."),
    "narrower": gettext_lazy("A narrower skill. Having one does not give the other."),
    "related": gettext_lazy("A related skill. Having one does not give the other."),
}
SEEN_FROM_THE_TARGET = {"broader": "narrower", "narrower": "broader"}
# What frameworks call their items most often; any other word is shown as it is.
KINDS = {
    "area": gettext_lazy("Area"),
    "domain": gettext_lazy("Area"),
    "block": gettext_lazy("Block"),
    "competence": gettext_lazy("Skill"),
    "statement": gettext_lazy("Statement"),
    "outcome": gettext_lazy("Learning outcome"),
}
DOWNLOADS = (("case.json", "CASE 1.1"), ("skos.ttl", "SKOS"), ("csv", "CSV"))


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A skill in the tree: `below` counts what it holds and the page does not show."""

    words: SkillWords
    domain: int
    below_label: str
    children: list["Branch"]


def framework_rows(frameworks: Iterable[SkillFramework]) -> list[dict]:
    """Return the frameworks of the list; they come from `listed_frameworks`."""
    return [
        {
            "label": framework_label(row),
            "url": row.get_absolute_url(),
            "about": typography(row.description, row.language),
            "made_by": row.creator or row.publisher,
            "count_label": skill_count_label(row.skill_count),
            "status": row.status,
            "status_label": row.get_status_display(),
            "lang": "" if row.language.startswith(reader_language()) else row.language,
        }
        for row in frameworks
    ]


def skill_count_label(count: int) -> str:
    return ngettext("%(count)s skill", "%(count)s skills", count) % {"count": count}


def framework_page(framework: SkillFramework) -> dict:
    """Return what the page of `framework` shows: its facts, and its tree as deep as a page can hold."""
    deepest = queries.depth_to_show(framework)
    skills = queries.skills_to_show(framework, depth=deepest)
    newer = queries.newer_version(framework)
    return {
        "framework": framework,
        "label": framework_label(framework),
        "about": typography(framework.description, framework.language),
        "about_lang": "" if framework.language.startswith(reader_language()) else framework.language,
        "facts": facts_of(framework),
        "levels": [level_label(level) for level in framework.levels.all()],
        "branches": branches(skills, deepest),
        "translation": unofficial_source(skills),
        "newer": {"label": framework_label(newer), "url": newer.get_absolute_url()} if newer else None,
        "changes_url": changes_url(framework),
        "downloads": downloads(framework),
    }


def facts_of(framework: SkillFramework) -> list[dict]:
    """Return the facts of `framework` that are known: a name, a value, and an address when there is one."""
    rows = [
        (_("Made by"), framework.creator, ""),
        (_("Published by"), framework.publisher if framework.publisher != framework.creator else "", ""),
        (_("Version"), framework.version, ""),
        (_("Status"), framework.get_status_display(), ""),
        (_("Validity"), validity(framework), ""),
        (_("Licence"), framework.licence or framework.licence_url, framework.licence_url),
        (_("Source"), framework.source_url, framework.source_url),
    ]
    return [{"name": name, "value": value, "url": web_only(url)} for name, value, url in rows if value]


def web_only(url: str) -> str:
    """Return an address that a page may link to: what was imported may hold any scheme."""
    return url if url.startswith(("https://", "http://")) else ""


def validity(framework: SkillFramework) -> str:
    since, until = framework.valid_from, framework.valid_until
    if since and until:
        return _("from %(since)s to %(until)s") % {"since": date_format(since), "until": date_format(until)}
    if since:
        return _("since %(since)s") % {"since": date_format(since)}
    return _("until %(until)s") % {"until": date_format(until)} if until else ""


def branches(skills: list[Skill], deepest: int) -> list[Branch]:
    """Return the tree of `skills`, which come from `skills_to_show`, in reading order."""
    top: list[Branch] = []
    known: dict[int, Branch] = {}
    for skill in skills:
        parent = known.get(skill.parent_id)
        branch = Branch(
            words=skill_words(skill),
            domain=parent.domain if parent else skill.domain or len(top) % 5 + 1,
            below_label=below_label(skill.below) if skill.depth == deepest and skill.below else "",
            children=[],
        )
        known[skill.pk] = branch
        (parent.children if parent else top).append(branch)
    return top


def below_label(count: int) -> str:
    return ngettext("%(count)s more precise skill", "%(count)s more precise skills", count) % {"count": count}


def unofficial_source(skills: Iterable[Skill]) -> str:
    """Return whose words the reader gets when they are not those of the framework's owner, nothing when they are."""
    words = (skill_words(skill) for skill in skills)
    found = next((row for row in words if not row.is_official), None)
    return (found.source or _("unofficial translation")) if found else ""


def changes_url(framework: SkillFramework) -> str:
    if framework.replaces_id is None:
        return ""
    return reverse("framework-changes", args=[framework.code, framework.version])


def downloads(framework: SkillFramework) -> list[dict]:
    return [
        {"label": label, "url": reverse("framework-export", args=[framework.code, framework.version, ending])}
        for ending, label in DOWNLOADS
    ]


def skill_page(skill: Skill, *, with_drafts: bool) -> dict:
    """Return what the page of `skill` shows: its words, what is below it, and everything that works on it."""
    text = skill.text(reader_language())
    above = queries.skills_above(skill)
    return {
        "framework": skill.framework,
        "framework_label": framework_label(skill.framework),
        "words": skill_words(skill),
        "kind": KINDS.get(skill.kind.lower(), skill.kind),
        "level": level_label(skill.level) if skill.level else "",
        "synonyms": text.synonyms if text else [],
        "other_texts": [row for row in skill.texts.all() if text and row.pk != text.pk],
        "above": [skill_words(row) for row in above],
        "below": below_rows(queries.skills_below(skill)),
        "levels": [level_label(level) for level in skill.framework.levels.all()],
        "links": link_rows(queries.links_of(skill, with_drafts=with_drafts)),
        "kits": kit_rows(skill),
        "paths": path_rows(skill),
    }


def below_rows(skills: Iterable[Skill]) -> list[dict]:
    """Return what a skill holds, in reading order, under the name of its kind wherever that changes."""
    groups: list[dict] = []
    for skill in skills:
        if not groups or groups[-1]["of"] != skill.kind:
            kind = KINDS.get(skill.kind.lower(), skill.kind)
            groups.append({"of": skill.kind, "kind": kind, "rows": []})
        level = level_label(skill.level) if skill.level else ""
        groups[-1]["rows"].append({"words": skill_words(skill), "level": level})
    return groups


def link_rows(links: Iterable[tuple[SkillLink, bool]]) -> list[dict]:
    """Return the correspondences of a skill, the strongest first."""
    rows = []
    for link, is_reversed in links:
        strength = SEEN_FROM_THE_TARGET.get(link.strength, link.strength) if is_reversed else link.strength
        other = link.origin if is_reversed else link.target
        rows.append(
            {
                "strength": strength,
                "words": STRENGTHS[strength],
                "other": skill_words(other) if other else None,
                "title": link.target_title or link.target_uri,
                "url": "" if other else web_only(link.target_uri),
                "source": link.source,
            }
        )
    return sorted(rows, key=lambda row: list(STRENGTHS).index(row["strength"]))


def kit_rows(skill: Skill) -> list[dict]:
    """Return the public kits that work on `skill`."""
    return [
        {
            "title": typography(row.kit.title, row.kit.language),
            "url": reverse("kit", args=[row.kit.slug]),
            **use_words(row),
        }
        for row in queries.kits_for(skill)
    ]


def use_words(row) -> dict:
    return {"use_label": row.get_use_display(), "level_label": level_label(row.level) if row.level else ""}


def path_rows(skill: Skill) -> list[dict]:
    """Return the public paths with a module that works on `skill`, and those modules."""
    identifier, rows = str(skill.identifier), []
    for version in queries.paths_for(skill):
        modules = [
            {"title": module.title, "use_label": str(Use(use.use).label), "level_label": use.level}
            for module in version.content.modules()
            for use in module.skills
            if use.identifier == identifier
        ]
        rows.append({"title": version.title, "url": reverse("path", args=[version.path.slug]), "modules": modules})
    return rows
