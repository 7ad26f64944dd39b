"""What the pages of a verification show: the verdict in words first, then who, what and when, then every check."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from badges.awarding.models import Credential
from badges.backpack.permissions import can_see_given_badge, may_show_holder
from badges.issuing.addresses import image_url
from badges.verification import wording
from badges.verification.formats.moments import moment_of
from badges.verification.formats.verdict import FAILED, PASSED, Verdict
from badges.verification.judging import Judgement

# The sign and the look of each verdict: good, bad, late, said.
LOOKS = {
    "valid": ("good", "check"),
    "revoked": ("bad", "close"),
    "expired": ("late", "clock"),
    "altered": ("bad", "warning"),
    "not_yet_valid": ("late", "clock"),
    "unknown_issuer": ("said", "info"),
    "cannot_check": ("late", "info"),
    "unreadable": ("late", "info"),
}
SIGNS = {PASSED: "check", FAILED: "close"}


@dataclass(frozen=True)
class Panel:
    """The verdict panel: `look` and `icon`, its words, and a row for each check."""

    look: str
    icon: str
    title: str
    sentence: str
    rows: tuple = ()


@dataclass(frozen=True)
class Card:
    """What the badge is, or the endorsement. One of elsewhere shows no picture: anybody can put any picture around a
    badge."""

    name: str
    issuer: str
    picture: str = ""
    alternative: str = ""
    holder: str = ""
    awarded_at: object = None
    level: int = 0
    level_label: str = ""
    url: str = ""
    description: str = ""
    is_endorsement: bool = False
    # Anybody can write the name of its issuer.
    is_issuer_unknown: bool = False


def panel_of(verdict: Verdict) -> Panel:
    look, icon = LOOKS[verdict.code]
    rows = [
        {"row": row, "icon": SIGNS.get(row.outcome, "info"), "is_failed": row.outcome == FAILED}
        for row in wording.rows_of(verdict)
    ]
    sentence = wording.sentence_of(verdict, now=timezone.now())
    return Panel(look, icon, wording.title_of(verdict), sentence, tuple(rows))


def card_of(judgement: Judgement, user) -> Card | None:
    """Return what the badge is; nothing while what it says was not proved."""
    verdict, credential = judgement.verdict, judgement.credential
    if credential is None:
        return _card_of_elsewhere(verdict) if verdict.is_whole else None
    if verdict.code == "altered":
        return None
    card = _card_of_ours(credential)
    if credential.state == Credential.State.ERASED:
        return card
    shown = credential.name if may_show_holder(credential, by_code=judgement.by_code) else ""
    url = credential.get_absolute_url() if can_see_given_badge(user, credential) else ""
    return replace(card, holder=shown, url=url)


def _card_of_elsewhere(verdict: Verdict) -> Card | None:
    """Return the card of what has no row of its own here: the badges of others, and endorsements."""
    facts, issuer = verdict.facts, verdict.check("issuer")
    if not (facts.name or facts.is_endorsement):
        return None
    return Card(
        facts.name or _("Endorsement"),
        (issuer and issuer.values.get("issuer")) or facts.issuer_name,
        awarded_at=moment_of(facts.awarded_at),
        description=facts.description,
        # An address of this site, whatever name it was asked by; those of elsewhere are not for following.
        url=urlsplit(facts.endorses).path if facts.endorsed else "",
        is_endorsement=facts.is_endorsement,
        is_issuer_unknown=issuer is None or issuer.outcome != PASSED,
    )


def _card_of_ours(credential: Credential) -> Card:
    version = credential.version
    content = version.content
    label = dict(version.achievement._meta.get_field("level").choices).get(content.level, "")
    return Card(
        content.name,
        credential.issuer.name,
        # From this site, whatever the name that it was asked by.
        picture=urlsplit(image_url(version.svg)).path,
        alternative=content.caption,
        awarded_at=credential.awarded_at,
        level=content.level,
        level_label=label,
    )


def result(judgement: Judgement, user) -> dict:
    """Return the context of a page that shows a verdict."""
    return {"panel": panel_of(judgement.verdict), "card": card_of(judgement, user), "verified_at": timezone.now()}


def too_many_questions() -> str:
    return _("Too many addresses were tried. The badge is verified; ask again in an hour whose it is.")
