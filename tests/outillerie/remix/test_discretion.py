"""What is no longer public stays so, on the screens of remix too; what waits is shown where one writes."""

import pytest

from outillerie.kits.models import KitPage, KitVersion
from tests.factories import kit, publish
from tests.outillerie.remix.conftest import latest, make_private, page_of, unpublish, words
from tests.outillerie.writing.browsing import fields_of

pytestmark = pytest.mark.django_db

# --- What is no longer public stays so ---


@pytest.mark.parametrize("hide", [unpublish, make_private])
def test_LEAK_01_an_adaptation_says_nothing_of_a_source_that_is_no_longer_public(browsing, people, source, copy, hide):
    source = publish(source, title="Titre secret", hook="Phrase secrète.")
    hide(source)
    browser = browsing(people["author"])
    response = browser.get(f"/contribuer/{copy.pk}/original/")
    page = page_of(response)
    assert "secr" not in response.text
    assert words(page.select_one("main .flash")) == (
        "The original is no longer on this site. Your kit is whole, and its credits stay. Nothing more comes from it."
    )
    assert words(page.select_one(".lineage__piece")).startswith("Où est Camille ? · original kit, version 1")
    assert browser.get(f"/contribuer/{copy.pk}/offrir/").status_code == 404
    assert browser.post(f"/contribuer/{copy.pk}/offrir/", {"all": "accept"}).status_code == 404
    late = browser.post(f"/contribuer/{copy.pk}/original/", {"version": "2", "all": "accept"})
    assert (late.status_code, "secr" in late.text, latest(copy).hook) == (409, False, "Mieux dit.")


@pytest.mark.parametrize("hide", [unpublish, make_private])
def test_LEAK_01_nothing_is_adapted_or_taken_from_a_kit_that_one_may_not_read(browsing, people, source, copy, hide):
    hidden = kit(slug="cache", title="Kit caché")
    hide(hidden)
    browser = browsing(None)
    assert browser.get("/kits/cache/adapter/").status_code == 302
    if hide is unpublish:
        browser = browsing(people["author"])
        for path in ("/kits/cache/adapter/", f"/contribuer/{copy.pk}/ajouter/?depuis=cache"):
            assert (browser.get(path).status_code, browser.post(path, {"steps": "0"}).status_code) == (404, 404)
    found = browsing(people["author"]).get(f"/contribuer/{copy.pk}/ajouter/?q=kit").text
    assert "Kit caché" not in found


def test_LEAK_01_a_source_that_was_deleted_leaves_its_credit(browsing, people, source, copy, offered):
    KitVersion.objects.filter(kit=source).delete()
    KitPage.objects.get(pk=source.pk).delete()
    page = page_of(browsing(people["author"]).get(f"/contribuer/{copy.pk}/original/"))
    assert words(page.select_one(".lineage__piece")).startswith(
        "Où est Camille ? · original kit, version 1 Alice Roseau"
    )
    assert page.select("form.intent") == []
    assert browsing(people["author"]).get(f"/contribuer/{copy.pk}/offrir/").status_code == 404


def test_LEAK_01_an_offer_of_a_kit_that_is_withdrawn_leads_nowhere(browsing, people, source, copy, offered):
    unpublish(copy)
    page = page_of(browsing(people["source's author"]).get(f"/contribuer/{source.pk}/offres/{offered.pk}/"))
    assert [link["href"] for link in page.select("main a") if copy.slug in link["href"]] == []


def test_LEAK_08_no_page_shows_an_address_of_anyone(browsing, people, source, copy, offered):
    publish(source, hook="Autrement.")
    seen = {
        "author": ["/kits/camille/adapter/", f"/contribuer/{copy.pk}/original/", f"/contribuer/{copy.pk}/offrir/",
                   f"/contribuer/{copy.pk}/ajouter/", f"/contribuer/{copy.pk}/ajouter/?depuis=camille"],
        "source's author": [f"/contribuer/{source.pk}/offres/{offered.pk}/"],
    }  # fmt: skip
    for role, paths in seen.items():
        browser = browsing(people[role])
        assert [path for path in paths if "@example.org" in browser.get(path).text] == []


# --- What waits is shown where one writes ---


def test_offers_and_news_are_shown_in_the_list_of_one_s_kits_and_beside_the_draft(
    browsing, people, source, copy, offered
):
    publish(source, watch_points="Prévoir du temps.")
    theirs = browsing(people["source's author"])
    for path in ("/contribuer/", f"/contribuer/{source.pk}/idee/"):
        links = {link["href"]: words(link) for link in page_of(theirs.get(path)).select("main a")}
        assert links[f"/contribuer/{source.pk}/offres/{offered.pk}/"] == "2 changes offered"
    ours = browsing(people["author"])
    links = {link["href"]: words(link) for link in page_of(ours.get("/contribuer/")).select("main a")}
    assert links[f"/contribuer/{copy.pk}/original/"] == "The original has changed: version 2"
    assert "The original has changed: version 2." in ours.get(f"/contribuer/{copy.pk}/idee/").text


def test_the_ways_out_of_a_stage_save_it_first(browsing, people, copy):
    browser = browsing(people["author"])
    address = f"/contribuer/{copy.pk}/idee/"
    for target, path in (("parts", "ajouter"), ("original", "original")):
        posted = fields_of(browser.get(address)) | {"title": [f"Vers {target}"], "do": [f"go:{target}"]}
        assert browser.post(address, posted).url == f"/contribuer/{copy.pk}/{path}/"
        assert latest(copy).title == f"Vers {target}"


@pytest.mark.parametrize("hide", [unpublish, make_private])
def test_LEAK_01_the_list_says_nothing_of_a_source_that_is_no_longer_public(browsing, people, source, copy, hide):
    hide(publish(source, watch_points="Prévoir du temps."))
    links = {
        link["href"]: words(link) for link in page_of(browsing(people["author"]).get("/contribuer/")).select("main a")
    }
    assert links[f"/contribuer/{copy.pk}/original/"] == "Your kit and its original"
