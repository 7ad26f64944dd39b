"""Four questions, by a signed address, once; nothing says who answered."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.signing import Signer
from django.db import close_old_connections
from django.urls import reverse

from catalogue.outcomes import actions
from catalogue.outcomes.actions import AlreadyAnswered, NotAsked, give_feedback
from catalogue.outcomes.links import feedback_key_of
from catalogue.outcomes.models import SessionFeedback
from catalogue.registering.links import key_of
from catalogue.registering.models import Registration
from tests.catalogue.outcomes.situations import came, past_session, soon
from tests.catalogue.session_factories import registration

pytestmark = pytest.mark.django_db
MARKS = {"useful": 4, "welcome": 3, "learned": 2, "recommend": 1}


def address(row):
    return reverse("feedback", args=[feedback_key_of(row)])


@pytest.fixture
def row(db):
    return came(past_session())


def test_answers_are_kept_without_a_name_and_the_registration_is_only_marked(client, row):
    response = client.post(address(row), {**MARKS, "comment": "  Merci.  "}, follow=True)
    assert response.redirect_chain == [(address(row), 302)]
    found = SessionFeedback.objects.get()
    assert {name: getattr(found, name) for name in MARKS} == MARKS
    assert (found.comment, found.session) == ("Merci.", row.session)
    assert sorted(field.name for field in SessionFeedback._meta.get_fields() if field.is_relation) == ["session"]
    row.refresh_from_db()
    assert row.has_given_feedback is True


def test_reading_the_address_changes_nothing(client, row):
    page = client.get(address(row))
    assert (page.status_code, SessionFeedback.objects.count()) == (200, 0)
    assert page["Cache-Control"].startswith("max-age=0")
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_an_answer_left_out_is_asked_again_and_the_rest_stays(client, row):
    response = client.post(address(row), {"useful": 4, "comment": "Ce que j’écris."})
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["learned", "recommend", "welcome"])
    assert "Ce que j’écris." in response.content.decode()
    assert SessionFeedback.objects.count() == 0


@pytest.mark.parametrize("mark", [0, 5, "quatre"])
def test_a_mark_is_from_1_to_4(client, row, mark):
    assert client.post(address(row), {**MARKS, "useful": mark}).status_code == 422


def test_sent_twice_it_is_one_answer(client, row):
    client.post(address(row), MARKS)
    client.post(address(row), MARKS)
    assert SessionFeedback.objects.count() == 1
    with pytest.raises(AlreadyAnswered):
        give_feedback(row, **MARKS)


def test_it_needs_a_token_against_forgery(row):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(address(row), MARKS).status_code == 403
    assert SessionFeedback.objects.count() == 0


def test_ATK_IDOR_only_our_own_signature_opens_the_questions(client, row):
    other = Signer(sep=".", salt="autre").sign(str(row.pk))
    for key in (str(row.pk), f"{row.pk}.", key_of(row), other, feedback_key_of(row) + "x"):
        assert client.get(reverse("feedback", args=[key])).status_code == 404
        assert client.post(reverse("feedback", args=[key]), MARKS).status_code == 404


@pytest.mark.parametrize("state", ["cancelled", "waiting", "unconfirmed", "offered", "lapsed"])
def test_who_had_no_seat_is_not_asked(state):
    facts = {"offer_ends_at": past_session().ends_at} if state == "offered" else {}
    row = registration(past_session(), state=state, **facts)
    with pytest.raises(NotAsked):
        give_feedback(row, **MARKS)


def test_who_was_absent_is_not_asked():
    row = came(past_session(), state="absent")
    with pytest.raises(NotAsked):
        give_feedback(row, **MARKS)


def test_nobody_is_asked_before_the_end(client):
    row = registration(soon())
    assert client.post(address(row), MARKS).status_code == 200
    assert SessionFeedback.objects.count() == 0


# --- Two presses at once


def answered_at_once(row) -> list[str]:
    def answer(_rank):
        try:
            give_feedback(row, **MARKS)
        except AlreadyAnswered:
            return "refused"
        finally:
            close_old_connections()
        return "kept"

    with ThreadPoolExecutor(8) as pool:
        return sorted(pool.map(answer, range(8)))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_eight_presses_at_once_are_one_answer():
    row = came(past_session())
    assert answered_at_once(row) == ["kept", *["refused"] * 7]
    assert SessionFeedback.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_control_without_reading_again_under_the_lock_there_would_be_several(monkeypatch):
    """The control: a mark that is read before the lock lets every press through."""
    row = came(past_session())
    stale = Registration.objects.select_related("session").get(pk=row.pk)
    monkeypatch.setattr(actions, "locked_registration", lambda registration: stale)
    assert answered_at_once(row) == ["kept"] * 8
