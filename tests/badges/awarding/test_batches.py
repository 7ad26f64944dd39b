"""Lists of awards: rehearsed, launched once, one badge a person whoever asks again."""

from uuid import uuid4

import pytest

from badges.awarding.batches import TooManyAwards, award_line, counts_of, launch, rehearse
from badges.awarding.imports import award_list
from badges.awarding.models import AwardBatch, AwardLine, Credential
from outillerie.outbox.models import OutboxMessage
from tests import factories as people
from tests.badges import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
THIRTY = "e-mail;nom complet\n" + "\n".join(f"p{number}@example.org;Personne {number}" for number in range(30))


def table(text):
    return award_list(text.encode())


def test_thirty_people_twice_are_thirty_badges_and_the_second_report_says_already(odile, done, mailoutbox):
    achievement = factories.published().achievement
    first = launch(achievement, table(THIRTY), by=odile, key=uuid4(), reason="Journée du 3 mars")
    done()
    second = launch(achievement, table(THIRTY), by=odile, key=uuid4())
    done()
    nothing = {"awarded": 0, "already": 0, "refused": 0, "waiting": 0}
    assert counts_of(first) == {**nothing, "awarded": 30}
    assert counts_of(second) == {**nothing, "already": 30}
    assert (Credential.objects.count(), len(mailoutbox)) == (30, 30)
    assert set(Credential.objects.values_list("narrative", "way", "batch")) == {("Journée du 3 mars", "list", first.pk)}
    assert AwardBatch.objects.filter(done_at=None).count() == 0


def test_a_list_launched_twice_by_one_press_is_one(odile):
    achievement, key = factories.published().achievement, uuid4()
    first = launch(achievement, table(THIRTY), by=odile, key=key)
    assert launch(achievement, table(THIRTY), by=odile, key=key) == first
    assert AwardLine.objects.count() == 30


def test_a_rehearsal_says_what_each_line_does_and_writes_nothing(lea, odile):
    version = factories.published()
    factories.credential(lea, version, by=odile)
    listed = table("e-mail\nlea@example.org\nnoe@example.org\nNOE@example.org\npas une adresse\n")
    report = rehearse(version.achievement, listed)
    assert [(line.line, line.outcome, line.reason) for line in report.lines] == [
        (2, "already", ""),
        (3, "new", ""),
        (4, "repeated", "The same address as line 3: awarded once."),
        (5, "refused", "This is not an e-mail address."),
    ]
    assert (AwardBatch.objects.count(), Credential.objects.count()) == (0, 1)


def test_each_line_says_what_became_of_it(odile, done):
    achievement = factories.published(
        rule={"all": [{"kind": "decision"}, {"kind": "minutes", "at_least": 60}]}
    ).achievement
    text = "e-mail\nodile@example.org\nnoe@example.org\nnoe@example.org\nfaux\n"
    batch = launch(achievement, table(text), by=odile, key=uuid4())
    done()
    assert list(batch.lines.values_list("number", "outcome", "problem")) == [
        (2, "refused", "Nobody awards a badge to themselves: ask somebody else of your team."),
        (3, "refused", "This badge asks for more. Still missing: attend sessions for 1\u00a0h more."),
        (4, "already", "The same address as line 3: awarded once."),
        (5, "refused", "This is not an e-mail address."),
    ]


def test_a_line_done_again_changes_nothing(odile):
    batch = launch(factories.published().achievement, table("noe@example.org"), by=odile, key=uuid4())
    message = OutboxMessage.objects.get(kind="award-line")
    award_line(message.payload)
    award_line(message.payload)
    assert counts_of(batch)["awarded"] == 1
    assert Credential.objects.count() == 1


def test_two_addresses_of_one_person_are_one_badge(lea, odile, done):
    from allauth.account.models import EmailAddress

    for address in ("lea@example.org", "lea@autre.example"):
        EmailAddress.objects.create(user=lea, email=address, verified=True)
    batch = launch(
        factories.published().achievement, table("lea@example.org\nlea@autre.example"), by=odile, key=uuid4()
    )
    done()
    assert list(batch.lines.values_list("outcome", flat=True)) == ["awarded", "already"]


def test_nobody_floods_strangers_with_badges(odile, monkeypatch):
    monkeypatch.setattr("badges.awarding.batches.MOST_A_DAY", 30)
    achievement = factories.published().achievement
    launch(achievement, table(THIRTY), by=odile, key=uuid4())
    with pytest.raises(TooManyAwards):
        launch(achievement, table("un-de-plus@example.org"), by=odile, key=uuid4())
    assert people.person("autre@example.org", group="hub staff")
