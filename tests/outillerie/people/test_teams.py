"""Who is in an organisation: asked, answered, left. What was made stays whatever becomes of the members."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outillerie.accounts.models import Membership, Organisation
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.permissions import can_edit_kit
from outillerie.notifications.models import Notification
from outillerie.people import actions
from tests import factories
from tests.outillerie.people.conftest import (
    ACTIVE,
    JOIN,
    PAGE,
    REQUESTED,
    TEAM,
    browser_of,
    invited,
    member_of,
    press,
    someone,
    team,
    told,
)

pytestmark = pytest.mark.django_db


def request_of(organisation, person):
    return actions.ask_to_join(organisation, by=person)


# --- asking ---


def test_someone_asks_with_a_word_and_the_managers_are_told(organisation, manager, member, stranger):
    page = browser_of(stranger).get(PAGE).content.decode()
    assert f'href="{JOIN}"' in page
    assert press(stranger, JOIN, message="Je travaille à la médiathèque.").url == "/mon-espace/"
    row = Membership.objects.get(person=stranger)
    assert (row.state, row.message) == (REQUESTED, "Je travaille à la médiathèque.")
    assert told() == [("Ines", "asked")]
    assert "waits for an answer" in browser_of(stranger).get("/mon-espace/").content.decode()
    assert "Je travaille à la médiathèque." in browser_of(manager).get(TEAM).content.decode()


def test_asking_twice_is_one_request(organisation, manager, stranger):
    press(stranger, JOIN, message="un")
    press(stranger, JOIN, message="deux")
    assert Membership.objects.get(person=stranger).message == "deux"
    assert told() == [("Ines", "asked")]


def test_a_request_to_an_organisation_without_manager_goes_to_the_hub(organisation, hub_staff, stranger):
    request_of(organisation, stranger)
    assert told() == [("Odile", "asked")]


def test_a_member_who_asks_is_told_so(organisation, member):
    assert press(member, JOIN).url == TEAM
    assert team(organisation) == [("Samir", "member", ACTIVE)]


def test_a_request_is_taken_back(organisation, manager, stranger):
    request_of(organisation, stranger)
    press(stranger, f"{JOIN}annuler/")
    assert not Membership.objects.filter(person=stranger).exists()


def test_taking_a_request_back_does_not_end_a_membership(organisation, member):
    press(member, f"{JOIN}annuler/")
    assert team(organisation) == [("Samir", "member", ACTIVE)]


def test_LEAK_01_nobody_asks_an_organisation_that_shows_nothing(organisation, stranger):
    KitPage.objects.get(slug="canal").unpublish()
    assert (browser_of(stranger).get(JOIN).status_code, press(stranger, JOIN).status_code) == (404, 404)
    assert browser_of(stranger).get("/organisations/personne/rejoindre/").status_code == 404


# --- answering ---


def test_a_manager_accepts(organisation, manager, stranger):
    row = request_of(organisation, stranger)
    assert press(manager, f"{TEAM}demandes/{row.pk}/", answer="accept").url == TEAM
    assert team(organisation)[-1] == ("Mallory", "member", ACTIVE)
    assert told() == [("Ines", "asked"), ("Mallory", "accepted")]


def test_a_manager_declines_and_the_person_may_ask_again(organisation, manager, stranger):
    row = request_of(organisation, stranger)
    press(manager, f"{TEAM}demandes/{row.pk}/", answer="decline")
    assert team(organisation) == [("Ines", "manager", ACTIVE)]
    assert told()[-1] == ("Mallory", "declined")
    assert Notification.objects.latest("pk").path == "/mon-espace/"
    request_of(organisation, stranger)


def test_the_second_manager_to_answer_sees_that_it_is_done(organisation, manager, stranger):
    row = request_of(organisation, stranger)
    actions.accept_request(row, by=manager)
    with pytest.raises(actions.AlreadyAnswered):
        actions.decline_request(row, by=manager)
    page = browser_of(manager).post(f"{TEAM}demandes/{row.pk}/", {"answer": "decline"}, follow=True).content.decode()
    assert "has been answered meanwhile" in page
    assert team(organisation)[-1] == ("Mallory", "member", ACTIVE)


def test_hub_staff_name_the_first_manager(organisation, hub_staff, member):
    row = Membership.objects.get(person=member)
    assert press(hub_staff, f"{TEAM}personnes/{row.pk}/", deed="promote").url == TEAM
    assert (team(organisation), told()) == ([("Samir", "manager", ACTIVE)], [("Samir", "manager")])


def test_a_manager_shares_and_takes_back_the_role(organisation, manager, member):
    row = Membership.objects.get(person=member)
    for deed, role in (("promote", "manager"), ("demote", "member")):
        press(manager, f"{TEAM}personnes/{row.pk}/", deed=deed)
        row.refresh_from_db()
        assert row.role == role
    assert told() == [("Samir", "manager"), ("Samir", "member")]


def test_the_last_manager_is_not_made_a_plain_member(organisation, hub_staff, manager, member):
    row = Membership.objects.get(person=manager)
    with pytest.raises(actions.LastManager):
        actions.change_role(row, "member", by=hub_staff)
    with pytest.raises(actions.LastManager):
        actions.remove_member(row, by=hub_staff)
    assert len(team(organisation)) == 2


def test_a_manager_removes_a_member_who_is_told(organisation, manager, member):
    row = Membership.objects.get(person=member)
    press(manager, f"{TEAM}personnes/{row.pk}/", deed="remove")
    assert (team(organisation), told()) == ([("Ines", "manager", ACTIVE)], [("Samir", "removed")])


# --- leaving ---


def test_a_member_leaves_and_the_managers_are_told(organisation, manager, member):
    assert press(member, f"{TEAM}quitter/").url == "/mon-espace/"
    assert (team(organisation), told()) == ([("Ines", "manager", ACTIVE)], [("Ines", "left")])


def test_the_last_manager_leaves_the_team_to_someone(organisation, manager, member):
    page = browser_of(manager).post(f"{TEAM}quitter/", follow=True).content.decode()
    assert "Nobody else manages this organisation. Name another manager first." in page
    press(manager, f"{TEAM}quitter/", successor=Membership.objects.get(person=member).pk)
    assert (team(organisation), told()) == ([("Samir", "manager", ACTIVE)], [("Samir", "manager"), ("Samir", "left")])


def test_a_manager_who_is_alone_may_leave(organisation, manager, stranger):
    request_of(organisation, stranger)
    press(manager, f"{TEAM}quitter/")
    assert team(organisation) == [("Mallory", "member", REQUESTED)]


def test_nobody_outside_the_team_inherits_it(organisation, manager, member, stranger):
    elsewhere = member_of(Organisation.objects.create(name="Ailleurs"), stranger)
    asked = member_of(organisation, someone("Noe"), state="requested")
    for row in (elsewhere, asked):
        press(manager, f"{TEAM}quitter/", successor=row.pk)
    assert ("Ines", "manager", ACTIVE) in team(organisation)


def test_leaving_changes_nothing_of_what_was_published(organisation, manager, member):
    kit = KitPage.objects.get(slug="canal")
    KitPage.objects.update(owner=member)
    browser = browser_of(None)
    before = (json.dumps(KitVersion.objects.get(kit=kit).values), browser.get("/kits/canal/").content)
    actions.leave(Membership.objects.get(person=member))
    kit.refresh_from_db()
    after = (json.dumps(KitVersion.objects.get(kit=kit).values), browser_of(None).get("/kits/canal/").content)
    assert (before == after, kit.organisation, kit.owner) == (True, organisation, member)


def test_someone_who_left_changes_their_own_drafts_and_no_longer_those_of_the_organisation(
    organisation, manager, member
):
    theirs, other = (factories.draft(slug=slug, organisation="Atelier du Canal") for slug in ("sien", "autre"))
    KitPage.objects.filter(pk=theirs.pk).update(owner=member)
    KitPage.objects.filter(pk=other.pk).update(owner=manager)

    def may_edit():
        person = type(member).objects.get(pk=member.pk)
        return [can_edit_kit(person, KitPage.objects.get(pk=kit.pk)) for kit in (theirs, other)]

    assert may_edit() == [True, True]
    actions.leave(Membership.objects.get(person=member))
    assert may_edit() == [True, False]


def test_the_team_is_read_in_as_many_questions_whatever_its_size(organisation, manager):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            browser.get(TEAM)
        return len(asked)

    browser = browser_of(manager)
    member_of(organisation, someone("Un"))
    member_of(organisation, someone("Deux"), state="requested")
    invited(organisation, manager)
    questions()
    few = questions()
    for number in range(3):
        member_of(organisation, someone(f"M{number}"))
        member_of(organisation, someone(f"D{number}"), state="requested")
        invited(organisation, manager, email=f"i{number}@example.org")
    assert questions() == few
