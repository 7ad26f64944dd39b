"""Who is told what, by which mail, and when. A mail and its mark are one transaction: it leaves once."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone, translation

from outillerie.accounts.models import Membership, Organisation
from outillerie.notifications import actions
from outillerie.notifications.actions import choose_mail, next_digest, notify, send_digest
from outillerie.notifications.models import Kind, MailChoice, Notification
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def tell(person, kind=Kind.FIELD_REPORT, **facts):
    notify([person], kind, path="/kits/camille/", **facts)


def digests():
    return list(OutboxMessage.objects.filter(kind="digest").values_list("key", flat=True))


def send(person):
    send_digest({"person": person.pk})


def test_people_are_told_once_and_never_of_what_they_did_themselves(lea, samir, camille):
    gone = factories.person("gone@example.org", is_active=False)
    notify([lea, lea, samir, gone], Kind.KIT_ADAPTED, path="/kits/camille/", kit=camille, actor=samir)
    told = Notification.objects.get()
    assert (told.person, told.kit, told.actor, told.path) == (lea, camille, samir, "/kits/camille/")


def test_what_is_told_is_undone_with_the_deed(lea):
    choose_mail(lea, {Kind.FIELD_REPORT: MailChoice.NOW})
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(lea)
        1 / 0  # noqa: B018
    assert (Notification.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_by_default_one_mail_waits_for_the_next_morning_whatever_happens_that_day(lea, samir):
    for _deed in range(3):
        tell(lea)
    tell(samir)
    at = next_digest(timezone.now())
    assert digests() == [f"digest:{person.pk}:{timezone.localdate(at)}" for person in (samir, lea)]
    assert abs(OutboxMessage.objects.first().not_before - at) < timedelta(minutes=1)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("now", "at"),
    [
        ("2026-11-20 12:00", "2026-11-21 06:00"),
        ("2026-11-20 02:00", "2026-11-20 06:00"),
        # What happens in the hour before waits: the digest may leave before its transaction ends.
        ("2026-11-20 04:59", "2026-11-20 06:00"),
        ("2026-11-20 05:00", "2026-11-21 06:00"),
        # Summer time: seven o'clock in Paris is five in London's winter.
        ("2026-03-28 12:00", "2026-03-29 05:00"),
        ("2026-10-24 12:00", "2026-10-25 06:00"),
    ],
)
def test_a_digest_leaves_at_seven_where_the_site_is(now, at):
    assert next_digest(datetime.fromisoformat(now).replace(tzinfo=UTC)) == datetime.fromisoformat(at).replace(
        tzinfo=UTC
    )


def test_a_digest_tells_what_is_neither_read_nor_mailed(lea, samir, camille):
    notify([lea], Kind.KIT_ADAPTED, path="/kits/camille/", kit=camille, actor=samir)
    notify([lea], Kind.SOURCE_UPDATED, path="/kits/camille/v2/", kit=camille, version=2)
    Notification.objects.create(person=lea, kind=Kind.FIELD_REPORT, path="/lu/", read_at=timezone.now())
    Notification.objects.create(person=lea, kind=Kind.FIELD_REPORT, path="/envoye/", mailed_at=timezone.now())
    send(lea)
    [message] = mail.outbox
    assert (message.to, message.subject) == (["lea@example.org"], "2 things are new for you")
    assert [line for line in message.body.splitlines() if "Camille" in line or "/kits/" in line] == [
        "- “Où est Camille ?”, which you adapted, is now at version 2.",
        "  http://127.0.0.1:8000/kits/camille/v2/",
        "- Samir adapted one of your kits: “Où est Camille ?”.",
        "  http://127.0.0.1:8000/kits/camille/",
    ]
    assert Notification.objects.filter(person=lea, mailed_at=None).count() == 1


def test_a_digest_handled_twice_leaves_once(lea):
    tell(lea)
    send(lea)
    send(lea)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "broken", ["outillerie.notifications.emails.PlainMail.send", "outillerie.notifications.actions.timezone.now"]
)
def test_FLT_03_a_digest_that_dies_on_its_way_leaves_once_when_it_is_taken_up_again(lea, settings, broken):
    """The mail is a row of the same transaction as its mark: both are kept, or neither is."""
    settings.MAILERS = {"default": {"BACKEND": "outillerie.outbox.mail.OutboxBackend"}}
    tell(lea)
    with mock.patch(broken, side_effect=SystemExit), pytest.raises(SystemExit):
        send(lea)
    assert (OutboxMessage.objects.filter(kind="mail").count(), Notification.objects.get().mailed_at) == (0, None)
    send(lea)
    send(lea)
    assert OutboxMessage.objects.filter(kind="mail").count() == 1


def test_FLT_03_a_worker_that_dies_between_the_digest_and_its_end_sends_no_second_one(lea):
    tell(lea)
    message = OutboxMessage.objects.get()
    OutboxMessage.objects.update(not_before=timezone.now())
    with mock.patch("outillerie.outbox.actions.finish", side_effect=SystemExit), pytest.raises(SystemExit):
        handle(message.pk)
    OutboxMessage.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    handle(message.pk)
    message.refresh_from_db()
    assert (message.state, len(mail.outbox)) == ("done", 1)


def test_nothing_new_is_no_mail(lea):
    tell(lea)
    actions.mark_all_read(lea)
    send(lea)
    assert mail.outbox == []


def test_someone_who_left_meanwhile_gets_nothing(lea):
    tell(lea)
    send_digest({"person": lea.pk + 1})
    lea.is_active = False
    lea.save()
    send(lea)
    assert mail.outbox == []


def test_at_once_is_at_once_and_then_not_again_in_the_morning(lea, samir, camille):
    choose_mail(lea, {Kind.KIT_ADAPTED: MailChoice.NOW})
    notify([lea, samir], Kind.KIT_ADAPTED, path="/kits/camille/", kit=camille)
    [message] = mail.outbox
    assert (message.to, message.subject) == (
        ["lea@example.org"],
        "Someone adapted one of your kits: “Où est Camille ?”.",
    )
    assert [key.split(":")[1] for key in digests()] == [str(samir.pk)]
    send(lea)
    assert len(mail.outbox) == 1


def test_never_is_told_on_the_site_only(lea):
    choose_mail(lea, {Kind.FIELD_REPORT: MailChoice.NEVER})
    tell(lea)
    assert (Notification.objects.count(), digests(), mail.outbox) == (1, [], [])


def test_a_choice_made_since_is_respected(lea):
    tell(lea)
    tell(lea, kind=Kind.KIT_ADAPTED)
    choose_mail(lea, {Kind.FIELD_REPORT: MailChoice.NEVER})
    send(lea)
    [message] = mail.outbox
    assert "adapted one of your kits" in message.subject


def test_a_mail_speaks_the_language_of_the_site_whoever_does_the_deed(lea, camille):
    choose_mail(lea, {Kind.KIT_ADAPTED: MailChoice.NOW})
    with translation.override("fr"):
        notify([lea], Kind.KIT_ADAPTED, path="/kits/camille/", kit=camille)
    assert mail.outbox[0].subject.startswith("Someone adapted")


def test_a_long_digest_says_how_many_things_wait_on_the_site(lea):
    for _deed in range(33):
        tell(lea)
    send(lea)
    [message] = mail.outbox
    assert (message.body.count("\n- "), "And 3 other things." in message.body) == (30, True)


@pytest.mark.parametrize("choice", [MailChoice.DAILY, MailChoice.NOW])
def test_LEAK_08_what_is_no_longer_public_is_not_told(lea, samir, choice):
    choose_mail(lea, {Kind.KIT_ADAPTED: choice})
    private = factories.draft(slug="secret", title="Le titre secret")
    notify([lea], Kind.KIT_ADAPTED, path="/kits/secret/", kit=private, actor=samir)
    send(lea)
    assert mail.outbox == []


def test_LEAK_08_a_kit_withdrawn_before_the_digest_is_left_out_of_it(lea, samir, camille):
    other = factories.kit(slug="autre", title="Un autre kit")
    for kit in (camille, other):
        notify([lea], Kind.KIT_ADAPTED, path=f"/kits/{kit.slug}/", kit=kit, actor=samir)
    camille.unpublish()
    send(lea)
    [message] = mail.outbox
    assert (message.subject, "Camille" in message.body) == ("Samir adapted one of your kits: “Un autre kit”.", False)


def test_LEAK_08_someone_who_no_longer_moderates_is_told_nothing_of_it(camille):
    moderator = factories.person("ines@example.org", group="moderator")
    notify([moderator], Kind.KIT_REPORTED, path="/relecture/1/", kit=camille, reason="errors")
    moderator.groups.clear()
    send(moderator)
    assert mail.outbox == []


def test_LEAK_08_someone_who_no_longer_manages_a_team_is_not_told_who_asks_to_join(lea, samir):
    organisation = Organisation.objects.create(name="Atelier du Canal")
    Membership.objects.create(person=lea, organisation=organisation, role="manager", state="active")
    told = {"path": "/", "actor": samir, "organisation": organisation.pk, "event": "asked"}
    for subject in (["Samir asks to join Atelier du Canal."], []):
        notify([lea], Kind.MEMBERSHIP, **told)
        send(lea)
        assert [message.subject for message in mail.outbox] == subject
        mail.outbox.clear()
        Membership.objects.all().delete()


def test_an_author_is_told_of_a_draft_that_is_theirs(lea, settings):
    draft = factories.draft(slug="mien", title="Mon brouillon")
    draft.owner = lea
    draft.save()
    choose_mail(lea, {Kind.KIT_DECIDED: MailChoice.NOW})
    notify([lea], Kind.KIT_DECIDED, path="/contribuer/1/relecture/", kit=draft, decision="changes")
    assert mail.outbox[0].subject == "Changes are asked for on “Mon brouillon”."


@pytest.mark.parametrize(
    "hostile",
    [
        "Kit\r\nBcc: victim@example.org",
        "Kit\nSubject: hello",
        "a@b.example, c@d.example",
        "Kit\u2028Bcc: x",
        "<b>&amp;</b>",
    ],
)
@pytest.mark.parametrize("choice", [MailChoice.DAILY, MailChoice.NOW])
def test_ATK_MAIL_01_titles_and_names_add_neither_header_nor_recipient(lea, samir, camille, hostile, choice):
    choose_mail(lea, {Kind.KIT_ADAPTED: choice})
    camille.title, samir.public_name = hostile, hostile
    type(camille).objects.filter(pk=camille.pk).update(title=hostile)
    samir.save()
    notify([lea], Kind.KIT_ADAPTED, path="/kits/camille/", kit=camille, actor=samir)
    send(lea)
    [message] = mail.outbox
    shown = " ".join(hostile.split())
    assert message.subject == f"{shown} adapted one of your kits: “{shown}”."
    assert (message.recipients(), sorted(message.message().keys())) == (
        ["lea@example.org"],
        [
            "Content-Transfer-Encoding", "Content-Type", "Date", "From", "List-Unsubscribe", "List-Unsubscribe-Post",
            "MIME-Version", "Message-ID", "Subject", "To",
        ],
    )  # fmt: skip


def test_a_subject_stays_bearable(lea, camille):
    choose_mail(lea, {Kind.KIT_ADAPTED: MailChoice.NOW})
    camille.title = "Très long " * 25
    notify([lea], Kind.KIT_ADAPTED, path="/kits/camille/", kit=camille)
    assert (len(mail.outbox[0].subject) <= 120, mail.outbox[0].subject[-1]) == (True, "…")


def test_telling_many_people_asks_for_their_choices_once(django_assert_num_queries, lea, samir):
    people = [factories.person(f"p{number}@example.org") for number in range(3)]
    for person in (lea, *people):
        choose_mail(person, {Kind.FIELD_REPORT: MailChoice.NEVER})
    with django_assert_num_queries(4):
        tell(lea)
    with django_assert_num_queries(4):
        notify(people, Kind.FIELD_REPORT, path="/")
