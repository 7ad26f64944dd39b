"""Only its managers act on a team, through its own forms, and nobody learns an address there."""

import pytest

from outillerie.accounts.models import Invitation, Membership, Organisation
from outillerie.people.emails import invitation_token
from tests.outillerie.people.conftest import JOIN, REQUESTED, TEAM, browser_of, invited, member_of, press, someone, team

pytestmark = pytest.mark.django_db


@pytest.fixture
def deeds(organisation, manager, member):
    """Every deed of a manager, as addresses and forms, with the state they would change."""
    asked = member_of(organisation, someone("Noe"), state="requested")
    waiting = invited(organisation, manager, email="eve@example.org")
    row = Membership.objects.get(person=member)
    return [
        (TEAM, {"email": "x@example.org", "role": "manager"}),
        (f"{TEAM}demandes/{asked.pk}/", {"answer": "accept"}),
        (f"{TEAM}demandes/{asked.pk}/", {"answer": "decline"}),
        (f"{TEAM}personnes/{row.pk}/", {"deed": "promote"}),
        (f"{TEAM}personnes/{row.pk}/", {"deed": "remove"}),
        (f"{TEAM}invitations/{waiting.pk}/annuler/", {}),
    ]


def state():
    people = Membership.objects.order_by("pk").values_list("person", "organisation", "role", "state")
    return list(people), list(Invitation.objects.values_list("email", "accepted_at"))


@pytest.mark.parametrize("who", ["stranger", "member", "asking", "elsewhere", "moderator"])
def test_ATK_IDOR_01_only_its_managers_act_on_a_team(organisation, deeds, member, stranger, who):
    person = {"member": member, "moderator": someone("Modo", group="moderator")}.get(who, stranger)
    if who == "asking":
        member_of(organisation, stranger, state="requested", role="manager")
    if who == "elsewhere":
        member_of(Organisation.objects.create(name="Ailleurs"), stranger, role="manager")
    before = state()
    assert {press(person, path, **data).status_code for path, data in deeds} == {404}
    assert (state(), browser_of(person).get(TEAM).status_code) == (before, 200 if who == "member" else 404)


def test_ATK_IDOR_01_signed_out_nobody_acts_on_a_team(deeds):
    before = state()
    assert {press(None, path, **data).url.partition("?")[0] for path, data in deeds} == {"/compte/connexion/"}
    assert state() == before


def test_ATK_IDOR_02_a_manager_does_not_act_on_the_team_of_others(deeds, stranger):
    """The address names one's own organisation, the number a row of another."""
    member_of(Organisation.objects.create(name="Ailleurs"), stranger, role="manager")
    before = state()
    for path, data in deeds[1:]:
        press(stranger, path.replace("atelier-du-canal", "ailleurs"), **data)
    assert state() == before


def test_ATK_MASS_01_asking_gives_neither_role_nor_membership(organisation, manager, stranger):
    forged = {"message": "x", "state": "active", "role": "manager", "person": manager.pk, "organisation": "1"}
    browser_of(stranger).post(JOIN, forged)
    assert team(organisation)[-1] == ("Mallory", "member", REQUESTED)


def test_ATK_MASS_01_an_invitation_gives_only_a_role_that_exists(organisation, manager):
    assert press(manager, TEAM, email="x@example.org", role="owner").status_code == 200
    press(
        manager, TEAM, email="x@example.org", role="member", accepted_at="2026-01-01", invited_by="1", organisation="1"
    )
    row = Invitation.objects.get()
    assert (row.organisation, row.invited_by, row.accepted_at) == (organisation, manager, None)


def test_ATK_CSRF_01_nothing_changes_by_reading_or_without_the_token_of_the_form(deeds, manager, member):
    before = state()
    reader, forger = browser_of(manager), browser_of(manager, enforce_csrf_checks=True)
    paths = [path for path, _data in deeds] + [f"{TEAM}quitter/", f"{JOIN}annuler/"]
    assert {reader.get(path).status_code for path in paths if path != TEAM} == {405}
    assert {forger.post(path, data).status_code for path, data in [*deeds, (f"{TEAM}quitter/", {}), (JOIN, {})]} == {
        403
    }
    noe = someone("Lou")
    accepting = browser_of(noe, enforce_csrf_checks=True)
    row = Invitation.objects.get()
    assert accepting.post(f"/invitations/{invitation_token(row)}/").status_code == 403
    assert state() == before


def test_LEAK_09_the_team_shows_no_address_but_those_that_its_managers_wrote(organisation, deeds, manager, member):
    shown = [browser_of(person).get(TEAM).content.decode() for person in (manager, member)]
    assert [("eve@example.org" in page, "samir@example.org" in page) for page in shown] == [
        (True, False),
        (False, False),
    ]
