"""FLT-02, RACE-07 and RACE-08 for badges: the worker is killed at each step, lists are launched at once, people leave while
they are awarded. Each badge is there exactly once, whole, with a bit of its own; whoever left has none."""

import random
import re
import subprocess
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from badges.awarding.batches import launch
from badges.awarding.formats.award_lists import Awarded, AwardList
from badges.awarding.models import AwardLine, Credential, CredentialDocument
from badges.openbadges.status_list import is_set
from outillerie.collections.models import KitCollection
from outillerie.outbox.models import OutboxMessage
from tests import factories as people
from tests.badges import factories
from tests.faults.deeds import work
from tests.faults.processes import IS_FULL, full_or_short, kill, start
from tests.faults.rush import outcomes, pairs

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
LISTED = full_or_short(500, 24)
RIVALS = full_or_short(30, 6)
KILLS = full_or_short(200, 1)
# A worker of its own process, that stops where it is told and never goes on.
STOPS = """
import django, importlib, time; django.setup()
from tests.faults import deeds
owner, name = {where!r}.rsplit(".", 1)
module, _, kind = owner.partition(":")
owner = getattr(importlib.import_module(module), kind) if kind else importlib.import_module(module)
does = getattr(owner, name)
def stops(*arguments, **options):
    if {is_after}:
        does(*arguments, **options)
    print("held", flush=True)
    time.sleep(60)
setattr(owner, name, stops)
{control}
deeds.work()
"""
WORKS = "import django; django.setup(); from tests.faults import deeds; print('works', flush=True); deeds.work()"
DELIVERY = "django.core.mail.backends.filebased:EmailBackend.send_messages"
# Each step of an award, and whether the worker dies once it is done, or before.
STEPS = {
    "bit": ("badges.awarding.actions.allot", True),
    "sign": ("badges.awarding.signing.signed_forms", True),
    "store": ("badges.awarding.news.tell_issued", True),
    "bake": ("badges.awarding.emails.file_of", True),
    "mail": (DELIVERY, False),
    "mailed": (DELIVERY, True),
}
SHORT_STEPS = ("bit", "store", "mailed")
# What one would write without thinking: each document for itself, as it is signed.
DOCUMENT_BY_DOCUMENT = """
from badges.awarding import signing
from badges.awarding.models import CredentialDocument
from django.db import transaction
def piecemeal(credential_id, serial=1):
    row = signing.Credential.objects.select_related("issuer", "version__achievement__issuer", "status_list").get(pk=credential_id)
    with transaction.atomic():
        keys = signing.signing_keys(row.issuer)
        form, key, content = signing.signed_forms(signing.facts_of(row), keys["ed25519"], keys["rsa"])[0]
    CredentialDocument.objects.create(
        credential=row, form=form, serial=serial, content=content, sha256="0" * 64, key=key, created_at=row.awarded_at
    )
    signing.news.tell_issued(row)
signing.issue = piecemeal
"""


@pytest.fixture(autouse=True)
def a_worker_elsewhere(settings):
    """Have what this process schedules wait for the workers that tests start."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def achievement(db):
    return factories.published().achievement


@pytest.fixture
def odile(db):
    return people.person("odile@example.org", group="hub staff")


def launched(achievement, by, addresses):
    """Launch a list, with nothing else to do for the worker."""
    OutboxMessage.objects.all().delete()
    listed = AwardList(people=tuple(Awarded(line=line, email=email) for line, email in enumerate(addresses, start=1)))
    return launch(achievement, listed, by=by, key=uuid4())


def stopped(folder, where, *, is_after, control=""):
    """Start a worker, and kill it when it comes to `where`, before it does that or just after."""
    source = STOPS.format(where=where, is_after=is_after, control=control)
    worker = start("-c", source, folder=folder, stdout=subprocess.PIPE, text=True)
    assert worker.stdout.readline() == "held\n"
    kill(worker)


def another_worker():
    """Do all that is left, once the lease of the dead worker has run out."""
    gone = timezone.now() - timedelta(seconds=1)
    OutboxMessage.objects.filter(state="waiting").update(lease_until=gone, not_before=gone)
    work()


def forms() -> dict[int, list[str]]:
    """Return the documents of each badge."""
    found = {pk: [] for pk in Credential.objects.values_list("pk", flat=True)}
    for pk, form, serial in CredentialDocument.objects.order_by("form").values_list("credential", "form", "serial"):
        found[pk].append(f"{form} {serial}")
    return found


def mails(folder, mailoutbox) -> list[str]:
    """Return the name of each message that left, as often as it did: from the dead worker, then from here."""
    texts = [path.read_text() for path in sorted((folder / "mail").glob("*.log"))]
    sent = [name for text in texts for name in re.findall(r"^Message-ID: (.+)$", text, re.MULTILINE)]
    return sent + [mail.extra_headers["Message-ID"] for mail in mailoutbox]


def check_whole(count):
    """Each badge is there once, signed in its four forms, with a bit of its own, and its line says so."""
    assert set(map(tuple, forms().values())) == {("jws 1", "jwt 1", "ob2 1", "ob3 1")}
    rows = Credential.objects.values_list("email", "state", "status_list", "status_index")
    assert sorted(row[:2] for row in rows) == sorted((f"p{n}@example.org", "issued") for n in range(count))
    assert len({row[2:] for row in rows}) == count
    assert set(AwardLine.objects.values_list("outcome", flat=True)) == {"awarded"}
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.parametrize("step", STEPS if IS_FULL else SHORT_STEPS)
def test_FLT_02_a_worker_killed_at_a_step_leaves_each_badge_exactly_once(
    achievement, odile, tmp_path, mailoutbox, step
):
    launched(achievement, odile, ["p0@example.org"])
    where, is_after = STEPS[step]
    stopped(tmp_path, where, is_after=is_after)
    assert set(map(len, forms().values())) <= {0, 4}
    another_worker()
    check_whole(1)
    names = mails(tmp_path, mailoutbox)
    assert (len(names), len(set(names))) == (2 if step == "mailed" else 1, 1)


def test_FLT_02_control_documents_stored_one_by_one_leave_half_a_badge(achievement, odile, tmp_path):
    launched(achievement, odile, ["p0@example.org"])
    stopped(tmp_path, "badges.awarding.news.tell_issued", is_after=False, control=DOCUMENT_BY_DOCUMENT)
    assert list(forms().values()) == [["ob3 1"]]


def test_FLT_02_a_worker_killed_at_any_moment_leaves_each_badge_exactly_once(achievement, odile, tmp_path, mailoutbox):
    count, chance = full_or_short(400, 4), random.Random(2)
    launched(achievement, odile, [f"p{number}@example.org" for number in range(count)])
    for _kill in range(KILLS):
        worker = start("-c", WORKS, folder=tmp_path, stdout=subprocess.PIPE, text=True)
        assert worker.stdout.readline() == "works\n"
        time.sleep(chance.uniform(0, 0.3))
        kill(worker)
        assert set(map(len, forms().values())) <= {0, 4}
        gone = timezone.now() - timedelta(seconds=1)
        OutboxMessage.objects.filter(state="waiting").update(lease_until=gone, not_before=gone, attempts=0)
    another_worker()
    check_whole(count)
    assert len(set(mails(tmp_path, mailoutbox))) == count


def test_RACE_07_a_list_launched_twice_and_by_two_people_is_one_badge_each(achievement, odile, crowd):
    """Each of the two launches their own list, twice; then all the lines are done at once."""
    addresses = [f"p{number}@example.org" for number in range(LISTED)]
    other = people.person("tri@example.org", group="hub staff")
    attempts = [
        {"achievement": achievement.pk, "addresses": addresses, "key": key, "by": by.pk}
        for by, key in [(odile, str(uuid4())), (other, str(uuid4()))]
        for _again in range(2)
    ]
    assert outcomes(crowd.rush("launch_awards", attempts)) == {"done": 4}
    lines = list(AwardLine.objects.order_by("number", "batch").values_list("pk", flat=True))
    assert len(lines) == 2 * LISTED
    journal = crowd.rush("award_line", [{"line": line} for line in lines for _again in range(2)])
    assert outcomes(journal) == {"done": 4 * LISTED}
    assert Credential.objects.count() == LISTED
    assert len(set(Credential.objects.values_list("status_list", "status_index"))) == LISTED
    said = list(AwardLine.objects.values_list("outcome", flat=True))
    assert (said.count("awarded"), said.count("already")) == (LISTED, LISTED)


def test_RACE_07_control_without_thinking_of_the_others_somebody_is_refused_by_the_database(achievement, odile, crowd):
    lea = people.person("lea@example.org")
    attempt = {"version": achievement.versions.get().pk, "person": lea.pk, "by": odile.pk}
    told = outcomes(crowd.rush("award_without_thinking", [attempt] * 4))
    assert Credential.objects.count() == 1
    assert any(outcome.startswith("fault: IntegrityError") for outcome in told)


def who_leave() -> list:
    """Return people of whom every second one signs something that stays: their row stays with it, without a name."""
    those = [people.person(f"p{number}@example.org", first_name="Paule") for number in range(RIVALS)]
    for person in those[::2]:
        slug = f"les-kits-{person.pk}"
        KitCollection.objects.create(title="Les kits de Paule", slug=slug, is_public=True, owner=person)
    return those


def what_is_held() -> set:
    return set(Credential.objects.values_list("state", "holder", "email", "name", "salt"))


def test_RACE_08_whoever_is_erased_while_they_are_awarded_holds_no_badge(achievement, odile, crowd):
    version = achievement.versions.get()
    those = who_leave()
    awards = [("award_badge", {"version": version.pk, "person": person.pk, "by": odile.pk}) for person in those]
    leaves = [("erase_person", {"person": person.pk}) for person in those]
    told = outcomes(crowd.rush_mixed(pairs(awards, leaves)))
    assert set(told) <= {"done", "LearnerGone", "fault: DoesNotExist: User matching query does not exist."}
    assert what_is_held() <= {("erased", None, "", "", "")}
    assert all(is_set(bytes(row.status_list.bits), row.status_index) for row in Credential.objects.all())


def test_RACE_08_control_without_locking_the_person_a_badge_says_the_name_of_who_was_erased(achievement, odile, crowd):
    version = achievement.versions.get()
    those = who_leave()
    awards = [("award_who_leaves", {"version": version.pk, "person": person.pk, "by": odile.pk}) for person in those]
    leaves = [("erase_person", {"person": person.pk}) for person in those]
    told = outcomes(crowd.rush_mixed(pairs(awards, leaves)))
    assert ("waiting", "Paule") in {(row[0], row[3]) for row in what_is_held()}
    # Of those whose row is gone, the database refuses the badge; whoever awards it is answered a fault.
    assert any(outcome.startswith("fault: IntegrityError") for outcome in told)


def signed_and_revoked(deed, achievement, by) -> tuple[list, list]:
    """Return badges to sign by this deed, and the same ones to revoke."""
    version = achievement.versions.get()
    given = [
        factories.credential(email=f"p{number}@example.org", version=version, by=by, issued=False)
        for number in range(RIVALS)
    ]
    signs = [(deed, {"credential": row.pk}) for row in given]
    return signs, [("revoke_badge", {"credential": row.pk, "by": by.pk}) for row in given]


def test_RACE_08_a_badge_revoked_while_it_is_signed_is_revoked(achievement, odile, crowd):
    signs, revokes = signed_and_revoked("issue_badge", achievement, odile)
    assert outcomes(crowd.rush_mixed(pairs(signs, revokes))) == {"done": 2 * RIVALS}
    assert set(Credential.objects.values_list("state", flat=True)) == {"revoked"}
    assert set(map(len, forms().values())) <= {0, 4}
    assert all(is_set(bytes(row.status_list.bits), row.status_index) for row in Credential.objects.all())


def test_RACE_08_control_without_locking_the_badge_one_that_is_revoked_is_said_to_stand(achievement, odile, crowd):
    signs, revokes = signed_and_revoked("issue_what_was_read", achievement, odile)
    assert outcomes(crowd.rush_mixed(pairs(signs, revokes))) == {"done": 2 * RIVALS}
    assert Credential.objects.filter(state="issued", revoked_at__isnull=False).exists()
