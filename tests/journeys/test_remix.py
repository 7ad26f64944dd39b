"""Kits made from one another: adapted, mixed, followed, given back. Each publishes through the pages of writing."""

import dataclasses
import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from outillerie.accounts.actions import trust_address
from outillerie.accounts.groups import TRUSTED
from outillerie.kits.exports import blobs_of, content_of
from outillerie.kits.formats.content import Credit, File, Picture, Step
from outillerie.kits.imports import fill
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.queries import newest_version
from outillerie.remix import proposals
from outillerie.remix.actions import adapt
from outillerie.remix.models import Adaptation, Proposal
from outillerie.writing.actions import publish_kit, save_draft
from tests import factories
from tests.journeys.judges import JudgedPage
from tests.outillerie.kits.test_credits_everywhere import (
    ALICE,
    BACHIR,
    BLOBS,
    CHLOE,
    OUTPUTS,
    PAULA,
    PICTURES,
    QUENTIN,
    ROSA,
    SHOWN,
    credits_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PASSWORD = "une phrase de passe longue"
LONG = "Anticonstitutionnellement " * 5
SORT = Step(title="Trier dix images", minutes=20, facilitator="Chaque binôme classe.")


@pytest.fixture
def people(site):
    """Three trusted contributors, under the names that their kits credit."""
    names = {"alice": ALICE, "bachir": BACHIR, "chloe": CHLOE}
    found = {}
    for first, name in names.items():
        found[first] = factories.person(f"{first}@example.org", group=TRUSTED, public_name=name, is_public=True)
        trust_address(found[first])
    return found


@pytest.fixture
def desk(browser, browser_context_args, site):
    """Return what opens the browser of someone, without script when asked."""
    contexts = []

    def opened(person, **options):
        context = browser.new_context(**browser_context_args, **options)
        contexts.append(context)
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        return JudgedPage(context.new_page(), site)

    yield opened
    for context in contexts:
        context.close()


def owned(by, **facts):
    page = factories.kit(by=by, organisation="", **facts)
    KitPage.objects.filter(pk=page.pk).update(owner=by)
    return KitPage.objects.get(pk=page.pk)


def said(page):
    return content_of(KitPage.objects.get(pk=page.pk).get_latest_revision_as_object())


def rewrite(page, by, **facts):
    """Change the draft of `page` as its author would, pictures and steps included."""
    draft = KitPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    fill(draft, dataclasses.replace(content_of(draft), **facts), blobs_of(draft) | BLOBS, by=by)
    save_draft(draft, by=by, is_apart=True)


def publish(page, by, **facts):
    """Publish `page` by the action that the button calls."""
    rewrite(page, by, **facts)
    publish_kit(KitPage.objects.get(pk=page.pk), by=by)
    return KitPage.objects.get(pk=page.pk)


def press_publish(page, site, kit_id):
    """Go to the last stage of a kit and publish it."""
    page.goto(f"{site}/contribuer/{kit_id}/licence/")
    page.get_by_role("button", name="Publier", exact=True).click()


def change_named(page, title):
    return page.locator(".change-choice").filter(has=page.locator("legend", has_text=title))


# --- BY-SA and BY-NC-SA ---


def test_a_step_that_no_licence_lets_mix_is_refused_with_the_reason_then_removed_and_the_kit_is_published(
    site, people, judged_page
):
    owned(people["alice"], slug="camille", title="Où est Camille ?", credits=(Credit(name=ALICE),))
    owned(
        people["alice"], slug="rumeurs", title="Le tri des rumeurs", credits=(Credit(name=ROSA),),
        licence="CC-BY-NC-SA-4.0", steps=(SORT,),
    )  # fmt: skip
    page = judged_page.page
    page.goto(f"{site}/kits/camille/")
    page.get_by_role("link", name="Adapter ce kit").click()
    page.get_by_role("link", name="mot de passe").click()
    page.locator("input[name=login]").fill("bachir@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(f"{site}/kits/camille/adapter/")
    judged_page.judge("adapting")
    page.get_by_role("button", name="Faire ma copie").click()
    page.get_by_role("heading", level=1, name="L’idée").wait_for()
    copy = KitPage.objects.get(owner=people["bachir"])
    page.get_by_role("button", name="Ajouter depuis un kit").click()
    page.get_by_label("Quel kit").fill("rumeurs")
    page.get_by_role("button", name="Chercher").click()
    judged_page.judge("kits to take from")
    page.get_by_role("link", name="Le tri des rumeurs").click()
    judged_page.judge("parts to take")
    expect(page.locator(".part__says").first).to_contain_text("Aucune licence ne permet ce mélange.")
    page.get_by_label(SORT.title).check()
    page.get_by_role("button", name="Ajouter à mon kit").click()
    page.get_by_role("heading", level=1, name="Le déroulé").wait_for()
    assert [step.title for step in said(copy).steps] == ["Accueillir", "Trier les messages", SORT.title]
    press_publish(page, site, copy.pk)
    refusal = page.locator("main").inner_text()
    assert "CC BY-NC-SA 4.0 et CC BY-SA 4.0 imposent chacune de partager l’ensemble sous leur propre licence" in refusal
    assert f"l’étape «\u00a0{SORT.title}\u00a0»" in refusal
    assert not KitVersion.objects.filter(kit=copy).exists()
    page.get_by_role("button", name="Le déroulé").first.click()
    page.get_by_role("button", name=re.compile("^Enlever")).last.click()
    expect(page.get_by_label("Titre du moment")).to_have_count(2)
    page.get_by_role("button", name="La licence").first.click()
    page.get_by_role("heading", level=1, name="La licence").wait_for()
    page.get_by_role("button", name="Publier", exact=True).click()
    page.get_by_text("Votre kit est publié").wait_for()
    version = newest_version(copy)
    assert [(row.title, row.authors) for row in version.content.sources] == [("Où est Camille ?", (ALICE,))]
    assert (version.licence, ROSA in page.locator("main").inner_text()) == ("CC-BY-SA-4.0", False)
    assert page.locator(".lineage__piece").first.inner_text().startswith("Où est Camille")


# --- A → B → C ---


def picture(name, alt, author, **facts):
    return Picture(name=name, alt=alt, author=author, sha256=PICTURES[name][0], **facts)


def copied(desk, site, person, slug, **facts):
    """Adapt a kit through its page, change its draft, publish it through the pages of writing."""
    page = desk(person).page
    page.goto(f"{site}/kits/{slug}/adapter/")
    page.get_by_role("button", name="Faire ma copie").click()
    page.get_by_role("heading", level=1, name="L’idée").wait_for()
    copy = KitPage.objects.get(owner=person)
    rewrite(copy, person, **facts)
    press_publish(page, site, copy.pk)
    page.get_by_text("Votre kit est publié").wait_for()
    return KitPage.objects.get(pk=copy.pk)


def test_a_remix_of_a_remix_credits_everyone_of_its_parts_everywhere_even_once_its_sources_are_gone(
    site, people, desk, client
):
    a = owned(
        people["alice"], slug="a", title="Le casier", credits=(Credit(name=ALICE),), blobs=BLOBS,
        preparation=SHOWN.format(plan="plan"),
        pictures=(
            picture("casier.webp", "Le casier", PAULA, licence="CC-BY-4.0"),
            picture("plan.webp", "Le plan", QUENTIN, licence="CC-BY-SA-4.0"),
        ),
    )  # fmt: skip
    b = copied(desk, site, people["bachir"], "a", title="Le casier, au collège", changes="Pour le collège.")
    poster = picture("affiche.webp", "L’affiche", ROSA, licence="CC-BY-4.0")
    c = copied(
        desk, site, people["chloe"], b.slug, title="Le casier de Camille", changes="Une autre affiche.",
        preparation=SHOWN.format(plan="affiche"), pictures=(said(b).pictures[0], poster),
    )  # fmt: skip
    right = dict.fromkeys(OUTPUTS, frozenset([ALICE, BACHIR, CHLOE, PAULA, ROSA]))
    assert credits_of(client, b) == dict.fromkeys(OUTPUTS, frozenset([ALICE, BACHIR, PAULA, QUENTIN]))
    assert credits_of(client, c) == right
    page = desk(people["chloe"]).visit(f"/kits/{c.slug}/")
    assert [line.split(" · ")[0] for line in page.locator(".lineage__piece").all_inner_texts()] == [
        "Le casier", "Le casier, au collège", "Le casier de Camille",
    ]  # fmt: skip
    for kit in (a, b):
        KitPage.objects.get(pk=kit.pk).unpublish()
    KitVersion.objects.filter(kit=a).delete()
    KitPage.objects.get(pk=a.pk).delete()
    assert client.get("/kits/a/").status_code == 404
    assert credits_of(client, c) == right
    judged = desk(people["bachir"])
    page = judged.visit(f"/contribuer/{b.pk}/original/")
    assert page.get_by_text("L’original n’est plus sur ce site.").is_visible()
    assert page.locator(".lineage__piece").first.inner_text().startswith("Le casier · kit d’origine, version 1")


# --- Following, without script ---


def test_who_follows_a_kit_is_told_of_its_new_version_and_takes_what_they_want_without_script(site, people, desk):
    source = owned(people["alice"], slug="camille", credits=(Credit(name=ALICE),))
    copy = adapt(newest_version(source), by=people["bachir"])
    rewrite(copy, people["bachir"], hook="Une enquête au centre social.", variants="En plein air.")
    before = said(copy)
    author = desk(people["alice"], java_script_enabled=False).page
    author.goto(f"{site}/contribuer/{source.pk}/idee/")
    author.get_by_label("Accroche").fill("Un jeu d’enquête pour en parler en famille.")
    author.get_by_role("button", name="Enregistrer et continuer").click()
    author.goto(f"{site}/contribuer/{source.pk}/deroule/")
    author.get_by_text("Autour du déroulé").click()
    author.get_by_label("Points de vigilance").fill("Passer le relais le jour même, à deux.")
    author.get_by_label("Durée totale en minutes").fill("45")
    author.get_by_role("button", name="Enregistrer et continuer").click()
    press_publish(author, site, source.pk)
    author.get_by_text("Votre kit est publié").wait_for()
    follower = desk(people["bachir"], java_script_enabled=False).page
    follower.goto(f"{site}/compte/notifications/")
    follower.get_by_role("link", name=re.compile("passe à la version 2")).click()
    follower.wait_for_url(f"{site}/contribuer/{copy.pk}/original/")
    assert follower.locator(".change-choice").count() == 3
    hook = change_named(follower, "Accroche")
    assert hook.locator(".change-choice__whose").all_inner_texts() == [
        "Avant",
        "L’original dit maintenant",
        "Vous dites",
    ]
    hook.get_by_label("Garder ce que j’ai").check()
    change_named(follower, "Points de vigilance").get_by_label("Prendre").check()
    follower.get_by_role("button", name="Garder ces réponses").click()
    follower.get_by_text("Vos réponses sont gardées.").wait_for()
    assert follower.locator(".change-choice legend").all_inner_texts() == ["Modifié\nDurée totale en minutes"]
    assert said(copy) == dataclasses.replace(before, watch_points="Passer le relais le jour même, à deux.")
    follower.get_by_role("button", name="Tout prendre").click()
    follower.get_by_text("n’a pas changé depuis").wait_for()
    after = said(copy)
    assert (after.duration, after.hook, after.variants) == (45, before.hook, before.variants)
    assert [(row.title, row.version) for row in after.sources] == [("Où est Camille ?", 2)]


# --- Giving back ---


def test_what_is_given_back_is_taken_up_in_part_published_and_credited_and_both_pages_lead_to_each_other(
    site, people, desk, client
):
    source = owned(people["alice"], slug="camille", credits=(Credit(name=ALICE),))
    copy = adapt(newest_version(source), by=people["bachir"])
    copy = publish(copy, people["bachir"], title="Camille au parc", variants="En plein air.", hook="Mieux dit.")
    giver = desk(people["bachir"]).page
    giver.goto(f"{site}/contribuer/{copy.pk}/original/")
    giver.get_by_role("link", name="Offrir mes modifications").click()
    for title in ("Accroche", "Variantes"):
        change_named(giver, title).get_by_role("checkbox").check()
    giver.get_by_label("Message aux auteurs").fill("Animé huit fois dehors.")
    giver.get_by_role("button", name="Envoyer mon offre").click()
    giver.get_by_text("Vos modifications sont offertes.").wait_for()
    judged = desk(people["alice"])
    page = judged.visit("/contribuer/")
    page.get_by_role("link", name="2 modifications offertes").click()
    judged.judge("an offer")
    assert page.get_by_text("Animé huit fois dehors.").is_visible()
    change_named(page, "Variantes").get_by_label("L’intégrer").check()
    change_named(page, "Accroche").get_by_label("Laisser").check()
    page.get_by_label("Votre réponse").fill("Merci, les variantes sont parfaites.")
    page.get_by_role("button", name="Intégrer mes choix").click()
    page.get_by_role("heading", level=1, name="La licence").wait_for()
    page.get_by_role("button", name="Publier", exact=True).click()
    page.get_by_text("Votre kit est publié").wait_for()
    version = newest_version(source)
    assert (version.number, version.content.variants, version.content.hook == "Mieux dit.") == (
        2,
        "En plein air.",
        False,
    )
    assert version.content.credits == (Credit(name=ALICE), Credit(name=BACHIR, role="contributor"))
    links = page.locator("#origin ~ * a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert f"/kits/{copy.slug}/" in links
    assert any(link.endswith(f"/kits/{copy.slug}/v1/") for link in links)
    assert BACHIR in page.locator("#attribution-text").inner_text()
    giver.goto(f"{site}/kits/{copy.slug}/")
    assert giver.locator(".lineage a").first.get_attribute("href").endswith("/kits/camille/v1/")
    giver.goto(f"{site}/contribuer/{copy.pk}/original/")
    assert giver.get_by_text("Merci, les variantes sont parfaites.").is_visible()
    assert giver.get_by_text("1 sur 2 modifications offertes").is_visible()


# --- Every state, judged ---


def test_every_page_between_kits_passes_every_judge_with_very_long_words_and_thirty_changes(site, people, desk):
    steps = tuple(Step(title=f"{LONG}{n}", minutes=5, facilitator=LONG * 4) for n in range(15))
    part = File(
        name="jeu.txt", title=LONG[:200], author=LONG[:90], licence="CC-BY-NC-ND-4.0", sha256=PICTURES["jeu.txt"][0]
    )
    facts = {"title": LONG[:120], "hook": LONG, "steps": steps, "blobs": BLOBS, "files": (part,)}
    facts["pictures"] = (picture("plan.webp", LONG[:100], LONG[:60]), picture("casier.webp", "", ""))
    source = owned(people["alice"], slug="long", credits=(Credit(name=LONG[:150]),), **facts)
    owned(people["alice"], slug="affiche", title="Affiche", licence="CC-BY-ND-4.0")
    copy = adapt(newest_version(source), by=people["bachir"])
    mine = tuple(
        dataclasses.replace(step, facilitator=f"Le mien {n}. {LONG}", minutes=6) for n, step in enumerate(steps)
    )
    copy = publish(copy, people["bachir"], title=f"Le mien {LONG[:100]}", hook="Le mien.", steps=mine)
    theirs = tuple(
        dataclasses.replace(step, facilitator=f"Autre {n}. {LONG}", minutes=7) for n, step in enumerate(steps)
    )
    other = dataclasses.replace(said(source).pictures[0], sha256=PICTURES["affiche.webp"][0])
    source = publish(
        source, people["alice"], hook=f"Autre {LONG}", steps=theirs, pictures=(other, said(source).pictures[1])
    )
    adaptation = Adaptation.objects.select_related("kit", "source", "base").get(kit=copy)
    chosen = [row.key for row in proposals.offerable_changes(adaptation)]
    proposals.offer_changes(adaptation, chosen, message=LONG * 10, by=people["bachir"])
    ours, theirs = desk(people["bachir"]), desk(people["alice"])
    original = f"/contribuer/{copy.pk}/original/"
    for path in ("/kits/long/adapter/", "/kits/affiche/adapter/", original, f"/contribuer/{copy.pk}/ajouter/",
                 f"/contribuer/{copy.pk}/ajouter/?q=xyzzy", f"/contribuer/{copy.pk}/ajouter/?depuis=long",
                 f"/contribuer/{copy.pk}/offrir/", "/contribuer/", f"/contribuer/{copy.pk}/idee/"):  # fmt: skip
        ours.visit(path)
    page = ours.visit(original)
    assert page.locator(".change-choice").count() == 32
    for path, button in ((original, "Garder ces réponses"), (f"/contribuer/{copy.pk}/offrir/", "Envoyer mon offre"),
                         (f"/contribuer/{copy.pk}/ajouter/?depuis=long", "Ajouter à mon kit")):  # fmt: skip
        ours.visit(path)
        ours.watch.expected_status = 422
        page.get_by_role("button", name=button).click()
        expect(page.locator("[data-error-summary]")).to_be_focused()
        ours.judge(f"{path} refused")
    offer = Proposal.objects.get()
    address = f"/contribuer/{source.pk}/offres/{offer.pk}/"
    theirs.visit(address).get_by_role("button", name="Refuser l’offre").click()
    theirs.page.get_by_text("L’offre est refusée.").wait_for()
    theirs.judge("a declined offer")
    ours.visit(original)
