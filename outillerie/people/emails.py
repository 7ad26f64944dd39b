from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation

from outillerie.accounts.models import Invitation, Membership
from outillerie.notifications.emails import plain_mail
from outillerie.pages.queries import absolute

SIGNER = signing.Signer(salt="invitation")


def invitation_mail(invitation: Invitation) -> EmailMessage:
    """Return the mail that invites an address, the same whether or not it has an account."""
    context = {
        "organisation": invitation.organisation.name,
        "inviter": invitation.invited_by.shown_name(),
        "is_manager": invitation.role == Membership.Role.MANAGER,
        "address": absolute(reverse("invitation", args=[invitation_token(invitation)])),
    }
    # Nothing is known of who reads it, their language neither.
    with translation.override(settings.LANGUAGE_CODE):
        return plain_mail("invitation", invitation.email, context)


def invitation_token(invitation: Invitation) -> str:
    """Return what proves that its bearer read the mail of `invitation`. It alone gives nothing: see `accept_invitation`."""
    return SIGNER.sign(str(invitation.pk))


def read_invitation_token(token: str) -> int:
    """Return the id of the invitation. Raises BadSignature when nobody here wrote it."""
    return int(SIGNER.unsign(token))
