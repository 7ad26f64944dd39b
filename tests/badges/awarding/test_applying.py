"""Applying for a badge: a trainer's word decides, the voices of peers count, nobody reads their own."""

import pytest
from django.urls import reverse

from badges.achievements.actions import archive
from badges.awarding import applying
from badges.awarding.models import ApplicationReview, BadgeApplication, Credential
from badges.awarding.permissions import can_see_application
from badges.awarding.queries import applications_for, applications_for_peers
from outillerie.notifications.models import Notification
from tests import factories as people
from tests.badges import factories
from tests.faults.deeds import work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TWO_PEERS = {"kind": "application", "at_least": 2}


@pytest.fixture
def version(db):
    return factories.published(rule=TWO_PEERS, accepts_applications=True)


@pytest.fixture
def application(version, lea):
    return applying.apply(version.achievement, lea, text="J’ai accueilli dix personnes.", file=("note.txt", b"Dix"))


def holder(version, address):
    """Return somebody who holds the badge: a trainer accepted what they showed."""
    person = people.person(address)
    shown = applying.apply(version.achievement, person, text="Moi aussi.")
    staff = people.person(f"de-{address}", group="hub staff")
    applying.decide_application(shown, is_convincing=True, by=staff)
    work()
    return person


def test_a_trainer_accepts_and_the_badge_comes(application, lea, odile, done, badges_held):
    assert list(applications_for(odile)) == [application]
    applying.decide_application(application, is_convincing=True, by=odile)
    done()
    given = Credential.objects.get()
    assert (badges_held(lea), given.way, given.facts[0][0]) == (
        ["Accueillir avec bienveillance"],
        "application",
        "application",
    )
    assert list(applications_for(odile)) == []
    kinds = Notification.objects.filter(person=lea).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["badge-application-read", "badge-received"]


def test_returned_with_a_reason_one_applies_again(application, version, lea, odile, badges_held):
    with pytest.raises(applying.ReasonNeeded):
        applying.decide_application(application, is_convincing=False, by=odile)
    applying.decide_application(application, is_convincing=False, reason="Dites avec qui.", by=odile)
    assert badges_held(lea) == []
    assert applying.apply(version.achievement, lea, text="Avec Tom.").state == "waiting"


def test_nothing_is_accepted_for_a_badge_that_is_not_awarded_any_more(application, version, lea, odile, client):
    """«Accepted», and no badge ever comes: it is returned, with a reason."""
    archive(version.achievement, by=odile)
    client.force_login(odile)
    page = reverse("badge-application", args=[application.pk])
    answer = client.post(page, {"is_convincing": "yes", "reason": ""})
    assert (answer.status_code, BadgeApplication.objects.get().state) == (422, "waiting")
    assert "accepter n’apporterait rien" in answer.content.decode()
    applying.decide_application(application, is_convincing=False, reason="Ce badge n’est plus remis.", by=odile)
    assert BadgeApplication.objects.get().state == "returned"


def test_two_peers_who_are_convinced_bring_the_badge(application, version, lea, badges_held):
    zoe, noe = holder(version, "zoe@example.org"), holder(version, "noe@example.org")
    assert applications_for_peers(zoe) == [application]
    applying.review_as_peer(application, is_convincing=True, by=zoe)
    assert (applications_for_peers(zoe), badges_held(lea)) == ([], [])
    with pytest.raises(applying.AlreadyRead):
        applying.review_as_peer(application, is_convincing=True, by=zoe)
    applying.review_as_peer(application, is_convincing=True, by=noe)
    assert badges_held(lea) == ["Accueillir avec bienveillance"]


def test_a_peer_holds_the_badge_and_nobody_reads_their_own(application, version, lea, tom, odile):
    with pytest.raises(applying.NotAsked):
        applying.review_as_peer(application, is_convincing=True, by=tom)
    own = applying.apply(version.achievement, odile, text="La mienne")
    with pytest.raises(applying.NotAsked):
        applying.decide_application(own, is_convincing=True, by=odile)
    assert own not in applications_for(odile)
    assert ApplicationReview.objects.count() == 0


def test_one_application_waits_at_a_time(application, version, lea):
    with pytest.raises(applying.AlreadyApplied):
        applying.apply(version.achievement, lea, text="Encore")
    assert BadgeApplication.objects.count() == 1


def test_a_badge_that_takes_no_application_or_is_held_refuses(lea, odile):
    closed = factories.published()
    with pytest.raises(applying.CannotApply):
        applying.apply(closed.achievement, lea, text="Bonjour")


def test_taken_back_nothing_of_it_stays(application, lea, odile):
    storage, name = application.file.storage, application.file.name
    applying.withdraw_application(application, by=lea)
    application.refresh_from_db()
    assert (application.text, application.file.name, application.state) == ("", "", "withdrawn")
    work()
    assert not storage.exists(name)
    with pytest.raises(applying.AlreadyDecided):
        applying.decide_application(application, is_convincing=True, by=odile)


def test_those_who_may_read_an_application_are_its_person_its_trainers_and_its_peers(
    application, version, lea, tom, odile
):
    zoe = holder(version, "zoe@example.org")
    assert [can_see_application(person, application) for person in (lea, tom, odile, zoe)] == [True, False, True, True]


def test_its_file_is_for_those_who_read_it_and_is_a_download(client, application, lea, tom):
    address = reverse("application-file", args=[application.pk])
    client.force_login(tom)
    assert client.get(address).status_code == 404
    client.force_login(lea)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], b"".join(answer.streaming_content)) == (
        200,
        "application/octet-stream",
        b"Dix",
    )
    assert answer["Content-Disposition"].startswith("attachment")


def test_applying_and_reading_through_the_pages(client, version, lea, odile):
    client.force_login(lea)
    address = reverse("apply-for-badge", args=["accueillir"])
    assert "candidater et convaincre une personne formatrice ou 2 pairs" in client.get(address).content.decode()
    assert client.post(address, {"text": ""}).status_code == 422
    answer = client.post(address, {"text": "J’ai accueilli.", "link": "https://example.org/page"})
    made = BadgeApplication.objects.get()
    page = reverse("badge-application", args=[made.pk])
    assert (answer.status_code, answer.url) == (302, page)
    assert client.get(address).url == page
    assert client.post(page, {"is_convincing": "yes"}).status_code == 404
    client.force_login(odile)
    assert client.post(page, {"is_convincing": "no"}).status_code == 422
    assert client.post(page, {"is_convincing": "yes"}).url == reverse("awarding")
    assert Credential.objects.filter(holder=lea).count() == 1
    client.force_login(lea)
    assert "Accueillir" in client.get(reverse("badge-applications")).content.decode()
