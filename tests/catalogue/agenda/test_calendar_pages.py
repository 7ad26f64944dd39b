"""The agenda a week or a month at a time."""

from datetime import date, timedelta

import pytest

from catalogue.agenda.formats.weeks import monday_of
from catalogue.sessions.models import PeerSession
from tests.catalogue.session_factories import online, paris

pytestmark = pytest.mark.django_db
MONTH, WEEK = "/agenda/mois/2027-12/", "/agenda/semaine/2027-11-29/"


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response


def days(response):
    return {
        cell["iso"]: [row["title"] for row in cell["rows"]]
        for week in response.context["weeks"]
        for cell in week
        if cell["rows"]
    }


def test_a_month_is_a_table_of_days_with_their_sessions(client, announced):
    announced("Première", starts_at=paris(2027, 12, 1, 9))
    announced("Dernière", starts_at=paris(2027, 12, 31, 20))
    announced("Avant", starts_at=paris(2027, 11, 30, 9))
    response = shown(client, MONTH)
    assert days(response) == {"2027-12-01": ["Première"], "2027-12-31": ["Dernière"]}
    assert [len(week) for week in response.context["weeks"]] == [7] * 5
    assert response.text.count('scope="col"') == 7
    assert "<caption>" in response.text


def test_a_session_stands_on_the_day_of_its_own_clock(client, announced):
    # Half past eleven in the evening in Paris, and the day before in Guadeloupe.
    announced("Tard", starts_at=paris(2027, 12, 10, 0, 30), time_zone="America/Guadeloupe")
    assert days(shown(client, MONTH)) == {"2027-12-09": ["Tard"]}


def test_a_full_day_shows_the_first_ones_and_leads_to_the_rest(client, announced):
    for number in range(6):
        announced(f"Séance {number}", starts_at=paris(2027, 12, 8, 9 + number))
    [cell] = [cell for week in shown(client, MONTH).context["weeks"] for cell in week if cell["rows"]]
    assert ([row["title"][-1] for row in cell["rows"]], cell["more"]) == (["0", "1", "2", "3"], 2)
    assert cell["more_url"] == "/agenda/?du=2027-12-08"


def test_months_lead_to_their_neighbours_with_the_same_filters(client, announced):
    announced(starts_at=paris(2027, 12, 8, 9))
    context = shown(client, f"{MONTH}?modalite=onsite").context
    assert [context[side]["url"] for side in ("before", "after")] == [
        "/agenda/mois/2027-11/?modalite=onsite", "/agenda/mois/2028-1/?modalite=onsite",
    ]  # fmt: skip
    assert days(shown(client, f"{MONTH}?modalite=remote")) == {}


def test_a_month_without_a_session_says_where_to_look(client):
    response = shown(client, MONTH)
    assert response.context["is_empty"] is True
    assert "/agenda/?du=2027-12-01" in response.text


def test_LEAK_02_drafts_and_cancelled_sessions_are_in_no_month_and_no_week(client, announced):
    announced("Brouillon", starts_at=paris(2027, 12, 1, 9), state=PeerSession.State.DRAFT)
    announced("Annulée", starts_at=paris(2027, 12, 1, 9), state=PeerSession.State.CANCELLED)
    assert days(shown(client, MONTH)) == {}
    assert shown(client, WEEK).context["is_empty"] is True


def test_a_week_shows_its_seven_days_and_their_cards(client, announced):
    announced("Mercredi", starts_at=paris(2027, 12, 1, 9))
    announced("Dimanche", starts_at=paris(2027, 12, 5, 9), places=[online()])
    rows = shown(client, WEEK).context["days"]
    assert [[row["card"].title for row in day["rows"]] for day in rows] == [
        [], [], ["Mercredi"], [], [], [], ["Dimanche"],
    ]  # fmt: skip


def test_a_week_has_one_address_that_of_its_monday(client):
    response = client.get("/agenda/semaine/2027-12-03/?modalite=onsite")
    assert (response.status_code, response["Location"]) == (302, f"{WEEK}?modalite=onsite")
    assert monday_of(date(2027, 12, 3)) == date(2027, 11, 29)


@pytest.mark.parametrize(
    "address",
    ["/agenda/mois/2027-13/", "/agenda/mois/1999-1/", "/agenda/semaine/demain/", "/agenda/semaine/2027-02-31/"],
)
def test_a_date_that_does_not_exist_has_no_page(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "most"), [(MONTH, 3), (WEEK, 6)])
def test_many_sessions_are_as_many_questions_as_one(client, announced, count, address, most, django_assert_num_queries):
    for number in range(count):
        announced(f"Séance {number}", starts_at=paris(2027, 12, 1 + number, 9))
    shown(client, address)
    with django_assert_num_queries(most):
        shown(client, address)


def test_a_week_of_a_full_day_shows_twelve_sessions_of_it(client, announced):
    for number in range(14):
        announced(f"Séance {number}", starts_at=paris(2027, 12, 1, 9) + timedelta(minutes=number))
    day = shown(client, WEEK).context["days"][2]
    assert (len(day["rows"]), day["more"], day["more_url"]) == (12, 2, "/agenda/?du=2027-12-01")
