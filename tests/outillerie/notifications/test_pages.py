"""The pages of notifications: one's own, and nobody else's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from outillerie.notifications.models import Kind, MailChoice, Notification, NotificationPreference
from tests import factories

pytestmark = pytest.mark.django_db
LIST, PREFERENCES = "/compte/notifications/", "/compte/notifications/preferences/"
# What the catalogue and badges tell everybody who may learn; what it tells trainers is chosen by trainers.
OF_LEARNERS = {
    "badge-application-read", "badge-expires", "badge-received", "badge-revoked", "badges-claimed", "evidence-reviewed", "module-completed", "path-completed", "path-enrolled", "path-version", "poll-date-chosen",
    "session-near", "session-published", "session-reminder",
}  # fmt: skip


def told(person, *, kit=None, path="/kits/camille/", **fields):
    return Notification.objects.create(person=person, kind=Kind.KIT_ADAPTED, kit=kit, path=path, **fields)


@pytest.fixture
def signed_in(client, lea):
    client.force_login(lea)
    client.cookies["affichage"] = "language=en"
    return client


def sentences(answer):
    return [line.sentence for line in answer.context["lines"]]


def test_what_is_not_read_comes_first_and_the_newest_before_the_others(signed_in, lea):
    kits = [factories.kit(slug=f"k{n}", title=f"Kit {n}") for n in range(3)]
    rows = [told(lea, kit=kit) for kit in kits]
    Notification.objects.filter(pk=rows[2].pk).update(read_at=timezone.now())
    answer = signed_in.get(LIST)
    assert sentences(answer) == [f"Someone adapted one of your kits: “Kit {n}”." for n in (1, 0, 2)]
    assert answer.content.decode().count("<b>Not read</b>") == 2


def test_an_empty_list_says_what_will_come(signed_in):
    assert "Nothing to tell you yet" in signed_in.get(LIST).content.decode()


def test_a_long_list_is_cut_in_pages(signed_in, lea):
    for _n in range(21):
        told(lea)
    assert [len(signed_in.get(LIST, {"page": n}).context["lines"]) for n in (1, 2, 9)] == [20, 1, 1]


def test_the_list_is_read_in_as_many_questions_whatever_its_length(signed_in, lea):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            signed_in.get(LIST)
        return len(asked)

    told(lea, kit=factories.kit(slug="k0"))
    signed_in.get(LIST)
    one = questions()
    told(lea, kit=factories.kit(slug="k1"))
    told(lea, kit=factories.kit(slug="k2"))
    assert questions() == one


def test_opening_one_marks_it_as_read_and_leads_where_it_happened(signed_in, lea, camille):
    row = told(lea, kit=camille)
    answer = signed_in.get(f"{LIST}{row.pk}/")
    row.refresh_from_db()
    assert (answer.status_code, answer.url, row.read_at is not None) == (302, "/kits/camille/", True)


@pytest.mark.parametrize("hostile", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_ATK_RED_01_opening_one_leads_only_where_it_happened(signed_in, lea, camille, hostile):
    row = told(lea, kit=camille)
    assert signed_in.get(f"{LIST}{row.pk}/", {"next": hostile, "path": hostile}).url == "/kits/camille/"


def test_LEAK_08_one_about_a_kit_that_is_no_longer_public_leads_nowhere_and_names_nothing(signed_in, lea, camille):
    row = told(lea, kit=camille)
    camille.unpublish()
    answer = signed_in.get(f"{LIST}{row.pk}/", follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(LIST, 302)]
    assert ("no longer public, or no longer shared with you" in page, "Camille" in page) == (True, False)


def test_everything_is_marked_as_read_by_a_button(signed_in, lea, samir):
    told(lea)
    told(lea)
    told(samir)
    assert signed_in.post(f"{LIST}lues/").url == LIST
    assert list(Notification.objects.filter(read_at=None).values_list("person", flat=True)) == [samir.pk]


def test_the_header_counts_what_is_not_read_and_says_nothing_of_nothing(signed_in, lea):
    assert reverse("notifications") not in signed_in.get("/kits/").content.decode().partition("</header>")[0]
    told(lea)
    assert (
        "<b>1</b> <span>notification that you have not read</span>"
        in signed_in.get("/kits/").content.decode().partition("</header>")[0]
    )


def test_each_kind_has_three_choices_kept_when_chosen(signed_in, lea):
    form = signed_in.get(PREFERENCES).context["form"]
    assert set(form.fields) == (set(Kind.values) | OF_LEARNERS) - {"kit-proposed", "kit-reported"}
    assert set(form.initial.values()) == {"daily"}
    chosen = {**form.initial, "kit-adapted": "now", "field-report": "never"}
    assert signed_in.post(PREFERENCES, chosen).url == PREFERENCES
    assert signed_in.get(PREFERENCES).context["form"].initial == chosen


def test_those_who_read_proposals_choose_for_moderation_too(client, lea):
    client.force_login(factories.person("ines@example.org", group="moderator"))
    assert set(client.get(PREFERENCES).context["form"].fields) == set(Kind.values) | OF_LEARNERS


def test_a_wrong_choice_is_refused_and_nothing_is_kept(signed_in, lea):
    answer = signed_in.post(PREFERENCES, {"kit-adapted": "hourly"})
    assert (answer.status_code, NotificationPreference.objects.count()) == (200, 0)


def test_ATK_MASS_01_nobody_chooses_for_another_nor_for_a_kind_that_is_not_theirs(signed_in, lea, samir):
    chosen = signed_in.get(PREFERENCES).context["form"].initial
    forged = {
        **chosen,
        "kit-proposed": "now",
        "kit-reported": "now",
        "person": samir.pk,
        "person_id": samir.pk,
        "is_staff": "on",
    }
    signed_in.post(PREFERENCES, forged)
    kept = NotificationPreference.objects.all()
    assert set(kept.values_list("person", flat=True)) == {lea.pk}
    assert {row.kind for row in kept} == set(chosen)
    assert set(kept.values_list("mail", flat=True)) == {MailChoice.DAILY}


@pytest.mark.parametrize("group", ["", "moderator", "administrator"])
def test_ATK_IDOR_01_a_notification_is_for_its_person_alone(client, lea, camille, group):
    row = told(lea, kit=camille)
    client.force_login(factories.person("mallory@example.org", group=group))
    assert client.get(f"{LIST}{row.pk}/").status_code == 404
    client.post(f"{LIST}lues/")
    row.refresh_from_db()
    assert (row.read_at, client.get(LIST).context["lines"]) == (None, [])


@pytest.mark.parametrize("path", [LIST, PREFERENCES, f"{LIST}1/"])
def test_ATK_IDOR_01_signed_out_one_is_asked_to_sign_in(client, path):
    assert client.get(path).url == f"/compte/connexion/?next={path}"


@pytest.mark.parametrize("path", [f"{LIST}lues/", PREFERENCES])
def test_ATK_CSRF_01_nothing_changes_without_the_token_of_the_form(lea, path):
    told(lea)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(lea)
    assert browser.post(path, dict.fromkeys(Kind.values, "never")).status_code == 403
    assert (Notification.objects.filter(read_at=None).count(), NotificationPreference.objects.count()) == (1, 0)


@pytest.mark.parametrize("method", ["get", "head"])
def test_ATK_CSRF_01_reading_the_address_of_a_button_changes_nothing(signed_in, lea, method):
    told(lea)
    assert getattr(signed_in, method)(f"{LIST}lues/").status_code == 405
    assert Notification.objects.get().read_at is None


def test_no_page_of_notifications_may_be_kept(signed_in):
    assert [signed_in.get(path)["Cache-Control"] for path in (LIST, PREFERENCES)] == ["private, no-store"] * 2
