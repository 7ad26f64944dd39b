"""The public page of a badge that somebody holds. Only what its holder shows, and what the signed badge says."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.awarding.models import Credential
from badges.backpack.permissions import is_holder, is_shown
from badges.browsing.formats.credential_json_ld import held_json_ld
from badges.browsing.showing import head_of, recognised
from badges.browsing.wording import ability_sentence, day_words, level_words, until_words
from badges.issuing.addresses import credential_url, page_url
from outillerie.discovery.exports import script_json
from outillerie.kits.formats.text import typography

CERTIFICATE = "certificat"
WITH = ("version__achievement__issuer", "version__svg", "version__png", "issuer", "holder")
HEAVY = ("version__svg__content", "version__png__content", "rule", "facts")


def given_badge(uuid) -> Credential | None:
    return Credential.objects.filter(uuid=uuid).select_related(*WITH).defer(*HEAVY).first()


def given_page(credential: Credential, user) -> dict:
    """Return the context of `badges/given.html` for `user`, who may see it."""
    version = credential.version
    name = holder_name(credential)
    address = page_url(credential.get_absolute_url())
    mine = is_holder(user, credential)
    return {
        **head_of(version, ability_sentence(name, version.content.description)),
        "credential": credential,
        "holder": name,
        "facts": facts_of(credential),
        "standing": standing_words(credential),
        "is_mine": mine,
        "is_shown": is_shown(credential),
        "obtained": obtained(credential),
        "narrative": credential.narrative,
        "achievement_url": reverse("achievement-version", args=[version.achievement.slug, version.number]),
        "verify_url": reverse("verify-badge", args=[credential.uuid]),
        "files": files_of(credential),
        "share_url": address,
        "share_image": page_url(reverse("given-badge-picture", args=[credential.uuid])),
        "is_wide": True,
        "certificate_url": reverse("badge-certificate", args=[credential.uuid, CERTIFICATE]) if mine else "",
        "json_ld": script_json(given_json_ld(credential, name, address)) if is_shown(credential) else "",
    }


def holder_name(credential: Credential) -> str:
    """Return the name that others read: the one that the holder chose to show, else the one on the badge. Somebody
    erased has none."""
    holder = credential.holder
    return (holder.public_name or credential.name) if holder else ""


def facts_of(credential: Credential) -> list[dict]:
    issuer = credential.issuer
    return [
        {"icon": "bars", "term": _("Level"), "value": level_words(credential.version.content.level)},
        {"icon": "calendar", "term": _("Given on"), "value": day_words(credential.awarded_at)},
        {"icon": "people", "term": _("Given by"), "value": issuer.name, "url": issuer.get_absolute_url()},
        {"icon": "clock", "term": _("Valid"), "value": until_words(credential.valid_until)},
    ]


def standing_words(credential: Credential) -> dict | None:
    """Return what must be said first of a badge that no longer holds: {kind, icon, title, text}; nothing of others."""
    if credential.revoked_at:
        words = _("It was withdrawn on %(day)s.") % {"day": day_words(credential.revoked_at)}
        reason = credential.revocation_reason
        text = f"{words} {_('Reason: %(reason)s') % {'reason': reason}}" if reason else words
        return {"kind": "error", "icon": "error", "title": _("This badge does not hold any more."), "text": text}
    if credential.valid_until and credential.valid_until <= timezone.now():
        words = _("It held until %(day)s.") % {"day": day_words(credential.valid_until)}
        return {"kind": "warning", "icon": "clock", "title": _("This badge has expired."), "text": words}
    return None


def obtained(credential: Credential) -> list[dict]:
    """Return how it was earned, as the signed badge says it to everyone: {name, text, url}."""
    return [
        {
            "name": typography(item.get("name", ""), "fr"),
            "text": typography(item.get("narrative", ""), "fr"),
            "url": item.get("url", ""),
        }
        for item in credential.evidence
    ]


def files_of(credential: Credential) -> dict[str, str]:
    """Return where the files of a badge are taken."""
    return {extension: credential_url(credential.uuid, f".{extension}") for extension in ("svg", "png", "json")}


def given_json_ld(credential: Credential, name: str, address: str) -> dict:
    until = credential.valid_until
    return held_json_ld(
        recognised(credential.version),
        url=address,
        holder=name,
        given_on=timezone.localdate(credential.awarded_at).isoformat(),
        expires_on=timezone.localdate(until).isoformat() if until else "",
    )
