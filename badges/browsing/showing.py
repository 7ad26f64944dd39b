"""What the page of a badge shows, and that of who gives it: words and links, ready for templates."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from badges.achievements.formats.content import AchievementContent, AttestedSkill
from badges.achievements.models import AchievementVersion
from badges.achievements.pictures import alternative_text
from badges.browsing.cards import cards_of, image_path
from badges.browsing.drawings import SHAPE, THEME
from badges.browsing.earning import earning_of, next_cards, stack_of
from badges.browsing.formats.credential_json_ld import Competency, Recognised, credential_json_ld
from badges.browsing.queries import given_counts, versions_of_issuer
from badges.browsing.wording import (
    SHAPES,
    ability_sentence,
    asked_words,
    domain_words,
    given_words,
    level_words,
    validity_words,
)
from badges.issuing.addresses import achievement_url, did_of, image_url, page_url
from badges.issuing.models import Issuer, SigningKey
from catalogue.frameworks.models import Skill
from catalogue.frameworks.reading import skill_url
from outillerie.discovery.exports import script_json
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.formats.text import plain, render, typography
from outillerie.kits.models.kits import Level

# A page stays light: past that number, their list is one link away.
MOST_BADGES = 16


def achievement_page(version: AchievementVersion, newest: AchievementVersion) -> dict:
    """Return the context of `badges/achievement.html`: `version` of a badge, whose newest one is `newest`."""
    content, achievement = version.content, version.achievement
    earning = earning_of(content)
    is_old = version.pk != newest.pk
    return {
        **head_of(version, ability_sentence("", content.description)),
        "achievement": achievement,
        "newest": newest if is_old else None,
        "facts": facts_of(version),
        "criteria": safe_html(content.criteria, content.language),
        "asked": asked_words(content.rule),
        "steps": earning.steps,
        "next_cards": next_cards(earning) if not is_old else [],
        "stack": {name: cards_of(found[:MOST_BADGES]) for name, found in stack_of(version).items()},
        "versions": achievement.versions.order_by("-number").values("number", "published_at", "notes"),
        "apply_url": apply_url(version) if not is_old else "",
        "file_url": achievement_url(version),
        "share_url": page_url(achievement.get_absolute_url()),
        "share_image": image_url(newest.png),
        "json_ld": "" if is_old else script_json(credential_json_ld(recognised(version))),
    }


def head_of(version: AchievementVersion, sentence: str) -> dict:
    """Return what the pages of a badge share: its picture, its name, what one can do, its skills, how to read it."""
    content = version.content
    return {
        "content": content,
        "title": typography(content.name, content.language),
        "sentence": typography(sentence, content.language),
        "lang": "" if content.language == (get_language() or "fr") else content.language,
        "picture_url": image_path(version.svg),
        "picture_alt": content.caption if content.has_own_image else alternative_text(content.level, content.domain),
        "domain_label": domain_words(content.domain),
        "abilities": [typography(line, content.language) for line in content.abilities],
        "skills": skill_tags(content),
        "shape_words": "" if content.has_own_image else SHAPES[content.level],
        "shape_url": reverse("badge-drawing", args=[f"{SHAPE}{content.level}"]),
        "theme_url": reverse("badge-drawing", args=[f"{THEME}{content.domain}-{content.glyph}"]),
    }


def facts_of(version: AchievementVersion) -> list[dict]:
    """Return the facts of a badge that one may earn: {icon, term, value, url}."""
    content, issuer = version.content, version.achievement.issuer
    count = given_counts([version.achievement_id])[version.achievement_id]
    return [
        {"icon": "bars", "term": _("Level"), "value": level_words(content.level)},
        {"icon": "people", "term": _("Given by"), "value": issuer.name, "url": issuer.get_absolute_url()},
        {"icon": "clock", "term": _("Valid"), "value": validity_words(content.validity_months)},
        {"icon": "person", "term": _("Who holds it"), "value": given_words(count)},
    ]


def skill_tags(content: AchievementContent) -> list[dict]:
    """Return the skills attested: {label, url}. One that is in a framework of the site leads to its page."""
    identifiers = [skill.identifier for skill in content.skills if skill.identifier]
    here = Skill.objects.filter(identifier__in=identifiers).select_related("framework") if identifiers else []
    pages = {str(skill.identifier): skill_url(skill) for skill in here}
    return [
        {
            "label": ", ".join(filter(None, [skill_label(skill), skill.level])),
            "url": pages.get(skill.identifier, ""),
        }
        for skill in content.skills
    ]


def skill_label(skill: AttestedSkill) -> str:
    """Return «DigComp 3.0 2.1 Interagir…»: the short name of its framework, its code, its words."""
    return " ".join(filter(None, [skill.framework.partition(" – ")[0], skill.code, skill.name]))


def safe_html(text: str, language: str):
    """Return a free text as HTML, or its words when it is too intricate."""
    try:
        return render(text, heading_level=3, language=language) if text else ""
    except FormatRefused:
        return plain(text[:2000])


def apply_url(version: AchievementVersion) -> str:
    """Return where one applies for a badge, if one may."""
    achievement = version.achievement
    is_open = version.content.accepts_applications and achievement.state == achievement.State.PUBLISHED
    return reverse("apply-for-badge", args=[achievement.slug]) if is_open else ""


def recognised(version: AchievementVersion) -> Recognised:
    """Return a badge as plain values, for machines."""
    content, issuer = version.content, version.achievement.issuer
    return Recognised(
        url=page_url(version.achievement.get_absolute_url()),
        name=content.name,
        description=plain(content.description),
        image=image_url(version.png),
        language=content.language,
        level=str(Level(content.level).label),
        domain=domain_words(content.domain),
        version=version.number,
        published_on=timezone.localdate(version.published_at).isoformat(),
        issuer_name=issuer.name,
        issuer_url=issuer.url or page_url(issuer.get_absolute_url()),
        validity_months=content.validity_months,
        tags=content.tags,
        competencies=tuple(
            Competency(name=skill.name, url=skill.url, code=skill.code, framework=skill.framework)
            for skill in content.skills
        ),
    )


def issuer_page(issuer: Issuer) -> dict:
    """Return the context of `badges/issuer.html`."""
    versions, keys = versions_of_issuer(issuer), issuer.keys.order_by("number")
    return {
        "issuer": issuer,
        "logo_url": image_path(issuer.logo) if issuer.logo_id else "",
        "cards": cards_of(versions[:MOST_BADGES]),
        "all_url": f"{reverse('badges')}?{urlencode({'emetteur': issuer.slug})}" if len(versions) > MOST_BADGES else "",
        "organisation": issuer.organisation,
        "did": did_of(issuer),
        "keys": [{"key": key, "is_signing": key.state == SigningKey.State.ACTIVE} for key in keys],
    }
