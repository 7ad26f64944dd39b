"""Who shows what of themselves, who is in which organisation, and what is in someone's own space."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from outillerie.accounts.groups import ADMINISTRATOR, STAFF
from outillerie.accounts.models import Invitation, Membership, Organisation, User
from outillerie.field_reports.models import FieldReport
from outillerie.kits.models import KitCredit, KitPage
from outillerie.kits.queries import public_kits
from outillerie.pages.queries import absolute

DOMAINS = 5


@dataclass(frozen=True)
class Works:
    """What a person made that everyone may read: ids of kits, of adaptations, and field reports."""

    kit_ids: list[int]
    adaptation_ids: list[int]
    reports: QuerySet[FieldReport]


def public_people():
    """Return the people who asked for a public page."""
    return User.objects.filter(is_active=True, is_public=True, slug__isnull=False)


def is_shown(person: User) -> bool:
    """Say whether `person` has a page that others may read."""
    return person.is_active and person.is_public and bool(person.slug)


def page_of(person: User) -> str:
    """Return the path of the public page of `person`, or nothing."""
    return reverse("member", args=[person.slug]) if is_shown(person) else ""


def works_of(person: User) -> Works:
    """Return what `person` began, and what credits them at the address of their page, newest first."""
    mine = Q(owner=person)
    if page_of(person):
        mine |= Q(pk__in=KitCredit.objects.filter(url=absolute(page_of(person))).values("page"))
    kits = public_kits().filter(mine).order_by("-last_published_at", "-pk")
    rows = list(kits.values_list("pk", "adaptation__pk"))
    return Works(
        kit_ids=[pk for pk, adaptation in rows if adaptation is None],
        adaptation_ids=[pk for pk, adaptation in rows if adaptation is not None],
        reports=FieldReport.objects.visible().filter(person=person, kit__in=public_kits().order_by()),
    )


def initials(name: str) -> str:
    """Return the first letters of the first two words of `name`."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def tile_colour(name: str) -> int:
    """Return which of the five domain colours and weaves stands for `name`: always the same one."""
    return sum(name.encode()) % DOMAINS + 1


def active_members(organisation: Organisation):
    rows = Membership.objects.filter(organisation=organisation, state=Membership.State.ACTIVE, person__is_active=True)
    return rows.select_related("person").order_by("role", "person__public_name", "person__first_name", "pk")


def requests_to(organisation: Organisation):
    rows = Membership.objects.filter(
        organisation=organisation, state=Membership.State.REQUESTED, person__is_active=True
    )
    return rows.select_related("person").order_by("created_at", "pk")


def public_members(organisation: Organisation) -> list[User]:
    """Return the members of `organisation` who have a public page."""
    members = Membership.objects.filter(organisation=organisation, state=Membership.State.ACTIVE)
    return list(public_people().filter(pk__in=members.values("person")).order_by("public_name", "first_name", "pk"))


def managers_of(organisation: Organisation) -> list[User]:
    return [row.person for row in active_members(organisation).filter(role=Membership.Role.MANAGER)]


def hub_staff() -> list[User]:
    return list(User.objects.filter(is_active=True, groups__name__in=[STAFF, ADMINISTRATOR]).distinct())


def kits_begun_by(person: User):
    """Return the kits of `person`, drafts and published, those they last wrote first."""
    return KitPage.objects.filter(owner=person).order_by("-latest_revision_created_at", "-pk")


def invitations_of(organisation: Organisation) -> list[Invitation]:
    """Return the invitations that nobody accepted yet, the newest first."""
    waiting = Invitation.objects.filter(organisation=organisation, accepted_at=None)
    return list(waiting.select_related("invited_by").order_by("-created_at"))


def public_organisations_of(person: User) -> list[Organisation]:
    """Return the organisations of `person` that have a page of their own."""
    kits = public_kits().order_by().values("organisation")
    active = person.memberships.filter(state=Membership.State.ACTIVE).values("organisation")
    return list(Organisation.objects.filter(pk__in=active).filter(pk__in=kits))
