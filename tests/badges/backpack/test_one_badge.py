"""One badge as its holder finds it: its files, its certificate, where it may be shown; nothing of it for strangers."""

import json
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.utils import timezone
from PIL import Image

from badges.awarding.actions import award, revoke
from badges.awarding.models import Credential, CredentialDocument
from badges.awarding.signing import document_of, issue
from badges.backpack import api, wallets
from badges.backpack.papers import paper_of, path_lines
from badges.backpack.permissions import can_see_given_badge, is_holder, may_show_holder
from badges.backpack.sharing import linkedin_url
from badges.openbadges import png, svg
from badges.openbadges.baking import OB2, OB3
from catalogue.learning.actions import enrol
from catalogue.paths.models import BlockModule, SkillBlock
from catalogue.paths.queries import newest_version
from tests import factories
from tests.badges import factories as made
from tests.catalogue import factories as training
from tests.catalogue.learning.learners import MONDAY, PASSED, TUESDAY, passes

pytestmark = pytest.mark.django_db
Form = CredentialDocument.Form
FILES = ("badge.png", "badge.svg", "badge.json", "badge.jwt", "badge-ob2.json", "badge-ob2.jws")


@pytest.fixture
def badge(lea, given):
    return given(lea, "Trier ses photos", visibility="public")


@pytest.fixture
def own(client, lea, badge):
    """Return what Léa reads of her badge."""
    client.force_login(lea)

    def read(name=""):
        return client.get(f"/mes-badges/{badge.uuid}/{name}")

    return read


def test_LEAK_10_a_hidden_badge_is_there_for_its_holder_and_nobody_else(lea, stranger, given):
    badge = given(lea, "Caché")
    assert [can_see_given_badge(person, badge) for person in (lea, stranger, AnonymousUser())] == [True, False, False]
    assert [may_show_holder(badge), may_show_holder(badge, by_code=True)] == [False, True]
    badge.visibility = "public"
    assert [can_see_given_badge(person, badge) for person in (lea, stranger, AnonymousUser())] == [True] * 3
    assert may_show_holder(badge) is True


def test_a_badge_without_holder_is_not_that_of_somebody_who_is_not_signed_in(db):
    badge = made.credential(email="personne@example.org")
    assert (badge.holder, is_holder(AnonymousUser(), badge), can_see_given_badge(AnonymousUser(), badge)) == (
        None, False, False,
    )  # fmt: skip


@pytest.mark.parametrize("state", ["waiting", "erased"])
def test_what_is_not_signed_yet_or_erased_is_seen_by_nobody(lea, badge, state):
    badge.state = state
    assert (can_see_given_badge(lea, badge), may_show_holder(badge, by_code=True)) == (False, False)


def test_nothing_of_a_badge_answers_a_stranger_but_as_a_missing_one(client, stranger, badge):
    client.force_login(stranger)
    missing = client.get("/mes-badges/8d9c7c1e-0000-4000-8000-000000000000/")
    names = ("", *FILES, "certificat.pdf", "certificat-econome.pdf")
    answers = [client.get(f"/mes-badges/{badge.uuid}/{name}") for name in names]
    assert [answer.status_code for answer in answers] == [404] * len(names)
    assert {answer.content for answer in answers} == {missing.content}
    assert client.post(f"/mes-badges/{badge.uuid}/", {"wallet": ""}).status_code == 404


def test_files_are_what_was_signed_and_their_names_say_nothing_of_anybody(own, badge):
    for name, form in (
        ("badge.json", Form.OB3),
        ("badge.jwt", Form.JWT),
        ("badge-ob2.json", Form.OB2),
        ("badge-ob2.jws", Form.JWS),
    ):
        answer = own(name)
        assert answer.content == bytes(document_of(badge, form).content)
        assert answer["Content-Disposition"] == f'attachment; filename="trier-ses-photos-{name}"'
    assert own("badge.exe").status_code == 404


def test_images_hold_the_badge_in_both_forms(own, badge):
    ob3, ob2 = (bytes(document_of(badge, form).content).decode() for form in (Form.OB3, Form.OB2))
    assert png.unbake(own("badge.png").content) == {OB2: ob2, OB3: ob3}
    assert svg.unbake(own("badge.svg").content)[OB3] == ob3


def test_the_page_has_what_one_needs_to_show_it_elsewhere(own, badge):
    text = own().content.decode()
    public = f"http://127.0.0.1:8000/badge/{badge.uuid}/"
    shown = unescape(unescape(text))
    assert f'<a href="{public}"><img src="' in shown
    assert ('<img src="http' in text, "<script" in unescape(text).split('id="badge-code"')[1].split("</p>")[0]) == (
        False,
        False,
    )
    assert "linkedin.com/profile/add" in text


def test_a_hidden_badge_has_no_link_to_give(client, lea, badge):
    client.force_login(lea)
    client.post(f"/mes-badges/{badge.uuid}/", {"hide": str(badge.uuid)})
    text = client.get(f"/mes-badges/{badge.uuid}/").content.decode()
    assert ("linkedin.com" in text, "Montrez d’abord ce badge" in text) == (False, True)


@pytest.mark.parametrize(
    ("moment", "year", "month"),
    [
        (datetime(2026, 1, 15, 12, tzinfo=UTC), "2026", "1"),
        (datetime(2026, 12, 15, 12, tzinfo=UTC), "2026", "12"),
        # In Paris, the year has begun.
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2027", "1"),
    ],
)
def test_linkedin_is_given_the_month_that_it_is(badge, moment, year, month):
    badge.awarded_at = badge.valid_until = moment
    asked = parse_qs(urlsplit(linkedin_url(badge)).query)
    assert asked == {
        "startTask": ["CERTIFICATION_NAME"],
        "name": ["Trier ses photos"],
        "organizationName": ["Hub des Beffrois"],
        "issueYear": [year],
        "issueMonth": [month],
        "expirationYear": [year],
        "expirationMonth": [month],
        "certUrl": [f"http://127.0.0.1:8000/badge/{badge.uuid}/"],
        "certId": [str(badge.uuid)],
    }


def test_a_name_with_signs_cannot_leave_its_place_in_an_address(lea, given):
    badge = given(lea, "A & B ? #1 = +", slug="signes")
    assert parse_qs(urlsplit(linkedin_url(badge)).query)["name"] == ["A & B ? #1 = +"]


# --- the wallet ---


def test_a_press_opens_a_badge_to_a_wallet_for_a_quarter_of_an_hour(client, lea, badge, monkeypatch):
    client.force_login(lea)
    text = unescape(client.post(f"/mes-badges/{badge.uuid}/", {"wallet": ""}).content.decode())
    link = text.split('href="https://lcw.app/request?')[1].split('"')[0]
    request = json.loads(parse_qs(link)["request"][0])
    client.logout()
    exchange = urlsplit(request["protocols"]["vcapi"]).path
    answer = client.post(exchange, {}, content_type="application/json")
    presentation = json.loads(answer.content)["verifiablePresentation"]
    assert (presentation["type"], presentation["verifiableCredential"]) == (
        ["VerifiablePresentation"],
        [json.loads(bytes(document_of(badge, Form.OB3).content))],
    )
    assert client.get(exchange).status_code == 405
    monkeypatch.setattr(wallets, "HELD_FOR", wallets.HELD_FOR * 0)
    assert client.post(exchange, {}, content_type="application/json").status_code == 404


def test_a_wallet_in_a_page_of_any_site_asks_first_then_reads_every_answer(client, badge):
    exchange = f"/mes-badges/portefeuille/{wallets.exchange_token(badge)}/"
    page = {"Origin": "https://wallet.example"}
    asked = client.options(
        exchange,
        headers={**page, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"},
    )
    assert (asked.status_code, asked.content) == (204, b"")
    assert (asked["Access-Control-Allow-Methods"], asked["Access-Control-Allow-Headers"]) == (
        "POST, OPTIONS",
        "Accept, Content-Type",
    )
    given = client.post(exchange, {}, content_type="application/json", headers=page)
    missing = client.post("/mes-badges/portefeuille/x/", {}, content_type="application/json", headers=page)
    refused = client.get(exchange, headers=page)
    answers = [asked, given, missing, refused]
    assert [answer.status_code for answer in answers] == [204, 200, 404, 405]
    assert {answer["Access-Control-Allow-Origin"] for answer in answers} == {"*"}
    assert [answer.has_header("Access-Control-Allow-Credentials") for answer in answers] == [False] * 4
    assert (bool(given.cookies), "no-store" in given["Cache-Control"]) == (False, True)


def test_a_wallet_that_asks_too_much_is_told_so_in_its_own_words(client, badge, monkeypatch):
    monkeypatch.setattr(api, "MOST_EXCHANGES", 1)
    exchange = f"/mes-badges/portefeuille/{wallets.exchange_token(badge)}/"
    answers = [client.post(exchange), client.options(exchange), client.post(exchange)]
    assert [answer.status_code for answer in answers] == [200, 204, 429]
    assert (answers[2]["Access-Control-Allow-Origin"], answers[2]["Retry-After"]) == ("*", "60")


def test_a_token_of_something_else_opens_nothing(client, badge):
    for token in (
        "x",
        signing.dumps(str(badge.uuid)),
        signing.dumps("8d9c7c1e-0000-4000-8000-000000000000", salt=wallets.SALT),
    ):
        assert client.post(f"/mes-badges/portefeuille/{token}/").status_code == 404


def test_a_withdrawn_badge_goes_to_no_wallet(client, lea, badge):
    token = wallets.exchange_token(badge)
    revoke(badge, by=None, reason="Erreur.")
    assert client.post(f"/mes-badges/portefeuille/{token}/").status_code == 404
    client.force_login(lea)
    assert client.post(f"/mes-badges/{badge.uuid}/", {"wallet": ""}).url == f"/mes-badges/{badge.uuid}/"
    assert "Erreur." in client.get(f"/mes-badges/{badge.uuid}/").content.decode()


# --- the certificate, and the picture of a shared address ---


def test_the_certificate_says_what_the_badge_says(badge):
    paper = paper_of(Credential.objects.get(pk=badge.pk))
    assert (paper.name, paper.title, paper.issuer_name, paper.code, paper.sentence) == (
        "Léa Martin", "Trier ses photos", "Hub des Beffrois", badge.code, "",
    )  # fmt: skip
    assert paper.verify_url == f"http://127.0.0.1:8000/v/{badge.code}/"
    assert paper.credential_json == bytes(document_of(badge, Form.OB3).content)


def test_the_certificate_of_a_path_names_its_blocks_with_their_days(lea):
    trainer = factories.person("trainer@example.org", group="trainer")
    modules = [training.module(title, rule=PASSED) for title in ("Accueil", "Relais")]
    blocks = [("Accueillir", modules[:1]), ("Orienter", modules[1:])]
    path = training.path("Aidant numérique", blocks=blocks, owner=trainer, by=trainer, is_always_open=True)
    enrol(lea, path, by=lea)
    version = made.published("Aidant", slug="aidant", rule={"kind": "path", "path": path.pk})
    for module, day in zip(modules, (MONDAY, TUESDAY), strict=True):
        passes(lea, module, by=trainer, on=day)
    badge = award(version, person=lea, way=Credential.Way.RULE)
    issue(badge.pk)
    paper = paper_of(Credential.objects.get(pk=badge.pk))
    today = timezone.localdate()
    assert [(line.label, line.title, line.domain, line.on) for line in paper.lines] == [
        ("Bloc 1", "Accueillir", 1, today), ("Bloc 2", "Orienter", 2, today),
    ]  # fmt: skip
    assert paper.sentence == "qui a acquis les 2 blocs du parcours «\u00a0Aidant numérique\u00a0» et obtenu le badge"


def test_the_certificate_of_a_path_names_no_block_that_came_later_and_is_not_acquired(lea):
    trainer = factories.person("trainer@example.org", group="trainer")
    modules = [training.module(title, rule=PASSED) for title in ("Accueil", "Relais")]
    path = training.path("Aidant", blocks=[("Accueillir", modules[:1])], owner=trainer, by=trainer, is_always_open=True)
    enrolment = enrol(lea, path, by=lea)
    passes(lea, modules[0], by=trainer, on=MONDAY)
    longer = path.get_latest_revision_as_object()
    block = SkillBlock(title="Orienter", sort_order=1, domain=2)
    longer.blocks.add(block)
    block.module_rows.add(BlockModule(module=modules[1], sort_order=0))
    longer.save_revision(user=trainer, clean=False).publish(user=trainer, skip_permission_checks=True)
    enrolment.version = newest_version(path)
    assert [block.title for block in enrolment.version.content.blocks] == ["Accueillir", "Orienter"]
    assert [line.title for line in path_lines(enrolment)] == ["Accueillir"]


def test_the_certificate_of_modules_names_them_with_their_days(given, lea):
    badge = given(lea, "Deux modules")
    badge.facts = [["module", 1, "2026-03-02", 60], ["module", 2, "2026-03-03", 60]]
    badge.evidence = [{"name": "Un", "genre": "Module"}, {"name": "Deux", "genre": "Module"}]
    assert [(line.label, line.title, line.on) for line in paper_of(badge).lines] == [
        ("Module", "Un", MONDAY), ("Module", "Deux", TUESDAY),
    ]  # fmt: skip


def test_a_withdrawn_badge_has_no_certificate_and_says_so(client, lea, badge):
    revoke(badge, by=None, reason="Erreur.")
    client.force_login(lea)
    answer = client.get(f"/mes-badges/{badge.uuid}/certificat.pdf", follow=True)
    assert "Ce badge est retiré\u00a0: il n’a plus de certificat." in answer.content.decode()


def test_a_badge_without_name_takes_that_of_its_holder_or_asks_for_one(client, stranger, given):
    badge = given(stranger, "Sans nom", facts={"name": ""})
    assert paper_of(badge).name == "Noé Petit"
    stranger.first_name = stranger.last_name = ""
    stranger.save()
    client.force_login(stranger)
    answer = client.get(f"/mes-badges/{badge.uuid}/certificat.pdf", follow=True)
    assert "Écrivez le vôtre dans votre profil" in answer.content.decode()


def test_the_picture_of_a_shared_address_is_there_while_the_badge_is_shown(client, badge):
    answer = client.get(f"/badge/{badge.uuid}/partage.png")
    picture = Image.open(BytesIO(b"".join(answer.streaming_content)))
    assert (picture.size, answer["Content-Type"]) == ((1200, 630), "image/png")
    Credential.objects.update(visibility="hidden")
    assert client.get(f"/badge/{badge.uuid}/partage.png").status_code == 404
