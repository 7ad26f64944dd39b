from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from outillerie.outbox.models import OutboxMessage

pytestmark = pytest.mark.django_db


def health(client):
    response = client.get("/health/")
    return response.status_code, response.json()


def late_message(**age):
    due = timezone.now() - timedelta(**age)
    OutboxMessage.objects.create(kind="mail", key="late", created_at=due, not_before=due)


def test_all_is_well(client):
    assert health(client) == (200, {"database": "ok", "storage": "ok", "queue": "ok"})


def test_a_message_that_nobody_handles_is_a_failing_queue(client):
    late_message(minutes=11)
    assert health(client) == (503, {"database": "ok", "storage": "ok", "queue": "failing"})


def test_a_message_that_waits_a_little_is_no_failure(client):
    late_message(minutes=9)
    assert health(client)[0] == 200


def test_a_storage_that_takes_no_file_is_said(client, settings, tmp_path):
    (tmp_path / "not-a-folder").write_text("")
    settings.MEDIA_ROOT = tmp_path / "not-a-folder"
    assert health(client) == (503, {"database": "ok", "storage": "failing", "queue": "ok"})


def test_looking_at_the_storage_leaves_nothing_there(client, settings):
    health(client)
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_a_database_that_is_away_is_said(client):
    def refuse(*_statement):
        raise OperationalError("away")

    with connection.execute_wrapper(refuse):
        assert health(client) == (503, {"database": "failing", "storage": "ok", "queue": "failing"})


def test_the_answer_is_never_kept(client):
    assert "no-store" in client.get("/health/")["Cache-Control"]
