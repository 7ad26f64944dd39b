"""Following a source: its changes are taken or declined one by one, and nothing local is ever lost."""

import pytest

from outillerie.kits.exports import content_of
from outillerie.kits.formats.content import Credit
from outillerie.kits.models import KitPage
from outillerie.kits.queries import newest_version
from outillerie.remix.actions import adapt
from outillerie.remix.models import Adaptation
from outillerie.remix.updates import Answer, SourceMoved, answer_update, pending_update
from outillerie.writing.actions import save_draft
from tests.factories import kit, person, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def bachir():
    return person("bachir@example.org", first_name="Bachir")


@pytest.fixture
def source():
    return kit(licence="CC-BY-SA-4.0", credits=(Credit(name="Alice"),))


@pytest.fixture
def copy(source, bachir):
    return adapt(newest_version(source), by=bachir)


def latest(page):
    return content_of(KitPage.objects.get(pk=page.pk).get_latest_revision_as_object())


def edit(page, *, by, **facts):
    draft = KitPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in facts.items():
        setattr(draft, name, value)
    save_draft(draft, by=by)


def adaptation_of(page):
    return Adaptation.objects.select_related("kit", "source", "base").get(kit=page)


def keys(update, *paths):
    return frozenset(change.key for change in update.waiting if change.path[0] in paths)


def test_nothing_waits_while_the_source_does_not_move(copy):
    assert pending_update(adaptation_of(copy)) is None


def test_each_change_of_a_new_version_waits_for_an_answer(source, copy):
    publish(source, hook="Autrement.", watch_points="Prévoir du temps.")
    update = pending_update(adaptation_of(copy))
    assert (update.version.number, [change.path for change in update.waiting]) == (
        2,
        [("hook",), ("watch_points",)],
    )


def test_a_change_that_is_taken_is_in_the_draft_and_one_that_is_declined_is_not(source, copy, bachir):
    before = latest(copy)
    publish(source, hook="Autrement.", watch_points="Prévoir du temps.")
    adaptation = adaptation_of(copy)
    update = pending_update(adaptation)
    answer = Answer(accepted=keys(update, "hook"), declined=keys(update, "watch_points"))
    answer_update(adaptation, update.version, answer, by=bachir)
    after = latest(copy)
    assert (after.hook, after.watch_points) == ("Autrement.", before.watch_points)
    assert pending_update(adaptation_of(copy)) is None


def test_a_declined_change_is_not_proposed_again_by_the_next_version(source, copy, bachir):
    source = publish(source, hook="Autrement.", watch_points="Prévoir du temps.")
    adaptation = adaptation_of(copy)
    update = pending_update(adaptation)
    answer_update(adaptation, update.version, Answer(declined=keys(update, "hook")), by=bachir)
    publish(source, evaluation="Un tour de table.")
    again = pending_update(adaptation_of(copy))
    assert {change.path for change in again.waiting} == {("watch_points",), ("evaluation",)}


def test_what_one_wrote_oneself_stays_when_the_rest_is_taken(source, copy, bachir):
    edit(copy, by=bachir, variants="En plein air.", hook="Le mien.")
    publish(source, hook="Autrement.", watch_points="Prévoir du temps.")
    adaptation = adaptation_of(copy)
    update = pending_update(adaptation)
    assert [(change.path, change.is_conflict) for change in update.waiting] == [
        (("hook",), True),
        (("watch_points",), False),
    ]
    answer_update(adaptation, update.version, Answer(accepted=keys(update, "watch_points")), by=bachir)
    after = latest(copy)
    assert (after.hook, after.watch_points, after.variants) == ("Le mien.", "Prévoir du temps.", "En plein air.")


def test_the_draft_before_stays_in_the_history(source, copy, bachir):
    edit(copy, by=bachir, hook="Le mien.")
    publish(source, hook="Autrement.")
    adaptation = adaptation_of(copy)
    update = pending_update(adaptation)
    revisions = KitPage.objects.get(pk=copy.pk).revisions.count()
    answer_update(adaptation, update.version, Answer(accepted=keys(update, "hook")), by=bachir)
    page = KitPage.objects.get(pk=copy.pk)
    assert page.revisions.count() == revisions + 1
    assert page.revisions.order_by("-created_at")[1].as_object().hook == "Le mien."


def test_the_credit_names_the_version_that_is_taken_into_account(source, copy, bachir):
    publish(source, hook="Autrement.")
    adaptation = adaptation_of(copy)
    assert [row.version for row in latest(copy).sources] == [1]
    update = pending_update(adaptation)
    answer_update(adaptation, update.version, Answer(accepted=keys(update, "hook")), by=bachir)
    assert [(row.version, row.url[-4:]) for row in latest(copy).sources] == [(2, "/v2/")]


def test_answers_to_changes_already_answered_are_refused(source, copy, bachir):
    publish(source, hook="Autrement.")
    adaptation = adaptation_of(copy)
    update = pending_update(adaptation)
    answer = Answer(accepted=keys(update, "hook"))
    answer_update(adaptation, update.version, answer, by=bachir)
    with pytest.raises(SourceMoved):
        answer_update(adaptation, update.version, answer, by=bachir)


def test_LEAK_01_a_source_that_is_withdrawn_proposes_nothing(source, copy):
    publish(source, hook="Autrement.")
    KitPage.objects.get(pk=source.pk).unpublish()
    assert pending_update(adaptation_of(copy)) is None
