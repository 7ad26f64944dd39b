"""The way out that every mail carries: one click for a mail program, a button for a person, nothing for a scanner."""

import re
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.test import Client

from outillerie.notifications.actions import choose_mail, notify, send_digest
from outillerie.notifications.emails import unsubscribe_token
from outillerie.notifications.kinds import kind_choices
from outillerie.notifications.models import Kind, MailChoice, NotificationPreference
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def stranger():
    """A browser that knows nobody, which reads English and checks the tokens of forms."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["affichage"] = "language=en"
    return browser


def never(person):
    rows = NotificationPreference.objects.filter(person=person, mail=MailChoice.NEVER)
    return sorted(rows.values_list("kind", flat=True))


def path_of(person, kind=""):
    return f"/desabonnement/{unsubscribe_token(person, kind)}/"


def test_RFC_8058_each_mail_says_how_to_leave_in_one_click(lea, camille):
    choose_mail(lea, {Kind.KIT_ADAPTED: MailChoice.NOW})
    notify([lea], Kind.KIT_ADAPTED, path="/kits/camille/", kit=camille)
    notify([lea], Kind.FIELD_REPORT, path="/kits/camille/", kit=camille)
    send_digest({"person": lea.pk})
    for message, kind in zip(mail.outbox, (Kind.KIT_ADAPTED, ""), strict=True):
        address = f"http://127.0.0.1:8000{path_of(lea, kind)}"
        assert message.extra_headers == {
            "List-Unsubscribe": f"<{address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        assert address in message.body


def test_RFC_8058_the_address_stays_in_one_piece_up_to_the_mail_server(lea, settings, tmp_path):
    """Folded or encoded, as the standard library would, no mail program could read it."""
    settings.BASE_URL = "https://outillerie.un-hub-au-nom-vraiment-tres-long.example.org"
    settings.MAILERS = {
        "default": {"BACKEND": "outillerie.outbox.mail.OutboxBackend"},
        "delivery": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path)},
        },
    }
    choose_mail(lea, {Kind.FIELD_REPORT_ANSWERED: MailChoice.NOW})
    notify([lea], Kind.FIELD_REPORT_ANSWERED, path="/")
    handle(OutboxMessage.objects.get(kind="mail").pk)
    [file] = tmp_path.iterdir()
    address = f"{settings.BASE_URL}{path_of(lea, Kind.FIELD_REPORT_ANSWERED)}"
    assert f"\nList-Unsubscribe: <{address}>\n".encode() in file.read_bytes().replace(b"\r\n", b"\n")
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["List-Unsubscribe"] == f"<{address}>"


def test_one_click_by_a_mail_program_stops_that_kind_only(stranger, lea):
    answer = stranger.post(path_of(lea, Kind.KIT_ADAPTED), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, never(lea)) == (200, [Kind.KIT_ADAPTED])
    assert "We send you no more e-mail for this: “Someone adapted one of your kits”." in answer.content.decode()


def test_one_click_in_a_digest_stops_every_kind_those_not_yet_met_included(stranger, lea, samir):
    stranger.post(path_of(lea), {"List-Unsubscribe": "One-Click"})
    assert (never(lea), never(samir)) == (sorted(code for code, _label in kind_choices()), [])


def test_a_person_reads_what_the_button_does_and_may_choose_every_kind(stranger, lea):
    page = stranger.get(path_of(lea, Kind.KIT_ADAPTED)).content.decode()
    assert re.findall(r'<form method="post"(?: action="([^"]+)")?>', page) == ["", path_of(lea)]
    assert never(lea) == []


def test_what_was_done_is_undone_by_a_button(stranger, lea):
    choose_mail(lea, {Kind.MEMBERSHIP: MailChoice.NOW})
    stranger.post(path_of(lea, Kind.KIT_ADAPTED))
    assert 'name="undo"' in stranger.post(path_of(lea, Kind.KIT_ADAPTED)).content.decode()
    answer = stranger.post(path_of(lea, Kind.KIT_ADAPTED), {"undo": "1"})
    assert ("You receive them again." in answer.content.decode(), never(lea)) == (True, [])
    assert NotificationPreference.objects.get().kind == Kind.MEMBERSHIP


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_ATK_SES_04_a_scanner_that_follows_the_link_changes_nothing(stranger, lea, method):
    for kind in ("", Kind.KIT_ADAPTED):
        getattr(stranger, method)(path_of(lea, kind))
    assert never(lea) == []


def test_the_link_of_an_old_mail_still_works(stranger, lea):
    for _time in range(2):
        assert stranger.post(path_of(lea)).status_code == 200


def test_ATK_IDOR_01_nobody_writes_the_way_out_of_another(stranger, lea, samir):
    own = unsubscribe_token(lea, "")
    signature = own.rsplit(":", 1)[1]
    forged = [
        own.replace(f"{lea.pk}:", f"{samir.pk}:", 1), f"{samir.pk}::{signature}", f"{lea.pk}:kit-adapted:{signature}",
        own[:-1], own + "a", "a", "1:x", f"{samir.pk}:", unsubscribe_token(lea, "is_staff"),
    ]  # fmt: skip
    assert {stranger.post(f"/desabonnement/{token}/").status_code for token in forged} == {404}
    assert NotificationPreference.objects.count() == 0


def test_the_way_out_of_someone_who_left_leads_nowhere(stranger, lea):
    path = path_of(lea)
    lea.delete()
    assert stranger.get(path).status_code == 404


def test_an_address_that_carries_a_proof_is_kept_by_nobody(lea):
    answer = Client().get(path_of(lea))
    assert "no-store" in answer["Cache-Control"]
    assert 'content="noindex"' in answer.content.decode()
