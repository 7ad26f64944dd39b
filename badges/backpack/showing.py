"""Bags in words: what a pocket says of its badge, and what the pages around it show."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from badges.achievements.pictures import alternative_text
from badges.awarding.models import Credential
from badges.backpack.models import ForeignBadge
from badges.backpack.permissions import is_shown
from badges.backpack.queries import is_standing, is_to_be_shown
from badges.backpack.sharing import embed_code, linkedin_url, public_url
from badges.browsing.wording import ability_sentence
from badges.issuing.addresses import image_url
from badges.issuing.models import BadgeImage
from outillerie.kits.formats.text import typography
from outillerie.kits.models.kits import Level

BADGES_PER_PAGE = 24
State = Credential.State
# A badge from elsewhere stood when it was kept; a later verification may find otherwise.
NO_MORE = {
    "revoked": gettext_lazy("Withdrawn by its issuer"),
    "altered": gettext_lazy("No longer verified"),
}


@dataclass(frozen=True, kw_only=True)
class Pocket:
    """A badge in its pocket. `picture` is an address of this site, empty when none may be shown; `note` says level and
    day, `origin` who issued a badge from elsewhere; `state` is what the reader must know first, in words, and `tone`
    how it looks. `language` is the one of the title, when it is not that of the page."""

    uuid: str
    url: str
    title: str
    language: str
    picture: str
    note: str
    origin: str = ""
    state: str = ""
    tone: str = ""
    is_shown: bool = False
    is_showable: bool = True


def own_pocket(badge: Credential, *, url: str) -> Pocket:
    content = badge.version.content
    state, tone = state_of(badge)
    return Pocket(
        uuid=str(badge.uuid),
        url=url,
        title=typography(content.name, content.language),
        language=other_language(content.language),
        picture=picture_path(badge.version.svg),
        note=f"{level_label(content.level)} · {day(badge.awarded_at)}",
        state=state,
        tone=tone,
        is_shown=is_shown(badge),
        is_showable=is_standing(badge),
    )


def foreign_pocket(badge: ForeignBadge, *, url: str, is_known: bool) -> Pocket:
    """Return the pocket of a badge from elsewhere: who issued it, and whether the hub knows them."""
    state, tone = foreign_state(badge, is_known=is_known)
    return Pocket(
        uuid=str(badge.uuid),
        url=url,
        title=badge.name,
        language="",
        picture="",
        note=date_format(badge.issued_on, "DATE_FORMAT") if badge.issued_on else "",
        origin=_("Elsewhere: %(issuer)s") % {"issuer": badge.issuer_name or badge.issuer_id},
        state=state,
        tone=tone,
        is_shown=is_to_be_shown(badge),
        is_showable=is_standing(badge),
    )


def state_of(badge: Credential) -> tuple[str, str]:
    """Return what must be said of a badge before anything else, and its tone; two empty words when all is well."""
    if badge.state == State.REVOKED:
        return _("Withdrawn on %(day)s") % {"day": day(badge.revoked_at)}, "error"
    if is_over(badge):
        return _("No longer valid since %(day)s") % {"day": day(badge.valid_until)}, "attention"
    if badge.doubted_at:
        return _("Being looked at again"), "attention"
    return "", ""


def foreign_state(badge: ForeignBadge, *, is_known: bool) -> tuple[str, str]:
    if not is_standing(badge):
        return str(NO_MORE.get(badge.verdict, NO_MORE["altered"])), "error"
    if badge.expires_on and badge.expires_on < timezone.localdate():
        return _("No longer valid since %(day)s") % {"day": date_format(badge.expires_on, "DATE_FORMAT")}, "attention"
    return (_("Issuer known here"), "acquired") if is_known else (_("Issuer unknown here"), "info")


def badge_page(badge: Credential) -> dict:
    """Return what the page of a badge shows to its holder. `badge` comes with its version, its images and its issuer."""
    content = badge.version.content
    return {
        "badge": badge,
        "title": typography(content.name, content.language),
        "language": other_language(content.language),
        "description": ability_sentence(badge.name, content.description),
        "picture": picture_path(badge.version.svg),
        "alternative": content.caption or alternative_text(content.level, content.domain),
        "level": level_label(content.level),
        "notice": notice_of(badge),
        "is_shown": is_shown(badge),
        "is_standing": is_standing(badge),
        "public_url": public_url(badge),
        "embed_code": embed_code(badge),
        "linkedin_url": linkedin_url(badge),
    }


def notice_of(badge: Credential) -> dict | None:
    """Return what its holder must read first of a badge: {kind, icon, title, text}; None when all is well."""
    state, _tone = state_of(badge)
    if not state:
        return None
    if badge.state == State.REVOKED:
        kind, icon = "error", "close"
        text = _("The reason given: %(reason)s") % {"reason": badge.revocation_reason}
    elif is_over(badge):
        kind, icon = "warning", "clock"
        text = _("It stays in your bag. Ask its issuer how to earn it again.")
    else:
        kind, icon = "warning", "warning"
        text = _(
            "What was recorded for this badge changed since: somebody of the hub looks at it. It stays valid meanwhile."
        )
    return {"kind": kind, "icon": icon, "title": f"{state}.", "text": text}


def is_over(badge: Credential) -> bool:
    return bool(badge.valid_until and badge.valid_until <= timezone.now())


def foreign_page(badge: ForeignBadge, *, is_known: bool) -> dict:
    state, _tone = foreign_state(badge, is_known=is_known)
    return {
        "badge": badge,
        "state": state,
        "is_known": is_known,
        "is_standing": is_standing(badge),
        "is_shown": is_to_be_shown(badge),
    }


def day(moment) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def level_label(level: int) -> str:
    return str(Level(level).label)


def other_language(language: str) -> str:
    """Return `language` when the page is not in it."""
    return "" if language == (get_language() or "fr") else language


def picture_path(image: BadgeImage) -> str:
    """Return the address of an image on the name by which the page came: it is served under each of them."""
    return urlsplit(image_url(image)).path
