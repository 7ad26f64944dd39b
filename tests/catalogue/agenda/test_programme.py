"""The season programme of a territory: every operator, every venue, on paper."""

import dataclasses
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from catalogue.agenda.documents import programme_pdf, resources
from catalogue.agenda.models import ProgrammePrint
from catalogue.agenda.prints import make_programme
from catalogue.agenda.programme import MOST_SESSIONS, programme_of, programme_request, state_of
from catalogue.sessions.models import PeerSession
from outillerie.accounts.models import Organisation
from outillerie.outbox.models import OutboxMessage
from tests.catalogue.session_factories import online, roubaix, venue
from tests.outillerie.printing.reading import bookmarks_of, tags_of

pytestmark = pytest.mark.django_db
PAGE = "/agenda/programme/"
PDF = "/agenda/programme/programme.pdf"
NORTH = {"territoire": "department-59"}


def printed(**parameters):
    """Return the programme of the Nord for the months to come."""
    from django.http import QueryDict

    asked = QueryDict(mutable=True)
    asked.update({**NORTH, **parameters})
    return programme_of(programme_request(asked, timezone.localdate()))


def work():
    """Do what the worker does for the prints that wait."""
    for made in ProgrammePrint.objects.filter(state="waiting"):
        make_programme({"print": made.pk})


def lines(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.fixture
def season(announced, in_days, amiens):
    first = announced(
        "Tester un kit",
        starts_at=in_days(3),
        organisation=Organisation.objects.create(name="Atelier du Canal"),
        places=[{"venue": venue(accessibility="De plain-pied"), "taken": 9}],
        audience="Médiatrices et médiateurs",
    )
    second = announced(
        "Réparer <b>plutôt</b> que jeter",
        starts_at=in_days(40),
        organisation=Organisation.objects.create(name="Hub des Beffrois"),
        places=[{"venue": venue("Atelier")}, online(link="https://visio.example.org/secrete")],
        accessibility="Boucle magnétique",
    )
    announced("Ailleurs", starts_at=in_days(5), places=[{"venue": amiens}])
    announced("Brouillon", starts_at=in_days(5), state=PeerSession.State.DRAFT)
    announced("Annulée", starts_at=in_days(5), state=PeerSession.State.CANCELLED)
    announced("Trop tard", starts_at=in_days(300))
    return first, second


def test_a_programme_holds_the_sessions_of_every_operator_by_month_and_day(season):
    found = printed()
    assert [one.title for day in found.days for one in day.sessions] == [
        "Tester un kit", "Réparer <b>plutôt</b> que jeter",
    ]  # fmt: skip
    assert found.organisers == ("Atelier du Canal", "Hub des Beffrois")
    [first] = found.days[0].sessions
    assert (first.seats[:3], first.access, first.audience) == ("12 ", "De plain-pied.", "Médiatrices et médiateurs")


def test_the_document_is_tagged_and_says_everything_in_words(season):
    pdf = programme_pdf(printed())
    text = lines(pdf)
    session = season[0]
    assert [
        word in text for word in ("Tester un kit", "Médiathèque des Tisserands", "12 rue Exemple", "De plain-pied")
    ] == [True] * 4
    assert session.get_absolute_url().rstrip("/") in text.replace(" ", "")
    kinds = {tag.removeprefix("/") for _depth, tag, _words in tags_of(pdf)}
    assert {"H1", "H2", "H3", "P", "Figure"} <= kinds
    assert PdfReader(BytesIO(pdf)).metadata.title
    assert bookmarks_of(pdf)


def test_LEAK_03_the_paper_has_no_video_link_no_draft_and_no_name(season):
    text = lines(programme_pdf(printed()))
    assert [word in text for word in ("visio.example", "Brouillon", "Annulée", "Ailleurs", "Trop tard")] == [False] * 5


def test_ATK_XSS_01_titles_are_words_on_paper_too(season):
    assert "Réparer <b>plutôt</b> que jeter" in lines(programme_pdf(printed()))


def test_each_session_has_its_code_and_its_address_in_words(season):
    files = resources(printed())
    assert sorted(name for name in files if name.startswith("qr/")) == ["qr/1.svg", "qr/2.svg"]
    assert files["qr/1.svg"] != files["qr/2.svg"]


def test_the_booklet_is_laid_on_sheets_to_fold(season):
    pdf = programme_pdf(printed(forme="a5"))
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) % 2 == 0
    assert {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages} == {(842, 595)}
    assert "Tester un kit" in lines(pdf)


def test_the_same_programme_is_the_same_bytes(season):
    found = printed(econome="1")
    assert programme_pdf(found) == programme_pdf(found)
    assert resources(found)["drawings/spine.svg"] != resources(printed())["drawings/spine.svg"]


def test_the_worker_makes_it_once_and_the_next_reader_takes_it(client, season):
    first = client.get(PDF, NORTH)
    assert (first.status_code, first["Refresh"]) == (202, "4")
    assert client.get(PDF, NORTH).status_code == 202
    assert OutboxMessage.objects.filter(kind="season-programme").count() == 1
    work()
    ready = client.get(PDF, NORTH)
    assert (ready.status_code, ready["Content-Type"]) == (200, "application/pdf")
    assert "Tester un kit" in lines(b"".join(ready.streaming_content))


def test_a_session_that_changes_makes_another_programme_and_the_old_one_goes(client, season):
    client.get(PDF, NORTH)
    work()
    PeerSession.objects.filter(pk=season[0].pk).update(title="Autre titre")
    assert client.get(PDF, NORTH).status_code == 202
    work()
    assert ProgrammePrint.objects.count() == 1
    assert "Autre titre" in lines(b"".join(client.get(PDF, NORTH).streaming_content))


def test_a_print_whose_sessions_changed_before_it_was_made_is_not_made(client, season):
    client.get(PDF, NORTH)
    PeerSession.objects.filter(pk=season[0].pk).update(title="Autre titre")
    work()
    assert ProgrammePrint.objects.count() == 0


def test_seats_that_go_do_not_make_another_programme(season):
    before = state_of(printed())
    season[0].places.update(taken=11)
    assert state_of(printed()) == before


def test_what_nobody_asks_for_any_more_is_not_kept(client, season):
    old = ProgrammePrint.objects.create(
        sha256="0" * 64, asked={"old": True}, state="ready", requested_at=timezone.now() - timedelta(days=8)
    )
    client.get(PDF, NORTH)
    work()
    assert not ProgrammePrint.objects.filter(pk=old.pk).exists()


def test_the_page_offers_both_papers_once_there_is_something_to_print(client, season):
    response = client.get(PAGE, {"ou": "Nord", "econome": "1"})
    assert response.context["count"] == 2
    urls = [form["url"] for form in response.context["downloads"]]
    assert ["forme=a4" in urls[0], "forme=a5" in urls[1], all("econome=1" in url for url in urls)] == [True] * 3


def test_nothing_to_print_is_said_with_what_to_do(client, db):
    roubaix()
    assert client.get(PAGE, NORTH).context["downloads"] == []
    response = client.get(PDF, NORTH, follow=True)
    assert response.redirect_chain[0][0].startswith(PAGE)
    assert [str(message) for message in response.context["messages"]] != []


@pytest.mark.parametrize("dates", [{"du": "hier", "au": "01/01/2030"}, {"du": "02/01/2030", "au": "01/01/2030"}])
def test_dates_that_make_no_sense_are_said_and_stay(client, season, dates):
    response = client.get(PAGE, {**NORTH, **dates})
    assert response.context["days_unread"] is True
    assert f'value="{dates["du"]}"' in response.text


def test_a_programme_of_more_than_a_year_is_refused_with_what_to_do(client, season):
    response = client.get(PAGE, {**NORTH, "du": "01/01/2027", "au": "01/01/2030"})
    assert (bool(response.context["refusal"]), response.context["downloads"]) == (True, [])
    assert client.get(PDF, {**NORTH, "du": "01/01/2027", "au": "01/01/2030"}).status_code == 302


def test_a_programme_too_long_to_print_is_refused(client, season, monkeypatch):
    monkeypatch.setattr("catalogue.agenda.programme.MOST_SESSIONS", 1)
    assert client.get(PAGE, NORTH).context["refusal"] != ""
    assert MOST_SESSIONS == 400


def test_the_state_is_of_everything_shown(season):
    found = printed()
    assert state_of(found) != state_of(dataclasses.replace(found, funding="Avec le soutien de"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_long_programme_is_as_many_questions_as_a_short_one(announced, in_days, count, django_assert_num_queries):
    for number in range(count):
        announced(f"Séance {number}", starts_at=in_days(number + 1), facilitators=["Odile"])
    printed()
    with django_assert_num_queries(7):
        printed()


def test_the_address_of_the_pdf_is_the_one_the_page_gives(client, season):
    url = client.get(PAGE, NORTH).context["downloads"][0]["url"]
    assert url.startswith(f"{reverse('season-programme-pdf')}?territoire=department-59&")
    assert client.get(url).status_code == 202
