"""The pages of issuers and of their keys: for the hub's staff, two people to change a key."""

import pytest
from django.urls import reverse
from django.utils import timezone

from badges.issuing import actions, keys, showing
from badges.issuing.models import Issuer, KeyRequest
from tests.badges import factories
from tests.badges.factories import pair

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def page(hub, name="manage-issuer", *more):
    return reverse(name, args=[hub.slug, *more])


def typed(**values):
    facts = {"name": "Le relais", "slug": "relais", "email": "contact@relais.example.org", "is_active": "on"}
    return {"url": "", "organisation": "", "description": "", "place": "", "signatory": "", **facts, **values}


@pytest.fixture
def quick_keys(monkeypatch):
    """An RSA key of 3072 bits takes up to a second to make."""
    monkeypatch.setattr(keys, "new_pair", lambda: pair(1))


@pytest.fixture
def colleague(client, marc):
    client.force_login(marc)
    client.cookies["affichage"] = "language=en"
    return client


def test_the_pages_exist_for_the_staff_alone(client, hub, ines, odile):
    asked = actions.ask(hub, actions.ROTATE, by=ines, reason="Chaque année.")
    shown = [reverse("manage-issuers"), reverse("new-issuer"), page(hub), page(hub, "change-issuer")]
    posted = [page(hub, "ask-about-keys"), page(hub, "create-keys"), page(hub, "decide-about-keys", asked.pk)]
    assert [client.get(address).status_code for address in shown] == [302] * 4
    client.force_login(odile)
    assert [client.get(address).status_code for address in shown] == [404] * 4
    assert [client.post(address).status_code for address in posted] == [404] * 3
    client.force_login(ines)
    assert [client.get(address).status_code for address in shown] == [200] * 4
    assert client.get("/decerner/emetteurs/rien/").status_code == 404


def test_an_issuer_is_added_with_its_keys_and_its_logo(staff, quick_keys, settings):
    from django.core.files.uploadedfile import SimpleUploadedFile

    drawn = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path onclick="x()" d="M0 0h9v9z"/></svg>'
    logo = SimpleUploadedFile("logo.svg", drawn, content_type="image/svg+xml")
    answer = staff.post(reverse("new-issuer"), typed(picture=logo))
    made = Issuer.objects.get()
    assert (answer.status_code, answer.url) == (303, page(made))
    assert (made.keys.count(), made.logo.media_type, b"onclick" in bytes(made.logo.content)) == (
        2,
        "image/svg+xml",
        False,
    )
    settings.PERMANENT_URL = "https://badges.example.org"
    # Pages show pictures of their own host alone.
    assert f'src="/openbadges/images/{made.logo.sha256}.svg"' in staff.get(page(made)).text
    staff.post(page(made, "change-issuer"), typed(without_picture="on", name="Le grand relais"))
    made.refresh_from_db()
    assert (made.logo, made.name) == (None, "Le grand relais")


@pytest.mark.parametrize(
    "values, sentence",
    [
        ({"name": ""}, "Write the name of the issuer."),
        ({"email": ""}, "Write an e-mail address: badge readers want one."),
        ({"slug": ""}, "Write its address, for example hub-des-beffrois."),
        ({"slug": "nouveau"}, "This address is that of another page. Choose another one."),
        ({"slug": "hub"}, "already"),
        ({"url": "hub"}, "Write a whole address"),
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(staff, hub, quick_keys, values, sentence):
    answer = staff.post(reverse("new-issuer"), typed(**values))
    assert (answer.status_code, sentence in answer.text, Issuer.objects.count()) == (422, True, 1)


def test_the_address_of_an_issuer_that_published_is_no_longer_a_field(staff, hub):
    assert 'name="slug"' in staff.get(page(hub, "change-issuer")).text
    factories.published()
    shown = staff.get(page(hub, "change-issuer")).text
    assert ('name="slug"' in shown, "<h1>Change “Hub des Beffrois”</h1>" in shown) == (False, True)
    assert f'href="{page(hub)}"' in shown
    staff.post(page(hub, "change-issuer"), typed(slug="autre", name="Hub renommé"))
    hub.refresh_from_db()
    assert (hub.slug, hub.name) == ("hub", "Hub renommé")


def test_one_asks_and_another_confirms(staff, hub, ines, marc, quick_keys):
    answer = staff.post(page(hub, "ask-about-keys"), {"deed": "rotate", "reason": "Chaque année."}, follow=True)
    asked = KeyRequest.objects.get()
    assert "Your request waits for a second person of the staff." in answer.text
    assert "Somebody else of the staff must confirm it." in answer.text
    assert 'value="confirm"' not in answer.text
    refused = staff.post(page(hub, "decide-about-keys", asked.pk), {"do": "confirm"}, follow=True)
    assert "Somebody else must confirm it: keys are changed by two people." in refused.text
    staff.force_login(marc)
    assert 'value="confirm"' in staff.get(page(hub)).text
    done = staff.post(page(hub, "decide-about-keys", asked.pk), {"do": "confirm"}, follow=True)
    assert "It is done, and recorded." in done.text
    assert [(key.number, key.state) for key in hub.keys.all()] == [
        (1, "retired"), (2, "retired"), (3, "active"), (4, "active"),
    ]  # fmt: skip


def test_a_compromise_is_asked_with_its_key_and_its_day(staff, hub, quick_keys):
    bare = staff.post(page(hub, "ask-about-keys"), {"deed": "compromise", "reason": "Poste volé."})
    assert bare.status_code == 422
    for sentence in ("Choose the key.", "Give the day when it may have begun.", "Poste volé."):
        assert sentence in bare.text
    key = hub.keys.get(number=1)
    sent = {"deed": "compromise", "reason": "Poste volé.", "key": key.pk, "since": "14/10/2026"}
    for day in ("14/10/2999", "01/01/0001"):
        assert staff.post(page(hub, "ask-about-keys"), {**sent, "since": day}).status_code == 422
    assert staff.post(page(hub, "ask-about-keys"), sent).status_code == 303
    asked = KeyRequest.objects.get()
    assert (asked.key, asked.compromised_since.isoformat()) == (key, "2026-10-13T22:00:00+00:00")


def test_what_waits_is_shown_however_much_was_decided_since(staff, hub, ines, marc, monkeypatch):
    monkeypatch.setattr(showing, "MOST_PAST", 1)
    asked = actions.ask(hub, actions.COMPROMISE, by=marc, reason="Poste volé.", key=hub.keys.get(number=1), since=NOW)
    for reason in ("Une fois.", "Deux fois."):
        actions.decline(actions.ask(hub, actions.ROTATE, by=marc, reason=reason), by=marc)
    shown = staff.get(page(hub)).text
    assert page(hub, "decide-about-keys", asked.pk) in shown
    assert "<p>Key 1 – Ed25519, for Open Badges 3.0</p>" in shown
    assert ("Deux fois." in shown, "Une fois." in shown) == (True, False)


def test_the_keys_may_be_left_as_they_are_by_who_asked(staff, hub, ines):
    asked = actions.ask(hub, actions.ROTATE, by=ines, reason="Chaque année.")
    staff.post(page(hub, "decide-about-keys", asked.pk), {"do": "decline"})
    asked.refresh_from_db()
    assert (asked.state, hub.keys.filter(state="active").count()) == ("refused", 2)
    assert staff.post(page(hub, "decide-about-keys", asked.pk), {"do": "dance"}).status_code == 404


def test_an_issuer_without_keys_is_given_some_by_one_person(staff, quick_keys):
    bare = factories.issuer("nu", has_keys=False, name="Hub nu")
    assert "A key is missing: nothing can be signed." in staff.get(page(bare)).text
    staff.post(page(bare, "create-keys"))
    assert bare.keys.count() == 2
    assert "This issuer has its keys already." in staff.post(page(bare, "create-keys"), follow=True).text


def test_no_secret_and_no_address_of_a_person_is_on_a_page(staff, hub, ines):
    actions.ask(hub, actions.ROTATE, by=ines, reason="Chaque année.")
    shown = staff.get(page(hub)).text
    assert ines.email not in shown
    assert bytes(hub.keys.first().secret).hex() not in shown


def test_the_list_costs_the_same_questions_with_1_and_3_issuers(staff, hub, django_assert_num_queries):
    staff.get(reverse("manage-issuers"))
    with django_assert_num_queries(8):
        staff.get(reverse("manage-issuers"))
    for slug in ("deux", "trois"):
        factories.issuer(slug)
    with django_assert_num_queries(8):
        staff.get(reverse("manage-issuers"))


def test_the_back_office_leads_there(staff):
    assert reverse("manage-issuers") in staff.get("/admin/").text
