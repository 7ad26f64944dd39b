"""What is not public in collections (LEAK), forged requests (ATK), and two curators at once."""

import threading
from unittest import mock

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from wagtail.models import PageViewRestriction

from outillerie.collections import actions
from outillerie.collections.actions import add_kit, make_collection, move_kit
from outillerie.collections.models import CollectionCurator, KitCollection
from outillerie.collections.queries import rows_of, shown_rows
from outillerie.notifications.models import Notification
from outillerie.pages import arranging
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/collections/pour-l-automne/"


@pytest.fixture
def row(collection):
    return collection.collected_kits.first().pk


def addresses(row):
    return [
        f"{PAGE}{rest}"
        for rest in (
            "", "modifier/", "supprimer/", f"kits/{row}/deplacer/", f"kits/{row}/enlever/", f"kits/{row}/raison/",
            "responsables/", "responsables/1/enlever/", "quitter/", "rejoindre/", "carnet-a4.pdf", "carnet-a5.pdf",
        )
    ]  # fmt: skip


def state(collection):
    return (
        KitCollection.objects.filter(pk=collection.pk).values("title", "introduction", "is_public", "owner").get(),
        list(collection.collected_kits.values_list("pk", "order", "note")),
        list(collection.curator_rows.values_list("person", flat=True)),
    )


@pytest.mark.parametrize("who", ["nobody", "stranger", "moderator"])
def test_LEAK_02_05_06_a_private_collection_does_not_exist_for_others(client, collection, row, stranger, who):
    KitCollection.objects.update(is_public=False)
    if who == "stranger":
        client.force_login(stranger)
    if who == "moderator":
        client.force_login(factories.person("ines@example.org", group="moderator"))
    before = state(collection)
    answers = {
        path: {client.get(path).status_code, client.post(path, {"vers": "bas"}).status_code} for path in addresses(row)
    }
    hidden = {404, 405} if who != "nobody" else {302, 404, 405}
    assert {path: codes for path, codes in answers.items() if not codes <= hidden} == {}
    assert (client.get(PAGE).status_code, state(collection)) == (404, before)
    elsewhere = ["/", "/collections/", "/kits/", "/kits/a/", "/plan-du-site/", "/sitemap.xml", "/kits/atom.xml"]
    assert [path for path in elsewhere if "automne" in client.get(path).text] == []


def test_ATK_ENUM_02_a_private_collection_and_a_missing_one_answer_alike_to_nobody(client, collection):
    KitCollection.objects.update(is_public=False)
    for rest in ("", "modifier/", "quitter/", "carnet-a4.pdf"):
        there, missing = client.post(f"{PAGE}{rest}"), client.post(f"/collections/rien/{rest}")
        assert (there.status_code, there.get("Location", "").replace("pour-l-automne", "rien")) == (
            missing.status_code,
            missing.get("Location", ""),
        ), rest


@pytest.mark.parametrize("state", ["unpublished", "private"])
def test_LEAK_02_06_a_kit_that_is_not_public_is_nowhere_in_a_public_collection(
    client, collection, kits, curator, state
):
    if state == "unpublished":
        kits[1].unpublish()
    else:
        PageViewRestriction.objects.create(page=kits[1], restriction_type=PageViewRestriction.LOGIN)
    page = client.get(PAGE)
    assert ([kit.card.title for kit in page.context["kits"]], page.context["count_label"]) == (
        ["Kit A", "Kit C"],
        "2 kits",
    )
    assert client.get("/collections/").context["cards"][0].count_label == "2 kits"
    assert [row.slug for row in shown_rows(collection)] == ["a", "c"]
    client.force_login(curator)
    bench = client.get(f"{PAGE}modifier/").text
    assert ("Kit B" in bench, "n’est plus public" in bench) == (False, True)
    assert "Kit B" not in client.get(PAGE).text


def test_LEAK_02_a_kit_that_is_not_public_cannot_be_collected(client, collection, owner):
    draft = factories.draft(slug="brouillon")
    client.force_login(owner)
    path = f"/collections/ajouter/{draft.slug}/"
    assert [client.get(path).status_code, client.post(path, {"collection": collection.pk}).status_code] == [404, 404]
    assert client.get("/collections/nouvelle/?kit=brouillon").status_code == 404
    assert collection.collected_kits.count() == 3


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("stranger", set()),
        ("curator", {"modifier/", "deplacer/", "raison/", "enlever/", "quitter/"}),
        ("moderator", {"modifier/", "deplacer/", "raison/", "enlever/"}),
    ],
)
def test_ATK_IDOR_01_each_deed_on_a_public_collection_is_for_those_it_belongs_to(
    client, collection, row, request, who, allowed
):
    person = (
        factories.person("ines@example.org", group="moderator") if who == "moderator" else request.getfixturevalue(who)
    )
    client.force_login(person)
    before = state(collection)
    deeds = [path for path in addresses(row) if not path.endswith((".pdf", "rejoindre/")) and path != PAGE]
    refused = [path for path in deeds if path.rsplit("/", 2)[1] + "/" not in allowed or "responsables" in path]
    assert {path: client.post(path, {"title": "Pris"}).status_code for path in refused} == dict.fromkeys(refused, 403)
    assert state(collection) == before


def test_ATK_IDOR_02_a_row_of_another_collection_is_left_alone(client, collection, row, stranger):
    mine = make_collection(KitCollection(title="À moi", owner=stranger, is_public=True))
    client.force_login(stranger)
    before = state(collection)
    for deed in ("deplacer", "enlever", "raison"):
        client.post(f"/collections/{mine.slug}/kits/{row}/{deed}/", {"vers": "bas", "note": "Pris"})
    client.post(f"/collections/{mine.slug}/responsables/{collection.curator_rows.get().person_id}/enlever/")
    client.post("/collections/ajouter/a/", {"collection": collection.pk})
    assert state(collection) == before


def test_ATK_MASS_01_a_form_changes_nothing_but_what_it_asks(client, collection, curator, stranger):
    client.force_login(curator)
    client.post(
        f"{PAGE}modifier/", {"title": "Autre", "is_public": "on", "owner": stranger.pk, "slug": "pris", "id": "9"}
    )
    collection.refresh_from_db()
    assert (collection.title, collection.slug, collection.owner.first_name) == ("Autre", "pour-l-automne", "Odile")
    client.post(
        "/collections/nouvelle/", {"title": "Neuve", "owner": stranger.pk, "curators": [stranger.pk], "slug": "x"}
    )
    made = KitCollection.objects.get(title="Neuve")
    assert (made.owner, made.slug, made.curator_rows.count()) == (curator, "neuve", 0)


def test_ATK_CSRF_01_nothing_changes_by_reading_nor_without_a_token(client, collection, row, owner):
    forgetful = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    forgetful.force_login(owner)
    before = state(collection)
    for path in addresses(row):
        client.get(path, {"vers": "bas", "title": "Pris"})
        assert forgetful.post(path, {"title": "Pris", "vers": "bas"}).status_code in (403, 405), path
    assert state(collection) == before


def test_ATK_ENUM_01_inviting_answers_alike_whoever_has_the_address(client, collection, owner, stranger):
    client.force_login(owner)
    pages = []
    for email in ("inconnue@example.org", "personne@example.org", "odile@example.org", "samir@example.org"):
        answer = client.post(f"{PAGE}responsables/", {"email": email})
        pages.append((answer.status_code, answer.url, client.get(f"{PAGE}modifier/").text.count("Inconnue")))
    assert set(pages) == {(302, f"{PAGE}modifier/#curators", 0)}
    assert mail.outbox == []
    assert [row.person for row in Notification.objects.all()] == [stranger]


def test_ATK_IDOR_01_an_invitation_is_for_the_invited_person_alone(client, collection, owner, stranger):
    actions.invite_curator(collection, "inconnue@example.org", by=owner)
    other = factories.person("autre@example.org")
    client.force_login(other)
    assert [client.get(f"{PAGE}rejoindre/").status_code, client.post(f"{PAGE}rejoindre/").status_code] == [404, 404]
    forged = Notification.objects.create(person=other, kind="kit-decided", path=f"{PAGE}rejoindre/")
    assert client.post(f"{PAGE}rejoindre/").status_code == 404
    assert forged.pk and collection.curator_rows.count() == 1


def test_ATK_RATE_02_a_flood_of_invitations_is_refused_for_a_minute(client, collection, owner):
    client.force_login(owner)
    codes = [client.post(f"{PAGE}responsables/", {"email": f"p{n}@example.org"}).status_code for n in range(11)]
    assert (set(codes[:10]), codes[10]) == ({302}, 429)


# --- two curators at once ---


def four_kits():
    owner = factories.person("odile@example.org")
    made = make_collection(KitCollection(title="Quatre", owner=owner))
    for slug in "abcd":
        add_kit(made, factories.kit(slug=slug), by=owner)
    return made


def move_at_once(collection, moves):
    """Have two curators move a kit: the first stops between reading the order and writing it, until the second wrote."""
    has_read, is_over = threading.Event(), threading.Event()
    written = arranging.number

    def paused(rows):
        if threading.current_thread().name == "first":
            has_read.set()
            is_over.wait(1.5)
        written(rows)

    def move(row_id, up):
        if threading.current_thread().name == "second":
            has_read.wait(5)
        actions.move_kit(collection, row_id, up=up)
        if threading.current_thread().name == "second":
            is_over.set()
        connection.close()

    with mock.patch.object(arranging, "number", paused):
        names = ("first", "second")
        threads = [threading.Thread(target=move, args=args, name=name) for name, args in zip(names, moves, strict=True)]
        [thread.start() for thread in threads]
        [thread.join(30) for thread in threads]


def order_after_two_moves():
    made = four_kits()
    a, _b, _c, d = [row.pk for row in rows_of(made)]
    move_at_once(made, [(a, False), (d, True)])
    return [(row.order, row.slug) for row in rows_of(made)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_curators_who_move_kits_at_once_both_do_and_the_order_stays_a_permutation():
    assert order_after_two_moves() == [(0, "b"), (1, "a"), (2, "d"), (3, "c")]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_without_the_lock_one_of_two_moves_would_be_lost():
    with (
        mock.patch.object(actions, "move_kit", move_kit.__wrapped__),
        mock.patch.object(actions, "lock", lambda collection: None),
    ):
        assert [slug for _order, slug in order_after_two_moves()] == ["b", "a", "c", "d"]


def test_a_curator_is_one_once(collection, curator):
    CollectionCurator.objects.get_or_create(collection=collection, person=curator)
    assert collection.curator_rows.count() == 1
