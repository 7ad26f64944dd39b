"""A draft is for those who write it, through every way in (rule 7)."""

import pytest
from django.urls import reverse

from outillerie.accounts.models import Membership, Organisation
from outillerie.kits.exports import content_of
from outillerie.kits.models import KitPage, KitStep
from outillerie.writing.actions import begin_kit
from outillerie.writing.stages import STAGES
from tests import factories
from tests.outillerie.writing.browsing import opened, send, stage_url

pytestmark = pytest.mark.django_db
CODES = [stage.code for stage in STAGES]
MINE = [f"writing-{code}" for code in CODES] + ["writing-resume", "writing-preview", "writing-discard"]


def draft_of(kit) -> KitPage:
    return KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object()


@pytest.mark.parametrize("name", MINE)
def test_ATK_IDOR_01_the_draft_of_someone_else_does_not_exist(client, kit, theo, name):
    client.force_login(theo)
    url, missing = reverse(name, args=[kit.pk]), reverse(name, args=[987654])
    answers = [client.get(url), client.post(url, {"title": "À moi", "do": "publish"}), client.get(missing)]
    statuses = [answer.status_code for answer in answers]
    # Two pages are only read.
    assert statuses == [404, 405 if name in ("writing-resume", "writing-preview") else 404, 404]
    assert (KitPage.objects.filter(pk=kit.pk).exists(), draft_of(kit).title) == (True, "Où est Camille ?")


@pytest.mark.parametrize("name", MINE)
def test_LEAK_01_a_draft_asks_who_is_signed_out_to_sign_in(client, kit, name):
    url = reverse(name, args=[kit.pk])
    response = client.get(url)
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={url}")


def test_LEAK_01_a_draft_that_does_not_exist_answers_the_same_to_who_is_signed_out(client):
    response = client.get(reverse("writing-idea", args=[987654]))
    assert response.url == f"{reverse('account_login')}?next={reverse('writing-idea', args=[987654])}"


@pytest.mark.parametrize("name", [f"writing-{code}" for code in CODES] + ["writing-preview"])
def test_LEAK_01_no_cache_keeps_a_draft_and_no_search_engine_lists_it(writer, kit, name):
    response = writer.get(reverse(name, args=[kit.pk]))
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex' in response.content.decode()


def test_LEAK_01_a_draft_has_no_public_page(client, writer, kit):
    assert client.get(reverse("kit", args=[kit.slug])).status_code == 404


def test_ATK_IDOR_04_the_preview_of_a_published_kit_is_not_that_of_its_draft_for_others(client, samir, theo):
    kit = factories.kit(by=samir)
    draft = kit.get_latest_revision_as_object()
    draft.title = "En chantier"
    draft.save_revision(user=samir)
    client.force_login(theo)
    assert client.get(reverse("writing-preview", args=[kit.pk])).status_code == 404
    assert "En chantier" not in client.get(kit.url).content.decode()


def test_members_of_the_organisation_of_a_draft_write_it_and_only_its_author_throws_it_away(client, kit, samir, theo):
    team = Organisation.objects.create(name="Médiathèque")
    for person in (samir, theo):
        Membership.objects.create(person=person, organisation=team, state=Membership.State.ACTIVE)
    client.force_login(samir)
    send(client, kit, "licence", organisation=str(team.pk))
    client.force_login(theo)
    assert send(client, kit, "idea", hook="Écrit par Théo.").status_code == 302
    assert draft_of(kit).hook == "Écrit par Théo."
    assert kit.draft_title in client.get(reverse("writing")).content.decode()
    assert client.post(reverse("writing-discard", args=[kit.pk])).status_code == 404


def test_asking_to_join_an_organisation_opens_none_of_its_drafts(client, samir, theo):
    team = Organisation.objects.create(name="Médiathèque")
    Membership.objects.create(person=theo, organisation=team, state=Membership.State.REQUESTED)
    kit = begin_kit(factories.content(), by=samir, organisation=team)
    client.force_login(theo)
    assert client.get(stage_url(kit, "idea")).status_code == 404


# --- forged fields ---


def test_ATK_MASS_01_a_field_that_no_stage_has_changes_nothing(writer, kit, theo):
    before = KitPage.objects.filter(pk=kit.pk).values("owner", "live", "path", "depth", "slug", "locked").get()
    forged = {
        "owner": str(theo.pk), "live": "on", "path": "0001", "depth": "1", "slug": "piratage", "locked": "on",
        "go_live_at": "2020-01-01", "first_published_at": "2020-01-01", "extra": '{"a": 1}', "id": "1", "pk": "1",
        "import_key": "x", "sources-0-title": "Faux", "answered_reports": "1", "organisation": "1",
    }  # fmt: skip
    for code in CODES:
        send(writer, kit, code, opened(writer, kit, code) | forged)
    fresh = draft_of(kit)
    assert KitPage.objects.filter(pk=kit.pk).values(*before).get() == before
    assert (fresh.slug, fresh.extra, fresh.import_key, fresh.organisation) == (before["slug"], {}, None, None)
    assert (fresh.sources.count(), fresh.first_published_at, fresh.go_live_at) == (0, None, None)


def test_ATK_MASS_01_the_organisation_of_others_cannot_be_chosen(writer, kit):
    other = Organisation.objects.create(name="Ailleurs")
    response = send(writer, kit, "licence", organisation=str(other.pk))
    assert (response.status_code, draft_of(kit).organisation) == (422, None)


def test_ATK_MASS_02_forged_rows_reach_no_row_of_another_kit(writer, kit, theo):
    other = begin_kit(factories.content(), by=theo)
    target = KitStep.objects.filter(page=other).first()
    fields = opened(writer, kit, "steps") | {
        "steps-0-id": str(target.pk), "steps-0-page": str(other.pk), "steps-0-DELETE": "on", "steps-0-ORDER": "9",
        "steps-0-origin": str(target.pk), "steps-0-title": "Piratage", "steps-TOTAL_FORMS": "1000000",
        "steps-INITIAL_FORMS": "1000000", "steps-7-origin": "-99", "steps-8-origin": "9" * 50, "steps-8-title": "Huit",
    }  # fmt: skip
    assert send(writer, kit, "steps", fields).status_code == 302
    target.refresh_from_db()
    assert (target.title, target.page_id) == ("Accueillir", other.pk)
    assert content_of(draft_of(other)).steps == content_of(other).steps
    assert [row.pk for row in draft_of(kit).steps.all() if row.pk == target.pk] == []
    assert [step.title for step in content_of(draft_of(kit)).steps] == ["Piratage", "Trier les messages", "Huit"]


@pytest.mark.parametrize(
    "removed",
    [
        "{", "[]", "1", '{"list": "steps"}', '{"list": ["steps"], "place": 0, "row": {}}',
        '{"list": "steps", "place": "0", "row": {"title": ["x"]}}', '{"list": "steps", "place": 0, "row": {"title": "x"}}',
        '{"list": "steps", "place": 0, "row": {"a b": ["x"]}}', '{"list": "sources", "place": 0, "row": {"title": ["x"]}}',
        "[" * 100_000,
    ],
)  # fmt: skip
def test_ATK_MASS_02_a_forged_row_to_restore_is_none(writer, kit, removed):
    response = send(writer, kit, "steps", do="undo", removed=removed)
    assert response.status_code == 302
    assert [step.title for step in content_of(draft_of(kit)).steps] == ["Accueillir", "Trier les messages"]


def test_ATK_MASS_02_a_row_restored_far_away_is_the_last(writer, kit):
    removed = '{"list": "steps", "place": 999999999, "row": {"title": ["Conclure"], "page": ["1"]}}'
    send(writer, kit, "steps", do="undo", removed=removed)
    assert [step.title for step in content_of(draft_of(kit)).steps] == ["Accueillir", "Trier les messages", "Conclure"]


def test_a_null_character_is_taken_away(writer, kit):
    response = send(writer, kit, "idea", title="Trier\x00 ses photos")
    assert response.status_code in (302, 422)
    assert "\x00" not in draft_of(kit).title
