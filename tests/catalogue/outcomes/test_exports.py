"""Tables to take away: one line for each participant and half-day, one for each activity; whose names leave is noted."""

import csv
import io
import json
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalogue.learning.models import Attendance
from catalogue.outcomes import export_views
from catalogue.outcomes.activities import activity_of, coop_themes, with_activities
from catalogue.outcomes.exports import Filters, attendance_lines, attendance_rows
from catalogue.outcomes.queries import sessions_to_report
from catalogue.outcomes.vocabulary import same_themes
from catalogue.sessions.models import PeerSession
from outillerie.accounts.models import Organisation
from outillerie.kits.models import Theme
from outillerie.privacy.models import DataAccess
from tests.catalogue.outcomes.situations import came, counted, past_session, soon, whole_day
from tests.catalogue.session_factories import online, peer_session, roubaix, session_format, territory, venue

pytestmark = pytest.mark.django_db
ATTACKS = ('=HYPERLINK("http://evil.example")', "+1+1", "-2", "@SUM(A1)", "\tformule", "＝1")


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def read_csv(response):
    text = body(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def sheet_of(response):
    return openpyxl.load_workbook(io.BytesIO(body(response))).active


def session_table(session, name):
    return reverse("session-table", args=[session.pk, name])


def period_table(name, **asked):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse('session-export', args=[name])}?{query}"


# --- Who came


def test_one_line_for_each_participant_and_half_day(client, samir, lea):
    session = whole_day("Une journée", created_by=samir)
    row = came(session, lea, employer="CCAS de Lens")
    came(session, registration=row, half_day="pm", minutes=30)
    came(session, name="Ali Bensaïd", state="excused", way="paper", source="walk-in")
    client.force_login(samir)
    response = client.get(session_table(session, "presences.csv"))
    assert (response["Content-Type"], "no-store" in response["Cache-Control"]) == ("text/csv; charset=utf-8", True)
    rows = read_csv(response)
    assert [list(line.values())[10] for line in rows] == [
        "Ali Bensaïd", "Léa Martin", "Léa Martin",
    ]  # fmt: skip
    values = [list(line.values()) for line in rows]
    assert [(line[0], line[2], line[3], line[14], line[15]) for line in values] == [
        ("03/03/2026", "9\u00a0h", "12\u00a0h", "0", "180"),
        ("03/03/2026", "9\u00a0h", "12\u00a0h", "180", "180"),
        ("03/03/2026", "13\u00a0h\u00a030", "17\u00a0h", "30", "210"),
    ]
    assert (values[1][4], values[1][8], values[1][9], values[1][11]) == (
        "Une journée",
        "Roubaix",
        "59512",
        "CCAS de Lens",
    )


def test_no_address_leaves_with_attendance(client, samir):
    session = past_session(created_by=samir)
    came(session, email="ondine@example.org", note="Une note", needs="Un besoin")
    client.force_login(samir)
    text = body(client.get(session_table(session, "presences.csv"))).decode()
    assert [word for word in ("ondine@example.org", "Une note", "Un besoin") if word in text] == []


def test_the_workbook_has_texts_numbers_and_dates_and_says_what_it_is_of(client, wenceslas):
    session = past_session()
    came(session, name="Ondine Lefebvre")
    client.force_login(wenceslas)
    page = sheet_of(client.get(period_table("presences.xlsx", since="01/03/2026", until="31/03/2026")))
    above = {page.cell(row, 1).value: page.cell(row, 2).value for row in range(1, 7)}
    assert next(iter(above.values())) == str(wenceslas)
    assert [value.date() for value in list(above.values())[2:4]] == [date(2026, 3, 1), date(2026, 3, 31)]
    headers = [cell.value for cell in page[8]]
    line = list(page[9])
    assert (len(headers), line[10].value, line[10].data_type) == (20, "Ondine Lefebvre", "s")
    assert (line[0].is_date, line[0].number_format, line[14].value, line[14].data_type) == (
        True,
        "dd/mm/yyyy",
        180,
        "n",
    )
    assert (page.freeze_panes, page.auto_filter.ref, page.max_row) == ("B9", "A8:T9", 9)


def test_ATK_CSV_01_no_cell_is_a_formula(client, samir):
    for rank, attack in enumerate(ATTACKS):
        session = past_session(
            attack, created_by=samir, organisation=Organisation.objects.create(name=f"{attack}{rank}")
        )
        came(session, name=attack, employer=attack)
    client.force_login(samir)
    for name in ("presences.csv", "coop-collectif.csv"):
        text = body(client.get(period_table(name))).decode("utf-8-sig")
        cells = [cell for line in csv.reader(io.StringIO(text), delimiter=";") for cell in line]
        assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝＋－＠"))] == []
        assert [attack for attack in ATTACKS if f"'{attack}" not in cells] == []
    for name in ("presences.xlsx", "coop-collectif.xlsx"):
        page = sheet_of(client.get(period_table(name)))
        assert [cell.value for row in page.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_GDPR_13_whose_names_leave_is_noted_before_they_do(client, samir, lea):
    session = past_session(created_by=samir)
    came(session, lea)
    came(session)
    client.force_login(samir)
    client.get(session_table(session, "coop-collectif.csv"))
    assert DataAccess.objects.count() == 0
    client.get(session_table(session, "presences.csv"))
    noted = DataAccess.objects.order_by("pk").values_list("what", "person", "accessed_by")
    assert list(noted) == [("attendance", lea.pk, samir.pk), ("attendance", samir.pk, samir.pk)]


def test_LEAK_09_each_takes_away_what_they_answer_for(client, samir, lea, wenceslas):
    mine, other = past_session("La mienne", created_by=samir), past_session("Une autre")
    shared = past_session("Animée", facilitators=[samir])
    for session in (mine, other, shared):
        came(session, lea)
    titles = {}
    for reader in (samir, lea, wenceslas):
        client.force_login(reader)
        rows = read_csv(client.get(period_table("presences.csv")))
        titles[reader.first_name] = sorted(list(line.values())[4] for line in rows)
    assert titles == {"Samir": ["Animée", "La mienne"], "Léa": [], "Wenceslas": ["Animée", "La mienne", "Une autre"]}
    client.logout()
    assert client.get(period_table("presences.csv")).status_code == 302


def test_one_cannot_choose_an_organisation_that_is_not_theirs(client, samir):
    theirs = past_session(organisation=Organisation.objects.create(name="Le Moulin"))
    came(theirs)
    client.force_login(samir)
    assert client.get(period_table("presences.csv", organisation=theirs.organisation.pk)).status_code == 404


def test_an_unknown_table_does_not_exist(client, samir):
    client.force_login(samir)
    assert client.get(period_table("mots-de-passe.csv")).status_code == 404


def test_a_workbook_too_long_is_refused_with_a_sentence_and_csv_is_not(client, samir, monkeypatch):
    session = past_session(created_by=samir)
    came(session)
    came(session)
    monkeypatch.setattr(export_views, "MOST_LINES_OF_A_WORKBOOK", 1)
    client.force_login(samir)
    refused = client.get(period_table("presences.xlsx", since="01/03/2026"))
    assert (refused.status_code, refused.url) == (302, f"{reverse('session-exports')}?since=01%2F03%2F2026")
    assert (len(read_csv(client.get(period_table("presences.csv")))), DataAccess.objects.count()) == (2, 1)


def test_a_draft_is_in_no_table(client, samir):
    past_session(created_by=samir, state="draft")
    assert list(sessions_to_report(samir)) == []


@pytest.mark.parametrize("people", [1, 3])
def test_the_lines_are_read_in_as_many_questions_whatever_their_number(people, django_assert_num_queries):
    session = past_session()
    for _rank in range(people):
        came(session)
    with django_assert_num_queries(3):
        assert len(list(attendance_rows(PeerSession.objects.all()))) == people


class TestSums(TestCase):
    """Whatever is asked, each line recorded of the sessions asked for is exported once, and no other."""

    @classmethod
    def setUpTestData(cls):
        lens = venue(
            territory=territory("commune", "62498", "Lens", department=territory("department", "62", "Pas-de-Calais"))
        )
        cls.organisations = [None, *(Organisation.objects.create(name=name) for name in ("Le Moulin", "La Forge"))]
        cls.departments = [None, roubaix().department, lens.territory.department]
        for rank in range(12):
            places = [{"venue": lens if rank % 3 else venue(), "capacity": 5}, online()]
            session = past_session(
                f"Séance {rank}",
                places=places,
                organisation=cls.organisations[rank % 3],
                starts_at=past_session().starts_at + timedelta(days=rank),
                ends_at=past_session().ends_at + timedelta(days=rank),
            )
            for _person in range(rank % 4):
                came(session)

    @hypothesis_settings(max_examples=40)
    @given(st.data())
    def test_the_lines_exported_are_those_recorded(self, data):
        days = st.none() | st.dates(date(2026, 3, 1), date(2026, 3, 20))
        asked = Filters(
            since=data.draw(days),
            until=data.draw(days),
            organisation=data.draw(st.sampled_from(self.organisations)),
            department=data.draw(st.sampled_from(self.departments)),
        )
        expected = [
            line.pk
            for line in Attendance.objects.select_related("session")
            if (asked.since is None or line.held_on >= asked.since)
            and (asked.until is None or line.held_on <= asked.until)
            and (asked.organisation is None or line.session.organisation == asked.organisation)
            and (asked.department is None or is_in(line.session, asked.department))
        ]
        found = asked.sessions(PeerSession.objects.all())
        lines = attendance_lines().filter(session__in=found.order_by().values("pk"))
        assert sorted(line.pk for line in lines) == sorted(expected)
        assert len(list(attendance_rows(found))) == len(expected)


def is_in(session, department) -> bool:
    return any(place.venue and place.venue.territory.department == department for place in session.places.all())


# --- What was done, for La Coop


def activity(session):
    return activity_of(with_activities(PeerSession.objects.filter(pk=session.pk)).get(), same_themes())


def test_an_activity_counts_who_came_with_a_name_and_without():
    session = whole_day(level=4, material="2 tablettes", format=session_format("webinaire"))
    row = came(session)
    came(session, registration=row, half_day="pm")
    came(session, state="absent")
    counted(session, 5, age={"soixante_dix_plus": 5}, status={"retraite": 4})
    found = activity(session)
    assert (found.participants.total, found.minutes, found.day) == (6, 390, date(2026, 3, 3))
    assert (found.participants.age["soixante_dix_plus"], found.participants.age["non_communique"]) == (5, 1)
    assert (found.participants.status["retraite"], found.participants.status["non_communique"]) == (4, 2)
    assert (found.level, found.material) == ("avance", ("tablette",))


def test_the_place_is_a_venue_before_an_address_before_a_screen():
    hybrid = activity(past_session(places=[online(), {"venue": venue(), "capacity": 3}]))
    assert (hybrid.place_type, hybrid.insee, hybrid.postcode) == ("lieu_activite", "59512", "59100")
    street = activity(
        past_session(places=[{"name": "Chez Ali", "address": "1 rue X", "territory": roubaix(), "capacity": 3}])
    )
    assert (street.place_type, street.venue, street.commune, street.insee, street.venue_id) == (
        "autre", "Chez Ali", "Roubaix", "59512", "",
    )  # fmt: skip
    screen = activity(past_session(places=[online()]))
    assert (screen.place_type, screen.commune, screen.insee) == ("a_distance", "", "")


def test_themes_are_said_when_they_mean_the_same_and_listed_when_one_must_choose():
    exact = Theme.objects.get(code="bases-aides-aux-demarches-administratives")
    vague = Theme.objects.get(code="bases-maitrise-des-outils-numeriques")
    theirs = Theme.objects.get(code="coop-sante")
    assert coop_themes([vague, theirs, exact], same_themes()) == (
        ("aide_aux_demarches_administratives", "sante"),
        ("Maîtrise des outils numériques",),
    )


def test_only_what_took_place_is_an_activity(client, samir):
    past_session("Passée", created_by=samir)
    past_session("Annulée", created_by=samir, state="cancelled")
    peer_session("Close", created_by=samir, state="held", starts_at=past_session().starts_at)
    soon(title="À venir", created_by=samir)
    client.force_login(samir)
    found = json.loads(body(client.get(period_table("coop-collectif.json"))))
    assert [row["attributes"]["titre_atelier"] for row in found["data"]] == ["Passée", "Close"]


def test_without_any_session_the_tables_are_empty_and_sound(client, samir):
    client.force_login(samir)
    assert json.loads(body(client.get(period_table("coop-collectif.json")))) == {"data": []}
    assert read_csv(client.get(period_table("coop-collectif.csv"))) == []
    assert sheet_of(client.get(period_table("coop-collectif.xlsx"))).max_row == 8


def test_an_activity_holds_no_name(client, samir, lea):
    session = past_session(created_by=samir)
    came(session, lea, name="Léa Martin")
    client.force_login(samir)
    for name in ("coop-collectif.csv", "coop-collectif.json"):
        assert "Léa Martin" not in body(client.get(session_table(session, name))).decode()


@pytest.mark.parametrize("count", [1, 3])
def test_activities_are_read_in_as_many_questions_whatever_their_number(count, django_assert_num_queries):
    for _rank in range(count):
        came(past_session())
    same = same_themes()
    with django_assert_num_queries(6):
        found = [activity_of(row, same) for row in with_activities(PeerSession.objects.all())]
    assert len(found) == count


def test_the_page_says_how_many_sessions_and_refuses_days_upside_down(client, samir):
    past_session(created_by=samir)
    client.force_login(samir)
    page = client.get(reverse("session-exports"), {"since": "01/03/2026", "until": "31/03/2026"})
    assert page.context["count"] == 1
    upside_down = client.get(reverse("session-exports"), {"since": "31/03/2026", "until": "01/03/2026"})
    assert (upside_down.status_code, list(upside_down.context["form"].errors)) == (422, ["until"])
    assert client.get(period_table("presences.csv", since="hier")).status_code in (200, 404)
