"""What machines get from the permanent addresses: bytes, types, conditions, refusals, and nothing of a person."""

import json
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from badges.awarding.actions import reissue, revoke
from badges.awarding.models import Credential, CredentialDocument
from badges.awarding.signing import issue
from badges.endorsing.actions import endorse, withdraw_endorsement
from badges.issuing.addresses import assertion_url
from badges.issuing.keys import declare_compromised, rotate_keys
from badges.openbadges import png, status_list, svg
from badges.openbadges.baking import OB2, OB3
from badges.openbadges.hosted import signed_id
from tests.badges import factories
from tests.badges.hosting.conftest import SITE, given
from tests.factories import person

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"


def stored(credential, form):
    return bytes(credential.documents.filter(form=form).latest("serial").content)


def path_of(credential, extension=".json", folder="credentials"):
    return f"/openbadges/{folder}/{credential.uuid}{extension}"


def test_a_badge_is_served_as_it_was_signed_in_one_question(client, credential, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get(path_of(credential))
    assert answer.content == stored(credential, "ob3")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert json.loads(answer.content)["id"] == f"{SITE}{path_of(credential)}"


@pytest.mark.parametrize(
    ("asked", "given_type"),
    [
        ("*/*", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("application/vc+ld+json", "application/vc+ld+json"),
        ("application/ld+json;q=0.9, application/json;q=0.1", "application/ld+json"),
        ("image/webp", "application/json"),
        (JAVA, "application/json"),
        ("text/html;q=0.5, application/json", "application/json"),
    ],
)
def test_the_same_bytes_come_under_the_name_that_was_asked_for(client, credential, asked, given_type):
    answer = client.get(path_of(credential), headers={"Accept": asked})
    assert (answer["Content-Type"], answer["Vary"]) == (given_type, "Accept")
    assert answer.content == stored(credential, "ob3")


def test_without_an_accept_header_json_comes(client, credential):
    assert client.get(path_of(credential))["Content-Type"] == "application/json"


@pytest.mark.parametrize("asked", [BROWSER, "text/html"])
def test_a_reader_of_pages_is_sent_to_the_page_of_a_public_badge_and_gets_json_of_a_hidden_one(
    client, credential, asked
):
    hidden = client.get(path_of(credential), headers={"Accept": asked})
    Credential.objects.filter(pk=credential.pk).update(visibility="public")
    public = client.get(path_of(credential), headers={"Accept": asked})
    assert (hidden.status_code, hidden["Content-Type"]) == (200, "application/json")
    assert (public.status_code, public["Location"]) == (303, f"/badge/{credential.uuid}/")


def test_anyone_may_read_from_any_page_and_nothing_of_a_person_is_read(client, credential, django_assert_num_queries):
    client.force_login(person())
    with django_assert_num_queries(1):
        answer = client.get(path_of(credential), headers={"Origin": "https://wallet.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies and "Cookie" not in answer.get("Vary", "")
    asked = client.options(path_of(credential))
    assert (asked.status_code, asked.content, asked["Access-Control-Allow-Methods"]) == (204, b"", "GET, HEAD, OPTIONS")


def test_a_copy_that_is_still_good_is_not_sent_again(client, credential):
    first = client.get(path_of(credential))
    again = client.get(path_of(credential), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    other = client.get(path_of(credential), headers={"If-None-Match": first["ETag"], "Accept": "application/ld+json"})
    assert other.status_code == 200


def test_head_says_what_get_would(client, credential):
    got, head = client.get(path_of(credential)), client.head(path_of(credential))
    assert head.content == b""
    assert {name: head[name] for name in ("ETag", "Content-Type", "Cache-Control")} == {
        name: got[name] for name in ("ETag", "Content-Type", "Cache-Control")
    }
    assert head["Content-Length"] == str(len(got.content))


def test_nothing_can_be_written(client, credential):
    answer = client.post(path_of(credential), {"a": "b"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    "path",
    [
        "/openbadges/credentials/00000000-0000-4000-8000-000000000000.json",
        "/openbadges/credentials/00000000-0000-4000-8000-000000000000.png",
        "/openbadges/assertions/00000000-0000-4000-8000-000000000000.jws",
        "/openbadges/issuers/nobody/did.json",
        "/openbadges/keys/nobody-1.json",
        "/openbadges/achievements/nothing/1/achievement.json",
        "/openbadges/status/nobody-1.json",
        "/openbadges/images/abc.png",
        "/openbadges/endorsements/00000000-0000-4000-8000-000000000000.json",
        "/openbadges/",
        "/openbadges/anything",
    ],
)
def test_what_never_was_is_missing_and_says_so_in_json(client, permanent, path):
    answer = client.get(path, headers={"Accept": BROWSER})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert json.loads(answer.content) == {"error": "There is nothing at this address."}


def test_tokens_are_text_unless_asked_for_by_their_name(client, credential):
    plain = client.get(path_of(credential, ".jwt"))
    named = client.get(path_of(credential, ".jwt"), headers={"Accept": "application/vc+jwt"})
    assert (plain["Content-Type"], named["Content-Type"]) == ("text/plain; charset=utf-8", "application/vc+jwt")
    assert plain.content == named.content == stored(credential, "jwt")
    signed = client.get(path_of(credential, ".jws", "assertions"))
    assert signed.content == stored(credential, "jws")


def test_a_status_list_comes_with_its_proof_or_as_a_token(client, credential):
    path = f"/openbadges/status/hub-{credential.status_list.number}"
    document = json.loads(client.get(f"{path}.json").content)
    token = client.get(f"{path}.json", headers={"Accept": "application/vc+jwt"})
    assert "proof" in document and "validUntil" not in document
    assert (token["Content-Type"], token.content) == ("application/vc+jwt", credential.status_list.token.encode())
    assert client.get(f"{path}.jwt").content == token.content
    assert token["Cache-Control"] == "public, max-age=60"


def test_images_are_kept_for_ever_and_run_nothing(client, version):
    answer = client.get(f"/openbadges/images/{version.svg.sha256}.svg")
    assert (answer.content, answer["Content-Type"]) == (bytes(version.svg.content), "image/svg+xml")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"] and "sandbox" in answer["Content-Security-Policy"]
    assert client.get(f"/openbadges/images/{version.svg.sha256}.png").status_code == 404


def test_a_baked_image_carries_both_forms_and_is_always_the_same(client, credential):
    first, again = client.get(path_of(credential, ".png")), client.get(path_of(credential, ".png"))
    assert first.content == again.content
    assert png.unbake(first.content) == {
        OB2: stored(credential, "ob2").decode(),
        OB3: stored(credential, "ob3").decode(),
    }
    assert first["Content-Disposition"] == 'inline; filename="accueillir.png"'
    drawing = client.get(path_of(credential, ".svg"))
    assert svg.unbake(drawing.content)[OB3] == stored(credential, "ob3").decode()
    assert drawing["Content-Type"] == "image/svg+xml"


def test_what_is_being_signed_is_not_there_yet(client, version):
    from badges.awarding.actions import award_by_hand

    waiting = award_by_hand(version, by=None, email="bob@example.org", reason="Oui.")
    assert [client.get(path_of(waiting, ending)).status_code for ending in (".json", ".png", ".jwt")] == [404] * 3


def test_an_issuer_publishes_who_it_is_and_every_key_it_had(client, credential):
    issuer = credential.issuer
    rotate_keys(issuer, by=None, pair=factories.pair(1))
    did = json.loads(client.get("/openbadges/issuers/hub/did.json").content)
    assert did["id"] == "did:web:badges.example.org:openbadges:issuers:hub"
    assert did["assertionMethod"] == [f"{did['id']}#key-{number}" for number in (1, 2, 3, 4)]
    for number, kind in ((1, "Multikey"), (2, "CryptographicKey"), (3, "Multikey"), (4, "CryptographicKey")):
        assert json.loads(client.get(f"/openbadges/keys/hub-{number}.json").content)["type"] == kind
        assert "d" not in json.loads(client.get(f"/openbadges/keys/hub-{number}.jwk.json").content)
    typed = client.get("/openbadges/issuers/hub/did.json", headers={"Accept": "application/did+json"})
    assert typed["Content-Type"] == "application/did+json"


def test_what_an_rsa_key_signed_leads_to_an_issuer_that_names_this_key_alone_whatever_comes_after(client, credential):
    rotate_keys(credential.issuer, by=None, pair=factories.pair(1))
    hosted = json.loads(client.get("/openbadges/issuers/hub/issuer.json").content)
    assert {"publicKey", "revocationList"} & hosted.keys() == set()
    again = given(credential.version, "bob@example.org")
    issuers = f"{SITE}/openbadges/issuers/hub"
    for number, signed in ((2, credential), (4, again)):
        badge = f"{SITE}/openbadges/achievements/accueillir/1/badgeclass.key-{number}.json"
        claimed = json.loads(urlsafe_b64decode(stored(signed, "jws").split(b".")[1] + b"=="))
        assert (claimed["badge"], claimed["verification"]["creator"]) == (
            badge,
            f"{SITE}/openbadges/keys/hub-{number}.json",
        )
        found = json.loads(client.get(badge.removeprefix(SITE)).content)
        assert (found["id"], found["issuer"]) == (badge, f"{issuers}/issuer.key-{number}.json")
        profile = json.loads(client.get(found["issuer"].removeprefix(SITE)).content)
        assert profile == hosted | {
            "id": found["issuer"],
            "publicKey": f"{SITE}/openbadges/keys/hub-{number}.json",
            "revocationList": f"{issuers}/revocations.key-{number}.json",
        }
        assert json.loads(client.get(f"/openbadges/keys/hub-{number}.json").content)["owner"] == profile["id"]
        revoked = json.loads(client.get(profile["revocationList"].removeprefix(SITE)).content)
        assert (revoked["id"], revoked["issuer"]) == (profile["revocationList"], profile["id"])
    for missing in ("issuers/hub/issuer.key-1.json", "issuers/hub/revocations.key-9.json"):
        assert client.get(f"/openbadges/{missing}").status_code == 404
    assert client.get("/openbadges/achievements/accueillir/1/badgeclass.key-3.json").status_code == 404


def test_a_compromised_key_stays_published_and_is_no_longer_listed(client, credential):
    rsa = credential.issuer.keys.get(number=2)
    declare_compromised(rsa, since=timezone.now(), by=None, private=factories.rsa_key(1))
    profile = json.loads(client.get("/openbadges/issuers/hub/issuer.key-2.json").content)
    did = json.loads(client.get("/openbadges/issuers/hub/did.json").content)
    assert "publicKey" not in profile
    assert f"{did['id']}#key-2" not in did["assertionMethod"]
    assert client.get("/openbadges/keys/hub-2.json").status_code == 200


def test_an_achievement_is_published_at_its_version_in_its_languages_and_in_both_standards(client, version):
    path = "/openbadges/achievements/accueillir/1/"
    original, english = (
        json.loads(client.get(f"{path}{name}").content) for name in ("achievement.json", "achievement.en.json")
    )
    old = json.loads(client.get(f"{path}badgeclass.json").content)
    assert (original["inLanguage"], english["inLanguage"]) == ("fr", "en")
    assert english["name"] == "Welcoming with care"
    assert english["id"] == f"{SITE}{path}achievement.en.json"
    assert {"type": ["Related"], "id": original["id"], "inLanguage": "fr"} in english["related"]
    assert (old["id"], old["type"]) == (f"{SITE}{path}badgeclass.json", "BadgeClass")
    assert client.get(f"{path}achievement.de.json").status_code == 404
    page = client.get(f"{path}achievement.json", headers={"Accept": BROWSER})
    assert (page.status_code, page["Location"]) == (303, "/badges/accueillir/v1/")


def test_an_achievement_carries_what_organisations_say_of_it_until_they_take_it_back(client, version):
    partner = factories.issuer("partenaire", name="La Fabrique")
    said = endorse(endorser=partner, comment="Nous le demandons.", by=None, achievement=version.achievement)
    address, path = (
        f"/openbadges/endorsements/{said.uuid}.json",
        "/openbadges/achievements/accueillir/1/achievement.json",
    )
    served = client.get(address)
    assert served.content == bytes(said.document)
    assert json.loads(client.get(path).content)["endorsement"] == [json.loads(served.content)]
    withdraw_endorsement(said)
    gone = client.get(address)
    assert (gone.status_code, json.loads(gone.content)) == (
        410,
        {"id": f"{SITE}{address}", "type": "EndorsementCredential", "withdrawn": True},
    )
    assert "endorsement" not in json.loads(client.get(path).content)


QUESTIONS = {
    "/openbadges/issuers/hub/did.json": 2,
    "/openbadges/issuers/hub/issuer.json": 2,
    "/openbadges/issuers/hub/issuer.key-2.json": 1,
    "/openbadges/issuers/hub/revocations.key-2.json": 2,
    "/openbadges/keys/hub-1.json": 1,
    "/openbadges/keys/hub-1.jwk.json": 1,
    "/openbadges/achievements/accueillir/1/achievement.json": 2,
    "/openbadges/achievements/accueillir/1/badgeclass.json": 1,
    "/openbadges/achievements/accueillir/1/badgeclass.key-2.json": 2,
    "/openbadges/status/hub-1.json": 1,
}


@pytest.mark.parametrize("badges", [1, 3])
def test_each_address_asks_the_database_little(client, version, badges):
    for number in range(badges):
        revoke(given(version, f"ada{number}@example.org"), by=None, reason="Erreur de nom.")
    asked = {}
    for path in QUESTIONS:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        asked[path] = len(queries)
    assert asked == QUESTIONS


def test_ATK_OB_02_a_revoked_assertion_answers_410_and_says_why(client, credential):
    revoke(credential, by=None, reason="Délivré par erreur.")
    answer = client.get(path_of(credential, folder="assertions"))
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/json")
    assert json.loads(answer.content) == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": assertion_url(credential.uuid),
        "revoked": True,
        "revocationReason": "Délivré par erreur.",
    }
    assert client.get(path_of(credential, ".jws", "assertions")).status_code == 410
    again = client.get(path_of(credential, folder="assertions"), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 410


def test_ATK_OB_02_a_signed_assertion_is_in_its_issuers_list_once_revoked(client, credential):
    path = "/openbadges/issuers/hub/revocations.key-2.json"
    assert json.loads(client.get(path).content)["revokedAssertions"] == []
    revoke(credential, by=None, reason="Délivré par erreur.")
    # A list of one is none for the validator of 1EdTech.
    entry = {"id": signed_id(assertion_url(credential.uuid)), "revocationReason": "Délivré par erreur."}
    assert json.loads(client.get(path).content)["revokedAssertions"] == [entry, entry]
    assert str(credential.uuid).encode() not in client.get(path).content
    other = given(credential.version, "bob@example.org")
    revoke(other, by=None, reason="Erreur.")
    listed = json.loads(client.get(path).content)["revokedAssertions"]
    assert [row["id"] for row in listed] == [signed_id(assertion_url(badge.uuid)) for badge in (credential, other)]


def test_a_revoked_badge_of_3_0_is_still_served_and_its_status_list_says_it(client, credential):
    before = stored(credential, "ob3")
    revoke(credential, by=None, reason="Délivré par erreur.")
    assert client.get(path_of(credential)).content == before
    listed = json.loads(client.get("/openbadges/status/hub-1.json").content)["credentialSubject"]["encodedList"]
    bits = status_list.decoded(listed)
    assert status_list.is_set(bits, credential.status_index) is True
    assert len(bits) * 8 == status_list.SIZE


def test_ATK_OB_03_the_status_list_served_is_its_issuers_whole_and_small(client, credential):
    answer = client.get("/openbadges/status/hub-1.json")
    document = json.loads(answer.content)
    badge = json.loads(stored(credential, "ob3"))
    assert document["id"] == badge["credentialStatus"]["statusListCredential"]
    assert document["issuer"] == badge["issuer"]["id"] or document["issuer"]["id"] == badge["issuer"]["id"]
    assert 0 <= int(badge["credentialStatus"]["statusListIndex"]) < status_list.SIZE
    assert len(answer.content) < 64_000


def test_what_was_erased_is_gone_and_says_nothing_of_anybody(client, credential):
    Credential.objects.filter(pk=credential.pk).update(
        state="erased", erased_at=timezone.now(), holder=None, name="", email="", recipient=""
    )
    CredentialDocument.objects.filter(credential=credential).delete()
    answers = [client.get(path_of(credential, ending)) for ending in (".json", ".jwt", ".png", ".svg")]
    answers += [client.get(path_of(credential, ending, "assertions")) for ending in (".json", ".jws")]
    assert [answer.status_code for answer in answers] == [410] * 6
    assert json.loads(answers[0].content) == {
        "id": f"{SITE}{path_of(credential)}",
        "type": "OpenBadgeCredential",
        "erased": True,
    }
    assert json.loads(answers[4].content) == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": assertion_url(credential.uuid),
        "revoked": True,
    }


def test_PERM_11_issued_again_a_badge_keeps_its_address_and_its_newest_bytes_are_served(client, version):
    credential = factories.credential(version=version, email="ada@example.org", reason="Oui.", issued=False)
    yesterday = credential.valid_from - timedelta(days=1)
    Credential.objects.filter(pk=credential.pk).update(valid_from=yesterday)
    issue(credential.pk)
    first = client.get(path_of(credential))
    issue(credential.pk)
    assert client.get(path_of(credential)).content == first.content
    reissue(credential, by=None)
    issue(credential.pk, 2)
    again = client.get(path_of(credential))
    assert again.content == stored(credential, "ob3") != first.content
    assert json.loads(again.content)["id"] == json.loads(first.content)["id"]
    assert again["ETag"] != first["ETag"]


def test_identifiers_do_not_depend_on_the_name_that_a_request_came_by(client, credential):
    by_names = [
        client.get("/openbadges/issuers/hub/did.json", headers={"Host": host}) for host in ("localhost", "127.0.0.1")
    ]
    assert by_names[0].content == by_names[1].content
    assert b"localhost" not in by_names[0].content
