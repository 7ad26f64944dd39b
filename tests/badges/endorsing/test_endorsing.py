"""Organisations endorse the badges of others: signed once, shown, taken back; and never what is hidden."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.models import UniqueConstraint
from django.urls import reverse
from django.utils import timezone

from badges.achievements.actions import archive, publish
from badges.awarding.actions import revoke
from badges.backpack.actions import hide_badge, show_badge
from badges.endorsing.actions import AlreadyWithdrawn, NotEndorsed, endorse, withdraw_endorsement
from badges.endorsing.models import Endorsement
from badges.endorsing.queries import endorsements_of_achievement
from badges.issuing.keys import ED25519, declare_compromised, rotate_keys
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


def test_what_a_compromised_key_signed_is_taken_back_and_said_again_by_the_new_one(client, canal, manager, badge, held):
    first = endorse(endorser=canal, comment="Nous le demandons.", by=manager, achievement=badge.achievement)
    second, gone = said(canal, credential=held), said(canal, achievement=published(slug="autre").achievement)
    withdraw_endorsement(gone)
    hide_badge(held)
    declare_compromised(first.key, since=timezone.now(), by=None, private=pair(0)[ED25519])
    standing = list(Endorsement.objects.filter(withdrawn_at=None).order_by("pk"))
    assert [(row.achievement, row.credential, row.endorsed_by) for row in standing] == [
        (badge.achievement, None, manager),
        (None, held, None),
    ]
    for former, again in zip((first, second), standing, strict=True):
        before, after = json.loads(bytes(former.document)), json.loads(bytes(again.document))
        assert verify_proof(after, public_multibase=again.key.public) is True
        assert (again.key.state, again.comment) == ("active", former.comment)
        assert (after["credentialSubject"], after["name"]) == (before["credentialSubject"], before["name"])
        assert client.get(f"/openbadges/endorsements/{former.uuid}.json").status_code == 410
        assert client.get(f"/openbadges/endorsements/{again.uuid}.json").content == bytes(again.document)


def test_an_endorsement_says_when_it_is_of_an_earlier_version(canal, badge):
    found = said(canal, achievement=badge.achievement)
    Endorsement.objects.filter(pk=found.pk).update(endorsed_at=badge.published_at.replace(microsecond=0))
    assert [row.is_of_earlier for row in endorsements_of_achievement(badge.achievement)] == [False]
    badge.achievement.name = "Accueillir chacun"
    badge.achievement.save()
    publish(badge.achievement, by=None)
    Endorsement.objects.filter(pk=found.pk).update(endorsed_at=badge.published_at - timedelta(days=1))
    assert [row.is_of_earlier for row in endorsements_of_achievement(badge.achievement)] == [True]


def test_an_organisation_endorses_a_badge_once_until_it_takes_it_back(canal, badge):
    first = said(canal, achievement=badge.achievement)
    with pytest.raises(NotEndorsed):
        said(canal, achievement=badge.achievement)
    withdraw_endorsement(first)
    assert said(canal, achievement=badge.achievement).pk != first.pk


def test_nobody_endorses_their_own_badge(badge):
    with pytest.raises(NotEndorsed):
        said(badge.achievement.issuer, achievement=badge.achievement)


def test_what_is_signed_for_ever_turns_no_line_around(canal, badge):
    comment = " Nous\u202e le demandons.\r\nToujours.\x07 "
    found = endorse(endorser=canal, comment=comment, by=None, achievement=badge.achievement)
    assert found.comment == "Nous le demandons.\nToujours."
    assert json.loads(bytes(found.document))["credentialSubject"]["endorsementComment"] == found.comment


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


def test_a_manager_endorses_a_badge_that_somebody_shows(client, canal, manager, held, settings):
    client.force_login(manager)
    sent(client, endorser=canal.pk, subject=f"{settings.BASE_URL}/badge/{held.uuid}/")
    assert Endorsement.objects.get().credential == held


@pytest.mark.parametrize(
    "site",
    ["https://autre-hub.example.org", "//autre-hub.example.org", "https://[", "https://testserver@autre.example"],
)
def test_the_badge_of_another_site_is_not_taken_for_the_one_here_of_the_same_name(client, canal, manager, badge, site):
    client.force_login(manager)
    response = sent(client, endorser=canal.pk, subject=f"{site}/badges/accueillir/")
    assert list(response.context["form"].errors) == ["subject"]
    assert Endorsement.objects.count() == 0


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


# --- two at once ---


def pressed_at_once(deed) -> list[str]:
    """Return what two people were told who do `deed` at the same instant: the name of what came back, or was raised."""
    outcomes, start = [], threading.Barrier(2)

    def press():
        start.wait()
        try:
            outcomes.append(type(deed()).__name__)
        except (NotEndorsed, DatabaseError) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


AT_ONCE = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@AT_ONCE
@pytest.mark.parametrize("what", ["achievement", "credential"])
def test_two_people_of_one_organisation_press_at_once_and_one_endorsement_stands(canal, badge, held, what):
    subject = {"achievement": badge.achievement} if what == "achievement" else {"credential": held}
    assert pressed_at_once(lambda: said(canal, **subject)) == ["Endorsement", "NotEndorsed"]
    assert Endorsement.objects.count() == 1


@pytest.fixture
def nothing_in_the_database():
    """Take away what the database refuses: two endorsements of one thing by one organisation."""
    rules = [rule for rule in Endorsement._meta.constraints if isinstance(rule, UniqueConstraint)]
    with connection.schema_editor() as editor:
        for rule in rules:
            editor.remove_constraint(Endorsement, rule)
    yield
    Endorsement.objects.all().delete()
    with connection.schema_editor() as editor:
        for rule in rules:
            editor.add_constraint(Endorsement, rule)


@AT_ONCE
@pytest.mark.parametrize("what", ["achievement", "credential"])
def test_control_without_the_word_of_the_database_two_endorsements_stand(
    canal, badge, held, what, nothing_in_the_database
):
    subject = {"achievement": badge.achievement} if what == "achievement" else {"credential": held}
    assert pressed_at_once(lambda: said(canal, **subject)) == ["Endorsement", "Endorsement"]
    assert Endorsement.objects.count() == 2
