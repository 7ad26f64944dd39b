"""The badges of every past release, kept with what it takes to verify them: they verify for ever (PERM-01)."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from badges.verification.formats import foreign
from badges.verification.formats.recognising import recognised
from badges.verification.offline import judge_with
from badges.verification.sources import Folder
from tests.judges import javascript
from tests.judges.javascript import js_verdicts
from tests.judges.plain_server import served

GOLDEN = Path(__file__).parents[2] / "data" / "open-badges" / "golden"
RELEASES = sorted(path.parent for path in GOLDEN.glob("*/verdicts.json"))
SITE = "https://badges.example.org"
releases = pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)


def expected(release):
    return json.loads((release / "verdicts.json").read_bytes())


def judged(release, name) -> str:
    """Return the verdict of `manage.py verify --with`: in this process, but for a paper, which is taken apart elsewhere."""
    content, now = (release / name).read_bytes(), timezone.now()
    if name.endswith(".pdf"):
        return judge_with(release, content, now=now).code
    code = foreign.judge(recognised(content), outside=Folder(release), now=now).code
    # The folder vouches for its issuers.
    return "valid" if code == "unknown_issuer" else code


@releases
def test_PERM_01_golden_badges_verify_for_ever(release):
    verdicts = expected(release)
    assert {name: judged(release, name) for name in verdicts} == verdicts
    assert set(verdicts.values()) == {"valid", "revoked", "expired"}


@releases
def test_PERM_01_a_golden_badge_of_which_a_letter_changed_does_not_verify(release):
    """The control: it is not the judge that says yes to everything."""
    name = next(name for name, verdict in expected(release).items() if verdict == "valid" and "credentials" in name)
    changed = (release / name).read_bytes().replace(b"bienveillance", b"bienveillancE")
    assert foreign.judge(recognised(changed), outside=Folder(release), now=timezone.now()).code == "altered"


@releases
@pytest.mark.skipif(not javascript.IS_HERE, reason="no JavaScript verifiers: bin/judges installs them")
def test_PERM_01_golden_badges_verify_with_the_programs_of_others(release):
    verdicts = expected(release)
    names = [name for name in verdicts if "credentials/" in name and name.endswith(".json")]
    with served(release) as address:
        said = js_verdicts([f"{SITE}/{name}" for name in names], mirrors={SITE: address})
    assert [{one.verdict for one in verdict.values()} for verdict in said] == [{verdicts[name]} for name in names]
