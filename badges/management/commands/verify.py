"""Judge a badge: its file (PNG, SVG, PDF, JSON, token), its address or its code; or an endorsement, and says so. Ends
with 0 when it is valid, 1 when it is not, 2 when it cannot be checked now. With --with, neither the database nor the
network is used."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.verification import wording
from badges.verification.formats.recognising import MOST_BYTES
from badges.verification.formats.verdict import FAILED, PASSED, UNKNOWN, Verdict
from badges.verification.offline import judge_with

VALID, NOT_VALID, NOT_NOW = 0, 1, 2
SIGNS = {PASSED: "+", FAILED: "x", UNKNOWN: "?"}


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("badge", help="A file, an address in https://, or the 8 signs of a code.")
        parser.add_argument(
            "--with", dest="folder", type=Path, help="A takeaway or an archive, unpacked: judge from it alone."
        )
        parser.add_argument("--email", default="", help="Say also whether the badge is of whoever has this address.")
        parser.add_argument("--json", action="store_true", help="Answer as JSON.")

    def handle(self, badge, folder, email, **options):
        content = self.content_of(badge)
        if folder is None:
            # Only now: judging with a folder needs no database.
            from badges.verification.judging import judge

            verdict = judge(content, address=email).verdict
        elif folder.is_dir():
            verdict = judge_with(folder, content, now=timezone.now(), address=email)
        else:
            raise CommandError(_("%(path)s is not a folder.") % {"path": folder}, returncode=NOT_NOW)
        if options["json"]:
            self.stdout.write(json.dumps(wording.answer(verdict), ensure_ascii=False, indent=2))
        else:
            self.say(verdict)
        if code := exit_code(verdict):
            raise SystemExit(code)

    def content_of(self, badge: str) -> bytes:
        path = Path(badge)
        try:
            if not path.is_file():
                return badge.encode()
            with path.open("rb") as file:
                # One byte too many is enough to be refused.
                return file.read(MOST_BYTES + 1)
        except OSError:
            raise CommandError(
                _("Nothing can be read at %(path)s. Check the path, then try again.") % {"path": badge},
                returncode=NOT_NOW,
            ) from None

    def say(self, verdict: Verdict) -> None:
        self.stdout.write(wording.title_of(verdict))
        if sentence := wording.sentence_of(verdict, now=timezone.now()):
            self.stdout.write(sentence)
        if verdict.facts.name and verdict.is_whole:
            self.stdout.write(f"\n{verdict.facts.name} — {verdict.facts.issuer_name}")
        for row in wording.rows_of(verdict):
            self.stdout.write(f"\n[{SIGNS[row.outcome]}] {row.title}\n    {row.sentence}")
            for label, value in row.proof:
                self.stdout.write("    " + _("%(label)s: %(value)s") % {"label": label, "value": value})


def exit_code(verdict: Verdict) -> int:
    """Return what the command ends with. A badge of somebody else than the one asked about is not valid for them."""
    recipient = verdict.check("recipient")
    if verdict.code == "cannot_check":
        return NOT_NOW
    if verdict.code != "valid" or (recipient and recipient.outcome == FAILED):
        return NOT_VALID
    return NOT_NOW if recipient and recipient.outcome == UNKNOWN else VALID
