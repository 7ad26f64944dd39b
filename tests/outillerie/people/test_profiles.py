"""What a person shows of themselves: nothing, unless they ask for it."""

import re
from datetime import date
from unittest import mock

import pytest
from django.core.cache import caches
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outillerie.accounts.models import Membership, User
from outillerie.field_reports.models import FieldReport
from outillerie.kits.models import KitCredit, KitPage
from outillerie.people import actions
from outillerie.people.actions import save_profile
from outillerie.remix.models import Adaptation
from tests import factories
from tests.outillerie.people.conftest import browser_of, member_of, someone

pytestmark = pytest.mark.django_db
FORM = "/compte/profil/"


def public(person, name="Ondine Exemple", **fields):
    person.is_public, person.public_name = True, name
    for field, value in fields.items():
        setattr(person, field, value)
    save_profile(person)
    return person


def filled(**fields):
    return {
        "first_name": "Léa",
        "last_name": "Lune",
        "public_name": "Ondine Exemple",
        "role": "",
        "place": "",
        "biography": "",
        **fields,
    }


@pytest.fixture
def lea(db):
    return someone("Lea")


def test_a_profile_is_private_until_its_owner_says_otherwise(lea):
    assert (lea.is_public, lea.slug) == (False, None)
    browser_of(lea).post(FORM, filled(role="Médiatrice numérique", place="Roubaix"))
    lea.refresh_from_db()
    assert (lea.is_public, lea.slug, lea.role, lea.place) == (False, None, "Médiatrice numérique", "Roubaix")
    assert Client().get("/membres/ondine-exemple/").status_code == 404


def test_a_page_made_public_shows_what_was_written_and_no_e_mail(lea):
    browser_of(lea).post(
        FORM, filled(role="Médiatrice numérique", place="Roubaix", biography="J’anime.\n\nÀ deux.", is_public="on")
    )
    page = Client().get("/membres/ondine-exemple/").content.decode()
    assert [words in page for words in ("Ondine Exemple", "Médiatrice numérique, Roubaix", "<p>À deux.</p>")] == [
        True
    ] * 3
    assert [word for word in ("lea@example.org", "example.org", "Léa", "Lune") if word in page] == []
    assert 'content="index, follow"' in page


def test_the_consent_says_what_is_shown_to_whom(lea):
    page = browser_of(lea).get(FORM).content.decode()
    assert "search engines included" in page
    assert '<input type="checkbox" name="is_public"' in page and "checked" not in page


def test_LEAK_10_a_private_page_is_answered_as_a_page_that_does_not_exist(lea):
    public(lea)
    lea.is_public = False
    save_profile(lea)
    answers = [Client().get(f"/membres/{slug}/") for slug in ("ondine-exemple", "personne-d-autre")]
    bodies = [answer.content.decode().replace("personne-d-autre", "ondine-exemple") for answer in answers]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert bodies[0] == bodies[1]
    assert dict(answers[0].items()) == dict(answers[1].items())


def test_LEAK_10_a_page_made_private_leaves_the_pages_that_were_kept(lea, django_capture_on_commit_callbacks):
    public(lea)
    assert Client().get("/membres/ondine-exemple/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(lea).post(FORM, filled())
    assert Client().get("/membres/ondine-exemple/").status_code == 404


def test_LEAK_10_an_account_that_is_closed_has_no_page(lea):
    public(lea)
    User.objects.update(is_active=False)
    assert Client().get("/membres/ondine-exemple/").status_code == 404


def test_LEAK_10_the_owner_alone_sees_a_preview_that_no_engine_may_keep(lea, stranger):
    lea.biography = "Ma vie"
    lea.save()
    page = browser_of(lea).get(f"{FORM}apercu/").content.decode()
    assert ("Ma vie" in page, 'content="noindex"' in page, "nobody else sees it" in page) == (True, True, True)
    assert "Ma vie" not in browser_of(stranger).get(f"{FORM}apercu/").content.decode()
    assert Client().get(f"{FORM}apercu/").url == f"/compte/connexion/?next={FORM}apercu/"


def test_the_address_follows_the_name_that_is_shown_and_an_older_name_leads_nowhere(lea):
    assert public(lea, "Léa Lune").slug == "lea-lune"
    assert public(lea, "Ondine").slug == "ondine"
    assert public(lea, "Ondine", place="Lens").slug == "ondine"
    assert Client().get("/membres/lea-lune/").status_code == 404


def test_two_people_of_one_name_have_two_addresses(lea, stranger):
    assert [public(lea, "Ondine").slug, public(stranger, "Ondine").slug] == ["ondine", "ondine-2"]
    assert public(stranger, "Ondine", place="Lens").slug == "ondine-2"


def test_an_address_taken_meanwhile_gives_way_to_the_next_one(lea, stranger):
    """Two people of one name save at once: each saw the address free."""
    public(lea, "Ondine")
    seen = [set(), {"ondine"}]
    with mock.patch.object(
        actions, "free_slug", side_effect=lambda base, taken: base if not seen.pop(0) else f"{base}-2"
    ):
        assert public(stranger, "Ondine").slug == "ondine-2"


def test_a_name_without_any_letter_has_an_address_too(lea):
    assert public(lea, "☀").slug == "membre"


def test_a_public_page_needs_a_name(lea):
    answer = browser_of(lea).post(FORM, filled(first_name="", public_name="", biography="Gardé", is_public="on"))
    assert "Write the name that your public page shows." in answer.content.decode()
    assert "Gardé" in answer.content.decode()
    lea.refresh_from_db()
    assert not lea.is_public


@pytest.mark.parametrize("field", ["public_name", "role", "place", "first_name"])
@pytest.mark.parametrize("words", ["lea@example.org", "https://evil.example", "www.evil.example"])
def test_LEAK_09_a_name_is_no_address(lea, field, words):
    answer = browser_of(lea).post(FORM, filled(**{field: words}, is_public="on"))
    assert "Write words here, without an e-mail or web address." in answer.content.decode()


def test_ATK_MAIL_01_a_name_is_one_line(lea):
    browser_of(lea).post(FORM, filled(public_name="Ondine\u2028 Bcc: x", first_name="Lé a"))
    lea.refresh_from_db()
    assert (lea.public_name, lea.first_name) == ("Ondine Bcc: x", "Lé a")


def test_ATK_MASS_01_a_profile_changes_nothing_else_of_the_account(lea, organisation):
    kept = ["email", "is_staff", "is_superuser", "is_active", "password", "date_joined", "slug", "last_active_on"]
    before = User.objects.filter(pk=lea.pk).values(*kept).get()
    forged = {
        "email": "evil@example.org", "is_staff": "on", "is_superuser": "on", "is_active": "", "password": "x", "groups": ["1"],
        "slug": "admin", "user_permissions": ["1"], "organisations": [organisation.pk], "id": "1", "pk": "1",
        "date_joined": "2001-01-01", "last_active_on": "2001-01-01",
    }  # fmt: skip
    browser_of(lea).post(FORM, {**filled(), **forged})
    assert User.objects.filter(pk=lea.pk).values(*kept).get() == before
    assert (lea.groups.count(), lea.user_permissions.count(), Membership.objects.count()) == (0, 0, 0)


def test_ATK_CSRF_01_a_profile_changes_only_by_its_own_form(lea):
    browser = browser_of(lea, enforce_csrf_checks=True)
    assert browser.post(FORM, filled(is_public="on")).status_code == 403
    browser.get(FORM, filled(is_public="on"))
    lea.refresh_from_db()
    assert not lea.is_public


def owned(person, slug, **facts):
    KitPage.objects.filter(pk=factories.kit(slug=slug, title=slug, **facts).pk).update(owner=person)
    return KitPage.objects.get(slug=slug)


def titles(cards):
    return [card.title for card in cards]


def test_a_page_lists_public_kits_begun_or_credited_adaptations_and_reports(lea, stranger):
    public(lea)
    mine, private = owned(lea, "le-mien"), owned(lea, "prive")
    private.unpublish()
    draft = factories.draft(slug="brouillon", title="brouillon")
    KitPage.objects.filter(pk=draft.pk).update(owner=lea)
    credited = owned(stranger, "credite")
    KitCredit.objects.create(page=credited, name="Ondine", url="http://127.0.0.1:8000/membres/ondine-exemple/")
    adapted = owned(lea, "adapte")
    Adaptation.objects.create(kit=adapted, source=mine)
    FieldReport.objects.create(kit=credited, person=lea, held_on=date(2026, 1, 2), recommendation=4, worked="Bien")
    FieldReport.objects.create(kit=private, person=lea, held_on=date(2026, 1, 2), recommendation=4)
    FieldReport.objects.create(kit=mine, person=lea, held_on=date(2026, 1, 2), recommendation=4, is_hidden=True)
    shown = Client().get("/membres/ondine-exemple/").context
    assert sorted(titles(shown["kits"])) == ["credite", "le-mien"]
    assert titles(shown["adaptations"]) == ["adapte"]
    assert [report.kit for report, _card in shown["reports"]] == [credited]
    assert (shown["kit_count"], shown["adaptation_count"], shown["report_count"]) == (2, 1, 1)


def test_LEAK_02_a_private_kit_is_neither_listed_nor_counted(lea):
    public(lea)
    kit = owned(lea, "prive")
    kit.view_restrictions.create(restriction_type="login")
    assert Client().get("/membres/ondine-exemple/").context["kit_count"] == 0


def test_a_page_with_many_kits_turns_its_pages(lea):
    public(lea)
    for number in range(10):
        owned(lea, f"kit-{number}")
    pages = [len(Client().get("/membres/ondine-exemple/", {"page": n}).context["kits"]) for n in (1, 2, 9)]
    assert pages == [9, 1, 1]


def test_a_page_is_read_in_as_many_questions_whatever_it_lists(lea):
    def questions():
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as asked:
            assert Client().get("/membres/ondine-exemple/").status_code == 200
        return len(asked)

    def add(number):
        kit = owned(lea, f"kit-{number}")
        FieldReport.objects.create(kit=kit, person=lea, held_on=date(2026, 1, 2), recommendation=4)

    public(lea)
    add(1)
    questions()
    one = questions()
    add(2)
    add(3)
    assert questions() == one


def test_a_person_is_a_link_only_when_their_page_is_public(lea):
    def shown(person):
        return Template("{% load people_tags %}{% person_link person %}").render(Context({"person": person}))

    assert shown(lea) == "Lea"
    assert shown(public(lea, "<b>Ondine</b>")) == '<a href="/membres/b-ondine-b/">&lt;b&gt;Ondine&lt;/b&gt;</a>'
    lea.is_active = False
    assert shown(lea) == "&lt;b&gt;Ondine&lt;/b&gt;"
    assert shown(None) == shown(User(email="x@example.org")) and "@" not in shown(None)


def test_initials_stand_for_a_photograph_and_are_not_read_aloud(lea):
    page = Template('{% load people_tags %}{% initials_tile person "large" %}').render(Context({"person": public(lea)}))
    assert re.search(r'class="initials initials--\d initials--large" aria-hidden="true"', page)
    assert '<span class="initials__letters">OE</span>' in page


def test_the_organisation_shows_its_public_members_only(lea, organisation, member):
    member_of(organisation, public(lea, role="Médiatrice"))
    page = Client().get("/organisations/atelier-du-canal/").content.decode()
    assert ('<a href="/membres/ondine-exemple/">Ondine Exemple</a>' in page, "Samir" in page) == (True, False)
    assert "Atelier du Canal" in Client().get("/membres/ondine-exemple/").content.decode()


def test_someone_who_only_asked_to_join_is_not_shown_as_a_member(lea, organisation):
    member_of(organisation, public(lea), state="requested")
    assert "Ondine" not in Client().get("/organisations/atelier-du-canal/").content.decode()
    assert "Atelier" not in Client().get("/membres/ondine-exemple/").content.decode()
