"""What a crowd does, by name: each takes plain values, as they come from JSON, and returns a plain answer.

The last ones are controls: what would happen without the defence.
"""

import time
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from badges.achievements.models import Achievement, AchievementVersion
from badges.awarding import batches
from badges.awarding.actions import award_by_hand, decide, revoke, row_of, standing_award
from badges.awarding.formats.award_lists import Awarded, AwardList
from badges.awarding.models import Credential
from badges.awarding.recipients import recipient_of
from badges.awarding.signing import issue
from catalogue.attending import actions as attending
from catalogue.attending.actions import mark_presence
from catalogue.learning.completing import lock_person
from catalogue.learning.formats.rule_trees import Fact
from catalogue.learning.models import AttendanceMark
from catalogue.registering import actions, seating
from catalogue.registering.models import Registration
from catalogue.sessions.actions import cancel_session, change_capacity, move_session
from catalogue.sessions.models import PeerSession, SessionPlace
from outillerie.accounts.models import User
from outillerie.outbox.actions import due, handle
from outillerie.privacy import actions as privacy
from outillerie.privacy.actions import Credit, erase, locked
from tests.faults.processes import wait_until

State = Registration.State
# Long enough for every rival to have read before the first one writes.
HESITATION = 0.05


def register(place: int, person: int, key: str, joins_queue: bool = True) -> list:
    """Return the registration, its state and its place in the line."""
    asked = SessionPlace.objects.select_related("session").get(pk=place)
    row = actions.register(asked, person=User.objects.get(pk=person), key=key, joins_queue=joins_queue)
    return [row.pk, row.state, row.place_in_line]


def cancel_registration(registration: int) -> str:
    return actions.cancel_registration(Registration.objects.get(pk=registration)).state


def accept_offer(registration: int) -> str:
    return actions.accept_offer(Registration.objects.get(pk=registration)).state


def expire_offers(session: int) -> None:
    actions.expire_offers(PeerSession.objects.get(pk=session))


def set_capacity(place: int, capacity: int, by: int) -> int:
    asked = SessionPlace.objects.select_related("session").get(pk=place)
    return change_capacity(asked, capacity, by=User.objects.get(pk=by)).capacity


def move(session: int, starts_at: str, ends_at: str, by: int) -> str:
    asked = PeerSession.objects.get(pk=session)
    moments = {"starts_at": datetime.fromisoformat(starts_at), "ends_at": datetime.fromisoformat(ends_at)}
    return move_session(asked, **moments, reason="Salle prise", by=User.objects.get(pk=by)).starts_after.isoformat()


def cancel(session: int, reason: str, by: int) -> str:
    asked = PeerSession.objects.get(pk=session)
    return cancel_session(asked, reason=reason, by=User.objects.get(pk=by)).cancel_reason


def mark(registration: int, half_day: str, state: str, key: str, by: int) -> int:
    row = Registration.objects.select_related("session").get(pk=registration)
    by = User.objects.get(pk=by)
    return mark_presence(row, half_day=half_day, state=state, way=AttendanceMark.Way.LIST, key=key, by=by).pk


def work() -> int:
    """Do what a worker does, until nothing is due any more: with a mail, what it asked for too. Return how many it took."""
    count = 0
    while messages := list(due().order_by("pk").values_list("pk", flat=True)):
        for message in messages:
            handle(message)
        count += len(messages)
    return count


def launch_awards(achievement: int, addresses: list[str], key: str, by: int) -> int:
    listed = AwardList(people=tuple(Awarded(line=line, email=email) for line, email in enumerate(addresses, start=1)))
    asked = Achievement.objects.select_related("issuer").get(pk=achievement)
    return batches.launch(asked, listed, by=User.objects.get(pk=by), key=UUID(key)).pk


def award_line(line: int) -> None:
    batches.award_line({"line": line, "reason": ""})


def award_badge(version: int, person: int, by: int) -> int:
    asked = AchievementVersion.objects.select_related("achievement__issuer").get(pk=version)
    return award_by_hand(asked, person=User.objects.get(pk=person), by=User.objects.get(pk=by)).pk


def revoke_badge(credential: int, by: int) -> None:
    found = Credential.objects.select_related("issuer").get(pk=credential)
    revoke(found, by=User.objects.get(pk=by), reason="Remis par erreur")


def issue_badge(credential: int) -> None:
    issue(credential)


def erase_person(person: int) -> None:
    if found := User.objects.filter(pk=person).first():
        erase(found, credit=Credit.NONE)


# --- Controls ---------------------------------------------------------------------------------------------------------


def count_then_insert(place: int, person: int, key: str) -> bool:
    """Register as one would without thinking of the others: count, find room, write."""
    asked = SessionPlace.objects.get(pk=place)
    has_room = asked.registrations.filter(state=State.REGISTERED).count() < asked.capacity
    time.sleep(HESITATION)
    if has_room:
        now = timezone.now()
        facts = {"state": State.REGISTERED, "asked_at": now, "registered_at": now}
        Registration.objects.create(session_id=asked.session_id, place=asked, person_id=person, key=key, **facts)
    return has_room


def award_without_thinking(version: int, person: int, by: int) -> int:
    """Award as one would without thinking of the others: look, find nothing, write."""
    asked = AchievementVersion.objects.select_related("achievement__issuer").get(pk=version)
    recipient = recipient_of(person=User.objects.get(pk=person))
    if standing := standing_award(asked, recipient):
        return standing.pk
    time.sleep(HESITATION)
    with transaction.atomic():
        decision = decide(asked.achievement, recipient, by=User.objects.get(pk=by), reason="")
        facts = [Fact(kind="decision", id=decision.pk, on=timezone.localdate(), of=asked.achievement.slug)]
        facts = {**row_of(asked, recipient, facts), "way": "decision"}
        return Credential.objects.create(**facts).pk


def erase_person_first(person: int) -> None:
    """Erase by the site's own action, with the person locked before their sessions. This process must end with its test."""
    privacy.lock_what_comes_first = lambda person: None
    privacy.locked = locked_then_hesitating
    erase_person(person)


def mark_hesitating(**facts) -> int:
    """Mark by the site's own action, which has the session and thinks before it takes the person. As above, this process
    must end with its test."""
    attending.lock_person = lambda person: time.sleep(HESITATION) or lock_person(person)
    return mark(**facts)


def locked_then_hesitating(person: User) -> User:
    found = locked(person)
    time.sleep(HESITATION)
    return found


def award_who_leaves(version: int, person: int, by: int) -> int:
    """Award as one would without locking the person: read who they are, write once they have left."""
    asked = AchievementVersion.objects.select_related("achievement__issuer").get(pk=version)
    recipient = recipient_of(person=User.objects.get(pk=person))
    wait_until(lambda: not User.objects.filter(pk=person, is_active=True).exists(), seconds=30)
    with transaction.atomic():
        return Credential.objects.create(**row_of(asked, recipient, ()), way="decision").pk


def issue_what_was_read(credential: int) -> None:
    """Sign as one would without locking the badge: read that it waits, write that it is signed once it is revoked."""
    row = Credential.objects.get(pk=credential)
    wait_until(lambda: Credential.objects.filter(pk=credential, revoked_at__isnull=False).exists(), seconds=30)
    if row.state == Credential.State.WAITING:
        row.state, row.issued_at = Credential.State.ISSUED, timezone.now()
        row.save(update_fields=["state", "issued_at"])


def register_without_lock(place: int, person: int, key: str) -> list:
    """Register by the site's own action, with nobody holding the session: only the constraints of the database are left.

    This process has no lock any more: it must end with its test.
    """
    seating.held = without_lock
    return register(place, person, key)


@contextmanager
def without_lock(session_id: int):
    with transaction.atomic():
        yield PeerSession.objects.get(pk=session_id)
