"""A mediator in their own space: they show a page of theirs, hear from others, and bring someone into their team."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import expect

from outillerie.accounts.actions import trust_address
from outillerie.accounts.models import Membership, Organisation
from outillerie.field_reports.models import FieldReport
from outillerie.kits.models import KitPage
from outillerie.notifications.actions import notify
from outillerie.notifications.emails import unsubscribe_token
from outillerie.notifications.models import Kind
from outillerie.people.actions import ask_to_join, invite
from tests import factories
from tests.journeys.judges import JudgedPage

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def sign_in(context, site, person):
    """Have the browser of `context` be signed in as `person`, and read English."""
    session = Client()
    session.force_login(person)
    value = session.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])


def read_english(context, site):
    context.add_cookies([{"name": settings.DISPLAY_COOKIE_NAME, "value": "language=en", "url": site}])


@pytest.fixture
def lea(site):
    person = factories.person("lea@example.org", first_name="Léa")
    trust_address(person)
    return person


@pytest.fixture
def organisation(site):
    kit = factories.kit(slug="canal", title="Le kit du canal", organisation="Atelier du Canal")
    assert kit.organisation == Organisation.objects.get(name="Atelier du Canal")
    return kit.organisation


@pytest.fixture
def her_page(judged_page, site, lea):
    read_english(judged_page.page.context, site)
    sign_in(judged_page.page.context, site, lea)
    return judged_page


def judge(judged, state=""):
    """Judge the page that a click led to, once all of it is there."""
    judged.page.wait_for_load_state("load")
    judged.judge(state)


def someone_else(browser, site):
    """Return a judged page in another browser, signed out."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    read_english(context, site)
    return JudgedPage(context.new_page(), site)


def test_a_person_makes_a_page_public_that_others_read_signed_out(her_page, site, browser, lea):
    kit = factories.kit(slug="camille")
    KitPage.objects.filter(pk=kit.pk).update(owner=lea)
    FieldReport.objects.create(kit=kit, person=lea, held_on=date(2026, 10, 14), recommendation=4, worked="Tout.")
    page = her_page.visit("/kits/")
    page.get_by_role("link", name="Léa", exact=True).click()
    expect(page.locator("h1")).to_have_text("My space")
    judge(her_page)
    page.get_by_role("link", name="My profile").click()
    page.get_by_label("Name to show").fill("Ondine Exemple")
    page.get_by_label("What I do").fill("Médiatrice numérique")
    page.get_by_label("Where").fill("Roubaix")
    page.get_by_role("button", name="Save my profile").click()
    page.get_by_role("link", name="See what others would read").click()
    expect(page.locator("h1")).to_have_text("Ondine Exemple")
    judge(her_page, "the preview of a private page")
    reader = someone_else(browser, site)
    reader.visit("/membres/ondine-exemple/", status=404)
    page.get_by_role("link", name="Change my profile").click()
    page.get_by_label("I make my page public").check()
    judge(her_page, "the form of a profile")
    page.get_by_role("button", name="Save my profile").click()
    seen = reader.visit("/membres/ondine-exemple/")
    expect(seen.locator(".member")).to_contain_text("Médiatrice numérique, Roubaix")
    expect(seen.get_by_role("heading", name="Où est Camille")).to_have_count(2)
    seen.context.close()


def test_someone_invited_by_e_mail_signs_up_comes_back_and_joins(her_page, site, browser, lea, organisation):
    Membership.objects.create(person=lea, organisation=organisation, role="manager", state="active")
    page = her_page.visit("/mon-espace/")
    page.get_by_role("link", name="Atelier du Canal").click()
    judge(her_page, "a team of one")
    page.get_by_label("E-mail address of the person").fill("noe@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("The invitation is sent to this address.")
    judge(her_page, "a team with an invitation")
    path = re.search(r"/invitations/\S+", mail.outbox[-1].body)[0]
    noe = someone_else(browser, site)
    window = noe.visit(path)
    window.get_by_role("link", name="Create an account").click()
    window.get_by_label("Your e-mail address").fill("noe@example.org")
    window.get_by_label("First name").fill("Noé")
    for box in window.locator("main form input[type=checkbox][required]").all():
        box.check()
    window.get_by_role("button", name="Create my account").click()
    expect(window.get_by_label("Your code")).to_be_visible()
    window.get_by_label("Your code").fill(re.search(r"^ {4}(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1])
    window.locator("main form button").first.click()
    expect(window.locator("h1")).to_have_text("Join Atelier du Canal")
    judge(noe, "an invitation, signed in")
    window.get_by_role("button", name="Join the team").click()
    expect(window.locator("h1")).to_have_text("The team of Atelier du Canal")
    noe.visit(path, status=410)
    window.context.close()
    page = her_page.visit("/compte/notifications/")
    page.get_by_role("link", name="Noé joined Atelier du Canal.").click()
    expect(page.locator(".team").first).to_contain_text("Noé")


def test_notifications_and_teams_are_judged_too(her_page, lea, organisation):
    Membership.objects.create(person=lea, organisation=organisation, role="manager", state="active")
    her_page.visit("/compte/notifications/")
    for number in range(2):
        person = factories.person(f"p{number}@example.org", first_name="Anticonstitutionnellement" * (number * 4 or 1))
        ask_to_join(organisation, by=person, message="Anticonstitutionnellement " * 12)
    Membership.objects.create(person=factories.person("m@example.org"), organisation=organisation, state="active")
    invite(
        organisation, "un-nom-vraiment-tres-long@une-adresse-vraiment-tres-longue.example.org", role="member", by=lea
    )
    notify([lea], Kind.FIELD_REPORT, path="/kits/canal/", kit=KitPage.objects.get(slug="canal"))
    for path in (
        "/compte/notifications/",
        "/compte/notifications/preferences/",
        "/organisations/atelier-du-canal/equipe/",
    ):
        her_page.visit(path)
    page = her_page.visit("/organisations/atelier-du-canal/equipe/")
    page.get_by_label("E-mail address of the person").fill("noe@")
    page.get_by_role("button", name="Send the invitation").click()
    judge(her_page, "an invitation that is refused")
    assert page.get_by_label("E-mail address of the person").input_value() == "noe@"


def test_asking_to_join_and_the_way_out_of_mails_are_judged_too(judged_page, site, lea, organisation):
    read_english(judged_page.page.context, site)
    judged_page.visit("/organisations/atelier-du-canal/")
    page = judged_page.visit(f"/desabonnement/{unsubscribe_token(lea, Kind.FIELD_REPORT)}/")
    page.get_by_role("button", name="Receive no more of this kind").click()
    expect(page.locator("h1")).to_have_text("It is done.")
    judge(judged_page, "unsubscribed")
    page.get_by_role("button", name="Receive them again").click()
    judge(judged_page, "subscribed again")
    sign_in(page.context, site, factories.person("mallory@example.org", first_name="Mallory"))
    page = judged_page.visit("/organisations/atelier-du-canal/rejoindre/")
    page.get_by_label("A word for the people who answer").fill("Bonjour")
    page.get_by_role("button", name="Send my request").click()
    expect(page.get_by_text("Your request waits for an answer")).to_be_visible()
    judge(judged_page, "a request that waits")


def test_the_phone_says_how_many_notifications_are_not_read(phone_context, site, lea):
    notify([lea], Kind.FIELD_REPORT, path="/")
    read_english(phone_context, site)
    sign_in(phone_context, site, lea)
    phone = JudgedPage(phone_context.new_page(), site)
    page = phone.visit("/mon-espace/")
    page.locator(".header__menu").click()
    expect(page.get_by_role("link", name="1 notification that you have not read")).to_be_visible()
    judge(phone, "the menu of a phone")
