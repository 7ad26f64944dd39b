"""Reports on published kits: made by anyone, handled once, answered to who made them and to the authors."""

import time

import pytest
from django.core import mail, signing
from django.core.cache import caches
from django.urls import reverse
from wagtail.models import PageLogEntry

from outillerie.accounts.models import Membership
from outillerie.kits.models import KitFacet, KitPage
from outillerie.moderation import forms
from outillerie.moderation.models import KitReport
from outillerie.moderation.reports import (
    AlreadyHandled,
    AlreadyReported,
    NoReasonGiven,
    OwnReport,
    handle_report,
    report_kit,
)
from outillerie.notifications.models import Notification
from tests import factories
from tests.outillerie.moderation.conftest import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(author):
    kit = factories.kit(slug="camille")
    KitPage.objects.filter(pk=kit.pk).update(owner=author)
    return fresh(kit)


@pytest.fixture
def report(published, stranger):
    return report_kit(published, reason="errors", details="L’étape 2 dure 20 minutes.", reporter=stranger)


def form_of(**words):
    """Return a report as a person sends it, a minute after opening the page."""
    opened = signing.dumps(int(time.time()) - 60, salt=forms.OPENED)
    return {"reason": "errors", "details": "L’étape 2.", "email": "", "leave_empty": "", "opened": opened, **words}


def told(person):
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("kind", "path", "facts"))


# --- Reporting ---


def test_the_page_of_a_kit_leads_to_the_form_and_a_draft_does_not(browsing, published, moderator):
    page = browsing(None).get("/kits/camille/").text
    assert 'href="/kits/camille/signaler/"' in page
    assert browsing(None).get("/kits/camille/signaler/").status_code == 200


def test_anyone_reports_a_kit_and_those_who_read_are_told(browsing, published, moderator, author):
    response = browsing(None).post("/kits/camille/signaler/", form_of(email="lecteur@example.org"), follow=True)
    assert (response.redirect_chain, "Your report is sent" in response.text) == (
        [("/kits/camille/signaler/merci/", 302)], True,
    )  # fmt: skip
    report = KitReport.objects.get()
    assert (report.kit, report.version, report.reason, report.details, report.reporter, report.email, report.state) == (
        published, 1, "errors", "L’étape 2.", None, "lecteur@example.org", "open",
    )  # fmt: skip
    assert told(moderator) == [("kit-reported", f"/relecture/signalements/{report.pk}/", {"reason": "errors"})]
    assert told(author) == []


def test_someone_signed_in_is_known_and_gives_no_address(browsing, published, stranger):
    page = browsing(stranger).get("/kits/camille/signaler/")
    assert "email" not in page.context["form"].fields
    browsing(stranger).post("/kits/camille/signaler/", form_of(email="autre@example.org"))
    assert KitReport.objects.values_list("reporter", "email").get() == (stranger.pk, "")


@pytest.mark.parametrize("missing", ["reason", "details"])
def test_a_report_says_what_is_wrong_and_where(browsing, published, missing):
    response = browsing(None).post("/kits/camille/signaler/", form_of(**{missing: ""}, email="a@example.org"))
    assert (set(response.context["form"].errors), "a@example.org" in response.text) == ({missing}, True)


def test_a_robot_that_fills_everything_is_refused_and_a_person_sends_again(browsing, published):
    reader = browsing(None)
    refused = reader.post("/kits/camille/signaler/", form_of(leave_empty="https://promo.example.org"))
    assert "A hidden field was filled" in refused.context["form"].non_field_errors()[0]
    assert ("L’étape 2.</textarea>" in refused.text, "promo.example.org" in refused.text) == (True, False)
    assert KitReport.objects.count() == 0
    again = {field.html_name: field.value() or "" for field in refused.context["form"]}
    assert reader.post("/kits/camille/signaler/", again).status_code == 302


@pytest.mark.parametrize("opened", ["", "n’importe quoi", "too long ago", "now"])
def test_a_report_sent_at_once_or_with_a_forged_hour_is_asked_again(browsing, published, monkeypatch, opened):
    seconds_ago = {"too long ago": 90_000, "now": 0}
    if opened in seconds_ago:
        opened = signing.dumps(int(time.time()) - seconds_ago[opened], salt=forms.OPENED)
    reader = browsing(None)
    refused = reader.post("/kits/camille/signaler/", form_of(opened=opened))
    assert "too fast or too late" in refused.context["form"].non_field_errors()[0]
    again = {field.html_name: field.value() or "" for field in refused.context["form"]}
    assert reader.post("/kits/camille/signaler/", again).status_code == 200, "still too fast"
    monkeypatch.setattr(forms, "FEWEST_SECONDS", 0)
    assert reader.post("/kits/camille/signaler/", again).status_code == 302


def test_the_same_report_twice_is_said_and_kept_once(published, stranger):
    report_kit(published, reason="errors", details="Là.", reporter=stranger)
    with pytest.raises(AlreadyReported):
        report_kit(published, reason="errors", details="Là encore.", reporter=stranger)
    report_kit(published, reason="rights", details="Et ça.", reporter=stranger)
    assert KitReport.objects.count() == 2


def test_a_flood_of_reports_tells_those_who_read_once(published, moderator):
    for number in range(5):
        report_kit(published, reason="errors", details=f"Là {number}.")
    assert (len(told(moderator)), KitReport.objects.count()) == (1, 5)


def test_atk_rate_02_a_flood_from_one_address_is_refused(browsing, published):
    caches["throttle"].add("throttle|report_problem|127.0.0.1", 10, 60)
    reader = browsing(None)
    assert reader.get("/kits/camille/signaler/").status_code == 200
    assert reader.post("/kits/camille/signaler/", form_of()).status_code == 429


# --- Handling ---


def handling(decision, **words):
    return {"decision": decision, "outcome": "Merci, c’est vu.", "explanation": "Corrigez l’étape 2.", **words}


def test_a_report_is_unfounded_and_its_author_reads_why(browsing, published, report, moderator, stranger, author):
    path = reverse("report-review", args=[report.pk])
    page = browsing(moderator).get(path).text
    assert ("L’étape 2 dure 20 minutes." in page, "Zoé" in page) == (True, True)
    browsing(moderator).post(path, handling("unfounded"))
    report.refresh_from_db()
    assert (report.state, report.outcome, report.handled_by, fresh(published).live) == (
        "wrong", "Merci, c’est vu.", moderator, True,
    )  # fmt: skip
    outcome = reverse("report-outcome", args=[report.pk])
    assert told(stranger) == [("report-handled", outcome, {"state": "wrong"})]
    assert told(author) == []
    assert "Merci, c’est vu." in browsing(stranger).get(outcome).text


def test_authors_are_asked_to_correct_until_a_newer_version_answers(browsing, published, report, moderator, author):
    browsing(moderator).post(reverse("report-review", args=[report.pk]), handling("kept"))
    path = reverse("kit-review", args=[published.pk])
    assert told(author) == [("kit-decided", path, {"decision": "changes"})]
    page = browsing(author).get(path).text
    assert ("A correction is asked for after a report." in page, "Corrigez l’étape 2." in page) == (True, True)
    assert ("Zoé" in page, "Merci, c’est vu." in page, "L’étape 2 dure 20 minutes." in page) == (False, False, False)
    factories.publish(published, title="Corrigé")
    assert "A correction is asked for" not in browsing(author).get(path).text


def test_a_kit_is_removed_with_its_reason_told_to_its_authors_and_kept_in_the_log(
    browsing, published, report, moderator, author, stranger
):
    browsing(moderator).post(reverse("report-review", args=[report.pk]), handling("removed"))
    assert (fresh(published).live, KitFacet.objects.filter(kit=published).count()) == (False, 0)
    assert browsing(None).get("/kits/camille/").status_code == 404
    actions = PageLogEntry.objects.filter(page=published.pk, user=moderator).order_by("timestamp", "action")
    assert list(actions.values_list("action", flat=True)) == ["wagtail.unpublish", "outillerie.removal"]
    assert actions.last().data == {"reason": "errors", "explanation": "Corrigez l’étape 2.", "report": report.pk}
    path = reverse("kit-review", args=[published.pk])
    assert told(author) == [("kit-decided", path, {"decision": "unpublished"})]
    page = browsing(author).get(path).text
    assert ("This kit was removed from the site after a report." in page, "There are errors." in page) == (True, True)
    assert "Corrigez l’étape 2." in page
    [(kind, outcome, facts)] = told(stranger)
    assert (kind, facts) == ("report-handled", {"state": "right"})
    assert browsing(stranger).get(outcome).status_code == 200
    lines = browsing(stranger).get(reverse("notifications")).text
    assert ("a kit that is no longer public" in lines, "Où est Camille" in lines) == (True, False)


def test_someone_without_an_account_is_answered_by_mail_and_their_address_is_erased(published, moderator):
    report = report_kit(published, reason="rights", details="Ma photo.", email="photographe@example.org")
    handle_report(
        report, by=moderator, is_right=True, outcome="La photo est retirée.", explanation="Photo sans accord."
    )
    [answer] = mail.outbox
    assert answer.to == ["photographe@example.org"]
    assert ("La photo est retirée." in answer.body, "Photo sans accord." in answer.body) == (True, False)
    assert KitReport.objects.get().email == ""


def test_someone_who_left_nothing_is_told_nothing(published, moderator):
    report = report_kit(published, reason="rights", details="Ma photo.")
    handle_report(report, by=moderator, is_right=False, outcome="Elle est à nous.")
    assert mail.outbox == []


def test_the_second_answer_to_a_report_meets_the_first_and_keeps_its_words(
    browsing, published, report, moderator, other_moderator
):
    handle_report(report, by=moderator, is_right=False, outcome="Tout va bien.")
    with pytest.raises(AlreadyHandled):
        handle_report(report, by=other_moderator, is_right=True, outcome="Non.", explanation="Non.")
    late = browsing(other_moderator).post(
        reverse("report-review", args=[report.pk]), handling("removed", outcome="Mes mots à moi")
    )
    assert late.status_code == 409
    for words in ("Someone has already handled this report.", "Tout va bien.", "Gaspard", "Mes mots à moi"):
        assert words in late.text
    assert fresh(published).live is True


@pytest.mark.parametrize("decision", ["kept", "removed"])
def test_authors_always_read_why(browsing, published, report, moderator, decision):
    response = browsing(moderator).post(
        reverse("report-review", args=[report.pk]), handling(decision, explanation="", outcome="À garder")
    )
    assert (set(response.context["form"].errors), "À garder" in response.text) == ({"explanation"}, True)
    with pytest.raises(NoReasonGiven):
        handle_report(report, by=moderator, is_right=True, outcome="Oui")


def test_nobody_handles_a_report_on_their_own_kit_when_someone_else_could(
    browsing, published, report, moderator, staff
):
    KitPage.objects.filter(pk=published.pk).update(owner=moderator)
    page = browsing(moderator).get(reverse("report-review", args=[report.pk])).text
    assert "Someone else handles this report." in page
    with pytest.raises(OwnReport):
        handle_report(report, by=moderator, is_right=False, outcome="Rien à voir.")
    handle_report(report, by=staff, is_right=False, outcome="Rien à voir.")


def test_who_reported_reads_the_title_that_they_had_read(browsing, published, report, stranger):
    factories.publish(published, title="Titre changé depuis")
    page = browsing(stranger).get(reverse("report-outcome", args=[report.pk])).text
    assert ("Où est Camille" in page, "Titre changé depuis" in page) == (True, False)


def test_the_whole_team_answers_for_a_kit_that_nobody_here_began(moderator):
    kit = factories.kit(slug="importe")
    member, former = factories.person("jo@example.org"), factories.person("ali@example.org")
    for person, state in ((member, "active"), (former, "requested")):
        Membership.objects.create(person=person, organisation=kit.organisation, state=state)
    report = report_kit(kit, reason="errors", details="Là.")
    handle_report(report, by=moderator, is_right=True, outcome="Merci.", explanation="Corrigez.")
    assert [len(told(person)) for person in (member, former)] == [1, 0]


def test_an_erased_reporter_leaves_the_report(report, stranger, moderator):
    stranger.delete()
    handled = handle_report(KitReport.objects.get(), by=moderator, is_right=False, outcome="Rien.")
    assert (handled.reporter, handled.state) == (None, "wrong")
