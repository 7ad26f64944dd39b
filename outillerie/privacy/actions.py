"""What a person may do with what the site knows of them: take it away, have it erased, accept the terms."""

from collections import Counter
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outillerie.accounts.groups import ADMINISTRATOR
from outillerie.accounts.models import TermsAcceptance, User
from outillerie.errors import Refused
from outillerie.field_reports.actions import count_voices, lock
from outillerie.kits.models import KitPage
from outillerie.outbox.actions import schedule
from outillerie.pages.actions import forget_pages
from outillerie.privacy.emails import account_erased_mail
from outillerie.privacy.erasure import close_account, delete_rows, erase_holdings, lock_what_comes_first
from outillerie.privacy.journal import DONE_AGAIN, Erasure, came_back, deeds_noted, note_erasure, noted
from outillerie.privacy.models import DataAccess, DataExport
from outillerie.privacy.names import signature_of
from outillerie.privacy.redaction import Names, take_out


class Credit(models.TextChoices):
    """How what a person published stays signed when they leave."""

    SHOWN = "shown", gettext_lazy("With the names that sign it today")
    NAMED = "named", gettext_lazy("With another name")
    NONE = "none", gettext_lazy("Without any name")


class LastAdministrator(Refused):
    pass


class AlreadyErased(Refused):
    pass


@transaction.atomic
def request_export(person: User) -> DataExport:
    """Ask for everything that the site knows of `person`. One is prepared at a time; a new one replaces the others."""
    # Lock the person: two clicks are one request.
    User.objects.select_for_update().get(pk=person.pk)
    exports = DataExport.objects.filter(person=person)
    if waiting := exports.filter(state=DataExport.State.WAITING).first():
        return waiting
    delete_rows(exports)
    export = DataExport.objects.create(person=person)
    schedule("data-export", {"export": export.pk}, key=f"data-export:{export.pk}")
    return export


def note_access(export: DataExport, *, by: User) -> None:
    """Keep that somebody fetched personal data: GDPR-13."""
    DataAccess.objects.create(what="export", person=export.person, accessed_by=by)


def erase(person: User, *, credit: Credit, name: str = "", is_told: bool = True) -> None:
    """Erase everything that the site knows of `person`, at once; what they published stays, signed as `credit` says.

    The same deed for who asks, for accounts that sleep, and for backups that come back. It is one transaction, and
    what must happen outside of the database (files, the list of erasures, the last mail if `is_told`) are effects of it.
    """
    with transaction.atomic():
        lock_what_comes_first(person)
        check_another_administers(person)
        person = locked(person)
        signature = {Credit.SHOWN: signature_of(person), Credit.NAMED: name, Credit.NONE: ""}[credit]
        erasure, farewell = Erasure.of(person, credit=credit, name=signature), account_erased_mail(person)
        is_kept = credit == Credit.SHOWN
        reported = list(KitPage.objects.filter(field_reports__person=person).distinct())
        take_out(Names.addresses(person) if is_kept else Names.of(person, instead=signature), of=person)
        erase_holdings(person)
        close_account(person, signature=signature)
        for kit in reported:
            count_voices(lock(kit))
        note_erasure(erasure)
        if is_told:
            farewell.send()
        transaction.on_commit(forget_pages)


def locked(person: User) -> User:
    """Return `person` as they are now, locked: two requests erase once."""
    try:
        return User.objects.select_for_update().get(pk=person.pk, date_joined=person.date_joined)
    except ObjectDoesNotExist as error:
        raise AlreadyErased(_("This account is already erased.")) from error


def check_another_administers(person: User) -> None:
    """Refuse to leave a hub that nobody could administer any more.

    The administrators are locked first, in one order: two of them may leave at once, and one must stay.
    """
    if not (person.is_superuser or person.groups.filter(name=ADMINISTRATOR).exists()):
        return
    found = {administrator.pk for administrator in administrators().select_for_update()}
    if found == {person.pk}:
        raise LastAdministrator(
            _("You are the only administrator of this hub. Name another one in the back office, then come back.")
        )


def administrators():
    """Return the people who may administer the hub."""
    allowed = models.Q(is_superuser=True) | models.Q(groups__name=ADMINISTRATOR)
    ids = User.objects.filter(allowed, is_active=True).values("pk")
    return User.objects.filter(pk__in=ids).order_by("pk")


def accept_terms(person: User, version: str) -> TermsAcceptance:
    """Keep that `person` accepted this version of the terms, and since when. Accepting again changes nothing."""
    acceptance, _is_new = TermsAcceptance.objects.get_or_create(
        person=person, version=version, defaults={"accepted_at": timezone.now()}
    )
    return acceptance


def note_activity(person: User, today: date) -> None:
    """Keep that `person` came today: nobody is warned nor erased for sleeping."""
    User.objects.filter(pk=person.pk).update(last_active_on=today, idle_warned_on=None)


def do_again_what_was_undone() -> tuple[Counter, list[tuple[str, str]]]:
    """Do again what was done once and for all (a badge erased, a badge revoked), and that a restored backup undid.

    Return how many times each deed was, and for which things it could not be, with why.
    """
    counts, refused = Counter(), []
    for deed, identifier in deeds_noted():
        try:
            counts[deed] += DONE_AGAIN[deed](identifier)
        except Refused as refusal:
            refused.append((identifier, str(refusal)))
    return counts, refused


def erase_those_who_came_back() -> tuple[int, list[tuple[User, str]]]:
    """Erase again, as they had chosen, the people whom a restored backup brought back. Nobody is written to.

    Return how many were erased, and who could not be, with why.
    """
    count, refused = 0, []
    for erasure in list(noted()):
        person = came_back(erasure)
        if person is None:
            continue
        try:
            erase(person, credit=Credit(erasure.credit), name=erasure.name, is_told=False)
        except Refused as refusal:
            refused.append((person, str(refusal)))
        else:
            count += 1
    return count, refused
