"""A kit is sent, read, sent back, answered and published; then reported. By keyboard, and on a phone."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from outillerie.kits.models import KitPage
from outillerie.moderation import forms
from outillerie.moderation.actions import ask_for_changes, submit_kit
from outillerie.moderation.models import KitReport, KitReviewState
from outillerie.writing.actions import begin_kit
from tests import factories
from tests.journeys.judges import Watch

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def people(site):
    return (
        factories.person("lea@example.org", group="contributor", first_name="Léa"),
        factories.person("marc@example.org", group="moderator", first_name="Marc"),
    )


@pytest.fixture
def kit(people):
    return begin_kit(factories.content(organisation=""), by=people[0])


def sign_in(page, site, person):
    page.context.clear_cookies()
    if person is None:
        return
    session = Client()
    session.force_login(person)
    cookie = session.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def rewrite(kit, by, **values):
    draft = KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(user=by, clean=False)


def newest():
    return KitReviewState.objects.order_by("pk").last()


def test_a_kit_is_sent_back_answered_and_published(site, judged_page, people, kit):
    (author, moderator), page = people, judged_page.page
    follow = reverse("kit-review", args=[kit.pk])
    sign_in(page, site, author)
    judged_page.visit(follow)
    page.locator("[name=message]").fill("Relisez surtout l’étape 2.")
    page.locator("form:has([name=message]) button").click()
    expect(page.locator(".turn__answer--waiting").first).to_be_visible()

    sign_in(page, site, moderator)
    judged_page.visit("/relecture/")
    page.locator(".waiting__link").first.click()
    judged_page.visit(reverse("review", args=[newest().pk]))
    expect(page.locator("h1")).to_contain_text("Où est Camille")
    # By keyboard alone: the way to the answer, the choice, the words, the button.
    page.locator("a[href='#decision']").focus()
    page.keyboard.press("Enter")
    page.locator("[name=decision]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[value=changes]")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Dites combien de temps dure le tri.")
    page.keyboard.press("Tab")
    page.keyboard.type("Un bon début.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/relecture/(#.*)?$"))
    assert (newest().decision, newest().comment, newest().note) == (
        "changes", "Dites combien de temps dure le tri.", "Un bon début.",
    )  # fmt: skip

    rewrite(kit, author, watch_points="Le tri dure vingt minutes.")
    sign_in(page, site, author)
    judged_page.visit(follow)
    expect(page.locator("main")).to_contain_text("Dites combien de temps dure le tri.")
    expect(page.locator("main")).not_to_contain_text("Un bon début.")
    page.locator("[name=message]").fill("C’est écrit dans les points de vigilance.")
    page.locator("form:has([name=message]) button").click()

    sign_in(page, site, moderator)
    judged_page.visit(reverse("review", args=[newest().pk]))
    expect(page.locator(".review__changes").first).to_contain_text("vingt")
    page.locator("[value=approved]").check()
    page.locator("#decision button").click()
    page.wait_for_url(re.compile(r"/relecture/(#.*)?$"))
    sign_in(page, site, None)
    page.goto(f"{site}/kits/{kit.slug}/")
    expect(page.locator("main")).to_contain_text("Le tri dure vingt minutes.")


def test_race_05_an_answer_that_comes_too_late_is_kept_and_compared(site, judged_page, people, kit):
    (author, moderator), page = people, judged_page.page
    other = factories.person("nora@example.org", group="moderator", first_name="Nora")
    state = submit_kit(kit, by=author)
    sign_in(page, site, other)
    page.goto(site + reverse("review", args=[state.pk]))
    page.locator("[value=refused]").check()
    page.locator("[name=reason]").select_option("quality")
    page.locator("[name=feedback]").fill("Trop court pour être animé.")
    ask_for_changes(state, by=moderator, revision_id=state.revision_id, feedback="Ajoutez une étape.")
    page.locator("#decision button").click()
    expect(page.locator(".flash--error")).to_be_visible()
    for words in ("Marc", "Ajoutez une étape.", "Trop court pour être animé."):
        expect(page.locator("main")).to_contain_text(words)


def test_a_moderator_refuses_in_the_back_office_with_a_reason_and_both_texts(site, page, people, kit):
    author, moderator = people
    state = submit_kit(kit, by=author)
    sign_in(page, site, moderator)
    watch = Watch(page, site)
    page.goto(f"{site}/admin/pages/{kit.pk}/edit/", wait_until="load")
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.locator("[data-workflow-action-name=refuse]").click()
    modal = page.locator(".modal-content")
    modal.locator("[name=reason]").select_option("out-of-scope")
    modal.locator("[name=feedback]").fill("Ce n’est pas un atelier.")
    modal.locator("[name=note]").fill("Publicité")
    modal.locator("[type=submit]").click()
    page.wait_for_url(f"**/admin/pages/{kit.get_parent().pk}/")
    state = KitReviewState.objects.get(pk=state.pk)
    assert (state.decision, state.reason, state.comment, state.note, state.finished_by) == (
        "refused", "out-of-scope", "Ce n’est pas un atelier.", "Publicité", moderator,
    )  # fmt: skip
    assert (watch.third_party_requests(), watch.complaints) == ([], [])


def test_a_reader_reports_a_kit_from_a_phone_without_script_and_it_is_removed(
    site, scriptless_context, judged_page, people, monkeypatch
):
    author, moderator = people
    kit = factories.kit(slug="camille")
    KitPage.objects.filter(pk=kit.pk).update(owner=author)
    monkeypatch.setattr(forms, "FEWEST_SECONDS", 0)
    phone = scriptless_context.new_page()
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.goto(f"{site}/kits/camille/")
    phone.locator("a[href='/kits/camille/signaler/']").click()
    phone.locator("form:has([name=reason]) button").click()
    expect(phone.locator("[data-error-summary]")).to_be_visible()
    phone.locator("[value=rights]").check()
    phone.locator("[name=details]").fill("La photo de l’étape 1 est de moi.")
    phone.locator("form:has([name=reason]) button").click()
    phone.wait_for_url("**/merci/")
    report = KitReport.objects.get()

    for path in ("/kits/camille/signaler/", "/kits/camille/signaler/merci/"):
        judged_page.visit(path)
    page = judged_page.page
    sign_in(page, site, moderator)
    judged_page.visit(reverse("report-review", args=[report.pk]))
    page.locator("[value=removed]").check()
    page.locator("[name=outcome]").fill("Le kit est retiré.")
    page.locator("[name=explanation]").fill("Remplacez la photo de l’étape 1.")
    page.locator("form:has([name=outcome]) button").click()
    page.wait_for_url(re.compile(r"/relecture/(#.*)?$"))
    assert page.goto(f"{site}/kits/camille/").status == 404
    sign_in(page, site, author)
    judged_page.visit(reverse("kit-review", args=[kit.pk]))
    expect(page.locator("#remark")).to_contain_text("Remplacez la photo de l’étape 1.")
