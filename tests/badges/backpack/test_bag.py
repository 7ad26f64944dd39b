"""The bag of a holder: what it says of each badge, what is shown and hidden, and what its page costs."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from badges.achievements.actions import archive
from badges.awarding.actions import revoke
from badges.awarding.models import Credential
from badges.backpack import bag
from badges.backpack.actions import NotToBeShown, show_badge
from badges.backpack.queries import new_badges, shown_badges
from catalogue.learning.actions import enrol
from catalogue.paths.queries import newest_version
from tests import factories
from tests.badges import factories as made
from tests.catalogue import factories as training
from tests.catalogue.learning.learners import passes

pytestmark = pytest.mark.django_db
BAG = "/mes-badges/"


def page(client, person, path=BAG):
    client.force_login(person)
    return client.get(path).content.decode()


def test_one_signs_in_to_open_a_bag(client):
    assert client.get(BAG).url == "/compte/connexion/?next=/mes-badges/"


def test_an_empty_bag_says_what_to_do_next(client, lea):
    text = page(client, lea)
    assert "Votre sac est vide" in text
    assert "Voir les parcours" in text
    assert 'class="roll"' not in text


def test_a_new_badge_is_hidden_and_said_until_it_is_shown_or_left(client, lea, given):
    badge = given(lea, "Trier ses photos")
    assert "Nouveau badge." in page(client, lea)
    client.post(BAG, {"deed": "seen"})
    assert "Nouveau badge." not in page(client, lea)
    badge.refresh_from_db()
    assert (badge.visibility, badge.seen_at is None) == ("hidden", False)


def test_one_press_shows_a_badge_and_another_hides_it(client, lea, given):
    badge = given(lea, "Trier ses photos")
    client.force_login(lea)
    for press, seen in (("show", [badge]), ("show", [badge]), ("hide", []), ("hide", [])):
        answer = client.post(BAG, {press: str(badge.uuid)})
        assert answer.url == f"/mes-badges/?page=1#badge-{badge.uuid}"
        assert list(shown_badges(lea)) == seen
    assert list(new_badges(lea)) == []


def test_one_reads_under_which_name_a_shared_bag_is_seen(client, lea, given):
    given(lea, "Trier ses photos", visibility="public")

    def said():
        section = page(client, lea).split('id="share"')[1].split("</section>")[0]
        return [words in section for words in ("Léa", "Martin", "Léa M.", "/compte/profil/")]

    assert said() == [True, False, False, True]
    lea.public_name = "Léa M."
    lea.save()
    assert said() == [True, False, True, False]


def test_nobody_shows_or_hides_the_badge_of_another(client, lea, stranger, given):
    badge = given(lea, "Trier ses photos")
    client.force_login(stranger)
    missing = client.post(BAG, {"show": "8d9c7c1e-0000-4000-8000-000000000000"})
    refused = client.post(BAG, {"show": str(badge.uuid)})
    assert (refused.status_code, refused.content == missing.content) == (404, True)
    assert client.post(BAG, {"show": "anything"}).status_code == 404
    badge.refresh_from_db()
    assert badge.visibility == "hidden"


def test_what_is_withdrawn_ended_or_looked_at_again_is_said_in_words(client, lea, given):
    revoke(given(lea, "Retiré"), by=None, reason="Attribué par erreur.")
    given(lea, "Fini", facts={"valid_until": timezone.now() - timedelta(days=1)})
    given(lea, "Relu", facts={"doubted_at": timezone.now()})
    text = page(client, lea)
    assert [words in text for words in ("Retiré le", "N’est plus valable depuis le", "En cours de relecture")] == [
        True
    ] * 3


def test_a_badge_that_ended_is_not_said_to_be_valid_while_it_is_looked_at_again(client, lea, given):
    yesterday = timezone.now() - timedelta(days=1)
    badge = given(lea, "Fini et relu", facts={"valid_until": yesterday, "doubted_at": yesterday})
    text = page(client, lea, f"/mes-badges/{badge.uuid}/")
    assert ("N’est plus valable depuis le" in text, "Il reste valable" in text) == (True, False)
    looked_at = given(lea, "Relu", facts={"doubted_at": yesterday})
    assert "Il reste valable" in page(client, lea, f"/mes-badges/{looked_at.uuid}/")


def test_a_withdrawn_badge_is_not_shown_any_more(lea, given):
    badge = given(lea, "Retiré", visibility="public")
    revoke(badge, by=None, reason="Attribué par erreur.")
    assert list(shown_badges(lea)) == []
    with pytest.raises(NotToBeShown):
        show_badge(Credential.objects.get(pk=badge.pk))


def test_a_badge_that_is_being_signed_is_not_in_the_bag_yet(client, lea):
    made.credential(lea, made.published("En route"), issued=False)
    assert "Votre sac est vide" in page(client, lea)


@pytest.mark.parametrize("badges", [1, 3])
def test_a_bag_costs_the_same_questions_for_one_badge_and_for_three(
    client, lea, given, badges, django_assert_num_queries
):
    for number in range(badges):
        given(lea, f"Badge {number}", visibility="public", facts={"seen_at": timezone.now()})
    client.force_login(lea)
    client.get(BAG)
    with django_assert_num_queries(16):
        client.get(BAG)


def test_a_large_bag_takes_several_pages(client, lea, given, monkeypatch):
    monkeypatch.setattr(bag, "BADGES_PER_PAGE", 2)
    for number in range(3):
        given(lea, f"Badge {number}", visibility="public")
    first, second = page(client, lea), page(client, lea, f"{BAG}?page=2")
    assert (first.count('class="pocket"'), second.count('class="pocket"')) == (2, 1)


def test_a_bag_of_twelve_badges_weighs_less_than_350_nodes(client, lea, given):
    for number in range(12):
        given(lea, f"Badge {number}", visibility="public", facts={"seen_at": timezone.now()})
    assert len(re.findall(r"<[a-z]", page(client, lea))) < 350


# --- places that wait ---


@pytest.fixture
def learning(lea):
    """Return Léa's enrolment in a path of three blocks, and its modules."""
    trainer = factories.person("trainer@example.org", group="trainer")
    modules = [training.module(f"Module {number}") for number in range(4)]
    blocks = [("Accueillir", modules[:1]), ("Protéger", modules[1:3]), ("Orienter", modules[3:])]
    path = training.path("Aidant numérique", blocks=blocks, owner=trainer, by=trainer, is_always_open=True)
    return enrol(lea, path, by=lea), modules, trainer


def block_rule(enrolment, number):
    return {"kind": "block", "path": enrolment.path_id, "key": enrolment.version.content.blocks[number].key}


def test_the_blocks_that_one_learns_leave_a_place_for_their_badge(client, lea, learning):
    enrolment, modules, trainer = learning
    made.published("Orienter vers le bon relais", slug="relais", rule=block_rule(enrolment, 2))
    made.published(
        "Protéger les données", slug="donnees", rule={"all": [block_rule(enrolment, 1), {"kind": "decision"}]}
    )
    other = training.path("Autre parcours", blocks=[("Autre", modules[:1])], owner=trainer, by=trainer)
    key = newest_version(other).content.blocks[0].key
    made.published("D’un autre parcours", slug="autre", rule={"kind": "block", "path": other.pk, "key": key})
    passes(lea, modules[1], by=trainer)
    text = page(client, lea)
    assert text.index("Bloc 2\u00a0: encore 1 module.") < text.index("Bloc 3\u00a0: pas commencé.")
    assert text.count("Place libre") == 2
    assert f'href="{enrolment.get_absolute_url()}"' in text


def test_a_badge_that_one_has_leaves_no_place(client, lea, learning):
    enrolment, _modules, _trainer = learning
    version = made.published(
        "Orienter", slug="orienter", rule={"any": [block_rule(enrolment, 2), {"kind": "decision"}]}
    )
    made.credential(lea, version)
    assert "Place libre" not in page(client, lea)


def test_what_is_left_to_the_path_leaves_no_place_of_a_draft_nor_of_an_archived_badge(client, lea, learning):
    enrolment, *_ = learning
    made.achievement("Brouillon", slug="brouillon", rule=block_rule(enrolment, 0))
    archive(made.published("Ancien", slug="ancien", rule=block_rule(enrolment, 0)).achievement, by=None)
    assert "Place libre" not in page(client, lea)
