"""Two people, one draft: what only one changed is kept, what both changed is asked, nothing is lost."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from outillerie.accounts.models import Membership, Organisation
from outillerie.kits.exports import content_of
from outillerie.kits.formats.content import KitContent, Step
from outillerie.kits.models import KitPage
from outillerie.writing import actions
from outillerie.writing.actions import begin_kit, save_draft, save_stage
from outillerie.writing.exports import written
from outillerie.writing.queries import draft_of
from outillerie.writing.stages import STAGE
from tests import factories
from tests.outillerie.writing.browsing import autosave, fields_of, opened, send, stage_url

STEPS = (Step(title="Un", minutes=1), Step(title="Deux", minutes=2), Step(title="Trois", minutes=3))


def said(kit) -> KitContent:
    return content_of(KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object())


@pytest.fixture
def shared(samir, theo):
    """A draft of Samir's that Théo may write too."""
    team = Organisation.objects.create(name="Médiathèque")
    for person in (samir, theo):
        Membership.objects.create(person=person, organisation=team, state=Membership.State.ACTIVE)
    return begin_kit(factories.content(steps=STEPS, watch_points="Le temps."), by=samir, organisation=team)


@pytest.fixture
def other(theo):
    """The browser of Théo."""
    from django.test import Client

    client = Client()
    client.force_login(theo)
    client.cookies["affichage"] = "language=en"
    return client


pytestmark = pytest.mark.django_db


def test_two_people_in_two_fields_both_win(writer, other, shared):
    mine, theirs = opened(writer, shared, "steps"), opened(other, shared, "steps")
    send(other, shared, "steps", theirs, watch_points="Le bruit.", duration="6")
    response = send(writer, shared, "steps", mine, variants="Sans téléphone.")
    assert response.status_code == 302
    now = said(shared)
    assert (now.watch_points, now.duration, now.variants) == ("Le bruit.", 6, "Sans téléphone.")


def test_two_people_in_two_moments_both_win_even_when_one_moves_and_the_other_adds(writer, other, shared):
    mine, theirs = opened(writer, shared, "steps"), opened(other, shared, "steps")
    send(other, shared, "steps", theirs, do="up:steps:2", steps_2_say="Bonjour.")
    send(writer, shared, "steps", mine, steps_0_minutes="7", steps_3_title="Quatre")
    assert [(step.title, step.minutes, step.say) for step in said(shared).steps] == [
        ("Un", 7, ""),
        ("Trois", 3, "Bonjour."),
        ("Quatre", None, ""),
        ("Deux", 2, ""),
    ]


def test_the_same_change_by_two_people_is_no_conflict(writer, other, shared):
    mine, theirs = opened(writer, shared, "steps"), opened(other, shared, "steps")
    send(other, shared, "steps", theirs, watch_points="Le bruit.")
    assert send(writer, shared, "steps", mine, watch_points="Le bruit.").status_code == 302


def in_conflict(writer, other, kit, **others):
    """Have both write in the same place; return the page that asks what to keep."""
    mine, theirs = opened(writer, kit, "steps"), opened(other, kit, "steps")
    send(other, kit, "steps", theirs, watch_points="Le bruit.", duration="6", **others)
    return send(writer, kit, "steps", mine, watch_points="La lumière.", duration="9", variants="Sans téléphone.")


def choose(client, kit, page, **choices):
    """Send the page that asks what to keep, with a choice for each field."""
    fields = fields_of(page, form="conflict")
    for name in [name for name in fields if name.startswith("change-")]:
        fields[name] = choices[name.removeprefix("change-").split(".")[0]]
    return client.post(stage_url(kit, "steps"), fields | {"do": "stay"})


def test_the_same_place_is_asked_and_nothing_is_written_before_the_answer(writer, other, shared):
    page = in_conflict(writer, other, shared)
    text = page.content.decode()
    assert (page.status_code, said(shared).watch_points, said(shared).variants) == (409, "Le bruit.", "")
    assert "Someone changed this kit at " in text
    assert all(words in text for words in ("Le bruit.", "La lumière.", "Keep both", "Take theirs", "Keep mine"))


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("accept", "Le bruit."), ("decline", "La lumière."), ("both", "La lumière.\n\nLe bruit.")],
)
def test_the_answer_is_what_is_kept_with_all_the_rest(writer, other, shared, choice, kept):
    page = in_conflict(writer, other, shared)
    response = choose(writer, shared, page, watch_points=choice, duration="decline")
    now = said(shared)
    assert (response.status_code, now.watch_points, now.duration, now.variants) == (302, kept, 9, "Sans téléphone.")


def test_someone_who_changes_it_again_meanwhile_is_asked_again(writer, other, shared):
    page = in_conflict(writer, other, shared)
    send(other, shared, "steps", watch_points="Le bruit et la lumière.")
    assert choose(writer, shared, page, watch_points="decline", duration="accept").status_code == 409
    assert said(shared).watch_points == "Le bruit et la lumière."


def test_a_page_that_saves_itself_is_told_and_keeps_what_is_typed(writer, other, shared):
    mine, theirs = opened(writer, shared, "steps"), opened(other, shared, "steps")
    send(other, shared, "steps", theirs, watch_points="Le bruit.")
    answer = autosave(writer, shared, "steps", mine, watch_points="La lumière.")
    assert (answer.status_code, answer.json()["state"]) == (409, "conflict")
    assert answer.json()["words"].startswith("Someone changed this kit at ")
    assert said(shared).watch_points == "Le bruit."


def test_a_page_that_saves_itself_beside_another_never_takes_back_what_the_other_wrote(writer, other, shared):
    mine, theirs = opened(writer, shared, "steps"), opened(other, shared, "steps")
    send(other, shared, "steps", theirs, watch_points="Le bruit.")
    for words in ("Sans", "Sans téléphone."):
        answer = autosave(writer, shared, "steps", mine, variants=words).json()
        mine["base"] = [answer["base"]]
        assert answer["others"] == "Someone else writes here too. Reload to see their words."
    assert (said(shared).watch_points, said(shared).variants) == ("Le bruit.", "Sans téléphone.")


def test_saving_again_what_was_saved_without_knowing_it_is_no_conflict_with_oneself(writer, shared):
    fields = opened(writer, shared, "steps")
    autosave(writer, shared, "steps", fields, watch_points="Le br")
    # The answer never came: the page still believes that nothing was saved.
    answer = autosave(writer, shared, "steps", fields, watch_points="Le bruit.")
    assert (answer.status_code, said(shared).watch_points) == (200, "Le bruit.")


def test_another_page_of_the_same_person_is_somebody_else(writer, shared):
    first, second = opened(writer, shared, "steps"), opened(writer, shared, "steps")
    send(writer, shared, "steps", first, watch_points="Le bruit.")
    assert send(writer, shared, "steps", second, watch_points="La lumière.").status_code == 409


@pytest.mark.parametrize("base", ["", "n'importe quoi", "a:b:c"])
def test_a_page_that_does_not_say_what_it_showed_writes_over_nothing(writer, shared, base):
    fields = opened(writer, shared, "steps") | {"base": base}
    assert send(writer, shared, "steps", fields, watch_points="La lumière.").status_code == 409
    assert said(shared).watch_points == "Le temps."


def test_the_base_of_another_kit_or_stage_is_no_base(writer, shared, samir):
    twin = begin_kit(factories.content(watch_points="Autre."), by=samir)
    for base in (opened(writer, twin, "steps")["base"], opened(writer, shared, "idea")["base"]):
        fields = opened(writer, shared, "steps") | {"base": base}
        assert send(writer, shared, "steps", fields, watch_points="La lumière.").status_code == 409


def test_the_back_office_and_the_site_write_the_same_draft(writer, shared, samir):
    fields = opened(writer, shared, "idea")
    page = KitPage.objects.get(pk=shared.pk).get_latest_revision_as_object()
    page.hook = "Du back office."
    page.save_revision(user=samir)
    send(writer, shared, "idea", fields, title="Du site")
    assert (said(shared).hook, said(shared).title) == ("Du back office.", "Du site")


# --- at once ---


def save_at_once(kit, samir, theo):
    """Have two people save another field of the same stage at the same moment, from the same page."""
    base = written(draft_of(KitPage.objects.get(pk=kit.pk)))
    start, problems = threading.Barrier(2), []

    def one(person_id, **typed):
        import dataclasses

        try:
            person = get_user_model().objects.get(pk=person_id)
            start.wait(10)
            save_stage(kit.pk, STAGE["steps"], base=base, mine=dataclasses.replace(base, **typed), by=person)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=one, args=(samir.pk,), kwargs={"watch_points": "Le bruit."}),
        threading.Thread(target=one, args=(theo.pk,), kwargs={"variants": "Sans téléphone."}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    return said(kit).watch_points, said(kit).variants


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_saves_at_once_lose_nothing(shared, samir, theo):
    for _time in range(3):
        save_draft(draft_of(KitPage.objects.get(pk=shared.pk)), by=samir)
        assert save_at_once(shared, samir, theo) == ("Le bruit.", "Sans téléphone.")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_control_without_the_lock_one_of_two_saves_at_once_is_lost(shared, samir, theo, monkeypatch):
    both_have_read = threading.Barrier(2)
    write_one_by_one = threading.Lock()

    def read_without_lock(kit_id):
        draft = draft_of(KitPage.objects.get(pk=kit_id))
        both_have_read.wait(10)
        return draft

    def write(draft, *, by):
        with write_one_by_one:
            return save_draft(draft, by=by)

    monkeypatch.setattr(actions, "locked_draft", read_without_lock)
    monkeypatch.setattr(actions, "save_draft", write)
    # SQLite gives one transaction at a time: without one, nothing holds the second save back.
    monkeypatch.setattr(actions, "save_stage", actions.save_stage.__wrapped__)
    monkeypatch.setitem(globals(), "save_stage", actions.save_stage)
    assert save_at_once(shared, samir, theo) in [("Le bruit.", ""), ("Le temps.", "Sans téléphone.")]
