"""After a session: what is typed is kept whichever button is pressed, and nobody writes over somebody else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.outcomes.actions import NotYet, Told, TooManyCounted, WrittenMeanwhile, write_outcomes
from catalogue.outcomes.formats.headcounts import Headcounts
from catalogue.outcomes.models import Headcount, SessionReport
from catalogue.outcomes.queries import Presence, counts_of, feedback_on, fingerprint_of, public_report
from catalogue.sessions.models import PeerSession
from tests.catalogue.outcomes.situations import came, counted, past_session, soon, thought, told, whole_day
from tests.catalogue.session_factories import peer_session, registration
from tests.factories import person

pytestmark = pytest.mark.django_db
DONE = {"done": "On a joué le kit.", "outcome": "Une fiche.", "next_steps": "Le rejouer."}


@pytest.fixture
def session(samir):
    return past_session(created_by=samir, facilitators=[samir])


def page_of(session):
    return reverse("outcomes", args=[session.pk])


def seen(session):
    return {"seen": fingerprint_of(session)}


def test_what_is_typed_is_kept_and_signed(client, session, samir):
    client.force_login(samir)
    response = client.post(
        page_of(session), {**DONE, "is_public": "on", "total": "8", "age-soixante_dix_plus": "3", **seen(session)}
    )
    assert response.status_code == 302
    report = SessionReport.objects.get()
    assert (report.done, report.outcome, report.next_steps) == tuple(DONE.values())
    assert (report.written_by, report.is_public) == (samir, True)
    rows = list(Headcount.objects.values_list("band", "code", "count"))
    assert rows == [("total", "", 8), ("age", "soixante_dix_plus", 3)]
    assert public_report(session) == report


def test_saving_the_same_again_changes_nothing(session, samir, lea):
    say = Told(**DONE)
    write_outcomes(session, told=say, counts=Headcounts(total=2), seen=fingerprint_of(session), by=samir)
    before = SessionReport.objects.values().get()
    write_outcomes(session, told=say, counts=Headcounts(total=2), seen="old", by=lea)
    assert SessionReport.objects.values().get() == before


def test_what_somebody_else_wrote_is_never_written_over(client, session, samir):
    opened = seen(session)
    told(session, by=person("ines@example.org", first_name="Inès"), done="Inès a écrit ceci.")
    counted(session, 5, gender={"feminin": 4})
    client.force_login(samir)
    response = client.post(page_of(session), {**DONE, "total": "9", **opened})
    page = response.content.decode()
    assert response.status_code == 422
    assert SessionReport.objects.get().done == "Inès a écrit ceci."
    assert [
        words for words in ("Inès a écrit ceci.", "On a joué le kit.", "Féminin : 4", 'value="9"') if words not in page
    ] == []
    # Having read it, they save again: the last word is theirs.
    again = response.context["form"]["seen"].value()
    assert client.post(page_of(session), {**DONE, "total": "9", "seen": again}).status_code == 302
    assert (SessionReport.objects.get().done, counts_of(session).unnamed) == ("On a joué le kit.", 9)


def test_a_stale_page_is_refused_by_the_action(session, samir):
    told(session)
    with pytest.raises(WrittenMeanwhile):
        write_outcomes(session, told=Told(done="Autre."), counts=Headcounts(), seen="old", by=samir)


def test_lines_that_count_more_people_than_came_are_refused_and_kept_on_the_page(client, session, samir):
    client.force_login(samir)
    response = client.post(page_of(session), {**DONE, "total": "3", "gender-feminin": "4", **seen(session)})
    assert (response.status_code, Headcount.objects.count(), SessionReport.objects.count()) == (422, 0, 0)
    assert 'value="4"' in response.content.decode()
    assert list(response.context["form"].errors) == ["total"]
    with pytest.raises(TooManyCounted):
        write_outcomes(session, told=Told(), counts=Headcounts(total=1, age={"moins_de_douze": 2}), seen="", by=samir)


def test_an_outcome_without_what_was_done_is_refused_and_kept_on_the_page(client, session, samir):
    client.force_login(samir)
    response = client.post(page_of(session), {"outcome": "Une fiche.", **seen(session)})
    assert (response.status_code, SessionReport.objects.count()) == (422, 0)
    assert "Une fiche." in response.content.decode()


def test_a_session_that_has_not_begun_has_no_report(client, samir):
    session = soon(created_by=samir)
    client.force_login(samir)
    assert '<form class="form"' not in client.get(page_of(session)).content.decode()
    with pytest.raises(NotYet):
        write_outcomes(session, told=Told(done="Déjà."), counts=Headcounts(), seen=fingerprint_of(session), by=samir)


def test_a_cancelled_session_has_no_report(session, samir):
    PeerSession.objects.update(state="cancelled")
    with pytest.raises(NotYet):
        write_outcomes(session, told=Told(done="Rien."), counts=Headcounts(), seen=fingerprint_of(session), by=samir)


def test_what_was_typed_before_signing_in_again_comes_back(client, session, samir):
    """Ten thousand signs: longer than what other forms keep."""
    long_text = "Un mot. " * 1200
    response = client.post(page_of(session), {"done": long_text})
    assert response.url.startswith(reverse("account_login"))
    client.force_login(samir)
    assert client.get(page_of(session)).context["form"]["done"].value() == long_text[:10_000]


def test_closing_keeps_what_is_typed_and_names_blank_lines(client, session, samir, lea):
    registration(session, lea)
    client.force_login(samir)
    response = client.post(page_of(session), {**DONE, **seen(session), "deed": "close"}, follow=True)
    session.refresh_from_db()
    assert (session.state, SessionReport.objects.get().done) == ("held", DONE["done"])
    said = [str(message.message) for message in response.context["messages"]]
    assert (len(said), "Léa Martin" in response.content.decode()) == (2, True)


def test_a_session_cannot_be_closed_before_it_starts(client, samir):
    session = soon(created_by=samir)
    client.force_login(samir)
    client.post(page_of(session), {"deed": "close", **seen(session)})
    session.refresh_from_db()
    assert session.state == "published"


def test_who_came_is_counted_once_however_many_half_days(samir, lea):
    session = whole_day(created_by=samir)
    row = came(session, lea)
    came(session, registration=row, half_day="pm", state="absent")
    came(session, state="excused")
    half = came(session, state="absent", half_day="am")
    came(session, registration=half, half_day="pm", state="absent")
    registration(session)
    counted(session, 4)
    assert counts_of(session) == Presence(expected=4, present=1, excused=0, absent=1, unsaid=2, unnamed=4)
    assert counts_of(session).came == 5


# --- What people thought


def test_results_are_hidden_under_three_answers(client, session, samir):
    client.force_login(samir)
    for _rank in range(2):
        thought(session, comment="Secret")
    assert (feedback_on(session).questions, feedback_on(session).comments) == ((), ())
    assert "Secret" not in client.get(page_of(session)).content.decode()
    thought(session, mark=1)
    found = feedback_on(session)
    assert (found.count, found.questions[0].mean, found.questions[0].counts) == (
        3,
        3.0,
        ((4, 2), (3, 0), (2, 0), (1, 1)),
    )
    assert "Secret" in client.get(page_of(session)).content.decode()


# --- Who may read it


def test_LEAK_09_names_of_participants_do_not_exist_for_others(client, session, lea):
    came(session, lea)
    stranger = person("inconnu@example.org")
    trainer = person("autre@example.org", group="trainer")
    pages = [
        page_of(session),
        reverse("session-documents", args=[session.pk]),
        reverse("session-document", args=[session.pk, "attestation"]),
        reverse("session-table", args=[session.pk, "presences.csv"]),
        reverse("session-table", args=[session.pk, "coop-collectif.json"]),
    ]
    answers = {}
    for reader in (None, stranger, trainer, lea):
        client.logout()
        if reader:
            client.force_login(reader)
        answers[reader and reader.email] = [client.get(page).status_code for page in pages]
    assert answers == {
        None: [302] * 5, "inconnu@example.org": [404] * 5, "autre@example.org": [404] * 5, "lea@example.org": [404] * 5,
    }  # fmt: skip


def test_ATK_IDOR_a_stranger_writes_nothing_on_a_session(client, session):
    client.force_login(person("inconnu@example.org"))
    assert client.post(page_of(session), {**DONE, "deed": "close", **seen(session)}).status_code == 404
    session.refresh_from_db()
    assert (SessionReport.objects.count(), session.state) == (0, "published")


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_as_many_questions_for_one_participant_as_for_three(
    client, samir, people, django_assert_num_queries
):
    session = past_session(created_by=samir, facilitators=[samir])
    for _rank in range(people):
        came(session)
        thought(session)
    client.force_login(samir)
    client.get(page_of(session))
    with django_assert_num_queries(21):
        client.get(page_of(session))


def test_the_page_is_for_those_who_facilitate_too(client, session):
    facilitator = person("anim@example.org")
    other = peer_session(facilitators=[facilitator], starts_at=timezone.now() - timezone.timedelta(days=2))
    client.force_login(facilitator)
    assert (client.get(page_of(other)).status_code, client.get(page_of(session)).status_code) == (200, 404)
