"""What strangers see of a bag: what its holder shows, at an address that changes or ends when they say so."""

import pytest
from django.utils import timezone

from badges.awarding.actions import revoke
from badges.backpack.actions import add_badge, hide_badge, make_collection, share, share_bag, show_badge
from badges.backpack.models import BadgeCollection
from outillerie.errors import Refused

pytestmark = pytest.mark.django_db
BAG = "/mes-badges/"


@pytest.fixture
def shared(lea, given):
    """Return the address of Léa's bag: one badge shown, one hidden."""
    lea.public_name = "Léa M."
    lea.save()
    given(lea, "Trier ses photos", visibility="public")
    given(lea, "Secret de Léa")
    return share_bag(lea).get_absolute_url()


def test_LEAK_10_a_shared_bag_shows_what_its_holder_shows_and_the_name_they_chose(client, shared):
    answer = client.get(shared)
    text = answer.content.decode()
    assert "Badges montrés par Léa M." in text
    assert "Trier ses photos" in text
    secrets = ("Secret de Léa", "Martin", "lea@", "example.org/membres", "visible par vous")
    assert [secret for secret in secrets if secret.lower() in text.lower().replace("hub@example.org", "")] == []
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
    assert 'content="noindex, nofollow"' in text


def test_what_is_hidden_leaves_the_shared_page_at_once(client, lea, given, shared):
    badge = given(lea, "Montré puis caché")
    show_badge(badge)
    assert "Montré puis caché" in client.get(shared).content.decode()
    hide_badge(badge)
    assert "Montré puis caché" not in client.get(shared).content.decode()


def test_what_is_withdrawn_leaves_the_shared_page(client, lea, given, shared):
    badge = given(lea, "Repris", visibility="public")
    assert "Repris" in client.get(shared).content.decode()
    revoke(badge, by=None, reason="Erreur.")
    assert "Repris" not in client.get(shared).content.decode()


def test_an_address_that_was_changed_or_stopped_answers_like_one_that_never_was(client, lea, shared):
    old = BadgeCollection.objects.get(person=lea).key
    client.force_login(lea)
    client.post(BAG, {"deed": "replace", "key": old})
    new = BadgeCollection.objects.get(person=lea).key
    assert (len(new), old == new) == (32, False)
    client.post(BAG, {"deed": "replace", "key": old})
    assert BadgeCollection.objects.get(person=lea).key == new
    client.logout()
    missing = client.get(f"/sac/{'0' * 32}/")
    assert (client.get(shared).status_code, client.get(shared).content) == (404, missing.content)
    assert client.get(f"/sac/{new}/").status_code == 200
    client.force_login(lea)
    client.post(BAG, {"deed": "stop", "key": new})
    assert client.get(f"/sac/{new}/").status_code == 404


def test_two_presses_share_one_bag(lea):
    assert {share_bag(lea).key for _press in range(2)} == {BadgeCollection.objects.get(person=lea).key}


def test_a_closed_account_shares_nothing(client, lea, shared):
    lea.is_active = False
    lea.save()
    assert client.get(shared).status_code == 404


def test_an_empty_key_opens_nothing(client, lea):
    make_collection(lea, title="Pas partagée")
    assert [client.get(f"/sac/{key}/").status_code for key in ("", "%00", "é")] == [404] * 3


@pytest.mark.parametrize("badges", [1, 3])
def test_a_shared_bag_costs_the_same_questions_for_one_badge_and_for_three(
    client, lea, given, badges, django_assert_num_queries
):
    for number in range(badges):
        given(lea, f"Badge {number}", visibility="public", facts={"seen_at": timezone.now()})
    address = share_bag(lea).get_absolute_url()
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)


# --- collections ---


@pytest.fixture
def photos(lea, given):
    made = make_collection(lea, title="Pour mon dossier", description="Trois badges.")
    for name, visibility in (("Un", "public"), ("Deux", "hidden"), ("Trois", "public")):
        add_badge(made, given(lea, name, visibility=visibility))
    return made


def titles(collection):
    return [row.credential.version.content.name for row in collection.rows.all()]


def test_a_collection_shows_its_badges_in_their_order_and_none_that_is_hidden(client, lea, photos):
    client.force_login(lea)
    rows = {row.credential.version.content.name: row.pk for row in photos.rows.all()}
    client.post(f"/mes-badges/collections/{photos.pk}/", {"up": rows["Trois"]})
    client.post(f"/mes-badges/collections/{photos.pk}/", {"up": rows["Trois"]})
    assert titles(photos) == ["Trois", "Un", "Deux"]
    client.logout()
    text = client.get(share(photos).get_absolute_url()).content.decode()
    assert text.index(">Trois<") < text.index(">Un<")
    assert "Deux" not in text


def test_a_collection_is_made_filled_changed_and_deleted_by_buttons(client, lea, given):
    badge = given(lea, "Trier")
    client.force_login(lea)
    address = client.post("/mes-badges/collections/", {"title": "Mon dossier", "description": ""}).url
    client.post(address, {"add": str(badge.uuid)})
    client.post(address, {"add": str(badge.uuid)})
    collection = BadgeCollection.objects.get(person=lea)
    assert titles(collection) == ["Trier"]
    assert "Vous ne montrez encore aucun de ces badges" in client.get(address).content.decode()
    client.post(address, {"words": "", "title": "Autre titre", "description": "Mots"})
    client.post(address, {"remove": collection.rows.get().pk})
    collection.refresh_from_db()
    assert (collection.title, titles(collection)) == ("Autre titre", [])
    client.post(address, {"delete": ""})
    assert list(BadgeCollection.objects.filter(person=lea)) == []


def test_a_collection_has_a_title(client, lea):
    client.force_login(lea)
    answer = client.post("/mes-badges/collections/", {"title": " "})
    assert "Écrivez un titre pour continuer." in answer.content.decode()
    assert BadgeCollection.objects.count() == 0


def test_the_collection_of_another_does_not_exist(client, stranger, photos, given):
    client.force_login(stranger)
    address = f"/mes-badges/collections/{photos.pk}/"
    badge = given(stranger, "De Noé")
    answers = [
        client.get(address),
        client.post(address, {"add": str(badge.uuid)}),
        client.post(address, {"delete": ""}),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert titles(photos) == ["Un", "Deux", "Trois"]


def test_the_badge_of_another_goes_in_no_collection(client, lea, stranger, photos, given):
    client.force_login(lea)
    badge = given(stranger, "De Noé", visibility="public")
    answer = client.post(f"/mes-badges/collections/{photos.pk}/", {"add": str(badge.uuid)})
    assert (answer.status_code, titles(photos)) == (404, ["Un", "Deux", "Trois"])


def test_there_are_twenty_collections_at_most(lea):
    for number in range(20):
        make_collection(lea, title=f"Collection {number}")
    with pytest.raises(Refused):
        make_collection(lea, title="Une de trop")
