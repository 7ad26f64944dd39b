"""Collections: made, read, ordered, shared."""

import pytest

from outillerie.collections import actions
from outillerie.collections.actions import MOST_KITS, TooManyKits, add_kit, make_collection
from outillerie.collections.models import CollectedKit, KitCollection
from outillerie.collections.queries import shown_rows
from outillerie.notifications.models import Kind, Notification
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/collections/pour-l-automne/"


def order(collection):
    return [row.slug for row in shown_rows(collection)]


def rows(collection):
    return list(collection.collected_kits.order_by("order").values_list("pk", flat=True))


def test_someone_makes_a_collection_from_the_page_of_a_kit(client, kits, stranger):
    client.force_login(stranger)
    assert "/collections/nouvelle/?kit=b" in client.get("/kits/b/").text
    answer = client.post("/collections/nouvelle/?kit=b", {"title": " Mes  ateliers ", "introduction": "Voilà."})
    made = KitCollection.objects.get()
    assert answer.url == "/collections/mes-ateliers/modifier/"
    assert (made.title, made.owner, made.is_public, order(made)) == ("Mes ateliers", stranger, False, ["b"])


def test_two_collections_of_one_title_have_two_addresses_and_none_takes_a_word_of_the_site(owner):
    titles = ("Automne", "Automne", "Nouvelle", "Ajouter", "…")
    made = [make_collection(KitCollection(title=title, owner=owner)).slug for title in titles]
    assert made == ["automne", "automne-2", "nouvelle-2", "ajouter-2", "collection"]


def test_a_kit_is_added_once_and_last(client, collection, owner, kits):
    new = factories.kit(slug="d")
    client.force_login(owner)
    for kit in (new, kits[0], new):
        client.post(f"/collections/ajouter/{kit.slug}/", {"collection": collection.pk})
    assert order(collection) == ["a", "b", "c", "d"]
    assert "sign icon--check" in client.get("/kits/d/").text


def test_a_collection_holds_so_many_kits_and_no_more(client, collection, owner):
    CollectedKit.objects.bulk_create(
        CollectedKit(collection=collection, kit=factories.draft(slug=f"k{number}"), order=number)
        for number in range(3, MOST_KITS)
    )
    with pytest.raises(TooManyKits):
        add_kit(collection, factories.kit(slug="trop"), by=owner)
    assert collection.collected_kits.count() == MOST_KITS


def test_the_page_shows_kits_in_order_with_their_licences_and_what_a_collection_is(client, collection):
    page = client.get(PAGE)
    assert [kit.card.title for kit in page.context["kits"]] == ["Kit A", "Kit B", "Kit C"]
    assert page.text.count("CC BY-SA 4.0</span>") == 3
    expected = ("Dans <strong>cet</strong> ordre.", "Odile", "Samir", "ce n’est pas une adaptation", "3 kits")
    assert [words for words in expected if words not in page.text] == []
    assert (page.context["warning"], "example.org" in page.text) == ("", False)


def test_a_kit_that_forbids_commercial_use_is_said_before_a_paid_use(client, collection, owner):
    add_kit(collection, factories.kit(slug="nc", licence="CC-BY-NC-SA-4.0"), by=owner)
    page = client.get(PAGE)
    assert page.context["warning"].startswith("Cet ensemble contient des éléments qui interdisent l’usage commercial")
    assert "CC BY-NC-SA 4.0" in page.context["warning"]


def test_an_introduction_cannot_show_pictures_of_others_nor_run_anything(client, collection):
    collection.introduction = "![x](https://evil.example/x.png) <script>alert(1)</script> [lien](https://exemple.org)"
    collection.save()
    text = client.get(PAGE).text
    assert ("evil.example" in text, "<script>alert" in text) == (False, False)
    assert 'rel="noopener noreferrer nofollow"' in text


def test_kits_move_by_buttons_and_the_button_keeps_the_focus(client, collection, curator):
    client.force_login(curator)
    first, second, third = rows(collection)
    answer = client.post(f"{PAGE}kits/{third}/deplacer/", {"vers": "haut"})
    assert (order(collection), answer.url) == (["a", "c", "b"], f"{PAGE}modifier/#up-{third}")
    page = client.get(answer.url).text
    assert (f'id="up-{third}"' in page, "Le kit est maintenant à la place 2." in page) == (True, True)
    assert client.post(f"{PAGE}kits/{third}/deplacer/", {"vers": "haut"}).url == f"{PAGE}modifier/#down-{third}"
    assert client.post(f"{PAGE}kits/{third}/deplacer/", {"vers": "bas"}).url == f"{PAGE}modifier/#down-{third}"
    client.post(f"{PAGE}kits/{first}/deplacer/", {"vers": "haut"})
    client.post(f"{PAGE}kits/{second}/deplacer/", {"vers": "bas"})
    assert order(collection) == ["a", "c", "b"]
    client.post(f"{PAGE}kits/{first}/deplacer/", {"vers": "bas"})
    assert order(collection) == ["c", "a", "b"]


def test_a_kit_is_removed_and_why_a_kit_is_there_is_kept(client, collection, curator):
    client.force_login(curator)
    first, second, _third = rows(collection)
    client.post(f"{PAGE}kits/{first}/enlever/")
    client.post(f"{PAGE}kits/{second}/raison/", {"note": " Pour  commencer "})
    assert order(collection) == ["b", "c"]
    assert list(collection.collected_kits.values_list("order", "note")) == [(0, "Pour commencer"), (1, "")]
    assert "Pour commencer" in client.get(PAGE).text
    assert client.post(f"{PAGE}kits/{first}/deplacer/", {"vers": "bas"}).url == f"{PAGE}modifier/"


def test_a_refused_change_keeps_what_was_typed(client, collection, owner):
    client.force_login(owner)
    answer = client.post(f"{PAGE}modifier/", {"title": "", "introduction": "Autre texte"})
    assert answer.context["form"].errors == {"title": ["Écrivez un titre pour continuer."]}
    assert "Autre texte" in answer.text
    note = client.post(f"{PAGE}kits/{rows(collection)[0]}/raison/", {"note": "x" * 401})
    assert ("x" * 401 in note.text, CollectedKit.objects.exclude(note="").exists()) == (True, False)


def test_the_list_shows_public_collections_and_mine(client, collection, owner, curator, stranger):
    secret = make_collection(KitCollection(title="Secret", owner=owner))
    make_collection(KitCollection(title="Vide", owner=owner, is_public=True))
    assert [card.title for card in client.get("/collections/").context["cards"]] == ["Pour l’automne"]
    seen = {}
    for person in (owner, curator, stranger):
        client.force_login(person)
        seen[person.first_name] = [card.title for card in client.get("/collections/").context["own"]]
    assert seen == {"Odile": ["Pour l’automne", "Secret", "Vide"], "Samir": ["Pour l’automne"], "Inconnue": []}
    assert secret.is_public is False


def test_a_hub_without_a_collection_says_what_to_do(client):
    assert "Pas encore de collection publique" in client.get("/collections/").text


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_as_many_questions_whatever_they_hold(client, collection, owner, count, django_assert_num_queries):
    for number in range(count - 1):
        other = make_collection(KitCollection(title=f"Autre {number}", owner=owner, is_public=True))
        add_kit(other, factories.kit(slug=f"autre-{number}"), by=owner)
    CollectedKit.objects.filter(collection=collection, order__gte=count).delete()
    client.cookies["affichage"] = "text=large"
    client.get("/kits/")
    with django_assert_num_queries(8):
        client.get("/collections/")
    with django_assert_num_queries(7):
        client.get(PAGE)


def test_an_invited_person_accepts_and_takes_care_of_the_collection(client, collection, owner, stranger):
    client.force_login(owner)
    client.post(f"{PAGE}responsables/", {"email": "INCONNUE@example.org"})
    client.post(f"{PAGE}responsables/", {"email": "inconnue@example.org"})
    [row] = Notification.objects.filter(person=stranger)
    assert (row.kind, row.path, row.facts, row.actor) == (
        Kind.COLLECTION,
        f"{PAGE}rejoindre/",
        {"event": "invited"},
        owner,
    )
    assert collection.curator_rows.count() == 1
    client.force_login(stranger)
    assert "Odile vous invite" in client.get(row.path).text
    assert client.post(row.path, {"answer": "yes"}).url == f"{PAGE}modifier/"
    assert collection.curator_rows.filter(person=stranger).exists()
    assert Notification.objects.get(person=owner).facts == {"collection": collection.pk, "event": "joined"}
    assert "Inconnue" in client.get(PAGE).text


def test_an_invitation_is_declined_or_used_once(client, collection, owner, stranger):
    actions.invite_curator(collection, "inconnue@example.org", by=owner)
    client.force_login(stranger)
    client.post(f"{PAGE}rejoindre/", {"answer": "no"})
    assert client.post(f"{PAGE}rejoindre/", {"answer": "yes"}).status_code == 404
    actions.invite_curator(collection, "inconnue@example.org", by=owner)
    client.post(f"{PAGE}rejoindre/", {"answer": "yes"})
    actions.remove_curator(collection, stranger.pk, by=owner)
    assert client.post(f"{PAGE}rejoindre/", {"answer": "yes"}).status_code == 404
    assert not collection.curator_rows.filter(person=stranger).exists()


def test_a_curator_leaves_and_the_owner_is_told(client, collection, owner, curator):
    client.force_login(curator)
    assert client.post(f"{PAGE}quitter/").url == "/collections/"
    assert collection.curator_rows.count() == 0
    assert Notification.objects.get(person=owner).facts == {"collection": collection.pk, "event": "left"}
    assert client.get(f"{PAGE}modifier/").status_code == 403


def test_the_owner_deletes_a_collection_and_its_kits_stay(client, collection, owner, kits):
    client.force_login(owner)
    assert (client.get(f"{PAGE}supprimer/").status_code, KitCollection.objects.count()) == (200, 1)
    client.post(f"{PAGE}supprimer/")
    assert (KitCollection.objects.count(), client.get(PAGE).status_code) == (0, 404)
    assert [client.get(f"/kits/{kit.slug}/").status_code for kit in kits] == [200, 200, 200]
