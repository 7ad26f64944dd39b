"""The catalogue on paper: what it holds, how it is made, who prints what."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import PageViewRestriction

from catalogue.browsing.actions import add_path, delete_edition, make_edition, move_path, remove_path
from catalogue.browsing.documents import catalogue_html, catalogue_pdf, resources, sentences
from catalogue.browsing.models import CatalogueEdition, CataloguePrint
from catalogue.browsing.prints import catalogue_of, make_print, state_of
from catalogue.certifications.models import Certification, TrainingProvider
from outillerie.outbox.models import OutboxMessage
from tests.catalogue.browsing.conftest import run_of
from tests.catalogue.factories import module, path, publish_path
from tests.factories import person
from tests.outillerie.printing.reading import bookmarks_of, tags_of, words_of

pytestmark = pytest.mark.django_db
PDF = "/parcours/catalogue/catalogue.pdf"


def today():
    return timezone.localdate()


def work():
    """Do what the worker does for the prints that wait."""
    for made in CataloguePrint.objects.filter(state="waiting"):
        make_print({"print": made.pk})


def whole():
    return catalogue_of(None, today(), edited_on=today())


@pytest.fixture
def catalogue(two_paths, organisation):
    TrainingProvider.objects.create(
        organisation=organisation, legal_name="Association du Canal", activity_number="32590000059",
        activity_region="Hauts-de-France",
    )  # fmt: skip
    title = Certification.objects.create(
        title="Médiation numérique",
        slug="m",
        register="rs",
        code="RS1234",
        certifier="Ministère",
        registered_on="2024-01-01",
    )
    publish_path(two_paths[0], organisation=organisation, certification=title, access_delay="15 jours.")
    run_of(two_paths[0], commune="Roubaix")
    return two_paths


@pytest.fixture
def edition(organisation, two_paths):
    made = make_edition(CatalogueEdition(title="Formations de l’automne", organisation=organisation, is_public=True))
    for page in reversed(two_paths):
        add_path(made, page)
    return made


def test_the_catalogue_is_asked_of_the_worker_once_then_given(client, two_paths):
    first, again = client.get(PDF), client.get(PDF)
    assert (first.status_code, first["Refresh"], again.status_code) == (202, "4", 202)
    assert OutboxMessage.objects.filter(kind="catalogue-print").count() == 1
    work()
    given = client.get(PDF)
    assert (given.status_code, given["Content-Type"], given["Cache-Control"]) == (200, "application/pdf", "no-cache")
    assert given.getvalue().startswith(b"%PDF")


def test_an_empty_catalogue_is_refused_with_a_sentence(client):
    response = client.get(PDF, follow=True)
    assert response.redirect_chain == [("/parcours/catalogue/", 302)]
    assert len(list(response.context["messages"])) == 1
    assert CataloguePrint.objects.count() == 0
    assert PDF not in response.text


def test_it_holds_every_path_its_conditions_and_what_organisations_must_say(catalogue):
    text = words_of(catalogue_pdf(whole()))
    expected = (
        "Aidant numérique", "Animer un Café IA", "Accompagner sans faire à la place.", "Accueillir", "15 jours.", "Roubaix",
        "Médiation numérique, RS1234", "Ministère", "Association du Canal", "32590000059", "127.0.0.1:8000/parcours",
    )  # fmt: skip
    assert [words for words in expected if words not in text] == []
    assert "15 jours.." not in text


def test_certifying_paths_come_apart_and_first(catalogue):
    html = catalogue_html(whole())
    assert html.index('id="certifying"') < html.index('id="others"')
    assert re.findall(r'<article class="path"', html) == ['<article class="path"'] * 2


def test_it_is_tagged_titled_and_bookmarked_and_speaks_french(catalogue):
    pdf = catalogue_pdf(whole())
    reader = PdfReader(BytesIO(pdf))
    assert (reader.metadata.title, reader.root_object["/Lang"]) == (whole().title, "fr")
    assert reader.root_object["/MarkInfo"]["/Marked"].value is True
    tags = [tag for _depth, tag, _alt in tags_of(pdf)]
    assert (tags.count("/H1"), "/H2" in tags, "/L" in tags) == (1, True, True)
    assert [alt for _depth, tag, alt in tags_of(pdf) if tag == "/Figure" and not alt] == []
    titles = [title for _level, title in bookmarks_of(pdf)]
    assert [titles.count(name) for name in ("Aidant numérique", "Animer un Café IA")] == [1, 1]


def test_the_contents_give_the_right_pages(catalogue):
    for number in range(6):
        path(f"Parcours {number}", blocks=[("Bloc", [module("Module " * 20, minutes=90) for _ in range(6)])])
    pages = [page.extract_text() for page in PdfReader(BytesIO(catalogue_pdf(whole()))).pages]
    contents = dict(re.findall(r"^(.+?)[ .]{4,}(\d+)$", pages[1], re.MULTILINE))
    for title in ("Aidant numérique", "Animer un Café IA", "Parcours 0", "Parcours 5"):
        [written] = [int(number) for line, number in contents.items() if line.strip() == title]
        sheets = [place for place, text in enumerate(pages, start=1) if re.search(rf"^{title}$", text, re.MULTILINE)]
        assert written == sheets[-1]


def test_the_same_catalogue_prints_the_same_bytes(catalogue):
    assert catalogue_pdf(whole()) == catalogue_pdf(whole())


def test_one_drawing_serves_every_badge_of_its_kind(two_paths):
    for number in range(3):
        path(f"Encore {number}", level=3)
    drawn = [name for name in resources(whole()) if name.startswith("badges/")]
    assert drawn == ["badges/1-1-boussole.svg", "badges/1-3-boussole.svg"]


def test_sentences_end_once():
    assert sentences("Écrivez-nous.", "", "15 jours") == "Écrivez-nous. 15 jours."


@pytest.mark.parametrize("change", ["words", "path", "withdrawn", "date", "past"])
def test_a_change_is_another_state(catalogue, change):
    before = state_of(None, today())
    if change == "words":
        publish_path(catalogue[1], summary="Autre chose.")
    elif change == "path":
        path("Nouveau")
    elif change == "withdrawn":
        catalogue[1].unpublish()
    elif change == "date":
        run_of(catalogue[1])
    assert state_of(None, today() + timedelta(days=30 if change == "past" else 0)) != before


def test_the_state_is_the_same_in_every_language_and_every_day_without_a_change(catalogue):
    from django.utils.translation import override

    with override("en"):
        english = state_of(None, today())
    assert {english, state_of(None, today() + timedelta(days=1))} == {state_of(None, today())}


def test_a_new_print_takes_the_place_of_the_older_one(client, two_paths, django_capture_on_commit_callbacks):
    client.get(PDF)
    work()
    old = CataloguePrint.objects.get()
    publish_path(two_paths[0], summary="Autrement.")
    client.get(PDF)
    with django_capture_on_commit_callbacks(execute=True):
        work()
    assert CataloguePrint.objects.get().pk != old.pk
    assert old.file.storage.exists(old.file.name) is False


def test_a_catalogue_that_changed_before_the_worker_came_is_dropped(client, two_paths):
    client.get(PDF)
    publish_path(two_paths[0], summary="Autrement.")
    work()
    assert CataloguePrint.objects.count() == 0


def test_ATK_PDF_01_hostile_words_ask_for_nothing(catalogue):
    hostile = '<img src="qr/1.svg"><link rel=attachment href=file:/etc/passwd><script>x</script>'
    publish_path(catalogue[0], title=hostile, summary=hostile, audience=hostile, price=hostile, access_terms=hostile)
    html = catalogue_html(whole())
    assert [word for word in ("<script", "<link rel=attachment", '<img src="qr/1.svg">') if word in html] == []
    assert catalogue_pdf(whole()).startswith(b"%PDF")


def test_LEAK_a_private_path_is_in_no_print(client, catalogue, edition):
    PageViewRestriction.objects.create(page=catalogue[1], restriction_type="login")
    shown = catalogue_of(edition, today(), edited_on=today())
    assert [row.content.title for row in (*whole().paths, *shown.paths)] == ["Aidant numérique"] * 2
    assert "Café" not in client.get(edition.get_absolute_url()).text


def test_an_edition_prints_its_choice_in_its_order(edition):
    printed = catalogue_of(edition, today(), edited_on=today())
    assert (printed.title, printed.organisation) == ("Formations de l’automne", "Atelier du Canal")
    assert [row.content.title for row in printed.paths] == ["Animer un Café IA", "Aidant numérique"]


def test_moving_and_removing_keep_the_order(edition):
    first, second = edition.path_rows.all()
    assert [move_path(edition, first.pk, up=True), move_path(edition, first.pk, up=False)] == [1, 2]
    assert [row.pk for row in edition.path_rows.all()] == [second.pk, first.pk]
    remove_path(edition, second.pk)
    assert (move_path(edition, second.pk, up=True), edition.path_rows.get().order) == (None, 0)


def test_a_path_is_once_in_an_edition(edition, two_paths):
    add_path(edition, two_paths[0])
    assert edition.path_rows.count() == 2


def test_two_editions_of_the_same_title_have_each_their_address(edition, organisation):
    again = make_edition(CatalogueEdition(title="Formations de l’automne", organisation=organisation))
    taken = make_edition(CatalogueEdition(title="Nouveau", organisation=organisation))
    assert (edition.slug, again.slug, taken.slug) == (
        "formations-de-l-automne",
        "formations-de-l-automne-2",
        "nouveau-2",
    )


def test_deleting_an_edition_deletes_its_files(client, edition, django_capture_on_commit_callbacks):
    client.get(reverse("catalogue-edition-pdf", args=[edition.slug]))
    work()
    made = CataloguePrint.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        delete_edition(edition)
    assert (CataloguePrint.objects.count(), made.file.storage.exists(made.file.name)) == (0, False)


def addresses(edition):
    return [
        edition.get_absolute_url(),
        *(reverse(name, args=[edition.slug]) for name in ("catalogue-edition-pdf", "change-catalogue-edition")),
    ]


def test_LEAK_a_private_edition_does_not_exist_for_others(client, edition, manager):
    CatalogueEdition.objects.update(is_public=False)
    assert [client.get(address).status_code for address in addresses(edition)] == [404, 404, 302]
    client.force_login(person("etrangere@example.org"))
    assert [client.get(address).status_code for address in addresses(edition)] == [404, 404, 404]
    assert "automne" not in client.get("/parcours/catalogue/").text + client.get("/sitemap.xml").text
    client.force_login(manager)
    assert [client.get(address).status_code for address in addresses(edition)] == [200, 202, 200]
    assert "automne" in client.get("/parcours/catalogue/").text


def test_a_private_print_is_kept_by_nobody(client, edition, manager):
    CatalogueEdition.objects.update(is_public=False)
    client.force_login(manager)
    address = reverse("catalogue-edition-pdf", args=[edition.slug])
    client.get(address)
    work()
    assert client.get(address)["Cache-Control"] == "private, no-store"


def test_only_managers_and_the_staff_make_editions(client, organisation, manager):
    new = reverse("new-catalogue-edition")
    other = type(organisation).objects.create(name="Autre")
    client.force_login(person("etrangere@example.org"))
    assert client.get(new).status_code == 403
    client.force_login(manager)
    facts = {"title": "Printemps", "introduction": "", "organisation": other.pk}
    refused = client.post(new, facts)
    assert (refused.status_code, CatalogueEdition.objects.count()) == (200, 0)
    assert 'value="Printemps"' in refused.text
    made = client.post(new, {**facts, "organisation": organisation.pk})
    assert made["Location"] == "/parcours/catalogues/printemps/modifier/"
    client.force_login(person("equipe@example.org", group="hub staff"))
    assert client.post(new, facts)["Location"] == "/parcours/catalogues/printemps-2/modifier/"


def test_a_manager_chooses_orders_and_removes_paths_by_buttons(client, edition, manager, two_paths):
    third = path("Troisième")
    client.force_login(manager)
    change = reverse("change-catalogue-edition", args=[edition.slug])
    assert [row.title for row in client.get(change).context["offered"]] == ["Troisième"]
    assert client.get(f"{change}?q=rien").context["offered"] == []
    client.post(reverse("add-to-catalogue-edition", args=[edition.slug]), {"path": third.pk})
    row = edition.path_rows.last()
    moved = client.post(reverse("move-in-catalogue-edition", args=[edition.slug, row.pk]), {"vers": "haut"})
    assert moved["Location"] == f"{change}#up-{row.pk}"
    assert [r["title"] for r in client.get(change).context["rows"]] == [
        "Animer un Café IA",
        "Troisième",
        "Aidant numérique",
    ]
    client.post(reverse("remove-from-catalogue-edition", args=[edition.slug, row.pk]))
    assert edition.path_rows.count() == 2


def test_LEAK_a_draft_cannot_be_put_in_an_edition(client, edition, manager, two_paths):
    two_paths[0].unpublish()
    client.force_login(manager)
    add = reverse("add-to-catalogue-edition", args=[edition.slug])
    assert [client.post(add, {"path": value}).status_code for value in (two_paths[0].pk, "²", "9" * 30, "")] == [
        404
    ] * 4
    rows = client.get(reverse("change-catalogue-edition", args=[edition.slug])).context["rows"]
    assert [(row["place"], row["url"] == "") for row in rows] == [(1, False), (2, True)]


def test_a_member_who_manages_nothing_changes_nothing(client, edition, organisation):
    member = person("membre@example.org")
    organisation.memberships.create(person=member, role="member", state="active")
    client.force_login(member)
    row = edition.path_rows.first()
    deeds = [
        reverse("change-catalogue-edition", args=[edition.slug]),
        reverse("delete-catalogue-edition", args=[edition.slug]),
        reverse("add-to-catalogue-edition", args=[edition.slug]),
        reverse("move-in-catalogue-edition", args=[edition.slug, row.pk]),
        reverse("remove-from-catalogue-edition", args=[edition.slug, row.pk]),
    ]
    assert [client.post(deed).status_code for deed in deeds] == [403] * 5
    assert edition.path_rows.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_print_asks_the_database_as_much_for_one_path_as_for_three(count, django_assert_num_queries):
    for number in range(count):
        run_of(path(f"Parcours {number}", audience="Tout public"))
    with django_assert_num_queries(6):
        whole()
