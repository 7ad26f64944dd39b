"""The workbench: for those who award, and for nobody else (404)."""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from badges.awarding.actions import award_by_hand
from badges.awarding.formats.award_lists import MOST_BYTES
from badges.awarding.forms import AwardListForm
from badges.awarding.leaving import erase_badges
from badges.awarding.models import AwardBatch, AwardDecision, Credential
from outillerie.accounts.models import Membership, Organisation
from tests import factories as people
from tests.badges import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(lea, odile):
    return factories.credential(lea, by=odile, reason="Elle accueille seule.")


def addresses(given):
    slug = given.version.achievement.slug
    named = [reverse(name, args=[slug]) for name in ("awards", "award-badge", "award-list", "awards-table")]
    return [reverse("awarding"), *named, reverse("one-award", args=[given.uuid])]


def test_the_workbench_is_for_those_who_award(client, given, lea, odile):
    outsider = people.person("autre@example.org", group="trainer")
    pages = addresses(given)
    assert {client.get(page).status_code for page in pages} == {302}
    for person in (lea, outsider):
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} == {404}
    client.force_login(odile)
    assert {client.get(page).status_code for page in pages} == {200}


def test_trainers_award_the_badges_of_their_organisation_and_no_others(client, given, tom):
    organisation = Organisation.objects.create(name="Les Tisserands")
    trainer = people.person("tri@example.org", group="trainer")
    Membership.objects.create(person=trainer, organisation=organisation, state=Membership.State.ACTIVE)
    theirs = factories.published(
        "Tisser", slug="tisser", issuer=factories.issuer("tisserands", organisation=organisation)
    )
    client.force_login(trainer)
    page = client.get(reverse("awarding")).content.decode()
    assert ("Tisser" in page, "Accueillir" in page) == (True, False)
    answer = client.post(reverse("award-badge", args=["tisser"]), {"email": tom.email, "reason": "Bravo"})
    made = Credential.objects.get(version=theirs)
    assert (answer.status_code, answer.url) == (302, reverse("one-award", args=[made.uuid]))
    assert client.post(reverse("one-award", args=[given.uuid]), {"deed": "revoke"}).status_code == 404


def test_nobody_decides_about_their_own_badge(client, given):
    from django.contrib.auth.models import Group

    given.holder.groups.add(Group.objects.get(name="hub staff"))
    client.force_login(given.holder)
    page = reverse("one-award", args=[given.uuid])
    assert "Retirer ce badge" not in client.get(page).content.decode()
    assert client.post(page, {"deed": "revoke", "revoke-reason": "Non"}).status_code == 404


def test_an_award_says_what_justified_it_and_is_revoked_with_a_reason(client, given, odile):
    client.force_login(odile)
    page = reverse("one-award", args=[given.uuid])
    text = client.get(page).content.decode()
    assert "Elle accueille seule." in text
    assert "les mêmes lignes le justifient toujours" in text
    assert client.post(page, {"deed": "revoke", "revoke-reason": ""}).status_code == 422
    assert client.post(page, {"deed": "eat"}).status_code == 404
    assert client.post(page, {"deed": "revoke", "revoke-reason": "Erreur"}).status_code == 302
    given.refresh_from_db()
    assert given.state == "revoked"
    assert "Erreur" in client.get(page).content.decode()


def test_what_is_missing_is_said_and_the_decision_may_be_noted(client, lea, odile):
    factories.published(rule={"all": [{"kind": "decision"}, {"kind": "minutes", "at_least": 60}]})
    client.force_login(odile)
    page = reverse("award-badge", args=["accueillir"])
    facts = {"email": "zoe@example.org", "reason": "Prête"}
    answer = client.post(page, facts)
    assert answer.status_code == 422
    assert "Il manque encore\u00a0: suivre encore 1\u00a0h de séances." in answer.content.decode()
    assert client.post(page, {**facts, "deed": "note"}).url == reverse("awards", args=["accueillir"])
    assert list(AwardDecision.objects.values_list("email", "reason")) == [("zoe@example.org", "Prête")]
    assert Credential.objects.count() == 0


def test_a_decision_is_not_noted_for_a_badge_that_never_comes_by_itself(client, odile):
    rule = {"all": [{"kind": "decision"}, {"kind": "minutes", "at_least": 60}]}
    factories.published(rule=rule, is_automatic=False)
    client.force_login(odile)
    page = reverse("award-badge", args=["accueillir"])
    answer = client.post(page, {"email": "zoe@example.org", "reason": "Prête", "deed": "note"})
    assert (answer.status_code, 'value="note"' in answer.content.decode()) == (422, False)
    assert AwardDecision.objects.count() == 0


def test_a_badge_that_somebody_holds_already_is_not_said_to_be_awarded(client, given, odile):
    EmailAddress.objects.create(user=given.holder, email="lea@example.org", verified=True)
    client.force_login(odile)
    page = reverse("award-badge", args=["accueillir"])
    answer = client.post(page, {"email": "lea@example.org"}, follow=True)
    assert answer.redirect_chain == [(reverse("one-award", args=[given.uuid]), 302)]
    assert [message.level_tag for message in answer.context["messages"]] == ["info"]


def test_what_was_erased_is_in_no_list(client, given, odile, lea):
    erase_badges(lea)
    client.force_login(odile)
    text = client.get(reverse("awards", args=["accueillir"])).content.decode()
    assert (str(given.uuid) in text, "award-list__row" in text) == (False, False)
    assert client.get(reverse("one-award", args=[given.uuid])).status_code == 404


def test_a_list_that_is_too_heavy_is_not_read_whole(client, odile):
    factories.published()
    client.force_login(odile)
    data = b"zoe@example.org\n" * 40_000
    form = AwardListForm({}, {"file": SimpleUploadedFile("liste.csv", data)})
    assert (form.is_valid(), len(form.data_sent()[0])) == (True, MOST_BYTES + 1)
    answer = client.post(reverse("award-list", args=["accueillir"]), {"file": SimpleUploadedFile("liste.csv", data)})
    assert (answer.status_code, "trop lourde" in answer.content.decode()) == (422, True)


def test_a_list_is_shown_line_by_line_then_launched_once(client, odile, done):
    factories.published()
    client.force_login(odile)
    page = reverse("award-list", args=["accueillir"])
    assert client.post(page, {}).status_code == 422
    file = SimpleUploadedFile("liste.csv", "courriel;nom\nzoe@example.org;Zoé\n".encode("cp1252"))
    shown = client.post(page, {"file": file, "reason": "Journée"})
    assert "Remettre à 1 personne" in shown.content.decode()
    key = str(uuid4())
    first = client.post(page, {"deed": "launch", "key": key})
    assert client.post(page, {"deed": "launch", "key": key}).url == first.url
    assert client.post(page, {"deed": "launch", "key": str(uuid4())}).url == page
    assert client.get(first.url)["Refresh"] == "5"
    done()
    after = client.get(first.url)
    assert ("Refresh" in after, "zoe@example.org" in after.content.decode()) == (False, True)
    assert AwardBatch.objects.count() == 1


def test_awards_are_found_by_name_address_and_state(client, given, tom, odile):
    award_by_hand(given.version, person=tom, by=odile)
    client.force_login(odile)
    page = reverse("awards", args=["accueillir"])

    def found(query):
        text = client.get(page + query).content.decode()
        return ["Léa Martin" in text, "Tom" in text]

    assert [
        found(query) for query in ("", "?q=martin", "?q=tom@", "?etat=issued", "?etat=waiting", "?etat=revoked")
    ] == [
        [True, True],
        [True, False],
        [False, True],
        [True, False],
        [False, True],
        [False, False],
    ]


def test_the_list_of_awards_asks_as_much_of_one_as_of_three(client, given, tom, odile):
    client.force_login(odile)

    def questions(address):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    pages = [reverse("awards", args=["accueillir"]), reverse("awarding")]
    [questions(page) for page in pages]
    before = [questions(page) for page in pages]
    for person in (tom, people.person("noe@example.org")):
        award_by_hand(given.version, person=person, by=odile)
    assert [questions(page) for page in pages] == before


def test_no_cell_of_the_table_is_a_formula(client, odile):
    factories.credential(email="zoe@example.org", name="=1+1", reason="@SUM(A1)", by=odile)
    client.force_login(odile)
    answer = client.get(reverse("awards-table", args=["accueillir"]))
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert rows[1].startswith("'=1+1;zoe@example.org;")
    assert ";'@SUM(A1);" in rows[1]
