"""To whom a badge goes: somebody with an account, or an address that nobody here has confirmed yet."""

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress

from outillerie.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """`email` is hashed in the documents. `others` are the confirmed addresses of the same person."""

    person: User | None
    email: str
    name: str = ""
    others: tuple[str, ...] = field(default=())

    @property
    def key(self) -> str:
        """Return what the database knows them by: it refuses the second badge of one key."""
        return f"person:{self.person.pk}" if self.person else f"mail:{self.email}"

    @property
    def keys(self) -> set[str]:
        """Return also what they were known by before they had, or confirmed, an account."""
        return {self.key, *(f"mail:{address}" for address in (self.email, *self.others))}


def recipient_of(*, person: User | None = None, email: str = "", name: str = "") -> Recipient:
    """Return who `person` is, or who has this address."""
    address = email.strip().lower()
    person = person or owner_of(address)
    if person is None:
        return Recipient(person=None, email=address, name=name.strip())
    address = address or person.email.lower()
    name = person.get_full_name() or name.strip()
    return Recipient(person=person, email=address, name=name, others=tuple(confirmed_addresses(person)))


def owner_of(address: str) -> User | None:
    """Return whose address this is. A claim that nobody confirmed is none: an account without a password is entered
    only with a code sent to its address, which confirms it."""
    found = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
    if found:
        return found.user
    person = User.objects.filter(email__iexact=address).first()
    return person if person and not person.has_usable_password() else None


def confirmed_addresses(person: User) -> list[str]:
    """Return the confirmed addresses of `person`, in small letters."""
    found = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return sorted({address.lower() for address in found})
