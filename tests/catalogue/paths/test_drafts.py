"""The draft of a path: one for all who write it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.certifications.models import Certification
from catalogue.paths.drafts import Locked, check_lock, draft_of, free_path_slug, locked_draft, save_draft
from catalogue.paths.exports import content_of
from catalogue.paths.models import LearningPathPage, Module, PathIndexPage
from outillerie.accounts.models import Organisation
from tests.catalogue.factories import module, path, path_draft, publish_path
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer():
    return person("odile@example.org", group="trainer")


def fetched(page) -> LearningPathPage:
    return LearningPathPage.objects.select_related("latest_revision").get(pk=page.pk)


def revisions(page) -> int:
    return page.revisions.count()


def test_a_draft_says_what_was_saved_last(trainer):
    page = path_draft(owner=trainer, summary="Avant")
    with transaction.atomic():
        draft = locked_draft(page.pk)
        draft.summary = "Après"
        save_draft(draft, by=trainer)
    assert draft_of(fetched(page)).summary == "Après"
    assert [block.title for block in draft_of(fetched(page)).blocks.all()] == ["Accueillir"]
    assert [row.module.title for row in draft_of(fetched(page)).blocks.first().module_rows.all()] == [
        "Des mots de passe solides"
    ]


def test_what_one_person_saves_in_one_sitting_is_one_revision(trainer):
    page = path_draft(owner=trainer)
    before = revisions(page)
    for words in ("un", "deux", "trois"):
        draft = draft_of(fetched(page))
        draft.summary = words
        save_draft(draft, by=trainer)
    assert revisions(page) == before


def test_another_person_another_hour_or_apart_leave_the_draft_before_in_the_history(trainer):
    page = path_draft(owner=trainer)
    before = revisions(page)
    save_draft(draft_of(fetched(page)), by=person("jeanne@example.org"))
    assert revisions(page) == before + 1
    page.revisions.update(created_at=timezone.now() - timedelta(minutes=11))
    save_draft(draft_of(fetched(page)), by=person("jeanne2@example.org"))
    assert revisions(page) == before + 2
    save_draft(draft_of(fetched(page)), by=person("samir@example.org"), is_apart=True)
    assert revisions(page) == before + 3


def test_what_was_published_is_never_written_over(trainer):
    page = path(owner=trainer, by=trainer)
    live = page.live_revision_id
    draft = draft_of(fetched(page))
    draft.summary = "Après la publication"
    save_draft(draft, by=trainer)
    page.refresh_from_db()
    assert page.live_revision_id == live
    assert page.latest_revision_id != live
    assert page.live_revision.as_object().summary == ""


def test_the_notes_of_a_version_are_not_said_again_of_the_next(trainer):
    page = publish_path(path(), version_notes="Un module de plus")
    assert draft_of(fetched(page)).version_notes == ""


@pytest.mark.parametrize("count", [1, 3])
def test_opening_a_draft_asks_as_much_whatever_its_length(count, trainer):
    blocks = [
        (f"Bloc {number}", [module(f"Module {number}-{rank}") for rank in range(count)]) for number in range(count)
    ]
    page = path_draft(owner=trainer, blocks=blocks)
    found = fetched(page)
    with CaptureQueriesContext(connection) as asked:
        draft = draft_of(found)
        assert [len(block.module_rows.all()) for block in draft.blocks.all()] == [count] * count
    assert len(asked) == 3


def test_a_module_deleted_since_leaves_the_draft(trainer):
    kept, gone = module("Gardé"), module("Parti")
    page = path_draft(owner=trainer, blocks=[("Bloc", [kept])])
    draft = draft_of(fetched(page))
    draft.blocks.first().module_rows.add(type(draft.blocks.first().module_rows.first())(module=gone))
    save_draft(draft, by=trainer)
    Module.objects.filter(pk=gone.pk).delete()
    assert [placed.title for placed in content_of(draft_of(fetched(page))).modules()] == ["Gardé"]
    assert [placed.title for placed in content_of(page.get_latest_revision_as_object()).modules()] == ["Gardé"]


def test_a_certification_and_an_organisation_deleted_since_leave_the_draft(trainer):
    page = path_draft(owner=trainer)
    draft = draft_of(fetched(page))
    draft.certification = Certification.objects.create(title="Partie", slug="partie")
    draft.organisation = Organisation.objects.create(name="Hub", slug="hub")
    page_row = LearningPathPage.objects.filter(pk=page.pk)
    save_draft(draft, by=trainer)
    page_row.update(organisation=None)
    Certification.objects.all().delete()
    Organisation.objects.filter(slug="hub").delete()
    opened = draft_of(fetched(page))
    assert (opened.certification_id, opened.organisation_id) == (None, None)


def test_a_path_never_published_follows_its_title_and_its_organisation(trainer):
    page = path_draft("Avant", owner=trainer)
    draft = draft_of(fetched(page))
    draft.title, draft.organisation = "Comparer", Organisation.objects.create(name="Hub", slug="hub")
    save_draft(draft, by=trainer)
    found = fetched(page)
    assert (found.slug, found.organisation.slug) == ("comparer-2", "hub")
    assert found.url_path.endswith("/comparer-2/")


def test_a_published_path_keeps_its_address(trainer):
    page = path("Avant")
    draft = draft_of(fetched(page))
    draft.title = "Après"
    save_draft(draft, by=trainer)
    assert fetched(page).slug == "avant"


def test_an_address_of_the_catalogue_is_never_that_of_a_path():
    shelf = PathIndexPage.objects.get()
    path_draft("Aidant")
    assert [free_path_slug(title, shelf) for title in ("Catalogue", "Aidant", "Autre")] == [
        "catalogue-2", "aidant-2", "autre",
    ]  # fmt: skip


def test_a_path_locked_in_the_back_office_is_for_who_locked_it(trainer):
    page = path_draft(owner=trainer)
    draft = draft_of(fetched(page))
    draft.locked, draft.locked_by = True, person("ines@example.org")
    with pytest.raises(Locked):
        check_lock(draft, by=trainer)
    check_lock(draft, by=draft.locked_by)
