"""Two people decide at once: one wins, the other is told. The same scene without the lock shows what it prevents."""

import threading

import pytest
from django.db import connection, transaction

from outillerie.kits.formats.content import Credit
from outillerie.kits.models import KitPage
from outillerie.kits.queries import newest_version
from outillerie.remix import proposals
from outillerie.remix.actions import adapt
from outillerie.remix.models import Adaptation, Proposal
from tests.factories import kit, person

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def offer():
    alice, bachir = person("alice@example.org", first_name="Alice"), person("bachir@example.org", first_name="Bachir")
    source = kit(licence="CC-BY-4.0", credits=(Credit(name="Alice"),))
    KitPage.objects.filter(pk=source.pk).update(owner=alice)
    copy = adapt(newest_version(KitPage.objects.get(pk=source.pk)), by=bachir)
    draft = KitPage.objects.get(pk=copy.pk).get_latest_revision_as_object()
    draft.hook = "Mieux dit."
    draft.save_revision(user=bachir).publish(user=bachir, skip_permission_checks=True)
    adaptation = Adaptation.objects.select_related("kit", "source", "base").get(kit=copy)
    chosen = [change.key for change in proposals.offerable_changes(adaptation) if change.path == ("hook",)]
    return proposals.offer_changes(adaptation, chosen, message="", by=bachir)


def at_once(*deeds):
    """Run each of `deeds` in a thread, all let go together, and return what each gave or raised."""
    gate, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place, deed):
        gate.wait()
        try:
            outcomes[place] = deed()
        except proposals.AlreadyDecided as refusal:
            outcomes[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_RACE_05_of_two_answers_at_once_one_wins_and_the_other_is_refused(offer):
    alice, moderator = offer.kit.owner, person("m@example.org", group="moderator")
    outcomes = at_once(
        lambda: proposals.take_up(offer, offer.keys, by=alice),
        lambda: proposals.decline(offer, answer="Non.", by=moderator),
    )
    offer.refresh_from_db()
    assert sum(isinstance(outcome, proposals.AlreadyDecided) for outcome in outcomes) == 1
    assert (offer.state == "merged") == isinstance(outcomes[1], proposals.AlreadyDecided)


def test_RACE_05_control_without_the_lock_both_answers_pass(offer, monkeypatch):
    both_have_read = threading.Barrier(2, timeout=20)

    def read_without_a_lock(proposal):
        with transaction.atomic():
            found = Proposal.objects.get(pk=proposal.pk)
        both_have_read.wait()
        return found

    moderator = person("m@example.org", group="moderator")

    def decline():
        # As `decline` does, but for its transaction, which on SQLite is itself a lock.
        proposals.decide(read_without_a_lock(offer), "declined", answer="", by=moderator)

    outcomes = at_once(decline, decline)
    assert outcomes == [None, None]
