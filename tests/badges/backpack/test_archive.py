"""The archive of a bag: everything to keep, and everything that verifies it once the site is gone."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from badges.awarding.actions import revoke
from badges.backpack.archiving import world_of
from badges.backpack.queries import badges_of
from badges.verification.offline import judge_with

pytestmark = pytest.mark.django_db
FILES = ["badge.png", "badge.svg", "badge.json", "badge.jwt", "badge-ob2.json", "badge-ob2.jws"]


@pytest.fixture
def taken(client, lea, given, tmp_path):
    """Return the folder of what Léa took away: one badge shown, one withdrawn."""
    given(lea, "Trier", visibility="public")
    revoke(given(lea, "Retiré"), by=None, reason="Erreur.")
    client.force_login(lea)
    answer = client.get("/mes-badges/tout.zip")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    return tmp_path


def test_a_bag_goes_with_its_files_its_certificates_and_what_verifies_them(taken):
    folders = sorted(path.name for path in (taken / "badges").iterdir())
    assert folders == ["01-retire", "02-trier"]
    assert sorted(path.name for path in (taken / "badges/02-trier").iterdir()) == sorted([*FILES, "certificat.pdf"])
    assert sorted(path.name for path in (taken / "badges/01-retire").iterdir()) == sorted(FILES)
    names = sorted(path.relative_to(taken).as_posix() for path in (taken / "openbadges/issuers").rglob("*.json"))
    assert names == [
        f"openbadges/issuers/hub/{name}.json" for name in ("did", "issuer", "issuer.key-2", "revocations.key-2")
    ]
    assert "Retiré" in (taken / "LISEZ-MOI.txt").read_text()


def test_PERM_09_what_is_taken_away_verifies_with_the_site_gone_and_what_was_withdrawn_is_still_so(taken, capsys):
    for name in ("badge.png", "badge-ob2.jws", "certificat.pdf"):
        content = (taken / "badges/02-trier" / name).read_bytes()
        verdict = judge_with(taken, content, now=datetime.now(UTC))
        assert (name, verdict.code) == (name, "valid")
        # The list was signed when a badge was withdrawn: from then on, nothing is known.
        assert name.endswith("jws") or verdict.check("status").values["known_at"]
    call_command("verify", str(taken / "badges/02-trier/badge.png"), "--with", str(taken), "--json")
    assert json.loads(capsys.readouterr().out)["code"] == "valid"
    for name in ("badge.svg", "badge.jwt"):
        content = (taken / "badges/01-retire" / name).read_bytes()
        assert (name, judge_with(taken, content, now=datetime.now(UTC)).code) == (name, "revoked")


def test_LEAK_06_nothing_of_anybody_else_and_no_address_goes_with_it(lea, stranger, given):
    given(lea, "Trier", visibility="public")
    badge = given(stranger, "De Noé", visibility="public")
    text = b"".join(content for _name, content in world_of(list(badges_of(lea))))
    for secret in (b"lea@example.org", str(badge.uuid).encode(), "Noé".encode()):
        assert secret not in text


def test_an_empty_bag_has_nothing_to_take(client, lea):
    client.force_login(lea)
    assert client.get("/mes-badges/tout.zip").status_code == 404
