"""The names and addresses by which this site may call a person."""

from allauth.account.models import EmailAddress
from django.urls import reverse

from outillerie.accounts.models import User
from outillerie.pages.queries import absolute


def names_of(person: User) -> set[str]:
    """Return the names that may sign what this person made: the one they show, their full name, their first name."""
    names = {person.public_name, person.get_full_name(), person.first_name, f"{person.last_name} {person.first_name}"}
    return {" ".join(name.split()) for name in names if name.strip()}


def addresses_of(person: User) -> set[str]:
    """Return every e-mail address of this person, confirmed or not, in lower case."""
    others = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {address.lower() for address in (person.email, *others)}


def signature_of(person: User) -> str:
    """Return the name that this person shows, empty when they show none."""
    return person.public_name or person.first_name


def page_address_of(person: User) -> str:
    """Return the address of the page that this person has or had, which signs what they made; empty without one."""
    return absolute(reverse("member", args=[person.slug])) if person.slug else ""
