"""The site is gone: its archive, given by a plain file server, still proves every badge."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from badges.awarding.actions import award_by_hand, revoke
from badges.awarding.models import Credential
from badges.awarding.signing import issue
from badges.hosting.archiving import write_archive
from badges.verification.formats import foreign
from badges.verification.formats.recognising import recognised
from badges.verification.sources import Folder
from tests.badges import factories
from tests.faults.processes import full_or_short
from tests.judges import javascript, ob2
from tests.judges.javascript import js_verdicts
from tests.judges.ob2 import ob2_verdicts
from tests.judges.plain_server import served

SITE = "https://badges.example.org"
BADGES = full_or_short(10_000, 40)
# One in ten is revoked.
EVERY = 10


@pytest.fixture
def archive(db, settings, tmp_path):
    """Return the folder of an archive, and the badges in it: their identifiers, and whether they are revoked."""
    settings.PERMANENT_URL = SITE
    version = factories.published()
    for number in range(BADGES):
        badge = award_by_hand(version, by=None, email=f"person-{number}@example.org", reason="Trois séances.")
        issue(badge.pk)
        if number % EVERY == 0:
            revoke(badge, by=None, reason="Délivré par erreur.")
    Credential.objects.filter(pk__lte=Credential.objects.order_by("pk")[BADGES // 2].pk).update(visibility="public")
    rows = Credential.objects.order_by("pk").values_list("uuid", "state")
    known = {str(uuid): state == Credential.State.REVOKED for uuid, state in rows}
    return write_archive(tmp_path / "archive").site, known


def test_PERM_05_every_badge_of_the_archive_verifies_without_the_site_and_the_revoked_stay_revoked(archive):
    folder, known = archive
    expected = ["revoked" if is_revoked else "valid" for is_revoked in known.values()]
    names = [f"{SITE}/openbadges/credentials/{uuid}.json" for uuid in known]
    assert [ours(folder, uuid) for uuid in known] == expected
    assert len(list((folder / "badge").glob("*/index.html"))) == BADGES // 2 + 1
    stands = next(uuid for uuid, is_revoked in known.items() if not is_revoked)
    for suffix in ("json", "jwt", "png", "svg"):
        assert by_command(folder, folder / f"openbadges/credentials/{stands}.{suffix}") == ("valid", 0)
    assert by_command(folder, folder / f"openbadges/credentials/{next(iter(known))}.png") == ("revoked", 1)
    with served(folder) as address:
        if javascript.IS_HERE:
            said = js_verdicts(names, mirrors={SITE: address})
            assert [verdicts["dcc"].verdict for verdicts in said] == expected
            assert [verdicts["digitalbazaar"].verdict for verdicts in said] == expected
        if ob2.IS_HERE:
            hosted = [(f"{SITE}/openbadges/assertions/{uuid}.json", "") for uuid in known]
            reports = ob2_verdicts(hosted, mirrors={SITE: address})
            assert [report.valid for report in reports] == [not is_revoked for is_revoked in known.values()]


def ours(folder, uuid) -> str:
    """Return the verdict of `manage.py verify --with`, without a process for each badge; the folder vouches for issuers."""
    given = recognised((folder / f"openbadges/credentials/{uuid}.json").read_bytes())
    code = foreign.judge(given, outside=Folder(folder), now=timezone.now(), address="").code
    return "valid" if code == "unknown_issuer" else code


def by_command(folder, badge) -> tuple[str, int]:
    """Return what `manage.py verify` answers with the archive alone, and what it ends with."""
    answer = StringIO()
    try:
        call_command("verify", str(badge), "--with", str(folder), "--json", stdout=answer)
        ended = 0
    except SystemExit as end:
        ended = end.code
    return json.loads(answer.getvalue())["code"], ended
