"""The screens between a kit and its adaptations: who may open them, and what a forged answer does: nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from outillerie.kits.models import KitPage
from outillerie.remix import proposals
from outillerie.remix.models import Adaptation, DeclinedChange, Proposal
from tests.factories import kit, publish
from tests.outillerie.remix.conftest import keys_on, latest, said

pytestmark = pytest.mark.django_db

SIGN_IN = "/compte/connexion/?next="
OURS = {"stranger": 404, "author": 200, "colleague": 200, "moderator": 200, "source's author": 404}
THEIRS = {"stranger": 404, "author": 404, "source's author": 200, "source's colleague": 200, "moderator": 200}
ANYONE = {"stranger": 200, "author": 200, "moderator": 200, "source's author": 200}


def cases(rights):
    return [(role, status) for role, status in rights.items()]


# --- Who may open what ---


@pytest.mark.parametrize(("role", "status"), cases(ANYONE))
def test_adapting_a_published_kit_is_for_whoever_is_signed_in(browsing, people, source, role, status):
    assert browsing(people[role]).get("/kits/camille/adapter/").status_code == status


@pytest.mark.parametrize(("role", "status"), cases(OURS))
@pytest.mark.parametrize("name", ["adaptation", "add-from-kit", "offer-changes"])
def test_ATK_IDOR_01_the_pages_of_an_adaptation_are_for_its_authors(browsing, people, copy, name, role, status):
    assert browsing(people[role]).get(reverse(name, args=[copy.pk])).status_code == status


@pytest.mark.parametrize(("role", "status"), cases(THEIRS))
def test_ATK_IDOR_01_an_offer_is_read_by_the_authors_of_the_source(browsing, people, offered, role, status):
    assert browsing(people[role]).get(reverse("proposal", args=[offered.kit_id, offered.pk])).status_code == status


@pytest.mark.parametrize(("role", "status"), cases(OURS))
def test_ATK_IDOR_01_the_tie_is_chosen_and_an_offer_taken_back_by_the_authors_of_the_adaptation(
    browsing, people, copy, offered, role, status
):
    is_theirs = status == 200
    tied = browsing(people[role]).post(reverse("adaptation-intent", args=[copy.pk]), {"intent": "pin"})
    back = browsing(people[role]).post(reverse("withdraw-offer", args=[copy.pk, offered.pk]))
    offered.refresh_from_db()
    assert (tied.status_code, back.status_code) == ((302, 302) if is_theirs else (404, 404))
    assert Adaptation.objects.get().intent == ("pin" if is_theirs else "follow")
    assert offered.state == ("withdrawn" if is_theirs else "waiting")


def test_who_is_signed_out_signs_in_then_comes_back(browsing, copy, offered):
    browser = browsing(None)
    asked = ["/kits/camille/adapter/"]
    asked += [reverse(name, args=[copy.pk]) for name in ("adaptation", "add-from-kit", "offer-changes")]
    asked.append(reverse("proposal", args=[offered.kit_id, offered.pk]))
    for path in asked:
        assert browser.get(path).url == f"{SIGN_IN}{path}"
        assert browser.post(path).url == f"{SIGN_IN}{path}"
    assert KitPage.objects.count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_ATK_IDOR_02_an_offer_is_not_found_under_another_kit(browsing, people, offered, method):
    mine = kit(slug="mien")
    KitPage.objects.filter(pk=mine.pk).update(owner=people["stranger"])
    browser = browsing(people["stranger"])
    for kit_id in (mine.pk, offered.kit_id):
        assert getattr(browser, method)(reverse("proposal", args=[kit_id, offered.pk])).status_code == 404
    assert browser.post(reverse("withdraw-offer", args=[mine.pk, offered.pk])).status_code == 404
    offered.refresh_from_db()
    assert offered.state == "waiting"


def test_ATK_IDOR_02_who_receives_an_offer_does_not_take_it_back_and_who_makes_it_does_not_decide(
    browsing, people, copy, offered
):
    theirs = browsing(people["source's author"]).post(reverse("withdraw-offer", args=[copy.pk, offered.pk]))
    ours = browsing(people["author"]).post(reverse("proposal", args=[offered.kit_id, offered.pk]), {"decline": "1"})
    offered.refresh_from_db()
    assert (theirs.status_code, ours.status_code, offered.state) == (404, 404, "waiting")


# --- Forged answers ---


def test_ATK_MASS_01_keys_that_were_never_proposed_change_nothing(browsing, people, source, copy):
    before = latest(copy)
    publish(source, hook="Autrement.")
    posted = {f"change-{key}": answer for key in ("title.x", "x" * 900, "licence") for answer in ("accept", "decline")}
    response = browsing(people["author"]).post(f"/contribuer/{copy.pk}/original/", {"version": "2", **posted})
    assert (response.status_code, DeclinedChange.objects.count(), latest(copy)) == (422, 0, before)


def test_ATK_MASS_01_an_answer_that_was_not_offered_is_no_answer(browsing, people, source, copy):
    publish(source, watch_points="Prévoir du temps.")
    browser = browsing(people["author"])
    [field] = keys_on(browser.get(f"/contribuer/{copy.pk}/original/")).values()
    response = browser.post(f"/contribuer/{copy.pk}/original/", {"version": "2", field: "erase", "all": "erase"})
    assert (response.status_code, latest(copy).watch_points) == (422, "Passer le relais le jour même.")


def test_ATK_MASS_01_keys_that_were_never_offered_are_not_taken_up(browsing, people, source, adaptation):
    found = proposals.offerable_changes(adaptation)
    chosen = [row.key for row in found if row.path[0] == "hook"]
    offer = proposals.offer_changes(adaptation, chosen, message="", by=people["author"])
    address = reverse("proposal", args=[source.pk, offer.pk])
    posted = {f"change-{row.key}": "accept" for row in found if row.path[0] != "hook"}
    response = browsing(people["source's author"]).post(address, {"take": "1", **posted})
    assert (response.status_code, latest(source).variants) == (422, "")


@pytest.mark.parametrize("intent", ["", "owner", "FOLLOW"])
def test_ATK_MASS_01_a_tie_that_does_not_exist_is_refused(browsing, people, copy, intent):
    address = reverse("adaptation-intent", args=[copy.pk])
    response = browsing(people["author"]).post(address, {"intent": intent, "source": "1"}, follow=True)
    assert said(response) == ["Choose one of the three ways to be tied to the original."]
    assert Adaptation.objects.get().intent == "follow"


@pytest.mark.parametrize("posted", [{"steps": "9"}, {"steps": "-1"}, {"steps": "x"}, {"files": "../secret"}, {}])
def test_ATK_MASS_01_parts_that_the_kit_does_not_have_are_refused(browsing, people, copy, posted):
    kit(slug="trier", title="Trier")
    before = latest(copy)
    response = browsing(people["author"]).post(f"/contribuer/{copy.pk}/ajouter/?depuis=trier", posted)
    assert (response.status_code, latest(copy)) == (422, before)


# --- Nothing changes without a button of ours ---


def test_ATK_CSRF_01_reading_a_page_changes_nothing(browsing, people, source, copy, offered):
    publish(source, hook="Autrement.")
    before = KitPage.objects.count(), latest(copy), latest(source), Proposal.objects.get().state
    browser = browsing(people["moderator"])
    for path in (
        "/kits/camille/adapter/", f"/contribuer/{copy.pk}/original/?version=2&all=accept",
        f"/contribuer/{copy.pk}/ajouter/?depuis=camille&steps=0", f"/contribuer/{copy.pk}/offrir/?all=accept",
        f"/contribuer/{source.pk}/offres/{offered.pk}/?take=1&all=accept&decline=1",
    ):  # fmt: skip
        assert (browser.get(path).status_code, browser.head(path).status_code) == (200, 200), path
    for path in (
        f"/contribuer/{copy.pk}/original/lien/?intent=pin",
        f"/contribuer/{copy.pk}/offrir/{offered.pk}/reprendre/",
    ):
        assert browser.get(path).status_code == 405
    assert (KitPage.objects.count(), latest(copy), latest(source), Proposal.objects.get().state) == before
    assert Adaptation.objects.get(kit=copy).intent == "follow"


def test_ATK_CSRF_01_a_form_of_another_site_is_refused(people, source, copy, offered):
    publish(source, hook="Autrement.")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people["moderator"])
    before = KitPage.objects.count(), latest(copy), Proposal.objects.get().state
    for path in (
        "/kits/camille/adapter/", f"/contribuer/{copy.pk}/original/", f"/contribuer/{copy.pk}/original/lien/",
        f"/contribuer/{copy.pk}/ajouter/?depuis=camille", f"/contribuer/{copy.pk}/offrir/",
        f"/contribuer/{copy.pk}/offrir/{offered.pk}/reprendre/", f"/contribuer/{source.pk}/offres/{offered.pk}/",
    ):  # fmt: skip
        posted = {"version": "2", "all": "accept", "intent": "pin", "steps": "0", "take": "1"}
        assert browser.post(path, posted).status_code == 403, path
    assert (KitPage.objects.count(), latest(copy), Proposal.objects.get().state) == before
