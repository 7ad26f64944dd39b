"""A backup does not bring people back: erasures are replayed after it is restored (GDPR-06, BKP-05)."""

import json
from io import StringIO

import pytest
from django.core import serializers
from django.core.management import call_command

from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.field_reports.models import FieldReport
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy.actions import Credit, erase
from outillerie.privacy.journal import DONE_AGAIN, append, journal_path, note_for_ever
from tests import factories
from tests.outillerie.privacy.lives import EMAIL, NAME

pytestmark = pytest.mark.django_db


def work_everything():
    for message in OutboxMessage.objects.filter(state="waiting"):
        handle(message.pk)


def erase_again() -> str:
    out, wrong = StringIO(), StringIO()
    call_command("erase_again", stdout=out, stderr=wrong)
    work_everything()
    return out.getvalue() + wrong.getvalue()


def backup(person) -> str:
    return serializers.serialize("json", User.objects.filter(pk=person.pk))


def restore(data: str) -> None:
    for row in serializers.deserialize("json", data):
        row.save()


def test_gdpr_06_who_left_and_came_back_by_a_backup_is_erased_again(outbox):
    tom = factories.person("tom@example.org", first_name="Tom")
    kept = backup(tom)
    erase(tom, credit=Credit.SHOWN)
    work_everything()
    restore(kept)
    assert User.objects.filter(email="tom@example.org").exists()
    assert erase_again() == "1 accounts had come back and are erased again.\n"
    assert not User.objects.filter(email="tom@example.org").exists()


def test_bkp_05_what_they_chose_is_chosen_again(life):
    kept = backup(life.leonie)
    erase(life.leonie, credit=Credit.NAMED, name="Une lectrice")
    work_everything()
    restore(kept)
    erase_again()
    assert User.objects.get(pk=life.leonie.pk).shown_name() == "Une lectrice"
    assert FieldReport.objects.get(pk=life.report.pk).person.shown_name() == "Une lectrice"


def test_nobody_is_written_to_when_a_backup_is_cleaned(outbox):
    tom = factories.person("tom@example.org")
    kept = backup(tom)
    erase(tom, credit=Credit.SHOWN)
    work_everything()
    restore(kept)
    before = len(list(outbox.iterdir()))
    erase_again()
    assert len(list(outbox.iterdir())) == before


def test_somebody_else_who_got_the_same_number_is_left_alone(outbox):
    """A database that went back in time gives again the numbers that it had given since."""
    tom = factories.person("tom@example.org")
    number = tom.pk
    erase(tom, credit=Credit.SHOWN)
    work_everything()
    ines = factories.person("ines@example.org", pk=number)
    assert erase_again() == "0 accounts had come back and are erased again.\n"
    assert User.objects.filter(pk=ines.pk, email="ines@example.org").exists()


def test_it_may_run_twice_and_without_a_restore(outbox):
    tom = factories.person("tom@example.org")
    erase(tom, credit=Credit.SHOWN)
    work_everything()
    assert [erase_again(), erase_again()] == ["0 accounts had come back and are erased again.\n"] * 2


def test_the_list_says_no_name_and_no_address(life):
    erase(life.leonie, credit=Credit.NONE)
    work_everything()
    text = journal_path().read_text(encoding="utf-8")
    assert [word for word in (EMAIL, NAME, "Léonie") if word in text] == []
    assert set(json.loads(text)) == {"person", "joined", "credit", "name"}
    assert journal_path().stat().st_mode & 0o777 == 0o600


def test_a_line_is_written_once_whatever_crashes(outbox):
    line = {"person": 7, "joined": "2026-01-01T00:00:00+00:00", "credit": "none", "name": ""}
    append(line)
    append(line)
    assert len(journal_path().read_text().splitlines()) == 1


def test_an_erasure_that_is_undone_is_not_noted(outbox):
    odile = factories.person("odile@example.org", is_superuser=True)
    User.objects.exclude(pk=odile.pk).update(is_superuser=False)
    with pytest.raises(Exception, match="administrat"):
        erase(odile, credit=Credit.SHOWN)
    work_everything()
    assert not journal_path().exists()


def test_who_cannot_be_erased_again_is_said(outbox):
    odile = factories.person("odile@example.org", is_superuser=True)
    factories.person("wen@example.org", is_superuser=True)
    kept = backup(odile)
    erase(odile, credit=Credit.SHOWN)
    work_everything()
    restore(kept)
    User.objects.filter(email="wen@example.org").update(is_superuser=False)
    assert f"Account {odile.pk} is still here:" in erase_again()


def test_what_was_erased_for_somebody_is_erased_again_by_who_knows_it(outbox, monkeypatch):
    class Locked(Refused):
        pass

    def again(identifier):
        if identifier == "7":
            raise Locked("The key is missing.")
        came_back.remove(identifier)
        return True

    came_back = ["5", "6"]
    monkeypatch.setitem(DONE_AGAIN, "drawings erased", again)
    tom = factories.person("tom@example.org")
    erase(tom, credit=Credit.SHOWN)
    for identifier in ("5", "6", "7", "6"):
        note_for_ever("drawings erased", identifier)
    work_everything()
    assert erase_again().splitlines() == [
        "0 accounts had come back and are erased again.",
        "2 drawings erased again.",
        "7 is still as the backup had it: The key is missing.",
    ]
    assert came_back == []
