"""The keys that sign badges, for whoever holds the machine. docs/badges.md says when to use each word."""

import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.issuing import actions, backup, keys
from badges.issuing.models import Issuer, SigningKey
from badges.issuing.permissions import can_manage_issuers
from outillerie.accounts.models import User
from outillerie.errors import Refused


class Command(BaseCommand):
    help = "List, create, replace, save and restore the keys that sign badges. Ends with 1 when it is refused."

    def add_arguments(self, parser):
        words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
        listing = words.add_parser("list", help="say which keys sign, and since when")
        listing.add_argument("issuer", nargs="?", help="address of an issuer; all of them without it")
        add_words(words, "create", "make the keys that an issuer misses")
        rotate = add_words(words, "rotate", "replace the keys; what they signed stays valid")
        compromise = add_words(
            words, "compromise", "say that somebody else may have a key; its badges are signed again"
        )
        compromise.add_argument("--key", type=int, required=True, help="number of the key")
        compromise.add_argument("--since", required=True, help="when it may have begun: 2026-11-22T08:00")
        for word in (rotate, compromise):
            word.add_argument("--by", help="e-mail of who asks, of the hub’s staff")
            word.add_argument("--confirmed-by", help="e-mail of who confirms, somebody else of the staff")
            word.add_argument("--alone", metavar="REASON", help="why nobody else can confirm it; recorded")
            word.add_argument("--reason", default="", help="why, in a few words; recorded")
        add_words(words, "export", "write a backup; it opens with BADGE_KEYS_SECRET only").add_argument("file")
        add_words(words, "import", "take from a backup the keys that are missing").add_argument("file")
        words.add_parser("reseal", help="close the keys with the new BADGE_KEYS_SECRET; the former one is asked")

    def handle(self, *, word, **options):
        try:
            if word in ("list", "reseal"):
                getattr(self, word)(**options)
            else:
                getattr(self, f"{word}_keys")(found_issuer(options.pop("issuer")), **options)
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal

    def list(self, *, issuer, **options):
        issuers = [found_issuer(issuer)] if issuer else Issuer.objects.prefetch_related("keys")
        for row in issuers:
            self.stdout.write(f"{row.slug}: {row.name}")
            for key in row.keys.all():
                self.stdout.write(f"  {key.number} {key.kind} {account(key)}")

    def create_keys(self, issuer, **options):
        made = keys.create_keys(issuer)
        self.say(made, _("Keys made: %(keys)s."), _("This issuer has its keys already. Nothing is changed."))

    def rotate_keys(self, issuer, **options):
        self.do(issuer, actions.ROTATE, **options)
        self.stdout.write(_("The keys are replaced. Save them: manage.py badge_keys export."))

    def compromise_keys(self, issuer, *, key, since, **options):
        found = issuer.keys.filter(number=key).first()
        if found is None:
            raise CommandError(_("This issuer has no key %(number)s.") % {"number": key}, returncode=1)
        self.do(issuer, actions.COMPROMISE, key=found, since=read_moment(since), **options)
        self.stdout.write(_("The key is declared compromised. The worker signs again the badges that it had signed."))

    def do(self, issuer, deed, *, by, confirmed_by, alone, reason, key=None, since=None, **options):
        if bool(alone) == bool(by and confirmed_by):
            raise CommandError(_("Give --by and --confirmed-by, two people of the staff, or --alone with its reason."))
        asks, confirms = (None, None) if alone else (staff(by), staff(confirmed_by))
        asked = actions.ask(issuer, deed, by=asks, reason=(alone or reason)[:400], key=key, since=since)
        try:
            actions.confirm(asked, by=confirms)
        except Refused:
            asked.delete()
            raise

    def export_keys(self, issuer, *, file, **options):
        if Path(file).exists():
            raise CommandError(_("%(file)s exists already: give another name.") % {"file": file}, returncode=1)
        # Nobody else of this machine may read it, from its first byte on.
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as written:
            written.write(backup.backup_of(issuer))
        self.stdout.write(_("Saved in %(file)s. Keep it and BADGE_KEYS_SECRET in two places.") % {"file": file})

    def import_keys(self, issuer, *, file, **options):
        try:
            text = Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(_("%(file)s cannot be read.") % {"file": file}, returncode=1) from error
        count = backup.restore(issuer, backup.read_backup(text, issuer))
        self.stdout.write(_("Keys restored: %(count)s.") % {"count": count})

    def reseal(self, **options):
        ask = getpass.getpass if sys.stdin.isatty() else lambda _prompt: sys.stdin.readline()
        count = backup.reseal(ask(_("Former BADGE_KEYS_SECRET: ")).strip())
        self.stdout.write(_("Keys closed with the new secret: %(count)s.") % {"count": count})

    def say(self, made, some, none):
        numbers = ", ".join(str(key.number) for key in made)
        self.stdout.write(some % {"keys": numbers} if made else none)


def add_words(words, name, text):
    parser = words.add_parser(name, help=text)
    parser.add_argument("issuer", help="address of the issuer")
    return parser


def found_issuer(slug: str) -> Issuer:
    found = Issuer.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Issuer.objects.values_list("slug", flat=True)) or "–"
        sentence = _("No issuer has the address %(slug)s. Those known: %(known)s.") % {"slug": slug, "known": known}
        raise CommandError(sentence, returncode=1)
    return found


def staff(address: str) -> User:
    found = User.objects.filter(email__iexact=address).first()
    if found is None or not can_manage_issuers(found):
        raise CommandError(_("One of these two addresses is not of the hub’s staff."), returncode=1)
    return found


def read_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else timezone.make_aware(moment)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise CommandError(_("--since is a moment: 2026-11-22T08:00."), returncode=1) from error


def account(key: SigningKey) -> str:
    """Return the state of a key and its moments, in words that a script may read."""
    moments = [("since", key.active_from), ("until", key.retired_at), ("compromised-since", key.compromised_since)]
    return " ".join(
        [key.state, *(f"{name} {moment.isoformat(timespec='seconds')}" for name, moment in moments if moment)]
    )
