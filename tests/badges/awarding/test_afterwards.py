"""What becomes of a badge: judged again, upheld, revoked, signed again, ended."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from badges.awarding.actions import (
    AlreadyTakenBack,
    NotInDoubt,
    NotSigned,
    ReasonNeeded,
    award_by_hand,
    consider_awards,
    reissue,
    revoke,
    uphold,
)
from badges.awarding.considering import tell_what_expires_at
from badges.awarding.events import credential_revoked
from badges.awarding.models import AwardDecision, Credential
from badges.awarding.replaying import flag_every_doubt, replay, replay_all, standing
from badges.awarding.signing import document_of
from badges.issuing.keys import rotate_keys
from badges.openbadges.integrity import verify_proof
from badges.openbadges.status_list import is_set
from catalogue.learning.models import ModuleCompletion
from outillerie.notifications.models import Notification
from tests import factories as people
from tests.badges import factories
from tests.catalogue.factories import module
from tests.catalogue.learning.learners import ONE_MEETING, attends, enrolled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def earned(lea, done):
    """Return a badge that Léa earned by a module, the module and its trainer."""
    trainer = people.person("tri@example.org", group="trainer")
    piece = module("Accueil", rule=ONE_MEETING)
    factories.published(rule={"kind": "module", "key": str(piece.key)})
    enrolled(lea, piece, owner=trainer)
    attends(lea, piece, by=trainer)
    done()
    return Credential.objects.get(), piece, trainer


def bit_of(credential) -> bool:
    credential.status_list.refresh_from_db()
    return is_set(bytes(credential.status_list.bits), credential.status_index)


def test_a_correction_flags_the_badge_and_tells_those_who_award(earned, lea, odile, done):
    given, piece, trainer = earned
    assert (replay(given).agrees, replay(given).is_unchanged) == (True, True)
    attends(lea, piece, state="absent", by=trainer)
    done()
    given.refresh_from_db()
    found = replay(given)
    assert (given.state, bool(given.doubted_at), found.agrees) == ("issued", True, False)
    assert found.lost == (("module", given.facts[0][1]),)
    assert list(Notification.objects.filter(kind="badge-doubted").values_list("person", flat=True)) == [odile.pk]
    with pytest.raises(CommandError) as ended:
        call_command("replay_awards")
    assert ended.value.returncode == 1
    attends(lea, piece, by=trainer)
    assert flag_every_doubt() == 0
    given.refresh_from_db()
    assert given.doubted_at is None


def test_a_doubt_is_decided_by_somebody_with_a_reason(earned, lea, odile, done, capsys):
    given, piece, trainer = earned
    with pytest.raises(NotInDoubt):
        uphold(given, by=odile, reason="Rien")
    attends(lea, piece, state="absent", by=trainer)
    done()
    with pytest.raises(ReasonNeeded):
        uphold(given, by=odile, reason=" ")
    uphold(given, by=odile, reason="Vue à l’œuvre")
    assert (given.doubted_at, given.upheld_by, given.upheld_reason) == (None, odile, "Vue à l’œuvre")
    assert flag_every_doubt() == 1
    given.refresh_from_db()
    assert given.doubted_at is None
    call_command("replay_awards")
    assert capsys.readouterr().out.endswith("0 agreed, 1 upheld, 0 no longer justified.\n")


def test_rows_that_changed_and_still_justify_are_said_to_have_changed(earned, capsys):
    given, _piece, _trainer = earned
    ModuleCompletion.objects.update(sha256="0" * 64)
    assert (replay(given).agrees, replay(given).is_unchanged) == (True, False)
    call_command("replay_awards")
    assert "justified, by rows that changed since" in capsys.readouterr().out


def test_a_decision_taken_back_no_longer_justifies(lea, odile):
    given = factories.credential(lea, by=odile)
    AwardDecision.objects.update(withdrawn_at=timezone.now())
    assert replay(given).agrees is False


def test_badges_are_judged_again_in_as_many_questions_for_one_as_for_three(lea, tom, odile):
    version = factories.published()

    def questions():
        rows = list(standing())
        with CaptureQueriesContext(connection) as asked:
            replay_all(rows)
        return len(asked)

    award_by_hand(version, person=lea, by=None)
    alone = questions()
    award_by_hand(version, person=tom, by=None)
    award_by_hand(version, person=odile, by=None)
    assert (alone, questions()) == (12, 12)


def test_a_badge_is_revoked_for_ever_and_its_holder_reads_why(lea, odile, done, mailoutbox):
    given = factories.credential(lea, by=odile)
    done()
    before = bytes(document_of(given, "ob3").content)
    with pytest.raises(ReasonNeeded):
        revoke(given, by=odile, reason="  ")
    heard = []
    credential_revoked.connect(lambda credential, by, **_: heard.append((credential, by)), weak=False, dispatch_uid="t")
    try:
        revoke(given, by=odile, reason="Remis par erreur")
        done()
    finally:
        credential_revoked.disconnect(dispatch_uid="t")
    assert heard == [(given, odile)]
    assert (given.state, given.revoked_by, bit_of(given)) == ("revoked", odile, True)
    assert bytes(document_of(given, "ob3").content) == before
    assert "Why: Remis par erreur" in mailoutbox[-1].body
    with pytest.raises(AlreadyTakenBack):
        revoke(given, by=odile, reason="Encore")
    assert Credential.objects.count() == 1
    assert award_by_hand(given.version, person=lea, by=odile) != given


def test_a_badge_revoked_before_it_is_signed_is_never_signed(lea, odile, done, mailoutbox):
    given = factories.credential(lea, by=odile, issued=False)
    revoke(given, by=odile, reason="Remis par erreur")
    done()
    assert (document_of(given, "ob3"), bit_of(given)) == (None, True)
    assert [mail.subject for mail in mailoutbox] == ["A badge is revoked: Accueillir avec bienveillance"]


def test_the_badges_above_a_revoked_one_are_doubted(lea, odile, done):
    below = factories.credential(lea, by=odile)
    rule = {"kind": "badge", "achievement": "accueillir"}
    factories.published("Au-dessus", slug="au-dessus", rule=rule)
    [above] = consider_awards(lea)
    done()
    revoke(below, by=odile, reason="Remis par erreur")
    done()
    above.refresh_from_db()
    assert above.doubted_at is not None


def test_signed_again_a_badge_keeps_its_name_and_its_day(lea, odile, done):
    waiting = factories.credential(lea, by=odile, issued=False)
    with pytest.raises(NotSigned):
        reissue(waiting, by=odile)
    done()
    waiting.refresh_from_db()
    first = json.loads(bytes(document_of(waiting, "ob3").content))
    rotate_keys(waiting.issuer, by=odile, pair=factories.pair(1))
    reissue(waiting, by=odile)
    reissue(waiting, by=odile)
    done()
    newest = document_of(waiting, "ob3")
    second = json.loads(bytes(newest.content))
    assert (newest.serial, waiting.documents.count()) == (2, 8)
    assert verify_proof(second, public_multibase=newest.key.public)
    assert first["proof"][0]["verificationMethod"] != second["proof"][0]["verificationMethod"]
    kept = ("id", "awardedDate", "credentialSubject", "credentialStatus")
    assert [second[name] for name in kept] == [first[name] for name in kept]
    assert second["validFrom"] >= first["validFrom"]


def test_the_end_of_a_badge_is_told_30_days_before_7_days_before_and_that_day_once_each(lea, odile, done, mailoutbox):
    given = factories.credential(lea, factories.published(validity_months=12), by=odile)
    done()
    mailoutbox.clear()
    for days in (31, 30, 29, 8, 7, 6, 1, 0, -1):
        for _again in range(2):
            tell_what_expires_at(given.valid_until - timedelta(days=days))
    done()
    assert [mail.subject.split(":")[0] for mail in mailoutbox] == [
        "Valid for 30 more days",
        "Valid for 7 more days",
        "Valid until today",
    ]


def test_a_badge_without_end_is_never_told_to_end(lea, odile, done, mailoutbox):
    factories.credential(lea, by=odile)
    done()
    mailoutbox.clear()
    tell_what_expires_at(timezone.now() + timedelta(days=400))
    done()
    assert mailoutbox == []
