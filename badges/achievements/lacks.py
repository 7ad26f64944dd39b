"""What a badge lacks to be published, in sentences."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from badges.achievements.formats.circles import circle
from badges.achievements.models import Achievement
from badges.achievements.queries import rules_awarded
from badges.awarding.formats.rules import BADGE, Rule, leaves, problems
from badges.awarding.naming import names_in
from badges.awarding.wording import NAMED
from badges.issuing.models import SigningKey


def lacks_of(achievement: Achievement) -> list[str]:
    """Return what is missing, nothing when it may be published."""
    missing = [
        (not achievement.name.strip(), _("Give it a name.")),
        (not achievement.description.strip(), _("Say in a sentence what the person can do.")),
        (
            achievement.image_id and not achievement.image_caption.strip(),
            _("Say what its image shows, for those who do not see it."),
        ),
    ]
    return [
        *(sentence for is_missing, sentence in missing if is_missing),
        *rule_lacks(achievement),
        *issuer_lacks(achievement),
    ]


def rule_lacks(achievement: Achievement) -> list[str]:
    rule = achievement.rule
    if problems(rule):
        return [_("Say how it is earned.")]
    named = [leaf for leaf in leaves(rule) if leaf["kind"] in NAMED]
    if any(leaf["kind"] == BADGE for leaf in named) and (found := circle(achievement.slug, rules_with(achievement))):
        return [circle_words(found)]
    names = names_in([rule])
    if any(names.of(leaf) is None for leaf in named):
        return [_("It asks for something that is not published. Publish that first, or remove it from what is asked.")]
    return []


def rules_with(achievement: Achievement) -> dict[str, Rule]:
    """Return the rules of the badges awarded today, as they would be once `achievement` is published."""
    awarded = {slug: rule for slug, rule in rules_awarded().items() if not problems(rule)}
    return {**awarded, achievement.slug: achievement.rule}


def circle_words(slugs: tuple[str, ...]) -> str:
    if len(slugs) == 1:
        return _("It asks for itself: nobody could ever earn it. Remove it from what is asked.")
    names = dict(Achievement.objects.filter(slug__in=slugs).values_list("slug", "name"))
    said = [
        _("“%(badge)s” asks for “%(other)s”") % {"badge": names[slug], "other": names[other]}
        for slug, other in zip(slugs, (*slugs[1:], slugs[0]), strict=True)
    ]
    return _("Badges ask for one another in a circle: %(badges)s. Nobody could ever earn them: remove one of them.") % {
        "badges": get_text_list(said, _("and"))
    }


def issuer_lacks(achievement: Achievement) -> list[str]:
    issuer = achievement.issuer
    if not issuer.is_active:
        return [_("%(issuer)s no longer awards badges. Choose another issuer.") % {"issuer": issuer.name}]
    if issuer.keys.filter(state=SigningKey.State.ACTIVE).count() < len(SigningKey.Kind):
        return [_("%(issuer)s has no key to sign with. The hub’s staff creates them.") % {"issuer": issuer.name}]
    return []
