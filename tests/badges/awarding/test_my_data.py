"""What is known of those who hold badges is given to them, and goes away with them as they choose (GDPR-05)."""

import io
import json
import zipfile
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from badges.awarding import applying
from badges.awarding.actions import revoke
from badges.awarding.batches import launch
from badges.awarding.imports import award_list
from badges.awarding.leaving import erase_badges
from badges.awarding.models import AwardLine, Credential, CredentialDocument
from badges.awarding.replaying import standing
from badges.awarding.signing import document_of
from badges.backpack.actions import show_badge
from badges.endorsing.actions import endorse
from badges.issuing.addresses import assertion_url, credential_url
from badges.openbadges.identity import matches
from badges.openbadges.integrity import verify_proof
from badges.openbadges.status_list import is_set
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy.actions import Credit, erase
from outillerie.privacy.exports import data_of, write_export
from outillerie.privacy.journal import journal_path
from tests.badges import factories

pytestmark = pytest.mark.django_db
KEY = "0b6a3cb2-6a52-4ff6-8c21-1f6e21f0c8a1"


@pytest.fixture(autouse=True)
def a_site_of_its_own(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    cache.clear()


@pytest.fixture
def held(lea, odile, done):
    """Return a badge that Léa, whose address is confirmed, has from a list; another is applied for."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=lea, email=lea.email, primary=True, verified=True)
    version = factories.published(rule={"any": [{"kind": "decision"}, {"kind": "application", "at_least": 0}]})
    launch(version.achievement, award_list(b"lea@example.org;L\xc3\xa9a"), by=odile, key=KEY, reason="Accueil de mars")
    done()
    other = factories.published("Animer", slug="animer", rule={"kind": "decision"}, accepts_applications=True)
    applying.apply(other.achievement, lea, text="J’ai animé.")
    return Credential.objects.get()


def traces(*words) -> list[str]:
    """Return the tables that still hold one of `words` in clear."""
    from django.apps import apps
    from django.core import serializers

    models = [model for model in apps.get_models() if not model._meta.proxy]
    return sorted(
        model._meta.label
        for model in models
        if any(word in serializers.serialize("json", model._base_manager.all()) for word in words)
    )


def test_gdpr_a_holder_takes_their_badges_away_as_data_and_as_files(held, lea):
    sections = data_of(lea)["sections"]
    counts = [len(sections[name]) for name in ("badges", "award_decisions", "award_lines", "badge_applications")]
    assert counts == [1, 1, 1, 1]
    opened = io.BytesIO()
    write_export(lea, opened)
    names = [name for name in zipfile.ZipFile(opened).namelist() if name.startswith("badges/")]
    folder = f"badges/accueillir-{held.uuid}"
    files = ("badge.png", "badge.svg", "badge.json", "badge.jwt", "badge-ob2.json", "badge-ob2.jws")
    assert sorted(names) == sorted(f"{folder}/{name}" for name in files)


def test_GDPR_05_left_alone_a_badge_stays_verifiable_without_a_name(held, lea, done):
    before = bytes(document_of(held, "ob3").content)
    show_badge(held)
    partner = factories.issuer("relais", name="Relais du Littoral")
    endorse(endorser=partner, comment="Léa sait accueillir.", by=None, credential=held)
    erase(lea, credit=Credit.NONE)
    done()
    held.refresh_from_db()
    row = document_of(held, "ob3")
    assert (held.state, held.holder, held.email, held.name) == ("issued", None, "", "")
    assert bytes(row.content) == before
    document = json.loads(before)
    assert verify_proof(document, public_multibase=row.key.public)
    identity = document["credentialSubject"]["identifier"][0]
    assert matches("lea@example.org", identity["salt"], identity["identityHash"])
    assert list(standing()) == []
    OutboxMessage.objects.all().delete()
    assert traces("lea@example.org", "Léa") == []


def test_GDPR_05_two_people_who_leave_keep_one_badge_each(lea, tom, odile, done):
    version = factories.published()
    for person in (lea, tom):
        factories.credential(person, version, by=odile)
        erase(person, credit=Credit.NONE)
    assert Credential.objects.filter(state="issued", holder=None).count() == 2


def test_GDPR_05_revoked_and_erased_nothing_of_a_badge_stays(held, lea, done):
    assert erase_badges(lea) == 1
    held.refresh_from_db()
    assert (held.state, held.documents.count(), held.salt, held.identity_hash) == ("erased", 0, "", "")
    assert is_set(bytes(held.status_list.bits), held.status_index)
    assert (held.narrative, AwardLine.objects.get().email) == ("", "")
    assert erase_badges(lea) == 0
    erase(lea, credit=Credit.NONE)
    done()
    OutboxMessage.objects.all().delete()
    assert traces("lea@example.org", "Léa") == []


def test_GDPR_05_the_choice_is_offered_and_confirmed(client, held, lea):
    client.force_login(lea)
    page = reverse("erase-my-badges")
    assert page in client.get(reverse("erase-account")).content.decode()
    assert "Accueillir avec bienveillance" in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"is_sure": "on"}).url == reverse("my-badges")
    held.refresh_from_db()
    assert held.state == "erased"


def test_a_badge_not_signed_yet_leaves_with_its_person(lea, odile, done):
    given = factories.credential(lea, by=odile, issued=False)
    erase(lea, credit=Credit.NONE)
    done()
    given.refresh_from_db()
    assert (given.state, given.documents.count()) == ("erased", 0)


def kept_by_a_backup(*rows) -> str:
    from django.core import serializers

    return serializers.serialize("json", rows)


def restored(data: str) -> None:
    from django.core import serializers

    for row in serializers.deserialize("json", data):
        row.save()


def erase_again() -> str:
    out = io.StringIO()
    call_command("erase_again", stdout=out)
    return out.getvalue()


def test_GDPR_06_badges_erased_and_brought_back_by_a_backup_are_erased_again(client, held, lea, tom, odile, done):
    """With the account or without it; a badge that was left alone is left alone again, and one that came later stays."""
    other = factories.credential(tom, held.version, by=odile)
    addresses = lea.emailaddress_set.all()
    before = kept_by_a_backup(lea, *addresses, tom, held.status_list, *rows_of(held), *rows_of(other))
    erase_badges(lea)
    erase(tom, credit=Credit.NONE)
    later = factories.credential(lea, held.version, by=odile, run="Mai")
    done()
    # A backup is put in the place of what is there: nothing that was signed is changed.
    CredentialDocument.objects.filter(credential__in=[held, other]).delete()
    Credential.objects.filter(pk__in=[held.pk, other.pk]).delete()
    restored(before)
    page = credential_path(held)
    assert (client.get(page).status_code, Credential.objects.filter(state="erased").count()) == (200, 0)
    said = "1 accounts had come back and are erased again.\n1 badges erased again.\n"
    assert erase_again() == said
    answer = client.get(page)
    assert (answer.status_code, answer.json()["erased"]) == (410, True)
    held.refresh_from_db()
    assert (held.state, held.documents.count(), held.salt) == ("erased", 0, "")
    assert is_set(bytes(held.status_list.bits), held.status_index)
    other.refresh_from_db()
    assert (other.state, other.name, other.documents.count()) == ("issued", "", 4)
    later.refresh_from_db()
    assert (later.state, later.holder) == ("issued", lea)
    done()
    assert erase_again().startswith("0 accounts had come back and are erased again.\n")
    lines = [json.loads(line) for line in journal_path().read_text().splitlines()]
    assert [line for line in lines if "deed" in line] == [{"deed": "badges erased", "id": str(held.uuid)}]


def test_PERM_09_a_badge_revoked_after_the_backup_that_is_restored_is_revoked_again(client, held, tom, odile, done):
    """Whoever was shown a revoked badge must not be told, the day after a restore, that it is authentic."""
    other = factories.credential(tom, held.version, by=odile)
    before = kept_by_a_backup(held.status_list, *rows_of(held))
    revoke(held, by=odile, reason="Léa a demandé à Odile")
    done()
    CredentialDocument.objects.filter(credential=held).delete()
    Credential.objects.filter(pk=held.pk).delete()
    restored(before)
    page = urlsplit(assertion_url(held.uuid)).path
    assert client.get(page).status_code == 200
    mails = OutboxMessage.objects.count()
    assert erase_again().splitlines()[1:] == ["1 badges revoked again."]
    answer = client.get(page)
    assert (answer.status_code, answer.json()["revoked"]) == (410, True)
    held.refresh_from_db()
    assert (held.state, held.revoked_by, held.doubted_at) == ("revoked", None, None)
    assert "sauvegarde" in held.revocation_reason
    assert is_set(bytes(held.status_list.bits), held.status_index)
    other.refresh_from_db()
    assert (other.state, OutboxMessage.objects.count()) == ("issued", mails)
    assert erase_again().splitlines()[1:] == ["0 badges revoked again."]
    assert "Léa" not in journal_path().read_text()


def rows_of(credential) -> list:
    return [credential, *credential.documents.all()]


def credential_path(credential) -> str:
    return urlsplit(credential_url(credential.uuid, ".json")).path
