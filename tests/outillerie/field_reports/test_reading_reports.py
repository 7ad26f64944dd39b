"""Field reports where people read them: page of the kit, list, card, search, home page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outillerie.field_reports.actions import hide_report, show_report, thank
from outillerie.field_reports.models import FieldReport, FieldReportThanks, Recommendation
from outillerie.kits.cards import cards_of
from outillerie.moderation.models import RefusalReason
from outillerie.notifications.models import Kind, Notification
from tests import factories
from tests.outillerie.field_reports.workshops import told

pytestmark = pytest.mark.django_db
EMPTY = "Personne n’a encore raconté ce kit"


def titles(answer):
    return [card.worked for card in answer.context["cards"]]


def people(count):
    return [factories.person(f"p{number}@example.org", first_name=f"P{number}") for number in range(count)]


def test_a_kit_that_nobody_told_says_that_three_sentences_are_enough(client, kit):
    page = client.get("/kits/camille/").text
    assert (EMPTY in page, "/kits/camille/retours/raconter/" in page, "retour d’atelier</a>" in page) == (
        True,
        True,
        False,
    )


def test_the_page_of_a_kit_shows_the_report_that_helped_most(client, kit, lea):
    for number, person in enumerate(people(4), start=1):
        told(kit, person, worked=f"Atelier {number}", held_on=date(2026, 1, number))
    thank(FieldReport.objects.get(worked="Atelier 1"), by=lea, is_given=True)
    page = client.get("/kits/camille/")
    assert [card.worked for card in page.context["cards"]] == ["Atelier 1"]
    assert ("Lire les 4 retours" in page.text, "4 retours d’atelier" in page.text) == (True, True)


def test_the_list_shows_the_newest_first_ten_a_page(client, kit):
    for number, person in enumerate(people(11), start=1):
        told(kit, person, worked=f"Atelier {number}", held_on=date(2026, 1, number))
    first, second = client.get("/kits/camille/retours/"), client.get("/kits/camille/retours/?page=2")
    assert titles(first) == [f"Atelier {number}" for number in range(11, 1, -1)]
    assert titles(second) == ["Atelier 1"]


@pytest.mark.parametrize("count", [1, 3])
def test_reports_cost_as_many_questions_whatever_their_number(client, kit, count, django_assert_num_queries):
    for person in people(count):
        thank(told(kit, person), by=kit.owner, is_given=True)
    # With a cookie, no page comes from those that are kept.
    client.cookies["affichage"] = "text=large"
    client.get("/kits/")
    with django_assert_num_queries(7):
        client.get("/kits/camille/retours/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_kit_asks_one_question_for_its_reports(client, kit, count):
    client.cookies["affichage"] = "text=large"
    client.get("/kits/camille/")
    with CaptureQueriesContext(connection) as before:
        client.get("/kits/camille/")
    for person in people(count):
        told(kit, person)
    with CaptureQueriesContext(connection) as after:
        client.get("/kits/camille/")
    assert len(after) == len(before) + 1


def test_a_card_counts_the_reports_of_its_kit(client, kit, lea, theo):
    other = factories.kit(slug="autre")
    told(kit, lea)
    told(kit, theo)
    assert [card.reports_label for card in cards_of([kit, other])] == ["2 retours", ""]


def test_someone_says_and_no_longer_says_that_a_report_helps(client, kit, lea, theo):
    report = told(kit, lea)
    client.force_login(theo)
    path = f"{report.get_absolute_url()}merci/"
    answer = client.post(path, {"is_given": "yes", "back": "/kits/camille/"})
    client.post(path, {"is_given": "yes", "back": "/kits/camille/"})
    assert (answer.url, FieldReportThanks.objects.count()) == (f"/kits/camille/#report-{report.pk}", 1)
    page = client.get("/kits/camille/").text
    assert ('aria-pressed="true"' in page, "1 personne a trouvé ce retour utile" in page) == (True, True)
    client.post(path, {"is_given": "no"})
    page = client.get("/kits/camille/").text
    assert ('aria-pressed="false"' in page, "utile" in page, FieldReportThanks.objects.count()) == (True, False, 0)


def test_nobody_thanks_themselves(client, kit, lea):
    report = told(kit, lea)
    client.force_login(lea)
    assert client.post(f"{report.get_absolute_url()}merci/", {"is_given": "yes"}).status_code == 403
    assert (FieldReportThanks.objects.count(), "Cela m’aide aussi" in client.get("/kits/camille/").text) == (0, False)


def test_someone_signed_out_signs_in_to_say_that_a_report_helps(client, kit, lea):
    report = told(kit, lea)
    page = client.get("/kits/camille/").text
    assert 'href="/compte/connexion/?next=/kits/camille/"' in page
    assert (
        client.post(f"{report.get_absolute_url()}merci/").url == f"/compte/connexion/?next={report.get_absolute_url()}"
    )


def test_the_author_of_the_kit_answers_and_the_reporter_is_told(client, kit, lea, author):
    report = told(kit, lea)
    client.force_login(author)
    path = f"{report.get_absolute_url()}repondre/"
    assert client.post(path, {"answer": "Merci, c’est corrigé."}).url == report.get_absolute_url()
    assert "Élise répond\u00a0:</b> Merci, c’est corrigé." in client.get("/kits/camille/").text
    row = Notification.objects.get(person=lea)
    assert (row.kind, row.actor, row.path) == (Kind.FIELD_REPORT_ANSWERED, author, report.get_absolute_url())
    client.post(path, {"answer": " "})
    report.refresh_from_db()
    assert (report.answer, report.answered_by, report.answered_at) == ("", None, None)
    assert Notification.objects.filter(person=lea).count() == 1


def test_a_hidden_report_leaves_every_page_and_count(client, kit, lea, moderator):
    report = told(kit, lea, worked="À cacher")
    hide_report(report, reason="personal-data", by=moderator)
    pages = [
        "/",
        "/kits/",
        "/kits/camille/",
        "/kits/camille/versions/",
        "/kits/camille/retours/",
        "/kits/?tri=eprouves",
    ]
    assert [page for page in pages if "À cacher" in client.get(page).text or "1 retour" in client.get(page).text] == []
    assert client.get(report.get_absolute_url()).status_code == 404
    assert EMPTY in client.get("/kits/camille/").text


def test_its_author_reads_why_a_report_is_hidden(client, kit, lea, moderator):
    report = told(kit, lea, worked="À cacher")
    hide_report(report, reason="personal-data", by=moderator)
    row = Notification.objects.get(person=lea)
    assert (row.path, row.facts["reason"]) == (report.get_absolute_url(), "personal-data")
    client.force_login(lea)
    page = client.get(row.path).text
    assert (str(RefusalReason.PERSONAL_DATA.label) in page, "À cacher" in page) == (True, True)


def test_a_moderator_hides_a_report_with_a_reason_and_shows_it_again(client, kit, lea, moderator):
    report = told(kit, lea)
    client.force_login(moderator)
    path = f"{report.get_absolute_url()}masquer/"
    assert client.post(path, {}).context["form"].errors == {"reason": ["Choisissez une raison pour continuer."]}
    assert client.post(path, {"reason": "quality"}).url == report.get_absolute_url()
    report.refresh_from_db()
    assert report.is_hidden
    client.post(f"{report.get_absolute_url()}montrer/")
    report.refresh_from_db()
    assert (report.is_hidden, kit.field_reports.visible().count()) == (False, 1)


def test_a_report_shown_again_counts_again(kit, lea, moderator):
    report = told(kit, lea)
    hide_report(report, reason="quality", by=moderator)
    show_report(report, by=moderator)
    kit.refresh_from_db()
    assert (kit.field_standing.reports, kit.field_standing.people) == (1, 1)


def test_the_home_page_quotes_the_report_that_helped_most(client, kit, lea, theo):
    assert client.get("/").context["quote"] is None
    told(kit, lea, worked="On a remplacé le téléphone par des cartes. Les ados ont parlé.")
    told(kit, theo, worked="À éviter.", recommendation=Recommendation.NO)
    quote = client.get("/?again").context["quote"]
    assert quote == {
        "text": "«\u00a0On a remplacé le téléphone par des cartes. Les ados ont parlé.\u00a0»",
        "source": "Raconté par Léa, sur",
        "url": "/kits/camille/",
        "link": "Où est Camille\u00a0?",
    }


def test_a_long_quote_stops_at_the_end_of_a_sentence(client, kit, lea):
    told(kit, lea, worked="Une phrase entière qui tient dans la citation de la page. " * 5)
    assert client.get("/").context["quote"]["text"] == (
        "«\u00a0" + " ".join(["Une phrase entière qui tient dans la citation de la page."] * 2) + "\u00a0»"
    )


def test_what_was_told_is_typeset_and_keeps_its_lines(client, kit, lea):
    told(kit, lea, worked="Bien !\nEt après ?")
    assert "Bien\u00a0!\nEt après\u00a0?" in client.get("/kits/camille/").text


def test_the_page_that_explains_the_ranking_answers(client, kit):
    assert client.get("/classement/").status_code == 200
    assert 'href="/classement/"' in client.get("/kits/?tri=eprouves").text or client.get("/kits/").context["count"] < 2
