"""What can be done to an issuer, and to its keys by two people."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from badges.issuing import keys
from badges.issuing.models import Issuer, KeyRequest, SigningKey
from badges.issuing.permissions import can_confirm_key_request
from outillerie.accounts.models import User
from outillerie.errors import Refused

ROTATE, COMPROMISE = KeyRequest.Deed.ROTATE, KeyRequest.Deed.COMPROMISE
WAITING, CONFIRMED, REFUSED = KeyRequest.State.WAITING, KeyRequest.State.CONFIRMED, KeyRequest.State.REFUSED


class IssuerNotChanged(Refused):
    pass


class RequestRefused(Refused):
    pass


@transaction.atomic
def begin_issuer(issuer: Issuer, *, by, pair: dict | None = None) -> Issuer:
    """Keep a new issuer and make its keys: it can award at once."""
    issuer.save()
    log(issuer, "wagtail.create", user=by)
    keys.create_keys(issuer, pair=pair, by=by)
    return issuer


@transaction.atomic
def change_issuer(issuer: Issuer, *, by) -> None:
    """Keep what an issuer now says. Its address is in badges as soon as something is published under it."""
    kept = keys.lock_issuer(issuer)
    if kept.slug != issuer.slug and not may_move(kept):
        raise IssuerNotChanged(
            _("The address of %(issuer)s stands in published badges: it stays %(slug)s.")
            % {"issuer": kept.name, "slug": kept.slug}
        )
    issuer.save()
    log(issuer, "wagtail.edit", user=by)


def may_move(issuer: Issuer) -> bool:
    """Say whether nothing published or signed holds the address of `issuer` yet."""
    is_published = issuer.achievements.filter(versions__isnull=False).exists()
    return not (is_published or issuer.status_lists.exists() or issuer.credentials.exists())


@transaction.atomic
def ask(
    issuer: Issuer,
    deed: str,
    *,
    by: User | None,
    reason: str,
    key: SigningKey | None = None,
    since: datetime | None = None,
) -> KeyRequest:
    """Ask for the keys of `issuer` to be replaced, or for `key` to be declared compromised `since` a moment.

    Nothing changes until somebody else confirms it.
    """
    keys.lock_issuer(issuer)
    if deed == COMPROMISE:
        keys.check_compromise(key, since)
    if issuer.key_requests.filter(state=WAITING, deed=deed, key=key).exists():
        raise RequestRefused(_("The same request already waits for a second person. Ask one of your colleagues."))
    return KeyRequest.objects.create(
        issuer=issuer, deed=deed, key=key, compromised_since=since, reason=reason, asked_by=by, asked_at=timezone.now()
    )


def confirm(request: KeyRequest, *, by: User | None, pair: dict | None = None) -> None:
    """Do what was asked. `by` is somebody else than who asked; None is the command of whoever holds the machine."""
    if by is not None and not can_confirm_key_request(by, request):
        raise RequestRefused(_("Somebody else must confirm it: keys are changed by two people."))
    # Making keys takes a moment: nothing is locked meanwhile.
    pair = pair or keys.new_pair()
    decide(request, by=by, state=CONFIRMED, do=lambda found: fulfil(found, by=by, pair=pair))


def decline(request: KeyRequest, *, by: User) -> None:
    """Leave the keys as they are. Who asked may do it too: they change their mind."""
    decide(request, by=by, state=REFUSED, do=lambda found: log_declined(found, by=by))


@transaction.atomic
def decide(request: KeyRequest, *, by: User | None, state: str, do: Callable[[KeyRequest], None]) -> None:
    # Lock the issuer, then the request: two people may decide at once.
    keys.lock_issuer(request.issuer)
    found = (
        KeyRequest.objects.select_for_update(of=("self",)).select_related("issuer", "key__issuer").get(pk=request.pk)
    )
    if found.state != WAITING:
        raise RequestRefused(
            _("This request has been decided meanwhile: %(state)s.") % {"state": found.get_state_display()}
        )
    found.state, found.decided_by, found.decided_at = state, by, timezone.now()
    found.save(update_fields=["state", "decided_by", "decided_at"])
    do(found)


def fulfil(request: KeyRequest, *, by: User | None, pair: dict) -> None:
    facts = {"request": request.pk, "asked_by": request.asked_by_id, "reason": request.reason}
    if request.deed == ROTATE:
        keys.rotate_keys(request.issuer, by=by, pair=pair, data=facts)
    else:
        private = pair[request.key.kind]
        keys.declare_compromised(request.key, since=request.compromised_since, by=by, private=private, data=facts)


def log_declined(request: KeyRequest, *, by: User) -> None:
    log(request.issuer, keys.KEY_REQUEST_DECLINED, user=by, data={"request": request.pk, "deed": request.deed})
