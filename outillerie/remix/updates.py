"""Following a source: what changed in it since, taken or declined change by change. Nothing of one's own is lost."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from outillerie.errors import Refused
from outillerie.kits.exports import blobs_of, bytes_of, content_of
from outillerie.kits.formats.borrowing import lineage
from outillerie.kits.formats.content import KitContent, Source
from outillerie.kits.formats.three_way import Change, changes, merged
from outillerie.kits.imports import fill
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.queries import newest_version, public_kits
from outillerie.kits.settling import settled
from outillerie.remix.models import Adaptation, DeclinedChange
from outillerie.remix.queries import as_source
from outillerie.writing.actions import locked_draft, save_draft


class SourceMoved(Refused):
    pass


@dataclass(frozen=True)
class Update:
    """A newer version of the source, and what it proposes: all its changes, and those still to be decided."""

    version: KitVersion
    proposed: tuple[Change, ...]
    waiting: tuple[Change, ...]


def pending_update(adaptation: Adaptation, mine: KitContent | None = None) -> Update | None:
    """Return what the source published since the version last compared with, or None. `mine` is the newest draft.

    A source that is no longer public, or that is gone, proposes nothing.
    """
    base = adaptation.base
    if base is None or adaptation.source is None or not public_kits().filter(pk=adaptation.source_id).exists():
        return None
    newest = newest_version(adaptation.source)
    if newest is None or newest.number <= base.number:
        return None
    return update_between(adaptation, newest, mine or content_of(adaptation.kit.get_latest_revision_as_object()))


def update_between(adaptation: Adaptation, newest: KitVersion, mine: KitContent) -> Update:
    declined = set(adaptation.declined_changes.values_list("key", flat=True))
    proposed = changes(adaptation.base.content, newest.content, mine, source=as_source(newest))
    waiting = tuple(change for change in proposed if not change.is_done and change.key not in declined)
    return Update(newest, proposed, waiting)


@dataclass(frozen=True)
class Answer:
    """What the author of an adaptation answers to the changes of the source, by their keys."""

    accepted: frozenset[str] = frozenset()
    both: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()


@transaction.atomic
def answer_update(adaptation: Adaptation, newest: KitVersion, answer: Answer, *, by) -> KitPage:
    """Bring what is accepted into the draft, remember what is declined, and compare with `newest` from now on
    once nothing waits."""
    adaptation = Adaptation.objects.select_for_update(of=("self",)).select_related("kit", "base").get(pk=adaptation.pk)
    if adaptation.base is None or adaptation.base.number >= newest.number:
        raise SourceMoved(_("These changes have already been answered. Here is what is new since."))
    draft = locked_draft(adaptation.kit_id)
    mine = content_of(draft)
    blobs = bytes_of(newest) | blobs_of(draft)
    result = merged(
        adaptation.base.content,
        newest.content,
        mine,
        accepted=answer.accepted,
        both=answer.both,
        source=as_source(newest),
    )
    remember(adaptation, answer.declined | answer.both)
    base = adaptation.base
    if not update_between(adaptation, newest, result).waiting:
        adaptation.base = newest
        adaptation.save(update_fields=["base"])
        result = replace(result, sources=brought_up(result.sources, base, newest))
    if result != mine:
        fill(draft, settled(result, blobs), blobs, by=by)
        draft.organisation = adaptation.kit.organisation
        save_draft(draft, by=by, is_apart=True)
    return draft


def remember(adaptation: Adaptation, keys: frozenset[str]) -> None:
    DeclinedChange.objects.bulk_create(
        (DeclinedChange(adaptation=adaptation, key=key) for key in sorted(keys)), ignore_conflicts=True
    )


def brought_up(sources: tuple[Source, ...], base: KitVersion, newest: KitVersion) -> tuple[Source, ...]:
    """Return `sources` with the one that is `base`, and those it came from, at the version now taken into account."""
    own = next((row for row in sources if row.sha256 == base.sha256 and row.relation == "adaptation"), None)
    if own is None:
        return sources
    before = lineage(base.content, own)
    return (*lineage(newest.content, as_source(newest)), *(row for row in sources if row not in before))


def set_intent(adaptation: Adaptation, intent: str) -> None:
    adaptation.intent = Adaptation.Intent(intent)
    adaptation.save(update_fields=["intent"])
