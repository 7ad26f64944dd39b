"""Sending a path: what is missing is listed and nothing is lost, someone reads, staff publishes."""

import pytest
from django.utils.translation import override
from wagtail.models import WorkflowPage

from catalogue.building.actions import (
    NobodyReads,
    NotComplete,
    NothingNew,
    NotWaiting,
    begin_path,
    duplicate_path,
    gesture,
    publish_path,
    submit_path,
    withdraw_path,
)
from catalogue.paths.models import LearningPathPage, PathVersion
from catalogue.paths.queries import draft_of
from tests.catalogue.building.conftest import built, titles, with_block
from tests.catalogue.building.sheets import complete
from tests.catalogue.factories import module

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(path, odile):
    """A path of Odile's with a block, a module, and all that must be said."""
    with_block(path, modules=[module("Écouter", owner=odile)], by=odile)
    return complete(path, by=odile)


def fresh(path):
    return LearningPathPage.objects.get(pk=path.pk)


def test_publishing_with_gaps_is_refused_with_the_list(path, staff):
    with pytest.raises(NotComplete) as refusal:
        publish_path(path, by=staff)
    assert {"objectives", "price", "provider", "blocks"} <= {gap.code for gap in refusal.value.gaps}
    assert not PathVersion.objects.exists()


def test_a_path_that_says_everything_is_published_as_a_version(ready, staff):
    page = publish_path(ready, by=staff)
    [version] = page.versions.all()
    assert (page.live, version.published_by, version.content.blocks[0].modules[0].title) == (True, staff, "Écouter")


def test_what_is_published_already_is_not_published_again(ready, staff):
    publish_path(ready, by=staff)
    with pytest.raises(NothingNew):
        publish_path(ready, by=staff)


def test_a_module_that_changed_is_something_new_to_publish(ready, staff):
    page = publish_path(ready, by=staff)
    piece = page.blocks.first().module_rows.first().module
    piece.title = "Écouter la demande"
    piece.save()
    publish_path(ready, by=staff)
    assert [version.content.blocks[0].modules[0].title for version in page.versions.all()] == [
        "Écouter la demande",
        "Écouter",
    ]


def test_a_path_is_sent_to_be_read_and_what_is_read_does_not_move(ready, odile, staff):
    submit_path(ready, by=odile)
    read = fresh(ready).current_workflow_state.current_task_state.revision
    with_block(ready, "Plus tard", by=odile)
    assert fresh(ready).latest_revision != read
    assert len(read.as_object().blocks.all()) == 1
    task = fresh(ready).current_workflow_state.current_task_state
    task.approve(user=staff)
    assert [block.title for block in fresh(ready).blocks.all()] == ["Accueillir"]
    assert [block.title for block in built(ready).blocks] == ["Accueillir", "Plus tard"]


def test_what_a_reader_corrects_before_approving_is_published(ready, odile, staff):
    submit_path(ready, by=odile)
    key = built(ready).blocks[0].key
    gesture(ready.pk, "change_block", by=staff, key=key, title="Accueillir chacun")
    fresh(ready).current_workflow_state.current_task_state.approve(user=staff)
    assert [block.title for block in fresh(ready).blocks.all()] == ["Accueillir chacun"]


def test_a_path_sent_again_replaces_what_waits(ready, odile):
    submit_path(ready, by=odile)
    with_block(ready, "Plus tard", modules=[module("Noter")], by=odile)
    submit_path(ready, by=odile)
    assert ready.workflow_states.filter(status="in_progress").count() == 1
    assert fresh(ready).current_workflow_task_state.revision == fresh(ready).latest_revision


def test_a_path_with_gaps_is_not_sent(path, odile):
    with pytest.raises(NotComplete):
        submit_path(path, by=odile)
    assert fresh(path).current_workflow_state is None


def test_a_path_that_waits_is_taken_back(ready, odile):
    submit_path(ready, by=odile)
    withdraw_path(ready, by=odile)
    assert fresh(ready).current_workflow_state is None
    with pytest.raises(NotWaiting):
        withdraw_path(ready, by=odile)


def test_nobody_reads_when_there_is_no_workflow(ready, odile):
    WorkflowPage.objects.all().delete()
    with pytest.raises(NobodyReads):
        submit_path(fresh(ready), by=odile)


def test_a_copy_is_ones_own_shares_the_modules_and_forgets_whom_to_contact(ready, wenceslas):
    facts = {"results": "92 % satisfaits", "success_rate": "80 %", "level": 2}
    complete_again = fresh(ready)
    for name, value in facts.items():
        setattr(complete_again, name, value)
    draft = draft_of(complete_again)
    for name, value in facts.items():
        setattr(draft, name, value)
    with override("en"):
        copy = duplicate_path(draft, by=wenceslas)
    now = draft_of(fresh(copy))
    assert (now.title, now.owner, fresh(copy).copied_from, now.live) == (
        "Aidant numérique (copy)", wenceslas, ready, False,
    )  # fmt: skip
    assert (now.objectives, now.level, now.price) == (draft.objectives, 2, "Gratuit")
    kept_apart = ("contact_email", "disability_referent", "results", "success_rate", "facts_checked_on", "organisation")
    assert [getattr(now, name) for name in kept_apart] == ["", "", "", "", None, None]
    assert titles(built(copy)) == titles(built(ready)) == [["Écouter"]]
    assert built(copy).modules() == built(ready).modules()
    assert built(copy).blocks[0].key != built(ready).blocks[0].key


def test_two_paths_of_one_title_have_two_addresses(odile):
    slugs = [begin_path("Aidant numérique", by=odile).slug for _time in range(2)]
    assert slugs == ["aidant-numerique", "aidant-numerique-2"]
