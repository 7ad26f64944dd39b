"""A badge from elsewhere comes to a bag: verified first, and kept only when it was awarded to whoever brings it.

Only the signed document is kept. The picture around it proves nothing, so that no page shows it: see
`verification/showing.py`.
"""

import hashlib
import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.awarding.models import Credential
from badges.awarding.recipients import confirmed_addresses
from badges.backpack.actions import locked
from badges.backpack.claiming import claim_badges
from badges.backpack.models import ForeignBadge
from badges.backpack.queries import STANDING
from badges.openbadges.faults import Unacceptable
from badges.verification.formats.moments import moment_of
from badges.verification.formats.recipients import matches_person
from badges.verification.formats.verdict import Verdict, to_dict
from badges.verification.judging import Judgement, judge
from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.pages.actions import forget_pages

MOST_FOREIGN = 100
JSON, TOKEN = "application/json", "text/plain"
REFUSALS = {
    "revoked": gettext_lazy("Its issuer withdrew this badge: it is not kept."),
    "altered": gettext_lazy("This badge was changed since it was signed: it is not kept."),
    "not_yet_valid": gettext_lazy("This badge is not valid yet. Bring it when it is."),
    "cannot_check": gettext_lazy("This badge could not be verified now. Try again in a moment."),
}


class NotKept(Refused):
    pass


class NotTheirs(Refused):
    pass


class AlreadyThere(Refused):
    pass


class TooManyBadges(Refused):
    pass


def keep_badge(person: User, judgement: Judgement) -> Credential | ForeignBadge:
    """Keep in the bag of `person` the badge that was just judged. One of ours is claimed, never copied.

    A badge awarded to another address is refused, even one that looks like theirs: a bag says what its holder earned.
    Raise NotKept, NotTheirs, AlreadyThere or TooManyBadges.
    """
    check_may_be_kept(person, judgement)
    if judgement.credential is not None:
        claim_badges(person)
        return Credential.objects.get(pk=judgement.credential.pk)
    return store(person, judgement)


def check_may_be_kept(person: User, judgement: Judgement) -> None:
    """Raise what `keep_badge` would, but for the number of badges."""
    if judgement.verdict.facts.is_endorsement:
        raise NotKept(_("This is an endorsement, not a badge: a bag keeps badges."))
    code, credential = judgement.verdict.code, judgement.credential
    if code not in STANDING:
        raise NotKept(str(REFUSALS.get(code, REFUSALS["cannot_check"])))
    if credential is not None and credential.holder_id == person.pk:
        raise AlreadyThere(_("This badge is in your bag already."))
    if not is_theirs(person, judgement):
        raise NotTheirs(
            _(
                "This badge was awarded to another address than yours. If you have that address, add it to your account and confirm it, then come back."
            )
        )


def is_theirs(person: User, judgement: Judgement) -> bool:
    """Return whether the badge names an address that `person` confirmed, sign for sign once in small letters: neither
    what follows a plus nor a letter that looks like another is forgotten."""
    addresses, credential = confirmed_addresses(person), judgement.credential
    if credential is not None:
        return credential.holder_id is None and credential.recipient in {f"mail:{address}" for address in addresses}
    return matches_person(document_of(judgement.document), addresses)


def document_of(content: bytes) -> dict:
    """Return the document of a badge that was judged, out of its token if it is one."""
    try:
        from badges.verification.formats import proofs

        read = json.loads(content) if content.startswith(b"{") else proofs.parts_of(content.decode())[1]
    except (Unacceptable, ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


@transaction.atomic
def store(person: User, judgement: Judgement) -> ForeignBadge:
    """Keep the document and what was said of it. The same badge, issued again, takes the place of the first."""
    locked(person)
    facts, content = judgement.verdict.facts, judgement.document
    theirs = ForeignBadge.objects.filter(person=person)
    written = written_of(judgement.verdict) | {
        "content": content,
        "media_type": JSON if content.startswith(b"{") else TOKEN,
        "sha256": hashlib.sha256(content).hexdigest(),
        "name": (facts.name or facts.identifier)[:200],
        "description": facts.description[:2000],
        "issued_on": day_of(facts.awarded_at),
        "expires_on": day_of(facts.valid_until),
    }
    named = {"identifier": facts.identifier[:500], "issuer_id": facts.issuer_id[:500]}
    # Badges without an identifier are not all one badge.
    same = theirs.filter(**(named if facts.identifier else {"sha256": written["sha256"]})).first()
    if same is None and theirs.count() >= MOST_FOREIGN:
        words = _("Your bag holds %(count)s badges from elsewhere, the most there may be. Remove one first.")
        raise TooManyBadges(words % {"count": MOST_FOREIGN})
    badge = same or ForeignBadge(person=person, **named)
    for name, value in written.items():
        setattr(badge, name, value)
    badge.save()
    return badge


def written_of(verdict: Verdict) -> dict:
    issuer = verdict.check("issuer")
    named = issuer.values.get("issuer", "") if issuer else ""
    return {
        "verdict": verdict.code,
        "checks": to_dict(verdict)["checks"],
        "checked_at": timezone.now(),
        "issuer_name": (named or verdict.facts.issuer_name)[:200],
    }


def day_of(text: str):
    moment = moment_of(text)
    return timezone.localtime(moment).date() if moment else None


def check_again(badge: ForeignBadge) -> Judgement:
    """Judge again a badge that is in the bag, and keep what is said of it now. One that could not be verified now
    keeps what was said before."""
    judgement = judge(bytes(badge.content))
    if judgement.verdict.code != "cannot_check":
        ForeignBadge.objects.filter(pk=badge.pk).update(**written_of(judgement.verdict))
        forget_pages()
    return judgement


def remove_badge(badge: ForeignBadge) -> None:
    badge.delete()
    forget_pages()
