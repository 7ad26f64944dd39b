"""A badge of the database as plain values: of a draft, what a version will keep; of a version, what is published."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from badges.achievements.formats.content import AchievementContent, AttestedSkill, Translation
from badges.achievements.models import Achievement, AchievementSkill, AchievementVersion
from badges.achievements.pictures import alternative_text
from badges.awarding.wording import rule_sentence
from badges.issuing.addresses import achievement_page, achievement_url, image_url, page_url, profile_of
from badges.openbadges.values import AchievementFacts, Alignment
from catalogue.exchange.paper import spoken
from catalogue.frameworks.reading import framework_label, level_label, skill_url
from catalogue.paths.exports import lines
from outillerie.kits.formats.content import clean_text
from outillerie.kits.models.vocabularies import Domain

TEXTS = ("name", "description", "criteria", "type", "language", "glyph")
FACTS = ("level", "domain", "validity_months", "minutes", "rule", "is_automatic", "accepts_applications")


def content_of(achievement: Achievement) -> AchievementContent:
    """Return what `achievement` says now, its skills and translations included."""
    with override(achievement.language):
        skills = tuple(attested(row, achievement.language) for row in skill_rows(achievement))
    with override(spoken(achievement.language)):
        drawn = alternative_text(achievement.level, achievement.domain)
        asked = rule_sentence(achievement.rule)
    caption = clean_text(achievement.image_caption) if achievement.image_id else drawn
    return AchievementContent(
        **{name: clean_text(getattr(achievement, name)) for name in TEXTS},
        **{name: getattr(achievement, name) for name in FACTS},
        asked=asked,
        abilities=lines(achievement.abilities),
        caption=caption,
        has_own_image=achievement.image_id is not None,
        tags=tuple(achievement.tags),
        skills=skills,
        translations=tuple(translated(row) for row in achievement.translations.order_by("language")),
    )


def skill_rows(achievement: Achievement):
    rows = achievement.skill_rows.select_related("skill__framework", "level").prefetch_related("skill__texts")
    return rows.order_by("skill__framework__title", "skill__framework", "skill__order", "pk")


def attested(row: AchievementSkill, language: str) -> AttestedSkill:
    """Return a skill as it will be named for ever: by its own address when its framework gives one, else by ours."""
    skill = row.skill
    text = skill.text(language)
    return AttestedSkill(
        name=clean_text(text.statement) if text else skill.code,
        url=skill.uri if skill.uri.startswith(("https://", "http://")) else page_url(skill_url(skill)),
        framework=framework_label(skill.framework),
        code=skill.code,
        level=level_label(row.level) if row.level else "",
        identifier=str(skill.identifier),
    )


def translated(row) -> Translation:
    return Translation(
        language=row.language,
        name=clean_text(row.name),
        description=clean_text(row.description),
        criteria=clean_text(row.criteria),
    )


def facts_of(version: AchievementVersion) -> AchievementFacts:
    """Return a version, fetched with its achievement and its issuer, as every published form says it."""
    content = version.content
    with override(spoken(content.language)):
        field_of_study = str(Domain(content.domain).label)
        criteria = criteria_words(content)
    return AchievementFacts(
        id=achievement_url(version),
        hosted_id=achievement_url(version, "badgeclass.json"),
        name=content.name,
        description=content.description,
        criteria_url=achievement_page(version),
        image=image_url(version.png),
        creator=profile_of(version.achievement.issuer),
        type=content.type,
        criteria=criteria,
        caption=content.caption,
        language=content.language,
        version=str(version.number),
        field_of_study=field_of_study,
        tags=content.tags,
        alignments=tuple(alignment(skill) for skill in content.skills),
        related=tuple(
            (achievement_url(version, f"achievement.{translation.language}.json"), translation.language)
            for translation in content.translations
        ),
    )


def criteria_words(content: AchievementContent) -> str:
    """Return how the badge is earned: its rule, as it was said when it was published, then what its author adds."""
    asked = _("To earn this badge, one must %(asked)s.") % {"asked": content.asked} if content.asked else ""
    return "\n\n".join(filter(None, [asked, content.criteria]))


def alignment(skill: AttestedSkill) -> Alignment:
    return Alignment(
        name=skill.name, url=skill.url, framework=skill.framework, code=skill.code, description=skill.level
    )
