"""Organisations endorse the badges of others: signed once, shown, taken back; and never what is hidden."""

import json
import threading

import pytest
from django.db import connection
from django.urls import reverse

from badges.achievements.actions import archive
from badges.awarding.actions import revoke
from badges.backpack.actions import hide_badge, show_badge
from badges.endorsing.actions import AlreadyWithdrawn, NotEndorsed, endorse, withdraw_endorsement
from badges.endorsing.models import Endorsement
from badges.issuing.keys import rotate_keys
from badges.issuing.models import Issuer
from badges.openbadges.integrity import verify_proof
from outillerie.accounts.models import Membership, Organisation
from tests.badges.factories import credential, issuer, pair, published
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def canal(db):
    """An organisation that gives badges too."""
    organisation = Organisation.objects.create(name="Atelier du Canal")
    return issuer("canal", name="Atelier du Canal", organisation=organisation)


@pytest.fixture
def manager(canal):
    made = person("manager@example.org", first_name="Aline")
    Membership.objects.create(person=made, organisation=canal.organisation, role="manager", state="active")
    return made


@pytest.fixture
def badge(db):
    return published()


@pytest.fixture
def held(badge):
    found = credential(version=badge)
    show_badge(found)
    found.refresh_from_db()
    return found


def said(canal, **subject):
    return endorse(endorser=canal, comment="Nous le demandons.", by=None, **subject)


def test_an_endorsement_is_signed_by_the_key_of_the_organisation_and_kept(canal, badge, settings):
    found = said(canal, achievement=badge.achievement)
    document = json.loads(bytes(found.document))
    assert verify_proof(document, public_multibase=found.key.public) is True
    assert document["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert document["id"] == f"{settings.PERMANENT_URL}/openbadges/endorsements/{found.uuid}.json"
    assert document["credentialSubject"]["endorsementComment"] == "Nous le demandons."
    assert document["credentialSubject"]["id"].endswith("/openbadges/achievements/accueillir/1/achievement.json")
    assert document["issuer"]["id"].endswith(":openbadges:issuers:canal")


def test_a_badge_given_is_endorsed_by_its_own_address(canal, held):
    document = json.loads(bytes(said(canal, credential=held).document))
    assert document["credentialSubject"]["id"].endswith(f"/openbadges/credentials/{held.uuid}.json")


def test_its_address_answers_what_was_signed_then_that_it_was_taken_back(client, canal, badge):
    found = said(canal, achievement=badge.achievement)
    address = f"/openbadges/endorsements/{found.uuid}.json"
    assert client.get(address).content == bytes(found.document)
    withdraw_endorsement(found)
    assert client.get(address).status_code == 410
    with pytest.raises(AlreadyWithdrawn):
        withdraw_endorsement(found)


def test_it_still_verifies_after_its_keys_are_replaced(canal, badge):
    found = said(canal, achievement=badge.achievement)
    rotate_keys(canal, by=None, pair=pair(0))
    found = Endorsement.objects.get(pk=found.pk)
    assert verify_proof(json.loads(bytes(found.document)), public_multibase=found.key.public) is True


def test_an_organisation_endorses_a_badge_once_until_it_takes_it_back(canal, badge):
    first = said(canal, achievement=badge.achievement)
    with pytest.raises(NotEndorsed):
        said(canal, achievement=badge.achievement)
    withdraw_endorsement(first)
    assert said(canal, achievement=badge.achievement).pk != first.pk


def test_nobody_endorses_their_own_badge(badge):
    with pytest.raises(NotEndorsed):
        said(badge.achievement.issuer, achievement=badge.achievement)


def test_an_empty_word_is_refused(canal, badge):
    with pytest.raises(NotEndorsed):
        endorse(endorser=canal, comment="  ", by=None, achievement=badge.achievement)


def test_what_is_hidden_revoked_or_no_longer_given_is_not_endorsed(canal, badge, held):
    hide_badge(held)
    with pytest.raises(NotEndorsed):
        said(canal, credential=held)
    show_badge(held)
    revoke(held, by=None, reason="Par erreur.")
    with pytest.raises(NotEndorsed):
        said(canal, credential=held)
    archive(badge.achievement, by=None)
    with pytest.raises(NotEndorsed):
        said(canal, achievement=badge.achievement)
    assert Endorsement.objects.count() == 0


def test_it_shows_on_the_page_of_what_it_is_about(client, canal, badge, held, django_capture_on_commit_callbacks):
    first, second = said(canal, achievement=badge.achievement), said(canal, credential=held)
    address = reverse("ob-endorsement", args=[first.uuid])
    assert address in client.get(badge.achievement.get_absolute_url()).text
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_endorsement(first)
    assert address not in client.get(badge.achievement.get_absolute_url()).text
    assert reverse("ob-endorsement", args=[second.uuid]) in client.get(held.get_absolute_url()).text


# --- pages ---


def sent(client, **fields):
    return client.post(reverse("new-endorsement"), {"comment": "Nous le demandons.", **fields})


def test_the_pages_do_not_exist_for_those_who_speak_for_no_issuer(client, canal, badge):
    found = said(canal, achievement=badge.achievement)
    outsider = person("other@example.org")
    Membership.objects.create(person=outsider, organisation=canal.organisation, role="member", state="active")
    client.force_login(outsider)
    addresses = [reverse("endorsements"), reverse("new-endorsement")]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert sent(client, endorser=canal.pk, subject="/badges/accueillir/").status_code == 404
    assert client.post(reverse("withdraw-endorsement", args=[found.uuid])).status_code == 404
    found.refresh_from_db()
    assert found.withdrawn_at is None


def test_a_manager_endorses_a_badge_by_its_address_then_takes_it_back(client, canal, manager, badge):
    client.force_login(manager)
    response = sent(client, endorser=canal.pk, subject="http://testserver/badges/accueillir/v1/")
    assert response.url == reverse("endorsements")
    found = Endorsement.objects.get()
    assert (found.achievement, found.endorsed_by) == (badge.achievement, manager)
    client.post(reverse("withdraw-endorsement", args=[found.uuid]))
    found.refresh_from_db()
    assert found.withdrawn_at is not None
    assert client.get(reverse("endorsements")).status_code == 200


def test_what_an_organisation_said_is_taken_back_even_once_it_gives_no_badges(client, canal, manager, badge):
    found = said(canal, achievement=badge.achievement)
    Issuer.objects.filter(pk=canal.pk).update(is_active=False)
    client.force_login(manager)
    assert reverse("new-endorsement") not in client.get(reverse("endorsements")).text
    assert client.get(reverse("new-endorsement")).status_code == 404
    client.post(reverse("withdraw-endorsement", args=[found.uuid]))
    found.refresh_from_db()
    assert found.withdrawn_at is not None


def test_a_manager_endorses_a_badge_that_somebody_shows(client, canal, manager, held):
    client.force_login(manager)
    sent(client, endorser=canal.pk, subject=f"https://hub.example.org/badge/{held.uuid}/")
    assert Endorsement.objects.get().credential == held


def test_a_hidden_badge_is_not_found_as_a_missing_one_is_not(client, canal, manager, held):
    hide_badge(held)
    client.force_login(manager)
    answers = [
        sent(client, endorser=canal.pk, subject=f"/badge/{uuid}/").context["form"].errors["subject"]
        for uuid in (held.uuid, "7d3f6a52-64f0-4a0c-9a2b-0d5f1f0a8c11")
    ]
    assert answers[0] == answers[1]
    assert Endorsement.objects.count() == 0


def test_a_manager_does_not_speak_for_another_organisation(client, manager, badge):
    client.force_login(manager)
    response = sent(client, endorser=badge.achievement.issuer_id, subject="/badges/accueillir/")
    assert list(response.context["form"].errors) == ["endorser"]


def test_a_refusal_keeps_what_was_typed(client, canal, manager, badge):
    said(canal, achievement=badge.achievement)
    client.force_login(manager)
    response = sent(client, endorser=canal.pk, subject="/badges/accueillir/")
    assert response.status_code == 200
    assert "Nous le demandons." in response.text
    assert Endorsement.objects.count() == 1


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_as_many_questions_whatever_its_length(client, canal, manager, django_assert_num_queries, many):
    for number in range(many):
        said(canal, achievement=published(slug=f"badge-{number}").achievement)
    client.force_login(manager)
    client.get(reverse("endorsements"))
    with django_assert_num_queries(11):
        client.get(reverse("endorsements"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_people_of_one_organisation_press_at_once_and_one_endorsement_stands(canal, badge):
    outcomes, start = [], threading.Barrier(2)

    def press():
        start.wait()
        try:
            outcomes.append(said(canal, achievement=badge.achievement))
        except NotEndorsed as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Endorsement", "NotEndorsed"]
    assert Endorsement.objects.count() == 1
