"""An organisation invites by e-mail: the same answer whoever has the address, accepted once, by its owner alone."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outillerie.accounts.models import Invitation
from outillerie.people import actions
from outillerie.people.emails import invitation_token
from tests.outillerie.people.conftest import ACTIVE, JOIN, TEAM, browser_of, invited, press, someone, team, told

pytestmark = pytest.mark.django_db


def test_an_invitation_is_a_mail_that_leads_to_a_button(organisation, manager, settings):
    settings.LANGUAGE_CODE = "en"
    assert press(manager, TEAM, email="Noe@Example.org", role="manager").url == TEAM
    row = Invitation.objects.get()
    [message] = mail.outbox
    assert (row.email, row.role, row.invited_by) == ("noe@example.org", "manager", manager)
    assert (message.to, message.subject) == (["noe@example.org"], "Ines invites you to join Atelier du Canal")
    assert f"http://127.0.0.1:8000/invitations/{invitation_token(row)}/" in message.body


@pytest.mark.parametrize("role", ["member", "manager"])
def test_the_owner_of_the_address_accepts_once(organisation, manager, role):
    row, noe = invited(organisation, manager, role=role), someone("Noe")
    path = f"/invitations/{invitation_token(row)}/"
    assert press(noe, path).url == TEAM
    assert (team(organisation)[-1], told()) == (("Noe", role, ACTIVE), [("Ines", "joined")])
    answer = browser_of(noe).post(path)
    assert (answer.status_code, "no longer valid" in answer.content.decode()) == (410, True)


def test_an_invitation_answers_a_request_that_was_waiting(organisation, manager):
    noe = someone("Noe")
    actions.ask_to_join(organisation, by=noe)
    press(noe, f"/invitations/{invitation_token(invited(organisation, manager))}/")
    assert team(organisation)[-1] == ("Noe", "member", ACTIVE)


def test_an_invitation_as_a_member_takes_no_role_away(organisation, manager):
    row = invited(organisation, manager, email=manager.email)
    press(manager, f"/invitations/{invitation_token(row)}/")
    assert team(organisation) == [("Ines", "manager", ACTIVE)]


def test_someone_without_an_account_comes_back_to_the_invitation(organisation, manager):
    path = f"/invitations/{invitation_token(invited(organisation, manager))}/"
    page = browser_of(None).get(path).content.decode()
    assert f'href="/compte/inscription/?next={path.replace(":", "%3A")}"' in page
    assert f'href="/compte/connexion/?next={path.replace(":", "%3A")}"' in page


@pytest.mark.parametrize("address", ["other", "unconfirmed"])
def test_ATK_SES_04_nobody_but_the_owner_of_a_confirmed_address_accepts(organisation, manager, stranger, address):
    row = invited(organisation, manager)
    if address == "unconfirmed":
        EmailAddress.objects.create(user=stranger, email="noe@example.org", verified=False)
    page = browser_of(stranger).post(f"/invitations/{invitation_token(row)}/", follow=True).content.decode()
    assert ("This invitation is for another address" in page, "noe@example.org" in page) == (True, False)
    row.refresh_from_db()
    assert (row.accepted_at, len(team(organisation))) == (None, 1)


def test_a_second_confirmed_address_of_the_person_will_do(organisation, manager, stranger):
    EmailAddress.objects.create(user=stranger, email="NOE@example.org", verified=True)
    press(stranger, f"/invitations/{invitation_token(invited(organisation, manager))}/")
    assert team(organisation)[-1] == ("Mallory", "member", ACTIVE)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_ATK_SES_04_a_scanner_that_follows_the_link_changes_nothing(organisation, manager, method):
    row, noe = invited(organisation, manager), someone("Noe")
    path = f"/invitations/{invitation_token(row)}/"
    for person in (None, noe):
        getattr(browser_of(person), method)(path)
    browser_of(None).post(path)
    assert (Invitation.objects.get().accepted_at, len(team(organisation))) == (None, 1)


@pytest.mark.parametrize("end", ["cancelled", "old"])
def test_ATK_SES_04_an_invitation_that_was_cancelled_or_is_old_is_over(organisation, manager, end):
    row, noe = invited(organisation, manager), someone("Noe")
    if end == "cancelled":
        press(manager, f"{TEAM}invitations/{row.pk}/annuler/")
    else:
        Invitation.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert browser_of(noe).post(f"/invitations/{invitation_token(row)}/").status_code == 410
    assert len(team(organisation)) == 1


def test_ATK_SES_04_a_forged_invitation_is_a_page_that_does_not_exist(organisation, manager, stranger):
    own = invitation_token(invited(organisation, manager))
    assert {press(stranger, f"/invitations/{token}/").status_code for token in (own[:-1], f"2{own}", "x", "1:x")} == {
        404
    }


def test_ATK_ENUM_01_the_same_answer_and_one_mail_whoever_has_the_address(organisation, manager, stranger, member):
    def seen(email):
        answer = browser_of(manager).post(TEAM, {"email": email, "role": "member"}, follow=True)
        body = answer.content.decode().partition("Invitations without an answer")[0]
        mails = [(message.to, message.subject) for message in mail.outbox]
        mail.outbox.clear()
        Invitation.objects.all().delete()
        return answer.redirect_chain, answer.status_code, without_tokens(body), str(mails).replace(email, "ADDRESS")

    addresses = ["nobody@example.org", stranger.email, member.email, manager.email]
    assert len({str(seen(email)) for email in addresses}) == 1


def without_tokens(body):

    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)


def test_ATK_ENUM_01_no_account_is_looked_for(organisation, manager):

    with CaptureQueriesContext(connection) as asked:
        invited(organisation, manager)
    read = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert [sql for sql in read if "noe@example.org" in sql and "accounts_invitation" not in sql] == []
    assert [sql for sql in read if "account_emailaddress" in sql] == []


def test_ATK_ENUM_01_the_page_of_an_invitation_is_the_same_whether_or_not_there_is_an_account(organisation, manager):
    path = f"/invitations/{invitation_token(invited(organisation, manager))}/"
    before = browser_of(None).get(path).content
    someone("Noe")
    assert browser_of(None).get(path).content == before


def test_an_address_gets_one_mail_a_day(organisation, manager):
    invited(organisation, manager)
    with pytest.raises(actions.TooManyInvitations):
        invited(organisation, manager, email="NOE@example.org")
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=2))
    invited(organisation, manager, role="manager")
    row = Invitation.objects.get()
    assert (len(mail.outbox), row.role, row.created_at > timezone.now() - timedelta(minutes=1)) == (2, "manager", True)


def test_what_was_typed_stays_when_an_invitation_is_refused(organisation, manager):
    invited(organisation, manager)
    page = press(manager, TEAM, email="noe@example.org", role="manager").content.decode()
    assert ("invited less than a day ago" in page, 'value="noe@example.org"' in page) == (True, True)
    assert "The end of the address is missing." in press(manager, TEAM, email="noe@", role="member").content.decode()


def test_a_team_has_few_invitations_without_an_answer(organisation, manager, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OPEN_INVITATIONS", 1)
    invited(organisation, manager)
    with pytest.raises(actions.TooManyInvitations):
        invited(organisation, manager, email="eve@example.org")


def test_ATK_RATE_02_invitations_and_requests_are_bounded(organisation, manager, stranger):
    sent = [press(manager, TEAM, email=f"p{n}@example.org", role="member").status_code for n in range(12)]
    asked = [press(stranger, JOIN).status_code for _n in range(12)]
    assert (sent, asked) == ([302] * 10 + [429] * 2,) * 2


@pytest.mark.parametrize("name", ["Ines\r\nBcc: victim@example.org", "a@b.example, c@d.example", "Ines\u2028Bcc: x"])
def test_ATK_MAIL_01_names_add_neither_header_nor_recipient_to_an_invitation(organisation, manager, name):
    manager.public_name = organisation.name = name
    manager.save()
    organisation.save()
    invited(organisation, manager)
    [message] = mail.outbox
    assert (message.recipients(), sorted(message.message().keys())) == (
        ["noe@example.org"],
        ["Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"],
    )
    assert len(message.subject.splitlines()) == 1
