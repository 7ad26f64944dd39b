"""What organisers do with the sheet of a session: keep it beside what others changed, and throw a draft away."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.organising.making import newer_version
from catalogue.organising.sheet import DATES, KEYS, SHELVES, TEXTS, facts_of, plain
from catalogue.sessions.actions import (
    NotPublishable,
    WrongState,
    apply_facts,
    change_session,
    check_changeable,
    tell_change,
)
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.lacks import lacks_of
from catalogue.sessions.locking import lock_session
from catalogue.sessions.models import PeerSession, SessionSeries
from catalogue.sessions.placing import write_facilitators, write_places
from outillerie.errors import Refused


class EditedMeanwhile(Refused):
    """Somebody else changed the same things. Nothing was written. `conflicts` are their names, `theirs` what they are
    now, as `sheet.facts_of` gives them."""

    def __init__(self, conflicts: list[str], theirs: dict):
        super().__init__(_("Somebody changed this session while you were writing. Nothing of yours is lost."))
        self.conflicts, self.theirs = conflicts, theirs


@transaction.atomic
def save_sheet(session: PeerSession, answers: dict, *, base: dict, by) -> PeerSession:
    """Keep what `answers` say and `base`, what the page had shown, did not. What others changed meanwhile stays.

    `answers` go by the names of `sheet.facts_of`. Saving the same again changes nothing.
    """
    current = lock_session(session)
    check_changeable(current, {})
    theirs = facts_of(current)
    changed = changed_names(answers, base=base, theirs=theirs)
    check_conflicts(changed, plain_answers(answers), base=base, theirs=theirs)
    facts = model_facts({name: answers[name] for name in changed})
    check_changeable(current, facts)
    written = apply_facts(current, facts)
    if "places" in changed:
        written |= write_places(current, answers["places"])
    if "facilitators" in changed and write_facilitators(current, answers["facilitators"]):
        written.add("facilitators")
    check_still_publishable(current)
    tell_change(current, written, by=by)
    return current


def plain_answers(answers: dict) -> dict:
    """Return `answers` in the values of `sheet.facts_of`."""
    values = {name: plain(value) for name, value in answers.items()}
    values |= {name: sorted(row.pk for row in answers[name]) for name in SHELVES}
    if "when" in answers:
        values["when"] = [plain(value) for value in answers["when"]]
    values["places"] = [[pk, {name: plain(value) for name, value in row.items()}] for pk, row in answers["places"]]
    values["facilitators"] = [{name: plain(value) for name, value in row.items()} for row in answers["facilitators"]]
    return values


def changed_names(answers: dict, *, base: dict, theirs: dict) -> list[str]:
    """Return what the person who answers changed: what differs from what they saw, and from what is there now."""
    mine = plain_answers(answers)
    return [name for name in mine if mine[name] != theirs[name] and mine[name] != base.get(name, theirs[name])]


def check_conflicts(changed: list[str], mine: dict, *, base: dict, theirs: dict) -> None:
    conflicts = [name for name in changed if name in base and theirs[name] != base[name] and theirs[name] != mine[name]]
    if conflicts:
        raise EditedMeanwhile(conflicts, theirs)


def model_facts(answers: dict) -> dict:
    """Return the answers that are columns or shelves of a session, by the names of the model."""
    facts = {name: answers[name] for name in (*TEXTS, *KEYS, *SHELVES, "moments") if name in answers}
    if "closes" in answers:
        facts["registration_closes_at"] = answers["closes"]
    if "when" in answers:
        facts |= dict(zip(DATES, answers["when"], strict=True))
    return facts


def check_still_publishable(session: PeerSession) -> None:
    """What everyone reads keeps what publishing asked for; its date is judged when it moves."""
    if session.state == PeerSession.State.PUBLISHED:
        lacks = [lack for lack in lacks_of(session, timezone.now()) if lack.field != "date"]
        if lacks:
            raise NotPublishable(lacks)


@transaction.atomic
def delete_draft(session: PeerSession, *, by) -> None:
    """Throw a draft away. A date of a series stays excluded from it, or its next dates would bring it back."""
    current = lock_session(session)
    if current.state != PeerSession.State.DRAFT:
        raise WrongState(_("Only a draft can be deleted. Cancel a session that was published: people are told."))
    if current.series_id:
        exclude_date(current)
    current.delete()


def exclude_date(session: PeerSession) -> None:
    """Write the date of a locked session among those that its series leaves out."""
    series = SessionSeries.objects.select_for_update().get(pk=session.series_id)
    day = wall_of(session.recurrence_at, series.time_zone).date().isoformat()
    if day not in series.excluded:
        series.excluded = sorted({*series.excluded, day})
        series.save(update_fields=["excluded"])


@transaction.atomic
def take_kit_version(session: PeerSession, *, by) -> PeerSession:
    """Have a session refer to the newest version of its kit, knowingly. Its text stays as it is written."""
    newer = newer_version(session)
    return session if newer is None else change_session(session, by=by, kit_version=newer)
