"""Badges from elsewhere: verified before they are kept, and kept by whoever they were awarded to alone."""

from base64 import b64encode
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile

from badges.backpack import import_views, importing
from badges.backpack.actions import share_bag
from badges.backpack.models import ForeignBadge
from badges.backpack.taking import file_of
from badges.openbadges.identity import identity_hash
from badges.openbadges.serialising import serialise
from badges.openbadges.values import Recipient
from badges.verification import confined
from badges.verification.formats.verdict import Facts, Verdict
from badges.verification.judging import Judgement
from badges.verification.models import KnownIssuer
from tests.badges import factories as made
from tests.badges.openbadges.samples import BADGE, HUB
from tests.badges.verification.conftest import rsa_key, world  # noqa: F401
from tests.badges.verification.world import LIST, badge, changed, laid_out, listed, signed

pytestmark = pytest.mark.django_db
ADD = "/mes-badges/ajouter/"
A = "a@example.com"


@pytest.fixture
def outside(world, tmp_path, monkeypatch):  # noqa: F811
    """The other hub, read in a folder instead of the network; its badges are judged apart, as they are on the site."""
    laid_out(world, tmp_path)
    monkeypatch.setattr(confined, "judge_apart", partial(confined.judge_apart, folder=str(tmp_path)))
    return tmp_path


@pytest.fixture
def anna(lea):
    """Léa, with the address to which the badges of the other hub are awarded."""
    EmailAddress.objects.create(user=lea, email=A, verified=True, primary=False)
    return lea


def content(**facts) -> bytes:
    return serialise(signed(badge(valid_until=None, **facts)))


def to(address):
    return Recipient(subject=BADGE.recipient.subject, identity_hash=identity_hash(address, "sel"), salt="sel")


def bring(client, person, brought):
    client.force_login(person)
    return client.post(ADD, {"text": brought.decode()}).content.decode()


def keep(client, person, brought):
    client.force_login(person)
    return client.post(ADD, {"keep": b64encode(brought).decode()}, follow=True).content.decode()


def kept(person, **facts):
    """Keep a badge of the other hub, once it was judged: what judges it has tests of its own."""
    document = content(**facts)
    read = importing.document_of(document)
    said = Facts(
        identifier=read["id"], name="Accompagner un public", issuer_id=HUB.id, issuer_name=HUB.name,
        awarded_at=read["awardedDate"],
    )  # fmt: skip
    return importing.keep_badge(person, Judgement(Verdict(code="unknown_issuer", facts=said), document=document))


def test_the_verdict_comes_before_the_badge_is_kept(client, anna, outside):
    text = bring(client, anna, content())
    assert ("Accompagner un public" in text, "Le ranger dans mon sac" in text) == (True, True)
    assert ForeignBadge.objects.count() == 0
    assert "Le badge est dans votre sac" in keep(client, anna, content())
    row = ForeignBadge.objects.get()
    assert (row.person, row.verdict, row.visibility) == (anna, "unknown_issuer", "hidden")
    assert (row.name, row.issuer_id, str(row.issued_on)) == ("Accompagner un public", HUB.id, "2026-11-01")
    assert bytes(row.content) == content()


def test_issued_again_it_takes_the_place_of_the_first(anna):
    first, newer = kept(anna), kept(anna, narrative="Corrigé.")
    assert (first.pk, [bytes(row.content) for row in ForeignBadge.objects.all()]) == (
        newer.pk,
        [content(narrative="Corrigé.")],
    )


def test_badges_without_identifier_do_not_take_the_place_of_one_another(anna):
    facts = Facts(name="Sans identifiant", issuer_id=HUB.id)
    for document in (b'{"one": 1}', b'{"two": 2}', b'{"one": 1}'):
        importing.store(anna, Judgement(Verdict(code="valid", facts=facts), document=document))
    assert sorted(bytes(row.content) for row in ForeignBadge.objects.all()) == [b'{"one": 1}', b'{"two": 2}']


@pytest.mark.parametrize(
    ("address", "is_theirs"),
    [
        (A, True),
        ("a+badges@example.com", False),
        ("а@example.com", False),
        ("a@example.co", False),
        ("b@example.com", False),
    ],
)
def test_ATK_OB_05_a_badge_is_of_the_very_address_it_was_awarded_to(anna, address, is_theirs):
    judgement = Judgement(Verdict(code="valid"), document=content(recipient=to(address)))
    assert importing.is_theirs(anna, judgement) is is_theirs
    if not is_theirs:
        with pytest.raises(importing.NotTheirs):
            importing.keep_badge(anna, judgement)


def test_ATK_OB_05_the_badge_of_somebody_brought_by_another_is_not_theirs(client, stranger, outside):
    assert "une autre adresse que les vôtres" in bring(client, stranger, content())
    assert "une autre adresse que les vôtres" in keep(client, stranger, content())
    assert ForeignBadge.objects.count() == 0


def test_an_address_that_is_not_confirmed_is_nobodys(client, lea, outside):
    EmailAddress.objects.create(user=lea, email=A, verified=False, primary=False)
    keep(client, lea, content())
    assert ForeignBadge.objects.count() == 0


def test_what_was_altered_or_withdrawn_or_is_no_badge_is_not_kept(client, anna, outside):
    altered = serialise(changed(signed(badge(valid_until=None)), "name", "Docteur"))
    assert "modifié depuis sa signature" in keep(client, anna, altered)
    (outside / LIST.removeprefix("https://commons.example/")).write_bytes(serialise(signed(listed(BADGE.status.index))))
    assert "Son émetteur a retiré ce badge" in keep(client, anna, content())
    for nothing in (b"\x89PNG\r\n\x1a\n", b"bonjour"):
        keep(client, anna, nothing)
    assert client.post(ADD, {"keep": "pas du base64"}).url == ADD
    assert ForeignBadge.objects.count() == 0


def test_an_empty_form_says_what_is_missing(client, lea):
    client.force_login(lea)
    answer = client.post(ADD, {})
    assert (answer.status_code, 'aria-invalid="true"' in answer.content.decode()) == (422, True)


def test_a_badge_of_ours_is_claimed_and_never_copied(client, lea, stranger):
    given = made.credential(email="ancienne@example.org", name="Léa Martin")
    brought = bytes(given.documents.get(form="ob3").content)
    assert "une autre adresse que les vôtres" in keep(client, stranger, brought)
    client.force_login(lea)
    EmailAddress.objects.create(user=lea, email="ancienne@example.org", verified=True, primary=False)
    answer = client.post(ADD, {"keep": b64encode(brought).decode()}, follow=True)
    assert "Le badge est dans votre sac" in answer.content.decode()
    given.refresh_from_db()
    assert (given.holder, ForeignBadge.objects.count()) == (lea, 0)
    assert "déjà dans votre sac" in keep(client, lea, brought)


def test_a_badge_from_elsewhere_says_so_with_the_trust_of_its_issuer_and_no_picture(client, anna):
    kept(anna)
    client.force_login(anna)
    text = client.get("/mes-badges/").content.decode()
    assert ("Ailleurs\u00a0: Hub des Hauts-de-France" in text, "Émetteur inconnu du hub" in text) == (True, True)
    assert "commons.example/openbadges/images" not in text
    KnownIssuer.objects.create(identifier=HUB.id, name="Hub des Hauts-de-France")
    assert "Émetteur connu du hub" in client.get("/mes-badges/").content.decode()


def test_a_badge_from_elsewhere_is_shown_hidden_verified_again_and_removed(client, anna, outside):
    mine = kept(anna)
    client.force_login(anna)
    page, bag = f"/mes-badges/ailleurs/{mine.uuid}/", share_bag(anna).get_absolute_url()
    assert "Accompagner un public" not in client.get(bag).content.decode()
    client.post(page, {"show": str(mine.uuid)})
    assert "Accompagner un public" in client.get(bag).content.decode()
    (outside / LIST.removeprefix("https://commons.example/")).write_bytes(serialise(signed(listed(BADGE.status.index))))
    client.post(page, {"check": ""})
    assert "Retiré par son émetteur" in client.get("/mes-badges/").content.decode()
    assert "Accompagner un public" not in client.get(bag).content.decode()
    said = client.get(page).content.decode()
    untrue = ("La signature est juste", "Visible par tous", "Montrer ce badge", "Il est dans ce que vous partagez")
    assert [words for words in untrue if words in said] == []
    assert client.get(f"{page}fichier").content == content()
    client.post(page, {"remove": ""})
    assert ForeignBadge.objects.count() == 0


def test_verifying_again_costs_as_much_as_verifying_and_is_bounded_alike(client, anna, monkeypatch):
    mine = kept(anna)
    client.force_login(anna)
    monkeypatch.setattr(import_views, "MOST_VERIFICATIONS", 0)
    page = f"/mes-badges/ailleurs/{mine.uuid}/"
    answers = [client.post(page, {"check": ""}).status_code, client.post(page, {"show": str(mine.uuid)}).status_code]
    assert answers == [429, 302]


def test_a_badge_that_cannot_be_verified_now_keeps_what_was_said_of_it(client, anna, outside):
    mine = kept(anna)
    client.force_login(anna)
    for file in outside.rglob("did.json"):
        file.unlink()
    client.post(f"/mes-badges/ailleurs/{mine.uuid}/", {"check": ""})
    mine.refresh_from_db()
    assert mine.verdict == "unknown_issuer"


def test_the_badge_from_elsewhere_of_another_does_not_exist(client, anna, stranger):
    mine = kept(anna)
    client.force_login(stranger)
    addresses = [f"/mes-badges/ailleurs/{mine.uuid}/", f"/mes-badges/ailleurs/{mine.uuid}/fichier"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert client.post(addresses[0], {"remove": ""}).status_code == 404
    assert ForeignBadge.objects.count() == 1


def test_a_bag_holds_a_hundred_badges_from_elsewhere_at_most(anna, monkeypatch):
    monkeypatch.setattr(importing, "MOST_FOREIGN", 1)
    kept(anna)
    with pytest.raises(importing.TooManyBadges):
        kept(anna, id="https://commons.example/openbadges/credentials/2.json")
    assert ForeignBadge.objects.count() == 1


def test_a_picture_is_read_as_well_as_a_text(client, lea, stranger):
    given = made.credential(lea)
    picture = file_of(given, "badge.png").content
    client.force_login(stranger)
    text = client.post(ADD, {"file": SimpleUploadedFile("badge.png", picture)}).content.decode()
    assert ("Ce badge est authentique" in text, "une autre adresse que les vôtres" in text) == (True, True)
    client.force_login(lea)
    text = client.post(ADD, {"file": SimpleUploadedFile("badge.png", picture)}).content.decode()
    assert "déjà dans votre sac" in text
