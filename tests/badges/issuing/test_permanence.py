"""The permanent address: written once, refused when it moves, never a private one. PERM-10: the hub may change names."""

import pytest
from django.core.checks import run_checks
from django.db import connection, transaction

from badges.achievements.exports import facts_of
from badges.issuing import addresses
from badges.issuing.keys import ED25519, signing_key
from badges.issuing.models import PermanentAddress
from badges.issuing.permanence import MayNotSign, check_may_sign, lasts
from badges.issuing.status import allot
from tests.badges.factories import issuer, published


@pytest.mark.parametrize(
    "url, is_lasting",
    [
        ("https://badges.example.org", True),
        ("https://hub.gouv.fr:8443", True),
        ("https://93.184.215.14", True),
        ("http://badges.example.org", False),
        ("https://localhost", False),
        ("https://hub", False),
        ("https://hub.local", False),
        ("https://hub.lan", False),
        ("https://intranet.internal.", False),
        ("https://badges.test", False),
        ("https://badges.example", False),
        ("https://127.0.0.1:8000", False),
        ("https://192.168.1.4", False),
        ("https://0x7f000001", False),
        ("https://[::1]", False),
        ("https://[fd00::1]", False),
        ("https://", False),
    ],
)
def test_only_a_public_address_in_https_lasts(url, is_lasting):
    assert lasts(url) == is_lasting


@pytest.mark.django_db
def test_the_address_is_written_with_the_first_signature(hub):
    assert not PermanentAddress.objects.exists()
    with transaction.atomic():
        signing_key(hub, ED25519)
    assert PermanentAddress.objects.get().url == "http://127.0.0.1:8000"


@pytest.mark.django_db
def test_nothing_is_signed_once_the_address_has_moved_and_the_check_says_so(hub, settings, english):
    with transaction.atomic():
        allot(hub)
    assert [error.id for error in run_checks() if error.id.startswith("badges.")] == []
    settings.PERMANENT_URL = "https://other.example.org"
    with transaction.atomic(), pytest.raises(MayNotSign) as refusal:
        signing_key(hub, ED25519)
    sentence = (
        "Badges already live under http://127.0.0.1:8000, and PERMANENT_URL now says https://other.example.org. "
        "Nothing is signed: set PERMANENT_URL=http://127.0.0.1:8000. The site itself may change address, with BASE_URL."
    )
    assert str(refusal.value) == sentence
    assert [(error.id, error.msg) for error in run_checks() if error.id.startswith("badges.")] == [
        ("badges.E001", sentence)
    ]


@pytest.mark.django_db
def test_before_the_first_migration_the_check_says_nothing(settings):
    settings.PERMANENT_URL = "https://other.example.org"
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE badges_permanentaddress RENAME TO badges_not_there_yet")
    assert [error.id for error in run_checks() if error.id.startswith("badges.")] == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE badges_not_there_yet RENAME TO badges_permanentaddress")


@pytest.mark.django_db
def test_production_signs_for_a_public_address_only(settings):
    settings.PRODUCTION, settings.PERMANENT_URL = True, "https://127.0.0.1"
    with pytest.raises(MayNotSign):
        check_may_sign()
    assert not PermanentAddress.objects.exists()
    settings.PERMANENT_URL = "https://badges.example.org"
    check_may_sign()
    assert PermanentAddress.objects.get().url == "https://badges.example.org"


@pytest.mark.django_db
def test_PERM_10_the_hub_changes_its_domain_its_name_and_its_address_and_identifiers_stay(settings):
    settings.PERMANENT_URL = "https://badges.example.org"
    version = published()
    before = facts_of(version)
    with transaction.atomic():
        status_list, _index = allot(version.achievement.issuer)
    settings.BASE_URL = "https://elsewhere.example.org"
    hub = version.achievement.issuer
    hub.name, hub.email = "Hub renommé", "nouveau@example.org"
    hub.save()
    after = facts_of(type(version).objects.get(pk=version.pk))
    assert (after.id, after.hosted_id, after.image, after.criteria_url) == (
        before.id, before.hosted_id, before.image, before.criteria_url,
    )  # fmt: skip
    assert (after.creator.id, after.creator.hosted_id) == (before.creator.id, before.creator.hosted_id)
    assert (after.creator.name, after.creator.email) == ("Hub renommé", "nouveau@example.org")
    assert addresses.status_url(status_list) == "https://badges.example.org/openbadges/status/hub-1.json"
    check_may_sign()


def test_every_machine_address_is_a_file_that_no_folder_has_the_name_of():
    from uuid import UUID

    from badges.achievements.models import Achievement, AchievementVersion
    from badges.issuing.models import BadgeImage, Issuer, SigningKey, StatusList

    hub, uuid = Issuer(slug="hub"), UUID(int=7)
    key, bits = SigningKey(issuer=hub, number=3), StatusList(issuer=hub, number=1)
    version = AchievementVersion(achievement=Achievement(slug="accueillir"), number=2)
    written = [
        addresses.issuer_url(hub),
        addresses.issuer_url(hub, "did.json"),
        addresses.of_key(addresses.issuer_url(hub), key),
        addresses.key_url(key),
        addresses.key_url(key, ".jwk.json"),
        addresses.achievement_url(version),
        addresses.achievement_url(version, "badgeclass.json"),
        addresses.credential_url(uuid, ".png"),
        addresses.assertion_url(uuid, ".jws"),
        addresses.status_url(bits, ".jwt"),
        addresses.image_url(BadgeImage(sha256="a" * 64, media_type="image/svg+xml")),
        addresses.endorsement_url(uuid),
    ]
    assert [address.removeprefix("http://127.0.0.1:8000/openbadges/") for address in written] == [
        "issuers/hub/issuer.json",
        "issuers/hub/did.json",
        "issuers/hub/issuer.key-3.json",
        "keys/hub-3.json",
        "keys/hub-3.jwk.json",
        "achievements/accueillir/2/achievement.json",
        "achievements/accueillir/2/badgeclass.json",
        f"credentials/{uuid}.png",
        f"assertions/{uuid}.jws",
        "status/hub-1.jwt",
        f"images/{'a' * 64}.svg",
        f"endorsements/{uuid}.json",
    ]
    assert addresses.did_of(hub) == "did:web:127.0.0.1%3A8000:openbadges:issuers:hub"
    assert addresses.method_of(key) == "did:web:127.0.0.1%3A8000:openbadges:issuers:hub#key-3"


@pytest.mark.django_db
def test_the_pages_named_in_badges_are_those_of_the_site(client):
    from django.urls import reverse

    version = published()
    names = {
        addresses.achievement_page(version): reverse("achievement-version", args=["accueillir", 1]),
        addresses.issuer_page(version.achievement.issuer): reverse("issuer", args=["hub"]),
        addresses.achievement_url(version): reverse("ob-achievement", args=["accueillir", 1]),
    }
    assert {url.removeprefix("http://127.0.0.1:8000"): path for url, path in names.items()} == {
        path: path for path in names.values()
    }


@pytest.mark.django_db
def test_a_profile_says_its_page_when_the_issuer_has_no_site_and_its_logo_without_reading_it(
    django_assert_num_queries,
):
    from badges.achievements.actions import kept_image

    logo = kept_image(b"<svg/>", "image/svg+xml")
    hub = issuer(url="", logo=logo)
    with django_assert_num_queries(1) as asked:
        profile = addresses.profile_of(hub)
    assert profile.url == "http://127.0.0.1:8000/badges/emetteurs/hub/"
    assert profile.image == addresses.image_url(logo)
    assert not any('"content"' in query["sql"] for query in asked.captured_queries)
