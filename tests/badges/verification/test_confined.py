"""The process where badges of elsewhere are read: what it may do, and what becomes of those that ask for too much."""

import copy
import subprocess
import sys
from dataclasses import replace

import pytest

from badges.openbadges.serialising import serialise
from badges.verification import confined
from badges.verification.confined import ask_apart, judge_apart, unpacked_apart
from badges.verification.formats.recognising import Given, Unreadable, recognised
from badges.verification.offline import judge_with
from tests.badges.openbadges.samples import BADGE, HOST
from tests.badges.verification.world import LIST, NOW, badge, changed, laid_out, listed, signed


@pytest.fixture
def folder(world, tmp_path):
    laid_out(world, tmp_path)
    return tmp_path


def verdict_on(document, folder):
    return judge_apart(recognised(serialise(document)), now=NOW, folder=str(folder))


def test_a_badge_is_judged_apart_as_it_is_here(folder):
    verdict = verdict_on(signed(badge()), folder)
    assert (verdict.code, verdict.check("status").values) == (
        "unknown_issuer",
        {"known_at": "2026-11-01T10:00:00+00:00"},
    )
    assert verdict_on(changed(signed(badge()), "name", "Docteur"), folder).code == "altered"


def test_nothing_of_our_environment_goes_with_it(monkeypatch):
    """Neither the database nor a secret: the process that reads what strangers wrote has none of them."""
    seen = {}

    def run(command, **options):
        seen.update(options)
        raise ValueError

    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setattr(confined.subprocess, "run", run)
    assert ask_apart("judge", b"{}") is None
    assert set(seen["env"]) <= {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", *confined.KEPT}


def alike(count):
    """Return a badge with things that only an order tells apart: their canonical form is sought by trying them all."""
    one = {"type": ["Alignment"], "targetName": "a", "targetUrl": "https://a.example/"}
    return changed(
        signed(badge()), "credentialSubject.achievement.alignment", [copy.deepcopy(one) for _ in range(count)]
    )


def test_ATK_LD_03_a_shape_made_to_be_costly_is_left(folder):
    verdict = verdict_on(alike(40), folder)
    assert verdict.code in {"cannot_check", "altered"}


TOO_MUCH = {"memory": "kept = [bytes(10**6) for _ in range(10**9)]", "time": "while True: pass"}


@pytest.mark.parametrize("deed", TOO_MUCH.values(), ids=TOO_MUCH)
def test_ATK_LD_03_whatever_asks_for_too_much_suffers_alone(monkeypatch, tmp_path, deed):
    """A reader that never ends, or fills the memory, in place of ours: the verdict still comes."""
    package = tmp_path / "badges/verification"
    package.mkdir(parents=True)
    limits = "from resource import *\nsetrlimit(RLIMIT_CPU, (1, 1))\nsetrlimit(RLIMIT_DATA, (10**8, 10**8))\n"
    (package / "confined.py").write_text(limits + deed)
    monkeypatch.setattr(confined, "ROOT", tmp_path)
    assert judge_apart(Given("json", b"{}"), now=NOW).reason == "too-heavy"


def test_our_own_bounds_are_those_of_the_process_that_reads():
    code = (
        "import resource as r; from badges.verification import confined; confined.bound(); "
        "print([r.getrlimit(k) for k in (r.RLIMIT_CPU, r.RLIMIT_DATA, r.RLIMIT_FSIZE, r.RLIMIT_CORE)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=confined.ROOT, check=True)
    seconds, memory = confined.PROCESSOR_SECONDS, confined.MEMORY
    assert done.stdout.strip() == str([(seconds, seconds), (memory, memory), (0, 0), (0, 0)])


def test_an_answer_that_is_no_verdict_is_not_believed(monkeypatch):
    for answer in (None, {}, {"code": "valid"}, {"code": "great", "reason": "", "checks": [], "facts": {}}):
        monkeypatch.setattr(confined, "ask_apart", lambda *_, answer=answer, **options: answer)
        assert judge_apart(Given("json", b"{}"), now=NOW).code == "cannot_check"


def test_a_pdf_without_a_badge_says_so():
    with pytest.raises(Unreadable):
        unpacked_apart(b"%PDF-1.7\nnonsense")


# --- offline: PERM-09 ---


def test_PERM_09_what_was_taken_away_verifies_without_the_site(folder):
    verdict = judge_with(folder, serialise(signed(badge())), now=NOW)
    assert (verdict.code, verdict.check("issuer").reason) == ("valid", "in-folder")
    assert verdict.check("status").values == {"known_at": "2026-11-01T10:00:00+00:00"}


def test_PERM_09_without_its_status_list_nothing_is_said_to_be_valid(folder):
    (folder / LIST.removeprefix(f"{HOST}/")).unlink()
    verdict = judge_with(folder, serialise(signed(badge())), now=NOW)
    assert (verdict.code, verdict.check("content").outcome) == ("cannot_check", "passed")


def test_a_revoked_badge_is_revoked_in_its_archive_too(world, tmp_path):
    world.put(LIST, signed(listed(BADGE.status.index)))
    laid_out(world, tmp_path)
    assert judge_with(tmp_path, serialise(signed(badge())), now=NOW).code == "revoked"


def test_a_hosted_badge_in_an_archive_is_as_old_as_the_archive(folder):
    verdict = judge_with(folder, BADGE.hosted_id.encode(), now=NOW)
    assert (verdict.code, verdict.check("status").reason) == ("valid", "in-copy")


def test_a_folder_of_somebody_else_proves_nothing(folder):
    """Its documents say which address they are of."""
    forged = signed(badge(issuer=replace(BADGE.issuer, id="did:web:evil.example:openbadges:issuers:hub")))
    assert judge_with(folder, serialise(forged), now=NOW).code == "altered"


@pytest.mark.parametrize("url", ["https://[x/badge.json", "https://commons.example/%00", "https://a℀b/"])
def test_what_is_no_address_is_in_no_folder(folder, url):
    assert judge_with(folder, url.encode(), now=NOW).reason == "bad-address"


def test_an_address_does_not_lead_out_of_the_folder(folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.json"
    secret.write_text("{}")
    (folder / "link.json").symlink_to(secret)
    for url in (f"{HOST}/../{secret.name}", f"{HOST}/%2e%2e/{secret.parent.name}/{secret.name}", f"{HOST}/link.json"):
        assert judge_with(folder, url.encode(), now=NOW).reason == "not-in-folder"
