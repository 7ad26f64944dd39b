"""Following an original and giving back to it: each change is decided in plain sight, and nothing typed is lost."""

import pytest
from django.test import Client

from outillerie.kits.actions import keep_version
from outillerie.kits.exports import content_of
from outillerie.kits.formats.content import Step
from outillerie.kits.imports import row_objects
from outillerie.kits.models import KitStep
from outillerie.remix import proposals
from outillerie.remix.models import Adaptation, Proposal
from tests.factories import publish
from tests.outillerie.remix.conftest import keys_on, latest, page_of, said, words

pytestmark = pytest.mark.django_db

# --- Following ---


def test_a_change_on_both_sides_shows_what_was_what_the_original_says_and_what_i_say(browsing, people, source, copy):
    publish(source, hook="Autrement dit, à quatre.")
    page = page_of(browsing(people["author"]).get(f"/contribuer/{copy.pk}/original/"))
    [change] = page.select(".change-choice")
    sides = change.select(".change-choice__side")
    assert [words(side.select_one(".change-choice__whose")) for side in sides] == [
        "Before", "The original now says", "You say",
    ]  # fmt: skip
    texts = [side.select_one(".change__text") for side in sides]
    for gone in [each for text in texts for each in text.select("del")]:
        gone.extract()
    assert [words(text) for text in texts] == [
        "Un jeu d’enquête à quatre pour parler du cyberharcèlement.", "Autrement dit, à quatre .", "Mieux dit .",
    ]  # fmt: skip


def test_accepting_one_and_declining_another_makes_the_right_draft(browsing, people, source, copy):
    publish(source, hook="Autrement.", watch_points="Prévoir du temps.", level=2)
    browser = browsing(people["author"])
    fields = keys_on(browser.get(f"/contribuer/{copy.pk}/original/"))
    posted = {fields["Hook"]: "decline", fields["Watch points"]: "accept", fields["Level"]: "later", "version": "2"}
    response = browser.post(f"/contribuer/{copy.pk}/original/", posted, follow=True)
    assert (response.status_code, said(response)) == (200, ["Your answers are kept. What you took is in your draft."])
    draft = latest(copy)
    assert (draft.hook, draft.watch_points, draft.level) == ("Mieux dit.", "Prévoir du temps.", 1)
    # What waits still waits, what was declined does not.
    assert list(keys_on(response)) == ["Level"]


@pytest.mark.parametrize(
    ("button", "hook", "watch_points"),
    [("accept", "Mieux dit.", "Prévoir du temps."), ("decline", "Mieux dit.", "Passer le relais le jour même.")],
)
def test_one_button_answers_all_but_what_is_answered_already(
    browsing, people, source, copy, button, hook, watch_points
):
    publish(source, hook="Autrement.", watch_points="Prévoir du temps.")
    browser = browsing(people["author"])
    fields = keys_on(browser.get(f"/contribuer/{copy.pk}/original/"))
    posted = {fields["Hook"]: "decline", fields["Watch points"]: "later", "version": "2", "all": button}
    browser.post(f"/contribuer/{copy.pk}/original/", posted)
    assert (latest(copy).hook, latest(copy).watch_points) == (hook, watch_points)
    assert Adaptation.objects.get().base.number == 2


def test_nothing_chosen_is_still_waiting(browsing, people, source, copy):
    publish(source, hook="Autrement.", watch_points="Prévoir du temps.")
    response = browsing(people["author"]).post(f"/contribuer/{copy.pk}/original/", {"version": "2"})
    assert (response.status_code, len(keys_on(response)), Adaptation.objects.get().base.number) == (422, 2, 1)


def test_a_version_published_meanwhile_is_shown_and_the_answers_are_kept(browsing, people, source, copy):
    source = publish(source, hook="Autrement.", watch_points="Prévoir du temps.")
    browser = browsing(people["author"])
    fields = keys_on(browser.get(f"/contribuer/{copy.pk}/original/"))
    publish(source, evaluation="Un tour de table.")
    posted = {fields["Hook"]: "decline", fields["Watch points"]: "accept", "version": "2"}
    response = browser.post(f"/contribuer/{copy.pk}/original/", posted)
    page = page_of(response)
    chosen = {box["name"]: box["value"] for box in page.select(".change-choice input:checked")}
    assert response.status_code == 409
    assert words(page.select_one("main .flash p")) == (
        "The original changed again while you were choosing. Here is what it says now."
    )
    assert chosen == {
        fields["Hook"]: "decline", fields["Watch points"]: "accept", keys_on(response)["Evaluation"]: "later",
    }  # fmt: skip
    assert (latest(copy).watch_points, page.select_one("[name=version]")["value"]) == (
        "Passer le relais le jour même.",
        "3",
    )


def test_answers_to_what_was_answered_meanwhile_are_refused(browsing, people, source, copy):
    publish(source, watch_points="Prévoir du temps.")
    first, second = browsing(people["author"]), Client()
    second.force_login(people["colleague"])
    second.cookies["affichage"] = "language=en"
    [field] = keys_on(first.get(f"/contribuer/{copy.pk}/original/")).values()
    assert first.post(f"/contribuer/{copy.pk}/original/", {"version": "2", field: "decline"}).status_code == 302
    late = second.post(f"/contribuer/{copy.pk}/original/", {"version": "2", field: "accept"})
    assert (late.status_code, latest(copy).watch_points) == (409, "Passer le relais le jour même.")


def test_a_version_that_brings_nothing_is_noted_with_one_button(browsing, people, source, copy):
    publish(source, hook="Mieux dit.")
    browser = browsing(people["author"])
    assert (
        "It brings nothing that your kit does not have already." in browser.get(f"/contribuer/{copy.pk}/original/").text
    )
    browser.post(f"/contribuer/{copy.pk}/original/", {"version": "2"})
    assert Adaptation.objects.get().base.number == 2


def test_who_goes_their_own_way_is_asked_nothing_and_may_still_look(browsing, people, source, copy):
    Adaptation.objects.update(intent="fork")
    publish(source, watch_points="Prévoir du temps.")
    page = page_of(browsing(people["author"]).get(f"/contribuer/{copy.pk}/original/"))
    assert [words(row) for row in page.select("details.fold > summary")] == [
        "The original has a version 2: see what changes"
    ]
    assert len(page.select("details.fold .change-choice")) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_adaptation_costs_the_same_with_one_change_and_with_three(
    browsing, people, source, copy, count, django_assert_num_queries
):
    facts = {"watch_points": "Prévoir du temps.", "preparation": "Découper.", "evaluation": "Un tour de table."}
    publish(source, **dict(list(facts.items())[:count]))
    browser = browsing(people["author"])
    browser.get(f"/contribuer/{copy.pk}/original/")
    with django_assert_num_queries(27):
        response = browser.get(f"/contribuer/{copy.pk}/original/")
    assert len(keys_on(response)) == count


# --- Giving back ---


def test_what_is_offered_reaches_the_authors_with_the_message(browsing, people, source, copy):
    browser = browsing(people["author"])
    fields = keys_on(browser.get(f"/contribuer/{copy.pk}/offrir/"))
    response = browser.post(f"/contribuer/{copy.pk}/offrir/", {fields["Hook"]: "accept", "message": "Animé huit fois."})
    assert response.url == f"/contribuer/{copy.pk}/original/"
    page = page_of(
        browsing(people["source's author"]).get(f"/contribuer/{source.pk}/offres/{Proposal.objects.get().pk}/")
    )
    assert words(page.select_one(".said")) == "Animé huit fois."
    assert [words(row.select_one(".change__title")) for row in page.select(".change-choice")] == ["Changed Hook"]


def test_nothing_ticked_is_refused_and_the_message_is_kept(browsing, people, copy):
    response = browsing(people["author"]).post(f"/contribuer/{copy.pk}/offrir/", {"message": "Animé huit fois."})
    page = page_of(response)
    assert (response.status_code, page.textarea.text.strip()) == (422, "Animé huit fois.")
    assert words(page.select_one("main .flash")) == "Nothing was sent. Choose at least one change to offer."


def test_a_message_that_is_too_long_is_refused_and_what_was_ticked_is_kept(browsing, people, copy):
    browser = browsing(people["author"])
    fields = keys_on(browser.get(f"/contribuer/{copy.pk}/offrir/"))
    response = browser.post(f"/contribuer/{copy.pk}/offrir/", {fields["Hook"]: "accept", "message": "x" * 2001})
    page = page_of(response)
    assert (response.status_code, len(page.textarea.text.strip()), Proposal.objects.count()) == (422, 2001, 0)
    assert [box["name"] for box in page.select("input:checked")] == [fields["Hook"]]


def test_a_second_offer_of_one_version_is_refused_and_kept_as_typed(browsing, people, copy, offered):
    browser = browsing(people["author"])
    shown = browser.get(f"/contribuer/{copy.pk}/offrir/")
    fields = keys_on(shown)
    assert "You have already offered changes of this version." in shown.text
    response = browser.post(f"/contribuer/{copy.pk}/offrir/", {fields["Title"]: "accept", "message": "Encore."})
    page = page_of(response)
    assert (response.status_code, Proposal.objects.count(), page.textarea.text.strip()) == (409, 1, "Encore.")
    assert [box["name"] for box in page.select("input:checked")] == [fields["Title"]]


def test_a_part_that_may_not_be_given_says_why_and_cannot_be_ticked(browsing, people, source, copy):
    step = Step(title="Débattre", minutes=10, author="Zoé", source="https://exemple.fr/", licence="CC-BY-NC-SA-4.0")

    draft = copy.get_latest_revision_as_object()
    draft.steps.set(row_objects(KitStep, [*latest(copy).steps, step]))
    draft.licence = "CC-BY-SA-4.0"
    version = draft.save_revision(user=people["author"])

    keep_version(version.as_object(), content_of(version.as_object()), number=2, by=people["author"])
    page = page_of(browsing(people["author"]).get(f"/contribuer/{copy.pk}/offrir/"))
    [row] = [row for row in page.select(".change-choice") if "Débattre" in row.text]
    assert (row.select("input"), words(row.select_one(".field__error"))) == (
        [],
        "A part under CC BY-NC-SA 4.0 does not allow sharing the whole under CC BY-SA 4.0."
        " Choose another licence or replace that part.",
    )


def test_an_offer_is_taken_up_in_part_and_says_so_on_both_sides(browsing, people, source, copy, offered):
    browser = browsing(people["source's author"])
    address = f"/contribuer/{source.pk}/offres/{offered.pk}/"
    fields = keys_on(browser.get(address))
    posted = {fields["Variants"]: "accept", fields["Hook"]: "decline", "take": "1", "answer": "Merci."}
    assert browser.post(address, posted).url == f"/contribuer/{source.pk}/licence/"
    assert (latest(source).variants, latest(source).hook) == (
        "En plein air.",
        "Un jeu d’enquête à quatre pour parler du cyberharcèlement.",
    )
    read = page_of(browser.get(address))
    assert (words(read.select_one(".ticked")), words(read.select_one(".tags .tag")), words(read.select_one(".said"))) == (
        "Variants", "taken up", "Animé huit fois.",
    )  # fmt: skip
    ours = page_of(browsing(people["author"]).get(f"/contribuer/{copy.pk}/original/")).select_one(".offer")
    assert "1 of 2 changes offered" in words(ours) and words(ours.select_one(".said")) == "Merci."


def test_nothing_chosen_of_an_offer_is_refused_and_the_answer_is_kept(browsing, people, source, offered):
    address = f"/contribuer/{source.pk}/offres/{offered.pk}/"
    response = browsing(people["source's author"]).post(address, {"take": "1", "answer": "Merci beaucoup."})
    page = page_of(response)
    assert (response.status_code, page.textarea.text.strip()) == (422, "Merci beaucoup.")
    assert Proposal.objects.get().state == "waiting"


def test_one_button_takes_up_all_the_rest(browsing, people, source, offered):
    address = f"/contribuer/{source.pk}/offres/{offered.pk}/"
    browser = browsing(people["source's author"])
    fields = keys_on(browser.get(address))
    browser.post(address, {"all": "accept", fields["Hook"]: "decline"})
    assert (latest(source).variants, latest(source).hook == "Mieux dit.") == ("En plein air.", False)


def test_an_offer_answered_meanwhile_is_told_with_what_was_typed(browsing, people, source, offered):
    address = f"/contribuer/{source.pk}/offres/{offered.pk}/"
    browser = browsing(people["source's author"])
    [field, *_others] = keys_on(browser.get(address)).values()
    proposals.decline(Proposal.objects.get(), answer="Non merci.", by=people["source's colleague"])
    response = browser.post(address, {field: "accept", "take": "1", "answer": "Merci."})
    assert response.status_code == 409
    assert "These changes have been answered meanwhile: declined." in response.text
    assert Proposal.objects.values_list("state", "answer").get() == ("declined", "Non merci.")


def test_declining_an_offer_changes_nothing_and_answers(browsing, people, source, offered):
    before = latest(source)
    address = f"/contribuer/{source.pk}/offres/{offered.pk}/"
    browsing(people["source's author"]).post(address, {"decline": "1", "answer": "Pas cette fois."})
    assert (latest(source), Proposal.objects.values_list("state", "answer").get()) == (
        before,
        ("declined", "Pas cette fois."),
    )
