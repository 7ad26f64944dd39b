"""Whoever is signed out while writing loses nothing, with or without script; nobody else reads what they typed."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from outillerie.accounts.actions import trust_address
from outillerie.kits.exports import content_of
from outillerie.kits.models import KitPage
from outillerie.writing.actions import begin_kit
from tests import factories
from tests.outillerie.writing.browsing import autosave, fields_of, opened, send, stage_url

pytestmark = pytest.mark.django_db


def sign_out(client):
    """Let the session end, as it does by itself: the browser keeps its other cookies."""
    client.session.flush()
    del client.cookies[settings.SESSION_COOKIE_NAME]


def sign_in(client, email="samir@example.org"):
    """Sign in from the page that asks for it, as a browser does: the session goes on."""
    return client.post(reverse("account_login_by_password"), {"login": email, "password": "une phrase de passe longue"})


@pytest.fixture
def signed_out(writer, kit, samir):
    """Samir's browser and what his page would send, after his session has ended."""
    trust_address(samir)
    fields = opened(writer, kit, "material")
    sign_out(writer)
    return writer, fields


def preparation_of(kit):
    return content_of(KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object()).preparation


def test_what_was_typed_waits_until_one_has_signed_in_again(signed_out, kit):
    browser, fields = signed_out
    response = send(browser, kit, "material", fields, preparation="Ouvrir la salle.", do="continue")
    assert response.url == f"{reverse('account_login')}?next={stage_url(kit, 'material')}"
    login = browser.get(response.url).content.decode()
    assert "You have been signed out. Sign in again: your text is kept." in login
    sign_in(browser)
    page = browser.get(stage_url(kit, "material"))
    assert (fields_of(page)["preparation"], preparation_of(kit)) == (["Ouvrir la salle."], "Imprimer les cartes.")
    assert "Your text is here, and not saved yet." in page.content.decode()
    assert send(browser, kit, "material", fields_of(page)).status_code == 302
    assert preparation_of(kit) == "Ouvrir la salle."
    assert "not saved yet" not in browser.get(stage_url(kit, "material")).content.decode()


def test_a_page_that_saves_itself_is_told_and_its_text_waits_too(signed_out, kit):
    browser, fields = signed_out
    answer = autosave(browser, kit, "material", fields, preparation="Ouvrir la salle.")
    assert (answer.status_code, answer.json()) == (
        401,
        {"state": "signed-out", "words": "You have been signed out. Sign in again: your text is kept."},
    )
    sign_in(browser)
    assert opened(browser, kit, "material")["preparation"] == ["Ouvrir la salle."]


def test_what_waited_is_compared_with_what_others_wrote_meanwhile(signed_out, kit, samir):
    browser, fields = signed_out
    send(browser, kit, "material", fields, preparation="Ouvrir la salle.")
    elsewhere = Client()
    elsewhere.force_login(samir)
    send(elsewhere, kit, "material", preparation="Fermer la salle.")
    sign_in(browser)
    assert send(browser, kit, "material", opened(browser, kit, "material")).status_code == 409


def test_someone_else_on_the_same_computer_never_reads_it(signed_out, kit, samir):
    browser, fields = signed_out
    trust_address(factories.person("ines@example.org", group="moderator"))
    send(browser, kit, "material", fields, preparation="Ouvrir la salle.")
    sign_in(browser, "ines@example.org")
    assert opened(browser, kit, "material")["preparation"] == ["Imprimer les cartes."]


@pytest.mark.parametrize("base", ["", "forgée"])
def test_a_stranger_keeps_nothing_on_the_server(client, kit, base):
    response = client.post(stage_url(kit, "material"), {"base": base, "preparation": "Publicité"})
    assert response.status_code == 302
    assert dict(client.session) == {}


def test_the_page_of_one_kit_keeps_nothing_for_another(signed_out, kit, samir):
    browser, fields = signed_out
    other = begin_kit(factories.content(), by=samir)
    send(browser, other, "material", fields, preparation="Ailleurs")
    sign_in(browser)
    assert opened(browser, other, "material")["preparation"] == ["Imprimer les cartes."]


# --- a page older than its token ---


@pytest.fixture
def strict(samir, kit):
    """A browser that has to prove where its forms come from."""
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    client.force_login(samir)
    client.cookies["affichage"] = "language=en"
    return client


def test_a_page_older_than_its_token_loses_nothing(strict, kit):
    fields = opened(strict, kit, "material") | {"csrfmiddlewaretoken": "a" * 64}
    response = strict.post(stage_url(kit, "material"), fields | {"preparation": "Ouvrir la salle.", "do": "continue"})
    assert (response.status_code, response.url) == (302, stage_url(kit, "material"))
    page = strict.get(response.url)
    assert (fields_of(page)["preparation"], preparation_of(kit)) == (["Ouvrir la salle."], "Imprimer les cartes.")


def test_a_page_that_saves_itself_with_an_old_token_is_told(strict, kit):
    fields = opened(strict, kit, "material") | {"csrfmiddlewaretoken": "a" * 64, "preparation": "Ouvrir la salle."}
    answer = strict.post(stage_url(kit, "material"), fields, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["state"]) == (403, "expired")
    assert opened(strict, kit, "material")["preparation"] == ["Ouvrir la salle."]


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_ATK_CSRF_01_what_another_site_sends_is_refused_and_not_kept(strict, kit, origin):
    fields = opened(strict, kit, "material") | {"preparation": "Publicité"}
    response = strict.post(stage_url(kit, "material"), fields, headers={"origin": origin})
    assert response.status_code == 403
    assert opened(strict, kit, "material")["preparation"] == ["Imprimer les cartes."]


def test_ATK_CSRF_01_without_a_token_nothing_is_written_begun_thrown_away_or_sent(strict, kit):
    strict.get(reverse("writing"))
    answers = [
        strict.post(reverse("writing"), {"title": "Autre"}),
        strict.post(reverse("writing-discard", args=[kit.pk])),
        strict.post(stage_url(kit, "licence"), {"do": "propose"}),
        strict.post(stage_url(kit, "licence"), {"do": "publish"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert (KitPage.objects.count(), KitPage.objects.get(pk=kit.pk).current_workflow_state) == (1, None)
