"""Giving back: parts of an adaptation offered to the authors of its source, who take those they want."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outillerie.errors import Refused
from outillerie.kits.exports import blobs_of, bytes_of, content_of
from outillerie.kits.formats.borrowing import with_contribution
from outillerie.kits.formats.content import File, KitContent, Picture, Source, Step
from outillerie.kits.formats.credits import is_credited_with_kit
from outillerie.kits.formats.three_way import Change, changes, merged, returned
from outillerie.kits.imports import fill
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.queries import newest_version
from outillerie.kits.settling import settled
from outillerie.licences.compatibility import choice_conflicts
from outillerie.licences.licence import LICENCES
from outillerie.notifications.actions import notify
from outillerie.notifications.models import Kind
from outillerie.remix.models import Adaptation, Proposal
from outillerie.remix.queries import as_source, is_public, people_of
from outillerie.writing.actions import locked_draft, save_draft

WITH_RIGHTS = {"steps": Step, "files": File, "pictures": Picture}


class NotOfferable(Refused):
    pass


class AlreadyDecided(Refused):
    pass


def offerable_changes(adaptation: Adaptation) -> tuple[Change, ...]:
    """Return what the newest version of the adaptation changed, that the newest of its source does not have yet.

    To a source that is no longer public, nothing is given, and nothing of it is compared.
    """
    if adaptation.base is None or not is_public(adaptation.source):
        return ()
    offered, target = newest_version(adaptation.kit), newest_version(adaptation.source)
    if offered is None or target is None:
        return ()
    given = as_given(offered, adaptation.base)
    found = changes(adaptation.base.content, given, target.content, source=giver(offered, target.licence))
    return tuple(change for change in found if not change.is_done)


def as_given(offered: KitVersion, base: KitVersion) -> KitContent:
    """Return what the adaptation says as its source would say it: what was the source's is its own again."""
    return returned(offered.content, base=base.content, sources=offered.content.sources)


def giver(offered: KitVersion, licence: str) -> Source:
    """Return the adaptation as the source will credit it: what is given is given under the licence of the source."""
    return replace(as_source(offered, "contribution"), licence=licence)


def obstacles(change: Change, content: KitContent, licence: str) -> list[str]:
    """Return why a change may not join a kit under `licence`: it brings a part of somebody else under another one.

    What the authors of the adaptation wrote themselves, they give under the licence of the source: they say so.
    """
    chosen, part = LICENCES.get(licence), part_brought(change)
    if chosen is None or part is None or is_credited_with_kit(part, content):
        return []
    language = get_language() or "fr"
    return [conflict.sentence(language) for conflict in choice_conflicts(chosen, [LICENCES.get(part.licence)])]


def part_brought(change: Change) -> Step | File | Picture | None:
    """Return the step, file or picture whose rights a change brings, whole or by its rights alone."""
    if isinstance(change.theirs, Step | File | Picture):
        return change.theirs
    if change.part in WITH_RIGHTS and isinstance(change.theirs, dict):
        known = WITH_RIGHTS[change.part].__dataclass_fields__
        facts = {"title": change.title, "name": change.title} | change.theirs
        return WITH_RIGHTS[change.part](**{name: value for name, value in facts.items() if name in known})
    return None


@transaction.atomic
def offer_changes(adaptation: Adaptation, keys: Iterable[str], *, message: str, by) -> Proposal:
    """Offer the changes of those `keys`, as they are in the newest published version of the adaptation."""
    offered, target = newest_version(adaptation.kit), newest_version(adaptation.source)
    chosen = [change for change in offerable_changes(adaptation) if change.key in set(keys)]
    if not chosen:
        raise NotOfferable(_("Choose at least one change to offer."))
    for change in chosen:
        if reasons := obstacles(change, offered.content, target.licence):
            raise NotOfferable(" ".join(reasons))
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                kit=adaptation.source,
                base=adaptation.base,
                offered=offered,
                keys=[change.key for change in chosen],
                message=message,
                proposed_by=by,
            )
    except IntegrityError as error:
        raise NotOfferable(
            _("You have already offered changes of this version. Take that offer back to make another.")
        ) from error
    path = f"/contribuer/{proposal.kit_id}/offres/{proposal.pk}/"
    notify(people_of(proposal.kit), Kind.CHANGES_OFFERED, path=path, kit=proposal.kit, actor=by)
    return proposal


def offered_changes(proposal: Proposal, mine: KitContent) -> tuple[Change, ...]:
    """Return the changes of a proposal against `mine`, the draft of the source."""
    if proposal.base is None:
        return ()
    given, source = as_given(proposal.offered, proposal.base), giver(proposal.offered, mine.licence)
    found = changes(proposal.base.content, given, mine, source=source)
    return tuple(change for change in found if change.key in proposal.keys)


@transaction.atomic
def take_up(proposal: Proposal, keys: Iterable[str], *, both: Iterable[str] = (), answer: str = "", by) -> KitPage:
    """Bring the chosen changes into the draft of the source, and credit who gave them. Publishing comes after."""
    proposal = undecided(proposal)
    draft = locked_draft(proposal.kit_id)
    mine, offered = content_of(draft), proposal.offered
    wanted, kept_both = set(keys) & set(proposal.keys), set(both) & set(proposal.keys)
    if not wanted | kept_both:
        raise NotOfferable(_("Choose at least one change to take up, or decline them all."))
    blobs = bytes_of(offered) | blobs_of(draft)
    given, source = as_given(offered, proposal.base), giver(offered, mine.licence)
    result = merged(proposal.base.content, given, mine, accepted=wanted, both=kept_both, source=source)
    result = with_contribution(result, offered.content, as_source(offered, "contribution"))
    fill(draft, settled(result, blobs), blobs, by=by)
    draft.organisation = proposal.kit.organisation
    save_draft(draft, by=by, is_apart=True)
    decide(proposal, Proposal.State.MERGED, merged_keys=sorted(wanted | kept_both), answer=answer, by=by)
    return draft


@transaction.atomic
def decline(proposal: Proposal, *, answer: str = "", by) -> None:
    decide(undecided(proposal), Proposal.State.DECLINED, answer=answer, by=by)


@transaction.atomic
def withdraw(proposal: Proposal) -> None:
    proposal = undecided(proposal)
    proposal.state, proposal.decided_at = Proposal.State.WITHDRAWN, timezone.now()
    proposal.save(update_fields=["state", "decided_at"])


def undecided(proposal: Proposal) -> Proposal:
    """Return the proposal, locked. Raises AlreadyDecided when somebody answered it meanwhile."""
    proposal = (
        Proposal.objects.select_for_update(of=("self",)).select_related("kit", "base", "offered").get(pk=proposal.pk)
    )
    if proposal.state != Proposal.State.WAITING:
        raise AlreadyDecided(
            _("These changes have been answered meanwhile: %(state)s.") % {"state": proposal.get_state_display()}
        )
    return proposal


def decide(proposal: Proposal, state: str, *, merged_keys=(), answer: str, by) -> None:
    proposal.state, proposal.merged_keys, proposal.answer = state, list(merged_keys), answer
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save(update_fields=["state", "merged_keys", "answer", "decided_by", "decided_at"])
    offered_kit: KitPage = proposal.offered.kit
    path = f"/contribuer/{offered_kit.pk}/original/"
    notify(people_of(offered_kit), Kind.OFFER_DECIDED, path=path, kit=offered_kit, actor=by, decision=str(state))
