"""A mix that no licence allows is published by no road: the reason is said, the draft stays (rule 4)."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from outillerie.kits.actions import NotPublishable, check_licence, publish_version
from outillerie.kits.formats.content import Source, Step
from outillerie.kits.models import KitPage
from tests import factories
from tests.outillerie.pages.test_back_office import edit, errors_of, reading_english

pytestmark = pytest.mark.django_db

OF_OTHERS = (Step(title="Voter", author="Sami Houblon", licence="CC-BY-NC-SA-4.0"),)
REASON = (
    "A part under CC BY-NC-SA 4.0 does not allow sharing the whole under CC BY-SA 4.0. "
    "Choose another licence or replace that part. This is about the step “Voter”."
)


def unlawful_draft(**facts):
    return factories.draft(steps=OF_OTHERS, **facts)


@pytest.fixture
def moderator(client):
    client.force_login(factories.person(group="moderator"))
    return reading_english(client)


@pytest.fixture
def administrator(admin_client):
    return reading_english(admin_client)


def state_of(kit):
    return KitPage.objects.get(pk=kit.pk).live, kit.versions.count()


def test_publishing_is_refused_with_the_reason_and_the_part_concerned():
    kit = unlawful_draft()
    with translation.override("en"), pytest.raises(NotPublishable) as refused:
        publish_version(kit)
    assert (str(refused.value), state_of(kit)) == (REASON, (False, 0))


def test_the_reason_is_said_in_the_language_of_the_reader():
    with translation.override("fr"), pytest.raises(NotPublishable) as refused:
        check_licence(factories.content(steps=OF_OTHERS))
    assert str(refused.value).endswith("Cela concerne l’étape «\u00a0Voter\u00a0».")


def test_a_mix_that_no_licence_allows_says_every_reason():
    sources = (Source(title="A", licence="CC-BY-ND-4.0"),)
    content = factories.content(steps=(Step(title="Voter", author="Sami"),), sources=sources)
    with translation.override("en"), pytest.raises(NotPublishable) as refused:
        check_licence(content)
    assert str(refused.value) == (
        "A part has no known licence: its author keeps all rights. Ask for permission or remove that part. "
        "This is about the step “Voter”. CC BY-ND 4.0 does not allow sharing a modified version. "
        "Keep that part separate and unchanged, or replace it. This is about the kit “A”."
    )


def test_another_licence_or_another_part_makes_it_lawful():
    kit = unlawful_draft(licence="CC-BY-NC-SA-4.0")
    assert publish_version(kit).licence == "CC-BY-NC-SA-4.0"
    assert factories.kit(slug="autre", steps=(Step(title="Voter", author="Sami", licence="CC-BY-4.0"),)).live is True


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_the_editor_shows_the_reason_and_nothing_is_half_done(moderator, action):
    kit = unlawful_draft()
    response = edit(moderator, kit, **{action: "1", "title": "Titre à garder"})
    assert (response.status_code, errors_of(response, "licence"), state_of(kit)) == (200, [REASON], (False, 0))
    assert "Titre à garder" in response.text
    assert KitPage.objects.get(pk=kit.pk).current_workflow_state is None


def test_the_editor_keeps_such_a_mix_as_a_draft(moderator):
    kit = unlawful_draft()
    assert edit(moderator, kit, title="En chantier").status_code == 302
    draft = KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object()
    assert (draft.title, draft.steps.get().licence, state_of(kit)) == ("En chantier", "CC-BY-NC-SA-4.0", (False, 0))


def test_the_editor_judges_what_is_being_written_and_keeps_its_rows(moderator):
    kit = unlawful_draft()
    rows = {"steps-0-licence": "CC-BY-4.0", "steps-0-title": "Voter à main levée", "action-publish": "1"}
    assert edit(moderator, kit, **rows).status_code == 302
    content = kit.versions.get().content
    assert [(step.title, step.author, step.licence) for step in content.steps] == [
        ("Voter à main levée", "Sami Houblon", "CC-BY-4.0")
    ]


def test_among_many_the_first_that_no_licence_allows_is_named_and_none_is_published(administrator):
    lawful, unlawful = factories.draft(slug="licite"), unlawful_draft(slug="illicite")
    for kit in (lawful, unlawful):
        kit.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = administrator.post(f"{address}?id={lawful.pk}&id={unlawful.pk}", follow=True)
    with translation.override("en"):
        assert [str(message) for message in response.context["messages"]] == [f"“Où est Camille ?”: {REASON}"]
    assert (state_of(lawful), state_of(unlawful)) == ((False, 0), (False, 0))


SHEET = (
    "---\nformat: outillerie-kit/1\ntitre: Un vote\nlicence: CC-BY-SA-4.0\n---\n\n## Déroulé\n\n### Voter\n\n"
    "#### Crédit\n\n- Auteur : Sami\n- Licence : {licence}\n"
)


def run(path):
    out = StringIO()
    with translation.override("en"):
        call_command("import_kits", str(path), stdout=out)
    return out.getvalue().splitlines()


def test_a_sheet_whose_mix_no_licence_allows_waits_as_a_draft(tmp_path):
    (tmp_path / "a.md").write_text(SHEET.format(licence="CC-BY-NC-SA-4.0"), encoding="utf-8")
    assert run(tmp_path)[0].endswith(f"left as a draft: {REASON}")
    kit = KitPage.objects.get()
    assert (state_of(kit), kit.steps.get().author) == ((False, 0), "Sami")


def test_a_published_sheet_that_becomes_unlawful_is_refused_and_stays_as_it_was(tmp_path):
    sheet = tmp_path / "a.md"
    sheet.write_text(SHEET.format(licence="CC-BY-4.0"), encoding="utf-8")
    run(tmp_path)
    sheet.write_text(SHEET.format(licence="CC-BY-NC-SA-4.0"), encoding="utf-8")
    assert run(tmp_path)[0] == f"refused  {tmp_path.name}/a.md: {REASON}"
    kit = KitPage.objects.get()
    assert (state_of(kit), kit.versions.get().content.steps[0].licence) == ((True, 1), "CC-BY-4.0")
