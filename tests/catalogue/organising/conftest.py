"""Those who organise, and the sheet of a session as a browser sends it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.organising.sheet import Sheet
from catalogue.sessions.models import PeerSession
from tests import factories
from tests.catalogue.session_factories import peer_session


@pytest.fixture
def author(db):
    return factories.person("rose@example.org", group="trainer", first_name="Rose")


@pytest.fixture
def in_january_2027(monkeypatch):
    """The site's clock goes on from there: the dates that these tests write stay to come, whatever the year."""
    now = timezone.now
    late = now() - datetime(2027, 1, 4, 9, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now() - late)


@pytest.fixture
def draft(author):
    return peer_session(facilitators=[author], state=PeerSession.State.DRAFT, created_by=author)


@pytest.fixture
def published(author):
    return peer_session(facilitators=[author], created_by=author)


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


def sheet_data(session, user, **changes):
    """Return what a browser posts of the sheet of `session` as it is, with `changes`."""
    sheet = Sheet(session, user=user).build(is_judged=False)
    data = {"base": sheet.token, "do": "save"}
    for form in sheet.forms:
        for field in form:
            value = field.value()
            shown = field.field.prepare_value(value) if hasattr(field.field, "prepare_value") else value
            if value is None or value is False:
                continue
            if isinstance(shown, list):
                data[field.html_name] = [str(getattr(row, "pk", row)) for row in shown]
            else:
                data[field.html_name] = "on" if value is True else str(shown)
    data.update(changes)
    return {name: value for name, value in data.items() if value is not None}


def edit_url(session):
    return reverse("edit-session", args=[session.pk])


def fresh(session):
    return PeerSession.objects.get(pk=session.pk)
