"""One address for ever: written with the first badge signed, refused when it changes, and never a private one."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.issuing.models import PermanentAddress
from outillerie.errors import Refused
from outillerie.gate.addresses import is_a_number, is_public

# Names that no public domain has (RFC 2606, 6761, 6762, 8375, and what home networks use).
PRIVATE_NAMES = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".home", ".test", ".example", ".invalid")


class MayNotSign(Refused):
    pass


def freeze() -> PermanentAddress:
    """Write the permanent address, unless it is written already."""
    found = PermanentAddress.objects.first()
    if found is None:
        facts = {"url": settings.PERMANENT_URL, "frozen_at": timezone.now()}
        found, _is_new = PermanentAddress.objects.get_or_create(pk=1, defaults=facts)
    return found


def check_may_sign() -> None:
    """Freeze the address, or raise MayNotSign when what would be signed could not be verified for ever.

    A demonstration, a developer and the tests sign for the address of their machine: nobody keeps those badges.
    """
    if settings.PRODUCTION and not lasts(settings.PERMANENT_URL):
        raise MayNotSign(
            _(
                "Badges cannot be signed for %(url)s: only a public address in https:// can be verified later. "
                "Set PERMANENT_URL, then try again."
            )
            % {"url": settings.PERMANENT_URL}
        )
    frozen = freeze().url
    if frozen != settings.PERMANENT_URL:
        raise MayNotSign(moved_sentence(frozen))


def moved_sentence(frozen: str) -> str:
    return _(
        "Badges already live under %(frozen)s, and PERMANENT_URL now says %(url)s. Nothing is signed: set "
        "PERMANENT_URL=%(frozen)s. The site itself may change address, with BASE_URL."
    ) % {"frozen": frozen, "url": settings.PERMANENT_URL}


def lasts(url: str) -> bool:
    """Say whether anybody on the Internet could read `url`, in https, without asking the network."""
    address = urlsplit(url)
    host = (address.hostname or "").removesuffix(".")
    if address.scheme != "https" or not host:
        return False
    if is_a_number(host):
        return is_public(host)
    return "." in host and not f".{host}".endswith(PRIVATE_NAMES)


def check_permanent_address(**kwargs) -> list[Error]:
    """The system check: refuse to start with another permanent address than the one that is in signed badges."""
    try:
        with transaction.atomic():
            frozen = PermanentAddress.objects.values_list("url", flat=True).first()
    except DatabaseError:
        # Before the first `migrate`, or without a database, no badge is at stake; signing asks again.
        return []
    if frozen is None or frozen == settings.PERMANENT_URL:
        return []
    return [Error(moved_sentence(frozen), id="badges.E001")]
