"""What the site knows of a person as an account: how they sign in, what they accepted, what they are told."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from outillerie.accounts.models import Invitation, User
from outillerie.accounts.personal_data import Fate, Holding, declare, declare_not_personal
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy import leaving
from outillerie.privacy.names import addresses_of
from outillerie.privacy.processings import ACCOUNT, MESSAGES, ORGANISATIONS, PROFILE, RIGHTS, SECURITY

OF_OTHERS = _("It says something of other people.")


def account_of(person: User) -> QuerySet:
    return User.objects.filter(pk=person.pk)


def sessions_of(person: User) -> QuerySet:
    """Return the open sessions of `person`. Only each session itself knows whose it is."""
    found = [row.pk for row in Session.objects.iterator() if row.get_decoded().get("_auth_user_id") == str(person.pk)]
    return Session.objects.filter(pk__in=found)


def mail_to(person: User) -> QuerySet:
    """Return the mail for `person` that is not sent: what was sent is already emptied."""
    addresses = addresses_of(person)
    waiting = OutboxMessage.objects.filter(kind="mail").exclude(state=OutboxMessage.State.DONE)
    found = [row.pk for row in waiting.iterator() if addresses & {to.lower() for to in row.payload.get("to", [])}]
    return OutboxMessage.objects.filter(pk__in=found)


def invitations_to(person: User) -> QuerySet:
    return Invitation.objects.filter(email__in=addresses_of(person))


def declare_account() -> None:
    declare(
        Holding(
            model="accounts.User",
            name=_("The account"),
            processing=ACCOUNT,
            fate=Fate.DELETED,
            remains=_("If something stays signed, the row stays with the name that signs it, and nothing else."),
            find=account_of,
            section="account",
            fields=(
                "email", "first_name", "last_name", "date_joined", "last_login", "last_active_on", "idle_warned_on",
                "groups", "user_permissions", "is_active", "is_staff", "is_superuser",
            ),
            sealed=("password",),
            withheld=_("Password: it is kept in a form that nobody can read."),
        ),
        Holding(
            model="accounts.User",
            name=_("The public page"),
            processing=PROFILE,
            fate=Fate.DELETED,
            find=account_of,
            section="profile",
            fields=("is_public", "public_name", "slug", "role", "place", "biography"),
        ),
        Holding(
            model="account.EmailAddress",
            name=_("E-mail addresses"),
            processing=ACCOUNT,
            fate=Fate.DELETED,
            whose="user",
            section="email_addresses",
            fields=("email", "verified", "primary"),
        ),
        Holding(
            model="sessions.Session",
            name=_("Open sessions"),
            processing=SECURITY,
            fate=Fate.DELETED,
            find=sessions_of,
            section="sessions",
            fields=("expire_date",),
            sealed=("session_key", "session_data"),
            withheld=_("Keys: whoever holds them is signed in."),
        ),
        Holding(
            model="accounts.TermsAcceptance",
            name=_("Acceptances of the terms"),
            processing=RIGHTS,
            fate=Fate.DELETED,
            whose="person",
            section="terms_acceptances",
            fields=("version", "accepted_at"),
        ),
        Holding(
            model="outillerie.DataExport",
            name=_("Exports of personal data"),
            processing=RIGHTS,
            fate=Fate.DELETED,
            whose="person",
            section="data_exports",
            fields=("requested_at", "ready_at", "state", "size"),
            sealed=("file",),
            withheld=_("File: it is this very export."),
        ),
        Holding(
            model="outillerie.DataAccess",
            name=_("Who fetched this data"),
            processing=SECURITY,
            fate=Fate.DELETED,
            whose="person",
            section="data_accesses",
            fields=("what", "accessed_at"),
        ),
        Holding(
            model="outillerie.DataAccess",
            name=_("Fetching the data of somebody"),
            processing=SECURITY,
            fate=Fate.UNLINKED,
            whose="accessed_by",
            withheld=OF_OTHERS,
        ),
    )  # fmt: skip


def declare_relations() -> None:
    declare(
        Holding(
            model="accounts.Membership",
            name=_("Memberships of organisations"),
            processing=ORGANISATIONS,
            fate=Fate.DELETED,
            remains=_("An organisation that loses its only manager passes to its oldest member."),
            whose="person",
            erase=leaving.leave_organisations,
            section="memberships",
            fields=("organisation", "role", "state", "message", "created_at"),
        ),
        Holding(
            model="accounts.Invitation",
            name=_("Invitations received"),
            processing=ORGANISATIONS,
            fate=Fate.DELETED,
            find=invitations_to,
            section="invitations_received",
            fields=("organisation", "email", "role", "created_at", "accepted_at"),
        ),
        Holding(
            model="accounts.Invitation",
            name=_("Invitations sent"),
            processing=ORGANISATIONS,
            fate=Fate.UNLINKED,
            whose="invited_by",
            section="invitations_sent",
            fields=("organisation", "role", "created_at", "accepted_at"),
        ),
        Holding(
            model="outillerie.Notification",
            name=_("Notifications"),
            processing=MESSAGES,
            fate=Fate.DELETED,
            whose="person",
            section="notifications",
            fields=("kind", "kit", "facts", "path", "created_at", "read_at", "mailed_at"),
        ),
        Holding(
            model="outillerie.Notification",
            name=_("What others were told of this person’s deeds"),
            processing=MESSAGES,
            fate=Fate.UNLINKED,
            whose="actor",
            erase=leaving.leave_notifications,
            withheld=OF_OTHERS,
        ),
        Holding(
            model="outillerie.NotificationPreference",
            name=_("Choices about notifications"),
            processing=MESSAGES,
            fate=Fate.DELETED,
            whose="person",
            section="notification_preferences",
            fields=("kind", "mail"),
        ),
        Holding(
            model="outillerie.OutboxMessage",
            name=_("Mail that is not sent yet"),
            processing=MESSAGES,
            fate=Fate.DELETED,
            find=mail_to,
            sealed=("payload",),
            withheld=_("The person receives it."),
        ),
    )


def declare_what_is_not_personal() -> None:
    declare_not_personal("accounts.Organisation", "a group, not a person", "name")
    declare_not_personal("accounts.User", "said by `Membership`", "organisations")
    declare_not_personal("outillerie.HubSettings", "what the hub says of itself", "hub_name", "contact_email", "phone")
    declare_not_personal("outillerie.HubSettings", "the address of the hub", "postal_address")
    declare_not_personal("outillerie.Funder", "a body that pays, not a person", "name")


def about(person: User) -> dict:
    """Return what picks, in a generic log, the rows whose object is `person`."""
    return {"content_type": ContentType.objects.get_for_model(User), "object_id": str(person.pk)}
