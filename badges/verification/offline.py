"""A badge judged without the site nor the network, from what its holder took away or from the archive of a site."""

from datetime import datetime
from pathlib import Path

from badges.verification import confined
from badges.verification.formats.endorsements import never_in_a_picture
from badges.verification.formats.outside import NotRead
from badges.verification.formats.recognising import Given, Unreadable, recognised
from badges.verification.formats.verdict import PASSED, UNKNOWN, Check, Verdict, cannot_check, unreadable, with_check
from badges.verification.sources import Folder


def judge_with(folder: Path, content: bytes, *, now: datetime, address: str = "") -> Verdict:
    """Return the verdict on `content`, where `folder` holds the documents, keys and lists of issuers by their address.

    Whoever gives the folder vouches for it: its issuers are known. What it says of revocation is as old as it is.
    """
    try:
        given = _document_in(content, folder)
    except Unreadable as refusal:
        return unreadable(refusal.code)
    except NotRead as absent:
        return cannot_check(absent.code)
    verdict = confined.judge_apart(given, now=now, address=address, folder=str(folder))
    verdict = never_in_a_picture(verdict, given.packed)
    return _as_old_as_it_is(_trusted(verdict))


def _document_in(content: bytes, folder: Path) -> Given:
    given = confined.unpacked(recognised(content))
    if given.kind == "address":
        given = recognised(Folder(folder).read(given.text, "*/*").body)
    if given.kind not in ("json", "token"):
        raise Unreadable("needs-the-site" if given.kind == "code" else "no-badge")
    return given


def _trusted(verdict: Verdict) -> Verdict:
    check = verdict.check("issuer")
    if check is None or check.outcome != UNKNOWN:
        return verdict
    return with_check(
        verdict, Check(name="issuer", outcome=PASSED, reason="in-folder", values=check.values, proof=check.proof)
    )


def _as_old_as_it_is(verdict: Verdict) -> Verdict:
    check = verdict.check("status")
    if check is None or check.reason != "still-there":
        return verdict
    return with_check(verdict, Check(name="status", outcome=PASSED, reason="in-copy", proof=check.proof))
